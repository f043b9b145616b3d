"""Files kept by the digest of their bytes: sealed once, never changed, checked at every reading."""

import fcntl
import hashlib
import io
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from hustings.evidence import durable
from hustings.evidence.entries import DIGEST
from hustings.refusal import Refusal

CHUNK = 1 << 20


@dataclass(frozen=True)
class Condition:
    """What a reading of the whole store found; digests in order."""

    checked: int = 0
    changed: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)  # names that are no digest

    @property
    def sound(self) -> bool:
        """Every file is what its name says, and none is wanting."""
        return not (self.changed or self.missing or self.strange)


class Store:
    """A content-addressed store in a folder: `blobs/ab/<64 hex>`, read-only files.

    Made at the first opening, with all 256 prefix folders, because a folder made while sealing
    would need its own parent synced in the same breath. Safe for many processes at once.
    """

    def __init__(self, folder: Path | str) -> None:
        self.folder = Path(folder)
        self._blobs = self.folder / "blobs"
        self._incoming = self.folder / "incoming"
        self._lock = self.folder / "lock"
        if not self._incoming.is_dir():
            self._found()
        self._sweep()

    def seal(self, source: bytes | Path | BinaryIO) -> str:
        """Keep the bytes; answers their digest once they are on the disk.

        Streams in chunks of 1 MiB. Sealing what is already sealed is the same digest again.
        OSError (disk full, failed sync): nothing was kept.
        """
        if isinstance(source, Path):
            with source.open("rb") as file:
                return self.seal(file)
        stream = io.BytesIO(source) if isinstance(source, bytes) else source
        with durable.locked(self._lock, shared=True):
            fresh = self._incoming / secrets.token_hex(16)
            try:
                digest = _write(fresh, stream)
                self._settle(fresh, digest)
            finally:
                fresh.unlink(missing_ok=True)
        return digest

    def open(self, digest: str) -> BinaryIO:
        """The file, at its start, after its bytes were checked. Refusals: as `check`."""
        file = self._opened(digest)
        try:
            _compare(file, digest)
            file.seek(0)
        except BaseException:
            file.close()
            raise
        return file

    def read(self, digest: str) -> bytes:
        """All the bytes, checked. Refusals: as `check`."""
        with self._opened(digest) as file:
            data = file.read()
        if _named(hashlib.sha256(data)) != digest:
            raise _changed(digest)
        return data

    def has(self, digest: str) -> bool:
        """Whether a file of that name is kept; says nothing of its bytes."""
        return self._path(digest).is_file()

    def check(self, digest: str) -> None:
        """Read the file through. Refusals: evidence.changed, evidence.missing, each naming it."""
        with self._opened(digest) as file:
            _compare(file, digest)

    def check_all(self, expected: Iterable[str] = ()) -> Condition:
        """Read the whole store through; `expected` are the digests that ought to be there."""
        found, condition = set(), Condition()
        for path in sorted(self._blobs.glob("*/*")):
            digest = f"sha256:{path.name}"
            if not DIGEST.fullmatch(digest) or path.parent.name != path.name[:2]:
                condition.strange.append(str(path.relative_to(self.folder)))
                continue
            found.add(digest)
            try:
                self.check(digest)
            except (Refusal, OSError):
                # Rot shows as other bytes or as an error of the disk; both mean the file is lost.
                condition.changed.append(digest)
        condition.missing.extend(sorted(set(expected) - found))
        return Condition(len(found), condition.changed, condition.missing, condition.strange)

    def _found(self) -> None:
        self._blobs.mkdir(parents=True, exist_ok=True)
        for prefix in range(256):
            (self._blobs / f"{prefix:02x}").mkdir(exist_ok=True)
        durable.sync_folder(self._blobs)
        self._incoming.mkdir(exist_ok=True)
        durable.sync_folder(self.folder)
        durable.sync_folder(self.folder.parent)

    def _sweep(self) -> None:
        """Drop what killed writers left behind, unless somebody is writing now."""
        leftovers = list(self._incoming.iterdir())
        if not leftovers:
            return
        handle = os.open(self._lock, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            for path in leftovers:
                path.unlink(missing_ok=True)
        except BlockingIOError:
            return
        finally:
            os.close(handle)

    def _settle(self, fresh: Path, digest: str) -> None:
        target = self._path(digest)
        if target.exists():
            self.check(digest)
        else:
            fresh.rename(target)
        # Also when it was there: whoever put it may have been killed before this.
        durable.sync_folder(target.parent)

    def _path(self, digest: str) -> Path:
        if not DIGEST.fullmatch(digest):
            raise Refusal(
                "evidence.not_a_digest",
                "{digest} is not the digest of a sealed file; one looks like sha256: and 64 "
                "hexadecimal digits.",
                digest=ascii(digest[:80]),
            )
        name = digest.removeprefix("sha256:")
        return self._blobs / name[:2] / name

    def _opened(self, digest: str) -> BinaryIO:
        try:
            return self._path(digest).open("rb")
        except FileNotFoundError:
            raise Refusal(
                "evidence.missing",
                "The sealed file {digest} is not in the store {folder}. Bring it back from a copy.",
                digest=digest,
                folder=self.folder,
            ) from None


def _write(path: Path, stream: BinaryIO) -> str:
    running = hashlib.sha256()
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        while chunk := stream.read(CHUNK):
            running.update(chunk)
            durable.write_all(handle, chunk)
        os.fchmod(handle, 0o444)
        os.fsync(handle)
    finally:
        os.close(handle)
    return _named(running)


def _compare(file: BinaryIO, digest: str) -> None:
    running = hashlib.sha256()
    while chunk := file.read(CHUNK):
        running.update(chunk)
    if _named(running) != digest:
        raise _changed(digest)


def _named(running: "hashlib._Hash") -> str:
    return f"sha256:{running.hexdigest()}"


def _changed(digest: str) -> Refusal:
    return Refusal(
        "evidence.changed",
        "The sealed file {digest} has been changed since it was sealed: its bytes give another "
        "digest. Do not rely on it; bring it back from a copy.",
        digest=digest,
    )
