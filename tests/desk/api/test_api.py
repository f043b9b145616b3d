"""No one passes a door that is not theirs by the API either."""

import json

import pytest
from django.test import Client

from hustings.desk.accounts import gate
from hustings.desk.accounts.roles import Role
from hustings.desk.api.bindings import ACTS
from hustings.desk.ledger.models import Line
from hustings.desk.review.models import Indication

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = ("monitor", "lawyer", "head", "secretary", "official", "publisher", "auditor",
          "administrator", "stranger")  # fmt: skip


def post(client, name, body):
    said = body if isinstance(body, str) else json.dumps(body)
    return client.post(f"/api/acts/{name}", said, content_type="application/json")


def test_asks_for_a_sign_in(flag):
    one = flag()
    assert Client().get("/api/indications").status_code == 401
    assert post(Client(), "review.confirm", {"id": one.pk}).status_code == 401


def test_no_act_passes_for_a_wrong_role(cast, flag, client):
    one = flag()
    before = Line.objects.count()
    tried = 0
    for who in (*PEOPLE, "member"):
        person = cast.members[0] if who == "member" else getattr(cast, who)
        client.force_login(person)
        held = {Role(one.role) for one in person.appointments.all()}
        for name in ACTS:
            if gate.MAY[name] & held:
                continue
            answer = post(client, name, {"id": one.pk, "version": 0})
            assert answer.status_code == 403, (who, name)
            assert answer.json()["refused"] == "accounts.not_yours"
            tried += 1
    assert tried > 200
    assert Line.objects.count() == before
    assert Indication.objects.get().state == "waiting"


def test_confirms_by_the_same_act(cast, flag, client):
    one = flag()
    client.force_login(cast.monitor)
    answer = post(client, "review.confirm", {"id": one.pk, "version": 0, "note": ""})
    assert answer.json() == {"done": "review.confirm", "row": f"review.indication:{one.pk}"}
    again = post(client, "review.confirm", {"id": one.pk, "version": 0, "note": ""})
    assert (again.status_code, again.json()["refused"]) == (409, "review.stale")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("", "api.not_json"),
        ("[]", "api.not_json"),
        ("{", "api.not_json"),
        ('{"id": 1, "id": 2}', "api.not_json"),
        ("[" * 5000, "api.not_json"),
        ({"id": 1, "version": 0, "note": "", "state": "confirmed"}, "api.unknown_field"),
        ({"id": "1", "version": 0, "note": ""}, "api.field"),
        ({"id": True, "version": 0, "note": ""}, "api.field"),
        ({"id": 1, "version": 0, "note": "a\x00b"}, "api.field"),
        ({"id": 1, "version": 0, "note": "a" * 30_000}, "api.field"),
        ({"id": 10**30, "version": 0, "note": ""}, "api.field"),
        ({"id": 999_999, "version": 0, "note": ""}, "api.no_row"),
    ],
)
def test_refuses_a_body_that_is_none(cast, client, body, code):
    client.force_login(cast.monitor)
    answer = post(client, "review.confirm", body)
    assert (answer.status_code, answer.json()["refused"]) == (400, code)


@pytest.mark.parametrize("path", ["review.confirm/", "review..confirm", "accounts.appoint", "%00"])
def test_knows_no_other_act(cast, client, path):
    client.force_login(cast.administrator)
    assert post(client, path, {"id": 1}).status_code == 404


def test_refuses_another_method_and_a_forged_form(cast, flag):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.monitor)
    one = flag()
    assert client.get("/api/acts/review.confirm").status_code == 405
    assert (
        post(client, "review.confirm", {"id": one.pk, "version": 0, "note": ""}).status_code == 403
    )
    assert Indication.objects.get().state == "waiting"


def test_pages_the_queue_by_cursor(cast, flag, client):
    for number in range(55):
        flag(text=f"Ойдон {number}", rank=round(number / 60, 3))
    client.force_login(cast.auditor)
    first = client.get("/api/indications").json()
    second = client.get("/api/indications", {"after": first["after"]}).json()
    ids = [one["id"] for one in first["indications"] + second["indications"]]
    assert len(ids) == len(set(ids)) == 55
    assert second["after"] is None
    for odd in ("-1", "x:y", "9e999:1", "nan:1", "0.5:99999999999999999999"):
        assert client.get("/api/indications", {"after": odd}).status_code == 200
