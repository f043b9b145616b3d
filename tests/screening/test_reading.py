"""Reading a queue …"""

import random
from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hustings import publications
from hustings.refusal import Refusal
from hustings.screening import (
    Roster,
    rank,
    reading,
    reading_model,
    reading_ration,
    reading_words,
)
from hustings.screening.reading import RANK, RATION, Decision
from hustings.screening.reading_replay import replay

NOW = datetime(2025, 11, 20, 4, tzinfo=UTC)
CALLS = (
    "голосуйте за нашего",
    "отдайте голос за него",
    "все на выборы за своего",
    "наш выбор он один",
)
DAILY = (
    "сегодня тёплая погода",
    "рецепт вкусного супа",
    "футбол вечером на стадионе",
    "продам велосипед",
)


def posts(count, *, every=5, seed=1):
    """An invented queue: every so manieth post calls to vote; (frame, truth by id)."""
    chance = random.Random(seed)
    texts, truth = [], {}
    for at in range(count):
        calls = at % every == 0
        words = chance.choice(CALLS if calls else DAILY).split() + chance.sample(
            DAILY[at % 4].split(), 2
        )
        chance.shuffle(words)
        texts.append(" ".join(words))
        truth[f"p{at:04}"] = calls
    return pl.DataFrame({"id": list(truth), "text": texts}), truth


def read(queue, truth, count, *, share=0.2):
    """Decisions on the first `count` records, learning after every tenth."""
    decisions, learnt = [], None
    while len(decisions) < count:
        learnt = reading.learn(queue, decisions, before=learnt)
        ahead = reading.order(queue, decisions, learnt, share=share).head(
            min(10, count - len(decisions))
        )
        decisions += [Decision(one, truth[one], by) for one, by in ahead["id", "by"].iter_rows()]
    return decisions


@pytest.fixture(scope="module")
def small():
    frame, truth = posts(200)
    return reading.queue(frame, seed="s"), truth


def test_begins_with_what_screening_says():
    frame = pl.DataFrame({
        "id": ["a", "b", "c"], "text": ["один", "два", "три"],
        "signals": [[{"probability": 0.4}], [{"probability": 0.9}], []],
        "indications": [[], [{"offence": "x"}], []],
    }, schema_overrides={"signals": pl.List(pl.Struct({"probability": pl.Float64}))})  # fmt: skip
    queue = reading.queue(frame, seed="s")
    ahead = reading.order(queue, [], reading.learn(queue, []), share=0.0)
    assert ahead["id"].to_list() == ["b", "a", "c"]
    assert ahead["by"].unique().to_list() == [RANK]
    assert ahead["chance"].to_list() == pytest.approx([0.9, 0.4 * rank.LAWFUL, 0.01], abs=0.01)


def test_learns_from_a_few_decisions(small):
    queue, truth = small
    decisions = [Decision(one, truth[one], RANK) for one in list(truth)[:20]]
    ahead = reading.order(queue, decisions, reading.learn(queue, decisions), share=0.0)
    first = [truth[one] for one in ahead["id"].head(30)]
    assert sum(first) >= 27


def test_shows_each_unread_record_once(small):
    queue, truth = small
    decisions = read(queue, truth, 50)
    ahead = reading.order(queue, decisions, reading.learn(queue, decisions), share=0.3)
    assert sorted(ahead["id"].to_list() + [one.record for one in decisions]) == sorted(truth)


def test_puts_more_viewers_and_a_near_deadline_first():
    same = {"id": ["a", "b", "c", "d"], "text": ["слово"] * 4}
    frame = pl.DataFrame(same | {
        "viewers": [None, 100_000, None, None],
        "deadline": [None, None, NOW + timedelta(hours=1), NOW - timedelta(hours=1)],
    }, schema_overrides={"deadline": pl.Datetime("us", "UTC"), "viewers": pl.Int64})  # fmt: skip
    queue = reading.queue(frame, seed="s")
    ranks = dict(
        reading.order(queue, [], reading.learn(queue, []), now=NOW, share=0.0)[
            "id", "rank"
        ].iter_rows()
    )
    assert ranks["c"] > ranks["b"] > ranks["a"] == ranks["d"]


@settings(max_examples=60, deadline=None)
@given(
    st.floats(0.01, 0.98), st.floats(0.001, 0.01), st.integers(0, 10**9), st.integers(1, 10**6),
    st.floats(0, 500), st.floats(0.1, 100),
)  # fmt: skip
def test_ranks_rise_with_chance_reach_and_haste(chance, more, viewers, others, hours, later):
    def told(chance, viewers, hours):
        frame = pl.DataFrame({"c": [chance], "v": [viewers], "h": [hours]})
        return frame.select(
            rank.weighed(pl.col("c"), viewers=pl.col("v"), hours_left=pl.col("h"))
        ).item()

    one = told(chance, viewers, hours)
    assert 0 <= one <= 1
    assert one <= told(chance + more, viewers, hours)
    assert one <= told(chance, viewers + others, hours)
    assert one >= told(chance, viewers, hours + later)


@settings(max_examples=6, deadline=None)
@given(st.randoms(use_true_random=False))
def test_does_not_depend_on_the_order_of_import(small, chance):
    queue, truth = small
    decisions = read(queue, truth, 30)
    frame, _ = posts(200)
    rows = list(range(frame.height))
    chance.shuffle(rows)
    other = reading.queue(frame[rows], seed="s")
    ahead = [
        reading.order(one, decisions, reading.learn(one, decisions), share=0.2)
        for one in (queue, other)
    ]
    assert ahead[0].equals(ahead[1])


def test_gives_the_ration_its_share_and_the_seed_draws_it(small):
    queue, _ = small
    frame, _ = posts(200)
    other = reading.queue(frame, seed="another")
    ahead = reading.order(queue, [], reading.learn(queue, []), share=0.25)
    share = (ahead["by"] == RATION).mean()
    assert 0.15 < share < 0.35
    assert not ahead.equals(reading.order(other, [], reading.learn(other, []), share=0.25))


def test_draws_the_ration_fairly():
    # Of 200 seeds each draws one of ten records first; a fair draw takes each some 20 times.
    records = [str(one) for one in range(10)]
    firsts = [int(reading_ration.drawn(f"n{seed}", records)) for seed in range(200)]
    counts = np.bincount(firsts, minlength=10)
    # Chi-squared with 9 degrees of freedom is above 27.9 once in a thousand.
    assert ((counts - 20) ** 2 / 20).sum() < 27.9


def test_thickens_the_ration_where_the_ranking_finds_nothing():
    ranked = [Decision(str(at), at == 0, RANK) for at in range(reading.DRY + 1)]
    assert reading.share_now(ranked[: reading.DRY], 0.1) == 0.1
    assert reading.share_now(ranked, 0.1) == reading.THICK
    assert reading.share_now(ranked, 0.0) == 0.0


def test_counts_what_nobody_could_decide_as_a_signal_and_learns_nothing_from_it(small):
    queue, _ = small
    one = queue.frame["id"][0]
    undecided = [Decision(one, None, RATION)]
    assert np.array_equal(reading.learn(queue, undecided).chances, reading.learn(queue, []).chances)
    signal = [Decision(one, signal=True, by=RATION)]
    assert reading.unseen(queue, undecided) == reading.unseen(queue, signal)


@pytest.mark.parametrize(
    ("decisions", "code"),
    [
        ([Decision("ойдон", signal=True, by=RANK)], "reading.unknown"),
        ([Decision("p0000", signal=True, by=RANK)] * 2, "reading.again"),
    ],
)
def test_refuses_decisions_that_are_not_of_the_queue(small, decisions, code):
    with pytest.raises(Refusal) as refused:
        reading.learn(small[0], decisions)
    assert refused.value.code == code


def test_refuses_a_record_that_stands_twice():
    with pytest.raises(Refusal, match="stands twice"):
        reading.queue(pl.DataFrame({"id": ["a", "a"], "text": ["x", "y"]}), seed="s")


@pytest.mark.parametrize("text", ["", None, "😀" * 1000, "а" * 100_000, "\u202e№№№"])
def test_bears_any_text(text):
    frame = pl.DataFrame(
        {"id": ["a", "b"], "text": [text, "слово"]}, schema_overrides={"text": pl.String}
    )
    queue = reading.queue(frame, seed="s")
    learnt = reading.learn(queue, [Decision("a", signal=True, by=RANK)])
    assert np.isfinite(learnt.chances).all()


def test_of_an_empty_queue_is_over():
    queue = reading.queue(pl.DataFrame(schema={"id": pl.String, "text": pl.String}), seed="s")
    assert reading.order(queue, [], reading.learn(queue, [])).height == 0
    assert reading.unseen(queue, []).most == 0


def test_finds_what_is_sought_sooner_than_arrival_order():
    frame, truth = posts(300, every=10)
    told = replay(reading.queue(frame, seed="s"), truth, share=0.1)
    assert told.read_for_95 < 120
    assert told.held
    assert told.signals == 30


@pytest.mark.parametrize("column", rank.PUBLICATIONS_UNSEEN)
def test_never_looks_at(column):
    frame, truth = posts(40)
    kind = publications.SCHEMA[column]
    none = frame.with_columns(pl.lit(None).cast(kind).alias(column))
    some = none.with_columns(publications_value(kind, frame.height).alias(column))
    assert not some.equals(none)
    decisions = [Decision(one, truth[one], RANK) for one in list(truth)[:15]]
    chances = [
        reading.learn(reading.queue(one, seed="s"), decisions).chances for one in (none, some)
    ]
    assert np.array_equal(*chances)


def publications_value(kind, height):
    """A column of that type with something in each row."""
    if isinstance(kind, pl.Struct):
        fields = [
            publications_value(field.dtype, height).alias(field.name) for field in kind.fields
        ]
        return pl.DataFrame(fields).to_struct("value")
    if isinstance(kind, pl.List):
        return publications_value(kind.inner, height).implode().new_from_index(0, height)
    if kind == pl.String:
        return pl.Series([f"Ойдон Партия {at}" for at in range(height)])
    if isinstance(kind, pl.Datetime):
        moments = [NOW + timedelta(days=at) for at in range(height)]
        return pl.Series(moments).cast(kind)
    return pl.Series([at % 2 for at in range(height)]).cast(kind)


def test_knows_every_column_it_may_not_see():
    # metrics: only how many saw it, for the order; id: only draws the ration and parts equals.
    may = {"text", "metrics", "id"}
    assert set(rank.PUBLICATIONS_UNSEEN) | may == set(publications.SCHEMA)


ROSTER = Roster.of(
    "candidate_id,district,ballot_number,name_ru,nominated_by\n"
    "c-1,3,7,Ойдонов Азамат Мисалович,Ойдон Күч\n"
    "c-2,14,2,Сынаков Темирлан Мисалович,Мисал Жол\n".encode()
)


def test_hides_who_is_named_and_numbers_of_the_ballot():
    def features(name, party, number):
        texts = [f"Голосуйте за {name}, {party}, номер {number}!", "Просто слова"]
        mention = [{"start": 13, "end": 13 + len(name), "probability": 1.0}]
        frame = pl.DataFrame({"text": texts * 2, "mentions": [mention, [], mention, []]})
        return reading_words.table(frame, roster=ROSTER)

    one = features("Ойдонова Азамата", "Ойдон Күч", 7)
    other = features("Сынаковым", "Мисал Жол", 14)
    assert np.array_equal(one.columns, other.columns)
    assert np.array_equal(one.values, other.values)
    # Words that are nobody's do change it.
    assert not np.array_equal(one.columns, features("Сынаковым", "вместе с соседями", 14).columns)


def test_hides_a_name_that_nobody_found():
    texts = ["Вчера пришёл Выдумов туда", "Опять этот Выдумов тут", "Опять этот Примеров тут"]
    rows = pl.DataFrame({"text": [*texts, *texts]})
    table = reading_words.table(rows)
    assert np.array_equal(table.take(np.array([1])).columns, table.take(np.array([2])).columns)


def test_weights_solve_what_they_say():
    """At the fitted weights no small step lowers the cost, checked against plain differences."""
    frame, truth = posts(60)
    table = reading_words.table(frame)
    found = np.array([float(one) for one in truth.values()])
    prior = np.full(60, 0.05)
    rows = np.arange(60)
    weights = reading_model.untaught(table)
    for _ in range(6):
        weights = reading_model.taught(
            table, prior, read=rows, found=found, unread=np.array([], np.int64), start=weights
        )
    odds = table.times(weights.words) + weights.prior * reading_model.log_odds(prior) + weights.bias
    p = 1 / (1 + np.exp(-odds))
    counts = np.where(found == 1, 1.0, found.sum() / (reading_model.RATIO * (60 - found.sum())))
    counts *= 60 / counts.sum()
    slope = table.gathered(counts * (p - found)) + weights.words / reading_model.SOFT
    assert np.abs(slope).max() < 0.05 * np.abs(table.gathered(counts * (0.5 - found))).max()
