"""What of enforcement waits for whom."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from hustings.desk.accounts.models import Person
from hustings.desk.accounts.waiting import Waiting
from hustings.desk.cases.models import Case, Charge
from hustings.desk.enforcement import queries
from hustings.desk.enforcement.models import Referral
from hustings.desk.enforcement.procedure import HERE


def to_refer(person: Person, at: datetime) -> Waiting:
    """Adopted resolutions whose materials have not gone out."""
    del person, at  # the same for every secretary
    cases = Case.objects.filter(stage=Case.Stage.DECIDED)
    return Waiting(sentence=_("resolutions to refer"), count=cases.count(),
                   url=reverse("enforcement:list"))  # fmt: skip


def to_receive(person: Person, at: datetime) -> Waiting:
    del person, at  # the same for every official
    sent = Referral.objects.filter(state=Referral.State.SENT)
    return Waiting(
        sentence=_("packets to receive"), count=sent.count(), url=reverse("enforcement:list"),
        oldest=sent.order_by("sent_at").values_list("sent_at", flat=True).first(),
    )  # fmt: skip


def to_execute(person: Person, at: datetime) -> Waiting:
    """Outcomes that are decided, received, and not carried out."""
    del person, at  # the same for every official
    charges = Charge.objects.filter(penalty=None, carried=None, respondent__case__stage="referred")
    count = sum(
        outcome != "" and queries.execution(pack, outcome) in HERE
        for pack, outcome in charges.values_list("respondent__case__election__pack", "outcome")
    )
    return Waiting(sentence=_("outcomes to carry out"), count=count,
                   url=reverse("enforcement:list"))  # fmt: skip
