"""A decision is carried out by the authorised official, by tariff, against a receipt."""

import io
import json
import threading
import zipfile
from datetime import timedelta

import pytest
from django.db import connection

from desk.conftest import NOW
from hustings import evidence
from hustings.desk.accounts.gate import NotYours
from hustings.desk.cases.models import Case, Charge
from hustings.desk.enforcement import acts, queries
from hustings.desk.enforcement.models import Penalty, Protocol
from hustings.desk.ledger import record
from hustings.refusal import Refusal

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def referred(cast, decided):
    """referred("fine") → (referral, its charges), received by the official."""

    def refer(*outcomes, **more):
        resolution = decided(*outcomes, **more)
        referral = acts.refer(resolution, by=cast.secretary, at=NOW)
        acts.receive(referral, receipt_digest=referral.packet, by=cast.official, at=NOW)
        case = resolution.item.case
        return referral, list(queries.charges(case))

    return refer


@pytest.fixture
def fined(cast, referred):
    referral, (charge,) = referred("fine")
    acts.draw_protocol(referral, charge=charge, text="", by=cast.official, at=NOW)
    return acts.impose(charge, units=75, by=cast.official, at=NOW)


def refused(code):
    return pytest.raises(Refusal, check=lambda refusal: refusal.code == code)


def test_goes_from_resolution_to_a_paid_fine_and_a_closed_case(cast, fined):
    acts.serve(fined, by=cast.official, at=NOW)
    case = fined.charge.respondent.case
    assert Case.objects.get(pk=case.pk).stage == "closed"
    for amount, receipt in ((2500, "r1"), (5000, "r2")):
        acts.record_payment(fined, amount=amount, paid_on=NOW.date(), receipt=receipt,
                            by=cast.official, at=NOW)  # fmt: skip
    fined.refresh_from_db()
    assert (fined.units, fined.unit_value, fined.amount, fined.state) == (75, 100, 7500, "paid")
    assert list(record.unexplained()) == []


def test_papers_of_the_protocol_are_sealed_in_the_packs_languages(cast, fined, settings):
    protocol = Protocol.objects.get()
    store = evidence.Store(settings.STORE)
    assert list(protocol.papers) == ["ky", "ru"]
    assert all(store.read(paper).startswith(b"%PDF") for paper in protocol.papers.values())


def test_a_warning_needs_no_protocol(cast, referred):
    _referral, (charge,) = referred("warning")
    penalty = acts.warn(charge, by=cast.official, at=NOW)
    assert (penalty.kind, penalty.amount, penalty.state) == ("warning", None, "served")
    with refused("enforcement.done_already"):
        acts.warn(charge, by=cast.official, at=NOW)


def test_the_packet_is_the_same_bytes_from_the_same_resolution(cast, decided, settings):
    from hustings.desk.enforcement.packets import packet  # noqa: PLC0415  # after the database is there

    resolution = decided("fine")
    assert packet(resolution) == packet(resolution)


def test_a_letter_in_each_language_goes_with_the_packet(cast, decided, settings, signed_in):
    referral = acts.refer(decided("fine", "warning"), by=cast.secretary, at=NOW)
    assert list(referral.papers) == ["ky", "ru"]
    body = evidence.Store(settings.STORE).read(referral.packet)
    with zipfile.ZipFile(io.BytesIO(body)) as packet:
        listed = json.loads(packet.read("attachments.json"))
        assert listed["letter.ky.pdf"] == referral.papers["ky"]
        assert packet.read("letter.ky.pdf").startswith(b"%PDF")
    page = signed_in(cast.official).get(f"/desk/enforcement/letters/{referral.pk}/ru.pdf")
    assert page.content.startswith(b"%PDF")
    missing = signed_in(cast.official).get(f"/desk/enforcement/letters/{referral.pk}/pt.pdf")
    assert missing.status_code == 404


def test_refuses_another_packet_than_was_sent(cast, decided):
    referral = acts.refer(decided("fine"), by=cast.secretary, at=NOW)
    with refused("enforcement.other_packet"):
        acts.receive(referral, receipt_digest="sha256:" + "0" * 64, by=cast.official, at=NOW)
    referral.refresh_from_db()
    assert referral.state == "sent"


def test_materials_can_be_returned_with_defects_and_referred_again(cast, decided):
    resolution = decided("fine")
    referral = acts.refer(resolution, by=cast.secretary, at=NOW)
    with refused("enforcement.referred_already"):
        acts.refer(resolution, by=cast.secretary, at=NOW)
    acts.receive(referral, receipt_digest=referral.packet, by=cast.official, at=NOW)
    with refused("enforcement.defects"):
        acts.send_back(referral, defects="  ", by=cast.official, at=NOW)
    acts.send_back(referral, defects="беттер жетишпейт", by=cast.official, at=NOW)
    assert acts.refer(resolution, by=cast.secretary, at=NOW).state == "sent"
    assert list(record.unexplained()) == []


@pytest.mark.parametrize("units", [0, 74, 76, 7500, 10**6])
def test_refuses_an_amount_that_is_not_in_the_tariff(cast, referred, units):
    referral, (charge,) = referred("fine")
    acts.draw_protocol(referral, charge=charge, text="", by=cast.official, at=NOW)
    with refused("enforcement.not_in_tariff"):
        acts.impose(charge, units=units, by=cast.official, at=NOW)
    assert Penalty.objects.count() == 0


def test_the_database_itself_refuses_a_sum_that_is_not_units_times_value(fined):
    from django.db import IntegrityError, transaction  # noqa: PLC0415  # only here

    with pytest.raises(IntegrityError), transaction.atomic():
        Penalty.objects.filter(pk=fined.pk).update(amount=1)


def test_keeps_the_order_receipt_protocol_fine_service_payment(cast, decided):
    resolution = decided("fine")
    charge = Charge.objects.get()
    with pytest.raises(Refusal):
        acts.impose(charge, units=75, by=cast.official, at=NOW)
    referral = acts.refer(resolution, by=cast.secretary, at=NOW)
    with refused("enforcement.materials_missing"):
        acts.draw_protocol(referral, charge=charge, text="", by=cast.official, at=NOW)
    acts.receive(referral, receipt_digest=referral.packet, by=cast.official, at=NOW)
    with refused("enforcement.no_protocol"):
        acts.impose(charge, units=75, by=cast.official, at=NOW)
    acts.draw_protocol(referral, charge=charge, text="", by=cast.official, at=NOW)
    with refused("enforcement.drawn_already"):
        acts.draw_protocol(referral, charge=charge, text="", by=cast.official, at=NOW)
    with refused("enforcement.begun"):
        acts.send_back(referral, defects="кеч", by=cast.official, at=NOW)


@pytest.mark.parametrize("who", ["monitor", "lawyer", "head", "secretary", "publisher", "auditor",
                                 "administrator", "stranger"])  # fmt: skip
def test_only_the_official_imposes(cast, referred, who):
    referral, (charge,) = referred("fine")
    acts.draw_protocol(referral, charge=charge, text="", by=cast.official, at=NOW)
    with pytest.raises(NotYours):
        acts.impose(charge, units=75, by=getattr(cast, who), at=NOW)
    with pytest.raises(NotYours):
        acts.impose(charge, units=75, by=cast.members[0], at=NOW)
    assert Penalty.objects.count() == 0


@pytest.mark.parametrize(
    ("amount", "receipt", "code"),
    [(0, "r2", "enforcement.wrong_amount"), (-5, "r2", "enforcement.wrong_amount"),
     (7500, "r2", "enforcement.wrong_amount"), (10, "r1", "enforcement.receipt_twice")],
)  # fmt: skip
def test_refuses_a_wrong_payment(cast, fined, amount, receipt, code):
    pay = {"paid_on": NOW.date(), "by": cast.official, "at": NOW}
    acts.record_payment(fined, amount=100, receipt="r1", **pay)
    with refused(code):
        acts.record_payment(fined, amount=amount, receipt=receipt, **pay)
    assert queries.paid(fined) == 100


def test_two_officials_at_once_impose_one_fine(cast, referred):
    referral, (charge,) = referred("fine")
    acts.draw_protocol(referral, charge=charge, text="", by=cast.official, at=NOW)
    outcomes = []

    def impose():
        try:
            acts.impose(charge, units=75, by=cast.official, at=NOW)
            outcomes.append("done")
        except Refusal as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    officials = [threading.Thread(target=impose) for _ in range(3)]
    for official in officials:
        official.start()
    for official in officials:
        official.join()
    assert sorted(outcomes) == ["done", "enforcement.done_already", "enforcement.done_already"]
    assert Penalty.objects.count() == 1
    assert list(record.unexplained()) == []


@pytest.mark.parametrize(
    ("state", "amount", "owed"),
    [("upheld", None, 7500), ("changed", 3000, 3000), ("cancelled", None, 0), ("returned", None, 7500)],
)  # fmt: skip
def test_a_court_changes_what_is_owed(cast, fined, state, amount, owed):
    charge = fined.charge
    filed = {"court": "Ойдон сот", "filed_on": NOW.date(), "by": cast.official, "at": NOW}
    appeal = acts.file_appeal(charge, **filed)
    with refused("enforcement.appealed_already"):
        acts.file_appeal(charge, **filed)
    acts.decide_appeal(appeal, state=state, decided_on=NOW.date(), amount=amount, note="",
                       by=cast.official, at=NOW)  # fmt: skip
    fined.refresh_from_db()
    assert queries.owed(fined) == owed
    with refused("enforcement.appeal_decided"):
        acts.decide_appeal(appeal, state="upheld", decided_on=NOW.date(), amount=None, note="",
                           by=cast.official, at=NOW)  # fmt: skip
    assert list(record.unexplained()) == []


def test_an_appeal_is_not_older_than_the_decision(cast, fined):
    with refused("enforcement.before_decision"):
        acts.file_appeal(fined.charge, court="Ойдон сот", filed_on=NOW.date() - timedelta(days=1),
                         by=cast.official, at=NOW)  # fmt: skip


def test_no_sum_is_invented_where_the_law_gives_none(cast, decided):
    with pytest.raises(Refusal, match="gives no fine"):
        decided("fine", author_class="party", offence="kg/criminal-code/art_196",
                provision="kg/elections/art_28__part_3")  # fmt: skip


HOSTILE = ["<script>alert(1)</script>", "\u202egnp.exe", "a" + "\u0301" * 3000, "{{ x }}"]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(cast, referred, signed_in, text):
    referral, (charge,) = referred("fine")
    acts.draw_protocol(referral, charge=charge, text=text, by=cast.official, at=NOW)
    fine = acts.impose(charge, units=75, by=cast.official, at=NOW)
    acts.file_appeal(fine.charge, court=text[:200], filed_on=NOW.date(), by=cast.official, at=NOW)
    page = signed_in(cast.official).get(f"/desk/enforcement/{charge.respondent.case_id}/")
    assert page.status_code == 200
    assert "<script>alert" not in page.content.decode()


def test_the_page_greys_what_is_not_yet_time_and_says_why(cast, decided, signed_in):
    resolution = decided("fine")
    page = signed_in(cast.official).get(f"/desk/enforcement/{resolution.item.case_id}/")
    text = page.content.decode()
    assert "disabled" in text
    assert "have not been received yet" in text
