"""Opening a reading, reading on, answering, skipping, taking back, closing: each is on record."""

import secrets
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction

from hustings.desk.accounts import gate
from hustings.desk.accounts.models import Person
from hustings.desk.ledger import record
from hustings.desk.ledger.models import Recorded
from hustings.desk.monitoring.models import Election, Import, Publication
from hustings.desk.review import (
    acts,
    reading_dealing,
    reading_estimate,
    reading_population,
)
from hustings.desk.review import reading_procedure as procedure
from hustings.desk.review.models import Answer, Indication, Judgement, Reading, Shown

GROUND = "reading of a population"
AT_ONCE = 40  # rows taken over in one line of the ledger (≤ 65,535 bytes)
WAITING = Indication.State.WAITING


@transaction.atomic
def open_reading(
    election: Election, *, brought_in: Import | None = None, day: date | None = None, by: Person,
    at: datetime, ground: str, share: int = 10, recall: int = 95, confidence: int = 95,
) -> Reading:  # fmt: skip
    """Fix a population and draw the seed of its ration. Nothing that comes later is added to it.

    share, recall, confidence: per cent. Refusals: review.reading_population, _per_cent, _waits,
    _empty, _too_many.
    """
    role = gate.require("review.reading_open", by=by, at=at)
    procedure.one_population(brought_in=brought_in is not None, day=day)
    procedure.may_measure(share=share, recall=recall, confidence=confidence)
    locked = Election.objects.select_for_update().get(pk=election.pk)
    found = reading_population.ids_of(locked, brought_in=brought_in, day=day)
    taken = reading_population.elsewhere(locked) if found else set()
    wanted = [one for one in found if one not in taken]
    waits = brought_in is not None and brought_in.state != Import.State.DONE
    procedure.may_open(size=len(wanted), left_out=len(found) - len(wanted), waiting=waits)
    population = reading_population.sealed(wanted)
    opened = Reading.objects.create(
        election=locked, brought_in=brought_in, day=day, population=population, size=len(wanted),
        seed=new_seed(), share=share, recall=recall, confidence=confidence,
        ground=ground, by=by, at=at,
    )  # fmt: skip
    record.act(
        name="review.reading_open", by=by, role=role, at=at, ground=ground or GROUND, rows=[opened],
        seals=[population],
    )  # fmt: skip
    return opened


@transaction.atomic
def read_on(reading: Reading, *, by: Person, at: datetime) -> Shown | None:
    """The publication that this person reads now, theirs for fifteen minutes: the one they hold,
    else one that was left lying, else the next place; None where nothing is free.
    """
    role = gate.require("review.reading_next", by=by, at=at)
    locked = _locked(reading)
    procedure.open_still(locked.closed_at)
    _take_over(locked, by=by, role=role, at=at)
    free = reading_dealing.free(locked, by=by, at=at)
    mine = free.filter(held_by=by, held_until__gt=at).first()
    if mine is not None:
        return _held(mine, by=by, at=at)
    mine_not = reading_dealing.skipped_by(by)
    left = free.filter(~mine_not).first()
    fresh = None if left else reading_dealing.next_place(locked, by=by, at=at)
    taken = left or fresh or free.filter(mine_not).first()
    if taken is None:
        return None
    _held(taken, by=by, at=at)
    told: dict[str, Any] = {"rows": [fresh]} if fresh else {"rows": [], "about": [taken.row]}
    record.act(name="review.reading_next", by=by, role=role, at=at, ground=GROUND, **told)
    return taken


@transaction.atomic
def answer(
    shown: Shown, *, outcome: str, by: Person, at: datetime, version: int, reason: str = "",
    note: str = "",
) -> Shown:  # fmt: skip
    """Nothing here, or something. `nothing` dismisses what waits in the queue of it, for `reason`;
    `something` leaves that to the page of the indication.
    """
    role = gate.require("review.reading_answer", by=by, at=at)
    locked = _locked_shown(shown)
    procedure.may_answer(standing(locked), version=version, by=by.pk, at=at)
    indications = list(_indications(locked))
    waiting = [one for one in indications if one.state == WAITING]
    judged = {one.state for one in indications} - {WAITING}
    procedure.may_say(outcome, judged=judged, waits=bool(waiting))
    if outcome == Answer.Outcome.NOTHING:
        for one in waiting:
            acts.dismiss(one, by=by, at=at, version=one.version, reason=reason, note=note)
    return _answered(locked, outcome, state=outcome, by=by, role=role, at=at)


@transaction.atomic
def skip(shown: Shown, *, by: Person, at: datetime, version: int) -> Shown:
    """Leave it to others; it comes back to oneself only when nothing else is left."""
    role = gate.require("review.reading_skip", by=by, at=at)
    locked = _locked_shown(shown)
    procedure.may_answer(standing(locked), version=version, by=by.pk, at=at)
    _indications(locked).filter(held_by=by).update(held_by=None, held_until=None)
    return _answered(locked, Answer.Outcome.SKIP, state="", by=by, role=role, at=at)


@transaction.atomic
def undo(shown: Shown, *, by: Person, at: datetime, version: int) -> Shown:
    """Take back one's own answer, and what it dismissed; it is then held again."""
    role = gate.require("review.reading_undo", by=by, at=at)
    locked = _locked_shown(shown)
    stand = standing(locked)
    judged = [one for one in _indications(locked) if one.state != WAITING]
    with_it = [one for one in judged if _dismissed_with(one, by=by, at=stand.answered_at)]
    forward = stand.outcome == Answer.Outcome.SOMETHING and _put_forward(locked)
    procedure.may_undo(
        stand, version=version, by=by.pk, at=at, judged_since=len(judged) > len(with_it) or forward
    )
    for one in with_it:
        acts.undo(one, by=by, at=at, version=one.version)
    taken = _answered(locked, Answer.Outcome.UNDO, state="", by=by, role=role, at=at)
    return _held(taken, by=by, at=at)


@transaction.atomic
def close(reading: Reading, *, by: Person, at: datetime, why: str = "") -> Reading:
    """End it, with the estimate of this moment and the seed of its ration on record."""
    role = gate.require("review.reading_close", by=by, at=at)
    locked = _locked(reading)
    procedure.open_still(locked.closed_at)
    _take_over(locked, by=by, role=role, at=at)
    known = reading_estimate.estimated(locked, reading_estimate.places(locked))
    procedure.may_close(closed_at=locked.closed_at, enough=known.enough, why=why)
    unseen = known.unseen
    locked.closed_by, locked.closed_at, locked.why_closed = by, at, why
    locked.seed_told = locked.seed
    locked.read, locked.found, locked.undecided = known.read, known.found, known.undecided
    locked.likeliest, locked.least, locked.most = unseen.likeliest, unseen.least, unseen.most
    locked.draws, locked.enough = unseen.draws, known.enough
    locked.save()
    locked.shown.update(held_by=None, held_until=None)
    record.act(name="review.reading_close", by=by, role=role, at=at, ground=GROUND, rows=[locked])
    return locked


def new_seed() -> str:
    """What draws a ration: nobody can foresee it."""
    return secrets.token_hex(16)


def standing(shown: Shown) -> procedure.Stand:
    """A publication shown, as the rules see it."""
    said = shown.answers.exclude(outcome=Answer.Outcome.SKIP).select_related("by")
    last = said.order_by("-pk").first()
    held = shown.held_by
    return procedure.Stand(
        closed_at=shown.reading.closed_at, outcome=shown.outcome, version=shown.version,
        held_by=held.pk if held else None, held_by_name=held.full_name if held else "",
        held_until=shown.held_until, answered_by=last.by_id if last else None,
        answered_by_name=last.by.full_name if last else "", answered_at=last.at if last else None,
        taken_over=last is not None and last.how == Answer.How.QUEUE,
    )  # fmt: skip


def _locked(reading: Reading) -> Reading:
    return Reading.objects.select_for_update(of=("self",)).get(pk=reading.pk)


def _locked_shown(shown: Shown) -> Shown:
    """Its reading is locked first, so that places and answers stand in one order."""
    reading = _locked(shown.reading)
    locked = Shown.objects.select_for_update(of=("self",)).get(pk=shown.pk)
    locked.reading = reading
    return locked


def _indications(shown: Shown) -> Any:
    """Those of the publication, if it came into the queue."""
    return Indication.objects.select_for_update(of=("self",)).filter(
        publication__election=shown.reading.election_id, publication__archive_id=shown.archive_id
    )


def _held(shown: Shown, *, by: Person, at: datetime) -> Shown:
    """Keep it, and what waits of it in the queue, for one person."""
    until = at + procedure.HOLD
    shown.held_by, shown.held_until = by, until
    shown.save(update_fields=["held_by", "held_until"])
    waiting = _indications(shown).filter(state=WAITING)
    others = waiting.filter(held_until__gt=at).exclude(held_by=by)
    if not others.exists():
        waiting.update(held_by=by, held_until=until)
    return shown


def _answered(
    shown: Shown, outcome: str, *, state: str, by: Person, role: str, at: datetime
) -> Shown:
    """Write the answer and where it leads, and tell the ledger of both."""
    said = Answer.objects.create(shown=shown, outcome=outcome, by=by, at=at)
    shown.outcome = state
    shown.skipped = outcome == Answer.Outcome.SKIP
    shown.held_by = shown.held_until = None
    shown.version += 1
    shown.save()
    name = "answer" if state else outcome
    record.act(name=f"review.reading_{name}", by=by, role=role, at=at, ground=GROUND,
               rows=[shown, said])  # fmt: skip
    return shown


def _take_over(reading: Reading, *, by: Person, role: str, at: datetime) -> None:
    """What the queue judged meanwhile, told in parts."""
    pairs = list(reading_dealing.taken_over(reading, at=at))
    for some in _parts(pairs):
        rows: list[Recorded] = [row for pair in some for row in pair]
        record.act(
            name="review.reading_take_over", by=by, role=role, at=at, ground=GROUND, rows=rows
        )


def _parts(pairs: list[tuple[Shown, Answer]]) -> Iterable[list[tuple[Shown, Answer]]]:
    return (pairs[first : first + AT_ONCE] for first in range(0, len(pairs), AT_ONCE))


def _dismissed_with(one: Indication, *, by: Person, at: datetime | None) -> bool:
    """Whether this person's answer at that moment was what dismissed it."""
    last = one.judgements.exclude(outcome=Judgement.Outcome.SKIP).order_by("-pk").first()
    return (
        last is not None and last.outcome == Judgement.Outcome.DISMISS and last.by_id == by.pk
        and last.at == at
    )  # fmt: skip


def _put_forward(shown: Shown) -> bool:
    """Whether somebody stated facts of it: then it is the queue's."""
    return (
        Publication.objects.filter(election=shown.reading.election_id, archive_id=shown.archive_id)
        .exclude(stated={})
        .exists()
    )
