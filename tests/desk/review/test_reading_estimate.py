"""Bounds of what is unseen: wide after few draws, true whatever was skipped, held or ranked."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings.desk.review import reading_estimate, reading_picture
from hustings.desk.review.models import Reading
from hustings.desk.review.reading_estimate import Place
from hustings.screening import reading_ration
from hustings.screening.reading_unseen import Draw

CONFIDENCE = 0.95
TIMES = 200


def one(size, *, share=20, seed="s"):
    return Reading(size=size, share=share, recall=95, confidence=95, seed=seed)


def stream(size, signals, chance, *, share=0.2):
    """A reading to its end: the ranking knows a little, the ration nothing."""
    unread = [number < signals for number in range(size)]
    chance.shuffle(unread)
    told = []
    while unread:
        due = chance.random() < share
        at = chance.randrange(len(unread))
        if not due and chance.random() < 0.5 and True in unread:
            at = unread.index(True)
        outcome = "something" if unread.pop(at) else "nothing"
        told.append(Place(way="ration" if due else "rank", outcome=outcome))
    return told


def test_the_bounds_are_true_at_every_look_as_often_as_they_say():
    broken, chance = 0, random.Random(1)
    for time in range(TIMES):
        signals = chance.choice((0, 3, 20, 60))
        told = stream(150, signals, chance)
        known = [
            (reading_estimate.estimated(one(150), told[:at]).unseen, told[:at])
            for at in range(0, 150, 10)
        ]
        broken += any(
            not unseen.least
            <= signals - sum(place.outcome == "something" for place in read)
            <= unseen.most
            for unseen, read in known
        )
        del time
    assert broken <= (1 - CONFIDENCE) * TIMES


def test_before_any_draw_everything_is_possible():
    known = reading_estimate.estimated(one(50), [Place(way="rank", outcome="something")] * 5)
    assert (known.unseen.least, known.unseen.most, known.unseen.draws) == (0, 45, 0)
    assert (known.recall, known.enough) == (10, False)
    assert not reading_picture.drawn(known).likely


def test_a_held_place_stops_the_draws_that_count_and_nothing_else():
    nothing = Place(way="ration", outcome="nothing")
    held = Place(way="ration", outcome="")
    known = reading_estimate.estimated(one(50), [nothing, held, nothing, nothing])
    assert (known.unseen.draws, known.read, known.unread) == (1, 3, 47)


def test_each_draw_knows_how_many_were_unread_and_found_before_it():
    told = [
        ("rank", "something"),
        ("ration", "nothing"),
        ("rank", "nothing"),
        ("ration", "something"),
    ]
    shown = [Place(way=way, outcome=outcome) for way, outcome in told]
    assert reading_estimate.draws(shown, size=10) == [Draw(9, 1, False), Draw(7, 1, True)]  # noqa: FBT003  # as it is told


def test_what_was_skipped_counts_as_a_signal_and_is_not_found():
    skipped = Place(way="ration", outcome="", skipped=True)
    known = reading_estimate.estimated(one(3), [skipped] * 3)
    assert (known.undecided, known.found, known.unread, known.recall) == (3, 0, 0, 0)
    assert not known.enough
    assert [draw.signal for draw in reading_estimate.draws([skipped] * 3, size=3)] == [True] * 3


@given(
    outcomes=st.lists(st.sampled_from(["nothing", "something"]), max_size=25),
    seed=st.text(max_size=5),
)
def test_so_many_more_empty_ones_let_go_and_one_fewer_does_not(outcomes, seed):
    reading = one(30, seed=seed)
    told = [
        Place(way="ration" if reading_ration.due(seed, at, 0.2) else "rank", outcome=outcome)
        for at, outcome in enumerate(outcomes)
    ]
    more = reading_estimate.more(reading, told)
    ahead = reading_estimate._ahead(reading, told, 30 - len(told))
    assert reading_estimate.estimated(reading, [*told, *ahead[:more]]).enough
    assert 0 <= more <= 30 - len(told)
    if not more:
        assert reading_estimate.estimated(reading, told).enough


@pytest.mark.parametrize(("found", "shown"), [(0, 0), (3, 10), (10, 10)])
def test_the_picture_keeps_to_its_frame(found, shown):
    told = [Place(way="ration", outcome="something" if at < found else "nothing")
            for at in range(shown)]  # fmt: skip
    picture = reading_picture.drawn(reading_estimate.estimated(one(40), told))
    whole = picture.found + picture.undecided + picture.least + picture.most
    assert whole == pytest.approx(reading_picture.WIDE) or not picture.scale
    assert picture.likeliest <= reading_picture.WIDE + 1e-6
