"""Numbers are taken once and without gaps, whoever comes at the same moment."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction

from desk.cases import matter_at
from desk.cases.matter_at import ANSWERED, GROUND, OVER, START, confirmed, opened
from hustings.desk.cases import acts
from hustings.desk.cases.models import Case, Notice, Proposal
from hustings.desk.ledger import record
from hustings.desk.ledger.models import Line
from hustings.refusal import Refusal

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works):
    """Run the works in threads that start together; answers what each returned or refused."""
    gate = threading.Barrier(len(works))
    answers = [None] * len(works)

    def run(place, work):
        gate.wait()
        try:
            answers[place] = work()
        except Refusal as refusal:
            answers[place] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_two_cases_opened_at_once_take_1_and_2_and_a_rollback_leaves_no_gap(cast, flag):
    found = [confirmed(flag(account=str(number)), cast) for number in range(4)]

    def work(indication):
        return lambda: acts.open_case(title="иш", indications=[indication], by=cast.lawyer,
                                      at=START, ground=GROUND)  # fmt: skip

    made = at_once(work(found[0]), work(found[1]))
    assert {case.number for case in made} == {"1/2025", "2/2025"}
    with transaction.atomic():
        work(found[2])()
        transaction.set_rollback(True)
    assert work(found[3])().number == "3/2025"
    places = Line.objects.order_by("place").values_list("place", flat=True)
    assert list(places) == list(range(Line.objects.count()))
    assert record.log_of_acts().size == Line.objects.count()


def test_one_finding_enters_one_of_two_cases_opened_at_once(cast, flag):
    finding = confirmed(flag(), cast)

    def work():
        return acts.open_case(title="иш", indications=[finding], by=cast.lawyer, at=START,
                              ground=GROUND)  # fmt: skip

    answers = at_once(work, work)
    refused = [answer for answer in answers if isinstance(answer, Refusal)]
    assert [refusal.code for refusal in refused] == ["cases.in_another_case"]
    assert Case.objects.count() == 1
    assert opened(cast, flag(account="b")).number == "2/2025"


def test_one_notice_and_one_draft_of_two_at_once(cast, flag):
    case = opened(cast, flag())
    (respondent,) = matter_at.everybody_charged(case, cast)
    told = at_once(*[lambda: acts.notify(respondent, by=cast.lawyer, at=START)] * 2)
    assert sorted(isinstance(answer, Refusal) for answer in told) == [False, True]
    assert Notice.objects.get().number == "1/2025"
    acts.lapse(respondent, by=cast.lawyer, at=OVER)
    drafts = at_once(
        lambda: acts.draft_proposal(case, text="", by=cast.lawyer, at=OVER),
        lambda: acts.draft_proposal(case, text="", by=cast.second_lawyer, at=OVER),
    )
    assert sorted(isinstance(answer, Refusal) for answer in drafts) == [False, True]
    assert Proposal.objects.get().number == "1/2025"


def test_an_explanation_and_a_lapse_at_once_leave_one_story(cast, flag):
    case = opened(cast, flag())
    (respondent,) = matter_at.everybody_charged(case, cast)
    notice = matter_at.told(respondent, cast)
    late = OVER + timedelta(minutes=1)
    said, lapsed = at_once(
        lambda: acts.explain(notice.token, text="мен", at=late),
        lambda: acts.lapse(respondent, by=cast.lawyer, at=late),
    )
    assert not isinstance(said, Refusal), "an explanation is always kept"
    notice.refresh_from_db()
    assert isinstance(lapsed, Refusal) == (notice.lapsed_at is None)
    assert late > ANSWERED
