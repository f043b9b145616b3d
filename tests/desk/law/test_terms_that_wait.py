"""Terms are told before, at and after their end, to the role that the pack names."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from desk.conftest import NOW
from hustings import law
from hustings.desk.accounts import waiting
from hustings.desk.cases import acts as cases
from hustings.desk.enforcement import acts as enforcement
from hustings.desk.enforcement import queries as enforcement_queries
from hustings.desk.review import acts as review

pytestmark = pytest.mark.django_db(transaction=True)
BISHKEK = ZoneInfo("Asia/Bishkek")


def told(person, at):
    return {one.sentence: one for one in waiting.for_person(person, at=at)}


def says(clock, n):
    return law.load("kg").clocks[clock].steps[n].says["en"]


@pytest.fixture(autouse=True)
def english():
    from django.utils import translation  # noqa: PLC0415  # only here

    with translation.override("en"):
        yield


@pytest.fixture
def notice(cast, flag):
    finding = review.confirm(flag(), by=cast.monitor, at=NOW, version=0)
    case = cases.open_case(title="Ойдон", indications=[finding], by=cast.lawyer, at=NOW, ground="т")
    respondent = cases.name_respondent(
        case, name="Ойдонов", person_kind="natural", author_class="voter",
        account=finding.publication.account, by=cast.lawyer, at=NOW, ground="т",
    )  # fmt: skip
    cases.charge(respondent, findings=list(case.findings.all()), offence=finding.offence,
                 provision=finding.provision, by=cast.lawyer, at=NOW, ground="т")  # fmt: skip
    return cases.notify(respondent, by=cast.lawyer, at=NOW)


def test_the_term_to_explain_is_told_a_day_before_at_and_after(cast, notice):
    ends, second = notice.due_at, timedelta(seconds=1)
    before, at_end, after = (says("explanation", n) for n in range(3))
    assert before not in told(cast.lawyer, ends - timedelta(days=1) - second)
    assert told(cast.lawyer, ends - timedelta(days=1))[before].deadline == ends
    assert at_end not in told(cast.lawyer, ends - second)
    now = told(cast.lawyer, ends)
    assert at_end in now
    assert before not in now
    assert after not in told(cast.head, ends)
    assert after in told(cast.head, ends + timedelta(days=1))
    assert after not in told(cast.lawyer, ends + timedelta(days=1))


def test_an_answered_or_lapsed_term_waits_for_nobody(cast, notice):
    ends = notice.due_at
    cases.lapse(notice.respondent, by=cast.lawyer, at=ends)
    assert says("explanation", 1) not in told(cast.lawyer, ends)


@pytest.fixture
def fined(cast, decided):
    """A fine served at NOW; `decided` works on this room's election."""
    referral = enforcement.refer(decided("fine"), by=cast.secretary, at=NOW)
    enforcement.receive(referral, receipt_digest=referral.packet, by=cast.official, at=NOW)
    (charge,) = enforcement_queries.charges(referral.resolution.item.case)
    enforcement.draw_protocol(referral, charge=charge, text="", by=cast.official, at=NOW)
    fine = enforcement.impose(charge, units=75, by=cast.official, at=NOW)
    return enforcement.serve(fine, by=cast.official, at=NOW)


def _end(day):
    return datetime(day.year, day.month, day.day, tzinfo=BISHKEK) + timedelta(days=1)


def test_the_term_to_pay_ends_thirty_days_on_and_is_told_to_the_official(cast, fined):
    assert f"{fined.due_on}" == "2025-11-26"  # served 27.10 in Bishkek; calendar days
    ends, second = _end(fined.due_on), timedelta(seconds=1)
    before, at_end, after = (says("payment", n) for n in range(3))
    assert before not in told(cast.official, ends - timedelta(days=3) - second)
    assert told(cast.official, ends - timedelta(days=3))[before].deadline == ends
    assert at_end in told(cast.official, ends)
    assert after in told(cast.official, ends + timedelta(days=1))
    assert after not in told(cast.lawyer, ends + timedelta(days=1))


def test_an_appeal_stops_the_term_to_pay_and_its_end_resumes_the_rest(cast, fined):
    filed = NOW.date() + timedelta(days=10)  # 06.11: nine days have run, 28.10–05.11
    appeal = enforcement.file_appeal(
        fined.charge,
        court="Ойдон сот",
        filed_on=filed,
        by=cast.official,
        at=NOW + timedelta(days=10),
    )
    fined.refresh_from_db()
    assert fined.due_on is None
    late = NOW + timedelta(days=200)
    assert says("payment", 2) not in told(cast.official, late)
    decided = filed + timedelta(days=24)  # 30.11
    enforcement.decide_appeal(appeal, state="upheld", decided_on=decided, amount=None, note="",
                              by=cast.official, at=late)  # fmt: skip
    fined.refresh_from_db()
    assert f"{fined.due_on}" == "2025-12-21"  # 21 days were left from 01.12 on
    assert says("payment", 2) in told(cast.official, late)


def test_the_term_to_appeal_is_told_when_it_is_over_and_nobody_appealed(cast, fined):
    last = law.load("kg").clocks["appeal"].steps[-1]
    ends = _end(NOW.date() + timedelta(days=10))
    assert last.says["en"] not in told(cast.official, ends - timedelta(seconds=1))
    assert last.says["en"] in told(cast.official, ends + last.after)
