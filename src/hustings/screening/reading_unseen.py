"""How many with a signal are still unseen: an estimate with bounds, and when to stop.

Only the ration's draws speak. At each the number unread and the number found until then are known, so
for every supposed total the chance that this draw holds a signal is known too, exactly, whatever the
ranking had done. A total is ruled out when betting against it would have multiplied the stake by
1 / (1 - confidence) at any time (Ville's inequality; betting as in Waudby-Smith and Ramdas 2020,
"Confidence sequences for sampling without replacement"). So the bounds hold at every moment at once:
one may look after each decision, and stop when one likes what one sees.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hustings.screening.reading_words import Floats, Rows

CONFIDENCE = 0.95
RECALL = 0.95
FADES = 0.98  # by how much a draw's say in the next bet shrinks with each draw after it
HALF_SEEN, DRAWS = 0.25, 4.0  # what is supposed before any draw: so many signals in so many draws
UPPER = 0.9  # share of the risk that the upper bound takes
STEPS = 200  # numbers tried at a time


@dataclass(frozen=True)
class Draw:
    """One record that the ration showed: how many were unread then, this one among them, how many
    signals had been found until then, and whether this one has a signal. One that nobody could
    decide counts as one that has.
    """

    unread: int
    found: int
    signal: bool


@dataclass(frozen=True)
class Unseen:
    """How many unread records have a signal: the likeliest number, and bounds that hold together
    with the confidence asked for. `recall` is what has surely been found of all there is: a share,
    null where nothing may be there at all. `draws`: on how many records of the ration it rests.
    """

    likeliest: int
    least: int
    most: int
    recall: float | None
    draws: int


def estimate(
    draws: Sequence[Draw], *, unread: int, found: int, confidence: float = CONFIDENCE
) -> Unseen:
    """What the draws say of `unread` records, after `found` signals were found by any way.

    All must be of one population to which nothing was added: of one import, or one day.
    """
    if not draws or not unread:
        return Unseen(0, 0, unread, _recall(found, unread), len(draws))
    bets = _Bets(draws)
    ruin = 1 - confidence
    # Most of what may go wrong is spent on the upper bound: on it rests when to stop.
    most = bets.furthest(found, unread, fewer=True, stake=-np.log(ruin * UPPER))
    least = bets.furthest(found, unread, fewer=False, stake=-np.log(ruin * (1 - UPPER)))
    likeliest = min(max(bets.likeliest(found, unread), least), most)
    return Unseen(likeliest, least, most, _recall(found, most), len(draws))


def enough(unseen: Unseen, *, recall: float = RECALL) -> bool:
    """The stopping rule: at least this share has surely been found."""
    return unseen.recall is not None and unseen.recall >= recall


def _recall(found: int, most: int) -> float | None:
    return found / (found + most) if found + most else None


class _Bets:
    """Stakes against supposed totals of signals, draw by draw."""

    def __init__(self, draws: Sequence[Draw]) -> None:
        self.unread = np.array([draw.unread for draw in draws], np.float64)
        self.found = np.array([draw.found for draw in draws], np.float64)
        self.signal = np.array([draw.signal for draw in draws])
        self.guess = self._guesses()

    def _guesses(self) -> Floats:
        """Before each draw the share of signals to bet on, from the draws before it alone."""
        seen, of, told = HALF_SEEN, DRAWS, np.empty(len(self.signal))
        for at, signal in enumerate(self.signal):
            told[at] = seen / of
            seen = FADES * seen + float(signal)
            of = FADES * of + 1
        return told

    def supposed(self, totals: Rows) -> Floats:
        """Totals × draws: the chance of a signal at each draw, were so many there in all."""
        return np.clip((totals[:, None] - self.found) / self.unread, 0.0, 1.0)

    def stakes(self, totals: Rows, *, fewer: bool) -> Floats:
        """Totals × draws: the logarithm of the stake so far in a bet that there are fewer (or
        more) than that total.
        """
        p = self.supposed(totals)
        guess = np.minimum(p, self.guess) if fewer else np.maximum(p, self.guess)
        with np.errstate(divide="ignore", invalid="ignore"):
            won = np.where(self.signal, np.log(guess / p), np.log((1 - guess) / (1 - p)))
        return np.cumsum(np.where(guess == p, 0.0, won), axis=1)

    def furthest(self, found: int, unread: int, *, fewer: bool, stake: float) -> int:
        """The largest (or smallest) number unseen that no bet has ruled out at any time."""
        low, high = 0, unread
        while True:
            tried = _between(low, high)
            stakes = self.stakes(found + tried, fewer=fewer)
            open_still = np.flatnonzero(stakes.max(axis=1) < stake)
            if not len(open_still):
                return low if fewer else high
            at = open_still[-1] if fewer else open_still[0]
            beyond = at + 1 if fewer else at - 1
            if not 0 <= beyond < len(tried) or abs(int(tried[at]) - int(tried[beyond])) == 1:
                return int(tried[at])
            low, high = sorted((int(tried[at]), int(tried[beyond])))

    def likeliest(self, found: int, unread: int) -> int:
        """The number unseen under which the draws were likeliest."""
        low, high = 0, unread
        while True:
            tried = _between(low, high)
            p = self.supposed(found + tried)
            with np.errstate(divide="ignore"):
                said = np.log(np.where(self.signal, p, 1 - p)).sum(axis=1)
            best = int(said.argmax())
            low = int(tried[max(best - 1, 0)])
            high = int(tried[min(best + 1, len(tried) - 1)])
            if high - low <= 2:  # noqa: PLR2004 - its two neighbours
                return int(tried[best])


def _between(low: int, high: int) -> Rows:
    """Whole numbers from low to high, at most STEPS, closer together where they are small."""
    if high - low < STEPS:
        return np.arange(low, high + 1)
    steps = np.geomspace(1, high - low + 1, STEPS) - 1
    return low + np.unique(np.round(steps).astype(np.int64))
