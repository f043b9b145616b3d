#!/usr/bin/env python3
"""Checks a folder that a Hustings ledger was exported to: python3 verify.py FOLDER

One file, standard library only, Python 3.8 or later, no network, no clock; also python3 -I -S.
It recomputes everything from the bytes: the entries and their Merkle tree (RFC 6962), the signed
checkpoint (C2SP signed note, Ed25519), the sealed files' digests, the lists of the bag (RFC 8493).
Exit status 0: valid; 1: invalid, each changed file is named; 2: it cannot decide (unreadable).

--key is the ledger's public key, got by another way than this folder; --from is a checkpoint kept
from earlier; --all demands every sealed file that the ledger names. Without --key the answer
concerns this folder alone: whoever makes a new key can make a new folder. The program says so.
"""
# ruff: noqa: PLR2004 - lengths that the formats fix are clearest where they stand

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Check = Callable[[bytes, bytes, bytes], bool]
    Point = tuple[int, ...]

WIDTH = 256  # entries in a bundle and hashes in a tile: c2sp.org/tlog-tiles
MOST = 1 << 25  # a bundle has at most 256 × 65,537 bytes
TAGS = {"bagit.txt", "bag-info.txt", "manifest-sha256.txt", "README.txt", "verify.py"}
LISTS = {"tagmanifest-sha256.txt": TAGS, "manifest-sha256.txt": {"data/key", "data/checkpoint"}}
VALID, INVALID = "VALID · ЖАРАКТУУ · ДЕЙСТВИТЕЛЬНО", "INVALID · ЖАРАКСЫЗ · НЕДЕЙСТВИТЕЛЬНО"
VERDICT = (VALID, INVALID, "CANNOT DECIDE · ЧЕЧҮҮГӨ БОЛБОЙТ · РЕШИТЬ НЕЛЬЗЯ")
NO_KEY = """NOT SHOWN that the key is the commission's: compare data/key with one that you got
          by another way, or give that with --key."""
LIMITS = """NOT SHOWN by any ledger: that an entry is true; that what was never entered did not
          happen; anything later than this checkpoint."""


class Invalid(ValueError):  # noqa: N818 - it is said of the bytes, and the text says how
    """The bytes are not what they must be."""


# Ed25519: RFC 8032, section 5.1, in extended coordinates. Only public values pass here, so the
# time it takes may depend on them.
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
BASE = bytes([0x58]) + bytes([0x66]) * 31


def _point(encoded: bytes) -> Point:
    number = int.from_bytes(encoded, "little")
    y, sign = number & ((1 << 255) - 1), number >> 255
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if y >= P or (x * x - square) % P or (x == 0 and sign):
        raise Invalid("not a point of the curve in its one form")
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


def _add(one: Point, two: Point) -> Point:
    a = (one[1] - one[0]) * (two[1] - two[0])
    b = (one[1] + one[0]) * (two[1] + two[0])
    c, d = 2 * one[3] * two[3] * D, 2 * one[2] * two[2]
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def _times(scalar: int, point: Point) -> Point:
    total: Point = (0, 1, 1, 0)
    while scalar:
        total = _add(total, point) if scalar & 1 else total
        point, scalar = _add(point, point), scalar >> 1
    return total


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether this is the Ed25519 signature of the message under that public key."""
    scalar = int.from_bytes(signature[32:], "little")
    if len(public) != 32 or len(signature) != 64 or scalar >= ORDER:
        return False
    try:
        key, nonce = _point(public), _point(signature[:32])
    except Invalid:
        return False
    digest = hashlib.sha512(signature[:32] + public + message).digest()
    left = _times(scalar, _point(BASE))
    right = _add(nonce, _times(int.from_bytes(digest, "little") % ORDER, key))
    return all((left[i] * right[2] - right[i] * left[2]) % P == 0 for i in (0, 1))


def _base64(text: str) -> bytes:
    data = base64.b64decode(text, validate=True)
    if base64.b64encode(data).decode() != text:
        raise Invalid("base64 that is not in its one form")
    return data


def key_id(name: str, public: bytes) -> bytes:
    """The four bytes by which a signature says whose it is."""
    return hashlib.sha256(name.encode() + b"\n\x01" + public).digest()[:4]


def read_key(text: str) -> tuple[str, bytes]:
    """Name and Ed25519 public key of a verifier key `name+id+base64`."""
    match = re.fullmatch(r"([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)", text)
    if not match:
        raise Invalid("not a verifier key (name+id+base64)")
    name, data = match.group(1), _base64(match.group(3))
    if len(data) != 33 or data[0] != 1 or match.group(2) != key_id(name, data[1:]).hex():
        raise Invalid("not an Ed25519 key, or its id is not that of its name and bytes")
    return name, data[1:]


def open_note(data: bytes, name: str, public: bytes, check: Check = is_signed) -> str:
    """The text of a c2sp.org/signed-note, once the signature by that key has been verified."""
    text, gap, signatures = data.decode().rpartition("\n\n")
    if not gap or signatures[-1:] != "\n" or re.search(rb"[\x00-\x09\x0b-\x1f]", data):
        raise Invalid("not a signed note")
    text, seen = text + "\n", False
    for line in signatures[:-1].split("\n"):
        match = re.fullmatch("\u2014 ([^\\s+]+) ([A-Za-z0-9+/=]+)", line)
        signature = _base64(match.group(2)) if match else b""
        if not match or len(signature) < 5:
            raise Invalid("a line of signature is not in its form")
        if match.group(1) == name and signature[:4] == key_id(name, public):
            seen = True
            if not check(public, text.encode(), signature[4:]):
                raise Invalid("the signature does not fit the text")
    if not seen:
        raise Invalid("it bears no signature by the ledger's key")
    return text


def read_checkpoint(
    data: bytes, name: str, public: bytes, check: Check = is_signed
) -> tuple[int, bytes]:
    """Size and root of the tree, from a c2sp.org/tlog-checkpoint by that key."""
    text = open_note(data, name, public, check)
    match = re.fullmatch(r"(.+)\n(0|[1-9][0-9]{0,17})\n([A-Za-z0-9+/]{43}=)\n", text)
    if not match or match.group(1) != name:
        raise Invalid("a checkpoint has three lines: the key's name, the size, the root")
    return int(match.group(2)), _base64(match.group(3))


def root_of(hashes: list[bytes]) -> bytes:
    """The root (RFC 6962) over hashes of one level: two by two, an odd last one as it is."""
    if not hashes:
        return hashlib.sha256().digest()
    while len(hashes) > 1:
        pairs = (b"\x01" + b"".join(hashes[i : i + 2]) for i in range(0, len(hashes) - 1, 2))
        odd = hashes[len(hashes) // 2 * 2 :]
        hashes = [hashlib.sha256(pair).digest() for pair in pairs] + odd
    return hashes[0]


def tile_name(level: object, index: int, width: int) -> str:
    """`tile/<level>/x001/234[.p/<width>]`: where a tile or a bundle of entries stands."""
    groups = f"{index:,}".replace(",", " ").split()
    groups = [groups[0].zfill(3), *groups[1:]]
    place = "/".join(["x" + group for group in groups[:-1]] + groups[-1:])
    return f"tile/{level}/{place}" + ("" if width == WIDTH else f".p/{width}")


def split_bundle(data: bytes) -> list[bytes]:
    """The entries of a bundle, each after its length in 16 bits; a torn one is left out."""
    entries, place = [], 0
    while place + 2 < len(data):
        end = place + 2 + int.from_bytes(data[place : place + 2], "big")
        if end > len(data) or end == place + 2:
            break
        entries.append(data[place + 2 : end])
        place = end
    return entries


def _in_order(pairs: list[tuple[str, object]]) -> dict[str, object]:
    names = [name.encode("utf-16-be") for name, _ in pairs]  # RFC 8785, section 3.2.3
    if any(one >= two for one, two in zip(names, names[1:])):  # noqa: B905, RUF007 - Python 3.8
        raise Invalid("names repeated or out of order")
    return dict(pairs)


def _whole(text: str) -> int:
    if not re.fullmatch(r"-?[0-9]{1,16}", text) or abs(int(text)) >= 2**53:
        raise Invalid("a number that is not whole, or too large")
    return int(text)


DECODER = json.JSONDecoder(
    object_pairs_hook=_in_order, parse_int=_whole, parse_float=_whole, parse_constant=_whole
)


def read_entry(line: bytes) -> tuple[str, list[str]]:
    """Id and seals of an entry, which must be in canonical form (RFC 8785)."""
    try:
        fields = DECODER.decode(line.decode())
        again = json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()
    except (ValueError, RecursionError):
        fields = again = None
    if again != line or not isinstance(fields, dict):
        raise Invalid("is not in canonical form (RFC 8785)")
    identity, seals = fields.get("id"), fields.get("seals")
    if not isinstance(identity, str) or not isinstance(seals, list):
        raise Invalid("has no id or no list of seals")
    if not all(re.fullmatch("sha256:[0-9a-f]{64}", str(seal)) for seal in seals):
        raise Invalid("seals something that is no digest")
    return identity, seals


class Bag:
    """One exported folder, and what was found in it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.size, self.whose = folder, 0, ""
        self.files: dict[str, Path] = {}
        self.problems: list[str] = []
        self.seals: dict[str, int] = {}  # digest → the first entry that names it
        self.known: set[str] = set()
        self._collect(folder)

    def wrong(self, path: str, text: str) -> None:
        self.problems.append(f"{path}: {text}")

    def check(self, key: str = "", older: bytes = b"") -> list[str]:
        """Every check; answers the digests whose files are not here. OSError: this is no bag."""
        if not {"bagit.txt", "data/checkpoint"} & set(self.files):
            raise OSError(f"{self.folder} is not a folder exported from a ledger")
        for name, needed in LISTS.items():
            self._list(name, needed)
        self._ledger(key, older)
        blobs = {path for path in self.files if path.startswith("data/blobs/")}
        for path in blobs:
            name = path[-64:]
            if path != f"data/blobs/{name[:2]}/{name}" or self._digest(path) != name:
                self.wrong(path, "was changed: its bytes give another digest than its name")
            elif self.whose and f"sha256:{name}" not in self.seals:
                self.wrong(path, "no entry of the ledger names this file")
        for path in set(self.files) - self.known - TAGS - blobs if self.whose else ():
            self.wrong(path, "does not belong here: neither list nor tree has such a file")
        return sorted(set(self.seals) - {"sha256:" + path[-64:] for path in blobs})

    def _collect(self, folder: Path) -> None:
        for path in sorted(folder.iterdir()):
            name = path.relative_to(self.folder).as_posix()
            if path.is_symlink() or not (path.is_dir() or path.is_file()):
                self.wrong(name, "is a link or a device, not a file")
            elif path.is_dir():
                self._collect(path)
            else:
                self.files[name] = path

    def _digest(self, name: str) -> str:
        running = hashlib.sha256()
        with self.files[name].open("rb") as file:
            for chunk in iter(lambda: file.read(1 << 20), b""):
                running.update(chunk)
        return running.hexdigest()

    def _read(self, name: str) -> bytes:
        self.known.add(name)
        if name not in self.files:
            self.wrong(name, "is missing")
            return b""
        with self.files[name].open("rb") as file:
            return file.read(MOST)

    def _list(self, name: str, needed: set[str]) -> None:
        """Compare the files with one of the bag's two lists of digests (RFC 8493, 2.1.3)."""
        listed, tags = {}, name.startswith("tag")
        lines = self._read(name).decode("ascii", "replace").split("\n")
        if len(lines) < 2 or lines.pop():
            self.wrong(name, "is cut off")
        for number, line in enumerate(lines, start=1):
            match = re.fullmatch("([0-9a-f]{64})  ([A-Za-z0-9._/-]+)", line)
            if not match or match.group(2) in listed:
                self.wrong(name, f"line {number} is not in its form")
            else:
                listed[match.group(2)] = match.group(1)
        here = TAGS & set(self.files) if tags else {p for p in self.files if p[:5] == "data/"}
        for path in sorted(here | needed | set(listed)):
            if path not in here:
                self.wrong(path, f"is missing, or does not belong in {name}")
            elif path not in listed:
                self.wrong(path, f"is not listed in {name}")
            elif self._digest(path) != listed[path]:
                self.wrong(path, f"was changed: it has not the digest that {name} lists")

    def _ledger(self, key: str, older: bytes) -> None:
        carried = self._read("data/key").decode("utf-8", "replace").rstrip("\n")
        if key and key != carried:
            self.wrong("data/key", "is not the key given with --key")
        where = "--key" if key else "data/key"
        try:
            whose, public = read_key(key or carried)
            where = "data/checkpoint"
            self.size, root = read_checkpoint(self._read(where), whose, public)
            where = "--from"
            past, old_root = read_checkpoint(older, whose, public) if older else (0, root_of([]))
        except ValueError as error:
            self.wrong(where, str(error))
            return
        self.whose = f"{whose}, root {base64.b64encode(root).decode()}"
        bundles: list[bytes] = []
        before: list[bytes] = []
        for leaves in self._bundles():
            if len(bundles) == past // WIDTH and past % WIDTH:
                before = [*bundles, root_of(leaves[: past % WIDTH])]
            bundles.append(root_of(leaves))
        self._tiles(bundles[: self.size // WIDTH])
        if root_of(bundles) != root:
            self.wrong("data/checkpoint", "the entries here are not those whose root was signed")
        if past > self.size or root_of(before or bundles[: past // WIDTH]) != old_root:
            self.wrong("--from", "this ledger does not begin with the entries of that checkpoint")

    def _bundles(self) -> Iterator[list[bytes]]:
        """The leaf hashes of one bundle after the other, its entries and tile checked."""
        ids: dict[str, int] = {}
        for first in range(0, self.size, WIDTH):
            width = min(WIDTH, self.size - first)
            name = "data/" + tile_name("entries", first // WIDTH, width)
            data = self._read(name)
            entries = split_bundle(data)
            if len(entries) != width or len(data) != sum(map(len, entries)) + 2 * width:
                self.wrong(name, f"holds {len(entries)} whole entries from {first} on, not {width}")
            for number, entry in enumerate(entries, start=first):
                try:
                    identity, seals = read_entry(entry)
                except Invalid as error:
                    self.wrong(name, f"entry {number} {error}")
                    continue
                if ids.setdefault(identity, number) != number:
                    self.wrong(name, f"entry {number} has the id of entry {ids[identity]}")
                for seal in seals:
                    self.seals.setdefault(seal, number)
            leaves = [hashlib.sha256(b"\x00" + entry).digest() for entry in entries]
            self._tile(0, first // WIDTH, leaves, width)
            yield leaves
            if not entries:
                return

    def _tiles(self, hashes: list[bytes], level: int = 1) -> None:
        """The tiles above the leaves: each hash there is the root of a full tile below."""
        groups = [hashes[i : i + WIDTH] for i in range(0, len(hashes), WIDTH)]
        for index, group in enumerate(groups):
            self._tile(level, index, group, len(group))
        if groups:
            self._tiles([root_of(group) for group in groups if len(group) == WIDTH], level + 1)

    def _tile(self, level: int, index: int, hashes: list[bytes], width: int) -> None:
        name = "data/" + tile_name(level, index, width)
        data = self._read(name)
        if len(data) != 32 * width:
            self.wrong(name, f"has not {width} hashes")
        for place, digest in enumerate(hashes):
            if data[32 * place : 32 * place + 32] != digest:
                below = f"{'tile' if level else 'entry'} {index * WIDTH + place}"
                self.wrong(name, f"its hash {place} is not that of {below} as it is here")


def main(arguments: list[str] | None = None) -> int:
    """The command; answers the exit status."""
    parser = argparse.ArgumentParser(description="Check a folder exported from a Hustings ledger.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--key", default="", help="the ledger's key, got by another way")
    parser.add_argument("--from", dest="older", type=Path, help="a checkpoint kept from earlier")
    parser.add_argument("--all", action="store_true", help="demand every sealed file")
    chosen = parser.parse_args(arguments)
    try:
        bag = Bag(chosen.folder)
        absent = bag.check(chosen.key.strip(), chosen.older.read_bytes() if chosen.older else b"")
        lines = [
            *(f"wrong     {problem}" for problem in bag.problems),
            f"ledger    {bag.size} entries of {bag.whose or 'nobody known'}",
            f"sealed    {len(bag.seals)} files named, {len(absent)} of them not here",
            "key       the one that you gave" if chosen.key else NO_KEY,
            LIMITS,
        ]
        status = 1 if bag.problems else 2 if chosen.all and absent else 0
    except OSError as error:
        lines, status = [f"unread    {error}"], 2
    # As bytes, so that an old locale neither changes nor stops what is said.
    sys.stdout.buffer.write("\n".join([*lines, VERDICT[status], ""]).encode("utf-8", "replace"))
    sys.stdout.buffer.flush()
    return status


if __name__ == "__main__":
    sys.exit(main())
