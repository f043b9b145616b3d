"""A judgement about one message carried over to chosen copies of it, each with a judgement of its own."""

import re
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from hustings.desk.accounts import gate
from hustings.desk.accounts.models import Person
from hustings.desk.ledger import record
from hustings.desk.ledger.models import Line
from hustings.desk.review import acts, procedure
from hustings.desk.review.models import Indication, Judgement
from hustings.refusal import Refusal

MOST = 200  # rows that one line of the ledger names (≤ 65,535 bytes)
NAME = "review.same"
CHOSEN = re.compile(r"\d{1,18}:\d{1,9}")


@dataclass(kw_only=True)
class Carried:
    """What became of the copies: judged, and refused with the reason."""

    done: list[Indication] = field(default_factory=list)
    refused: list[tuple[Indication, Refusal]] = field(default_factory=list)

    @property
    def row(self) -> str | None:
        """The name of the first row touched."""
        return self.done[0].row if self.done else None


def copies(indication: Indication) -> QuerySet[Indication]:
    """Indications of the same provision on other copies of its message, that still wait."""
    return (
        _mates(indication)
        .filter(state=Indication.State.WAITING)
        .select_related("publication__account", "publication__copied", "held_by")
        .order_by("publication__published_at", "pk")
    )


@transaction.atomic
def same(indication: Indication, *, these: str, by: Person, at: datetime) -> Carried:
    """Judge chosen copies as this one was judged: confirmed, or dismissed for the same reason.

    `these`: pk:version of each, with commas between; nothing else is touched. Each gets a judgement
    and a line in the ledger of its own, and one line names them all. One that meanwhile was
    decided or taken by another is refused by itself.
    """
    role = gate.require(NAME, by=by, at=at)
    indication = Indication.objects.select_for_update(of=("self",)).get(pk=indication.pk)
    chosen = _chosen(these)
    procedure.may_carry_over(acts.standing(indication), count=len(chosen), most=MOST)
    rows = {one.pk: one for one in _mates(indication).filter(pk__in=[pk for pk, _ in chosen])}
    carried = Carried()
    for pk, version in chosen:
        one = rows.get(pk)
        if one is None:
            raise Refusal(
                "review.no_copy",
                "{pk} is no copy of this one under the same provision; nothing was decided.",
                pk=pk,
            )
        try:
            with transaction.atomic():
                carried.done.append(_judged(one, as_=indication, version=version, by=by, at=at))
        except Refusal as refusal:
            carried.refused.append((one, refusal))
    if carried.done:
        record.act(
            name=NAME, by=by, role=role, at=at, ground=f"as {indication.row}", rows=[],
            about=[indication.row, *(one.row for one in carried.done)],
        )  # fmt: skip
    return carried


@transaction.atomic
def undo_same(indication: Indication, *, by: Person, at: datetime) -> Carried:
    """Take back what one carried over from this indication last; each that still may be undone."""
    gate.require("review.undo", by=by, at=at)
    carried = Carried()
    for one in carried_over(indication, by=by):
        try:
            with transaction.atomic():
                carried.done.append(acts.undo(one, by=by, at=at, version=one.version))
        except Refusal as refusal:
            carried.refused.append((one, refusal))
    return carried


def carried_over(indication: Indication, *, by: Person) -> list[Indication]:
    """Those that this person carried this judgement over to last, and that are still judged."""
    lines = Line.objects.filter(
        act=NAME, by=by, ground=f"as {indication.row}", touched__row=indication.row
    )
    line = lines.order_by("-place").first()
    if line is None:
        return []
    rows = line.touched.exclude(row=indication.row).values_list("row", flat=True)
    told = Indication.objects.filter(pk__in=[int(row.split(":")[1]) for row in rows])
    return list(told.exclude(state=Indication.State.WAITING).order_by("pk"))


def _mates(indication: Indication) -> QuerySet[Indication]:
    """As `copies`, decided ones too: those are refused with who decided them."""
    mine = getattr(indication.publication, "copied", None)
    if mine is None:
        return Indication.objects.none()
    return Indication.objects.filter(
        publication__copied__spread=mine.spread_id,
        offence=indication.offence, provision=indication.provision,
    ).exclude(pk=indication.pk)  # fmt: skip


def _chosen(these: str) -> list[tuple[int, int]]:
    parts = [part.strip() for part in these.split(",") if part.strip()]
    if not all(CHOSEN.fullmatch(part) for part in parts):
        raise Refusal(
            "review.chosen",
            "Name the copies as number:version, with commas between them, as the page does.",
        )
    pairs = (part.split(":") for part in dict.fromkeys(parts))
    return [(int(pk), int(version)) for pk, version in pairs]


def _judged(
    one: Indication, *, as_: Indication, version: int, by: Person, at: datetime
) -> Indication:
    last = as_.judgements.exclude(outcome=Judgement.Outcome.SKIP).order_by("-pk").first()
    note = last.note if last else ""
    if as_.state == Indication.State.CONFIRMED:
        return acts.confirm(one, by=by, at=at, version=version, note=note)
    return acts.dismiss(one, by=by, at=at, version=version, reason=as_.reason, note=note)
