"""What a sitting may do next. Facts in; a state or a named refusal out.

Who proposes does not decide: whoever drafted or adopted the group's proposal takes no part in the
vote on it, even where they sit on the commission too (members of the commission do work in its
groups). Only those two are barred, not everybody who ever touched the case: a commission of twelve
that lent half its members to monitoring must still be able to sit.

A recused member counts neither way: not as present for that item, not for, not against. Adoption
needs a majority of the established number whoever is recused, so with fewer eligible members than
the quorum no vote could succeed; the item is then postponed rather than lost by arithmetic.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from hustings.desk.commission.bench import Bench, Choice, ItemState, Matter, SittingState
from hustings.refusal import Refusal


class NotYet(Refusal):
    """A step out of its order; the sentence names what is missing."""


def may_arrange(bench: Bench) -> None:
    """Agenda and presence change until the sitting is closed."""
    if bench.state is SittingState.CLOSED:
        raise NotYet(
            "commission.closed",
            "Sitting {sitting} is closed; call another.",
            sitting=bench.number,
        )


def may_leave(bench: Bench, matters: Sequence[Matter], *, member: int, name: str) -> None:
    """Nobody is struck from those present between their vote and the result."""
    may_arrange(bench)
    for matter in matters:
        if matter.state is ItemState.HEARD and member in matter.votes:
            raise NotYet(
                "commission.vote_under_way",
                "{member} has voted on case {case} and the result is not yet established; do "
                "that first, then record that they left.",
                member=name,
                case=matter.case,
            )


def may_open(bench: Bench, *, chair: int, at: datetime) -> SittingState:
    """At its time, with a quorum, chaired by a member who is there."""
    if bench.state is not SittingState.CALLED:
        raise NotYet(
            "commission.opened_already",
            "Sitting {sitting} has been opened already.",
            sitting=bench.number,
        )
    if at < bench.begins_at:
        raise NotYet(
            "commission.too_early",
            "Sitting {sitting} is called for {begins}; members who rely on that are not there "
            "before it.",
            sitting=bench.number,
            begins=on_clock(bench),
        )
    if len(bench.present) < bench.rule.quorum:
        raise NotYet(
            "commission.no_quorum",
            "{present} of {established} members are present and {quorum} make a quorum; sitting "
            "{sitting} cannot begin.",
            present=len(bench.present),
            established=bench.rule.established,
            quorum=bench.rule.quorum,
            sitting=bench.number,
        )
    if chair not in bench.present:
        raise NotYet(
            "commission.chair_absent",
            "The chair of sitting {sitting} must be a member who is present; record presence "
            "first.",
            sitting=bench.number,
        )
    return SittingState.OPEN


def on_clock(bench: Bench) -> str:
    """27.10.2025 15:00, and the zone in brackets."""
    return f"{bench.begins_at.astimezone(ZoneInfo(bench.zone)):%d.%m.%Y %H:%M} ({bench.zone})"


def may_recuse(bench: Bench, matter: Matter, *, by: int) -> None:
    """Before one's vote, once."""
    may_arrange(bench)
    _unsettled(matter)
    if by in matter.votes:
        raise NotYet(
            "commission.voted_before",
            "You have voted on case {case}; whoever is recused says so before the vote.",
            case=matter.case,
        )
    if by in matter.barred:
        raise NotYet(
            "commission.recused_already",
            "You take no part in case {case} already; that is recorded.",
            case=matter.case,
        )


def may_set_outcome(bench: Bench, matter: Matter) -> None:
    """Until voting opens: members vote on what stands then."""
    may_arrange(bench)
    _unsettled(matter)
    if matter.state is not ItemState.SCHEDULED:
        raise NotYet(
            "commission.voting_open",
            "Voting on case {case} is open on the outcomes as they stand; postpone the item to "
            "change them.",
            case=matter.case,
        )


def may_hear(bench: Bench, matter: Matter) -> ItemState:
    """Voting opens on a complete table, before enough members who may vote."""
    _in_session(bench)
    may_set_outcome(bench, matter)
    if matter.left_over:
        raise NotYet(
            "commission.left_over",
            "Case {case} cannot be put to the vote: no outcome with a reason for {respondents}. "
            "Set one for each; nobody is left out.",
            case=matter.case,
            respondents=", ".join(matter.left_over),
        )
    _quorate(bench, matter)
    return ItemState.HEARD


def may_vote(bench: Bench, matter: Matter, *, by: int, choice: str) -> Choice:
    """One vote of each member who is there and not barred, while voting is open."""
    _in_session(bench)
    _voting(matter)
    if by in matter.group:
        raise Refusal(
            "commission.proposed_it",
            "You drafted or adopted the proposal in case {case}; who proposes does not decide.",
            case=matter.case,
        )
    if by in matter.recused:
        raise Refusal(
            "commission.recused",
            "You are recused from case {case} and take no part in the vote.",
            case=matter.case,
        )
    if by not in bench.present:
        raise Refusal(
            "commission.not_present",
            "You are not recorded as present at sitting {sitting}; ask the secretary.",
            sitting=bench.number,
        )
    if by in matter.votes:
        raise voted_already(matter)
    if choice not in tuple(Choice):
        raise Refusal(
            "commission.unknown_choice",
            "«{choice}» is no vote: vote for, against, or abstain.",
            choice=choice,
        )
    return Choice(choice)


def voted_already(matter: Matter) -> Refusal:
    """The refusal of a second vote; the database says the same where two come at once."""
    return Refusal(
        "commission.voted_already",
        "Your vote on case {case} is recorded and stands; nobody votes twice.",
        case=matter.case,
    )


def result(bench: Bench, matter: Matter, *, names: Mapping[int, str]) -> ItemState:
    """Adopted or rejected, once everybody who may vote has: a majority of the established number
    adopts. `names` are the members', for the sentence.
    """
    _in_session(bench)
    _voting(matter)
    _quorate(bench, matter)
    waiting = matter.eligible(bench) - set(matter.votes)
    if waiting:
        raise NotYet(
            "commission.votes_missing",
            "Not everybody has voted on case {case}: {members}. Wait, or record who has left.",
            case=matter.case,
            members=", ".join(sorted(names.get(member, "?") for member in waiting)),
        )
    carried = matter.count(Choice.FOR) >= bench.rule.majority
    return ItemState.ADOPTED if carried else ItemState.REJECTED


def may_postpone(bench: Bench, matter: Matter) -> ItemState:
    """Before the first vote, or when the quorum is lost: a vote under way is not called off."""
    may_arrange(bench)
    _unsettled(matter)
    if matter.votes and len(matter.eligible(bench)) >= bench.rule.quorum:
        raise NotYet(
            "commission.vote_begun",
            "Members have begun to vote on case {case}; establish the result instead.",
            case=matter.case,
        )
    return ItemState.POSTPONED


def may_close(bench: Bench, matters: Sequence[Matter]) -> SittingState:
    """Every item adopted, rejected or postponed; the refusal names who would be left without."""
    _in_session(bench)
    for matter in matters:
        if matter.left_over and matter.state in OPEN_ITEMS:
            raise NotYet(
                "commission.left_over_at_close",
                "Sitting {sitting} cannot be closed: in case {case} no outcome with a reason for "
                "{respondents}. Set one for each, or postpone the item with a reason.",
                sitting=bench.number,
                case=matter.case,
                respondents=", ".join(matter.left_over),
            )
    unsettled = [matter.case for matter in matters if matter.state in OPEN_ITEMS]
    if unsettled:
        raise NotYet(
            "commission.items_open",
            "Sitting {sitting} cannot be closed: neither adopted, rejected nor postponed: case "
            "{cases}.",
            sitting=bench.number,
            cases=", ".join(unsettled),
        )
    return SittingState.CLOSED


OPEN_ITEMS = frozenset({ItemState.SCHEDULED, ItemState.HEARD})


def _in_session(bench: Bench) -> None:
    may_arrange(bench)
    if bench.state is not SittingState.OPEN:
        raise NotYet(
            "commission.not_open",
            "Sitting {sitting} has not been opened.",
            sitting=bench.number,
        )


def _unsettled(matter: Matter) -> None:
    if matter.state not in OPEN_ITEMS:
        raise NotYet(
            "commission.settled",
            "The item on case {case} is settled and changes no more.",
            case=matter.case,
        )


def _voting(matter: Matter) -> None:
    _unsettled(matter)
    if matter.state is not ItemState.HEARD:
        raise NotYet(
            "commission.not_heard",
            "Voting on case {case} is not open; it opens when the case has been heard.",
            case=matter.case,
        )


def _quorate(bench: Bench, matter: Matter) -> None:
    eligible = len(matter.eligible(bench))
    if eligible < bench.rule.quorum:
        raise NotYet(
            "commission.no_quorum_for_item",
            "{eligible} members may vote on case {case} and {quorum} make a quorum; postpone it.",
            eligible=eligible,
            case=matter.case,
            quorum=bench.rule.quorum,
        )
