"""Which publication of a reading comes next, and by what: the ranking, or the ration.

Place after place, under the lock of the reading: at a place that the ration is due, the unread with the
smallest lot; else the first of the ranking. What was judged in the queue meanwhile is taken over, at a
place of its own, as if the ranking had shown it: the draws owe nothing to that choice.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from hustings.desk.accounts.models import Person
from hustings.desk.monitoring.models import Publication
from hustings.desk.review import reading_estimate, reading_order, reading_population
from hustings.desk.review.models import Ahead, Answer, Indication, Judgement, Reading, Shown
from hustings.desk.review.reading_estimate import RANK, RATION, Place
from hustings.refusal import Refusal
from hustings.screening import reading_ration

WHOLE = 100  # per cent of the ration where the ranking has nothing left to say
NONE = 0  # of what was taken over from the queue
WAITING, CONFIRMED = Indication.State.WAITING, Indication.State.CONFIRMED
NOTHING, SOMETHING = Shown.Outcome.NOTHING, Shown.Outcome.SOMETHING
QUEUE = Answer.How.QUEUE


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """What comes at the next place."""

    archive_id: str
    way: str
    share: int


def next_place(one: Reading, *, by: Person, at: datetime) -> Shown | None:
    """A new row of what comes next, None where all of it was shown. Under the reading's lock.

    Refusal review.reading_preparing: the worker has not ranked it yet.
    """
    ahead = Ahead.objects.filter(reading=one).first()
    if ahead is None:
        raise Refusal(
            "review.reading_preparing",
            "The worker screens and ranks these publications now. Wait some seconds, then read on.",
        )
    rows = one.shown.order_by("place").values_list("archive_id", "way", "outcome")
    shown = {record: Place(way=way, outcome=outcome) for record, way, outcome in rows}
    drawn = _drawn(one, shown, ahead, by=by, at=at)
    if drawn is None:
        return None
    return Shown.objects.create(
        reading=one, archive_id=drawn.archive_id, place=len(shown), way=drawn.way, at=at,
        share=drawn.share, after=reading_order.last_answer(one), learnt=ahead.after,
        model=ahead.model,
    )  # fmt: skip


def _drawn(
    one: Reading, shown: Mapping[str, Place], ahead: Ahead, *, by: Person, at: datetime
) -> Drawn | None:
    lot = next((record for record in reading_population.lots(one) if record not in shown), None)
    if lot is None:
        return None
    share = reading_estimate.share_now(one, list(shown.values()))
    if reading_ration.due(one.seed, len(shown), share / 100):
        return Drawn(archive_id=lot, way=RATION, share=share)
    held = _held(one, by=by, at=at)
    for record in ahead.ids:
        if record not in shown and record not in held:
            return Drawn(archive_id=record, way=RANK, share=share)
    return Drawn(archive_id=lot, way=RATION, share=WHOLE)


def _held(one: Reading, *, by: Person, at: datetime) -> set[str]:
    """Publications whose indications somebody else has taken in the queue."""
    others = Indication.objects.filter(
        publication__election=one.election_id, state=WAITING, held_until__gt=at
    ).exclude(held_by=by)
    return set(others.values_list("publication__archive_id", flat=True))


def free(one: Reading, *, by: Person, at: datetime) -> QuerySet[Shown]:
    """Shown, not answered, and held by nobody else, in their order."""
    ours = Q(held_by=None) | Q(held_until__lte=at) | Q(held_by=by)
    return one.shown.filter(ours, outcome="").order_by("place")


def skipped_by(person: Person) -> Exists:
    """Of rows shown: whether that person skipped it."""
    return Exists(
        Answer.objects.filter(shown=OuterRef("pk"), by=person, outcome=Answer.Outcome.SKIP)
    )


def taken_over(one: Reading, *, at: datetime) -> Iterator[tuple[Shown, Answer]]:
    """What the queue judged meanwhile, each with the answer that follows from it: something where one
    indication was confirmed, nothing where all were dismissed. Under the reading's lock.
    """
    judged = list(_judged(one))
    population = set(reading_population.ids(one.population)) if judged else set()
    place = one.shown.count()
    for publication, outcome in judged:
        if publication.archive_id not in population:
            continue
        row = one.shown.filter(archive_id=publication.archive_id).first()
        if row is None:
            row = Shown(reading=one, archive_id=publication.archive_id, place=place, way=RANK, at=at,
                        share=NONE, after=reading_order.last_answer(one), learnt=0,
                        model=publication.screened_with)  # fmt: skip
            place += 1
        row.outcome, row.skipped, row.held_by, row.held_until = outcome, False, None, None
        row.version += 1
        row.save()
        last = _last_judgement(publication)
        yield (
            row,
            Answer.objects.create(shown=row, outcome=outcome, how=QUEUE, by=last.by, at=last.at),
        )


def _judged(one: Reading) -> Iterator[tuple[Publication, str]]:
    """Publications with a confirmed indication, or with none that waits; not those taken over."""
    mine = Indication.objects.filter(publication=OuterRef("pk"))
    same = Shown.objects.filter(reading=one, archive_id=OuterRef("archive_id"))
    rows = Publication.objects.filter(
        Exists(mine), Exists(mine.filter(state=CONFIRMED)) | ~Exists(mine.filter(state=WAITING)),
        ~Exists(same.filter(outcome=SOMETHING)), election=one.election_id,
    ).annotate(something=Exists(mine.filter(state=CONFIRMED)))  # fmt: skip
    rows = rows.filter(Q(something=True) | ~Exists(same.exclude(outcome="")))
    if one.brought_in_id is not None:
        rows = rows.filter(brought_in=one.brought_in_id)
    for publication in rows.order_by("archive_id"):
        yield publication, SOMETHING if publication.something else NOTHING


def _last_judgement(publication: Publication) -> Judgement:
    judged = Judgement.objects.filter(indication__publication=publication)
    return (
        judged.exclude(outcome=Judgement.Outcome.SKIP)
        .select_related("by")
        .order_by("-pk")[:1]
        .get()
    )
