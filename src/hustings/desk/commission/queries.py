"""What the commission's room reads."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from django.db.models import Count, Prefetch, Q, QuerySet

from hustings import law
from hustings.desk import packs
from hustings.desk.accounts.models import Person
from hustings.desk.accounts.roles import Role
from hustings.desk.cases.models import Case, Charge
from hustings.desk.cases.outcomes import FINE
from hustings.desk.commission import bench as facts
from hustings.desk.commission import sums
from hustings.desk.commission.models import Item, Resolution, Sitting, Vote
from hustings.desk.monitoring.models import Election

# What the pack's words for a share mean, in members.
MOST_OF: Mapping[str, Callable[[int], int]] = MappingProxyType(
    {
        "majority_of_established": lambda established: established // 2 + 1,
        "two_thirds_of_established": lambda established: -(-established * 2 // 3),
        "all_established": lambda established: established,
    }
)


def zone_of(election: Election) -> str:
    """The clock of an election, by its IANA name."""
    return str(packs.of(election).election(election.code).timezone)


def day_of(sitting: Sitting) -> date:
    """The day of the sitting by the election's clock: whose rates the fines take."""
    return sitting.begins_at.astimezone(ZoneInfo(zone_of(sitting.election))).date()


def rule(election: Election) -> facts.Rule:
    """The pack's quorum and majority, both of the established number."""
    quorum = packs.of(election).quorum
    established = int(quorum["established"])
    return facts.Rule(
        established=established,
        quorum=MOST_OF[quorum["quorum"]](established),
        majority=MOST_OF[quorum["adoption"]](established),
        assumed=quorum["confidence"] != "quoted",
    )


def range_of(charge: Charge, *, case: Case, on: date) -> law.Tariff | None:
    """The tariff of a fine whose sum the law leaves open on that day; None: no fine, or fixed."""
    return open_tariff(charge, case=case, on=on) if charge.outcome == FINE else None


def open_tariff(charge: Charge, *, case: Case, on: date) -> law.Tariff | None:
    """The same whatever the outcome is now: what a fine would be chosen from."""
    respondent = charge.respondent
    tariff = packs.of(case.election).tariff(
        charge.offence, author_class=respondent.author_class, person=respondent.person_kind, on=on
    )
    return tariff if tariff.amount is None and tariff.least is not None else None


def bounds_of(tariff: law.Tariff, *, base: int | None) -> sums.Bounds:
    """What may be chosen; `base`: what a multiple is taken of, None where it is not known."""
    assert tariff.least is not None, "a range has both ends"
    assert tariff.most is not None, "the same"
    return sums.bounds(least=tariff.least, most=tariff.most, or_times=tariff.or_times, base=base)


def only_after(case: Case, outcome: str) -> frozenset[str]:
    """The outcomes of which one comes first; the pack's `after`."""
    return frozenset(packs.of(case.election).outcomes[outcome].get("after", ()))


def had(charge: Charge) -> frozenset[str]:
    """What was decided and carried out before against the same account, or the same name."""
    respondent = charge.respondent
    same = Q(respondent__name__iexact=respondent.name)
    if respondent.account_id is not None:
        same |= Q(respondent__account=respondent.account_id)
    earlier = Charge.objects.filter(
        same, respondent__case__election=respondent.case.election_id,
        respondent__case__stage=Case.Stage.CLOSED,
    ).exclude(respondent__case=respondent.case_id)  # fmt: skip
    return frozenset(earlier.values_list("outcome", flat=True))


def decider(election: Election) -> Mapping[str, str]:
    """What the pack calls whoever decides: a member, a judge, an officer."""
    return packs.of(election).roles["member"]


def alone(election: Election) -> bool:
    """Whether one person decides, without a quorum to count."""
    return rule(election).established == 1


def bench(sitting: Sitting) -> facts.Bench:
    """The sitting as procedure sees it."""
    present = sitting.presences.filter(present=True).values_list("member", flat=True)
    return facts.Bench(
        number=sitting.number,
        state=facts.SittingState(sitting.state),
        rule=rule(sitting.election),
        begins_at=sitting.begins_at,
        zone=zone_of(sitting.election),
        present=frozenset(present),
    )


def charges(case: Case) -> QuerySet[Charge]:
    """Respondent × provision, in the order the respondents were named."""
    return (
        Charge.objects.filter(respondent__case=case)
        .select_related("respondent__account")
        .order_by("respondent", "provision", "pk")
    )


def matter(item: Item) -> facts.Matter:
    """The item as procedure sees it."""
    proposals = item.case.proposals.exclude(adopted_by=None).order_by("-adopted_at", "-pk")
    group = next(iter(proposals.values_list("drafted_by", "adopted_by")[:1]), ())
    votes = Vote.objects.filter(item=item).values_list("member", "choice")
    return facts.Matter(
        case=item.case.number,
        state=facts.ItemState(item.state),
        rows=[
            facts.Row(
                respondent=charge.respondent.name,
                provision=charge.provision,
                outcome=charge.outcome,
                reason=charge.outcome_reason,
            )
            for charge in charges(item.case)
        ],
        recused=frozenset(item.recusals.values_list("member", flat=True)),
        group=frozenset(group),
        votes={member: facts.Choice(choice) for member, choice in votes},
    )


def members(*, at: datetime) -> QuerySet[Person]:
    """Everybody appointed a member of the commission at that moment."""
    return (
        Person.objects.filter(
            Q(appointments__until=None) | Q(appointments__until__gt=at),
            is_active=True,
            appointments__role=Role.MEMBER,
            appointments__since__lte=at,
        )
        .distinct()
        .order_by("pk")  # in the order they were enrolled, as the commission lists itself
    )


def items(sitting: Sitting) -> QuerySet[Item]:
    """The agenda in its order, with recusals and votes."""
    return (
        sitting.items.select_related("case__election", "resolution")
        .prefetch_related(
            "recusals__member", Prefetch("votes", Vote.objects.select_related("member"))
        )
        .order_by("place")
    )


def sittings() -> QuerySet[Sitting]:
    """All sittings, the newest first, with how many items each has and how many are open."""
    open_items = Q(
        items__state__in=[state.value for state in (Item.State.SCHEDULED, Item.State.HEARD)]
    )
    return (
        Sitting.objects.select_related("election", "chair")
        .annotate(count=Count("items"), unsettled=Count("items", filter=open_items))
        .order_by("-begins_at", "-pk")
    )


def ready(election: Election) -> QuerySet[Case]:
    """Cases whose adopted proposal waits for an agenda."""
    return Case.objects.filter(election=election, stage=Case.Stage.PROPOSED).order_by("pk")


def waiting() -> QuerySet[Case]:
    """The same in every election."""
    return Case.objects.filter(stage=Case.Stage.PROPOSED).order_by("pk")


def resolutions() -> QuerySet[Resolution]:
    """Adopted resolutions, the newest first."""
    return Resolution.objects.select_related("item__case", "item__sitting").order_by("-pk")
