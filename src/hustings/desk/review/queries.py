"""What the queue shows, and who holds what."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from hustings.desk.accounts.models import Person
from hustings.desk.review.models import Indication, Judgement
from hustings.desk.suggestions import queries as copies

PAGE = 50
FILTERS = ("state", "offence", "window", "source", "candidate", "rule", "mine")


def queue(
    *, filters: dict[str, str], by: Person, at: datetime, after: str = ""
) -> tuple[list[Indication], str]:
    """One page of indications, highest rank first, and the cursor of the next page (or "").

    The cursor is `rank:pk` of the last row shown, so a long queue is never counted through.
    """
    rows = copies.one_row_each(_filtered(filters, by=by, at=at))
    if after:
        rank, _, pk = after.partition(":")
        try:
            last, key = float(rank), int(pk)
        except ValueError:
            last, key = 2.0, 0
        rows = rows.filter(Q(rank__lt=last) | Q(rank=last, pk__gt=key))
    found = list(rows.order_by("-rank", "pk")[: PAGE + 1])
    cursor = f"{found[PAGE - 1].rank}:{found[PAGE - 1].pk}" if len(found) > PAGE else ""
    return found[:PAGE], cursor


def _filtered(filters: dict[str, str], *, by: Person, at: datetime) -> QuerySet[Indication]:
    rows = Indication.objects.select_related(
        "publication__account", "publication__election", "held_by"
    )
    state = filters.get("state", "waiting")
    if state in Indication.State.values:
        rows = rows.filter(state=state)
    for name in ("offence", "window"):
        if filters.get(name):
            rows = rows.filter(**{name: filters[name]})
    if filters.get("source"):
        rows = rows.filter(publication__account__source=filters["source"])
    if filters.get("candidate"):
        # The roster's id stands in quotes in the JSON of mentions: a whole id, not a part of one.
        rows = rows.filter(publication__mentions__icontains=f'"{filters["candidate"]}"')
    if filters.get("rule"):
        rows = rows.filter(rules__icontains=f'"{filters["rule"]}"')  # a whole name, the same way
    if filters.get("mine"):
        rows = rows.filter(held_by=by, held_until__gt=at)
    return rows


def choices() -> dict[str, list[str]]:
    """The values that filters may take."""
    rows = Indication.objects.order_by()
    return {
        "offence": sorted(rows.values_list("offence", flat=True).distinct()),
        "window": sorted(rows.values_list("window", flat=True).distinct()),
        "source": sorted(rows.values_list("publication__account__source", flat=True).distinct()),
    }


def neighbours(indication: Indication) -> tuple[int | None, int | None]:
    """The previous and the next waiting indication in the queue's order."""
    rows = Indication.objects.filter(state=Indication.State.WAITING).exclude(pk=indication.pk)
    before = rows.filter(
        Q(rank__gt=indication.rank) | Q(rank=indication.rank, pk__lt=indication.pk)
    ).order_by("rank", "-pk")
    after = rows.filter(
        Q(rank__lt=indication.rank) | Q(rank=indication.rank, pk__gt=indication.pk)
    ).order_by("-rank", "pk")
    return tuple(  # type: ignore[return-value]  # of two
        side.values_list("pk", flat=True).first() for side in (before, after)
    )


def changed(indication: Indication) -> list[Any]:
    """What adopted laws changed of its answer, the newest first (rows of the law room)."""
    rows = indication.changes.select_related("adoption__by", "looked__by")  # the law room's rows
    return list(rows.order_by("-pk"))


def history(indication: Indication) -> QuerySet[Judgement]:
    return indication.judgements.select_related("by").order_by("pk")
