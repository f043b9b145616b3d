import pytest

from desk.cases import matter_at
from desk.cases.matter_at import ANSWERED
from desk.commission import sitting_at
from desk.commission.sitting_at import BEGINS
from hustings.desk.accounts import acts as accounts
from hustings.desk.accounts.gate import NotYours
from hustings.desk.accounts.models import Appointment
from hustings.desk.cases import acts as cases
from hustings.desk.commission import acts
from hustings.desk.commission.models import Vote
from hustings.desk.ledger.models import Line
from hustings.refusal import Refusal

pytestmark = pytest.mark.django_db


def refused(code, act, *arguments, **keywords):
    with pytest.raises(Refusal) as caught:
        act(*arguments, **keywords)
    assert caught.value.code == code
    return caught.value


def vote(item, member, choice="for", **more):
    return acts.vote(item, choice=choice, by=member, at=BEGINS, **more)


def test_is_not_open_before_the_case_is_heard(item, cast):
    refused("commission.not_heard", vote, item, cast.members[0])


def test_is_each_member_s_own_and_once(heard, cast):
    vote(heard, cast.members[0])
    refused("commission.voted_already", vote, heard, cast.members[0], "against")
    assert Vote.objects.get().choice == "for"


def test_is_for_against_or_abstain(heard, cast):
    refused("commission.unknown_choice", vote, heard, cast.members[0], "maybe")
    for member, choice in zip(cast.members, ("for", "against", "abstain"), strict=False):
        assert vote(heard, member, choice).choice == choice


def test_belongs_to_members(heard, cast):
    for who in (cast.secretary, cast.head, cast.official, cast.stranger):
        with pytest.raises(NotYours):
            vote(heard, who)


def test_is_for_those_who_are_there(sitting, case, cast):
    item = sitting_at.placed(sitting, case, cast)
    sitting_at.opened(sitting, cast, members=cast.members[:8])
    sitting_at.heard(item, cast)
    refused("commission.not_present", vote, item, cast.members[11])


def test_is_not_for_the_recused(item, cast):
    acts.recuse(item, ground="тааныйт", by=cast.members[3], at=BEGINS)
    sitting_at.heard(item, cast)
    refused("commission.recused", vote, item, cast.members[3])
    refused("commission.recused_already", acts.recuse, item, ground="дагы", by=cast.members[3],
            at=BEGINS)  # fmt: skip


def test_recusal_needs_a_ground_and_comes_before_the_vote(heard, cast):
    refused("cases.nothing_written", acts.recuse, heard, ground=" ", by=cast.members[0], at=BEGINS)
    vote(heard, cast.members[0])
    refused("commission.voted_before", acts.recuse, heard, ground="кеч", by=cast.members[0],
            at=BEGINS)  # fmt: skip


def test_is_not_for_whoever_proposed(cast, election, flag):
    """A member who also works in the group drafted the proposal: who proposes does not decide."""
    both = cast.members[2]
    accounts.appoint(both, role="lawyer", by=cast.administrator, at=matter_at.START, ground="топ")
    case = matter_at.opened(cast, flag())
    matter_at.everybody_heard(case, cast)
    matter_at.recommended(case, cast)
    draft = cases.draft_proposal(case, text="", by=both, at=ANSWERED)
    cases.adopt_proposal(draft, by=cast.head, at=ANSWERED)
    sitting = sitting_at.called(election, cast)
    item = sitting_at.placed(sitting, case, cast)
    sitting_at.opened(sitting, cast)
    sitting_at.heard(item, cast)
    refused("commission.proposed_it", vote, item, both)
    refused("commission.recused_already", acts.recuse, item, ground="топто", by=both, at=BEGINS)
    sitting_at.voted(item, [one for one in cast.members if one != both])
    assert sitting_at.adopted(item, cast) is not None


def test_keeps_a_dissent_under_the_member_s_name_and_out_of_the_ledger(heard, cast):
    vote(heard, cast.members[0], "against", dissent="Жашыруун пикир")
    told = b"".join(bytes(line.canonical) for line in Line.objects.all()).decode()
    assert "Жашыруун" not in told
    refused("cases.too_long", vote, heard, cast.members[1], dissent="а" * 4_001)
    refused("cases.unreadable", vote, heard, cast.members[1], dissent="а\0")


def test_result_waits_for_everybody_who_may_vote_and_names_them(heard, cast):
    sitting_at.voted(heard, cast.members[:11])
    said = refused("commission.votes_missing", sitting_at.adopted, heard, cast)
    assert cast.members[11].full_name in said.say("ru")
    acts.record_presence(heard.sitting, member=cast.members[11], present=False,
                         by=cast.secretary, at=BEGINS)  # fmt: skip
    assert sitting_at.adopted(heard, cast) is not None


def test_nobody_leaves_between_their_vote_and_the_result(heard, cast):
    vote(heard, cast.members[0])
    refused("commission.vote_under_way", acts.record_presence, heard.sitting,
            member=cast.members[0], present=False, by=cast.secretary, at=BEGINS)  # fmt: skip


def test_is_not_called_off_once_it_has_begun_unless_the_quorum_is_lost(heard, cast):
    sitting_at.voted(heard, cast.members[:6])
    refused("commission.vote_begun", acts.postpone, heard, reason="р", by=cast.secretary, at=BEGINS)
    for member in cast.members[6:]:
        acts.record_presence(heard.sitting, member=member, present=False, by=cast.secretary,
                             at=BEGINS)  # fmt: skip
    refused("commission.no_quorum_for_item", sitting_at.adopted, heard, cast)
    assert acts.postpone(heard, reason="кворум жок", by=cast.secretary, at=BEGINS).pk


@pytest.mark.parametrize(("for_", "carried"), [(7, True), (6, False)])
def test_adopts_by_a_majority_of_the_established_number(heard, cast, for_, carried):
    sitting_at.voted(heard, cast.members[:for_], "for")
    sitting_at.voted(heard, cast.members[for_:], "against")
    assert (sitting_at.adopted(heard, cast) is not None) is carried


def test_a_member_dismissed_a_moment_ago_votes_no_more(heard, cast):
    appointment = Appointment.objects.get(person=cast.members[0])
    accounts.dismiss(appointment, by=cast.administrator, at=BEGINS, ground="мөөнөтү бүттү")
    with pytest.raises(NotYours):
        vote(heard, cast.members[0])
