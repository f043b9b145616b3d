"""The worker's part of the queue: what was judged so far teaches in which order the rest is read.

Chance × reach × deadline (`screening.reading`, `rank.weighed`): the chance begins with what screening
said and learns from confirmed and dismissed; the deadline is the end of the period in which it was found.
No request waits for it. It decides nothing, so the ledger tells nothing of it.
"""

import logging
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import polars as pl
from django.db import connection, transaction
from django.db.models import Count, Exists, Max, OuterRef, Q

from hustings.desk import packs
from hustings.desk.monitoring.models import Election, Publication
from hustings.desk.review import reading_population
from hustings.desk.review.models import Indication, Judgement, Ordered
from hustings.refusal import Refusal
from hustings.screening import reading
from hustings.screening.reading import RANK, Decision, Queue

log = logging.getLogger(__name__)
MOST = 20_000  # publications that wait, the first of the queue; those behind keep their rank
TAUGHT = 5_000  # judged publications that teach, the newest
STALE = timedelta(hours=1)  # after which deadlines have come nearer
WRITTEN = 1_000  # rows in one transaction, lest a judgement wait for all of them
READ = ("pk", "text", "mentions", "signals", "metrics")
SPAN = pl.List(pl.Struct({"start": pl.UInt32, "end": pl.UInt32, "probability": pl.Float64}))
SCHEMA: Mapping[str, Any] = {
    "id": pl.String, "text": pl.String, "mentions": SPAN, "signals": SPAN, "viewers": pl.Int64,
    "deadline": pl.Datetime("us", "UTC"), "indications": pl.List(pl.Int64),
}  # fmt: skip
WAITING, CONFIRMED = Indication.State.WAITING, Indication.State.CONFIRMED
ALIKE = "duplicate"  # a dismissal that says nothing of what the words do
SET = ("rank", "chance_screened", "chance", "viewers", "ends")


@dataclass(frozen=True)
class _Known:
    """A queue whose table is built; `texts` say of what: keys, and lengths, for pictures join a text."""

    texts: tuple[tuple[int, int], ...]
    queue: Queue


_queues: dict[int, _Known] = {}  # by election


def step(*, at: datetime) -> bool:
    """Put in order anew what was judged or came since; whether anything was."""
    elections = Election.objects.select_related("ordered").order_by("pk")
    return sum([_tried(one, at=at) for one in elections]) > 0


def _tried(election: Election, *, at: datetime) -> bool:
    """An election whose sealed files cannot be read keeps its order, and stops no import."""
    try:
        return _ordered(election, at=at)
    except Refusal:
        log.exception("the queue of %s cannot be put in order", election.row)
        return False


def _ordered(election: Election, *, at: datetime) -> bool:
    seen = _seen(election)
    last = getattr(election, "ordered", None)
    if last and last.seen == seen and at - last.at < STALE:
        return False
    waiting = _waiting(election)
    decided = _decided(election)
    if waiting:
        queue = _queue(election, {**dict(decided[0]), **dict(waiting)})
        learnt = reading.learn(queue, decided[1])
        ahead = reading.order(queue, decided[1], learnt, now=at, share=0.0)
        told = ahead.join(
            queue.frame.select("id", "viewers", "deadline", screened="chance"), on="id"
        )  # fmt: skip
        _write(told.filter(pl.col("id").is_in([str(pk) for pk, _ in waiting])))
    told_of = sum(one.signal is not None for one in decided[1])
    Ordered.objects.update_or_create(
        election=election, defaults={"seen": seen, "decisions": told_of, "at": at}
    )
    return True


def _seen(election: Election) -> str:
    """A name of what the order follows from: judgements and indications are only added."""
    mine = Indication.objects.filter(publication__election=election)
    counted = mine.aggregate(last=Max("pk"), many=Count("pk"))
    judged = Judgement.objects.filter(indication__publication__election=election).exclude(
        outcome=Judgement.Outcome.SKIP
    )
    last = judged.aggregate(last=Max("pk"))["last"] or 0
    return f"{counted['last'] or 0}:{counted['many']}:{last}"


Rows = list[tuple[int, Mapping[str, Any]]]


def _waiting(election: Election) -> Rows:
    mine = Indication.objects.filter(publication=OuterRef("pk"), state=WAITING)
    rows = Publication.objects.filter(Exists(mine), election=election).order_by("-rank", "pk")
    return [(row["pk"], row) for row in rows.values(*READ)[:MOST]]


def _decided(election: Election) -> tuple[Rows, list[Decision]]:
    """Publications of which nothing waits any more, and what that says of each."""
    last = (
        Publication.objects.filter(election=election, indications__isnull=False)
        .annotate(
            waits=Count("indications", filter=Q(indications__state=WAITING)),
            yes=Count("indications", filter=Q(indications__state=CONFIRMED)),
            alike=Count("indications", filter=Q(indications__reason=ALIKE)),
            judged=Max("indications__judgements"),
        )
        .filter(waits=0).order_by("-judged")
        .values_list("pk", "yes", "alike")[:TAUGHT]
    )  # fmt: skip
    said = {pk: bool(yes) if yes or not alike else None for pk, yes, alike in last}
    rows: Rows = [(row["pk"], row) for row in Publication.objects.filter(pk__in=said).values(*READ)]
    return rows, [Decision(str(pk), said[pk], RANK) for pk in said]


def _queue(election: Election, rows: Mapping[int, Mapping[str, Any]]) -> Queue:
    """Built once for the same publications: their table takes longer than learning does."""
    texts = tuple((pk, len(rows[pk]["text"])) for pk in sorted(rows))
    known = _queues.get(election.pk)
    if known is None or known.texts != texts:
        ends = _ends(election, rows)
        frame = pl.DataFrame([_row(rows[pk], ends.get(pk)) for pk, _ in texts], schema=SCHEMA)
        roster = reading_population.roster_of(election) if election.roster_digest else None
        known = _Known(texts, reading.queue(frame, seed="queue", roster=roster))
        _queues[election.pk] = known
    return known.queue


def _row(said: Mapping[str, Any], ends: datetime | None) -> dict[str, Any]:
    views = said["metrics"].get("views")
    return {
        "id": str(said["pk"]), "text": said["text"], "mentions": _spans(said["mentions"]),
        "signals": _spans(said["signals"]), "viewers": views if isinstance(views, int) else None,
        "deadline": ends, "indications": [0],
    }  # fmt: skip


def _spans(spans: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{name: one.get(name) for name in ("start", "end", "probability")} for one in spans]


def _ends(election: Election, wanted: Collection[int]) -> dict[int, datetime]:
    """When the first of the periods ends in which a publication may be a violation."""
    calendar = packs.of(election).election(election.code)
    ends = {zone.code: zone.ends for zone in calendar.zones}
    first: dict[int, datetime] = {}
    windows = Indication.objects.filter(publication__election=election)
    for pk, window in windows.values_list("publication_id", "window").distinct():
        end = ends.get(window)
        if pk in wanted and end is not None:
            first[pk] = min(end, first.get(pk, end))
    return first


def _write(told: pl.DataFrame) -> None:
    """The rank, and of what it is made, on what waits; in parts, each one statement: PostgreSQL takes
    seconds over thousands.
    """
    rows = told.select("id", "rank", "screened", "chance", "viewers", "deadline").rows()
    for first in range(0, len(rows), WRITTEN):
        values = [
            (int(row[0]), *row[1:5], connection.ops.adapt_datetimefield_value(row[5]))
            for row in rows[first : first + WRITTEN]
        ]
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                _update(len(values)), [*(cell for row in values for cell in row), WAITING]
            )


def _update(many: int) -> str:
    """One statement that sets SET of so many publications' waiting indications."""
    meta = Indication._meta  # noqa: SLF001  # Django's documented name
    quoted = connection.ops.quote_name
    cast = connection.features.requires_casted_case_in_updates  # nulls alone are text there
    said = []
    for name in SET:
        kind = meta.get_field(name).db_type(connection)
        value = f"told.{quoted(name)}"
        said.append(f"{quoted(name)} = {f'CAST({value} AS {kind})' if cast else value}")
    names = ", ".join(quoted(name) for name in ("of", *SET))
    row = f"({', '.join(['%s'] * (1 + len(SET)))})"
    table, of = quoted(meta.db_table), quoted("of")
    return (
        f"WITH told({names}) AS (VALUES {', '.join([row] * many)}) "  # noqa: S608  # no value is in it
        f"UPDATE {table} SET {', '.join(said)} FROM told "
        f"WHERE {table}.publication_id = told.{of} AND {table}.state = %s"
    )
