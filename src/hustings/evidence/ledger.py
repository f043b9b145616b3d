"""The ledger: an append-only Merkle log of entries, in a folder laid out as C2SP tlog-tiles.

    checkpoint            the head, signed; whatever it does not count was never acknowledged
    about.json            origin and moment of founding
    key                   the verifier key, for everybody
    signing-key           the Ed25519 seed, mode 0600
    tile/entries/NNN      bundles of 256 entries, each after its length in 16 bits
    tile/0/NNN …          tiles of 256 hashes; a hash of tile/1 is the root of a full tile/0
    ids.sqlite            which entry has which id; made again from the entries when in doubt
    lock                  one writer at a time, in whatever process

The one deviation from tlog-tiles: the last, partial bundle and tiles grow in place under their full
names, because a small append then costs three synced writes instead of a copy of the bundle. An
export gives them their `.p/<width>` names. Readers take no lock: they read the checkpoint and then
no more than it counts.
"""

import json
import uuid
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hustings.evidence import durable, index, merkle, note, tiles, verify
from hustings.evidence.entries import parsed
from hustings.evidence.note import Checkpoint
from hustings.evidence.tiles import Tiles
from hustings.evidence.verify import WIDTH
from hustings.refusal import Refusal


class Ledger:
    """A ledger that has been founded. Opening reads the head alone and costs a millisecond."""

    def __init__(self, folder: Path | str, origin: str | None = None) -> None:
        self.folder = Path(folder)
        try:
            self.origin = str(json.loads((self.folder / "about.json").read_bytes())["origin"])
            self.key = (self.folder / "key").read_text("utf-8").strip()
            self._verifier = verify.read_key(self.key)
        except FileNotFoundError:
            raise Refusal(
                "evidence.no_ledger",
                "There is no ledger in {folder}. Found one with: hustings ledger --found NAME.",
                folder=self.folder,
            ) from None
        except (ValueError, KeyError, TypeError) as error:
            raise Refusal(
                "evidence.ledger_unread",
                "about.json or key in {folder} was changed and cannot be read ({reason}). Bring "
                "them back from a copy; every export holds the key.",
                folder=self.folder,
                reason=error,
            ) from error
        if origin is not None and origin != self.origin:
            raise Refusal(
                "evidence.other_ledger",
                "The ledger in {folder} is {found}, and {wanted} was asked for. Name the right "
                "folder.",
                folder=self.folder,
                found=self.origin,
                wanted=origin,
            )
        self.tiles = Tiles(self.folder)
        self._whole(self._head())

    @classmethod
    def found(cls, folder: Path | str, origin: str, *, at: datetime) -> "Ledger":
        """Make the folder, the key and the signed empty tree; all of it or nothing.

        `at` is aware. Refusals: evidence.origin, evidence.ledger_exists (nothing is overwritten).
        """
        note.check_origin(origin)
        folder = Path(folder)
        folder.parent.mkdir(parents=True, exist_ok=True)
        fresh = folder.with_name(f".{folder.name}.{uuid.uuid4().hex}")
        fresh.mkdir(mode=0o700)
        key = Ed25519PrivateKey.generate()
        public = key.public_key().public_bytes_raw()
        moment = at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        about = {"founded": moment, "origin": origin, "v": 1}
        head = note.signed(Checkpoint(origin, 0, merkle.EMPTY), key)
        durable.replace(fresh / "signing-key", key.private_bytes_raw(), mode=0o600)
        durable.replace(fresh / "key", note.verifier_key(origin, public).encode() + b"\n")
        durable.replace(fresh / "about.json", json.dumps(about).encode() + b"\n")
        durable.replace(fresh / "checkpoint", head.encode())
        durable.replace(fresh / "lock", b"")
        fresh.chmod(0o755)
        try:
            fresh.rename(folder)
        except OSError as error:
            for path in fresh.iterdir():
                path.unlink()
            fresh.rmdir()
            raise Refusal(
                "evidence.ledger_exists",
                "{folder} is there already and is not empty; a ledger is founded once and its "
                "key is never overwritten. Choose another folder.",
                folder=folder,
            ) from error
        durable.sync_folder(folder.parent)
        return cls(folder)

    @property
    def size(self) -> int:
        """How many entries are acknowledged."""
        return self._head().size

    def root(self) -> bytes:
        """The root of the tree over them: 32 bytes."""
        return self._head().root

    def checkpoint(self) -> str:
        """The signed head as published; these are the bytes that an authority time-stamps."""
        data = (self.folder / "checkpoint").read_bytes()
        note.opened(data, *self._verifier)
        return data.decode()

    def append(self, entries: Sequence[bytes]) -> list[int]:
        """Put the entries into the log; answers their places once they are on the disk and signed.

        An entry whose id the log already has is answered with its place. Whatever is killed or
        fails before the answer leaves the log as it was, and the call may be repeated.
        Refusals: evidence.not_canonical, evidence.entry_field, evidence.id_taken (the id stands
        in the log with other content), evidence.ledger_changed, evidence.ledger_short,
        evidence.ledger_replaced. OSError: the disk refused; nothing is acknowledged.
        """
        ids = [str(parsed(line)["id"]) for line in entries]
        lines = dict(zip(ids, entries, strict=True))
        for name, line in zip(ids, entries, strict=True):
            _same(name, line, lines[name])
        with durable.locked(self.folder / "lock"):
            head = self._whole(self._head())
            with index.opened(self.folder / "ids.sqlite", head, self._lines) as known:
                places = known.places(ids)
                for name, place in places.items():
                    _same(name, lines[name], self._line(place))
                fresh = {name: line for name, line in lines.items() if name not in places}
                grown = self._grow(head, list(fresh.values()))
                known.note(fresh, start=head.size, head=grown)
        places |= {name: place for place, name in enumerate(fresh, start=head.size)}
        return [places[name] for name in ids]

    def place(self, name: str) -> int | None:
        """Where the entry of that id stands; None where the log has none."""
        with durable.locked(self.folder / "lock"):
            head = self._whole(self._head())
            with index.opened(self.folder / "ids.sqlite", head, self._lines) as known:
                return known.places([name]).get(name)

    def entries(self, start: int = 0) -> Iterator[bytes]:
        """The entries from `start` on, in order, as far as the head counted when asked."""
        return self._lines(start, self.size)

    def entry(self, place: int) -> bytes:
        """The entry at that place. IndexError: the log does not count so far."""
        if not 0 <= place < self.size:
            raise IndexError(place)
        return self._line(place)

    def inclusion(self, place: int) -> list[bytes]:
        """The proof of RFC 6962 that the head counts the entry at that place."""
        size = self.size
        if not 0 <= place < size:
            raise IndexError(place)
        return merkle.inclusion(place, size, self.tiles.subtree)

    def consistency(self, old: int, new: int | None = None) -> list[bytes]:
        """The proof of RFC 6962 that the tree of `new` entries begins with that of `old`."""
        size = self.size
        new = size if new is None else new
        if not 0 < old <= new <= size:
            raise IndexError(old)
        return merkle.consistency(old, new, self.tiles.subtree)

    def _head(self) -> Checkpoint:
        return note.opened((self.folder / "checkpoint").read_bytes(), *self._verifier)

    def _lines(self, start: int, end: int) -> Iterator[bytes]:
        for number in range(start // WIDTH, -(-end // WIDTH)):
            first = number * WIDTH
            entries = self.tiles.bundle(number, min(WIDTH, end - first))
            yield from entries[max(start - first, 0) :]

    def _line(self, place: int) -> bytes:
        return self.tiles.bundle(place // WIDTH, place % WIDTH + 1)[-1]

    def _whole(self, head: Checkpoint) -> Checkpoint:
        """The head, once what is on the disk gives its root; else nothing may be built on it."""
        if head.size:
            self._line(head.size - 1)
        if tiles.root_of(self.tiles.edge(head.size)) != head.root:
            raise Refusal(
                "evidence.ledger_changed",
                "The end of the ledger in {folder} is not what was signed: a file under tile/ was "
                "changed. Nothing is written. Bring the folder back from a copy.",
                folder=self.folder,
            )
        return head

    def _grow(self, head: Checkpoint, entries: Sequence[bytes]) -> Checkpoint:
        """Write the entries, then the checkpoint that counts them.

        The root is signed only if the tree read back from the disk gives it too: one flipped bit
        in memory has ended public logs. With no new entries the same checkpoint is written once
        more, for whoever wrote it last may have failed to learn that it is durable.
        """
        grown = head
        if entries:
            root = self.tiles.grow(head.size, entries)
            grown = self._whole(Checkpoint(self.origin, head.size + len(entries), root))
        seed = (self.folder / "signing-key").read_bytes()
        text = note.signed(grown, Ed25519PrivateKey.from_private_bytes(seed))
        note.opened(text.encode(), *self._verifier)
        durable.replace(self.folder / "checkpoint", text.encode())
        return grown


def _same(name: str, line: bytes, known: bytes) -> None:
    if line != known:
        raise Refusal(
            "evidence.id_taken",
            "An entry with the id {id} is in the ledger with other content. Entries are never "
            "changed; give the new one an id of its own.",
            id=name,
        )
