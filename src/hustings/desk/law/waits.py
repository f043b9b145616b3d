"""What of the law waits for whom: changed answers, and terms before, at and after their end.

Whom a term concerns, when, in which words: the pack says it (`escalate` of its clocks).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from hustings import law
from hustings.desk.accounts import gate, waiting
from hustings.desk.accounts.models import Person
from hustings.desk.accounts.waiting import Waiting
from hustings.desk.cases.models import Case, Notice
from hustings.desk.enforcement import terms
from hustings.desk.enforcement.models import Penalty
from hustings.desk.law import queries
from hustings.desk.templatetags.desk import in_words

NEVER = timedelta(days=36_500)  # a step that nothing follows
MOST = 1_000  # served fines whose term to appeal is reckoned for one page


@dataclass(frozen=True, kw_only=True)
class Reached:
    """What stands at one step: how much, where the first is, when its term ends."""

    count: int
    url: str
    ends: datetime | None


def register() -> None:
    """Everybody asks; whether a step is theirs, their roles say."""
    waiting.register("law.look", to_look_at)
    waiting.register_many("law.read", escalations)


def to_look_at(_person: Person, _at: datetime) -> Waiting | None:
    """Matters whose answer an adopted law or date changed."""
    found = queries.to_look_at()
    first = found.first()
    if first is None:
        return None
    return Waiting(
        sentence=_("matters whose answer the law changed: look at them"), count=found.count(),
        url=reverse("law:looks"), oldest=first.adoption.at,
    )  # fmt: skip


def escalations(person: Person, at: datetime) -> Iterator[Waiting]:
    """The last step that each running or finished term has reached, for the roles of this person."""
    here = queries.in_use()
    if here.row is None:
        return
    roles = {role.value for role in gate.roles_of(person, at=at)}
    for name, reached in STANDING.items():
        clock = here.pack.clocks.get(name)
        for step, until in _steps(clock, roles) if clock else ():
            standing = reached(here, step.after, until, at)
            if standing.count:
                yield Waiting(
                    sentence=in_words(step.says), count=standing.count, url=standing.url,
                    deadline=standing.ends,
                )  # fmt: skip


def _steps(clock: law.Clock, roles: set[str]) -> Iterator[tuple[law.clocks.Step, timedelta]]:
    """Each step that concerns one of the roles, and when the next one to the same role follows."""
    for role in sorted(roles):
        mine = sorted((one for one in clock.steps if one.to == role), key=lambda one: one.after)
        for step, following in zip(mine, [*mine[1:], None], strict=False):
            yield step, following.after if following else NEVER


def _explanations(here: queries.InUse, after: timedelta, until: timedelta, at: datetime) -> Reached:
    """Notices unanswered and not yet recorded as lapsed."""
    found = Notice.objects.filter(
        due_at__lte=at - after, due_at__gt=_before(at, until), lapsed_at=None,
        respondent__explanations=None, respondent__case__stage=Case.Stage.OPENED,
        respondent__case__election=here.row,
    ).order_by("due_at")  # fmt: skip
    first = found.select_related("respondent").first()
    if first is None:
        return Reached(count=0, url="", ends=None)
    url = reverse("cases:case", args=[first.respondent.case_id]) + "#letters"
    return Reached(count=found.count(), url=url, ends=first.due_at)


def _payments(here: queries.InUse, after: timedelta, until: timedelta, at: datetime) -> Reached:
    """Fines served and not paid; none while an appeal has stopped the clock (no last day then)."""
    zone = ZoneInfo(here.zone)
    found = _served(here).filter(
        due_on__lt=(at - after).astimezone(zone).date(),
        due_on__gte=_before(at, until).astimezone(zone).date(),
    ).order_by("due_on")  # fmt: skip
    first = found.first()
    if first is None or first.due_on is None:
        return Reached(count=0, url="", ends=None)
    ends = datetime.combine(first.due_on + timedelta(days=1), datetime.min.time(), tzinfo=zone)
    return Reached(count=found.count(), url=_fine(first), ends=ends)


def _appeals(here: queries.InUse, after: timedelta, until: timedelta, at: datetime) -> Reached:
    """Fines served, unpaid and not appealed against, by the term to appeal."""
    found = []
    for one in _served(here).filter(charge__appeals=None).order_by("served_at")[:MOST]:
        ends = terms.to_appeal(one.charge.respondent.case, since=one.served_at or at).at
        if ends and _before(at, until) < ends <= at - after:
            found.append((one, ends))
    if not found:
        return Reached(count=0, url="", ends=None)
    return Reached(count=len(found), url=_fine(found[0][0]), ends=found[0][1])


def _served(here: queries.InUse) -> QuerySet[Penalty]:
    return Penalty.objects.filter(
        kind=Penalty.Kind.FINE, state=Penalty.State.SERVED,
        charge__respondent__case__election=here.row,
    ).select_related("charge__respondent__case__election")  # fmt: skip


def _before(at: datetime, until: timedelta) -> datetime:
    """The end of a term that reaches its next step just now."""
    return at - until


def _fine(penalty: Penalty) -> str:
    charge = penalty.charge
    return reverse("enforcement:case", args=[charge.respondent.case_id]) + f"#charge-{charge.pk}"


STANDING: dict[str, Callable[[queries.InUse, timedelta, timedelta, datetime], Reached]] = {
    "explanation": _explanations,
    "payment": _payments,
    "appeal": _appeals,
}
