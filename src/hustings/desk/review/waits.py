"""What of the queue waits for whom."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from hustings.desk.accounts.models import Person
from hustings.desk.accounts.waiting import Waiting
from hustings.desk.review.models import Indication


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
