"""Who may come in, in which role, and what the desk tells them."""

from datetime import timedelta

import pytest

from desk.conftest import NOW, PASSWORD
from hustings.desk.accounts import acts, gate, procedure, waiting
from hustings.desk.accounts.gate import NotYours
from hustings.desk.accounts.roles import Role
from hustings.desk.ledger import record
from hustings.refusal import Refusal

pytestmark = pytest.mark.django_db(transaction=True)


def refused(code):
    return pytest.raises(Refusal, check=lambda refusal: refusal.code == code)


@pytest.mark.parametrize(
    ("held", "wanted"),
    [("official", "member"), ("member", "official"), ("official", "publisher"),
     ("publisher", "member"), ("lawyer", "official"), ("administrator", "secretary")],
)  # fmt: skip
def test_roles_exclude_one_another_where_the_law_does(cast, held, wanted):
    person = acts.enrol(username="new", full_name="Ойдонова", password=PASSWORD, language="ky",
                        by=cast.administrator, at=NOW, ground="test")  # fmt: skip
    acts.appoint(person, role=held, by=cast.administrator, at=NOW, ground="test")
    with refused("accounts.incompatible"):
        acts.appoint(person, role=wanted, by=cast.administrator, at=NOW, ground="test")
    assert gate.roles_of(person, at=NOW) == {Role(held)}
    assert list(record.unexplained()) == []


@pytest.mark.parametrize(
    "who", ["monitor", "head", "secretary", "official", "publisher", "stranger"]
)
def test_only_an_administrator_appoints(cast, who):
    with pytest.raises(NotYours):
        acts.appoint(cast.stranger, role="monitor", by=getattr(cast, who), at=NOW, ground="test")


def test_an_appointment_ends_at_once(cast):
    appointment = cast.monitor.appointments.get()
    acts.dismiss(appointment, by=cast.administrator, at=NOW, ground="test")
    with pytest.raises(NotYours):
        gate.require("review.confirm", by=cast.monitor, at=NOW + timedelta(seconds=1))
    with refused("accounts.ended_already"):
        acts.dismiss(appointment, by=cast.administrator, at=NOW, ground="test")


def test_the_last_administrator_stays(cast):
    with refused("accounts.last_administrator"):
        acts.dismiss(cast.administrator.appointments.get(), by=cast.administrator, at=NOW,
                     ground="test")  # fmt: skip


def test_every_act_of_the_gate_has_a_role_and_no_role_does_everything():
    assert all(gate.MAY.values())
    for role in Role:
        assert not all(role in roles for roles in gate.MAY.values())
    assert not any(Role.ADMINISTRATOR in roles for act, roles in gate.MAY.items()
                   if not act.startswith(("accounts.", "ledger.")) and act != "law.read")  # fmt: skip


def test_signing_in_does_not_tell_which_part_was_wrong(cast, client):
    pages = [
        client.post("/desk/sign-in", {"username": name, "password": "туура эмес"}).content.decode()
        for name in ("monitor", "nobody")
    ]
    told = [page[page.index("notice--bad") :].partition("</div>")[0] for page in pages]
    assert told[0] == told[1]


def test_guessing_is_slowed_for_a_name_and_for_an_address(cast, client):
    for _ in range(procedure.FAILURES):
        client.post("/desk/sign-in", {"username": "monitor", "password": "туура эмес"})
    page = client.post("/desk/sign-in", {"username": "monitor", "password": PASSWORD})
    assert page.status_code == 409
    assert "_auth_user_id" not in client.session


def test_signing_in_leads_to_what_waits(cast, client, flag):
    flag()
    answer = client.post("/desk/sign-in", {"username": "Monitor", "password": PASSWORD})
    assert answer["Location"] == "/desk/"
    client.cookies["hustings_language"] = "en"
    assert "indications to read" in client.get("/desk/").content.decode()
    assert [one.count for one in waiting.for_person(cast.monitor, at=NOW)][:1] == [1]


def test_signing_in_sends_nobody_to_another_site(cast, client):
    answer = client.post("/desk/sign-in", {"username": "monitor", "password": PASSWORD,
                                           "next": "https://evil.example/"})  # fmt: skip
    assert answer["Location"] == "/desk/"


@pytest.mark.parametrize("path", ["/desk/", "/desk/review/", "/desk/cases/", "/desk/commission/",
                                  "/desk/enforcement/", "/desk/ledger", "/desk/people",
                                  "/desk/publications/imports", "/desk/register/"])  # fmt: skip
def test_no_desk_page_without_a_sign_in(client, db, path):
    answer = client.get(path)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/desk/sign-in")


def test_a_person_without_a_role_sees_no_room(cast, client):
    client.force_login(cast.stranger)
    for path in ("/desk/review/", "/desk/cases/", "/desk/people", "/desk/ledger"):
        assert client.get(path).status_code == 403
    assert client.get("/desk/").status_code == 200


def test_switching_the_language_leads_back_to_the_same_page(client, db):
    answer = client.post("/language", {"language": "ru", "next": "/?words=айып"})
    assert answer["Location"].startswith("/?words=")
    assert "Публичный реестр" in client.get("/").content.decode()
    assert client.post("/language", {"language": "xx", "next": "//evil.example"})["Location"] == "/"


def test_the_ledger_page_checks_every_row(cast, client, flag):
    flag()
    client.force_login(cast.auditor)
    client.cookies["hustings_language"] = "en"
    assert client.get("/desk/ledger").status_code == 200
    assert "explains every row" in client.post("/desk/ledger/check", follow=True).content.decode()
