"""Done-marks: which segment was screened, with what, and which output counts. Once each.

One file of SQLite beside the outputs. The statements are plain SQL with `ON CONFLICT DO NOTHING`,
so that the table can as well stand in the desk's database, PostgreSQL included.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass, replace
from datetime import datetime
from pathlib import Path

from hustings.refusal import Refusal

WAITED = 60.0  # seconds for another writer's transaction

_TABLES = """
CREATE TABLE IF NOT EXISTS done_mark (
    segment TEXT NOT NULL, engine TEXT NOT NULL, pack TEXT NOT NULL, roster TEXT NOT NULL,
    election TEXT NOT NULL, output TEXT NOT NULL, lines INTEGER NOT NULL, flagged INTEGER NOT NULL,
    done_by TEXT NOT NULL, done_at TEXT NOT NULL,
    PRIMARY KEY (segment, engine, pack, roster, election)
);
CREATE TABLE IF NOT EXISTS seen (
    path TEXT PRIMARY KEY, bytes INTEGER NOT NULL, modified INTEGER NOT NULL, segment TEXT NOT NULL
);
"""
_SEE = (
    "INSERT INTO seen VALUES (?, ?, ?, ?) ON CONFLICT (path) DO UPDATE SET "
    "bytes = excluded.bytes, modified = excluded.modified, segment = excluded.segment"
)
_WITH = "engine = ? AND pack = ? AND roster = ? AND election = ?"


@dataclass(frozen=True)
class Versions:
    """What a screening is done with: three digests, and the election's id in the pack."""

    engine: str
    pack: str
    roster: str
    election: str


@dataclass(frozen=True)
class Mark:
    """A segment's counted output: both by digest; its lines, and those with an indication."""

    segment: str
    output: str
    lines: int
    flagged: int


@dataclass(frozen=True)
class File:
    """A data file as it was when it was read: its path below the table, its bytes, the time of its
    last change in nanoseconds, its digest.
    """

    path: str
    bytes: int
    modified: int
    segment: str


class Marks:
    """The marks in a folder, made on first use. Safe for several processes at once."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "marks.sqlite"
        with self._writing() as base:
            base.executescript(_TABLES)

    def known(self, versions: Versions) -> dict[str, Mark]:
        """Segment → its mark, of one set of versions."""
        query = f"SELECT segment, output, lines, flagged FROM done_mark WHERE {_WITH}"  # noqa: S608
        with self._writing() as base:
            return {row[0]: Mark(*row) for row in base.execute(query, astuple(versions))}

    def others(self, versions: Versions) -> int:
        """How many marks there are of other versions."""
        query = f"SELECT count(*) FROM done_mark WHERE NOT ({_WITH})"  # noqa: S608 - no word of a user
        with self._writing() as base:
            return int(base.execute(query, astuple(versions)).fetchone()[0])

    def former(self, versions: Versions) -> Versions | None:
        """Those that differ in the roster alone, and have most marks; None where there are none."""
        query = (
            "SELECT roster FROM done_mark WHERE engine = ? AND pack = ? AND election = ? "
            "AND roster <> ? GROUP BY roster ORDER BY count(*) DESC, max(done_at) DESC LIMIT 1"
        )
        told = (versions.engine, versions.pack, versions.election, versions.roster)
        with self._writing() as base:
            found = base.execute(query, told).fetchone()
        return replace(versions, roster=found[0]) if found else None

    def latest(self, versions: Versions) -> Versions | None:
        """Those of the same election that were marked last, whatever differs; None: there are none."""
        query = (
            "SELECT engine, pack, roster, election FROM done_mark WHERE election = ? "  # noqa: S608
            f"AND NOT ({_WITH}) ORDER BY done_at DESC LIMIT 1"
        )
        with self._writing() as base:
            found = base.execute(query, (versions.election, *astuple(versions))).fetchone()
        return Versions(*found) if found else None

    def mark(self, mark: Mark, versions: Versions, *, file: File, by: str, at: datetime) -> Mark:
        """Commit a mark, and the file it was read from; answer the mark that stands: this one, or
        whichever was there first. `at` has a zone. On the disk when this returns.
        """
        row = (mark.segment, *astuple(versions), mark.output, mark.lines, mark.flagged, by)
        standing = (
            f"SELECT segment, output, lines, flagged FROM done_mark WHERE segment = ? AND {_WITH}"  # noqa: S608
        )
        with self._writing() as base:
            base.execute(
                "INSERT INTO done_mark VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                (*row, at.isoformat()),
            )
            base.execute(_SEE, astuple(file))
            return Mark(*base.execute(standing, (mark.segment, *astuple(versions))).fetchone())

    def files(self) -> dict[str, File]:
        """Each file that was read, by its path, as it was then."""
        with self._writing() as base:
            rows = base.execute("SELECT path, bytes, modified, segment FROM seen")
            return {row[0]: File(*row) for row in rows}

    def see(self, file: File) -> None:
        """Remember a file, so that it is not read again only to know its digest."""
        with self._writing() as base:
            base.execute(_SEE, astuple(file))

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction of its own connection: nothing is held between calls."""
        try:
            base = sqlite3.connect(self.path, timeout=WAITED)
            try:
                base.execute("PRAGMA synchronous = FULL")
                with base:
                    yield base
            finally:
                base.close()
        except sqlite3.DatabaseError as error:
            raise Refusal(
                "segments.marks",
                "{file}: {reason}. What is done stays done. Put it right, or give another --output, "
                "and run the same command again.",
                file=self.path, reason=error,
            ) from error  # fmt: skip
