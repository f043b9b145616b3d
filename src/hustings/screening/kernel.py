"""The compiled first pass of screening: where in millions of texts a registered name may stand.

    kernel = build(roster)                       # once for each version of a roster
    hits = scan(frame["text"], kernel)           # row, start, end, kind, stem
    hits.join(kernel.bearers, on="stem")         # whose name that is

One pass over the UTF-8 bytes of a column: letters are folded to classes, words are looked up as
stem and legal suffix, then with one slip of the pen. A hit says that a word may be a part of a
name, no more: who is meant, if anybody, is decided by `names.find`.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import polars as pl
from polars._typing import PolarsDataType

from hustings.refusal import Refusal
from hustings.screening import kernel_build, kernel_scan, kernel_stems
from hustings.screening.kernel_block import Bytes
from hustings.screening.kernel_match import Masks
from hustings.screening.kernel_tables import Tables
from hustings.screening.roster import Roster

AT_ONCE = 8_192  # texts whose bytes are copied side by side at a time …
MOST_BYTES = 1 << 26  # … fewer, where so many would have more bytes than this

_KIND = pl.Enum(["exact", "slip", "glued"])  # by the numbers of kernel_scan
_HITS: dict[str, PolarsDataType] = {
    "row": pl.UInt32,
    "start": pl.UInt32,
    "end": pl.UInt32,
    "kind": _KIND,
    "stem": pl.UInt32,
}
HITS = pl.Schema(_HITS)
_BEARER: dict[str, PolarsDataType] = {"role": pl.String, "candidate": pl.String}
BEARERS = pl.Schema({"stem": pl.UInt32, **_BEARER})
NAMED = pl.Schema({**{name: kind for name, kind in _HITS.items() if name != "stem"}, **_BEARER})
_RANKS = {0: 0, 2: 1, 1: 2}  # exact, then glued, then slip
_MARGIN = pl.Series("text", [""])
_SPARE = pl.Series("text", ["\0" * kernel_scan.SPARE])
_BYTES_A_HIT = 256  # room for hits at first


@dataclass(frozen=True)
class Kernel:
    """The index of one roster. `bearers`: BEARERS, whose part of a name each stem is; role is S
    surname, G given name, P patronymic, F a father's name (a surname or patronymic only before
    уулу or кызы), W surname and given name without a space. `digest`: "sha256:…" of all of it.
    """

    tables: Tables
    bearers: pl.DataFrame
    digest: str

    def save(self, path: Path | str) -> None:
        """Writes the index as one .npz file."""
        with Path(path).open("wb") as file:
            arrays: dict[str, Any] = _arrays(self.tables, self.bearers)
            np.savez_compressed(file, **arrays, digest=np.array(self.digest))

    @classmethod
    def load(cls, path: Path | str) -> "Kernel":
        """What `save` wrote. Refusals `kernel.unreadable`, `kernel.changed`."""
        try:
            with Path(path).open("rb") as file, np.load(file, allow_pickle=False) as arrays:
                told = dict(arrays.items())
            digest = str(told.pop("digest"))
            bearers = pl.DataFrame(
                {name: told[f"bearers_{name}"] for name in BEARERS.names()}, schema=BEARERS
            )
            tables = Tables(**{name: told[name] for name in Tables._fields})
        except (OSError, EOFError, BadZipFile, ValueError, KeyError, TypeError) as error:
            raise Refusal(
                "kernel.unreadable",
                "{file} is no index of a roster. Build it again from the roster.",
                file=Path(path).name,
            ) from error
        if _digest(tables, bearers) != digest:
            raise Refusal(
                "kernel.changed",
                "{file} is not what was saved: its digest differs. Build it again from the roster.",
                file=Path(path).name,
            )
        return cls(_sealed(tables), bearers, digest)


def build(roster: Roster) -> Kernel:
    """The index of a roster; the same roster gives the same index, byte for byte."""
    named = kernel_stems.read(roster)
    bearers = pl.DataFrame(named.bearers, schema=BEARERS, orient="row")
    tables = kernel_build.tables(named)
    return Kernel(_sealed(tables), bearers, _digest(tables, bearers))


def scan(texts: pl.Series, kernel: Kernel, *, slips: bool = True) -> pl.DataFrame:
    """Words that may be a part of a name, in the shape of HITS, by row, start and stem.

    `texts`: String (null counts as empty). `row` counts from 0; start and end are byte offsets in
    the text's UTF-8. `slips`: also words of six letters and more one slip away from a surname, if
    they are no name as they stand. A word is reported for each stem it may be.
    """
    room = None
    parts = [np.zeros((0, 5), np.uint32)]
    for first, data, begins in _side_by_side(texts):
        hits, room = _hits(data, kernel, room, slips=slips)
        parts.append(_placed(hits, begins, first))
    return _frame(np.concatenate(parts))


def scan_bytes(texts: list[bytes], kernel: Kernel, *, slips: bool = True) -> pl.DataFrame:
    """`scan` of texts that may be malformed UTF-8."""
    data = np.frombuffer(b"\n" + b"\n".join(texts) + b"\n" + bytes(kernel_scan.SPARE), np.uint8)
    long = np.array([len(text) + 1 for text in texts], np.int64)
    begins = np.append(1, 1 + np.cumsum(long))
    hits, _ = _hits(data, kernel, None, slips=slips)
    return _frame(_placed(hits, begins, 0))


def named(hits: pl.DataFrame, kernel: Kernel) -> pl.DataFrame:
    """Hits with whose name each may be, in the shape of NAMED; the same with any kernel in which the
    candidate stands.
    """
    borne = hits.join(kernel.bearers, on="stem")
    return borne.select(NAMED.names()).unique().sort(NAMED.names())


def united(*found: pl.DataFrame) -> pl.DataFrame:
    """What `named` says of the same texts with the kernels of several rosters, as the kernel of all
    of them would: of a word that is a name as it stands, no slip is told.

    So a late candidate costs one pass with a kernel of that one name, not a new one with all.
    """
    together = pl.concat(found).unique()
    best = pl.col("kind").to_physical().replace_strict(_RANKS).alias("rank")
    ranked = together.with_columns(best)
    return (
        ranked.filter(pl.col("rank") == pl.col("rank").min().over("row", "start", "end"))
        .drop("rank")
        .sort(NAMED.names())
    )


def _hits(
    data: Bytes, kernel: Kernel, room: kernel_scan.Scratch | None, *, slips: bool
) -> tuple[kernel_scan.Hits, kernel_scan.Scratch]:
    """(hits, the room they were found in), a room larger than `room` where that is too small."""
    size = data.size - kernel_scan.SPARE
    ends = np.zeros(size // kernel_scan.SEGMENT + 2, np.int64)
    ends = ends[: kernel_scan.segments(data, size, ends) + 1]
    longest = int(np.diff(ends).max(initial=0))
    if room is None or room.begun.size < longest:
        room = kernel_scan.scratch(longest, kernel.tables.taken.size)
    hits = np.empty((size // _BYTES_A_HIT + 1024, kernel_scan.FIELDS), np.uint32)
    done = np.zeros(3, np.int64)
    while True:
        kernel_scan.scan(kernel.tables, data, ends, room, hits, done, slips)
        if done[0] == ends.size - 1:
            return hits[: done[1]].copy(), room
        hits = np.concatenate([hits, np.empty_like(hits)])


def _side_by_side(texts: pl.Series) -> Iterator[tuple[int, Bytes, Masks]]:
    """(first row, bytes, where each text begins), a handful of texts at a time: a line break, the
    texts with a line break after each, then bytes that may be read and mean nothing.

    Polars keeps strings as views; joining them costs 4 GB/s, a twentieth of the pass.
    """
    texts = texts.fill_null("") if texts.null_count() else texts
    first = 0
    for some in _handfuls(texts):
        begins = np.cumsum(some.str.len_bytes().to_numpy(), dtype=np.int64)
        begins += np.arange(2, some.len() + 2)
        parts = _MARGIN.clone().append(some).append(_SPARE)
        data = parts.str.join("\n").cast(pl.Binary).item()
        yield first, np.frombuffer(data, np.uint8), np.append(1, begins)
        first += some.len()


def _handfuls(texts: pl.Series) -> Iterator[pl.Series]:
    """Slices of AT_ONCE texts, fewer where they are long."""
    for first in range(0, texts.len(), AT_ONCE):
        some = texts.slice(first, AT_ONCE)
        parts = int((some.str.len_bytes().sum() or 0) // MOST_BYTES) + 1
        for part in some.to_frame("text").iter_slices(max(1, some.len() // parts)):
            yield part["text"]


def _placed(hits: kernel_scan.Hits, begins: Masks, first: int) -> kernel_scan.Hits:
    """Hits as [row, start, end, kind, stem], sorted, bytes counted from the beginning of their text."""
    places = hits[:, 0].astype(np.uint64) << np.uint64(32) | hits[:, 3]
    if (places[1:] <= places[:-1]).any():  # letters spelled out, hashtags that were cut
        hits = hits[np.lexsort((hits[:, 1], hits[:, 3], hits[:, 0]))]
    rows = np.searchsorted(begins, hits[:, 0], "right") - 1
    told = np.empty((len(hits), 5), np.uint32)
    told[:, 0] = rows + first
    told[:, 1] = hits[:, 0] - begins[rows]
    told[:, 2] = hits[:, 1] - begins[rows]
    told[:, 3:] = hits[:, 2:]
    return told


def _frame(hits: kernel_scan.Hits) -> pl.DataFrame:
    columns = {name: hits[:, at].copy() for at, name in enumerate(HITS)}
    return pl.DataFrame(columns).with_columns(pl.col("kind").cast(pl.UInt8).cat.to(_KIND))


def _arrays(tables: Tables, bearers: pl.DataFrame) -> dict[str, np.ndarray]:
    return tables._asdict() | {
        f"bearers_{name}": bearers[name].to_numpy().astype("U" if kind == pl.String else "u4")
        for name, kind in BEARERS.items()
    }


def _digest(tables: Tables, bearers: pl.DataFrame) -> str:
    told = hashlib.sha256()
    for name, array in sorted(_arrays(tables, bearers).items()):
        told.update(f"{name} {array.dtype.str} {array.shape}\n".encode())
        told.update(np.ascontiguousarray(array).tobytes())
    return f"sha256:{told.hexdigest()}"


def _sealed(tables: Tables) -> Tables:
    """Nobody changes an index, and one kind of array is compiled for."""
    for array in tables:
        array.setflags(write=False)
    return tables
