"""A judgement about one message is carried over to copies of it only by somebody's own choice."""

import re
from datetime import timedelta

import pytest

from desk.conftest import NOW
from hustings.desk.accounts.gate import NotYours
from hustings.desk.ledger import record
from hustings.desk.ledger.models import Line
from hustings.desk.review import acts, same
from hustings.desk.review.models import Indication, Judgement
from hustings.desk.suggestions import grouping
from hustings.refusal import Refusal

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = "Ойдон чыгарылган жарыя: 18-округдан Кадыров келсе, айыл жоюлат, баары көчүп кетет!"


def refused(code):
    return pytest.raises(Refusal, check=lambda refusal: refusal.code == code)


@pytest.fixture
def copies(flag):
    """Four copies on accounts of their own, the first of the highest rank, and a stranger's words."""
    made = [flag(text=TEXT, account=f"баракча {n}", rank=0.9 - n / 10,
                 published_at=NOW - timedelta(days=3, hours=-n)) for n in range(4)]  # fmt: skip
    flag(text="Таптакыр башка сөз: талапкерлер бүгүн базарда жолугушту", account="чоочун", rank=0.1)
    grouping.regroup(at=NOW)
    return [Indication.objects.get(pk=one.pk) for one in made]


def chosen(*rows):
    return ",".join(f"{one.pk}:{one.version}" for one in rows)


def test_judging_one_decides_nothing_about_the_others(cast, copies):
    acts.confirm(copies[0], by=cast.monitor, at=NOW, version=0)
    assert Indication.objects.filter(state="waiting").count() == 4
    assert [one.pk for one in same.copies(copies[0])] == [one.pk for one in copies[1:]]


@pytest.mark.parametrize(("outcome", "reason"), [("confirm", ""), ("dismiss", "satire")])
def test_each_copy_chosen_gets_a_judgement_of_its_own(cast, copies, outcome, reason):
    more = {"reason": reason} if reason else {}
    first = getattr(acts, outcome)(
        copies[0], by=cast.monitor, at=NOW, version=0, note="көрдүм", **more
    )
    carried = same.same(first, these=chosen(*copies[1:3]), by=cast.lawyer, at=NOW)
    assert [one.pk for one in carried.done] == [copies[1].pk, copies[2].pk]
    made = Judgement.objects.exclude(indication=first)
    assert {(one.outcome, one.reason, one.note, one.by_id) for one in made} == {
        (outcome, reason, "көрдүм", cast.lawyer.pk)
    }
    assert Indication.objects.filter(state="waiting").count() == 2
    assert Line.objects.filter(act=f"review.{outcome}").count() == 3
    named = Line.objects.get(act="review.same")
    assert {touched.row for touched in named.touched.all()} == {one.row for one in copies[:3]}
    assert list(record.unexplained()) == []


def test_waits_for_a_judgement_and_for_a_choice(cast, copies):
    with refused("review.not_judged"):
        same.same(copies[0], these=chosen(copies[1]), by=cast.monitor, at=NOW)
    first = acts.confirm(copies[0], by=cast.monitor, at=NOW, version=0)
    for these in ("", " , "):
        with refused("review.none_chosen"):
            same.same(first, these=these, by=cast.monitor, at=NOW)
    for these in ("x", "1", "1:0;2:0", "-1:0", "9" * 40 + ":0"):
        with refused("review.chosen"):
            same.same(first, these=these, by=cast.monitor, at=NOW)
    with refused("review.too_many"):
        same.same(first, these=",".join(f"{n}:0" for n in range(201)), by=cast.monitor, at=NOW)


def test_touches_no_row_that_is_no_copy_under_the_same_provision(cast, copies, flag):
    other = flag(text=TEXT, account="башка норма", offence="kg/code-of-offences/art_66")
    grouping.regroup(at=NOW)
    first = acts.confirm(
        Indication.objects.get(pk=copies[0].pk), by=cast.monitor, at=NOW, version=0
    )
    stranger = Indication.objects.get(publication__account__key="чоочун")
    for wrong in (other, stranger, first):
        with refused("review.no_copy"):
            same.same(first, these=chosen(copies[1], wrong), by=cast.monitor, at=NOW)
    assert Indication.objects.filter(state="waiting").count() == 5
    assert not Line.objects.filter(act="review.same").exists()


def test_tells_one_by_one_what_another_has_taken_or_decided(cast, copies):
    first = acts.confirm(copies[0], by=cast.monitor, at=NOW, version=0)
    acts.dismiss(copies[1], by=cast.second_monitor, at=NOW, version=0, reason="satire")
    Indication.objects.filter(pk=copies[2].pk).update(
        held_by=cast.second_monitor, held_until=NOW + timedelta(minutes=5)
    )
    carried = same.same(first, these=chosen(*copies[1:]), by=cast.monitor, at=NOW)
    assert [one.pk for one in carried.done] == [copies[3].pk]
    assert [refusal.code for _, refusal in carried.refused] == ["review.stale", "review.held"]
    assert Indication.objects.get(pk=copies[1].pk).state == "dismissed"


def test_is_taken_back_in_one_act_each_with_its_history(cast, copies):
    first = acts.confirm(copies[0], by=cast.monitor, at=NOW, version=0)
    same.same(first, these=chosen(*copies[1:]), by=cast.monitor, at=NOW)
    with refused("review.not_yours"):
        acts.undo(Indication.objects.get(pk=copies[1].pk), by=cast.lawyer, at=NOW, version=1)
    assert same.undo_same(first, by=cast.lawyer, at=NOW).done == []
    late = same.undo_same(first, by=cast.monitor, at=NOW + timedelta(minutes=11))
    assert [refusal.code for _, refusal in late.refused] == ["review.too_late"] * 3
    carried = same.undo_same(first, by=cast.monitor, at=NOW + timedelta(minutes=9))
    assert len(carried.done) == 3
    assert Indication.objects.filter(state="waiting").count() == 4
    assert Judgement.objects.filter(outcome="undo").count() == 3
    assert list(record.unexplained()) == []


@pytest.mark.parametrize("who", ["secretary", "official", "publisher", "auditor", "administrator",
                                 "stranger"])  # fmt: skip
def test_belongs_to_the_working_group(cast, copies, signed_in, who):
    first = acts.confirm(copies[0], by=cast.monitor, at=NOW, version=0)
    with pytest.raises(NotYours):
        same.same(first, these=chosen(copies[1]), by=getattr(cast, who), at=NOW)
    client = signed_in(getattr(cast, who))
    for path in ("same", "same/undo"):
        page = client.post(f"/desk/review/{first.pk}/{path}", {"these": chosen(copies[1])})
        assert page.status_code == 403
    assert Indication.objects.filter(state="waiting").count() == 4


def test_the_queue_shows_one_row_with_the_spread(cast, copies, signed_in):
    client = signed_in(cast.monitor)
    page = client.get("/desk/review/").content.decode()
    assert f"/desk/review/{copies[0].pk}#copies" in page
    assert "4 copies" in page
    assert not any(f'/desk/review/{one.pk}"' in page for one in copies[1:])
    acts.confirm(copies[0], by=cast.monitor, at=NOW, version=0)
    page = client.get("/desk/review/").content.decode()
    assert f"/desk/review/{copies[1].pk}#copies" in page


def test_a_filter_never_hides_a_copy_behind_one_that_it_hides(cast, copies, flag, signed_in):
    account = copies[2].publication.account
    account.source = "telegram"
    account.save()
    page = signed_in(cast.monitor).get("/desk/review/", {"source": "telegram"}).content.decode()
    assert f'/desk/review/{copies[2].pk}"' in page


def test_the_page_lists_the_copies_and_offers_them_once_one_is_judged(cast, copies, signed_in):
    client = signed_in(cast.monitor)
    page = client.get(f"/desk/review/{copies[1].pk}").content.decode()
    assert all(f"/desk/publications/{one.publication_id}" in page
               for one in copies if one != copies[1])  # fmt: skip
    assert 'name="these"' not in page
    answer = client.post(f"/desk/review/{copies[1].pk}/dismiss", {"version": 0, "reason": "satire"})
    assert answer["Location"] == f"/desk/review/{copies[1].pk}"
    page = client.get(answer["Location"]).content.decode()
    assert page.count('name="these"') == 3
    client.post(f"/desk/review/{copies[1].pk}/same", {"these": [f"{copies[0].pk}:0"]})
    assert Indication.objects.get(pk=copies[0].pk).state == "dismissed"
    assert Indication.objects.filter(state="waiting").count() == 3
    page = client.get(answer["Location"]).content.decode()
    assert "Take back what was decided for copies" in page
    client.post(f"/desk/review/{copies[1].pk}/same/undo")
    assert Indication.objects.get(pk=copies[0].pk).state == "waiting"


def test_every_one_listed_is_an_act_of_its_own_and_spares_what_another_holds(
    cast, copies, signed_in
):
    acts.confirm(copies[0], by=cast.monitor, at=NOW, version=0)
    Indication.objects.filter(pk=copies[1].pk).update(
        held_by=cast.lawyer, held_until=NOW + timedelta(days=900)
    )
    client = signed_in(cast.monitor)
    page = client.get(f"/desk/review/{copies[0].pk}").content.decode()
    assert "The same for all 2 listed" in page
    listed = re.findall(r'name="listed" value="([\d:]+)"', page)
    assert sorted(listed) == sorted(f"{one.pk}:0" for one in copies[2:])
    client.post(f"/desk/review/{copies[0].pk}/same", {"listed": listed})
    assert Indication.objects.filter(state="confirmed").count() == 1
    client.post(f"/desk/review/{copies[0].pk}/same", {"listed": listed, "every": "1"})
    assert Indication.objects.filter(state="confirmed").count() == 3
