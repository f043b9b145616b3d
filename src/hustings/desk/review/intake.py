"""The worker's one step: a waiting file → archived → screened → indications in the queue.

Every part can be repeated: the archive keeps a row once, a publication is one row by its archive
id, and the import is done when its last line is in the ledger. Killed anywhere, the next step
takes the import up again when its claim has run out.
"""

import json
import tempfile
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
from django.conf import settings
from django.db import transaction
from django.db.models import Q

from hustings import evidence, publications, screening
from hustings.desk import packs
from hustings.desk.accounts.roles import Role
from hustings.desk.ledger import record
from hustings.desk.monitoring.models import Import, Publication
from hustings.desk.review import queue_order, reading_order, rescreening
from hustings.desk.review import screened_rows as rows_of
from hustings.desk.review.models import Indication
from hustings.desk.suggestions import bringing, finding, grouping, reading
from hustings.refusal import Refusal

CLAIM = timedelta(minutes=10)
CHUNK = 40  # publications in one transaction and one line of the ledger (≤ 65,535 bytes)
SHOWN = 10_000  # unreadable rows listed on the page; all are counted


def work_once(*, at: datetime) -> bool:
    """One import, and what its publications have beside them; whether there was anything to do."""
    brought = run_next(at=at) is not None
    read = reading.read_next(at=at)
    joined = rescreening.screen_joined(at=at)
    grouped = grouping.regroup(at=at)
    searched = finding.search(at=at)
    learnt = reading_order.step(at=at)
    ordered = queue_order.step(at=at)
    return any((brought, read, joined, grouped, searched, learnt, ordered))


def run_next(*, at: datetime) -> Import | None:
    """Take one waiting import to its end; answers it, or None where nothing waits."""
    waiting = _claimed(at)
    if waiting is None:
        return None
    try:
        found = _read(waiting)
    except Refusal as refusal:
        return _refused(waiting, refusal, at=at)
    archive = publications.Archive(settings.ARCHIVE)
    archive.keep(found, raw_ref=waiting.file_digest, collected_at=waiting.at)
    bringing.with_import(waiting, found, _body(waiting))
    arrived = archive.brought_by(waiting.file_digest)
    flagged = _screen(waiting, arrived, at=at) if arrived.height else 0
    return _done(waiting, found, kept=arrived.height, flagged=flagged, at=at)


def _claimed(at: datetime) -> Import | None:
    """Claim by conditional update: of two workers one gets the row."""
    free = Q(claimed_until=None) | Q(claimed_until__lte=at)
    for candidate in Import.objects.filter(free, state=Import.State.WAITING).order_by("pk"):
        mine = Import.objects.filter(free, pk=candidate.pk, state=Import.State.WAITING)
        if mine.update(claimed_until=at + CLAIM):
            return candidate
    return None


def _read(waiting: Import) -> publications.Reading:
    options: Mapping[str, Any] = waiting.options
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(_body(waiting))
        return publications.read(
            path, name=waiting.file_name, format=options.get("format") or None,
            mapping=options.get("mapping"), zone=options.get("zone") or None,
            encoding=options.get("encoding") or None,
        )  # fmt: skip


def _body(waiting: Import) -> bytes:
    return evidence.Store(settings.STORE).read(waiting.file_digest)


@transaction.atomic
def _refused(waiting: Import, refusal: Refusal, *, at: datetime) -> Import:
    waiting.state = Import.State.REFUSED
    waiting.refusal = {"code": refusal.code, "text": refusal.text,
                       "facts": {key: str(value) for key, value in refusal.facts.items()}}  # fmt: skip
    waiting.save()
    _told(waiting, at=at, name="monitoring.refuse_import", rows=[waiting])
    return waiting


def _screen(waiting: Import, arrived: pl.DataFrame, *, at: datetime) -> int:
    """Screen what arrived; flagged publications become rows. Answers how many are flagged."""
    election = waiting.election
    pack = packs.of(election)
    roster, index = rows_of.prepared(settings.STORE, election.roster_digest)
    found = screening.screen(arrived, pack=pack, election=election.code, roster=roster, index=index)
    versions = {**screening.versions(pack, roster), "calendar": election.calendar or "{}"}
    told = json.dumps(versions, sort_keys=True).encode()
    screened_with = evidence.Store(settings.STORE).seal(told)
    flagged = arrived.join(
        found.filter(pl.col("indications").list.len() > 0).rename({"rank": "screened_rank"}),
        on="id", maintain_order="left",
    )  # fmt: skip
    for chunk in flagged.iter_slices(CHUNK):
        _flag(waiting, chunk, screened_with=screened_with, at=at)
    return flagged.height


@transaction.atomic
def _flag(waiting: Import, chunk: pl.DataFrame, *, screened_with: str, at: datetime) -> None:
    known = set(
        Publication.objects.filter(election=waiting.election, archive_id__in=chunk["id"].to_list())
        .values_list("archive_id", flat=True)
    )  # fmt: skip
    rows: list[Publication | Indication] = []
    for one in chunk.iter_rows(named=True):
        if one["id"] in known:
            continue
        publication = rows_of.publication(waiting, one, screened_with=screened_with)
        rows.append(publication)
        rows += [rows_of.indication(publication, found) for found in one["indications"]]
    if rows:
        _told(waiting, at=at, name="monitoring.screen", rows=rows, seals=[screened_with])


@transaction.atomic
def _done(
    waiting: Import, reading: publications.Reading, *, kept: int, flagged: int, at: datetime
) -> Import:
    bad = reading.unreadable
    waiting.state, waiting.format = Import.State.DONE, reading.format
    waiting.read, waiting.kept, waiting.unreadable = reading.rows_read, kept, len(bad)
    waiting.duplicate = reading.rows_read - kept - len(bad)
    waiting.unreadable_rows = [one.as_dict() for one in bad[:SHOWN]]
    waiting.flagged = flagged
    waiting.save()
    _told(waiting, at=at, name="monitoring.import", rows=[waiting], seals=[waiting.file_digest])
    return waiting


def _told(waiting: Import, *, at: datetime, name: str, **line: Any) -> None:
    """A line by whoever brought the file in: the worker acts for them."""
    record.act(name=name, by=waiting.by, role=Role.MONITOR, at=at, ground=waiting.ground, **line)
