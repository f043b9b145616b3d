"""What the pages of the reading show."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from hustings.desk.accounts.models import Person
from hustings.desk.monitoring.models import Import
from hustings.desk.review import (
    reading_estimate,
    reading_order,
    reading_picture,
    reading_population,
)
from hustings.desk.review.models import Ahead, Answer, Indication, Reading, Shown

LISTED = 100


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How a reading stands. `more`: of how many further records, all empty, the rule would let go;
    None until the worker has counted; `behind`: answers that the order does not know yet.
    """

    known: reading_estimate.Estimate
    picture: reading_picture.Picture
    ahead: Ahead | None
    more: int | None
    behind: bool


def standing(one: Reading) -> Standing:
    ahead = Ahead.objects.filter(reading=one).first()
    if one.closed_at:
        known = reading_picture.at_close(one)
    else:
        known = reading_estimate.estimated(one, reading_estimate.places(one))
    return Standing(
        known=known, picture=reading_picture.drawn(known), ahead=ahead,
        more=min(ahead.more, known.unread) if ahead else None,
        behind=ahead is not None and ahead.after != reading_order.last_answer(one),
    )  # fmt: skip


def readings() -> QuerySet[Reading]:
    """The newest first, each with how many were answered."""
    answered = Count("shown", filter=~Q(shown__outcome=""))
    rows = Reading.objects.select_related("brought_in", "by", "closed_by", "election")
    return rows.annotate(answered=answered).order_by("-pk")[:LISTED]


def imports() -> QuerySet[Import]:
    """Those that came in whole, the newest first: each may be read."""
    return Import.objects.filter(state=Import.State.DONE, kept__gt=0).order_by("-pk")[:LISTED]


def held(one: Reading, *, by: Person, at: datetime) -> Shown | None:
    """What this person is reading now."""
    mine = one.shown.filter(outcome="", held_by=by, held_until__gt=at)
    return mine.select_related("reading").first()


def indications(shown: Shown) -> QuerySet[Indication]:
    """Of a publication shown, those in the queue."""
    return Indication.objects.filter(
        publication__election=shown.reading.election_id, publication__archive_id=shown.archive_id
    ).order_by("pk")


def last_of(one: Reading, *, by: Person) -> Answer | None:
    """The last answer of one person here, if it stands."""
    said = Answer.objects.filter(shown__reading=one, by=by, how=Answer.How.READING)
    last = said.exclude(outcome=Answer.Outcome.SKIP).select_related("shown").order_by("-pk").first()
    return last if last and last.outcome != Answer.Outcome.UNDO and last.shown.outcome else None


def to_put_forward(one: Reading) -> list[Mapping[str, Any]]:
    """What was answered «something» and stands in the queue nowhere: its number and first words."""
    found = one.shown.filter(outcome=Shown.Outcome.SOMETHING).order_by("-place")
    there = set(
        Indication.objects.filter(publication__election=one.election_id)
        .values_list("publication__archive_id", flat=True)
    )  # fmt: skip
    waiting = [shown.archive_id for shown in found if shown.archive_id not in there]
    return [reading_population.record(one, identity) for identity in waiting[:LISTED]]
