"""What the answers of a reading say of what is unread: bounds, and how many more must be read.

Only draws of the ration speak (`screening.reading_unseen`). They are counted in the order in which
they were drawn, up to the first publication that somebody still holds: what comes behind it was
answered sooner, perhaps because it was easier. What was skipped and not answered since counts in them
as a signal, and never as found.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from hustings.desk.review.models import Reading, Shown
from hustings.screening import reading, reading_ration, reading_unseen
from hustings.screening.reading_unseen import Draw, Unseen

RANK, RATION = Shown.Way.RANK, Shown.Way.RATION
NOTHING, SOMETHING = Shown.Outcome.NOTHING, Shown.Outcome.SOMETHING


@dataclass(frozen=True, kw_only=True)
class Place:
    """One publication shown. `outcome`: nothing, something or "" (nobody answered); `skipped`."""

    way: str
    outcome: str
    skipped: bool = False

    @property
    def signal(self) -> bool:
        """As the draws count it."""
        return self.outcome == SOMETHING or (self.skipped and not self.outcome)


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """`read`: answered; `found`: with something in it; `undecided`: skipped by whoever had it;
    `unseen`: of the `unread`; `recall`: per cent that have surely been found of all there is, None
    where nothing may be there at all; `enough`: whether the rule lets go.
    """

    size: int
    read: int
    found: int
    undecided: int
    unread: int
    unseen: Unseen
    recall: int | None
    enough: bool


def places(one: Reading) -> list[Place]:
    """Those of a reading, in their order."""
    rows = one.shown.order_by("place").values_list("way", "outcome", "skipped")
    return [Place(way=way, outcome=outcome, skipped=skipped) for way, outcome, skipped in rows]


def estimated(one: Reading, shown: Sequence[Place]) -> Estimate:
    """Some ten milliseconds with a thousand draws."""
    read = sum(bool(place.outcome) for place in shown)
    found = sum(place.outcome == SOMETHING for place in shown)
    undecided = sum(place.skipped and not place.outcome for place in shown)
    unread = one.size - read - undecided
    unseen = reading_unseen.estimate(
        draws(shown, size=one.size), unread=unread, found=found + undecided,
        confidence=one.confidence / 100,
    )  # fmt: skip
    recall = _recall(found, undecided + unseen.most)
    return Estimate(
        size=one.size, read=read, found=found, undecided=undecided, unread=unread, unseen=unseen,
        recall=None if recall is None else int(recall * 100 + 1e-9), enough=_enough(recall, one),
    )  # fmt: skip


def draws(shown: Sequence[Place], *, size: int) -> list[Draw]:
    """Those of the ration, up to the first place that is still open."""
    told, found = [], 0
    for at, place in enumerate(shown):
        if not place.outcome and not place.skipped:
            break
        if place.way == RATION:
            told.append(Draw(size - at, found, place.signal))
        found += place.signal
    return told


def more(one: Reading, shown: Sequence[Place]) -> int:
    """Of how many more records, all of them empty, the rule would let go: at least so many must be
    read. All that are unread where nothing less will do; 0 where it lets go already.
    """
    shown = [
        place if place.outcome or place.skipped else Place(way=place.way, outcome=NOTHING)
        for place in shown
    ]  # what somebody holds will be answered first
    known = estimated(one, shown)
    if known.enough:
        return 0
    ahead = _ahead(one, shown, known.unread)
    least, most = 0, known.unread
    while most - least > 1:
        tried = (least + most) // 2
        then = estimated(one, [*shown, *ahead[:tried]])
        least, most = (least, tried) if then.enough else (tried, most)
    return most


def share_now(one: Reading, decided: Sequence[Place]) -> int:
    """Per cent of the ration in what is shown next, after the answers given, in their places."""
    told = [
        reading.Decision("", place.outcome == SOMETHING, place.way)
        for place in decided
        if place.outcome
    ]
    return round(100 * reading.share_now(told, one.share / 100))


def _ahead(one: Reading, shown: Sequence[Place], unread: int) -> list[Place]:
    """The next ones, were they all empty: which of them the ration will show."""
    told: list[Place] = []
    ranked = [place.outcome for place in shown if place.outcome and place.way == RANK]
    for at in range(len(shown), len(shown) + unread):
        dry = len(ranked) >= reading.DRY and SOMETHING not in ranked[-reading.DRY :]
        share = max(one.share / 100, reading.THICK) if dry else one.share / 100
        due = reading_ration.due(one.seed, at, share)
        told.append(Place(way=RATION if due else RANK, outcome=NOTHING))
        if not due:
            ranked.append(NOTHING)
    return told


def _recall(found: int, perhaps: int) -> float | None:
    return found / (found + perhaps) if found + perhaps else None


def _enough(recall: float | None, one: Reading) -> bool:
    return recall is None or recall >= one.recall / 100  # None: surely nothing is there
