"""The queue: people decide, each decision stays, and nobody decides over another."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from desk.conftest import NOW
from hustings.desk.accounts.gate import NotYours
from hustings.desk.cases import acts as cases
from hustings.desk.ledger import record
from hustings.desk.review import acts, procedure
from hustings.desk.review.models import Indication, Judgement
from hustings.refusal import Refusal

pytestmark = pytest.mark.django_db(transaction=True)
HOSTILE = ["<script>alert(1)</script>", "\u202eevil", "a" + "\u0301" * 1_900, "{% now %}", "'\"`--"]


def refused(code):
    return pytest.raises(Refusal, check=lambda refusal: refusal.code == code)


def test_confirms_and_dismisses_with_history(cast, flag):
    first, second = flag(), flag(account="экинчи")
    acts.confirm(first, by=cast.monitor, at=NOW, version=0, note="так")
    acts.dismiss(second, by=cast.monitor, at=NOW, version=0, reason="satire")
    assert set(Indication.objects.values_list("state", flat=True)) == {"confirmed", "dismissed"}
    assert Judgement.objects.count() == 2
    assert list(record.unexplained()) == []


@pytest.mark.parametrize("who", ["secretary", "official", "publisher", "auditor", "administrator",
                                 "stranger"])  # fmt: skip
def test_belongs_to_the_working_group(cast, flag, who):
    one, person = flag(), getattr(cast, who)
    for act, more in ((acts.confirm, {}), (acts.dismiss, {"reason": "satire"}), (acts.undo, {})):
        with pytest.raises(NotYours):
            act(one, by=person, at=NOW, version=0, **more)
    with pytest.raises(NotYours):
        acts.confirm(one, by=cast.members[0], at=NOW, version=0)


@pytest.mark.parametrize(
    ("reason", "note", "code"),
    [("", "", "review.reason"), ("because", "", "review.reason"), ("other", " ", "review.note")],
)
def test_a_dismissal_has_a_reason(cast, flag, reason, note, code):
    with refused(code):
        acts.dismiss(flag(), by=cast.monitor, at=NOW, version=0, reason=reason, note=note)


def test_a_stale_page_decides_nothing(cast, flag):
    one = flag()
    acts.confirm(one, by=cast.monitor, at=NOW, version=0)
    with refused("review.stale") as caught:
        acts.dismiss(one, by=cast.second_monitor, at=NOW, version=0, reason="satire")
    assert cast.monitor.full_name in caught.value.say("ky")


def test_two_at_once_one_wins_and_the_other_hears_of_it(cast, flag):
    one, heard = flag(), []

    def decide(person):
        try:
            acts.confirm(one, by=person, at=NOW, version=0)
            heard.append("done")
        except Refusal as refusal:
            heard.append(refusal.code)
        finally:
            connection.close()

    people = [threading.Thread(target=decide, args=(person,))
              for person in (cast.monitor, cast.second_monitor, cast.lawyer)]  # fmt: skip
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert sorted(heard) == ["done", "review.stale", "review.stale"]
    assert Judgement.objects.count() == 1
    assert list(record.unexplained()) == []


def test_taking_holds_for_a_while(cast, flag):
    ranks = [0.2, 0.9, 0.5]
    for rank in ranks:
        flag(account=str(rank), rank=rank)
    taken = acts.take(by=cast.monitor, at=NOW, count=2)
    assert [one.rank for one in taken] == [0.9, 0.5]
    with refused("review.held"):
        acts.confirm(taken[0], by=cast.second_monitor, at=NOW, version=0)
    assert len(acts.take(by=cast.second_monitor, at=NOW)) == 1
    later = NOW + procedure.HOLD
    acts.confirm(taken[0], by=cast.second_monitor, at=later, version=0)
    assert acts.release(by=cast.monitor, at=later) == 1


def test_undoing_is_for_minutes_and_for_oneself(cast, flag):
    one = flag()
    acts.confirm(one, by=cast.monitor, at=NOW, version=0)
    with refused("review.not_yours"):
        acts.undo(one, by=cast.second_monitor, at=NOW, version=1)
    with refused("review.too_late"):
        acts.undo(one, by=cast.monitor, at=NOW + timedelta(minutes=11), version=1)
    acts.undo(one, by=cast.monitor, at=NOW + timedelta(minutes=9), version=1)
    assert Indication.objects.get().state == "waiting"
    with refused("review.nothing_to_undo"):
        acts.undo(one, by=cast.monitor, at=NOW, version=2)
    assert list(record.unexplained()) == []


def test_a_finding_in_a_case_is_not_undone(cast, flag):
    one = acts.confirm(flag(), by=cast.monitor, at=NOW, version=0)
    cases.open_case(title="Ойдон", indications=[one], by=cast.lawyer, at=NOW, ground="test")
    with refused("review.in_case"):
        acts.undo(one, by=cast.monitor, at=NOW, version=1)
    with refused("review.in_case"):
        acts.reopen(one, by=cast.head, at=NOW, version=1, note="себеп")


def test_only_the_head_reopens_and_says_why(cast, flag):
    one = acts.dismiss(flag(), by=cast.monitor, at=NOW, version=0, reason="satire")
    with pytest.raises(NotYours):
        acts.reopen(one, by=cast.monitor, at=NOW, version=1, note="себеп")
    with refused("review.reopen_note"):
        acts.reopen(one, by=cast.head, at=NOW, version=1, note=" ")
    assert acts.reopen(one, by=cast.head, at=NOW, version=1, note="себеп").state == "waiting"


def test_skipping_is_counted_and_leaves_it_to_others(cast, flag):
    one = flag()
    acts.skip(one, by=cast.monitor, at=NOW)
    assert Indication.objects.get().state == "waiting"
    assert Judgement.objects.get().outcome == "skip"
    assert list(record.unexplained()) == []


@given(
    state=st.sampled_from(["waiting", "confirmed", "dismissed"]), version=st.integers(0, 3),
    shown=st.integers(0, 3), by=st.integers(1, 3), in_case=st.booleans(),
    minutes=st.integers(0, 30),
)  # fmt: skip
def test_nothing_is_undone_past_the_rules(state, version, shown, by, in_case, minutes):
    standing = procedure.Standing(state=state, version=version, judged_by=1, judged_at=NOW,
                                  in_case=in_case)  # fmt: skip
    allowed = state != "waiting" and version == shown and by == 1 and not in_case and minutes <= 10
    try:
        procedure.may_undo(standing, version=shown, by=by, at=NOW + timedelta(minutes=minutes))
    except Refusal:
        assert not allowed
    else:
        assert allowed


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_are_shown_as_words(cast, flag, signed_in, text):
    one = flag(text=text, account=text[:200])
    client = signed_in(cast.monitor)
    for path in (
        f"/desk/review/{one.pk}",
        "/desk/review/",
        f"/desk/publications/{one.publication_id}",
    ):
        page = client.get(path)
        assert page.status_code == 200
        assert "<script>alert" not in page.content.decode()
    answer = client.post(f"/desk/review/{one.pk}/skip", {"version": 0, "note": text, "reason": ""})
    assert answer.status_code == 302
    assert Judgement.objects.get().note == text


@pytest.mark.parametrize("note", ["a" * 2_001, "a\x00b"])
def test_a_note_that_cannot_be_kept_is_refused_and_comes_back(cast, flag, signed_in, note):
    one = flag()
    page = signed_in(cast.monitor).post(
        f"/desk/review/{one.pk}/dismiss", {"version": 0, "note": note, "reason": "satire"}
    )
    assert page.status_code == 409
    assert Indication.objects.get().state == "waiting"


def test_a_stale_page_keeps_what_was_typed(cast, flag, signed_in):
    one = flag()
    acts.confirm(one, by=cast.second_monitor, at=NOW, version=0)
    client = signed_in(cast.monitor)
    client.cookies["hustings_language"] = "ru"
    page = client.post(f"/desk/review/{one.pk}/dismiss",
                       {"version": 0, "note": "менин оюмча", "reason": "satire"})  # fmt: skip
    assert page.status_code == 409
    text = page.content.decode()
    assert "менин оюмча" in text
    assert cast.second_monitor.full_name in text


def test_decides_by_the_page_and_goes_to_the_next(cast, flag, signed_in):
    first, second = flag(rank=0.9), flag(rank=0.8, account="экинчи")
    answer = signed_in(cast.monitor).post(f"/desk/review/{first.pk}/confirm", {"version": 0})
    assert answer["Location"] == f"/desk/review/{second.pk}"
    assert Indication.objects.get(pk=first.pk).state == "confirmed"


@pytest.mark.parametrize("after", ["x", "9e999:1", "nan:nan", "-1:-1", "1:" + "9" * 400])
def test_survives_an_odd_cursor(cast, flag, signed_in, after):
    flag()
    assert signed_in(cast.monitor).get("/desk/review/", {"after": after}).status_code == 200
