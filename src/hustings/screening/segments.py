"""The archive as immutable segments: each data file of its table, known by its bytes."""

import hashlib
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import polars as pl
from deltalake import DeltaTable
from deltalake.exceptions import DeltaError

from hustings.publications import Archive
from hustings.publications.schema import conformed
from hustings.refusal import Refusal


@dataclass(frozen=True, order=True)
class Segment:
    """One data file as the table's log names it: its path below the table, its bytes, its rows (0
    where the log does not tell). `former`: the digest of what an earlier screening told of it, if any.
    """

    name: str
    bytes: int
    rows: int
    former: str = ""


class SegmentRefusal(Refusal):
    """Codes `segments.*`: a segment that cannot be read as it was written; others can."""


def of(archive: Archive) -> list[Segment]:
    """The segments of the archive as it stands now, those with most rows first.

    What is added later is not among them; what is there is never changed by the archive. Refusals
    `segments.no_archive`, `segments.log`.
    """
    if not DeltaTable.is_deltatable(str(archive.table)):
        raise Refusal(
            "segments.no_archive",
            "{folder} is no archive. Give the folder archive of the home that hustings import wrote to.",
            folder=archive.folder,
        )
    try:
        added = pl.DataFrame(DeltaTable(str(archive.table)).get_add_actions())
    except DeltaError as error:
        raise Refusal(
            "segments.log",
            "The log of the archive {folder} cannot be read: {reason}. Restore it from a copy.",
            folder=archive.folder, reason=_first_line(error),
        ) from error  # fmt: skip
    found = [
        Segment(unquote(path), size, rows or 0)
        for path, size, rows in added.select("path", "size_bytes", "num_records").iter_rows()
    ]
    return sorted(found, key=lambda one: (-one.rows, one.name))


def handfuls(segments: Iterable[Segment], *, rows: int) -> Iterator[tuple[Segment, ...]]:
    """Neighbours put together as long as they have no more than `rows` rows; a larger one alone.

    A screening of ten publications takes as long as one of a thousand, so that small segments
    share one; their outputs and their marks stay their own.
    """
    some: list[Segment] = []
    count = 0
    for one in segments:
        if some and count + one.rows > rows:
            yield tuple(some)
            some, count = [], 0
        some.append(one)
        count += one.rows
    if some:
        yield tuple(some)


def read(table: Path, segment: Segment) -> tuple[str, pl.DataFrame]:
    """("sha256:…" of the file's bytes, its rows in the shape of `publications.SCHEMA`).

    What was hashed is what is read: the file is read once. Refusals (`SegmentRefusal`)
    `segments.gone`, `segments.damaged`.
    """
    try:
        data = (table / segment.name).read_bytes()
    except OSError as error:
        raise SegmentRefusal(
            "segments.gone",
            "{segment} cannot be read: {reason}. Restore the file from a copy of the archive, "
            "then run the same command again.",
            segment=segment.name, reason=error.strerror,
        ) from error  # fmt: skip
    try:
        frame = conformed(pl.read_parquet(io.BytesIO(data)))
    except (pl.exceptions.PolarsError, OSError) as error:
        raise _damaged(segment, _first_line(error)) from error
    if len(data) != segment.bytes or frame.height != (segment.rows or frame.height):
        raise _damaged(segment, f"{len(data)} ≠ {segment.bytes} bytes, {frame.height} rows")
    return digest_of(data), frame


def digest_of(data: bytes) -> str:
    """`sha256:…` of the bytes."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def _damaged(segment: Segment, reason: str) -> SegmentRefusal:
    return SegmentRefusal(
        "segments.damaged",
        "{segment} is damaged: {reason}. Restore the file from a copy of the archive, then run the "
        "same command again.",
        segment=segment.name, reason=reason,
    )  # fmt: skip


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]
