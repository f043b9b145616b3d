"""From a resolution to a closed case: who may do what, when, and what is missing. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from hustings.refusal import Refusal

FINE, WARNING = "fine", "warning"


class NotYet(Refusal):
    """A step before its time."""


class Body(StrEnum):
    """Where materials go."""

    OFFICIAL = "official"
    POLICE = "police"
    PROSECUTOR = "prosecutor"
    COURT = "court"
    PLATFORM = "platform"


HERE = frozenset({Body.OFFICIAL, Body.PLATFORM})  # whose doing this desk follows to its end


@dataclass(frozen=True, kw_only=True)
class Charged:
    """A decided charge as the rules see it."""

    respondent: str
    outcome: str
    execution: str  # which body carries the outcome out; empty: none
    referred: str = ""  # sent, received, returned; empty: not yet
    protocol: bool = False
    penalty: str = ""  # imposed, served, paid, cancelled; empty: none
    appealed: bool = False
    protocolled: bool = True  # the law knows a protocol, and a fine rests on one
    running: bool = False  # the sum grows by the hour, and nobody has yet said until when
    carried: frozenset[str] = frozenset()  # outcomes that are no fine and no warning, done


def may_refer(charges: Sequence[Charged], *, to: str) -> None:
    """Something must be for that body to carry out, and not be with it already."""
    mine = [charge for charge in charges if charge.execution == to]
    if not mine:
        raise NotYet(
            "enforcement.nothing_for",
            "No outcome of this resolution is for {body} to carry out.",
            body=to,
        )
    if any(charge.referred in {"sent", "received"} for charge in mine):
        raise NotYet(
            "enforcement.referred_already", "The materials are with {body} already.", body=to
        )


def may_receive(*, state: str, packet: str, receipt: str) -> None:
    """The receipt names the digest of what arrived; it must be what was sent."""
    if state != "sent":
        raise NotYet("enforcement.not_sent", "These materials do not wait to be received.")
    if packet != receipt.strip():
        raise Refusal(
            "enforcement.other_packet",
            "The digest of what arrived ({receipt}) is not the digest of what was sent ({packet}). "
            "Do not accept it; ask for the packet again.",
            receipt=receipt.strip()[:80] or "—",
            packet=packet,
        )


def may_send_back(charges: Sequence[Charged], *, state: str, defects: str) -> None:
    """With what is wrong, and before anything was carried out on the ground of the packet."""
    if state != "received":
        raise NotYet("enforcement.not_received", "The materials have not been received.")
    if any(charge.protocol or charge.penalty or charge.carried for charge in charges):
        raise NotYet(
            "enforcement.begun", "Something was carried out on these materials; they stay here."
        )
    if not defects.strip():
        raise Refusal("enforcement.defects", "Say what is missing or wrong in the materials.")


def may_draw(charge: Charged) -> None:
    """A protocol needs the materials and a fine to rest on it, and there is one a charge."""
    _received(charge)
    _is_fine(charge)
    if not charge.protocolled:
        raise NotYet(
            "enforcement.no_form",
            "This law knows no protocol; the fine for {respondent} needs none.",
            respondent=charge.respondent,
        )
    if charge.protocol:
        raise NotYet(
            "enforcement.drawn_already",
            "The protocol for {respondent} is drawn already.",
            respondent=charge.respondent,
        )


def may_impose(charge: Charged, *, voted: bool) -> None:
    """After the protocol, once, and not by somebody who voted on it."""
    _received(charge)
    _is_fine(charge)
    if charge.protocolled and not charge.protocol:
        raise NotYet(
            "enforcement.no_protocol",
            "First the protocol for {respondent} is drawn; then the fine.",
            respondent=charge.respondent,
        )
    _not_yet_done(charge)
    _did_not_vote(voted=voted)


def may_warn(charge: Charged, *, voted: bool) -> None:
    _received(charge)
    if charge.outcome != WARNING:
        raise NotYet(
            "enforcement.no_warning",
            "The outcome for {respondent} is no warning.",
            respondent=charge.respondent,
        )
    _not_yet_done(charge)
    _did_not_vote(voted=voted)


def may_serve(charge: Charged) -> None:
    """A fine is served with its whole sum."""
    if charge.penalty != "imposed":
        raise NotYet("enforcement.not_imposed", "There is nothing to serve here.")
    if charge.running:
        raise NotYet(
            "enforcement.still_runs",
            "The sum for {respondent} still grows by the hour. Enter when it stopped; then it is "
            "served.",
            respondent=charge.respondent,
        )


def may_stop(charge: Charged) -> None:
    """Only a sum that runs has an end to enter."""
    if not charge.running:
        raise NotYet(
            "enforcement.does_not_run",
            "Nothing that grows by the hour is in force against {respondent}.",
            respondent=charge.respondent,
        )


def may_carry_out(
    charge: Charged, *, outcome: str, after: Sequence[str], voted: bool,
    named: Callable[[Sequence[str]], object] = ", ".join,
) -> None:  # fmt: skip
    """What was decided, once; or what the law lets follow on it, after what it must follow."""
    _received(charge)
    if outcome in {FINE, WARNING} or (outcome != charge.outcome and not after):
        raise NotYet(
            "enforcement.not_decided",
            "«{outcome}» is not what was decided for {respondent}, or is not carried out so.",
            outcome=named([outcome]),
            respondent=charge.respondent,
        )
    if outcome in charge.carried:
        raise NotYet(
            "enforcement.done_already",
            "This has been carried out for {respondent} already.",
            respondent=charge.respondent,
        )
    if outcome != charge.outcome and not set(after) & _had(charge):
        raise NotYet(
            "enforcement.only_after",
            "«{outcome}» comes only after one of these is in force against {respondent}: {after}.",
            outcome=named([outcome]),
            respondent=charge.respondent,
            after=named(after),
        )
    _did_not_vote(voted=voted)


def _had(charge: Charged) -> set[str]:
    """What is in force on this charge: a fine or warning that no court cancelled, and the rest."""
    imposed = {charge.outcome} if charge.penalty in {"imposed", "served", "paid"} else set()
    return imposed | set(charge.carried)


def _is_fine(charge: Charged) -> None:
    if charge.outcome != FINE:
        raise NotYet(
            "enforcement.no_fine",
            "The outcome for {respondent} is no fine; no protocol is drawn.",
            respondent=charge.respondent,
        )


def may_pay(charge: Charged, *, due: int, amount: int) -> None:
    """A payment goes to a fine in force, never beyond it; whole units of currency."""
    if charge.outcome != FINE or charge.penalty not in {"imposed", "served"}:
        raise NotYet("enforcement.nothing_due", "Nothing is due here.")
    if not 0 < amount <= due:
        raise Refusal(
            "enforcement.wrong_amount",
            "{amount} cannot be entered: {due} are due. Enter what was paid, and return the rest.",
            amount=amount,
            due=due,
        )


def may_appeal(charge: Charged, *, filed_on: date, decided_on: date) -> None:
    """Any decided charge, one appeal at a time, not before the decision."""
    if charge.appealed:
        raise NotYet(
            "enforcement.appealed_already", "An appeal against this is before the court already."
        )
    if filed_on < decided_on:
        raise Refusal(
            "enforcement.before_decision",
            "The appeal is dated {filed}, before the decision of {decided}. Mend the date.",
            filed=f"{filed_on:%d.%m.%Y}",
            decided=f"{decided_on:%d.%m.%Y}",
        )


def may_decide_appeal(*, state: str, outcome: str, amount: int | None, fine: int | None) -> None:
    """What a court can say; a changed fine needs the new sum, and none other does."""
    if state != "filed":
        raise NotYet("enforcement.appeal_decided", "The court's decision is entered already.")
    if outcome not in {"upheld", "changed", "cancelled", "returned"}:
        raise Refusal("enforcement.court_outcome", "Choose: upheld, changed, cancelled, returned.")
    if outcome == "changed" and (amount is None or fine is None or not 0 < amount < fine):
        raise Refusal(
            "enforcement.changed_amount",
            "Enter the new sum that the court set; it is less than {fine}.",
            fine=fine or 0,
        )


def executed(charges: Sequence[Charged]) -> bool:
    """Whether nothing is left to carry out."""
    return all(_done(charge) for charge in charges)


def _done(charge: Charged) -> bool:
    if not charge.execution:
        return True
    if charge.execution not in HERE:
        return charge.referred == "received"
    if charge.outcome in {FINE, WARNING}:
        return charge.penalty in {"served", "paid", "cancelled"}
    return charge.outcome in charge.carried


def _received(charge: Charged) -> None:
    if charge.referred != "received":
        raise NotYet(
            "enforcement.materials_missing",
            "The materials on {respondent} have not been received yet; receive them first.",
            respondent=charge.respondent,
        )


def _not_yet_done(charge: Charged) -> None:
    if charge.penalty:
        raise NotYet(
            "enforcement.done_already",
            "This has been carried out for {respondent} already.",
            respondent=charge.respondent,
        )


def _did_not_vote(*, voted: bool) -> None:
    if voted:
        raise Refusal(
            "enforcement.voted", "Who voted on a matter does not execute it; ask another official."
        )


def is_overdue(*, due_on: date | None, state: str, at: datetime) -> bool:
    return due_on is not None and state in {"imposed", "served"} and at.date() > due_on
