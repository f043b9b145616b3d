from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from desk.cases import matter_at
from desk.cases.matter_at import OVER, REASON
from desk.commission import sitting_at
from desk.commission.sitting_at import BEGINS, CALLED, PLACE
from hustings.desk.accounts.gate import NotYours
from hustings.desk.cases import acts as cases
from hustings.desk.commission import acts
from hustings.desk.commission.models import Item, Presence, Sitting
from hustings.refusal import Refusal

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def refused(code, act, *arguments, **keywords):
    with pytest.raises(Refusal) as caught:
        act(*arguments, **keywords)
    assert caught.value.code == code
    assert caught.value.say("ky") != caught.value.say("en")
    return caught.value


def test_is_called_with_a_number_and_a_place(sitting):
    assert (sitting.number, sitting.state) == ("1/2025", "called")


def test_is_not_called_for_the_past_or_for_a_time_before_the_call(election, cast):
    refused("commission.in_the_past", acts.call_sitting, election, begins_at=CALLED - SECOND,
            place=PLACE, by=cast.secretary, at=CALLED)  # fmt: skip
    early = datetime(2025, 9, 29, 17, 59, 59, tzinfo=UTC)  # the last second of 29 September there
    said = refused("commission.before_the_call", acts.call_sitting, election, begins_at=early,
                   place=PLACE, by=cast.secretary, at=early)  # fmt: skip
    assert "29.09.2025 23:59" in said.say("ru")
    called = acts.call_sitting(election, begins_at=early + SECOND, place=PLACE,
                               by=cast.secretary, at=early)  # fmt: skip
    assert called.number == "1/2025"


def test_needs_a_place(election, cast):
    for place, code in (("  ", "cases.nothing_written"), ("а" * 201, "cases.too_long")):
        refused(code, acts.call_sitting, election, begins_at=BEGINS, place=place,
                by=cast.secretary, at=CALLED)  # fmt: skip


def test_belongs_to_the_secretary(election, sitting, case, cast):
    for who in (cast.lawyer, cast.head, cast.members[0], cast.official, cast.administrator):
        steps = (
            lambda who=who: acts.call_sitting(election, begins_at=BEGINS, place=PLACE, by=who, at=CALLED),
            lambda who=who: acts.put_on_agenda(sitting, case=case, by=who, at=CALLED),
            lambda who=who: acts.record_presence(
                sitting, member=cast.members[0], present=True, by=who, at=CALLED
            ),
            lambda who=who: acts.open_sitting(sitting, chair=cast.members[0], by=who, at=BEGINS),
            lambda who=who: acts.close_sitting(sitting, by=who, at=BEGINS),
        )  # fmt: skip
        for step in steps:
            with pytest.raises(NotYours):
                step()
    assert not Presence.objects.exists()
    assert not Item.objects.exists()


def test_takes_a_case_whose_proposal_is_adopted_and_fills_in_its_outcomes(sitting, case, cast):
    item = sitting_at.placed(sitting, case, cast)
    case.refresh_from_db()
    assert (item.place, item.state, case.stage) == (1, "scheduled", "on_agenda")
    charge = case.respondents.get().charges.get()
    assert (charge.outcome, charge.outcome_reason) == ("fine", REASON)
    assert (charge.units, charge.amount, charge.currency) == (75, 7500, "KGS")


def test_takes_no_case_that_is_not_proposed(sitting, cast, flag):
    case = matter_at.opened(cast, flag())
    refused("cases.not_proposed", acts.put_on_agenda, sitting, case=case, by=cast.secretary,
            at=CALLED)  # fmt: skip
    matter_at.everybody_heard(case, cast)
    matter_at.drafted(case, cast)
    refused("cases.not_proposed", acts.put_on_agenda, sitting, case=case, by=cast.secretary,
            at=CALLED)  # fmt: skip


def test_takes_a_case_onto_one_agenda_only(item, election, case, cast):
    other = sitting_at.called(election, cast)
    refused("cases.not_proposed", acts.put_on_agenda, other, case=case, by=cast.secretary,
            at=CALLED)  # fmt: skip


def test_counts_members_only(sitting, cast):
    refused("commission.not_a_member", acts.record_presence, sitting, member=cast.official,
            present=True, by=cast.secretary, at=CALLED)  # fmt: skip


def test_is_not_opened_one_short_of_a_quorum(sitting, cast):
    six = cast.members[:6]
    with translation.override("en"):
        said = refused("commission.no_quorum", sitting_at.opened, sitting, cast, members=six)
        assert "6 of 12 members are present and 7 make a quorum" in said.say("en")
    sitting_at.opened(sitting, cast, members=cast.members[:7])
    sitting.refresh_from_db()
    assert sitting.state == "open"


def test_is_opened_at_its_time_not_before(sitting, cast):
    sitting_at.there(sitting, cast, cast.members)
    refused("commission.too_early", acts.open_sitting, sitting, chair=cast.members[0],
            by=cast.secretary, at=BEGINS - SECOND)  # fmt: skip


def test_is_chaired_by_a_member_who_is_there(sitting, cast):
    sitting_at.there(sitting, cast, cast.members[:8])
    for chair in (cast.members[11], cast.head):
        refused("commission.chair_absent", acts.open_sitting, sitting, chair=chair,
                by=cast.secretary, at=BEGINS)  # fmt: skip


def test_is_opened_once(item, cast):
    refused("commission.opened_already", acts.open_sitting, item.sitting, chair=cast.members[0],
            by=cast.secretary, at=BEGINS)  # fmt: skip


def test_does_not_hear_a_case_with_a_respondent_left_over(sitting, cast, flag):
    case = matter_at.proposed(cast, flag(), pending=True)
    item = sitting_at.placed(sitting, case, cast)
    sitting_at.opened(sitting, cast)
    said = refused("commission.left_over", sitting_at.heard, item, cast)
    assert "Ойдон Жооптуев №1" in said.say("ru")
    sitting_at.settled(item, cast)
    assert sitting_at.heard(item, cast).state == "heard"


def test_refuses_an_outcome_without_a_reason_or_unknown_or_stale(item, cast):
    charge = item.case.respondents.get().charges.get()
    said = {"charge": charge, "outcome": "warning", "reason": REASON, "by": cast.secretary,
            "at": BEGINS, "version": charge.version}  # fmt: skip
    refused("cases.nothing_written", acts.set_outcome, item, **{**said, "reason": " "})
    refused("cases.unknown_outcome", acts.set_outcome, item, **{**said, "outcome": "exile"})
    refused("cases.unknown_outcome", acts.set_outcome, item, **{**said, "outcome": ""})
    stale = refused("cases.stale", acts.set_outcome, item, **{**said, "version": 0})
    assert cast.secretary.full_name in stale.say("en")
    changed = acts.set_outcome(item, **said)
    assert (changed.outcome, changed.amount, changed.currency) == ("warning", None, "")


def test_refuses_an_outcome_for_a_charge_of_another_case(item, cast, flag):
    other = matter_at.proposed(cast, flag(account="b", text="Башка Кадыров"))
    charge = other.respondents.get().charges.get()
    refused("commission.charge_elsewhere", acts.set_outcome, item, charge=charge,
            outcome="warning", reason=REASON, by=cast.secretary, at=BEGINS,
            version=charge.version)  # fmt: skip


def test_votes_on_what_stands_when_voting_opens(heard, cast):
    charge = heard.case.respondents.get().charges.get()
    refused("commission.voting_open", acts.set_outcome, heard, charge=charge, outcome="warning",
            reason=REASON, by=cast.secretary, at=BEGINS, version=charge.version)  # fmt: skip


def test_is_not_closed_with_an_open_item(item, cast):
    refused("commission.items_open", acts.close_sitting, item.sitting, by=cast.secretary, at=BEGINS)


def test_is_not_closed_while_somebody_has_no_outcome_and_says_who(sitting, cast, flag):
    case = matter_at.proposed(cast, flag(), pending=True)
    sitting_at.placed(sitting, case, cast)
    sitting_at.opened(sitting, cast)
    said = refused("commission.left_over_at_close", acts.close_sitting, sitting,
                   by=cast.secretary, at=BEGINS)  # fmt: skip
    assert "Ойдон Жооптуев №1" in said.say("ky")


def test_postpones_with_a_reason_and_takes_the_case_again(item, election, case, cast):
    refused("cases.nothing_written", acts.postpone, item, reason="", by=cast.secretary, at=BEGINS)
    acts.postpone(item, reason="документ керек", by=cast.secretary, at=BEGINS)
    case.refresh_from_db()
    charge = case.respondents.get().charges.get()
    assert (case.stage, charge.outcome, charge.amount) == ("proposed", "", None)
    acts.close_sitting(item.sitting, by=cast.secretary, at=BEGINS)
    refused("commission.closed", acts.postpone, item, reason="дагы", by=cast.secretary, at=BEGINS)
    again = sitting_at.placed(sitting_at.called(election, cast), case, cast)
    charge.refresh_from_db()
    assert again.sitting.number == "2/2025"
    assert charge.outcome == "fine"


def test_a_closed_sitting_changes_no_more(sitting, cast):
    sitting_at.opened(sitting, cast)
    acts.close_sitting(sitting, by=cast.secretary, at=BEGINS)
    refused("commission.closed", acts.record_presence, sitting, member=cast.members[0],
            present=False, by=cast.secretary, at=BEGINS)  # fmt: skip
    refused("commission.closed", acts.close_sitting, sitting, by=cast.secretary, at=BEGINS)


def test_a_case_on_the_agenda_is_not_withdrawn_under_the_commission(item, cast):
    proposal = item.case.proposals.get()
    refused("cases.with_commission", cases.withdraw_proposal, proposal, by=cast.lawyer, at=OVER,
            ground="кеч калдык")  # fmt: skip


def test_numbers_follow_the_year_in_which_it_begins(election, cast):
    # 18:30 UTC on 31 December is half past midnight in Bishkek.
    begins = datetime(2025, 12, 31, 18, 30, tzinfo=UTC)
    assert sitting_at.called(election, cast, begins_at=begins).number == "1/2026"
    assert sitting_at.called(election, cast).number == "1/2025"
    assert Sitting.objects.count() == 2
