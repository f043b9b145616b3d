"""The law this desk works on: a pack's files in one sealed archive, and the calendar adopted here.

The folder packs/ is where a lawyer writes. What is in use was taken from it once, sealed in the store
and pinned on the election by digest, so an edit there changes nothing before somebody adopts it.
"""

import io
import json
import logging
import os
import shutil
import tarfile
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from django.conf import settings

from hustings import evidence, law
from hustings.law.reading import digest as digest_of
from hustings.law.reading import folders
from hustings.refusal import Refusal

log = logging.getLogger(__name__)
POINTER, STORE = "in-use.json", "store"
ASKED, WRITTEN = "HUSTINGS_PACKS", "HUSTINGS_PACKS_WRITTEN"


class InUse(Protocol):
    """An election as this module sees it."""

    pack: str
    code: str
    law_digest: str | None
    law_sealed: str | None
    calendar: str | None


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A pack as it stands in its folder at one moment: its files, and what they say."""

    archive: bytes
    pack: law.Pack


def of(election: InUse) -> law.Pack:
    """The pack in use for that election; its calendar is the one adopted here.

    Refusals: evidence.missing, evidence.changed where the sealed archive is not what it was.
    """
    if not election.law_sealed or not election.law_digest:
        return with_calendar(law.load(election.pack), election.code, moves(election.calendar))
    sealed = (election.pack, election.law_sealed, election.law_digest)
    return _of(settings.HOME, sealed, election.code, election.calendar or "")


@lru_cache(maxsize=16)
def _of(home: Path, sealed: tuple[str, str, str], election: str, calendar: str) -> law.Pack:
    return with_calendar(law.read(unpacked(*sealed, home=home)), election, moves(calendar))


def moves(calendar: str | None) -> dict[str, datetime]:
    """The dates adopted otherwise than the pack has them, by event."""
    told: Mapping[str, str] = json.loads(calendar or "{}")
    return {event: datetime.fromisoformat(at) for event, at in told.items()}


def with_calendar(pack: law.Pack, code: str, to: Mapping[str, datetime]) -> law.Pack:
    """The same pack, one election's dated events elsewhere. Refusals: as law.Election.moved."""
    if not to:
        return pack
    moved = pack.election(code).moved(to)
    return replace(pack, _elections={one.code: one for one in pack.elections} | {code: moved})


def written(code: str) -> Path:
    """The folder in which a lawyer writes that pack. Refusal packs.no_folder."""
    named = os.environ.get(WRITTEN) or os.environ.get(ASKED, "")
    ours = settings.HOME / "packs"
    places = [*([Path(named)] if named else []), *folders()]
    for place in places:
        if not place.is_relative_to(ours) and (place / code / "pack.toml").is_file():
            return place / code
    raise Refusal(
        "packs.no_folder",
        "There is no folder of the pack {pack}; the pack in use stays in use. Put the folder back, or "
        "set HUSTINGS_PACKS to where it is.",
        pack=code,
    )


def candidate(code: str) -> Candidate:
    """The pack of that folder as it stands now, read from the very bytes that would be sealed.

    Refusal law.faulty_pack with file, line and remedy; the pack in use stays in use.
    """
    archive = archived(written(code))
    with tempfile.TemporaryDirectory() as place:
        pack = law.read(_extracted(archive, Path(place) / code))
        for fault in law.check(pack):
            raise fault
    return Candidate(archive=archive, pack=pack)


def archived(folder: Path) -> bytes:
    """The files of a folder as one tar: the same files, the same bytes."""
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            entry = tarfile.TarInfo(path.relative_to(folder).as_posix())
            content = path.read_bytes()
            entry.size, entry.mode = len(content), 0o644
            archive.addfile(entry, io.BytesIO(content))
    return held.getvalue()


def _extracted(archive: bytes, place: Path) -> Path:
    place.mkdir(parents=True)
    with tarfile.open(fileobj=io.BytesIO(archive)) as files:
        files.extractall(place, filter="data")
    return place


def unpacked(code: str, sealed: str, digest: str, *, home: Path) -> Path:
    """The folder HOME/packs/<digest>/<code>, made from the sealed archive where it is not there or
    not what the digest says.
    """
    place = home / "packs" / digest.removeprefix("sha256:")[:32] / code
    if (place / "pack.toml").is_file() and digest_of(place) == digest:
        return place
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place.parent) as fresh:
        made = _extracted(evidence.Store(home / STORE).read(sealed), Path(fresh) / code)
        shutil.rmtree(place, ignore_errors=True)
        try:
            made.rename(place)
        except OSError:  # another process of this desk was quicker, with the same bytes
            if digest_of(place) != digest:
                raise
    return place


def put_in_use(election: InUse) -> None:
    """Rooms that know a pack by its code, and the papers, find the one in use from now on; so do
    they after the next start of the desk.
    """
    if not election.law_sealed or not election.law_digest:
        return
    pointer = settings.HOME / "packs" / POINTER
    told = {"pack": election.pack, "sealed": election.law_sealed, "digest": election.law_digest}
    pointer.parent.mkdir(parents=True, exist_ok=True)
    fresh = pointer.with_suffix(".new")
    fresh.write_text(json.dumps(told), encoding="utf-8")
    fresh.replace(pointer)
    start(settings.HOME)


def start(home: Path) -> None:
    """What `put_in_use` chose, for this process; the settings ask before they read anything of a
    pack. Nothing where nobody has adopted anything yet.
    """
    pointer = home / "packs" / POINTER
    if not pointer.is_file():
        return
    told = json.loads(pointer.read_text(encoding="utf-8"))
    try:
        place = unpacked(told["pack"], told["sealed"], told["digest"], home=home)
    except (Refusal, OSError):
        # Pages of a matter refuse by themselves (`of`); the desk must start to say so.
        log.exception("the sealed pack in use cannot be read")
        return
    if not os.environ.get(WRITTEN):
        os.environ[WRITTEN] = os.environ.get(ASKED, "")
    os.environ[ASKED] = str(place.parent)
