"""What is no fine and no warning is carried out once, after what it must follow."""

from dataclasses import replace

import pytest

from hustings.desk.enforcement import procedure
from hustings.desk.enforcement.procedure import Charged
from hustings.refusal import Refusal

REMOVAL = Charged(respondent="X", outcome="removal", execution="platform", referred="received")
FINED = Charged(respondent="X", outcome="fine", execution="official", referred="received",
                protocolled=False)  # fmt: skip


def refused(code):
    return pytest.raises(Refusal, check=lambda refusal: refusal.code == code)


def carry(charge, outcome="removal", *, after=(), voted=False):
    procedure.may_carry_out(charge, outcome=outcome, after=after, voted=voted)


def test_what_was_decided_is_carried_out_once():
    carry(REMOVAL)
    with refused("enforcement.done_already"):
        carry(replace(REMOVAL, carried=frozenset({"removal"})))


def test_nothing_is_carried_out_before_the_materials_came():
    with refused("enforcement.materials_missing"):
        carry(replace(REMOVAL, referred="sent"))


def test_who_voted_does_not_carry_out():
    with refused("enforcement.voted"):
        carry(REMOVAL, voted=True)


@pytest.mark.parametrize("outcome", ["censure", "fine", "warning"])
def test_another_outcome_than_was_decided_is_refused(outcome):
    with refused("enforcement.not_decided"):
        carry(REMOVAL, outcome)


@pytest.mark.parametrize("penalty", ["", "cancelled"])
def test_what_follows_waits_until_the_fine_is_in_force(penalty):
    with refused("enforcement.only_after"):
        carry(replace(FINED, penalty=penalty), "take_down", after=("fine",))
    for done in ("imposed", "served", "paid"):
        carry(replace(FINED, penalty=done), "take_down", after=("fine",))


def test_a_case_ends_when_the_platform_has_done_it():
    assert not procedure.executed([REMOVAL])
    assert procedure.executed([replace(REMOVAL, carried=frozenset({"removal"}))])
    police = Charged(respondent="X", outcome="refer_police", execution="police")
    assert not procedure.executed([police])
    assert procedure.executed([replace(police, referred="received")])


def test_a_law_without_a_protocol_needs_none():
    procedure.may_impose(FINED, voted=False)
    with refused("enforcement.no_form"):
        procedure.may_draw(FINED)
    with refused("enforcement.no_protocol"):
        procedure.may_impose(replace(FINED, protocolled=True), voted=False)


def test_a_sum_that_runs_is_served_when_it_has_stopped():
    running = replace(FINED, penalty="imposed", running=True)
    with refused("enforcement.still_runs"):
        procedure.may_serve(running)
    procedure.may_stop(running)
    stopped = replace(running, running=False)
    procedure.may_serve(stopped)
    with refused("enforcement.does_not_run"):
        procedure.may_stop(stopped)
