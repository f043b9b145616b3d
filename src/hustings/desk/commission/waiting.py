"""What of the commission waits for somebody: cases for an agenda, items to settle, votes to give."""

from datetime import datetime

from django.db.models import Min, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from hustings.desk.accounts import waiting
from hustings.desk.accounts.models import Person
from hustings.desk.accounts.waiting import Waiting
from hustings.desk.commission import queries
from hustings.desk.commission.models import Item, Sitting


def register() -> None:
    """Ask these of whoever may do the act that the work waits for."""
    waiting.register("commission.put_on_agenda", for_agenda)
    waiting.register("commission.close_sitting", to_settle)
    waiting.register("commission.vote", to_vote)


def for_agenda(_person: Person, _at: datetime) -> Waiting | None:
    """Cases with an adopted proposal."""
    found = queries.waiting()
    return Waiting(
        sentence=_("cases with an adopted proposal wait for an agenda"), count=found.count(),
        url=reverse("commission:sittings"),
        oldest=found.aggregate(oldest=Min("proposals__adopted_at"))["oldest"],
    )  # fmt: skip


def to_settle(_person: Person, _at: datetime) -> Waiting | None:
    """Sittings that are open: each waits to be closed."""
    found = Sitting.objects.filter(state=Sitting.State.OPEN).order_by("opened_at")
    first = found.first()
    if first is None:
        return None
    return Waiting(
        sentence=_("sittings are open: settle their items and close them"), count=found.count(),
        url=reverse("commission:sitting", args=[first.pk]), oldest=first.opened_at,
    )  # fmt: skip


def to_vote(person: Person, _at: datetime) -> Waiting | None:
    """Items in which voting is open and this member is there, free to vote, and has not."""
    apart = (
        Q(votes__member=person)
        | Q(recusals__member=person)
        | Q(case__proposals__state="adopted", case__proposals__drafted_by=person)
        | Q(case__proposals__state="adopted", case__proposals__adopted_by=person)
    )
    found = (
        Item.objects.filter(
            state=Item.State.HEARD, sitting__state=Sitting.State.OPEN,
            sitting__presences__member=person, sitting__presences__present=True,
        )
        .exclude(pk__in=Item.objects.filter(apart))
        .order_by("pk")
    )  # fmt: skip
    first = found.first()
    if first is None:
        return None
    where = reverse("commission:sitting", args=[first.sitting_id])
    return Waiting(
        sentence=_("items wait for your vote"), count=found.count(), url=f"{where}#item-{first.pk}"
    )
