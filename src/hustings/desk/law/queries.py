"""What the law room reads: the law in use, what its rules found, what an adoption changed."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from hustings import law
from hustings.desk import packs
from hustings.desk.cases.models import Charge
from hustings.desk.law.models import Adoption, Changed
from hustings.desk.monitoring import queries as monitoring
from hustings.desk.monitoring.models import Election
from hustings.desk.review.models import Indication

STATES = ("waiting", "confirmed", "dismissed", "charged")
PAGE = 50


@dataclass(frozen=True, kw_only=True)
class InUse:
    """The pack and the calendar that this desk works on; `row` is None before an election is open."""

    pack: law.Pack
    election: law.Election
    row: Election | None

    @property
    def zone(self) -> str:
        return str(self.election.timezone)


def in_use() -> InUse:
    row = monitoring.election()
    pack = packs.of(row) if row else law.load(settings.PACK)
    return InUse(pack=pack, election=pack.election(row.code) if row else pack.elections[0], row=row)


def found_by_rule(article: str) -> Mapping[str, Mapping[str, int]]:
    """How many indications each rule has that stands in that article or is punished by it, by
    state, and how many charges rest on them. Two queries, grouped where the rows are.
    """
    counts: defaultdict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(STATES, 0))
    rows = Indication.objects.filter(_within(article, ""))
    for rules, state, count in (
        rows.values_list("rules", "state").annotate(count=Count("pk")).order_by()
    ):
        for rule in rules:
            counts[rule][state] += count
    charges = Charge.objects.filter(_within(article, "findings__indication__"))
    for rules, count in (
        charges.values_list("findings__indication__rules")
        .annotate(count=Count("pk", distinct=True)).order_by()
    ):  # fmt: skip
        for rule in rules or ():
            counts[rule]["charged"] += count
    return counts


def _within(article: str, through: str) -> Q:
    wanted = Q()
    for field in ("provision", "offence"):
        wanted |= Q(**{f"{through}{field}": article})
        wanted |= Q(**{f"{through}{field}__startswith": f"{article}__"})
    return wanted


def adoptions() -> QuerySet[Adoption]:
    """The newest first."""
    return Adoption.objects.select_related("by", "election").order_by("-pk")


def changes(adoption: Adoption) -> QuerySet[Changed]:
    return _changes().filter(adoption=adoption)


def to_look_at() -> QuerySet[Changed]:
    """Nobody has looked at these yet."""
    return _changes().filter(looked=None)


def _changes() -> QuerySet[Changed]:
    return Changed.objects.select_related(
        "adoption__by", "indication__publication__account", "charge__respondent__case", "looked__by",
    ).order_by("pk")  # fmt: skip
