"""No path through the rules skips review, hearing or proposal, whatever is tried and in what order."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from hustings.desk.cases import procedure
from hustings.desk.cases.matter import Charged, Found, Matter, Named, NotYet, Proposed, Stage
from hustings.desk.cases.models import Case
from hustings.refusal import Refusal

START = datetime(2025, 10, 23, 5, 0, tzinfo=UTC)
TERM = timedelta(days=3)
LAWYERS = (1, 2, 3)


def test_stages_are_those_of_the_rows():
    assert {stage.value for stage in Stage} == set(Case.Stage.values)


class Walk(RuleBasedStateMachine):
    """Tries every step at every moment; keeps the facts as the acts would, and a diary."""

    def __init__(self):
        super().__init__()
        self.at = START
        found = tuple(Found(id=n, account=n % 2, account_name=f"баракча {n % 2}") for n in range(3))
        self.matter = Matter(
            number="1/2025", stage=Stage.OPENED, zone="Asia/Bishkek", findings=found
        )
        self.said = []

    def change(self, respondent, **changed):
        others = tuple(
            replace(one, **changed) if one.id == respondent.id else one
            for one in self.matter.respondents
        )
        self.matter = replace(self.matter, respondents=others)

    def attempt(self, check, *arguments, **keywords):
        """The answer of a check, or None where it refused; a refusal must be a sentence."""
        try:
            answer = check(self.matter, *arguments, **keywords)
        except Refusal as refusal:
            self.said.append(refusal.say("ky"))
            return None
        return answer or True

    @rule(hours=st.integers(1, 100))
    def time_passes(self, hours):
        self.at += timedelta(hours=hours)

    @rule(account=st.sampled_from([0, 1, None]))
    def name(self, account):
        if len(self.matter.respondents) < 4 and self.attempt(procedure.may_name, account=account):
            number = len(self.matter.respondents)
            one = Named(id=number, name=f"жооптуу {number}", account=account)
            self.matter = replace(self.matter, respondents=(*self.matter.respondents, one))

    @precondition(lambda self: self.matter.respondents)
    @rule(data=st.data())
    def charge(self, data):
        one = data.draw(st.sampled_from(self.matter.respondents))
        chosen = data.draw(st.frozensets(st.integers(0, 2), min_size=1))
        if self.attempt(procedure.may_charge, one):
            row = Charged(id=len(one.charges), provision="p", findings=chosen)
            self.change(one, charges=(*one.charges, row))

    @precondition(lambda self: self.matter.respondents)
    @rule(data=st.data())
    def notify(self, data):
        one = data.draw(st.sampled_from(self.matter.respondents))
        if self.attempt(procedure.may_notify, one):
            assert one.charges, "nobody is told of nothing"
            self.change(one, notice="1/2025", due_at=self.at + TERM)

    @precondition(lambda self: self.matter.respondents)
    @rule(data=st.data())
    def explain(self, data):
        one = data.draw(st.sampled_from(self.matter.respondents))
        if self.attempt(procedure.may_hear, one):
            assert one.due_at is not None
            self.change(one, explained=True)

    @precondition(lambda self: self.matter.respondents)
    @rule(data=st.data())
    def lapse(self, data):
        one = data.draw(st.sampled_from(self.matter.respondents))
        if self.attempt(procedure.may_lapse, one, at=self.at):
            assert one.due_at is not None
            assert self.at >= one.due_at
            assert not one.explained
            self.change(one, lapsed=True)

    @rule(by=st.sampled_from(LAWYERS))
    def draft(self, by):
        if self.attempt(procedure.may_draft):
            self.matter = replace(
                self.matter, proposal=Proposed(number="1/2025", drafted_by=by, adopted=False)
            )

    @rule(by=st.sampled_from(LAWYERS))
    def adopt(self, by):
        stage = self.attempt(procedure.may_adopt, by=by)
        if stage:
            assert by != self.matter.proposal.drafted_by, "nobody adopts their own"
            self.matter = replace(
                self.matter, stage=stage, proposal=replace(self.matter.proposal, adopted=True)
            )

    @rule()
    def withdraw(self):
        stage = self.attempt(procedure.may_withdraw)
        if stage:
            self.matter = replace(self.matter, stage=stage, proposal=None)

    @rule()
    def place(self):
        stage = self.attempt(procedure.may_place)
        if stage:
            self.matter = replace(self.matter, stage=stage)

    @rule(rejected=st.booleans())
    def take_back(self, rejected):
        stage = self.attempt(procedure.may_return, rejected=rejected)
        if stage:
            proposal = None if rejected else self.matter.proposal
            self.matter = replace(self.matter, stage=stage, proposal=proposal)

    @rule(execution=st.booleans())
    def decide(self, execution):
        stage = self.attempt(procedure.may_decide, execution=execution)
        if stage:
            self.matter = replace(self.matter, stage=stage)

    @invariant()
    def nobody_is_left_over_past_the_group(self):
        if self.matter.stage is Stage.OPENED:
            return
        answering = {one.account for one in self.matter.respondents}
        assert {found.account for found in self.matter.findings} <= answering
        charged = {
            found
            for one in self.matter.respondents
            for row in one.charges
            for found in row.findings
        }
        assert charged == {found.id for found in self.matter.findings}
        assert all(one.charges and one.heard for one in self.matter.respondents)
        assert self.matter.proposal is not None
        assert self.matter.proposal.adopted

    @invariant()
    def every_refusal_is_a_whole_sentence(self):
        assert all(said.endswith((".", "»")) and "{" not in said for said in self.said)

    @invariant()
    def there_is_always_a_next_step_and_it_says_what_is_missing(self):
        step = procedure.next_step(self.matter)
        assert step.roles or self.matter.stage is Stage.CLOSED
        if step.code in {"name", "charge", "notify", "hear"}:
            assert step.missing
        if step.code in {"draft", "adopt"}:
            assert not procedure.gaps(self.matter)


TestWalk = Walk.TestCase
TestWalk.settings = hypothesis_settings(max_examples=60, stateful_step_count=40, deadline=None)


def complete(**changed):
    one = Named(
        id=1, name="Ойдон", account=0, notice="1/2025", due_at=START, explained=True,
        charges=(Charged(id=1, provision="p", findings=frozenset({1})),),
    )  # fmt: skip
    whole = Matter(
        number="1/2025", stage=Stage.OPENED, zone="Asia/Bishkek", respondents=(one,),
        findings=(Found(id=1, account=0, account_name="баракча"),),
    )  # fmt: skip
    return replace(whole, **changed)


@pytest.mark.parametrize("stage", [Stage.DECIDED, Stage.REFERRED, Stage.CLOSED])
def test_nothing_moves_once_the_commission_has_decided(stage):
    proposal = Proposed(number="1/2025", drafted_by=1, adopted=True)
    matter = complete(stage=stage, proposal=proposal)
    one = matter.respondents[0]
    checks = (
        lambda: procedure.may_gather(matter), lambda: procedure.may_withdraw(matter),
        lambda: procedure.may_charge(matter, one), lambda: procedure.may_draft(matter),
        lambda: procedure.may_adopt(matter, by=2), lambda: procedure.may_place(matter),
        lambda: procedure.may_return(matter, rejected=True),
        lambda: procedure.may_decide(matter, execution=True),
    )  # fmt: skip
    for check in checks:
        with pytest.raises(NotYet):
            check()


def test_the_deadline_shown_is_the_nearest_that_runs():
    first = Named(id=1, name="а", account=0, notice="1", due_at=START + TERM,
                  charges=(Charged(id=1, provision="p", findings=frozenset({1})),))  # fmt: skip
    later = replace(first, id=2, account=None, due_at=START + 2 * TERM)
    step = procedure.next_step(complete(respondents=(later, first)))
    assert (step.code, step.due_at) == ("hear", START + TERM)
