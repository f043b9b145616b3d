"""A sum that the law leaves open is set by whoever decides, or by the official with a reason.

The law of these tests is the reference pack's with its first tariff made a range in a copy.
"""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from desk.cases import matter_at
from desk.commission import sitting_at
from desk.conftest import NOW
from hustings.desk.commission import acts as commission
from hustings.desk.commission.models import Measure
from hustings.desk.enforcement import acts, queries
from hustings.desk.enforcement.models import Penalty
from hustings.desk.ledger import record
from hustings.refusal import Refusal

pytestmark = pytest.mark.django_db(transaction=True)
PACK = Path(__file__).parents[3] / "packs" / "kg"
RANGE = 'least = 50\nmost = 100\nor_times = 2\nof = "spend"\npayers = ["poster", "beneficiary"]'


@pytest.fixture(params=[""])
def open_law(request, tmp_path, monkeypatch):
    shutil.copytree(PACK, tmp_path / "packs" / "kg")
    article = tmp_path / "packs/kg/law/code-of-offences/art-65.md"
    words = article.read_text("utf-8").replace("units = 75", RANGE + request.param, 1)
    article.write_text(words, "utf-8")
    monkeypatch.setenv("HUSTINGS_PACKS", str(tmp_path / "packs"))


@pytest.fixture
def received(open_law, cast, decided):
    """The charge of a fine whose sum the decision left open, its materials received."""
    resolution = decided("fine")
    referral = acts.refer(resolution, by=cast.secretary, at=NOW)
    acts.receive(referral, receipt_digest=referral.packet, by=cast.official, at=NOW)
    (charge,) = queries.charges(resolution.item.case)
    acts.draw_protocol(referral, charge=charge, text="", by=cast.official, at=NOW)
    return charge


def refused(code):
    return pytest.raises(Refusal, check=lambda refusal: refusal.code == code)


def impose(charge, cast, **said):
    told = {"payer": "poster", "why": "биринчи жолу", **said}
    return acts.impose(charge, by=cast.official, at=NOW, **told)


def test_the_official_sets_it_within_the_tariff_with_a_reason(received, cast):
    for amount in (4_999, 10_001):
        with refused("commission.outside_range"):
            impose(received, cast, amount=amount)
    with refused("enforcement.choose_a_sum"):
        impose(received, cast)
    with refused("cases.nothing_written"):
        impose(received, cast, amount=6_000, why=" ")
    with refused("commission.other_payer"):
        impose(received, cast, amount=6_000, payer="platform")
    penalty = impose(received, cast, amount=6_000)
    assert (penalty.units, penalty.rate, penalty.amount) == (None, 6_000, 6_000)
    assert (penalty.least, penalty.most, penalty.payer) == (5_000, 10_000, "poster")
    assert list(record.unexplained()) == []


def test_twice_the_spend_is_due_where_that_is_more(received, cast):
    with refused("commission.outside_range"):
        impose(received, cast, amount=10_000, base=8_000)
    penalty = impose(received, cast, amount=16_000, base=8_000)
    assert penalty.arithmetic.replace("\u00a0", " ") == "2 × 8 000 = 16 000 > 10 000"


def test_the_database_refuses_a_sum_outside_its_bounds(received, cast):
    penalty = impose(received, cast, amount=6_000)
    with pytest.raises(IntegrityError), transaction.atomic():
        Penalty.objects.filter(pk=penalty.pk).update(rate=10_001)


def test_the_page_asks_for_the_sum_and_takes_it(received, cast, signed_in):
    case = received.respondent.case_id
    official = signed_in(cast.official)
    page = official.get(f"/desk/enforcement/{case}/").content.decode()
    assert "Why this sum" in page
    assert "who published it" in page or "poster" in page
    where = f"/desk/enforcement/{case}/{received.pk}/impose-chosen"
    key = f"choose-{received.pk}"
    typed = {f"{key}-amount": "4000", f"{key}-payer": "poster", f"{key}-why": "аз"}
    again = official.post(where, typed)
    assert again.status_code == 409
    assert "lies outside what the law allows" in again.content.decode()
    assert official.post(where, typed | {f"{key}-amount": "7000"}).status_code == 302
    assert Penalty.objects.get().amount == 7_000


@pytest.fixture
def heard_of(open_law, cast, election, flag):
    """An item on an agenda with one charge proposed for a fine."""
    case = matter_at.proposed(cast, flag())
    sitting = sitting_at.called(election, cast)
    item = commission.put_on_agenda(sitting, case=case, by=cast.secretary, at=sitting_at.CALLED)
    return item, queries.charges(case).get()


def set_outcome(item, charge, cast, **said):
    told = {"outcome": "fine", "reason": "себеби бар", **said}
    charge.refresh_from_db()
    return commission.set_outcome(
        item, charge=charge, version=charge.version, by=cast.secretary, at=sitting_at.CALLED, **told
    )


def test_whoever_decides_sets_it_and_the_official_changes_nothing(heard_of, cast):
    item, charge = heard_of
    assert charge.amount is None
    set_outcome(item, charge, cast, amount=8_000, payer="beneficiary")
    charge.refresh_from_db()
    assert (charge.amount, charge.measure.payer) == (8_000, "beneficiary")
    set_outcome(item, charge, cast, outcome="warning")
    charge.refresh_from_db()
    assert charge.amount is None
    assert Measure.objects.get().amount is None
    with refused("commission.no_choice"):
        set_outcome(item, charge, cast, outcome="warning", amount=8_000)
    assert list(record.unexplained()) == []


def test_the_page_of_an_outcome_offers_the_sum(heard_of, cast, signed_in):
    item, charge = heard_of
    secretary = signed_in(cast.secretary)
    where = f"/desk/commission/items/{item.pk}/charges/{charge.pk}/"
    page = secretary.get(where).content.decode()
    assert "The law leaves the sum open" in page
    typed = {"outcome": "fine", "reason": "себеби бар", "version": charge.version,
             "amount": "9000", "payer": "poster"}  # fmt: skip
    assert secretary.post(where, typed).status_code == 302
    assert Measure.objects.get().amount == 9_000


@pytest.mark.parametrize("open_law", ['\nper = "hour"'], indirect=True)
def test_a_sum_by_the_hour_runs_until_somebody_says_when_it_stopped(received, cast):
    with refused("enforcement.runs_from"):
        impose(received, cast, amount=6_000)
    began = NOW - timedelta(hours=3, minutes=20)
    penalty = impose(received, cast, amount=6_000, runs_from=began)
    assert penalty.amount is None
    with refused("enforcement.still_runs"):
        acts.serve(penalty, by=cast.official, at=NOW)
    with refused("enforcement.stopped_when"):
        acts.stop(penalty, stopped_at=NOW + timedelta(hours=1), by=cast.official, at=NOW)
    stopped = acts.stop(penalty, stopped_at=NOW, by=cast.official, at=NOW)
    assert stopped.amount == 18_000
    acts.serve(stopped, by=cast.official, at=NOW)
    with refused("enforcement.does_not_run"):
        acts.stop(stopped, stopped_at=NOW, by=cast.official, at=NOW)
    assert list(record.unexplained()) == []
