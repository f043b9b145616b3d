"""Everything collected: a Delta table in a local folder, by day of publication.

Delta makes a batch of rows appear at once or not at all. What it does not do is wait for the disk
(measured: the writer renames without fsync), so the new files and the commit are synced here before
`keep` returns. A lock file admits one writer at a time, so that two importers never double a row:
appends alone would not conflict in Delta.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl
from deltalake import DeltaTable, write_deltalake

from hustings.publications.reading import BadRow, Reading
from hustings.publications.schema import MOMENT, SCHEMA, identified

UNDATED = "undated"
EMPTY = pl.DataFrame(schema=SCHEMA)


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What became of a file's rows. read = kept + duplicate + len(unreadable)."""

    read: int
    kept: int
    duplicate: int
    unreadable: tuple[BadRow, ...]


class Archive:
    """The archive in a folder, made on first use."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.table = folder / "publications"

    def keep(self, reading: Reading, *, raw_ref: str, collected_at: datetime) -> Kept:
        """Add what is new of a reading, once; durable when it returns.

        A row is known by its id (source, container, item, version of its text). Nothing new makes
        no commit. Killed at any moment, the rows are all there or none, and a repeat completes it.
        """
        kept = duplicate = 0
        with self.writing():
            for frame in reading.batches():
                arrived = identified(frame).with_columns(
                    pl.lit(collected_at).cast(MOMENT).alias("collected_at"),
                    pl.lit(raw_ref).alias("raw_ref"),
                )
                once = arrived.unique("id", keep="first", maintain_order=True)
                fresh = once.join(self._known(), on="id", how="anti", maintain_order="left")
                self._append(fresh.select(SCHEMA.names()))
                kept += fresh.height
                duplicate += arrived.height - fresh.height
        return Kept(
            read=reading.rows_read, kept=kept, duplicate=duplicate,
            unreadable=tuple(reading.unreadable),
        )  # fmt: skip

    def scan(self) -> pl.LazyFrame:
        """All rows, in the shape of SCHEMA."""
        if not DeltaTable.is_deltatable(str(self.table)):
            return EMPTY.lazy()
        return pl.scan_delta(str(self.table)).select(
            pl.col(name).cast(kind) for name, kind in SCHEMA.items()
        )

    def brought_by(self, raw_ref: str) -> pl.DataFrame:
        """The rows that one file brought in, in a stable order."""
        return self.scan().filter(pl.col("raw_ref") == raw_ref).sort("id").collect()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One writer at a time, across processes; the next one waits. The kernel frees the lock
        of a writer that died.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _known(self) -> pl.DataFrame:
        return self.scan().select("id").collect()

    def _append(self, fresh: pl.DataFrame) -> None:
        if fresh.is_empty():
            return
        day = pl.col("published_at").dt.strftime("%Y-%m-%d").fill_null(UNDATED).alias("day")
        before = set(self.table.rglob("*")) if self.table.exists() else set()
        write_deltalake(
            str(self.table), fresh.with_columns(day), mode="append", partition_by=["day"]
        )
        _sync(set(self.table.rglob("*")) - before)


def _sync(paths: set[Path]) -> None:
    """Wait for the disk: files first, then the folders that name them."""
    files = {path for path in paths if path.is_file()}
    for path in [*sorted(files), *sorted({path.parent for path in paths})]:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
