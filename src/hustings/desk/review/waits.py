"""What of the queue waits for whom."""

from datetime import datetime

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from hustings.desk.accounts.models import Person
from hustings.desk.accounts.waiting import Waiting
from hustings.desk.review.models import Indication, Reading


def unread(person: Person, at: datetime) -> Waiting:
    """Indications nobody has decided yet."""
    del person, at  # the same queue for all who may confirm
    rows = Indication.objects.filter(state=Indication.State.WAITING)
    oldest = rows.order_by("publication__collected_at").values_list(
        "publication__collected_at", flat=True
    )
    return Waiting(
        sentence=_("indications to read"), count=rows.count(), url=reverse("review:queue"),
        oldest=oldest.first(),
    )  # fmt: skip


def held(person: Person, at: datetime) -> Waiting:
    """Those this person has taken."""
    mine = Indication.objects.filter(
        state=Indication.State.WAITING, held_by=person, held_until__gt=at
    )
    return Waiting(
        sentence=_("indications that you have taken"), count=mine.count(),
        url=reverse("review:queue") + "?mine=1",
        deadline=mine.order_by("held_until").values_list("held_until", flat=True).first(),
    )  # fmt: skip


def readings(person: Person, at: datetime) -> Waiting | None:
    """What is still unread in open readings; the list of them, or the one that is open."""
    del person, at  # the same for all who read
    rows = list(
        Reading.objects.filter(closed_at=None)
        .annotate(answered=Count("shown", filter=~Q(shown__outcome="")))
        .order_by("at")
    )
    if not rows:
        return None
    one = reverse("review:reading", args=[rows[0].pk])
    return Waiting(
        sentence=_("publications to read in open readings"),
        count=sum(row.size - row.answered for row in rows),
        url=one if len(rows) == 1 else reverse("review:readings"), oldest=rows[0].at,
    )  # fmt: skip
