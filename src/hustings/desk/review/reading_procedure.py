"""Rules of the reading. Pure: what stands, time and actor in; a named refusal out."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hustings.desk.review.procedure import UNDO, Stale
from hustings.refusal import Refusal

HOLD = timedelta(minutes=15)  # how long a publication is kept for whoever reads it
MOST = 20_000  # publications of one reading; some seconds to learn anew
SHARES = range(5, 101)  # per cent: a ration below that says next to nothing
SURE = range(50, 100)  # per cent of recall, and of confidence
OUTCOMES = ("nothing", "something")


@dataclass(frozen=True, kw_only=True)
class Stand:
    """What the rules need to know of a publication shown; `taken_over`: the last answer came from
    the queue, where somebody judged its indications.
    """

    closed_at: datetime | None
    outcome: str
    version: int
    held_by: int | None = None
    held_by_name: str = ""
    held_until: datetime | None = None
    answered_by: int | None = None
    answered_by_name: str = ""
    answered_at: datetime | None = None
    taken_over: bool = False


def may_open(*, size: int, left_out: int, waiting: bool) -> None:
    """A population that came in whole, with something in it that no other reading has."""
    if waiting:
        raise Refusal(
            "review.reading_waits",
            "The worker has not read this file yet. Wait until the import is done, then open its "
            "reading.",
        )
    if not size:
        raise Refusal(
            "review.reading_empty",
            "There is nothing to read in it: {left_out} of its publications stand in another reading "
            "that is open, or were read. Choose another import or day.",
            left_out=left_out,
        )
    if size > MOST:
        raise Refusal(
            "review.reading_too_many",
            "{size} publications are more than the {most} of one reading. Open one for a single day.",
            size=size,
            most=MOST,
        )


def may_measure(*, share: int, recall: int, confidence: int) -> None:
    """Per cent that mean something."""
    for name, value, allowed in (
        ("share", share, SHARES),
        ("recall", recall, SURE),
        ("confidence", confidence, SURE),
    ):
        if value not in allowed:
            raise Refusal(
                "review.reading_per_cent",
                "{name} is {value} %; it lies between {least} and {most}.",
                name=name,
                value=value,
                least=allowed[0],
                most=allowed[-1],
            )


def one_population(*, brought_in: bool, day: date | None) -> None:
    """An import or a day: the bounds hold for one of them alone."""
    if brought_in == (day is not None):
        raise Refusal(
            "review.reading_population",
            "A reading is of one import or of one day. Choose one of the two.",
        )


def open_still(closed_at: datetime | None) -> None:
    if closed_at is not None:
        raise Stale(
            "review.reading_closed",
            "This reading was closed at {when}; what was found stays. Open another one for what is "
            "left.",
            when=f"{closed_at:%d.%m.%Y %H:%M:%S} UTC",
        )


def may_answer(stand: Stand, *, version: int, by: int, at: datetime) -> None:
    """Still unanswered, as the page showed it, and not held by another."""
    open_still(stand.closed_at)
    if stand.outcome or stand.version != version:
        raise Stale(
            "review.reading_stale",
            "{who} answered this at {when}; the page was older. Read the next one.",
            who=stand.answered_by_name or "—",
            when=f"{stand.answered_at:%d.%m.%Y %H:%M:%S} UTC" if stand.answered_at else "—",
        )
    if stand.held_by not in {None, by} and stand.held_until and at < stand.held_until:
        raise Refusal(
            "review.held",
            "{who} has taken this until {until}. Take another one, or wait.",
            who=stand.held_by_name,
            until=f"{stand.held_until:%H:%M} UTC",
        )


def may_say(outcome: str, *, judged: Collection[str], waits: bool) -> None:
    """`judged`: states that the queue gave to its indications; `waits`: whether one waits still."""
    if outcome not in OUTCOMES:
        raise Refusal(
            "review.reading_outcome", "Answer with one of: {outcomes}.",
            outcomes=", ".join(OUTCOMES),
        )  # fmt: skip
    if "confirmed" in judged or (judged and not waits):
        raise Stale(
            "review.reading_judged",
            "Somebody decided this in the queue meanwhile, and that is taken over. Read the next one.",
        )


def may_undo(stand: Stand, *, version: int, by: int, at: datetime, judged_since: bool) -> None:
    """One's own answer, within minutes, while nothing rests on it."""
    open_still(stand.closed_at)
    if not stand.outcome or stand.version != version or stand.answered_at is None:
        raise Stale(
            "review.nothing_to_undo",
            "There is nothing to undo here any more; the page was older than the decision.",
        )
    if stand.answered_by != by:
        raise Refusal(
            "review.reading_not_yours",
            "{who} answered this; only they can take it back.",
            who=stand.answered_by_name,
        )
    if judged_since or stand.taken_over:
        raise Refusal(
            "review.reading_in_queue",
            "It stands in the queue and was decided or put forward there; undo that on its page.",
        )
    if at - stand.answered_at > UNDO:
        raise Refusal(
            "review.reading_too_late",
            "An answer can be taken back for {minutes} minutes. Open it in the queue, or put it forward.",
            minutes=UNDO.seconds // 60,
        )


def may_close(*, closed_at: datetime | None, enough: bool, why: str) -> None:
    """Earlier than the rule lets go only with a reason, which stands beside the estimate."""
    open_still(closed_at)
    if not enough and not why.strip():
        raise Refusal(
            "review.reading_why",
            "The rule does not let go yet. To close the reading all the same, write why; it stands "
            "beside the estimate.",
        )
