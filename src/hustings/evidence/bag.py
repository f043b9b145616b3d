"""The ledger and its sealed files as a folder to hand over: a bag (RFC 8493) that checks itself."""

import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from hustings import __version__
from hustings.evidence import durable, verify
from hustings.evidence.ledger import Ledger
from hustings.evidence.store import CHUNK, Store
from hustings.evidence.tiles import LENGTH
from hustings.evidence.verify import WIDTH, tile_name
from hustings.refusal import Refusal

HERE = Path(__file__).parent
SHOWN = 20  # digests named in a refusal; the rest is counted

Progress = Callable[[int, int], None]  # files written, files in all


def export(
    dest: Path | str,
    *,
    store: Store,
    ledger: Ledger,
    digests: Iterable[str] | None = None,
    at: datetime | None = None,
    progress: Progress | None = None,
) -> Path:
    """Write the folder `dest`, whole or not at all; it needs only Python to be checked.

    Holds every entry, tile and the checkpoint as they are at the call, and the sealed files that
    the entries name, or of these only `digests`. `at` becomes the bag's date; without it the same
    ledger gives the same bytes. The finished folder is run through the verifier before it gets
    its name. Refusals: evidence.destination_in_use, evidence.not_in_ledger, evidence.missing,
    evidence.changed, evidence.unsound.
    """
    dest = Path(dest).absolute()
    if dest.is_symlink() or (dest.exists() and not (dest.is_dir() and not any(dest.iterdir()))):
        raise Refusal(
            "evidence.destination_in_use",
            "{folder} is there already and is not an empty folder. Nothing was written; choose "
            "another name.",
            folder=dest,
        )
    dest.parent.mkdir(parents=True, exist_ok=True)
    staging = dest.with_name(f".{dest.name}.{secrets.token_hex(8)}")
    try:
        _fill(staging, _Contents(store, ledger, digests), at=at, progress=progress)
        _prove(staging, ledger)
        staging.rename(dest)
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise
    durable.sync_folder(dest.parent)
    return dest


def _prove(folder: Path, ledger: Ledger) -> None:
    bag = verify.Bag(folder)
    bag.check(ledger.key)
    if bag.problems:
        raise Refusal(
            "evidence.unsound",
            "The ledger in {folder} does not hold: {problem}. Nothing was exported. Bring that "
            "file back from a copy.",
            folder=ledger.folder,
            problem="; ".join(bag.problems[:SHOWN]),
        )


class _Contents:
    """What goes into the bag, fixed at one checkpoint while others may go on appending."""

    def __init__(self, store: Store, ledger: Ledger, digests: Iterable[str] | None) -> None:
        self.store, self.ledger = store, ledger
        self.checkpoint = ledger.checkpoint()
        name, public = verify.read_key(ledger.key)
        self.size, _ = verify.read_checkpoint(self.checkpoint.encode(), name, public)
        sealed = dict.fromkeys(self._seals())
        self.digests = sorted(sealed if digests is None else set(digests))
        if foreign := [digest for digest in self.digests if digest not in sealed]:
            raise Refusal(
                "evidence.not_in_ledger",
                "No entry of the ledger names {digests}. Only what was entered can be exported; "
                "enter it first.",
                digests=_several(foreign),
            )
        if missing := [digest for digest in self.digests if not store.has(digest)]:
            raise Refusal(
                "evidence.missing",
                "The sealed file {digest} is not in the store {folder}. Bring it back from a copy.",
                digest=_several(missing),
                folder=store.folder,
            )

    def bundles(self) -> Iterator[tuple[int, int, list[bytes]]]:
        """Number, width and entries of each bundle."""
        for number in range(-(-self.size // WIDTH)):
            width = min(WIDTH, self.size - number * WIDTH)
            yield number, width, self.ledger.tiles.bundle(number, width)

    def tiles(self) -> Iterator[tuple[str, bytes]]:
        """Name and bytes of every bundle and tile, partial ones under their own names."""
        for number, width, entries in self.bundles():
            data = (len(entry).to_bytes(LENGTH, "big") + entry for entry in entries)
            yield tile_name("entries", number, width), b"".join(data)
        level, count = 0, self.size
        while count:
            for number in range(-(-count // WIDTH)):
                width = min(WIDTH, count - number * WIDTH)
                hashes = self.ledger.tiles.hashes(level, number, width)
                yield tile_name(level, number, width), b"".join(hashes)
            level, count = level + 1, count // WIDTH

    def files(self) -> int:
        """How many files the folder will have."""
        tiles, count = -(-self.size // WIDTH), self.size
        while count:
            tiles, count = tiles + -(-count // WIDTH), count // WIDTH
        return tiles + len(self.digests) + len(verify.TAGS | set(verify.LISTS)) + 2

    def _seals(self) -> Iterator[str]:
        for _, _, entries in self.bundles():
            for entry in entries:
                yield from json.loads(entry)["seals"]


def _fill(
    folder: Path, contents: _Contents, *, at: datetime | None, progress: Progress | None
) -> None:
    """Payload, its list, what explains it, and the list of that."""
    written: dict[str, str] = {}
    octets = done = 0
    total = contents.files()

    def put(name: str, data: bytes | BinaryIO) -> None:
        nonlocal octets, done
        size, written[name] = _copy(folder / name, data)
        octets, done = octets + size, done + 1
        if progress is not None:
            progress(done, total)

    folder.mkdir(mode=0o755)
    put("data/key", contents.ledger.key.encode() + b"\n")
    put("data/checkpoint", contents.checkpoint.encode())
    for name, data in contents.tiles():
        put(f"data/{name}", data)
    for digest in contents.digests:
        hexadecimal = digest.removeprefix("sha256:")
        with contents.store.open(digest) as file:
            put(f"data/blobs/{hexadecimal[:2]}/{hexadecimal}", file)
    facts = [
        f"Bag-Software-Agent: Hustings {__version__}",
        f"External-Identifier: {contents.ledger.origin}",
        f"Payload-Oxum: {octets}.{len(written)}",
    ]
    if at is not None:
        facts.insert(0, f"Bagging-Date: {at.astimezone(UTC).date().isoformat()}")
    manifest = _listed(written)
    written.clear()
    put("manifest-sha256.txt", manifest)
    put("bagit.txt", b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
    put("bag-info.txt", "".join(f"{fact}\n" for fact in facts).encode())
    put("README.txt", (HERE / "handover.txt").read_bytes())
    put("verify.py", (HERE / "verify.py").read_bytes())
    put("tagmanifest-sha256.txt", _listed(written))


def _copy(path: Path, source: bytes | BinaryIO) -> tuple[int, str]:
    """Write the file through to the disk; answers its length and digest."""
    path.parent.mkdir(parents=True, exist_ok=True)
    running, size = hashlib.sha256(), 0
    chunks = [source] if isinstance(source, bytes) else iter(lambda: source.read(CHUNK), b"")
    with path.open("xb") as file:
        for chunk in chunks:
            file.write(chunk)
            running.update(chunk)
            size += len(chunk)
        file.flush()
        os.fsync(file.fileno())
    return size, running.hexdigest()


def _listed(written: dict[str, str]) -> bytes:
    return "".join(f"{written[name]}  {name}\n" for name in sorted(written)).encode()


def _several(digests: list[str]) -> str:
    rest = f" (+{len(digests) - SHOWN})" if len(digests) > SHOWN else ""
    return ", ".join(digests[:SHOWN]) + rest
