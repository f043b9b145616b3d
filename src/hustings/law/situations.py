"""What the law looks at, as numbers: publications with equal numbers are one situation.

Words become bits of one number, so that asking for one of several is a single `and`; moment and area
become the number of a stretch of the calendar within which no answer of the law turns.
"""

import operator
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import reduce

import polars as pl

from hustings.law.condition import Facts
from hustings.law.election import Election, Zone
from hustings.law.pack import Pack
from hustings.law.vocabulary import ACTS, AUTHORS, EXACT, FACTS, KINDS, PERSONS, PLACES, STANCES

UNTIMED = datetime(2000, 1, 1, tzinfo=UTC)  # any moment, where the law knows none at which it turns
WHO = ("author_class", "person", "place", "act")
WORDS = {"author_class": AUTHORS, "person": PERSONS, "place": PLACES, "act": ACTS}
BIT = {
    (column, word): 1 << n
    for n, (column, word) in enumerate((column, word) for column in WHO for word in WORDS[column])
}
SIGNAL = {
    (kind, stance): 1 << n
    for n, (kind, stance) in enumerate((kind, stance) for kind in KINDS for stance in STANCES)
}
YES = {name: 1 << 2 * n for n, name in enumerate(FACTS)}
NO = {name: 2 << 2 * n for n, name in enumerate(FACTS)}


def bits(column: str, words: Iterable[str]) -> int:
    return reduce(operator.or_, (BIT[column, word] for word in words), 0)


def words(column: str, who: int) -> str | None:
    """The word of that column in a number of `who`; None where nobody knows it."""
    return next((word for word in WORDS[column] if who & BIT[column, word]), None)


@dataclass(frozen=True)
class Stretch:
    """A stretch of the calendar in one area: what its moments have in common."""

    facts: Facts
    zone: Zone | None
    day: date | None


def stretches(pack: Pack, election: Election) -> list[Stretch]:
    """Every stretch in every area, area by area: first no area, then those of the election, then a
    strange one; in each, first the unknown moment, then those between the moments of `turns`.
    """
    at = turns(pack, election)
    # Within a stretch the answer is the same; its first moment stands for it, and what lies before
    # the first is a day before it.
    firsts = [None, *([at[0] - timedelta(days=1)] if at else [UNTIMED]), *at]
    found = []
    for area in (None, *election.areas, ""):
        for moment in firsts:
            facts = Facts(election=election, moment=moment, area=area, author_class="", person="")
            found.append(Stretch(facts, facts.zone, facts.day))
    return found


def turns(pack: Pack, election: Election) -> list[datetime]:
    """Every moment at which the answer may turn: events, and the days on which law or rates change."""
    every = (election, *election.areas.values())
    events = {moment for one in every for moment in one.events.values()}
    days = {day for one in pack.held for day in (one.since, one.until)}
    days |= {day for some in pack.places.values() for one in some for day in (one.since, one.until)}
    days |= {one["since"] for one in pack.unit_values}
    rates = [rate for one in pack.offences.values() for rate in one.tariffs]
    days |= {rate.get(key) for rate in rates for key in ("since", "until")}
    local = [
        datetime(day.year, day.month, day.day, tzinfo=election.timezone) for day in days if day
    ]
    return sorted({*events, *(moment.astimezone(UTC) for moment in local)})


def coded(pack: Pack, frame: pl.DataFrame, election: Election) -> pl.DataFrame:
    """[when, who, signals, known]: everything the law looks at. Equal numbers, equal answers."""
    return frame.select(
        _when(pack, frame, election).alias("when"),
        reduce(operator.or_, [_word(frame, column) for column in WHO]).alias("who"),
        _signals(frame).alias("signals"),
        reduce(operator.or_, [_fact(frame, name) for name in FACTS]).alias("known"),
    )


def _when(pack: Pack, frame: pl.DataFrame, election: Election) -> pl.Expr:
    """The place of moment and area among `stretches`."""
    at = pl.Series(turns(pack, election), dtype=pl.Datetime("us", "UTC"))
    stretch = at.search_sorted(frame["published_at"].cast(at.dtype), side="right")
    exact = pl.col("published_at").is_not_null() & pl.col("published_at_provenance").is_in(EXACT)
    moment = pl.when(exact).then(pl.Series(stretch, dtype=pl.UInt32) + 1).otherwise(0)
    if "area" not in frame.columns:
        return moment.cast(pl.UInt32)
    numbers = {area: n for n, area in enumerate(election.areas, start=1)}
    area = pl.col("area").replace_strict(numbers, default=len(numbers) + 1, return_dtype=pl.UInt32)
    known = pl.when(pl.col("area").is_null()).then(0).otherwise(area)
    return (known * (at.len() + 2) + moment).cast(pl.UInt32)


def _word(frame: pl.DataFrame, column: str) -> pl.Expr:
    """The bit of each word; none where it is not known, or no word of ours. An act unsaid is a post."""
    unsaid = pl.lit(BIT["act", "post"] if column == "act" else 0, pl.UInt64)
    if column not in frame.columns:
        return unsaid
    bit = {word: BIT[column, word] for word in WORDS[column]}
    told = pl.col(column).replace_strict(bit, default=0, return_dtype=pl.UInt64)
    return pl.when(pl.col(column).is_null()).then(unsaid).otherwise(told)


def _fact(frame: pl.DataFrame, name: str) -> pl.Expr:
    if name not in frame.columns:
        return pl.lit(0, pl.UInt64)
    said = pl.when(pl.col(name)).then(pl.lit(YES[name], pl.UInt64)).otherwise(NO[name])
    return pl.when(pl.col(name).is_null()).then(pl.lit(0, pl.UInt64)).otherwise(said)


def _signals(frame: pl.DataFrame) -> pl.Expr:
    """The signals of each row as bits of one number."""
    kind = frame.schema["signals"]
    inner = kind.inner if isinstance(kind, pl.List) else None
    fields = [field.name for field in inner.fields] if isinstance(inner, pl.Struct) else []
    if "kind" not in fields:
        return pl.lit(0, pl.UInt32)
    shift = {stance: n for n, stance in enumerate(STANCES)}
    first = {kind: SIGNAL[kind, STANCES[0]] for kind in KINDS}
    told = (
        pl.element().struct.field("kind").replace_strict(first, default=0, return_dtype=pl.UInt32)
    )
    stance = pl.lit(shift["none"], pl.UInt32)
    if "stance" in fields:
        said = pl.element().struct.field("stance").fill_null("none")
        stance = said.replace_strict(shift, default=None, return_dtype=pl.UInt32)
    # A kind's stances are neighbouring bits: the first of them, doubled once for each that follows.
    bit = told * pl.lit(2, pl.UInt32).pow(stance)
    return (
        pl.col("signals")
        .list.eval(bit.cast(pl.UInt32))
        .list.unique()
        .list.sum()
        .cast(pl.UInt32)
        .fill_null(0)
    )
