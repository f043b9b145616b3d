"""What decisions teach about the rest of the queue: one small logistic regression, fitted anew.

It starts from what screening says (the prior chance) and moves away from it as far as decisions
and a quadratic penalty let it. Records nobody has read count, all together, as much as the
records that were read and held nothing, on the same side: most of them hold nothing either
("presumed non-relevant": Cormack and Grossman 2015, AutoTAR). Exact arithmetic, no chance.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from hustings.screening.reading_words import Floats, Rows, Table

SOFT = 3.0  # how far a word's weight may go
RATIO = 10.0  # what was found counts so many times as much as what was not, all together
TRUST = 4.0  # how firmly the prior chance is held on to
FREE = 0.01  # the bias may go where it likes, but not to infinity
STEPS, INNER = 6, 12  # Newton steps, and of each the conjugate gradients
NEAR_ENOUGH = 1e-3  # of the cost, when to stop
ROUGH = 0.1  # of each step, how much of it may be left over: the next one sees to it
LEAST = 0.01  # a prior chance is read as at least this, and as at most 1 less this


@dataclass(frozen=True)
class Weights:
    """`words`: one a feature; `prior`: what the prior's log-odds count, 1 before any decision;
    `bias`; `shift`: what the balance of the classes added to the log-odds.
    """

    words: Floats
    prior: float
    bias: float
    shift: float


def untaught(table: Table) -> Weights:
    """Before any decision the prior's word is taken for it."""
    return Weights(np.zeros(table.width), 1.0, 0.0, 0.0)


def chances(
    table: Table, prior: Floats, opinions: Sequence[Weights], *, loud: Sequence[float]
) -> Floats:
    """One chance a row, 0 to 1: the mean of the opinions' log-odds, each as `loud` as it says."""
    told = [
        table.times(one.words) + one.prior * log_odds(prior) + one.bias - one.shift
        for one in opinions
    ]
    return _sigmoid(np.asarray(np.average(told, axis=0, weights=loud), np.float64))


def taught(
    table: Table, prior: Floats, *, read: Rows, found: Floats, unread: Rows, start: Weights
) -> Weights:
    """Weights fitted to the rows `read`, where `found` is 1 for a signal and 0 for none, and to
    the rows `unread`, presumed to hold none. `start` only saves steps.
    """
    rows = np.concatenate([read, unread])
    truth = np.concatenate([found, np.zeros(len(unread))])
    some = table.take(rows)
    counts = _counts(found, len(unread))
    beside = np.column_stack([log_odds(prior[rows]), np.ones(len(rows))])
    fitted = _fit(some, beside, truth, counts, start)
    yes, no = counts[truth == 1].sum(), counts[truth == 0].sum()
    seen = len(found) + len(unread)
    shift = np.log(yes / no) - np.log(found.sum() / (seen - found.sum())) if yes and no else 0.0
    return Weights(fitted[:-2], float(fitted[-2]), float(fitted[-1]), float(shift))


def log_odds(chance: Floats) -> Floats:
    """Of chances that are kept off 0 and 1."""
    kept = np.clip(chance, LEAST, 1 - LEAST)
    return np.asarray(np.log(kept / (1 - kept)), np.float64)


def _counts(found: Floats, unread: int) -> Floats:
    """How much each row counts: found against not found as RATIO to 1, in sum as many as read."""
    yes, no = found.sum(), len(found) - found.sum()
    counts = np.ones(len(found))
    presumed = np.full(unread, max(no, 1.0) / max(unread, 1))
    if yes:
        share = 2 * no if unread else no
        counts[found == 0] = yes / (RATIO * max(share, 1.0))
        presumed *= yes / (RATIO * max(share, 1.0))
    every = np.concatenate([counts, presumed])
    return np.asarray(every * len(found) / every.sum(), np.float64)


def _fit(table: Table, beside: Floats, truth: Floats, counts: Floats, start: Weights) -> Floats:
    """Newton's method; each step solved by conjugate gradients."""
    sign = 2 * truth - 1
    held = np.concatenate([np.full(table.width, 1 / SOFT), [TRUST, FREE]])
    middle = np.concatenate([np.zeros(table.width), [1.0, 0.0]])
    now = np.concatenate([start.words, [start.prior, start.bias]])

    def times(w: Floats) -> Floats:
        return table.times(w[:-2]) + beside @ w[-2:]

    def gathered(rows: Floats) -> Floats:
        return np.concatenate([table.gathered(rows), beside.T @ rows])

    def cost(w: Floats) -> float:
        loss = np.logaddexp(0, -sign * times(w)) @ counts
        return float(loss + held @ (w - middle) ** 2 / 2)

    before = cost(now)
    for _ in range(STEPS):
        p = _sigmoid(times(now))
        slope = gathered(counts * (p - truth)) + held * (now - middle)
        bent = counts * p * (1 - p)
        step = _solved(lambda v: gathered(bent * times(v)) + held * v, -slope)  # noqa: B023 - solved here
        reach = 1.0
        while (after := cost(now + reach * step)) > before and reach > NEAR_ENOUGH:
            reach /= 2
        if after > before:
            break
        now += reach * step
        if before - after <= NEAR_ENOUGH * before:
            break
        before = after
    return now


def _solved(times: Callable[[Floats], Floats], right: Floats) -> Floats:
    """X where times(x) = right, times being symmetric and positive: conjugate gradients."""
    x = np.zeros_like(right)
    left = right.copy()
    toward = left.copy()
    size = left @ left
    enough = size * ROUGH**2
    for _ in range(INNER):
        if size <= enough:
            break
        turned = times(toward)
        pace = size / (toward @ turned)
        x += pace * toward
        left -= pace * turned
        size, was = left @ left, size
        toward = left + size / was * toward
    return x


def _sigmoid(odds: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -40, 40))), np.float64)
