"""A sum that the law leaves open …"""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from hustings.desk.commission import sums
from hustings.refusal import Refusal

MONEY = some.integers(1, 10**9)


def refused(code):
    return pytest.raises(Refusal, check=lambda refusal: refusal.code == code)


def plainly(codes):
    return ", ".join(codes)


@given(MONEY, MONEY, some.none() | some.integers(1, 5), some.none() | some.integers(0, 10**9))
def test_is_never_less_than_the_law_says(one, other, or_times, base):
    least, most = sorted((one, other))
    within = sums.bounds(least=least, most=most, or_times=or_times, base=base)
    assert least <= within.least <= within.most
    if or_times and base is not None and or_times * base > most:
        assert within.least == within.most == or_times * base
    else:
        assert (within.least, within.most) == (least, most)


@given(MONEY, MONEY, MONEY)
def test_may_be_chosen_within_its_bounds_and_nowhere_else(one, other, amount):
    least, most = sorted((one, other))
    within = sums.bounds(least=least, most=most, or_times=None, base=None)
    if least <= amount <= most:
        sums.may_choose(amount, within=within)
    else:
        with refused("commission.outside_range"):
            sums.may_choose(amount, within=within)


@pytest.mark.parametrize(
    ("or_times", "base", "told"),
    [
        (None, None, "5 000 – 30 000"),
        (2, None, "5 000 – 30 000"),
        (2, 10_000, "5 000 – 30 000; 2 × 10 000 = 20 000 ≤ 30 000"),
        (2, 40_000, "2 × 40 000 = 80 000 > 30 000"),
    ],
)
def test_shows_its_arithmetic(or_times, base, told):
    within = sums.bounds(least=5_000, most=30_000, or_times=or_times, base=base)
    assert within.arithmetic.replace("\u00a0", " ") == told


def test_that_runs_counts_full_hours_only():
    assert sums.run(120_000, times=7)[0] == 840_000
    assert sums.run(120_000, times=0)[0] == 0


def test_is_paid_in_a_capacity_that_the_tariff_names():
    assert sums.may_pay("", payers=["platform"], named=plainly) == "platform"
    assert (
        sums.may_pay("beneficiary", payers=["poster", "beneficiary"], named=plainly)
        == "beneficiary"
    )
    for payer in ("", "platform"):
        with refused("commission.other_payer"):
            sums.may_pay(payer, payers=["poster", "beneficiary"], named=plainly)


def test_and_an_outcome_that_must_follow_waits_for_what_it_follows():
    sums.may_follow("fine", after=(), had=(), name="X", named=plainly)
    sums.may_follow("take_down", after=("fine",), had=("fine",), name="X", named=plainly)
    with refused("commission.only_after"):
        sums.may_follow("take_down", after=("fine",), had=("warning",), name="X", named=plainly)
