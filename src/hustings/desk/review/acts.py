"""Taking, confirming, dismissing, undoing: each is a judgement that stays."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from hustings.desk.accounts import gate
from hustings.desk.accounts.models import Person
from hustings.desk.ledger import record
from hustings.desk.review import procedure
from hustings.desk.review.models import Indication, Judgement
from hustings.desk.review.procedure import Standing

CONFIRM, DISMISS = Judgement.Outcome.CONFIRM, Judgement.Outcome.DISMISS
UNDO, REOPEN, SKIP = Judgement.Outcome.UNDO, Judgement.Outcome.REOPEN, Judgement.Outcome.SKIP
GROUND = "review of an indication"


@transaction.atomic
def take(*, by: Person, at: datetime, count: int = 25) -> list[Indication]:
    """Hold the next indications for one person, highest rank first, for fifteen minutes."""
    role = gate.require("review.take", by=by, at=at)
    free = Q(held_by=None) | Q(held_until__lte=at) | Q(held_by=by)
    taken = list(
        Indication.objects.select_for_update(of=("self",))
        .filter(free, state=Indication.State.WAITING)
        .order_by("-rank", "pk")[:count]
    )
    Indication.objects.filter(pk__in=[one.pk for one in taken]).update(
        held_by=by, held_until=at + procedure.HOLD
    )
    if taken:
        record.act(
            name="review.take", by=by, role=role, at=at, ground=GROUND, rows=[],
            about=[one.row for one in taken],
        )  # fmt: skip
    return taken


@transaction.atomic
def release(*, by: Person, at: datetime) -> int:
    """Give back what one holds."""
    gate.require("review.take", by=by, at=at)
    return Indication.objects.filter(held_by=by).update(held_by=None, held_until=None)


@transaction.atomic
def confirm(
    indication: Indication, *, by: Person, at: datetime, version: int, note: str = ""
) -> Indication:
    """The indication becomes a finding."""
    role = gate.require("review.confirm", by=by, at=at)
    locked = _locked(indication)
    procedure.may_judge(standing(locked), version=version, by=by.pk, at=at)
    return _judged(locked, CONFIRM, state=Indication.State.CONFIRMED, by=by, role=role, at=at,
                   note=note)  # fmt: skip


@transaction.atomic
def dismiss(
    indication: Indication, *, by: Person, at: datetime, version: int, reason: str, note: str = ""
) -> Indication:
    """Read, not taken, because …"""
    role = gate.require("review.dismiss", by=by, at=at)
    locked = _locked(indication)
    procedure.may_judge(standing(locked), version=version, by=by.pk, at=at)
    procedure.may_dismiss(reason=reason, note=note)
    return _judged(locked, DISMISS, state=Indication.State.DISMISSED, by=by, role=role, at=at,
                   note=note, reason=reason)  # fmt: skip


@transaction.atomic
def skip(indication: Indication, *, by: Person, at: datetime, note: str = "") -> Judgement:
    """Leave it to others. It stays in the queue; that it was skipped is counted."""
    role = gate.require("review.skip", by=by, at=at)
    locked = _locked(indication)
    skipped = Judgement.objects.create(indication=locked, outcome=SKIP, note=note, by=by, at=at)
    Indication.objects.filter(pk=locked.pk, held_by=by).update(held_by=None, held_until=None)
    record.act(name="review.skip", by=by, role=role, at=at, ground=GROUND, rows=[skipped],
               about=[locked.row])  # fmt: skip
    return skipped


@transaction.atomic
def undo(indication: Indication, *, by: Person, at: datetime, version: int) -> Indication:
    """Take back one's own judgement."""
    role = gate.require("review.undo", by=by, at=at)
    locked = _locked(indication)
    procedure.may_undo(standing(locked), version=version, by=by.pk, at=at)
    return _judged(locked, UNDO, state=Indication.State.WAITING, by=by, role=role, at=at, note="")


@transaction.atomic
def reopen(
    indication: Indication, *, by: Person, at: datetime, version: int, note: str
) -> Indication:
    """Put a judged indication back into the queue."""
    role = gate.require("review.reopen", by=by, at=at)
    locked = _locked(indication)
    procedure.may_reopen(standing(locked), version=version, note=note)
    return _judged(locked, REOPEN, state=Indication.State.WAITING, by=by, role=role, at=at,
                   note=note)  # fmt: skip


def _locked(indication: Indication) -> Indication:
    return Indication.objects.select_for_update(of=("self",)).get(pk=indication.pk)


def standing(indication: Indication) -> Standing:
    """The indication as the rules see it."""
    last = indication.judgements.exclude(outcome=SKIP).select_related("by").order_by("-pk").first()
    held = indication.held_by
    return Standing(
        state=indication.state, version=indication.version,
        held_by=held.pk if held else None, held_by_name=held.full_name if held else "",
        held_until=indication.held_until, judged_by=last.by_id if last else None,
        judged_by_name=last.by.full_name if last else "", judged_at=last.at if last else None,
        in_case=Indication.objects.filter(pk=indication.pk, finding__isnull=False).exists(),
    )  # fmt: skip


def _judged(
    indication: Indication, outcome: str, *, state: str, by: Person, role: str, at: datetime,
    note: str, reason: str = "",
) -> Indication:  # fmt: skip
    """Write the judgement and the state it leads to, and tell the ledger of both."""
    judgement = Judgement.objects.create(
        indication=indication, outcome=outcome, reason=reason, note=note, by=by, at=at
    )
    indication.state, indication.reason = state, reason
    indication.version += 1
    indication.held_by = indication.held_until = None
    indication.save()
    record.act(name=f"review.{outcome}", by=by, role=role, at=at, ground=GROUND,
               rows=[indication, judgement])  # fmt: skip
    return indication
