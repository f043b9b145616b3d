"""The queue learns from what was judged: chance × reach × deadline, and no name moves anything."""

from datetime import timedelta

import pytest

from desk.conftest import NOW
from hustings.desk.monitoring.models import Publication
from hustings.desk.review import acts, queue_order
from hustings.desk.review.models import Indication, Ordered

pytestmark = pytest.mark.django_db(transaction=True)
CALL = "Ойдон: Кадыров үчүн добуш бергиле, шайлоо жакында №{}"
TALE = "Ойдон: Кадыров майрамда ырдап бийледи, концерт болду №{}"


@pytest.fixture
def queued(flag):
    """Eight of each kind, alike to screening."""
    return [
        (flag(text=CALL.format(number), account=f"a{number}"),
         flag(text=TALE.format(number), account=f"b{number}"))
        for number in range(8)
    ]  # fmt: skip


def ranks(rows):
    return [Indication.objects.get(pk=one.pk).rank for one in rows]


def chances():
    rows = Indication.objects.filter(state="waiting").order_by("pk")
    return list(rows.values_list("chance", flat=True))


def test_what_is_like_the_confirmed_comes_before_what_is_like_the_dismissed(cast, queued):
    assert queue_order.step(at=NOW)
    for call, tale in queued[:3]:
        acts.confirm(call, by=cast.monitor, at=NOW, version=0)
        acts.dismiss(tale, by=cast.monitor, at=NOW, version=0, reason="news_report")
    assert queue_order.step(at=NOW)
    calls, tales = zip(*queued[3:], strict=True)
    assert min(ranks(calls)) > max(ranks(tales))
    assert {one.learnt_step for one in Indication.objects.filter(pk__in=[c.pk for c in tales])} == {
        -1
    }
    assert Ordered.objects.get().decisions == 6


def test_looks_again_only_when_something_came_or_an_hour_went_by(cast, queued):
    assert queue_order.step(at=NOW)
    assert not queue_order.step(at=NOW + timedelta(minutes=59))
    acts.skip(queued[0][0], by=cast.monitor, at=NOW)
    assert not queue_order.step(at=NOW)
    assert queue_order.step(at=NOW + queue_order.STALE)


def test_reach_raises_and_a_judged_row_keeps_its_rank(cast, queued):
    (loud, _), (quiet, _) = queued[:2]
    Publication.objects.filter(pk=loud.publication_id).update(metrics={"views": 1_000_000})
    done = acts.confirm(queued[5][0], by=cast.monitor, at=NOW, version=0)
    queue_order.step(at=NOW)
    assert ranks([loud]) > ranks([quiet])
    assert ranks([done]) == [0.9]
    assert Indication.objects.get(pk=loud.pk).viewers == 1_000_000


def test_a_duplicate_teaches_nothing(cast, queued):
    queue_order.step(at=NOW)
    before = ranks(call for call, _ in queued[1:])
    acts.dismiss(queued[0][0], by=cast.monitor, at=NOW, version=0, reason="duplicate")
    assert queue_order.step(at=NOW)
    assert ranks(call for call, _ in queued[1:]) == before


def test_who_is_named_who_published_and_where_moves_no_rank(cast, queued):
    for call, tale in queued[:3]:
        acts.confirm(call, by=cast.monitor, at=NOW, version=0)
        acts.dismiss(tale, by=cast.monitor, at=NOW, version=0, reason="satire")
    queue_order.step(at=NOW)
    before = chances()
    assert None not in before
    for row in Publication.objects.all():
        row.mentions = [{**one, "candidate": "another"} for one in row.mentions]
        row.signals = [{**one, "target": "another"} for one in row.signals]
        row.author_class, row.url, row.container = "candidate", "https://other.example", "other"
        row.save()
    queue_order._queues.clear()
    queue_order.step(at=NOW + queue_order.STALE)
    assert chances() == before


def test_the_page_says_why_a_row_stands_where_it_stands(cast, queued, signed_in):
    page = signed_in(cast.monitor).get("/desk/review/").content.decode()
    assert "nothing is learnt of it yet" in page
    queue_order.step(at=NOW)
    page = signed_in(cast.monitor).get("/desk/review/").content.decode()
    assert "as likely as screening said" in page
    assert "its period" in page
