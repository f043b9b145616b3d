"""The compiled first pass of screening: where in millions of texts a registered name may stand.

    kernel = build(roster)                       # once for each version of a roster
    hits = scan(frame["text"], kernel)           # row, start, end, kind, stem
    hits.join(kernel.bearers, on="stem")         # whose name that is

One pass over the UTF-8 bytes of a column: letters are folded to classes, words are looked up as
stem and legal suffix, then with one slip of the pen. A hit says that a word may be a part of a
name, no more: who is meant, if anybody, is decided by `names.find`.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import polars as pl
from polars._typing import PolarsDataType

from hustings.refusal import Refusal
from hustings.screening import kernel_build, kernel_scan, kernel_stems, kernel_texts
from hustings.screening.kernel_tables import Tables
from hustings.screening.roster import Roster

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
    texts = texts.fill_null("") if texts.null_count() else texts
    with kernel_texts.spots(texts) as chunks:
        return _frame(_hits(chunks, kernel, slips=slips))


def scan_bytes(texts: list[bytes], kernel: Kernel, *, slips: bool = True) -> pl.DataFrame:
    """`scan` of texts that may be malformed UTF-8."""
    data = np.frombuffer(b"\n".join([*texts, b""]), np.uint8)
    longs = np.array([len(text) for text in texts], np.int64)
    begins = np.cumsum(longs + 1) - longs - 1
    return _frame(_hits([kernel_texts.within(data, begins, longs)], kernel, slips=slips))


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


def _hits(chunks: list[kernel_texts.Spots], kernel: Kernel, *, slips: bool) -> kernel_scan.Hits:
    """Hits of texts, as [row, start, end, kind, stem], sorted by row, start, stem and end."""
    parts = [np.zeros((0, kernel_scan.FIELDS), np.uint32)]
    most = max((int(longs.max(initial=0)) for _, longs in chunks), default=0)
    longest = min(most, kernel_scan.SEGMENT) + kernel_scan.SEGMENT
    room = kernel_scan.scratch(most, longest, kernel.tables.taken.size)
    first = 0
    for addresses, longs in chunks:
        hits = np.empty((int(longs.sum()) // _BYTES_A_HIT + 1024, kernel_scan.FIELDS), np.uint32)
        done = np.zeros(3, np.int64)
        while True:
            kernel_scan.scan(kernel.tables, addresses, longs, room, hits, done, slips)
            if done[0] == longs.size:
                break
            if done[2] > longest:
                longest = int(done[2])
                room = kernel_scan.scratch(most, longest, kernel.tables.taken.size)
            else:
                hits = np.concatenate([hits, np.empty_like(hits)])
        hits[: done[1], kernel_scan.ROW] += first
        parts.append(hits[: done[1]])
        first += longs.size
    return _sorted(np.concatenate(parts))


def _sorted(hits: kernel_scan.Hits) -> kernel_scan.Hits:
    """By row, start, stem and end. Only of letters spelled out and hashtags that were cut are hits
    not found in that order.
    """
    rows, starts, ends, _, stems = hits.T
    places = starts.astype(np.uint64) << np.uint64(32) | stems
    astray = rows[1:][(places[1:] <= places[:-1]) & (rows[1:] == rows[:-1])]
    if astray.size:
        some = np.flatnonzero(np.isin(rows, astray))
        order = np.lexsort((ends[some], stems[some], starts[some], rows[some]))
        hits[some] = hits[some[order]]
    return hits


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
