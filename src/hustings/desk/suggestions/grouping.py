"""The worker's look for copies: the same message, over accounts and platforms, is one group.

The answer follows from the publications that the desk holds and from nothing else, so the order in
which their files came in changes nothing. All are looked at again when one has come; what has
not changed is not written.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import polars as pl
from django.db import transaction
from django.db.models import F

from hustings import __version__
from hustings.desk.monitoring.models import Election, Publication
from hustings.desk.suggestions.models import Copied, Grouped, Spread
from hustings.law.vocabulary import EXACT
from hustings.screening import copies

MOST = 200_000  # publications looked at together, the newest; some microseconds and a kilobyte each
WRITTEN = 500  # rows in one statement
_KEPT = ("pk", "archive_id", "text", "account_id", "account__source", "published_at",
         "published_at_provenance")  # fmt: skip
MEASURES = ("messages", "accounts", "platforms", "first_seen", "hours")
Groups = dict[str, tuple[tuple[Any, ...], dict[int, float]]]  # group → measures, likeness by pk


def regroup(*, at: datetime) -> bool:
    """Group the copies of every election whose publications have changed; whether any had."""
    return sum(_regrouped(election, at=at) for election in Election.objects.order_by("pk")) > 0


@transaction.atomic
def _regrouped(election: Election, *, at: datetime) -> bool:
    seen = _seen(election)
    if Grouped.objects.filter(election=election, seen=seen).exists():
        return False
    # Two workers would write the same rows twice: one holds the election, the other waits.
    Election.objects.select_for_update().get(pk=election.pk)
    frame = _held(election)
    _written(election, _found(frame))
    Grouped.objects.update_or_create(election=election, defaults={"seen": seen, "at": at})
    return True


def _seen(election: Election) -> str:
    """A name of the set of publications: rows are only added, and texts only grow by pictures."""
    held = Publication.objects.filter(election=election)
    last = held.order_by("-pk").values_list("pk", flat=True).first()
    return f"{__version__}:{held.count()}:{last or 0}"


def _held(election: Election) -> pl.DataFrame:
    """Text and origin of the newest publications. What is no exact moment counts as none."""
    rows = (
        Publication.objects.filter(election=election)
        .order_by(F("published_at").desc(nulls_last=True), "archive_id")
        .values_list(*_KEPT)[:MOST]
    )
    frame = pl.DataFrame(
        list(rows),
        schema={
            "pk": pl.Int64, "id": pl.String, "text": pl.String, "account": pl.Int64,
            "source": pl.String, "published_at": pl.Datetime("us", "UTC"), "provenance": pl.String,
        },
        orient="row",
    )  # fmt: skip
    account = pl.col("account").cast(pl.String)
    return frame.with_columns(
        pl.struct(account.alias("id"), handle=pl.lit(None, pl.String), name=pl.lit(None, pl.String))
        .alias("author"),
        pl.when(pl.col("provenance").is_in(EXACT)).then(pl.col("published_at")),
    )  # fmt: skip


def _found(frame: pl.DataFrame) -> Groups:
    """The groups that have more than one member."""
    groups = copies.groups(frame)
    several = groups.filter(pl.len().over("group") > 1)
    spread = copies.spread(frame, several)
    members = several.join(frame.select("id", "pk"), on="id")
    found: Groups = {
        row["group"]: (tuple(row[name] for name in MEASURES), {})
        for row in spread.iter_rows(named=True)
    }
    for group, pk, likeness in members.select("group", "pk", "likeness").iter_rows():
        found[group][1][pk] = likeness
    return found


def _written(election: Election, found: Mapping[str, Any]) -> None:
    """Make the rows say what was found; a group that stands already is left alone."""
    known = _known(election)
    gone = [group for group, told in known.items() if found.get(group) != told]
    for some in _parts(gone):
        Spread.objects.filter(election=election, group__in=some).delete()
    fresh = [group for group, told in found.items() if known.get(group) != told]
    spreads = Spread.objects.bulk_create(
        (
            Spread(election=election, group=group,
                   **dict(zip(MEASURES, found[group][0], strict=True)))
            for group in fresh
        ),
        batch_size=WRITTEN,
    )  # fmt: skip
    Copied.objects.bulk_create(
        (
            Copied(publication_id=pk, spread=spread, likeness=likeness)
            for spread in spreads
            for pk, likeness in found[spread.group][1].items()
        ),
        batch_size=WRITTEN,
    )


def _known(election: Election) -> Groups:
    spreads = Spread.objects.filter(election=election).values_list("group", *MEASURES)
    known: Groups = {group: (tuple(measures), {}) for group, *measures in spreads}
    members = Copied.objects.filter(spread__election=election)
    for group, pk, likeness in members.values_list("spread__group", "publication_id", "likeness"):
        known[group][1][pk] = likeness
    return known


def _parts(many: list[str]) -> Iterable[list[str]]:
    return (many[first : first + WRITTEN] for first in range(0, len(many), WRITTEN))
