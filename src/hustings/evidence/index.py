"""Which entry has which id: an index beside the log, made again from the log whenever in doubt.

SQLite, because a dictionary rebuilt at each opening would take 10 s for 1,000,000 entries, and the
desk opens the ledger at every act. Its write-ahead log survives SIGKILL; after a loss of power it
may lack its last rows, never have others, and what it lacks is read from the log.
"""

import contextlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from hustings.evidence.note import Checkpoint
from hustings.refusal import Refusal

SCHEMA = """
create table if not exists place (id text primary key, number integer not null) without rowid;
create table if not exists head (one integer primary key check (one = 1), size integer, root blob);
"""
Reader = Callable[[int, int], Iterable[bytes]]  # the entries from a place up to another


def identity(line: bytes) -> str:
    """The id of an entry that has already been checked."""
    return str(json.loads(line)["id"])


class Index:
    """Ids and their places, open while the ledger's lock is held."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def places(self, ids: Iterable[str]) -> dict[str, int]:
        """The places of those ids that the log has."""
        ask = "select number from place where id = ?"
        found = ((name, self._connection.execute(ask, (name,)).fetchone()) for name in ids)
        return {name: row[0] for name, row in found if row is not None}

    def note(self, ids: Iterable[str], *, start: int, head: Checkpoint) -> None:
        """Take up the ids of the entries from `start` on and the head that counts them."""
        rows = ((name, number) for number, name in enumerate(ids, start=start))
        with self._connection:
            self._connection.execute("begin")
            self._connection.executemany("insert into place values (?, ?)", rows)
            self._connection.execute("replace into head values (1, ?, ?)", (head.size, head.root))

    def catch_up(self, head: Checkpoint, read: Reader) -> None:
        """Read what the index lacks; refuse a log that is behind what was indexed.

        Rows enter the index only after their checkpoint is on the disk, so a log that is shorter,
        or as long with another root, has been replaced by an older or another one.
        """
        known = self._connection.execute("select size, root from head").fetchone() or (0, b"")
        if known[0] > head.size or (known[0] == head.size and known[1] not in {b"", head.root}):
            raise Refusal(
                "evidence.ledger_replaced",
                "The ledger has {size} entries, but {known} were signed before: the folder was "
                "put back from an older copy, or replaced. Nothing is written. Bring back the "
                "newest copy.",
                size=head.size,
                known=known[0],
            )
        if known[0] < head.size:
            lines = read(known[0], head.size)
            self.note(map(identity, lines), start=known[0], head=head)


@contextlib.contextmanager
def opened(path: Path, head: Checkpoint, read: Reader) -> Iterator[Index]:
    """The index, brought up to the log; a damaged index is made anew."""
    try:
        connection = _connected(path)
    except sqlite3.DatabaseError:
        for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
            path.with_name(name).unlink(missing_ok=True)
        connection = _connected(path)
    try:
        with contextlib.closing(connection):
            index = Index(connection)
            index.catch_up(head, read)
            yield index
    except sqlite3.DatabaseError as error:
        raise Refusal(
            "evidence.index_unread",
            "The index {path} of the ledger cannot be used ({reason}). Delete it and try again: it "
            "is made again from the entries.",
            path=path,
            reason=error,
        ) from error


def _connected(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("pragma journal_mode = wal")
        connection.execute("pragma synchronous = normal")
        connection.executescript(SCHEMA)
        connection.execute("select size from head").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection
