"""A publication whose pictures were read is screened again, with their words behind its own.

The author's words keep their offsets. What was judged stays judged; what the pictures add is new.
"""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import polars as pl
from django.conf import settings
from django.db import transaction

from hustings import evidence, law, publications, screening
from hustings.desk import packs
from hustings.desk.accounts.roles import Role
from hustings.desk.ledger import record
from hustings.desk.ledger.models import Recorded
from hustings.desk.monitoring.models import Election, Import, Publication
from hustings.desk.review import facts, screened_rows
from hustings.desk.review.models import Indication
from hustings.desk.suggestions import reading
from hustings.desk.suggestions.models import Grouped, Picture, Searched
from hustings.screening import pictures_joined

AT_ONCE = 40  # publications of one step


def screen_joined(*, at: datetime) -> bool:
    """Join and screen the next publications whose pictures are all read; whether there were any."""
    by_election: defaultdict[int, list[str]] = defaultdict(list)
    for election, archive_id in reading.ready(AT_ONCE):
        by_election[election].append(archive_id)
    for pk, ids in by_election.items():
        _screened(Election.objects.get(pk=pk), ids, at=at)
    return bool(by_election)


def _screened(election: Election, ids: Sequence[str], *, at: datetime) -> None:
    pictures = list(
        Picture.objects.filter(election=election, archive_id__in=ids).select_related("by")
    )
    kept = publications.Archive(settings.ARCHIVE).scan().filter(pl.col("id").is_in(list(ids)))
    frame = pictures_joined.joined(kept.collect(), reading.readings(pictures))
    pack = packs.of(election)
    roster, index = screened_rows.prepared(settings.STORE, election.roster_digest)
    found = screening.screen(frame, pack=pack, election=election.code, roster=roster, index=index)
    versions = {
        **screening.versions(pack, roster), "calendar": election.calendar or "{}",
        "pictures": "tesseract",
    }  # fmt: skip
    told = json.dumps(versions, sort_keys=True).encode()
    screened_with = evidence.Store(settings.STORE).seal(told)
    rows = frame.join(
        found.rename({"rank": "screened_rank"}), on="id", maintain_order="left"
    ).iter_rows(named=True)  # fmt: skip
    by_id = {one["id"]: one for one in rows}
    for archive_id in ids:
        mine = [one for one in pictures if one.archive_id == archive_id]
        _joined(election, by_id.get(archive_id), mine, screened_with=screened_with, at=at)


@transaction.atomic
def _joined(
    election: Election, one: Mapping[str, Any] | None, pictures: Sequence[Picture], *,
    screened_with: str, at: datetime,
) -> None:  # fmt: skip
    """One publication: its text, signals and new indications; then its pictures are done."""
    stretches = {int(part["medium"]): part for part in (one["media_text"] if one else [])}
    for picture in pictures:
        part = stretches.get(picture.pk)
        picture.start, picture.end = (part["start"], part["end"]) if part else (None, None)
        picture.screened = True
        picture.save(update_fields=["start", "end", "screened"])
    if one is None:
        return
    held = Publication.objects.select_for_update(of=("self",))
    publication = held.filter(election=election, archive_id=one["id"]).first()
    if publication is not None:
        rows = _grown(publication, one, screened_with=screened_with)
    else:
        rows = _flagged(election, one, screened_with=screened_with)
    if rows:
        by = pictures[0].by
        record.act(
            name="monitoring.screen_pictures", by=by, role=Role.MONITOR, at=at,
            ground=pictures[0].ground, rows=rows, about=[picture.row for picture in pictures],
            seals=[screened_with],
        )  # fmt: skip
        Grouped.objects.filter(election=election).delete()
        Searched.objects.filter(publication__archive_id=one["id"]).delete()


def _grown(
    publication: Publication, one: Mapping[str, Any], *, screened_with: str
) -> list[Recorded]:
    """The row with the pictures' words in it, and what the law newly finds by the facts kept of it."""
    if publication.text == one["text"]:
        return []
    publication.text, publication.screened_with = one["text"], screened_with
    publication.mentions, publication.signals = one["mentions"], one["signals"]
    publication.rank = max(publication.rank, one["screened_rank"])
    publication.save()
    pack = packs.of(publication.election)
    known = set(publication.indications.values_list("offence", "provision"))
    fresh = [
        screened_rows.indication(publication, found.as_dict())
        for found in law.assess(pack, facts.said(publication))
        if (found.offence, found.provision) not in known
    ]
    return [publication, *fresh]


def _flagged(election: Election, one: Mapping[str, Any], *, screened_with: str) -> list[Recorded]:
    """Rows of a publication that the desk did not hold, where the law finds something in it now."""
    brought = Import.objects.filter(election=election, file_digest=one["raw_ref"]).last()
    if not one["indications"] or brought is None:
        return []
    publication = screened_rows.publication(brought, one, screened_with=screened_with)
    Import.objects.filter(pk=brought.pk).update(flagged=brought.flagged + 1)
    fresh: list[Indication] = [
        screened_rows.indication(publication, found) for found in one["indications"]
    ]
    return [publication, *fresh]
