"""The estimate of what is unseen …"""

import math
import random
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hustings.screening import reading_ration, reading_unseen
from hustings.screening.reading_unseen import Draw, enough, estimate


def reading(chance, count, signals, *, skill, share, look=25):
    """A reading of `count` records by a ranking of some skill; at each look what was estimated
    and what is true: (least, most, unseen, found).
    """
    truth = [at < signals for at in range(count)]
    score = [chance.gauss(skill * one, 1) for one in truth]
    unread = sorted(range(count), key=lambda at: -score[at])
    draws, found = [], 0
    for place in range(count):
        rationed = chance.random() < share
        at = unread.pop(chance.randrange(len(unread)) if rationed else 0)
        if rationed:
            draws.append(Draw(len(unread) + 1, found, truth[at]))
        found += truth[at]
        if place % look == look - 1:
            told = estimate(draws, unread=len(unread), found=found)
            yield told, signals - found, found


@pytest.mark.parametrize(
    ("count", "signals", "skill", "share"),
    [(200, 0, 1, 0.2), (200, 10, 2, 0.2), (200, 100, 1, 0.1), (400, 40, 3, 0.3), (100, 90, 0, 0.5)],
)
def test_bounds_hold_at_every_look_as_often_as_promised(count, signals, skill, share):
    times = 60
    missed = 0
    for seed in range(times):
        chance = random.Random(seed)
        looks = reading(chance, count, signals, skill=skill, share=share)
        missed += any(not told.least <= true <= told.most for told, true, _ in looks)
    # At 95 % more than 8 of 60 would be missed less than once in a hundred.
    assert missed <= 8


@pytest.mark.parametrize("confidence", [0.5, 0.8])
def test_bounds_are_not_wider_than_all_there_is_and_narrow_as_confidence_falls(confidence):
    draws = [Draw(500 - at, 50, at % 40 == 0) for at in range(200)]
    sure = estimate(draws, unread=300, found=60, confidence=0.95)
    less = estimate(draws, unread=300, found=60, confidence=confidence)
    assert 0 <= sure.least <= less.least <= less.most < sure.most < 300


@settings(max_examples=40, deadline=None)
@given(
    st.integers(2, 60), st.integers(0, 60), st.floats(0, 3), st.floats(0.1, 1), st.integers(0, 10**6)
)  # fmt: skip
def test_numbers_stay_within_what_is_possible(count, signals, skill, share, seed):
    signals = min(signals, count)
    for told, _, found in reading(
        random.Random(seed), count, signals, skill=skill, share=share, look=3
    ):
        assert 0 <= told.least <= told.likeliest <= told.most
        assert told.recall is None or 0 <= told.recall <= 1
        assert told.recall is not None or found == told.most == 0


def test_likeliest_number_is_near_the_truth_on_the_mean():
    # A ration alone, no ranking: 30 of 100 were drawn, 40 of 100 hold a signal.
    errors = []
    for seed in range(200):
        truth = [at < 40 for at in range(100)]
        random.Random(seed).shuffle(truth)
        draws = [Draw(100 - at, sum(truth[:at]), truth[at]) for at in range(30)]
        told = estimate(draws, unread=70, found=sum(truth[:30]))
        errors.append(told.likeliest - sum(truth[30:]))
    # The standard error of the mean of 200 is below 0.6 records.
    assert abs(np.mean(errors)) < 1.8


def test_upper_bound_of_an_empty_draw_is_that_of_the_plain_urn_and_a_little_more():
    """Nothing found in 100 of 1,000: the urn's bound (hypergeometric, looked at once) is 28."""
    urn = next(
        k for k in range(1000)
        if math.comb(1000 - k, 100) / math.comb(1000, 100) < 0.05
    ) - 1  # fmt: skip
    told = estimate([Draw(1000 - at, 0, signal=False) for at in range(100)], unread=900, found=0)
    assert urn <= told.most <= 2.5 * urn


def test_stops_only_with_the_recall_promised():
    stopped, below = 0, 0
    for seed in range(40):
        chance = random.Random(seed)
        for told, true, found in reading(chance, 300, 90, skill=3, share=0.5, look=10):
            if enough(told, recall=0.9):
                stopped += 1
                below += found / (found + true) < 0.9
                break
    assert stopped == 40
    assert below <= 6  # at 95 % more would happen less than once in two hundred


def test_says_nothing_without_a_draw():
    told = estimate([], unread=50, found=3)
    assert (told.least, told.most, told.draws) == (0, 50, 0)
    assert told.recall == pytest.approx(3 / 53)
    assert not enough(told)


def test_is_certain_when_all_is_read():
    told = estimate([Draw(1, 3, signal=False)], unread=0, found=3)
    assert (told.least, told.likeliest, told.most, told.recall) == (0, 0, 0, 1.0)
    assert enough(told)


def test_never_stops_where_nothing_was_found():
    told = estimate([Draw(10 - at, 0, signal=False) for at in range(10)], unread=0, found=0)
    assert told.recall is None
    assert not enough(told)


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_tries_every_number_where_they_are_few_and_both_ends_always(low, more):
    tried = reading_unseen._between(low, low + more).tolist()
    assert (tried[0], tried[-1]) == (low, low + more)
    assert all(one < other for one, other in pairwise(tried))
    assert len(tried) <= reading_unseen.STEPS
    if more < 100:
        assert tried == list(range(low, low + more + 1))


def test_lots_depend_on_seed_and_record_alone():
    assert reading_ration.lot("a", "p1") == reading_ration.lot("a", "p1")
    assert len({reading_ration.lot("a", "p1"), reading_ration.lot("b", "p1"),
                reading_ration.lot("a", "p2")}) == 3  # fmt: skip
    lots = [reading_ration.lot("a", str(at)) for at in range(1000)]
    assert all(0 <= one < 1 for one in lots)
    assert abs(np.mean(lots) - 0.5) < 0.05
    assert reading_ration.drawn("a", ["p1", "p2"]) == reading_ration.drawn("a", ["p2", "p1"])
    assert reading_ration.drawn("a", []) is None
