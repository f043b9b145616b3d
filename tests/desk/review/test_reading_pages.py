"""The pages of the reading: one publication at a time, and an honest word on what is unseen."""

import json

import pytest

from desk.conftest import NOW
from desk.review.conftest import post
from hustings.desk.review import intake, reading_acts, reading_order
from hustings.desk.review.models import Ahead, Indication, Reading, Shown

pytestmark = pytest.mark.django_db(transaction=True)
ROOM = "/desk/review/reading/"


def words(answer):
    return answer.content.decode()


def test_opens_one_and_reads_it_to_a_close(cast, brought, signed_in):
    monitor = signed_in(cast.monitor)
    assert "No reading was opened yet" in words(monitor.get(ROOM))
    opened = monitor.post(ROOM, {"brought_in": brought.pk, "ground": "order 14"})
    page = opened["Location"]
    assert "Being prepared" in words(monitor.get(page))
    assert "Wait some seconds" in words(monitor.post(f"{page}/next", follow=True))
    intake.work_once(at=NOW)
    assert "Show the next one" in words(monitor.get(page))
    for _ in range(30):
        monitor.post(f"{page}/next")
        shown = Shown.objects.get(outcome="", held_by=cast.monitor)
        said = words(monitor.get(page))
        assert "Is there something here?" in said
        assert "rank" not in said.split("<main")[1].split("</article>")[0]
        done = monitor.post(f"{ROOM}shown/{shown.pk}/nothing",
                            {"version": shown.version, "reason": "quotation", "note": ""})  # fmt: skip
        assert done.status_code == 302
    said = words(monitor.get(page))
    assert "All is read" in said
    assert "One may stop" in said
    assert monitor.post(f"{page}/close", {"why": ""}).status_code == 302
    assert "The rule let go" in words(monitor.get(page))
    assert "It agrees: 30 places" in words(monitor.get(f"{page}/again"))
    assert Reading.objects.get().seed in words(monitor.get(f"{page}/again"))


def test_something_leads_to_the_queue_or_to_putting_forward(cast, reading, signed_in):
    monitor, led = signed_in(cast.monitor), set()
    for _ in range(12):
        monitor.post(f"{ROOM}{reading.pk}/next")
        shown = Shown.objects.get(outcome="", held_by=cast.monitor)
        done = monitor.post(f"{ROOM}shown/{shown.pk}/something", {"version": 0})
        led.add(done["Location"].split("?")[0].rstrip("0123456789"))
        assert monitor.get(done["Location"]).status_code == 200
    assert led == {"/desk/review/", "/desk/review/forward"}
    last = Shown.objects.order_by("-place").first()
    assert "Found, and not put forward yet" in words(monitor.get(f"{ROOM}{reading.pk}"))
    undone = monitor.post(f"{ROOM}shown/{last.pk}/undo", {"version": 1})
    assert undone["Location"] == f"{ROOM}{reading.pk}"
    assert Shown.objects.get(pk=last.pk).held_by == cast.monitor


def test_a_refused_answer_comes_back_as_typed(cast, reading, signed_in):
    monitor = signed_in(cast.monitor)
    monitor.post(f"{ROOM}{reading.pk}/next")
    shown = Shown.objects.get()
    while not Indication.objects.filter(publication__archive_id=shown.archive_id).exists():
        monitor.post(f"{ROOM}shown/{shown.pk}/nothing", {"version": 0})
        shown = Shown.objects.get(outcome="")
    typed = {"version": 0, "reason": "other", "note": ""}
    page = monitor.post(f"{ROOM}shown/{shown.pk}/nothing", typed)
    assert page.status_code == 409
    assert "write in a note" in words(page)
    assert Indication.objects.filter(state="dismissed").count() == 0
    stale = monitor.post(f"{ROOM}shown/{shown.pk}/something", {"version": 7})
    assert stale.status_code == 409


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "\u202eevil", "{% now %}", "'\"`--"])
def test_hostile_words_are_shown_as_words(cast, election, bring, signed_in, text):
    brought = bring(post(1, text))
    one = reading_acts.open_reading(
        election, brought_in=brought, by=cast.monitor, at=NOW, ground=text
    )
    reading_order.step(at=NOW)
    monitor = signed_in(cast.monitor)
    page = words(monitor.post(f"{ROOM}{one.pk}/next", follow=True))
    assert "Is there something here?" in page
    assert "<script>alert" not in page


def test_others_of_the_staff_look_and_change_nothing(cast, reading, signed_in):
    auditor = signed_in(cast.auditor)
    page = words(auditor.get(f"{ROOM}{reading.pk}"))
    assert "Show the next one" not in page
    assert "Nothing was drawn at random yet" in page
    assert reading.seed in words(auditor.get(f"{ROOM}{reading.pk}/again"))
    shown = reading_acts.read_on(reading, by=cast.monitor, at=NOW)
    for door, said in (
        (ROOM, {"ground": "x"}), (f"{ROOM}{reading.pk}/next", {}),
        (f"{ROOM}{reading.pk}/close", {"why": "x"}), (f"{ROOM}shown/{shown.pk}/skip", {"version": 0}),
    ):  # fmt: skip
        assert auditor.post(door, said).status_code == 403
    monitor = signed_in(cast.monitor)
    assert reading.seed not in words(monitor.get(f"{ROOM}{reading.pk}/again"))
    assert signed_in(cast.administrator).get(ROOM).status_code == 403


def test_the_picture_and_the_words_say_the_same(cast, reading, signed_in):
    monitor = signed_in(cast.monitor)
    for _ in range(10):
        shown = reading_acts.read_on(reading, by=cast.monitor, at=NOW)
        reading_acts.answer(shown, outcome="nothing", by=cast.monitor, at=NOW, version=0,
                            reason="quotation")  # fmt: skip
    reading_order.step(at=NOW)
    page = words(monitor.get(f"{ROOM}{reading.pk}"))
    assert "Read: 10 of 30." in page
    assert 'class="estimate__read" x="0" y="2" width="200.0"' in page
    assert 'aria-labelledby="estimate-words"' in page
    assert "all 20 that are left must be read" in page
    assert Ahead.objects.get().learnt_from == 10


def test_a_program_reads_by_the_same_acts(cast, reading, signed_in):
    monitor = signed_in(cast.monitor)

    def act(name, **said):
        return monitor.post(f"/api/acts/review.reading_{name}", json.dumps(said),
                            content_type="application/json")  # fmt: skip

    row = act("next", id=reading.pk).json()["row"]
    shown = Shown.objects.get()
    assert row == shown.row
    said = {"id": shown.pk, "version": 0, "outcome": "something", "reason": "", "note": ""}
    assert act("answer", **said).json()["done"] == "review.reading_answer"
    assert act("answer", **said).json()["refused"] == "review.reading_stale"
    assert act("undo", id=shown.pk, version=1).status_code == 200
    assert act("skip", id=shown.pk, version=2).status_code == 200
    assert act("close", id=reading.pk, why="").json()["refused"] == "review.reading_why"
    signed_in(cast.auditor)
    assert act("next", id=reading.pk).status_code == 403
