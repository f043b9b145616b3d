"""The worker reads the words of waiting pictures, a few at a time, each by programs with bounds."""

import tempfile
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

import polars as pl
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from hustings import evidence
from hustings.desk.accounts.roles import Role
from hustings.desk.ledger import record
from hustings.desk.suggestions.models import Picture
from hustings.refusal import Refusal
from hustings.screening import pictures, pictures_joined, pictures_points, pictures_shown

AT_ONCE = 4  # pictures of one step
CLAIM = timedelta(minutes=10)  # longer than the programs may take for them
LATER = {"pictures.no_tesseract", "pictures.no_pillow"}  # the house's fault, not the picture's


def read_next(*, at: datetime) -> bool:
    """Read the next waiting pictures; whether there were any.

    What cannot be read is refused with the reason, and its publication goes on without it. Where a
    program is not installed the picture waits on, and says so.
    """
    claimed = list(_claimed(at))
    for picture in claimed:
        _read(picture, at=at)
    return bool(claimed)


def ready(most: int) -> list[tuple[int, str]]:
    """(election, archive id) of publications all of whose pictures are read, and not joined yet."""
    open_ = Picture.objects.filter(
        election=OuterRef("election"), archive_id=OuterRef("archive_id"),
        state=Picture.State.WAITING,
    )  # fmt: skip
    rows = Picture.objects.filter(~Exists(open_), screened=False).order_by("election", "archive_id")
    return list(rows.values_list("election_id", "archive_id").distinct()[:most])


def readings(rows: Iterable[Picture]) -> pl.DataFrame:
    """What was read, in the shape that `pictures_joined.joined` takes; a medium is called by its row."""
    told = [
        {"id": one.archive_id, "kind": "ocr", "medium": str(one.pk), "text": one.text}
        for one in sorted(rows, key=lambda one: (one.archive_id, one.place, one.medium))
        if one.state == Picture.State.READ
    ]
    return pl.DataFrame(told, schema=pictures_joined.READINGS)


def _claimed(at: datetime) -> Iterable[Picture]:
    """By conditional update: of two workers one gets a row."""
    free = Q(claimed_until=None) | Q(claimed_until__lte=at)
    waiting = Picture.objects.filter(free, state=Picture.State.WAITING).order_by("pk")
    for one in waiting.select_related("by")[:AT_ONCE]:
        mine = Picture.objects.filter(free, pk=one.pk, state=Picture.State.WAITING)
        if mine.update(claimed_until=at + CLAIM):
            yield one


def _read(picture: Picture, *, at: datetime) -> None:
    body = evidence.Store(settings.STORE).read(picture.digest)
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / Path(picture.medium).name[-100:]
            path.write_bytes(body)
            seen = pictures.read(path)
            points = pictures_points.unpacked(body, path.name)
    except Refusal as refusal:
        facts = {name: str(value) for name, value in refusal.facts.items()}
        told = {"code": refusal.code, "text": refusal.text, "facts": facts}
        if refusal.code in LATER:
            Picture.objects.filter(pk=picture.pk).update(refusal=told)
        else:
            _settled(picture, at=at, state=Picture.State.REFUSED, refusal=told)
        return
    _settled(
        picture, at=at, state=Picture.State.READ, refusal=None, width=seen.width,
        height=seen.height, text=seen.text.replace("\0", ""), hash=seen.hash or "",
        words=[vars(word) for word in seen.words],
        shown=evidence.Store(settings.STORE).seal(pictures_shown.grey_png(points)),
    )  # fmt: skip


@transaction.atomic
def _settled(picture: Picture, *, at: datetime, **told: object) -> None:
    for name, value in told.items():
        setattr(picture, name, value)
    picture.claimed_until = None
    picture.save()
    record.act(
        name="suggestions.read_picture", by=picture.by, role=Role.MONITOR, at=at,
        ground=picture.ground, rows=[picture], seals=[picture.shown] if picture.shown else [],
    )  # fmt: skip
