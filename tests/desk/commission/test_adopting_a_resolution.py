import json
import threading
from hashlib import sha256

import pytest
import rfc8785
from django.conf import settings
from django.db import connection, transaction

from desk.cases import matter_at
from desk.cases.matter_at import ANSWERED, OVER
from desk.commission import sitting_at
from desk.commission.sitting_at import BEGINS
from hustings import evidence
from hustings.desk.accounts.gate import NotYours
from hustings.desk.cases import acts as cases
from hustings.desk.commission import acts
from hustings.desk.commission.models import Resolution, Vote
from hustings.desk.ledger import record
from hustings.desk.ledger.models import Line
from hustings.refusal import Refusal


def through(case, election, cast, *, choice="for"):
    """The case at a sitting of its own, to its result."""
    sitting = sitting_at.called(election, cast)
    item = sitting_at.placed(sitting, case, cast)
    sitting_at.opened(sitting, cast)
    sitting_at.heard(item, cast)
    sitting_at.voted(item, cast.members, choice)
    return item, sitting_at.adopted(item, cast)


@pytest.mark.django_db
def test_keeps_its_record_and_seals_both_papers(heard, cast):
    acts.vote(heard, choice="against", dissent="Эскертүү жетиштүү.", by=cast.members[9], at=BEGINS)
    sitting_at.voted(heard, [one for one in cast.members if one != cast.members[9]])
    resolution = sitting_at.adopted(heard, cast)
    told = resolution.record
    assert resolution.number == "1/2025"
    assert told["votes"] == {
        "for": 11, "against": 1, "abstained": 0, "present": 12, "established": 12,
    }  # fmt: skip
    (row,) = told["items"]
    assert (row["units"], row["amount"], row["currency"]) == (75, 7500, "KGS")
    assert row["outcome"]["ky"] == "айып пул"
    assert told["dissents"] == [{"member": cast.members[9].full_name, "text": "Эскертүү жетиштүү."}]
    (established,) = told["established"]
    assert established["explanation"] == "Ойдон чыгарылган түшүндүрмө."
    assert "Кадыров" in established["publications"][0]["quote"]
    assert all("verified" in ground for ground in told["grounds"])
    store = evidence.Store(settings.STORE)
    assert store.read(resolution.record_digest) == rfc8785.dumps(told)
    assert resolution.record_digest == f"sha256:{sha256(rfc8785.dumps(told)).hexdigest()}"
    assert list(resolution.papers) == ["ky", "ru"]
    for paper in resolution.papers.values():
        assert store.read(paper).startswith(b"%PDF")
    line = Line.objects.get(act="commission.adopt")
    assert {resolution.record_digest, *resolution.papers.values()} <= set(
        json.loads(bytes(line.canonical))["seals"]
    )


@pytest.mark.django_db
def test_moves_the_case_to_execution_or_closes_it(cast, election, flag):
    fined = matter_at.proposed(cast, flag())
    through(fined, election, cast)
    spared = matter_at.opened(cast, flag(account="b", text="Башка Кадыров"))
    matter_at.everybody_heard(spared, cast)
    matter_at.recommended(spared, cast, outcome="no_violation")
    cases.adopt_proposal(matter_at.drafted(spared, cast), by=cast.head, at=ANSWERED)
    _item, resolution = through(spared, election, cast)
    fined.refresh_from_db()
    spared.refresh_from_db()
    assert (fined.stage, spared.stage) == ("decided", "closed")
    assert resolution.record["items"][0]["amount"] is None


@pytest.mark.django_db
def test_a_rejected_proposal_goes_back_to_the_group(case, election, cast):
    item, resolution = through(case, election, cast, choice="against")
    assert resolution is None
    assert not Resolution.objects.exists()
    case.refresh_from_db()
    item.refresh_from_db()
    charge = case.respondents.get().charges.get()
    assert (case.stage, item.state, item.state_reason) == ("opened", "rejected", "0 : 12 : 0")
    assert (charge.outcome, charge.amount, charge.proposal) == ("", None, "fine")
    assert case.proposals.get().state == "withdrawn"
    again = matter_at.drafted(case, cast)
    cases.adopt_proposal(again, by=cast.second_lawyer, at=OVER)
    case.refresh_from_db()
    _item, resolution = through(case, election, cast)
    assert resolution.number == "1/2025"
    assert resolution.record["group_protocol"].startswith("2/2025")


@pytest.mark.django_db
def test_belongs_to_the_secretary_and_is_done_once(heard, cast):
    sitting_at.voted(heard, cast.members)
    for who in (cast.members[0], cast.lawyer, cast.head, cast.official):
        with pytest.raises(NotYours):
            acts.adopt(heard, by=who, at=BEGINS)
    sitting_at.adopted(heard, cast)
    with pytest.raises(Refusal) as refused:
        sitting_at.adopted(heard, cast)
    assert refused.value.code == "commission.settled"


@pytest.mark.django_db
def test_decided_charges_are_changed_no_more(heard, cast):
    sitting_at.voted(heard, cast.members)
    sitting_at.adopted(heard, cast)
    charge = heard.case.respondents.get().charges.get()
    with pytest.raises(Refusal):
        acts.set_outcome(heard, charge=charge, outcome="warning", reason="р", by=cast.secretary,
                         at=BEGINS, version=charge.version)  # fmt: skip
    with pytest.raises(Refusal):
        cases.recommend(charge, outcome="warning", reason="р", by=cast.lawyer, at=BEGINS,
                        version=charge.version)  # fmt: skip


def at_once(*works):
    """Run the works in threads that start together; answers what each returned or refused."""
    gate = threading.Barrier(len(works))
    answers = [None] * len(works)

    def run(place, work):
        gate.wait()
        try:
            answers[place] = work()
        except Refusal as refusal:
            answers[place] = refusal.code
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.mark.django_db(transaction=True)
def test_one_member_votes_once_from_two_windows(heard, cast):
    both = at_once(
        lambda: acts.vote(heard, choice="for", by=cast.members[0], at=BEGINS).choice,
        lambda: acts.vote(heard, choice="against", by=cast.members[0], at=BEGINS).choice,
    )
    assert "commission.voted_already" in both
    assert Vote.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_all_members_vote_at_once_and_every_vote_counts(heard, cast):
    at_once(*[
        lambda member=member: acts.vote(heard, choice="for", by=member, at=BEGINS)
        for member in cast.members
    ])  # fmt: skip
    assert Vote.objects.count() == 12
    places = list(Line.objects.order_by("place").values_list("place", flat=True))
    assert places == list(range(len(places)))
    assert record.log_of_acts().size == len(places)


@pytest.mark.django_db(transaction=True)
def test_numbers_have_no_gap_under_rollback_and_two_threads(cast, election, flag):
    sitting = sitting_at.called(election, cast)
    items = []
    for number in range(3):
        case = matter_at.proposed(cast, flag(account=str(number), text=f"Кадыров {number}"))
        items.append(sitting_at.placed(sitting, case, cast))
    sitting_at.opened(sitting, cast)
    for item in items:
        sitting_at.heard(item, cast)
        sitting_at.voted(item, cast.members)
    with transaction.atomic():
        assert sitting_at.adopted(items[0], cast).number == "1/2025"
        transaction.set_rollback(True)
    made = at_once(
        lambda: sitting_at.adopted(items[0], cast).number,
        lambda: sitting_at.adopted(items[0], cast).number,
        lambda: sitting_at.adopted(items[1], cast).number,
    )
    assert sorted(made) == ["1/2025", "2/2025", "commission.settled"]
    assert sitting_at.adopted(items[2], cast).number == "3/2025"


@pytest.mark.django_db
def test_hostile_words_reach_the_papers_as_words(cast, election, flag):
    hostile = '#panic("x") Кадыров $e^x$ <b> @ref \\ `#eval` \u202eтескери ' + "з\u0335" * 3_000
    case = matter_at.opened(cast, flag(text=hostile, account=hostile[:80]))
    for respondent in matter_at.everybody_charged(case, cast):
        notice = matter_at.told(respondent, cast)
        cases.explain(notice.token, text=hostile, at=ANSWERED)
        for charge in respondent.charges.all():
            cases.recommend(charge, outcome="warning", reason=hostile[:3_000], by=cast.lawyer,
                            at=ANSWERED, version=charge.version)  # fmt: skip
    cases.adopt_proposal(matter_at.drafted(case, cast), by=cast.head, at=ANSWERED)
    _item, resolution = through(case, election, cast)
    assert resolution.record["items"][0]["reason"].startswith("#panic")
    for paper in resolution.papers.values():
        assert evidence.Store(settings.STORE).read(paper).startswith(b"%PDF")
