"""A ZIP with one file of publications and the pictures that they name, as exports come in.

An archive comes from a stranger: nothing is unpacked to the disk, names that lead out of it, links,
locked members and bombs are refused, and an archive inside it stays closed.
"""

import io
import posixpath
import stat
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from hustings.publications.reading import Unreadable

BEGINNING = b"PK\x03\x04"
MOST = 20_000  # members
LONGEST_DOCUMENT = 400 << 20  # bytes of the file of publications, unpacked
LONGEST_MEDIUM = 64 << 20
MOST_BYTES = 4 << 30  # of all members together, unpacked
SUSPECT = 200  # times that a member may grow; text grows tenfold, pictures hardly
DOCUMENTS = (".json", ".jsonl", ".ndjson", ".csv", ".tsv", ".xml", ".rss", ".atom")
_LOCKED = 0x1


@dataclass(frozen=True, kw_only=True)
class Bundle:
    """`name`: of the file of publications inside; `media`: what lies beside it, by its path from there."""

    name: str
    document: bytes
    media: Mapping[str, zipfile.ZipInfo]
    archive: zipfile.ZipFile

    @classmethod
    def of(cls, body: bytes, name: str) -> Self:
        """Raises Unreadable: a damaged or hostile archive, or not exactly one file of publications."""
        try:
            archive = zipfile.ZipFile(io.BytesIO(body))
            members = [one for one in archive.infolist() if not one.is_dir()]
        except (zipfile.BadZipFile, ValueError, RuntimeError, EOFError) as error:
            raise _damaged(name) from error
        _sound(members, name)
        chosen = _document(members, name)
        folder = posixpath.dirname(chosen.filename)
        media = {
            posixpath.relpath(one.filename, folder or "."): one
            for one in members
            if one is not chosen and one.file_size <= LONGEST_MEDIUM
        }
        document = _unpacked(archive, chosen, LONGEST_DOCUMENT, name)
        return cls(
            name=posixpath.basename(chosen.filename),
            document=document,
            media=media,
            archive=archive,
        )

    def medium(self, told: str) -> bytes | None:
        """The bytes of a medium by the path that a publication gives; None where it is not here."""
        one = self.media.get(posixpath.normpath(told)) if told else None
        return None if one is None else _unpacked(self.archive, one, LONGEST_MEDIUM, told)


def _sound(members: list[zipfile.ZipInfo], name: str) -> None:
    total = sum(one.file_size for one in members)
    if len(members) > MOST or total > MOST_BYTES:
        raise Unreadable(
            "publications.large_archive",
            "{file} holds {count} files of {size} MB together; at most {most} files and {limit} MB are "
            "taken. Export a shorter period, or without videos.",
            file=name, count=len(members), size=total >> 20, most=MOST, limit=MOST_BYTES >> 20,
        )  # fmt: skip
    for one in members:
        if _leads_out(one.filename) or stat.S_ISLNK(one.external_attr >> 16):
            raise Unreadable(
                "publications.hostile_archive",
                "{file}: the name «{member}» leads out of the archive; no export has such a name. Ask for "
                "it anew.",
                file=name, member=one.filename[:80],
            )  # fmt: skip
        if one.flag_bits & _LOCKED:
            raise Unreadable(
                "publications.locked_archive",
                "{file} is locked with a password. Unlock it and bring it in again.",
                file=name,
            )
        if one.file_size > max(one.compress_size, 1) * SUSPECT and one.file_size > 1 << 20:
            raise Unreadable(
                "publications.bomb",
                "{file}: «{member}» would grow {times} times when unpacked; no export does. Ask for it "
                "anew.",
                file=name, member=one.filename[:80],
                times=one.file_size // max(one.compress_size, 1),
            )  # fmt: skip


def _leads_out(name: str) -> bool:
    return (
        "\\" in name or "\0" in name or name.startswith("/") or ":" in name.split("/", 1)[0]
        or ".." in name.split("/")
    )  # fmt: skip


def _document(members: list[zipfile.ZipInfo], name: str) -> zipfile.ZipInfo:
    """The one file of publications: the only one of its kind that lies nearest to the root."""
    found = [one for one in members if one.filename.lower().endswith(DOCUMENTS)]
    depth = min((one.filename.count("/") for one in found), default=0)
    nearest = [one for one in found if one.filename.count("/") == depth]
    if len(nearest) != 1:
        raise Unreadable(
            "publications.archive_of_what",
            "{file} must hold one file of publications ({kinds}) beside its pictures; it holds {count}: "
            "{names}. Leave the others out.",
            file=name, kinds=", ".join(DOCUMENTS), count=len(nearest),
            names=", ".join(one.filename[:40] for one in nearest[:5]) or "—",
        )  # fmt: skip
    return nearest[0]


def _unpacked(archive: zipfile.ZipFile, one: zipfile.ZipInfo, most: int, name: str) -> bytes:
    """Never more than `most` bytes, whatever the archive says of its size."""
    try:
        with archive.open(one) as member:
            body = member.read(most + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError) as error:
        raise _damaged(name) from error
    if len(body) > most:
        raise Unreadable(
            "publications.large_member",
            "{file}: «{member}» has more than {limit} MB. Export it in parts.",
            file=name, member=one.filename[:80], limit=most >> 20,
        )  # fmt: skip
    return body


def _damaged(name: str) -> Unreadable:
    return Unreadable(
        "publications.damaged_archive",
        "{file} is a damaged archive; export it again, or bring in the file inside it.",
        file=name,
    )
