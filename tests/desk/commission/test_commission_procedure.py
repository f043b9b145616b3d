"""No path through the rules adopts without quorum, hearing, a whole table and a real majority."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from hustings.desk.commission import procedure
from hustings.desk.commission.bench import (
    Bench,
    Choice,
    ItemState,
    Matter,
    Row,
    Rule,
    SittingState,
)
from hustings.desk.commission.models import Item, Sitting, Vote
from hustings.refusal import Refusal

BEGINS = datetime(2025, 10, 27, 9, 0, tzinfo=UTC)
TWELVE = Rule(established=12, quorum=7, majority=7)
FIVE = Rule(established=5, quorum=3, majority=3)
MEMBERS = tuple(range(1, 6))
NAMES = {number: f"Мүчө №{number}" for number in range(1, 13)}


def test_states_are_those_of_the_rows():
    assert {state.value for state in SittingState} == set(Sitting.State.values)
    assert {state.value for state in ItemState} == set(Item.State.values)
    assert {choice.value for choice in Choice} == set(Vote.Choice.values)


def bench(**changed):
    plain = Bench(number="1/2025", state=SittingState.OPEN, rule=TWELVE, begins_at=BEGINS,
                  zone="Asia/Bishkek", present=frozenset(range(1, 13)))  # fmt: skip
    return replace(plain, **changed)


def item(**changed):
    row = Row(respondent="Ойдон", provision="p", outcome="fine", reason="себеп")
    return replace(Matter(case="1/2025", state=ItemState.HEARD, rows=(row,)), **changed)


def votes(for_, against, abstain):
    choices = [Choice.FOR] * for_ + [Choice.AGAINST] * against + [Choice.ABSTAIN] * abstain
    return dict(enumerate(choices, 1))


@pytest.mark.parametrize(
    ("counts", "result"),
    [
        ((7, 5, 0), ItemState.ADOPTED),
        ((6, 6, 0), ItemState.REJECTED),  # a tie
        ((6, 0, 6), ItemState.REJECTED),  # more for than against is not enough
        ((0, 0, 12), ItemState.REJECTED),  # all abstain
        ((12, 0, 0), ItemState.ADOPTED),
    ],
)
def test_a_majority_is_of_the_established_number(counts, result):
    assert procedure.result(bench(), item(votes=votes(*counts)), names=NAMES) is result


def test_recused_members_count_neither_way():
    recused = frozenset({9, 10, 11, 12})
    lost = item(recused=recused, votes=votes(6, 2, 0))
    assert procedure.result(bench(), lost, names=NAMES) is ItemState.REJECTED
    won = item(recused=recused, votes=votes(7, 1, 0))
    assert procedure.result(bench(), won, names=NAMES) is ItemState.ADOPTED


def test_who_proposed_counts_as_recused_for_the_quorum_of_the_item():
    there = frozenset(range(1, 9))
    matter = item(state=ItemState.SCHEDULED, group=frozenset({1, 2}))
    with pytest.raises(Refusal) as refused:
        procedure.may_hear(bench(present=there), matter)
    assert refused.value.code == "commission.no_quorum_for_item"
    assert procedure.may_hear(bench(present=there | {9}), matter) is ItemState.HEARD


@given(
    present=st.frozensets(st.integers(1, 12)),
    recused=st.frozensets(st.integers(1, 12)),
    choices=st.lists(st.sampled_from(list(Choice)), min_size=12, max_size=12),
)
def test_adopted_means_seven_present_members_free_to_vote_said_for(present, recused, choices):
    matter = item(recused=recused)
    given_ = {member: choices[member - 1] for member in present - recused}
    matter = replace(matter, votes=given_)
    try:
        result = procedure.result(bench(present=present), matter, names=NAMES)
    except Refusal:
        result = None
    enough = Counter(given_.values())[Choice.FOR] >= 7
    assert (result is ItemState.ADOPTED) == enough


@given(rows=st.lists(st.tuples(st.sampled_from("абв"), st.booleans(), st.booleans()), min_size=1))
def test_nobody_is_voted_on_without_an_outcome_and_a_reason(rows):
    table = tuple(
        Row(respondent=name, provision="p", outcome="fine" * outcome, reason="себеп" * reason)
        for name, outcome, reason in rows
    )
    left = {name for name, outcome, reason in rows if not (outcome and reason)}
    matter = item(state=ItemState.SCHEDULED, rows=table)
    if not left:
        assert procedure.may_hear(bench(), matter) is ItemState.HEARD
        return
    with pytest.raises(Refusal) as refused:
        procedure.may_hear(bench(), matter)
    assert refused.value.facts["respondents"] == ", ".join(sorted(left))


class Evening(RuleBasedStateMachine):
    """A commission of five: every step is tried at every moment."""

    def __init__(self):
        super().__init__()
        self.at = BEGINS - timedelta(hours=1)
        self.bench = Bench(number="1/2025", state=SittingState.CALLED, rule=FIVE,
                           begins_at=BEGINS, zone="Asia/Bishkek")  # fmt: skip
        self.item = Matter(
            case="1/2025", state=ItemState.SCHEDULED, group=frozenset({5}),
            rows=(Row(respondent="а", provision="p", outcome="fine", reason="с"),
                  Row(respondent="б", provision="p")),
        )  # fmt: skip
        self.heard_with = None
        self.opened_with = 0
        self.settled_by = None

    def attempt(self, check, *arguments, **keywords):
        try:
            return check(*arguments, **keywords) or True
        except Refusal:
            return None

    @rule(minutes=st.integers(1, 90))
    def time_passes(self, minutes):
        self.at += timedelta(minutes=minutes)

    @rule(member=st.sampled_from(MEMBERS), there=st.booleans())
    def presence(self, member, there):
        if there and self.attempt(procedure.may_arrange, self.bench):
            self.bench = replace(self.bench, present=self.bench.present | {member})
        elif not there and self.attempt(
            procedure.may_leave, self.bench, [self.item], member=member, name="м"
        ):
            self.bench = replace(self.bench, present=self.bench.present - {member})

    @rule(chair=st.sampled_from(MEMBERS))
    def open(self, chair):
        state = self.attempt(procedure.may_open, self.bench, chair=chair, at=self.at)
        if state:
            assert self.at >= BEGINS
            assert chair in self.bench.present
            self.opened_with = len(self.bench.present)
            self.bench = replace(self.bench, state=state)

    @rule(member=st.sampled_from(MEMBERS))
    def recuse(self, member):
        if self.attempt(procedure.may_recuse, self.bench, self.item, by=member):
            assert member not in self.item.votes
            self.item = replace(self.item, recused=self.item.recused | {member})

    @rule()
    def set_outcome(self):
        if self.attempt(procedure.may_set_outcome, self.bench, self.item):
            whole = tuple(replace(row, outcome="warning", reason="с") for row in self.item.rows)
            self.item = replace(self.item, rows=whole)

    @rule()
    def hear(self):
        state = self.attempt(procedure.may_hear, self.bench, self.item)
        if state:
            assert not self.item.left_over
            self.heard_with = self.item.rows
            self.item = replace(self.item, state=state)

    @rule(member=st.sampled_from(MEMBERS), choice=st.sampled_from([*Choice, "maybe"]))
    def vote(self, member, choice):
        given_ = self.attempt(procedure.may_vote, self.bench, self.item, by=member, choice=choice)
        if given_:
            assert member not in self.item.votes
            assert member in self.bench.present - self.item.barred
            self.item = replace(self.item, votes={**self.item.votes, member: given_})

    @rule()
    def settle(self):
        state = self.attempt(procedure.result, self.bench, self.item, names=NAMES)
        if state:
            self.settled_by = dict(self.item.votes)
            self.item = replace(self.item, state=state)

    @rule()
    def postpone(self):
        state = self.attempt(procedure.may_postpone, self.bench, self.item)
        if state:
            self.item = replace(self.item, state=state)

    @rule()
    def close(self):
        state = self.attempt(procedure.may_close, self.bench, [self.item])
        if state:
            self.bench = replace(self.bench, state=state)

    @invariant()
    def adoption_rests_on_everything(self):
        if self.item.state is not ItemState.ADOPTED:
            return
        assert self.opened_with >= FIVE.quorum
        assert self.heard_with == self.item.rows
        said = [member for member, vote in self.settled_by.items() if vote is Choice.FOR]
        assert len(said) >= FIVE.majority
        assert 5 not in self.settled_by, "who proposes does not decide"

    @invariant()
    def closed_means_settled(self):
        if self.bench.state is SittingState.CLOSED:
            assert self.item.state not in procedure.OPEN_ITEMS


TestEvening = Evening.TestCase
TestEvening.settings = hypothesis_settings(max_examples=60, stateful_step_count=40, deadline=None)
