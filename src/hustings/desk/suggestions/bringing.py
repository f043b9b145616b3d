"""Pictures come in: with an import that brings them, or by hand to one publication."""

import hashlib
import posixpath
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from hustings import evidence, publications
from hustings.desk.accounts import gate
from hustings.desk.accounts.models import Person
from hustings.desk.accounts.roles import Role
from hustings.desk.ledger import record
from hustings.desk.monitoring.models import Import, Publication
from hustings.desk.suggestions.models import Picture
from hustings.publications.bundles import BEGINNING, Bundle
from hustings.publications.schema import identified
from hustings.screening import pictures_header

CHUNK = 40  # pictures in one line of the ledger (≤ 65,535 bytes)
MOST = 20  # pictures of one publication that are read
ENDINGS = (".png", ".jpg", ".jpeg")
LONGEST_NAME = 300


def with_import(brought: Import, reading: publications.Reading, body: bytes) -> int:
    """Seal the pictures that the publications of an archive name; answers how many wait to be read.

    Safe to repeat: a picture of a publication is there once. What came before without its
    pictures gets them now.
    """
    if not body.startswith(BEGINNING):
        return 0
    bundle = Bundle.of(body, brought.file_name)
    waiting = 0
    rows: list[Picture] = []
    for archive_id, place, medium in _named(reading):
        rows.append(_picture(brought, bundle, archive_id, place, medium))
        if len(rows) == CHUNK:
            waiting += _kept(brought, rows)
            rows = []
    return waiting + _kept(brought, rows)


def _named(reading: publications.Reading) -> Iterator[tuple[str, int, str]]:
    """(archive id, place, medium) of what may be a picture."""
    for frame in reading.batches():
        told = (
            identified(frame).select("id", "media").unique("id", keep="first", maintain_order=True)
        )
        for archive_id, media in told.iter_rows():
            for place, medium in enumerate(dict.fromkeys((media or [])[:MOST])):
                if "://" not in medium and len(medium) <= LONGEST_NAME:
                    yield archive_id, place, medium


def _picture(brought: Import, bundle: Bundle, archive_id: str, place: int, medium: str) -> Picture:
    body = bundle.medium(medium) if medium.lower().endswith(ENDINGS) else None
    digest = "" if body is None else evidence.Store(settings.STORE).seal(body)
    state = Picture.State.WAITING if digest else Picture.State.MISSING
    return Picture(
        election=brought.election, archive_id=archive_id, medium=medium, place=place,
        digest=digest, state=state, screened=not digest, ground=brought.ground, by=brought.by,
        at=brought.at,
    )  # fmt: skip


@transaction.atomic
def _kept(brought: Import, rows: list[Picture]) -> int:
    """Write those that are not there yet; a picture that was missing and is here now takes its place."""
    ids = {one.archive_id for one in rows}
    there = Picture.objects.filter(election=brought.election, archive_id__in=ids)
    known = {(one.archive_id, one.medium): one for one in there}
    fresh = []
    for one in rows:
        before = known.get((one.archive_id, one.medium))
        if before is None:
            fresh.append(one)
        elif before.state == Picture.State.MISSING and one.digest:
            before.digest, before.state, before.screened = one.digest, one.state, False
            fresh.append(before)
    for one in fresh:
        one.save()
    if fresh:
        record.act(
            name="suggestions.bring_pictures", by=brought.by, role=Role.MONITOR, at=brought.at,
            ground=brought.ground, rows=fresh, about=[brought.row],
            seals=sorted({one.digest for one in fresh if one.digest}),
        )  # fmt: skip
    return sum(one.state == Picture.State.WAITING for one in fresh)


@transaction.atomic
def attach_picture(
    publication: Publication, *, file_name: str, content: bytes, by: Person, at: datetime,
    ground: str,
) -> Picture:  # fmt: skip
    """A picture that a person saw with this publication. Its words are read by the worker.

    Attaching the same bytes again answers the picture that is there. Refusals: pictures.kind,
    pictures.unknown, pictures.large, pictures.damaged.
    """
    role = gate.require("suggestions.attach_picture", by=by, at=at)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(content)
        pictures_header.measured(path)
    mine = Picture.objects.filter(
        election=publication.election_id, archive_id=publication.archive_id
    )
    medium = f"{hashlib.sha256(content).hexdigest()[:16]}/{posixpath.basename(file_name)[-200:]}"
    there = mine.filter(medium__startswith=medium.split("/", maxsplit=1)[0]).first()
    if there is not None:
        return there
    digest = evidence.Store(settings.STORE).seal(content)
    picture = Picture.objects.create(
        election=publication.election, archive_id=publication.archive_id, medium=medium,
        place=mine.count(), digest=digest, ground=ground, by=by, at=at,
    )  # fmt: skip
    record.act(
        name="suggestions.attach_picture", by=by, role=role, at=at, ground=ground, rows=[picture],
        about=[publication.row], seals=[digest],
    )  # fmt: skip
    return picture
