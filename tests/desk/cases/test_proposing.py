import pytest
from django.utils import translation

from desk.cases import matter_at
from desk.cases.matter_at import ANSWERED, OVER, REASON, START
from hustings.desk.accounts.gate import NotYours
from hustings.desk.cases import acts
from hustings.desk.cases.models import Proposal
from hustings.refusal import Refusal

pytestmark = pytest.mark.django_db


def refused(code, act, *arguments, **keywords):
    with pytest.raises(Refusal) as caught:
        act(*arguments, **keywords)
    assert caught.value.code == code
    return caught.value


def recommend(charge, cast, **changed):
    said = {"outcome": "fine", "reason": REASON, "by": cast.lawyer, "at": ANSWERED,
            "version": charge.version} | changed  # fmt: skip
    return acts.recommend(charge, **said)


@pytest.fixture
def heard(case, cast):
    matter_at.everybody_heard(case, cast)
    return case


@pytest.fixture
def draft(heard, cast):
    matter_at.recommended(heard, cast)
    return matter_at.drafted(heard, cast)


def test_recommends_an_outcome_with_a_reason(charge, cast):
    row = recommend(charge, cast)
    assert (row.proposal, row.proposal_reason, row.version) == ("fine", REASON, 1)


WRONG = (
    ({"outcome": "beheading"}, "cases.unknown_outcome"),
    ({"reason": " "}, "cases.nothing_written"),
    ({"reason": "а" * 4_001}, "cases.too_long"),
    ({"version": 7}, "cases.stale"),
    ({"version": -1}, "cases.stale"),
)


def test_refuses_a_recommendation(charge, cast):
    for changed, code in WRONG:
        refused(code, recommend, charge, cast, **changed)
    charge.refresh_from_db()
    assert charge.proposal == ""


def test_refuses_a_fine_that_no_tariff_knows(case, cast, account, finding):
    firm = acts.name_respondent(case, name="Ойдон ЖЧК", person_kind="legal", author_class="voter",
                                account=account, by=cast.lawyer, at=START, ground="g")  # fmt: skip
    row = matter_at.charged(firm, cast, finding)
    said = refused("cases.no_tariff", recommend, row, cast)
    assert "Ойдон ЖЧК" in said.say("ky")
    assert recommend(row, cast, outcome="refer_court").proposal == "refer_court"


def test_a_stale_recommendation_says_who_was_quicker(charge, cast):
    recommend(charge, cast, by=cast.second_lawyer)
    said = refused("cases.stale", recommend, charge, cast, outcome="warning", version=0)
    assert cast.second_lawyer.full_name in said.say("en")
    assert "24.10.2025 11:00 (Asia/Bishkek)" in said.say("en")


def test_a_recommendation_may_go_back_to_pending(charge, cast):
    row = recommend(charge, cast)
    row = recommend(row, cast, outcome="", reason="")
    assert (row.proposal, row.version) == ("", 2)


def test_drafting_needs_everybody_heard(charge, notice, case, cast):
    said = refused("cases.not_heard", matter_at.drafted, case, cast)
    assert "26.10.2025 24:00" in said.say("en")
    acts.lapse(notice.respondent, by=cast.lawyer, at=OVER)
    assert matter_at.drafted(case, cast).number == "1/2025"


def test_drafting_needs_a_respondent_for_each_account(case, cast):
    refused("cases.no_respondent", matter_at.drafted, case, cast)


def test_drafting_leaves_pending_what_the_group_leaves_open(heard, cast):
    assert matter_at.drafted(heard, cast).state == "draft"


def test_drafting_twice_is_refused(draft, case, cast):
    refused("cases.proposal_stands", matter_at.drafted, case, cast)


def test_drafting_on_an_old_page_is_refused_when_somebody_explained_meanwhile(heard, cast):
    heard.refresh_from_db()
    shown = heard.version
    respondent = heard.respondents.get()
    acts.explain(respondent.notice.token, text="дагы айтам", at=ANSWERED)
    with translation.override("en"):
        said = refused("cases.stale", acts.draft_proposal, heard, text="", by=cast.lawyer,
                       at=ANSWERED, version=shown)  # fmt: skip
        assert "the respondent, explanation received" in said.say("en")


def test_while_a_draft_stands_recommendations_stay(draft, case, cast):
    row = case.respondents.get().charges.get()
    refused("cases.proposal_stands", recommend, row, cast, outcome="warning")


def test_nobody_adopts_their_own(draft, cast, case):
    refused("cases.own_proposal", acts.adopt_proposal, draft, by=cast.lawyer, at=ANSWERED)
    acts.adopt_proposal(draft, by=cast.second_lawyer, at=ANSWERED)
    case.refresh_from_db()
    assert case.stage == "proposed"


def test_adopts_once(draft, cast):
    acts.adopt_proposal(draft, by=cast.head, at=ANSWERED)
    refused("cases.adopted_already", acts.adopt_proposal, draft, by=cast.head, at=ANSWERED)


def test_adopting_belongs_to_the_group(draft, cast):
    for who in (cast.monitor, cast.secretary, cast.publisher, cast.administrator):
        with pytest.raises(NotYours):
            acts.adopt_proposal(draft, by=who, at=ANSWERED)


def test_a_withdrawn_draft_keeps_its_number_and_the_case_comes_back(draft, case, cast):
    acts.adopt_proposal(draft, by=cast.head, at=ANSWERED)
    acts.withdraw_proposal(draft, by=cast.lawyer, at=ANSWERED, ground="жаңы далил")
    case.refresh_from_db()
    assert case.stage == "opened"
    again = matter_at.drafted(case, cast)
    assert again.number == "2/2025"
    assert Proposal.objects.get(number="1/2025").withdrawn_ground == "жаңы далил"


def test_withdrawing_needs_a_ground(draft, cast):
    refused("cases.nothing_written", acts.withdraw_proposal, draft, by=cast.lawyer, at=ANSWERED,
            ground="")  # fmt: skip


def test_a_withdrawn_proposal_is_not_adopted(draft, cast):
    acts.withdraw_proposal(draft, by=cast.lawyer, at=ANSWERED, ground="жаңы далил")
    refused("cases.withdrawn", acts.adopt_proposal, draft, by=cast.head, at=ANSWERED)


def test_nothing_is_added_to_a_case_past_the_group(draft, case, cast, flag):
    acts.adopt_proposal(draft, by=cast.head, at=ANSWERED)
    more = matter_at.confirmed(flag(account="b"), cast)
    refused("cases.gathered", acts.attach, case, indication=more, by=cast.lawyer, at=ANSWERED,
            ground="g")  # fmt: skip
