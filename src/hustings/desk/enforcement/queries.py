"""What the enforcement room shows, and the facts its rules ask for."""

from datetime import datetime

from django.db.models import QuerySet, Sum

from hustings import documents, law
from hustings.desk import packs
from hustings.desk.accounts.models import Person
from hustings.desk.cases.models import Case, Charge
from hustings.desk.commission.models import Measure, Resolution, Vote
from hustings.desk.enforcement.models import Appeal, Penalty, Referral
from hustings.desk.enforcement.procedure import Charged


def resolution_of(case: Case) -> Resolution:
    return Resolution.objects.select_related("item__sitting").get(item__case=case)


def charges(case: Case) -> QuerySet[Charge]:
    return (
        Charge.objects.filter(respondent__case=case)
        .select_related("respondent__case__election", "protocol", "penalty")
        .prefetch_related("appeals", "carried", "penalty__payments")
        .order_by("pk")
    )


def charged(charge: Charge) -> Charged:
    """The charge as the rules see it."""
    case = charge.respondent.case
    execution = outcome_execution(case, charge.outcome)
    referral = living_referral(case, to=execution) if execution else None
    penalty = Penalty.objects.filter(charge=charge).first()
    return Charged(
        respondent=charge.respondent.name, outcome=charge.outcome, execution=execution,
        referred=referral.state if referral else "",
        protocol=Charge.objects.filter(pk=charge.pk, protocol__isnull=False).exists(),
        penalty=penalty.state if penalty else "",
        appealed=charge.appeals.filter(state=Appeal.State.FILED).exists(),
        protocolled=bool(documents.languages("protocol", pack=case.election.pack)),
        running=bool(penalty and penalty.per and penalty.stopped_at is None),
        carried=frozenset(charge.carried.values_list("outcome", flat=True)),
    )  # fmt: skip


def follows(charge: Charge, outcome: str) -> tuple[str, ...]:
    """The outcomes of which one must be in force before this one; the pack's `after`."""
    pack = packs.of(charge.respondent.case.election)
    return tuple(pack.outcomes[outcome].get("after", ())) if outcome in pack.outcomes else ()


def followers(charge: Charge) -> list[str]:
    """Outcomes that the law lets follow on the one that was decided."""
    pack = packs.of(charge.respondent.case.election)
    return [code for code, one in pack.outcomes.items() if charge.outcome in one.get("after", ())]


def measure(charge: Charge) -> Measure | None:
    """The sum that whoever decided has set within the tariff; None: it is fixed, or the official's."""
    return Measure.objects.filter(charge=charge).exclude(amount=None).first()


def outcome_execution(case: Case, outcome: str) -> str:
    return execution(case.election.pack, outcome) if outcome else ""


def execution(pack: str, outcome: str) -> str:
    """Which body carries the outcome out; empty: nobody has to."""
    return str(law.load(pack).outcomes[outcome]["execution"])


def living_referral(case: Case, *, to: str = "official") -> Referral | None:
    found = Referral.objects.filter(resolution__item__case=case, to=to).exclude(
        state=Referral.State.RETURNED
    )
    return found.select_related("resolution").first()


def referrals(case: Case) -> QuerySet[Referral]:
    """Every referral of the case, those that came back too."""
    found = Referral.objects.filter(resolution__item__case=case).order_by("pk")
    return found.select_related("resolution", "official")


def voted(person: Person, charge: Charge) -> bool:
    return Vote.objects.filter(item__case=charge.respondent.case, member=person).exists()


def paid(penalty: Penalty) -> int:
    """What has been received, in whole units of the currency."""
    return int(penalty.payments.aggregate(total=Sum("amount"))["total"] or 0)


def cases() -> QuerySet[Case]:
    """Cases that are decided or further, newest first."""
    return (
        Case.objects.filter(stage__in=["decided", "referred", "closed"], items__state="adopted")
        .distinct()
        .order_by("-pk")
    )


def tariff(charge: Charge, *, at: datetime) -> law.Tariff:
    """The tariff by the rate of the day of the decision, for the class of this respondent."""
    respondent = charge.respondent
    decided = resolution_of(respondent.case).adopted_at
    del at  # a fine follows the rate of the day it was decided on, not of the day it is written
    return packs.of(respondent.case.election).tariff(
        charge.offence, author_class=respondent.author_class, person=respondent.person_kind,
        on=decided.date(),
    )  # fmt: skip


def overdue(*, at: datetime) -> QuerySet[Penalty]:
    return Penalty.objects.filter(
        kind="fine", state__in=["imposed", "served"], due_on__lt=at.date()
    )


def owed(penalty: Penalty) -> int:
    """What a fine amounts to after the courts: the changed sum where there is one."""
    changed = (
        Appeal.objects.filter(charge=penalty.charge, state=Appeal.State.CHANGED)
        .order_by("-pk").values_list("amount", flat=True).first()
    )  # fmt: skip
    if penalty.state == Penalty.State.CANCELLED:
        return 0
    return changed if changed is not None else penalty.amount or 0
