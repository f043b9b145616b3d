"""Bytes that are on the disk when the call returns: write, fsync, rename, fsync the folder."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """Make the folder's own list of names durable; a rename is not until this was done."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_all(handle: int, data: bytes) -> None:
    """Write every byte: write(2) may take fewer than it was given."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]


def replace(path: Path, data: bytes, *, mode: int = 0o644) -> None:
    """Put `data` at `path` whole or not at all. One writer at a time: the caller holds a lock.

    The temporary name is fixed, so that a killed writer leaves one file, which the next overwrites.
    """
    fresh = path.with_name(path.name + ".new")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    try:
        write_all(handle, data)
        os.fsync(handle)
    finally:
        os.close(handle)
    fresh.replace(path)
    sync_folder(path.parent)


def make_folders(folder: Path, *, within: Path) -> None:
    """Make the folder and those above it up to `within`, each name durable in its parent."""
    if folder == within or folder.is_dir():
        return
    make_folders(folder.parent, within=within)
    folder.mkdir(exist_ok=True)
    sync_folder(folder.parent)


def extend(path: Path, offset: int, data: bytes, *, within: Path) -> None:
    """Write `data` at `offset` and cut the file there; what stood beyond was never counted.

    A file shorter than `offset` is an EOFError: bytes that were counted are gone.
    """
    make_folders(path.parent, within=within)
    fresh = not path.exists()
    handle = os.open(path, os.O_WRONLY | os.O_CREAT, 0o644)
    try:
        if os.fstat(handle).st_size < offset:
            raise EOFError(str(path))
        os.ftruncate(handle, offset)
        os.lseek(handle, offset, os.SEEK_SET)
        write_all(handle, data)
        os.fsync(handle)
    finally:
        os.close(handle)
    if fresh:
        sync_folder(path.parent)


@contextlib.contextmanager
def locked(path: Path, *, shared: bool = False) -> Iterator[None]:
    """Hold flock(2) on the file: across processes and threads, gone when the process is."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
