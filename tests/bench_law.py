"""How many facts a second the law is asked of, side by side in one run with what one would pick instead.

Run by `make bench` or `python -m pytest -q tests/bench_law.py -s`; no test of the suite is timed. One
process, whatever threads Polars takes; ratios count, not seconds. LAW_FACTS says how many facts
(1,000,000). Beside the columns stand a plain loop over the same rules, and formulas in the style
of OpenFisca: each rule a formula over whole arrays of variables, evaluated with NumPy. All three
read the same pack, and a test sees that they find the same.
"""

# ruff: noqa: T201 - figures are what it is run for

import os
import time
from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl
import pytest

from hustings import law
from hustings.law.vocabulary import EXACT

FACTS = int(os.environ.get("LAW_FACTS", "1000000"))
LOOPED = FACTS // 100  # a loop takes minutes for all of them
PACK, ELECTION = law.load("kg"), law.load("kg").election("kg-2025-parliament")
START = datetime(2025, 9, 20, tzinfo=UTC)


@pytest.fixture(scope="module")
def frame():
    """A campaign's facts: every author, minute, act and place, one or two signals, some facts known."""
    chance = np.random.default_rng(20251130)
    kinds, stances = np.array(law.KINDS), np.array(law.STANCES)
    first, second = chance.choice(kinds, FACTS), chance.choice(kinds, FACTS)
    stance, two = chance.choice(stances, FACTS), chance.random(FACTS) < 0.2
    signals = pl.DataFrame({"a": first, "b": second, "stance": stance, "two": two}).select(
        one=pl.struct(kind="a", stance="stance"), other=pl.struct(kind="b", stance="stance"), two="two"
    )  # fmt: skip
    some = pl.when("two").then(pl.concat_list("one", "other")).otherwise(pl.concat_list("one"))
    places = np.array([*law.PLACES, *[""] * 60])
    moments = [
        START + timedelta(minutes=int(minute)) for minute in chance.integers(0, 110_000, FACTS)
    ]
    return pl.DataFrame({
        "id": np.arange(FACTS).astype(str),
        "published_at": moments,
        "published_at_provenance": chance.choice([*EXACT, "local"], FACTS, p=[0.6, 0.35, 0.05]),
        "author_class": chance.choice(law.AUTHORS, FACTS), "person": chance.choice(law.PERSONS, FACTS),
        "act": chance.choice(law.ACTS, FACTS), "place": chance.choice(places, FACTS),
        "paid": chance.random(FACTS) < 0.1, "accredited": chance.random(FACTS) < 0.5,
    }).with_columns(
        pl.col("published_at").cast(pl.Datetime("us", "UTC")), signals=signals.select(some).to_series(),
        place=pl.when(pl.col("place") != "").then("place"),
    )  # fmt: skip


def in_arrays(frame):
    """The variables that formulas are evaluated on, one NumPy array each."""
    told = {
        name: frame[name].fill_null("").to_numpy().astype("U24")
        for name in ("author_class", "person", "act", "place")
    }
    told["exact"] = frame["published_at_provenance"].is_in(EXACT).to_numpy()
    told["moment"] = frame["published_at"].dt.timestamp("us").to_numpy()
    told |= {name: frame[name].to_numpy() for name in ("paid", "accredited")}
    signals = (
        frame.select("signals")
        .with_row_index("row")
        .explode("signals")
        .unnest("signals")
        .drop_nulls("kind")
    )
    row, kind, stance = (signals[name].to_numpy() for name in ("row", "kind", "stance"))
    for one in law.KINDS:
        for side in law.STANCES:
            flags = np.zeros(frame.height, bool)
            flags[row[(kind == one) & (stance == side)]] = True
            told[f"{one}/{side}"] = flags
    return told


def micros(moment):
    return int(moment.timestamp() * 1_000_000)


def formula(condition, arrays):  # noqa: PLR0911  # a line a word
    """One condition over whole arrays; what nobody knows counts as not so."""
    values, none = condition.values, np.zeros(len(arrays["moment"]), bool)
    kinds = values if condition.word == "kinds" else condition.with_kinds or law.KINDS
    stances = values if condition.word == "stances" else law.STANCES
    zones = {zone.code: zone for zone in ELECTION.zones}
    match condition.word:
        case "kinds" | "stances":
            return np.logical_or.reduce(
                [arrays[f"{kind}/{side}"] for kind in kinds for side in stances]
            )
        case "zones":
            found = none.copy()
            for zone in (zones[one] for one in values if one in zones):
                after = (
                    none | True if zone.starts is None else arrays["moment"] >= micros(zone.starts)
                )
                found |= after & (
                    none | True if zone.ends is None else arrays["moment"] < micros(zone.ends)
                )
            return found & arrays["exact"]
        case "from_event":
            return arrays["exact"] & (arrays["moment"] >= micros(ELECTION.events[values[0]]))
        case "to_event":
            return arrays["exact"] & (arrays["moment"] < micros(ELECTION.events[values[0]]))
        case "not_authors":
            return ~np.isin(arrays["author_class"], values)
        case "yes" | "no":
            return np.logical_and.reduce(
                [
                    (arrays[name] == (condition.word == "yes")) if name in arrays else none
                    for name in values
                ]
            )
        case word:
            name = {
                "authors": "author_class",
                "persons": "person",
                "places": "place",
                "acts": "act",
            }[word]
            return np.isin(arrays[name], values)


def held(rule, arrays):
    found = np.logical_and.reduce([formula(one, arrays) for one in rule.when])
    for bound, after in ((rule.since, True), (rule.until, False)):
        if bound:
            turn = micros(datetime(bound.year, bound.month, bound.day, tzinfo=ELECTION.timezone))
            found &= arrays["exact"] & ((arrays["moment"] >= turn) == after)
    for exception in rule.exceptions:
        found &= ~held(exception, arrays)
    return found


def by_formulas(arrays):
    """Offence and provision → which rows, as OpenFisca's variables would hold it."""
    found = {}
    for rule in PACK.rules:
        key = (rule.offence, rule.provision)
        fired = held(rule, arrays)
        found[key] = found[key] | fired if key in found else fired
    return found


def timed(run):
    best, answer = float("inf"), None
    for _ in range(3):
        begun = time.perf_counter()
        answer = run()
        best = min(best, time.perf_counter() - begun)
    return best, answer


def test_assessment_of_facts(frame, capsys):
    few = frame.head(LOOPED)

    def loop():
        return [
            law.assess(PACK, row | {"election": ELECTION.code}) for row in few.iter_rows(named=True)
        ]

    columns, answers = timed(lambda: law.assess_columns(PACK, frame, election=ELECTION))
    looped, alone = timed(loop)
    arrays = in_arrays(frame)
    formulas, arrayed = timed(lambda: by_formulas(arrays))
    made, _ = timed(lambda: by_formulas(in_arrays(frame)))
    assert answers["indications"].head(LOOPED).to_list() == [
        [one.as_dict() for one in row] for row in alone
    ]
    told = (
        answers.with_row_index("row")
        .explode("indications")
        .drop_nulls("indications")
        .unnest("indications")
    )
    for (offence, provision), rows in arrayed.items():
        mine = told.filter(offence=offence, provision=provision)["row"].to_numpy()
        assert np.array_equal(mine, np.flatnonzero(rows)), provision
    rows = [
        ("columns, whole answers", FACTS / columns),
        ("formulas over arrays, arrays made from the facts", FACTS / made),
        ("formulas over arrays that lie ready, yes or no only", FACTS / formulas),
        ("plain loop over the same rules", LOOPED / looped),
    ]
    with capsys.disabled():
        print(f"\nassessment, {FACTS:,} facts, {len(PACK.rules)} rules")
        for what, rate in rows:
            print(f"  {what:<54} {rate:>12,.0f} facts/s {rate / rows[-1][1]:>8.1f} ×")
