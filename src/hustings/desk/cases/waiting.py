"""What of the cases waits for somebody: findings without a case, cases to move, drafts to adopt."""

from datetime import datetime

from django.db.models import Min
from django.urls import reverse
from django.utils.translation import gettext as _

from hustings.desk.accounts import waiting
from hustings.desk.accounts.models import Person
from hustings.desk.accounts.waiting import Waiting
from hustings.desk.cases import queries
from hustings.desk.cases.models import Case, Notice, Proposal


def register() -> None:
    """Ask these of whoever may do the act that the work waits for."""
    waiting.register("cases.open", without_case)
    waiting.register("cases.lapse", run_out)
    waiting.register("cases.draft_proposal", with_group)
    waiting.register("cases.adopt_proposal", to_adopt)


def without_case(_person: Person, _at: datetime) -> Waiting | None:
    """Confirmed indications that no case holds."""
    found = queries.unplaced()
    return Waiting(
        sentence=_("confirmed indications wait for a case"), count=found.count(),
        url=reverse("cases:open"),
        oldest=found.aggregate(oldest=Min("publication__collected_at"))["oldest"],
    )  # fmt: skip


def run_out(_person: Person, at: datetime) -> Waiting | None:
    """Terms that passed unanswered and are not yet recorded as lapsed."""
    found = Notice.objects.filter(
        due_at__lte=at, lapsed_at=None, respondent__explanations=None,
        respondent__case__stage=Case.Stage.OPENED,
    ).order_by("due_at")  # fmt: skip
    first = found.select_related("respondent").first()
    if first is None:
        return None
    return Waiting(
        sentence=_("terms to explain have passed unanswered: record the lapse"),
        count=found.count(), url=_letters(first), oldest=first.due_at,
    )  # fmt: skip


def _letters(notice: Notice) -> str:
    return reverse("cases:case", args=[notice.respondent.case_id]) + "#letters"


def with_group(_person: Person, at: datetime) -> Waiting | None:
    """Cases that the group still gathers; the deadline is the nearest term that runs."""
    found = Case.objects.filter(stage=Case.Stage.OPENED).exclude(
        proposals__state__in=queries.LIVING
    )
    running = Notice.objects.filter(
        respondent__case__in=found, due_at__gt=at, respondent__explanations=None
    )
    return Waiting(
        sentence=_("cases are with the working group"), count=found.count(),
        url=reverse("cases:list") + "?stage=opened",
        oldest=found.aggregate(oldest=Min("opened_at"))["oldest"],
        deadline=running.aggregate(nearest=Min("due_at"))["nearest"],
    )  # fmt: skip


def to_adopt(person: Person, _at: datetime) -> Waiting | None:
    """Drafts of others: nobody adopts their own."""
    found = (
        Proposal.objects.filter(state=Proposal.State.DRAFT)
        .exclude(drafted_by=person)
        .order_by("drafted_at")
    )
    first = found.first()
    if first is None:
        return None
    return Waiting(
        sentence=_("proposals wait for your adoption"), count=found.count(),
        url=reverse("cases:case", args=[first.case_id]) + "#proposal", oldest=first.drafted_at,
    )  # fmt: skip
