"""A population is read to an honest stop: each is shown once, drawn in a way that all can repeat."""

import threading
from datetime import date, timedelta

import pytest
from django.db import connection
from django.urls import reverse

from desk.conftest import NOW
from desk.review.conftest import post
from hustings.desk.accounts import waiting
from hustings.desk.accounts.gate import NotYours
from hustings.desk.ledger import record
from hustings.desk.ledger.models import Line
from hustings.desk.review import (
    acts,
    reading_acts,
    reading_again,
    reading_estimate,
    reading_order,
    reading_population,
    reading_procedure,
)
from hustings.desk.review.models import Ahead, Answer, Indication, Reading, Shown
from hustings.desk.review.putting_forward import put_forward
from hustings.refusal import Refusal

pytestmark = pytest.mark.django_db(transaction=True)


def refused(code):
    return pytest.raises(Refusal, check=lambda refusal: refusal.code == code)


def holds_something(shown):
    return "Голосуйте" in reading_population.record(shown.reading, shown.archive_id)["text"]


def answer(shown, by, outcome=None, *, at=NOW):
    said = outcome or ("something" if holds_something(shown) else "nothing")
    return reading_acts.answer(
        shown, outcome=said, by=by, at=at, version=shown.version, reason="satire"
    )


def read(reading, by, count, *, at=NOW):
    """Read so many on, learning after each; answers what was shown."""
    told = []
    for _ in range(count):
        shown = reading_acts.read_on(reading, by=by, at=at)
        told.append(answer(shown, by, at=at))
        reading_order.step(at=at)
    return told


def test_shows_every_publication_once_and_ends(cast, reading):
    told = read(reading, cast.monitor, 30)
    assert len({one.archive_id for one in told}) == 30
    assert [one.place for one in told] == list(range(30))
    assert reading_acts.read_on(reading, by=cast.monitor, at=NOW) is None
    known = reading_estimate.estimated(reading, reading_estimate.places(reading))
    assert (known.read, known.found, known.unread, known.enough) == (30, 6, 0, True)
    assert (known.unseen.most, known.recall) == (0, 100)
    assert list(reading_again.of(reading)) == []
    assert list(record.unexplained()) == []


def test_the_ranking_finds_flagged_ones_first_and_the_ration_is_drawn(cast, reading):
    told = read(reading, cast.monitor, 12)
    ways = [one.way for one in told]
    assert {"rank", "ration"} == set(ways)
    ranked = [one for one in told if one.way == "rank"]
    assert all(one.outcome == "something" for one in ranked[:4])
    lots = list(reading_population.lots(reading))
    drawn = [one.archive_id for one in told if one.way == "ration"]
    seen_before = {one.archive_id for one in told if one.way == "rank"}
    assert drawn == [one for one in lots if one in drawn]
    assert lots[0] in {*drawn, *seen_before}


def test_each_place_says_seed_share_way_and_model_in_the_ledger(cast, reading):
    (shown,) = read(reading, cast.monitor, 1)
    state = record.evidence.replay(record.log_of_acts().entries())
    told = state[shown.row]
    assert told["way"] == shown.way
    assert (told["share"], told["place"], told["outcome"]) == (20, 0, shown.outcome)
    assert told["model"].startswith("sha256:")
    assert state[reading.row]["seed"] != reading.seed  # a commitment: nobody foresees a draw
    assert state[reading.row]["seed_told"] == ""


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"way": "ration"}, "the ration"),
        ({"archive_id": "another"}, "the ration draws"),
        ({"share": 90}, "share of the ration"),
        ({"share": 0}, "neither drawn nor taken over"),
    ],
)
def test_what_was_not_drawn_by_the_seed_is_told(cast, reading, change, said):
    told = read(reading, cast.monitor, 15)
    way = "rank" if "way" in change else "ration"
    one = next(one for one in told if one.way == way)
    Shown.objects.filter(pk=one.pk).update(**change)
    faults = [str(fault) for fault in reading_again.of(reading)]
    assert any(said in fault for fault in faults)


def test_another_seed_is_not_the_promised_one(cast, reading):
    read(reading, cast.monitor, 3)
    Reading.objects.filter(pk=reading.pk).update(seed="0" * 32)
    faults = [str(fault) for fault in reading_again.of(Reading.objects.get())]
    assert "the seed is not the one" in faults[0]


def test_nothing_of_a_flagged_one_dismisses_it_for_a_reason(cast, reading):
    while not holds_something(shown := reading_acts.read_on(reading, by=cast.monitor, at=NOW)):
        answer(shown, cast.monitor)
    with refused("review.reason"):
        reading_acts.answer(shown, outcome="nothing", by=cast.monitor, at=NOW, version=0)
    assert not Shown.objects.get(pk=shown.pk).outcome
    reading_acts.answer(
        shown, outcome="nothing", by=cast.monitor, at=NOW, version=0, reason="quotation"
    )
    assert Indication.objects.get(publication__archive_id=shown.archive_id).reason == "quotation"
    reading_acts.undo(shown, by=cast.monitor, at=NOW, version=1)
    assert Indication.objects.get(publication__archive_id=shown.archive_id).state == "waiting"
    again = reading_acts.read_on(reading, by=cast.monitor, at=NOW)
    assert again.pk == shown.pk
    assert list(record.unexplained()) == []


def test_two_readers_never_get_the_same_one(cast, reading):
    mine = reading_acts.read_on(reading, by=cast.monitor, at=NOW)
    theirs = reading_acts.read_on(reading, by=cast.second_monitor, at=NOW)
    assert mine.archive_id != theirs.archive_id
    assert reading_acts.read_on(reading, by=cast.monitor, at=NOW).pk == mine.pk
    with refused("review.held"):
        answer(mine, cast.second_monitor)
    later = NOW + reading_procedure.HOLD
    assert reading_acts.read_on(reading, by=cast.second_monitor, at=later).pk == mine.pk


def test_two_answers_at_once_one_wins(cast, reading):
    shown = reading_acts.read_on(reading, by=cast.monitor, at=NOW)
    heard = []

    def say(outcome):
        try:
            answer(shown, cast.monitor, outcome)
            heard.append("done")
        except Refusal as refusal:
            heard.append(refusal.code)
        finally:
            connection.close()

    hands = [threading.Thread(target=say, args=(one,)) for one in ("something", "nothing") * 2]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert sorted(heard) == ["done", *["review.reading_stale"] * 3]
    assert Answer.objects.count() == 1
    assert list(record.unexplained()) == []


def test_many_reading_on_at_once_get_places_without_a_gap(cast, reading):
    people = [cast.monitor, cast.second_monitor, cast.lawyer, cast.head]

    def on(person):
        try:
            reading_acts.read_on(reading, by=person, at=NOW)
        finally:
            connection.close()

    hands = [threading.Thread(target=on, args=(one,)) for one in people]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    rows = Shown.objects.order_by("place").values_list("place", "held_by", "archive_id")
    assert [place for place, _, _ in rows] == [0, 1, 2, 3]
    assert len({held for _, held, _ in rows}) == len({one for _, _, one in rows}) == 4
    assert list(reading_again.of(reading)) == []


def test_a_stale_page_answers_nothing(cast, reading):
    shown = reading_acts.read_on(reading, by=cast.monitor, at=NOW)
    answer(shown, cast.monitor, "something")
    with refused("review.reading_stale") as caught:
        reading_acts.answer(shown, outcome="nothing", by=cast.monitor, at=NOW, version=0)
    assert cast.monitor.full_name in caught.value.say("ky")
    with refused("review.reading_outcome"):
        reading_acts.answer(reading_acts.read_on(reading, by=cast.monitor, at=NOW),
                            outcome="perhaps", by=cast.monitor, at=NOW, version=0)  # fmt: skip


def test_skipping_leaves_it_to_others_and_comes_back_last(cast, reading):
    shown = reading_acts.read_on(reading, by=cast.monitor, at=NOW)
    reading_acts.skip(shown, by=cast.monitor, at=NOW, version=0)
    assert reading_acts.read_on(reading, by=cast.second_monitor, at=NOW).pk == shown.pk
    mine = reading_acts.read_on(reading, by=cast.monitor, at=NOW)
    assert mine.pk != shown.pk
    reading_acts.skip(Shown.objects.get(pk=shown.pk), by=cast.second_monitor, at=NOW, version=1)
    known = reading_estimate.estimated(reading, reading_estimate.places(reading))
    assert (known.undecided, known.found, known.unread) == (1, 0, 29)
    while (last := reading_acts.read_on(reading, by=cast.monitor, at=NOW)).pk != shown.pk:
        answer(last, cast.monitor)
    assert Shown.objects.exclude(outcome="").count() == 29


def test_undoing_is_for_minutes_and_for_oneself(cast, reading):
    shown = next(one for one in read(reading, cast.monitor, 8) if one.outcome == "nothing")
    with refused("review.reading_not_yours"):
        reading_acts.undo(shown, by=cast.second_monitor, at=NOW, version=1)
    with refused("review.reading_too_late"):
        reading_acts.undo(shown, by=cast.monitor, at=NOW + timedelta(minutes=11), version=1)
    reading_acts.undo(shown, by=cast.monitor, at=NOW, version=1)
    with refused("review.nothing_to_undo"):
        reading_acts.undo(shown, by=cast.monitor, at=NOW, version=2)


def test_what_was_put_forward_is_undone_in_the_queue(cast, election, reading):
    shown = next(one for one in read(reading, cast.monitor, 20) if one.outcome == "nothing")
    shown = reading_acts.undo(shown, by=cast.monitor, at=NOW, version=1)
    shown = answer(shown, cast.monitor, "something")
    item = reading_population.record(reading, shown.archive_id)["item_id"]
    with refused("review.nothing_found"):
        put_forward(election, item_id=item, facts={"place": "concert"}, by=cast.monitor, at=NOW,
                    ground="test")  # fmt: skip


def test_what_the_queue_judged_is_taken_over_and_not_shown(cast, reading):
    first, second, third = Indication.objects.order_by("pk")[:3]
    acts.confirm(first, by=cast.lawyer, at=NOW, version=0)
    acts.dismiss(second, by=cast.head, at=NOW, version=0, reason="satire")
    told = read(reading, cast.monitor, 3)
    gone = {one.publication.archive_id for one in (first, second)}
    assert not gone & {one.archive_id for one in told}
    over = {one.archive_id: one.outcome for one in Shown.objects.filter(share=0)}
    assert over == {
        first.publication.archive_id: "something", second.publication.archive_id: "nothing"
    }  # fmt: skip
    assert set(Answer.objects.filter(how="queue").values_list("by", flat=True)) == {
        cast.lawyer.pk, cast.head.pk
    }  # fmt: skip
    assert list(reading_again.of(reading)) == []
    acts.reopen(second, by=cast.head, at=NOW, version=1, note="дагы бир жолу")
    acts.confirm(second, by=cast.lawyer, at=NOW, version=2)
    reading_acts.read_on(reading, by=cast.monitor, at=NOW)
    assert Shown.objects.get(archive_id=second.publication.archive_id).outcome == "something"
    assert list(record.unexplained()) == []
    assert third.state == "waiting"


def test_judged_in_the_queue_while_somebody_reads_it(cast, reading):
    shown = reading_acts.read_on(reading, by=cast.monitor, at=NOW)
    while not holds_something(shown):
        answer(shown, cast.monitor)
        shown = reading_acts.read_on(reading, by=cast.monitor, at=NOW)
    one = Indication.objects.get(publication__archive_id=shown.archive_id)
    assert one.held_by == cast.monitor
    acts.confirm(one, by=cast.monitor, at=NOW, version=0)
    with refused("review.reading_judged"):
        answer(shown, cast.monitor, "nothing")
    reading_acts.read_on(reading, by=cast.monitor, at=NOW)
    assert Shown.objects.get(pk=shown.pk).outcome == "something"
    with refused("review.reading_in_queue"):
        reading_acts.undo(Shown.objects.get(pk=shown.pk), by=cast.monitor, at=NOW, version=1)


def test_closing_early_needs_a_reason_and_puts_the_estimate_on_record(cast, reading):
    read(reading, cast.monitor, 5)
    with refused("review.reading_why"):
        reading_acts.close(reading, by=cast.lawyer, at=NOW, why=" ")
    closed = reading_acts.close(reading, by=cast.lawyer, at=NOW, why="күн бүттү")
    assert (closed.read, closed.enough, closed.seed_told) == (5, False, closed.seed)
    assert closed.least <= closed.likeliest <= closed.most <= 25
    told = record.evidence.replay(record.log_of_acts().entries())[closed.row]
    assert (told["most"], told["found"], told["seed_told"]) == (
        closed.most, closed.found, closed.seed,
    )  # fmt: skip
    shown = Shown.objects.order_by("place").last()
    for late in (
        lambda: reading_acts.read_on(reading, by=cast.monitor, at=NOW),
        lambda: reading_acts.undo(shown, by=cast.monitor, at=NOW, version=1),
        lambda: reading_acts.close(reading, by=cast.monitor, at=NOW, why="дагы"),
    ):
        with refused("review.reading_closed"):
            late()
    assert list(reading_again.of(closed)) == []
    assert list(record.unexplained()) == []


def test_what_is_left_of_a_closed_one_can_be_read_in_another(cast, election, brought, reading):
    with refused("review.reading_empty"):
        reading_acts.open_reading(election, brought_in=brought, by=cast.monitor, at=NOW, ground="")
    read(reading, cast.monitor, 5)
    reading_acts.close(reading, by=cast.monitor, at=NOW, why="күн бүттү")
    rest = reading_acts.open_reading(
        election, brought_in=brought, by=cast.monitor, at=NOW, ground="test"
    )
    assert rest.size == 25
    assert rest.seed != reading.seed


def test_a_day_is_a_population_too_and_nothing_is_added_to_it(cast, election, bring):
    bring(post(1), post(2, day=21), post(5))
    day = date(2025, 10, 20)
    with refused("review.reading_population"):
        reading_acts.open_reading(election, by=cast.monitor, at=NOW, ground="test")
    with refused("review.reading_per_cent"):
        reading_acts.open_reading(
            election, day=day, by=cast.monitor, at=NOW, ground="test", confidence=100
        )
    one = reading_acts.open_reading(election, day=day, by=cast.monitor, at=NOW, ground="test")
    assert one.size == 2
    bring(post(3))
    reading_order.step(at=NOW)
    read(one, cast.monitor, 2)
    assert reading_acts.read_on(one, by=cast.monitor, at=NOW) is None


def test_waits_for_the_worker(cast, election, brought):
    one = reading_acts.open_reading(
        election, brought_in=brought, by=cast.monitor, at=NOW, ground="test"
    )
    with refused("review.reading_preparing"):
        reading_acts.read_on(one, by=cast.monitor, at=NOW)
    assert reading_order.step(at=NOW)
    assert not reading_order.step(at=NOW)
    assert reading_acts.read_on(one, by=cast.monitor, at=NOW).place == 0


def test_reads_on_by_the_ration_where_the_ranking_says_nothing_more(cast, reading):
    Ahead.objects.update(ids=[])
    shown = reading_acts.read_on(reading, by=cast.monitor, at=NOW)
    assert (shown.way, shown.archive_id) == ("ration", reading_population.lots(reading)[0])
    assert list(reading_again.of(reading)) == []


def test_a_lost_file_of_texts_is_made_again(cast, reading, settings):
    before = reading_population.frame(reading)[0]
    for path in (settings.HOME / "readings").iterdir():
        path.unlink()
    shown = reading_acts.read_on(reading, by=cast.monitor, at=NOW)
    assert reading_population.record(reading, shown.archive_id)["text"]
    assert reading_population.frame(reading)[0].equals(before)


@pytest.mark.parametrize("who", ["secretary", "official", "publisher", "auditor", "administrator",
                                 "stranger"])  # fmt: skip
def test_belongs_to_the_working_group(cast, election, brought, reading, who):
    person = getattr(cast, who)
    shown = reading_acts.read_on(reading, by=cast.monitor, at=NOW)
    before = Line.objects.count()
    for act in (
        lambda: reading_acts.open_reading(
            election, brought_in=brought, by=person, at=NOW, ground=""
        ),
        lambda: reading_acts.read_on(reading, by=person, at=NOW),
        lambda: answer(shown, person, "something"),
        lambda: reading_acts.skip(shown, by=person, at=NOW, version=0),
        lambda: reading_acts.undo(shown, by=person, at=NOW, version=0),
        lambda: reading_acts.close(reading, by=person, at=NOW, why="x"),
    ):
        with pytest.raises(NotYours):
            act()
    assert Line.objects.count() == before


def test_a_reading_whose_list_is_lost_stops_no_other_work(cast, election, brought, reading, caplog):
    Ahead.objects.all().delete()
    Reading.objects.filter(pk=reading.pk).update(population="sha256:" + "0" * 64)
    assert not reading_order.step(at=NOW)
    assert "cannot be made" in caplog.text


def test_waits_for_whoever_reads_until_it_is_closed(cast, reading):
    def waits(person):
        told = [
            one for one in waiting.for_person(person, at=NOW) if "readings" in str(one.sentence)
        ]
        return [(one.count, one.url, one.oldest) for one in told]

    page = reverse("review:reading", args=[reading.pk])
    assert waits(cast.monitor) == [(30, page, reading.at)]
    assert waits(cast.auditor) == []
    read(reading, cast.monitor, 4)
    assert waits(cast.monitor) == [(26, page, reading.at)]
    reading_acts.close(reading, by=cast.monitor, at=NOW, why="enough was read for today")
    assert waits(cast.monitor) == []
