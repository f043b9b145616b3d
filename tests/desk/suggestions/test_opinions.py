"""A second opinion is asked for by a person, shown as what it is, and changes nothing.

The model is a real HTTP server in this process that does whatever the text tells it to.
"""

import json
import time
from datetime import timedelta

import pytest

from desk.conftest import NOW
from hustings.desk.accounts.gate import NotYours
from hustings.desk.ledger import record
from hustings.desk.ledger.models import Line
from hustings.desk.monitoring.models import Publication
from hustings.desk.review.models import Indication, Judgement
from hustings.desk.suggestions import opinions
from hustings.desk.suggestions.models import Opinion
from hustings.refusal import Refusal
from hustings.screening.second_opinion import Endpoint
from hustings.screening.second_opinion_endpoint import KEY, LONGEST_ANSWER, MODEL, URL
from screening.test_second_opinion import INJECTIONS, MARK, server  # noqa: F401  # a fixture

pytestmark = pytest.mark.django_db(transaction=True)
CALL = "Голосуйте за Кадырова! Он построит школу."
SECRET = "invented-key-of-a-test"


def refused(code):
    return pytest.raises(Refusal, check=lambda refusal: refusal.code == code)


@pytest.fixture(autouse=True)
def off(monkeypatch):
    for name in (URL, MODEL, KEY):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def house(server, monkeypatch):  # noqa: F811  # the fixture
    """The house has set up the server of this test."""
    monkeypatch.setenv(URL, f"http://127.0.0.1:{server.server_port}/v1/chat/completions")
    monkeypatch.setenv(MODEL, "ойдон-модель-1.2")
    monkeypatch.setenv(KEY, SECRET)
    return server


def standing():
    """Everything that decides or orders."""
    return (list(Indication.objects.order_by("pk").values()),
            list(Publication.objects.order_by("pk").values()), Judgement.objects.count())  # fmt: skip


def suggested(*said):
    return f"{CALL} {MARK}{json.dumps({'suggestions': list(said)}, ensure_ascii=False)}"


GOOD = {"kind": "call", "stance": "for", "evidence": "Голосуйте за Кадырова"}


def test_is_off_until_the_house_sets_it_up(cast, flag, signed_in):
    one = flag(text=CALL)
    with refused("suggestions.opinion_off"):
        opinions.ask_opinion(one.publication, by=cast.monitor, at=NOW)
    client = signed_in(cast.monitor)
    assert "econd opinion" not in client.get(f"/desk/review/{one.pk}").content.decode()
    answer = client.post(f"/desk/opinions/{one.publication_id}/ask", follow=True)
    assert "No second opinion is set up" in answer.content.decode()
    assert not Opinion.objects.exists()


def test_is_kept_with_its_program_and_shown_as_a_suggestion(cast, flag, house, signed_in):
    one = flag(text=suggested(GOOD, {**GOOD, "kind": "guilt"}))
    before = standing()
    client = signed_in(cast.lawyer)
    where = f"/desk/review/{one.pk}"
    assert "Ask for a second opinion" in client.get(where).content.decode()
    answer = client.post(f"/desk/opinions/{one.publication_id}/ask", {"next": f"{where}#opinion"})
    assert answer["Location"] == f"{where}#opinion"
    page = client.get(where).content.decode()
    assert "Suggestion of the program <strong>ойдон-модель-1.2</strong> at 127.0.0.1" in page
    assert "<mark>Голосуйте за Кадырова</mark>" in page
    assert "do not stand in the text or the kind is unknown: 1." in page
    assert standing() == before
    opinion = Opinion.objects.get()
    assert (opinion.by, opinion.failed) == (cast.lawyer, "")
    assert opinion.asked_with.startswith("hustings ")
    line = Line.objects.get(act="suggestions.ask_opinion")
    assert {one.row for one in line.touched.all()} == {opinion.row, one.publication.row}
    assert SECRET not in page + str(bytes(line.canonical)) + opinion.said
    assert list(record.unexplained()) == []


@pytest.mark.parametrize("text", [text for _, text in INJECTIONS[::7]])
def test_whatever_the_text_makes_it_say_nothing_changes(cast, flag, house, text):
    one = flag(text=text)
    before = standing()
    opinion = opinions.ask_opinion(one.publication, by=cast.monitor, at=NOW)
    (question, *_), *others = house.seen
    assert others == []
    assert json.loads(question["messages"][-1]["content"]) == {"publication": text}
    assert standing() == before
    assert all(said["evidence"] in text for said in json.loads(opinion.said)["suggestions"])
    assert list(record.unexplained()) == []


@pytest.mark.parametrize(
    ("behaviour", "failed"),
    [
        ((500, b"{}", {}), "status"), ((302, b"", {"Location": "http://127.0.0.1:1/"}), "status"),
        ((200, b" " * (LONGEST_ANSWER + 1), {}), "size"), ((200, b"\xff<script>", {}), "answer"),
        ((200, b'{"choices": [{"message": {"content": "<script>alert(1)</script>"}}]}', {}), "answer"),
        ("drip", "timeout"),
    ],
    ids=["fault", "redirect", "size", "bytes", "script", "drips"],
)  # fmt: skip
def test_a_bad_answer_is_kept_as_one_that_failed(
    cast, flag, house, signed_in, monkeypatch, behaviour, failed
):
    one = flag(text=CALL)
    before = standing()
    house.behaviour = behaviour
    slow = opinions.endpoint()
    monkeypatch.setattr(opinions, "endpoint",
                        lambda: Endpoint(slow.url, slow.model, slow.key, seconds=0.7))  # fmt: skip
    began = time.monotonic()
    client = signed_in(cast.monitor)
    answer = client.post(
        f"/desk/opinions/{one.publication_id}/ask", {"next": "https://evil.example/"}
    )
    assert answer["Location"] == f"/desk/publications/{one.publication_id}"
    assert time.monotonic() - began < 30
    assert Opinion.objects.get().failed == failed
    page = client.get(f"/desk/review/{one.pk}").content.decode()
    assert "notice--care" in page
    assert "alert(1)" not in page
    assert standing() == before


def test_no_transaction_is_open_while_it_is_waited_for(cast, flag, house, monkeypatch):
    from django.db import connection  # noqa: PLC0415  # only here

    seen = []
    ask = opinions.second_opinion.ask
    monkeypatch.setattr(opinions.second_opinion, "ask", lambda *args, **more: (
        seen.append(connection.in_atomic_block), ask(*args, **more))[1])  # fmt: skip
    opinions.ask_opinion(flag(text=CALL).publication, by=cast.monitor, at=NOW)
    assert seen == [False]


def test_is_not_asked_twice_in_a_minute(cast, flag, house):
    one = flag(text=CALL).publication
    opinions.ask_opinion(one, by=cast.monitor, at=NOW)
    with refused("suggestions.asked_just_now"):
        opinions.ask_opinion(one, by=cast.lawyer, at=NOW + timedelta(seconds=59))
    opinions.ask_opinion(one, by=cast.lawyer, at=NOW + timedelta(seconds=60))
    assert Opinion.objects.count() == len(house.seen) == 2


def test_a_text_that_is_too_long_is_not_sent(cast, flag, house, signed_in):
    one = flag(text=f"{CALL} " + "а" * 8_001)
    assert opinions.ask_opinion(one.publication, by=cast.monitor, at=NOW).failed == "long"
    assert house.seen == []
    page = signed_in(cast.auditor).get(f"/desk/review/{one.pk}").content.decode()
    assert "too long to be sent" in page
    assert "Ask for a second opinion" not in page


def test_a_setting_that_cannot_be_used_is_told_and_stops_no_page(
    cast, flag, signed_in, monkeypatch
):
    one = flag(text=CALL)
    monkeypatch.setenv(URL, "http://far.example/v1")
    monkeypatch.setenv(MODEL, "m")
    client = signed_in(cast.monitor)
    page = client.get(f"/desk/review/{one.pk}")
    assert page.status_code == 200
    assert "Use https://" in page.content.decode()
    with refused("second_opinion.plain"):
        opinions.ask_opinion(one.publication, by=cast.monitor, at=NOW)


def test_the_key_may_lie_in_a_file(house, monkeypatch, tmp_path):
    path = tmp_path / "key"
    path.write_text("from-a-file\n", encoding="utf-8")
    monkeypatch.delenv(KEY)
    monkeypatch.setenv(f"{KEY}_FILE", str(path))
    assert opinions.endpoint().key == "from-a-file"


@pytest.mark.parametrize("who", ["secretary", "official", "publisher", "auditor", "administrator",
                                 "stranger"])  # fmt: skip
def test_asking_belongs_to_the_working_group(cast, flag, house, signed_in, who):
    publication = flag(text=CALL).publication
    with pytest.raises(NotYours):
        opinions.ask_opinion(publication, by=getattr(cast, who), at=NOW)
    answer = signed_in(getattr(cast, who)).post(f"/desk/opinions/{publication.pk}/ask")
    assert answer.status_code == 403
    assert house.seen == []
    assert not Opinion.objects.exists()
