"""One timeline of a case: every ledger line that touched it or what belongs to it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.urls import reverse

from hustings.desk.cases.models import Case, Charge, Exhibit, Explanation, Notice
from hustings.desk.cases.words import KINDS, Words, act_words
from hustings.desk.language import current
from hustings.desk.ledger.models import Line

SHOWN = 60  # at first; a page of acts that somebody reads to the end
MOST = 2_000  # when all are asked for


@dataclass(frozen=True, kw_only=True)
class Moment:
    """One act of the timeline; `link` leads to what it made."""

    line: Line
    words: Words
    link: str


@dataclass(frozen=True, kw_only=True)
class Narrowed:
    """What of the timeline is asked for: a kind of KINDS ("" all), and days, both included."""

    kind: str = ""
    most: int = SHOWN
    since: date | None = None
    until: date | None = None


def rows_of(case: Case) -> list[str]:
    """The case and its children as the ledger names them; other rooms name the case itself."""
    children = (
        ("cases.respondent", case.respondents),
        ("cases.finding", case.findings),
        ("cases.proposal", case.proposals),
        ("cases.charge", Charge.objects.filter(respondent__case=case)),
        ("cases.notice", Notice.objects.filter(respondent__case=case)),
        ("cases.explanation", Explanation.objects.filter(respondent__case=case)),
        ("cases.exhibit", Exhibit.objects.filter(case=case)),
    )
    named = [
        f"{label}:{pk}" for label, rows in children for pk in rows.values_list("pk", flat=True)
    ]
    indications = case.findings.values_list("indication", flat=True)
    return [case.row, *named, *(f"review.indication:{pk}" for pk in indications)]


def moments(case: Case, *, narrowed: Narrowed, zone: str) -> tuple[Sequence[Moment], int]:
    """The latest acts first, at most `most` of them; and how many there are in all."""
    lines = Line.objects.filter(touched__row__in=rows_of(case)).distinct()
    lines = _between(_of_kind(lines, narrowed.kind), narrowed, ZoneInfo(zone))
    found = lines.select_related("by").prefetch_related("touched").order_by("-place")
    shown = [
        Moment(line=line, words=act_words(line.act), link=_link(line))
        for line in found[: narrowed.most]
    ]
    return shown, found.count()


def _of_kind(lines: QuerySet[Line], kind: str) -> QuerySet[Line]:
    if kind not in KINDS:
        return lines
    wanted = Q()
    for beginning in KINDS[kind][1]:
        wanted |= Q(act__startswith=beginning)
    return lines.filter(wanted)


def _between(lines: QuerySet[Line], narrowed: Narrowed, zone: ZoneInfo) -> QuerySet[Line]:
    if narrowed.since:
        lines = lines.filter(at__gte=datetime.combine(narrowed.since, time(), zone))
    if narrowed.until:
        end = narrowed.until + timedelta(days=1)
        lines = lines.filter(at__lt=datetime.combine(end, time(), zone))
    return lines


def _link(line: Line) -> str:
    return next(_links(sorted(touched.row for touched in line.touched.all())), "")


def _language(notice: str) -> str:
    """A language in which that notice is on paper: the reader's, else its first."""
    drawn = list(Notice.objects.get(pk=notice).papers)
    return current() if current() in drawn else drawn[0]


def _links(rows: Sequence[str]) -> Iterator[str]:
    """The most telling thing first: a paper, then a place on the page."""
    for row in rows:
        label, _, pk = row.partition(":")
        if label == "cases.notice":
            yield reverse("cases:notice-paper", args=[pk, _language(pk)])
        if label == "commission.resolution":
            yield reverse("commission:resolution", args=[pk])
        if label == "commission.item":
            yield reverse("commission:item", args=[pk])
    for row in rows:
        label, _, pk = row.partition(":")
        if label in {"cases.explanation", "cases.charge", "cases.finding", "cases.respondent"}:
            yield f"#{label.removeprefix('cases.')}-{pk}"
