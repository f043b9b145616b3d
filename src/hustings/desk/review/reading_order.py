"""The worker's part of the reading: what the answers teach, and the order ahead.

A request never waits for it: it deals from the order that was made last, and the ration needs none.
Killed anywhere, the next step makes it again.
"""

import logging
from collections.abc import Sequence
from datetime import datetime

import polars as pl
from django.db.models import Max

from hustings.desk.review import reading_estimate, reading_population
from hustings.desk.review.models import Ahead, Answer, Reading, Shown
from hustings.refusal import Refusal
from hustings.screening import reading
from hustings.screening.reading import Decision, Queue

log = logging.getLogger(__name__)
FIRST = 500  # of the order that are kept: as many may be read before the worker comes again
_queues: dict[str, Queue] = {}  # of the populations read now; their tables take seconds to build


def step(*, at: datetime) -> bool:
    """Learn anew what was answered since, in every open reading; whether anything was."""
    readings = Reading.objects.filter(closed_at=None).select_related("election", "brought_in")
    for gone in set(_queues) - {one.population for one in readings}:
        del _queues[gone]
    return sum([_tried(one, at=at) for one in readings.order_by("pk")]) > 0


def _tried(one: Reading, *, at: datetime) -> bool:
    """A reading whose files are not what they were stops no other and no import; its order stays."""
    try:
        return _learnt(one, at=at)
    except Refusal:
        log.exception("the order of %s cannot be made", one.row)
        return False


def last_answer(one: Reading) -> int:
    """The key of the last answer of a reading; 0 before the first."""
    last: int | None = Answer.objects.filter(shown__reading=one).aggregate(last=Max("pk"))["last"]
    return last or 0


def _learnt(one: Reading, *, at: datetime) -> bool:
    after = last_answer(one)
    if Ahead.objects.filter(reading=one, after=after).exists():
        return False
    queue, model = _queue(one)
    shown = list(one.shown.order_by("place"))
    decisions = _decisions(shown)
    learnt = reading.learn(queue, decisions)
    ahead = reading.order(queue, decisions, learnt, now=at, share=0.0)
    told = {
        "ids": ahead["id"].head(FIRST).to_list(), "model": model, "after": after, "at": at,
        "learnt_from": sum(bool(place.outcome) for place in shown),
        "more": reading_estimate.more(one, reading_estimate.places(one)),
    }  # fmt: skip
    Ahead.objects.update_or_create(reading=one, defaults=told)
    return True


def _decisions(shown: Sequence[Shown]) -> list[Decision]:
    """What is shown and not answered teaches nothing, but is not unread either."""
    return [
        Decision(
            place.archive_id,
            place.outcome == Shown.Outcome.SOMETHING if place.outcome else None,
            place.way,
        )
        for place in shown
    ]


def _queue(one: Reading) -> tuple[Queue, str]:
    population, model = reading_population.frame(one)
    if one.population not in _queues:
        rows = population.select(
            "id", "text", "mentions", "signals", "viewers",
            pl.col("ends").list.min().alias("deadline"),
            pl.int_ranges(0, "indicated").alias("indications"),
        )  # fmt: skip
        roster = reading_population.roster_of(one.election)
        # Whom the ranking presumes empty is drawn apart from the ration, which must owe it nothing.
        seed = f"{one.seed} presumed"
        _queues[one.population] = reading.queue(rows, seed=seed, roster=roster)
    return _queues[one.population], model
