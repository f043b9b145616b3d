"""What lies beside a publication, for the pages that show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet

from hustings.desk.monitoring.models import Publication
from hustings.desk.suggestions import drawing
from hustings.desk.suggestions.models import Copied, Spread
from hustings.law.vocabulary import EXACT

Row = TypeVar("Row", bound=Model)
LISTED = 50  # copies listed on one page; all are counted
DRAWN = 20_000  # moments that are drawn, the earliest


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
