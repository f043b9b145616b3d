"""What lies beside a publication, for the pages that show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Count, Exists, F, Model, OuterRef, Q, QuerySet

from hustings.desk.monitoring.models import Publication
from hustings.desk.suggestions import drawing
from hustings.desk.suggestions.models import Claim, Copied, Repeat, Spread
from hustings.law.vocabulary import EXACT

Row = TypeVar("Row", bound=Model)
PAGE = 50  # claims on one page
AROUND = 100  # characters shown before and behind quoted words
LISTED = 50  # copies listed on one page; all are counted
DRAWN = 20_000  # moments that are drawn, the earliest


@dataclass(frozen=True, kw_only=True)
class Quoted:
    """Words of a publication that repeat a refuted claim: `spans` counts in `excerpt`."""

    claim: Claim
    publication: Publication
    likeness: float
    excerpt: str
    spans: Sequence[dict[str, Any]]
    cut_before: bool
    cut_behind: bool


@dataclass(frozen=True, kw_only=True)
class Copies:
    """The other publications of one message, the earliest first, and how it went from place to place."""

    spread: Spread
    mine: Copied
    others: Sequence[Publication]
    more: int  # that are not listed
    picture: drawing.Picture


def one_row_each(indications: QuerySet[Row]) -> QuerySet[Row]:
    """Of copies of one message under one provision only the first in the queue's order.

    `indications`: rows of the review room, filtered as the reader wants them; so a row is only left
    out for one that the reader sees. Each row left has its spread at hand (publication.copied).
    """
    before = Q(rank__gt=OuterRef("rank")) | Q(rank=OuterRef("rank"), pk__lt=OuterRef("pk"))
    same = {name: OuterRef(name) for name in ("offence", "provision", "state")}
    earlier = indications.filter(
        before, publication__copied__spread=OuterRef("publication__copied__spread"), **same
    )
    return indications.filter(~Exists(earlier)).select_related("publication__copied__spread")


def copies_of(publication: Publication) -> Copies | None:
    """None of what stands alone."""
    mine = Copied.objects.select_related("spread").filter(publication=publication).first()
    if mine is None:
        return None
    theirs = Publication.objects.filter(copied__spread=mine.spread).exclude(pk=publication.pk)
    listed = theirs.select_related("account", "copied").prefetch_related("indications")
    when = F("published_at").asc(nulls_last=True)
    moments = Publication.objects.filter(
        copied__spread=mine.spread, published_at_provenance__in=EXACT
    ).values_list("account__source", "published_at")
    dated = [(name, at) for name, at in moments.order_by("published_at")[:DRAWN] if at]
    here = publication.published_at if publication.published_at_provenance in EXACT else None
    return Copies(
        spread=mine.spread, mine=mine, others=list(listed.order_by(when, "pk")[:LISTED]),
        more=max(0, mine.spread.messages - 1 - LISTED),
        picture=drawing.drawn(dated, here=(publication.account.source, here)),
    )  # fmt: skip


def quoted(publication: Publication) -> list[Quoted]:
    """Which refuted claims a publication repeats, in the order of its words."""
    rows = Repeat.objects.filter(publication=publication, claim__withdrawn_at=None)
    found = rows.select_related("claim").order_by("start", "claim__name")
    return [_quoted(one, publication) for one in found]


def repeating(claim: Claim) -> tuple[list[Quoted], int]:
    """Publications that repeat a claim, the likest first, and how many are not listed."""
    rows = claim.repeats.select_related("publication__account").prefetch_related(
        "publication__indications"
    )
    listed = rows.order_by("-likeness", "pk")[:LISTED]
    return [_quoted(one, one.publication) for one in listed], max(0, rows.count() - LISTED)


def _quoted(one: Repeat, publication: Publication) -> Quoted:
    first, last = max(0, one.start - AROUND), one.end + AROUND
    while first < one.start and publication.text[first].isspace():
        first += 1
    return Quoted(
        claim=one.claim, publication=publication, likeness=one.likeness,
        excerpt=publication.text[first:last],
        spans=[{"start": one.start - first, "end": one.end - first}],
        cut_before=first > 0, cut_behind=last < len(publication.text),
    )  # fmt: skip


def claims(*, words: str, after: str) -> tuple[list[Any], int | None]:
    """A page of claims, the newest first, and the cursor of the next one; `words` stand in them.
    `found` of each: in how many publications it is repeated.
    """
    rows = Claim.objects.select_related("by", "file").annotate(found=Count("repeats"))
    if words:
        rows = rows.filter(Q(text__icontains=words) | Q(reviewer__icontains=words))
    if after.isdecimal():
        rows = rows.filter(pk__lt=int(after[:18]))
    page = list(rows.order_by("-pk")[: PAGE + 1])
    return page[:PAGE], page[PAGE - 1].pk if len(page) > PAGE else None
