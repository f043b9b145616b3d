"""Rules of the queue. Pure: state, facts, time and actor in; next state or a named refusal out."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from hustings.refusal import Refusal

HOLD = timedelta(minutes=15)  # how long a taken indication is kept for one person
UNDO = timedelta(minutes=10)  # how long a judgement can be undone by whoever made it
REASONS = (
    "not_campaigning", "not_election_related", "news_report", "quotation", "satire", "namesake",
    "permitted", "duplicate", "bogus", "other",
)  # fmt: skip
WAITING, CONFIRMED, DISMISSED = "waiting", "confirmed", "dismissed"


class Stale(Refusal):
    """The page is older than the row."""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What the rules need to know of an indication."""

    state: str
    version: int
    held_by: int | None = None
    held_by_name: str = ""
    held_until: datetime | None = None
    judged_by: int | None = None
    judged_by_name: str = ""
    judged_at: datetime | None = None
    in_case: bool = False


def may_judge(standing: Standing, *, version: int, by: int, at: datetime) -> None:
    """Confirming and dismissing: still waiting, as the page showed it, and not held by another."""
    if standing.state != WAITING or standing.version != version:
        raise Stale(
            "review.stale",
            "{who} decided this at {when}: {state}. Your text is kept; look again before you decide.",
            who=standing.judged_by_name or "—",
            when=f"{standing.judged_at:%d.%m.%Y %H:%M:%S} UTC" if standing.judged_at else "—",
            state=standing.state,
        )
    if held_by_another(standing, by=by, at=at):
        raise Refusal(
            "review.held",
            "{who} has taken this until {until}. Take another one, or wait.",
            who=standing.held_by_name,
            until=f"{standing.held_until:%H:%M} UTC",
        )


def held_by_another(standing: Standing, *, by: int, at: datetime) -> bool:
    held = standing.held_until is not None and at < standing.held_until
    return held and standing.held_by not in {None, by}


def may_dismiss(*, reason: str, note: str) -> None:
    """A dismissal has a reason from the list; «other» has a note."""
    if reason not in REASONS:
        raise Refusal("review.reason", "Choose a reason: {reasons}.", reasons=", ".join(REASONS))
    if reason == "other" and not note.strip():
        raise Refusal("review.note", "For the reason «other», write in a note what it is.")


def may_undo(standing: Standing, *, version: int, by: int, at: datetime) -> None:
    """One's own judgement, within minutes, while no case rests on it."""
    if standing.version != version or standing.state == WAITING or standing.judged_at is None:
        raise Stale(
            "review.nothing_to_undo",
            "There is nothing to undo here any more; the page was older than the decision.",
        )
    if standing.in_case:
        raise Refusal(
            "review.in_case", "A case rests on this finding; it can only be answered there."
        )
    if standing.judged_by != by:
        raise Refusal(
            "review.not_yours",
            "{who} decided this; only they can undo it, or the head of the group can reopen it.",
            who=standing.judged_by_name,
        )
    if at - standing.judged_at > UNDO:
        raise Refusal(
            "review.too_late",
            "A decision can be undone for {minutes} minutes; after that the head reopens it.",
            minutes=UNDO.seconds // 60,
        )


def may_reopen(standing: Standing, *, version: int, note: str) -> None:
    """The head of the group, later, with a note, while no case rests on it."""
    if standing.version != version or standing.state == WAITING:
        raise Stale("review.open", "This waits already; the page was older than the decision.")
    if standing.in_case:
        raise Refusal(
            "review.in_case", "A case rests on this finding; it can only be answered there."
        )
    if not note.strip():
        raise Refusal("review.reopen_note", "Say in a note why it is opened again.")


def may_carry_over(standing: Standing, *, count: int, most: int) -> None:
    """Carrying a judgement over to copies: there is one, and some copies were chosen by hand."""
    if standing.state == WAITING:
        raise Refusal(
            "review.not_judged",
            "Decide this one first; then the same can be decided for its copies.",
        )
    if not count:
        raise Refusal(
            "review.none_chosen", "Choose the copies for which the same is to be decided."
        )
    if count > most:
        raise Refusal(
            "review.too_many", "At most {most} copies are decided at once; choose fewer.", most=most
        )
