"""Where the lexicon's patterns stand in the words: joins only, linear in words × patterns' hits.

Time is bounded on hostile text: a place is looked up once for each distinct word, a pattern
advances one place a join, and of all ways to continue from one beginning only the nearest is kept.
"""

from collections.abc import Iterator

import polars as pl

from hustings.screening.lexicon import Lexicon

AT_ONCE = 200_000  # words matched together
_WORD_LONGEST = 40


def hits(placed: pl.DataFrame, lexicon: Lexicon) -> pl.DataFrame:
    """Matches [pattern, first, last]: `at` of the first and of the last word, inclusive.

    `placed` is the frame of `signals_words.place`.
    """
    return pl.concat([_matched(part, lexicon) for part in _portions(placed)]).sort(
        "first", "pattern"
    )


def _portions(placed: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Slices of some AT_ONCE words that end where a sentence ends, so memory stays bounded."""
    start = 0
    while placed.height - start > AT_ONCE:
        rest = placed["sentence"].slice(start + AT_ONCE)
        more = int((rest == rest[0]).arg_min() or 0) if rest[0] != rest[-1] else rest.len()
        yield placed.slice(start, AT_ONCE + more)
        start += AT_ONCE + more
    yield placed.slice(start)


def _matched(placed: pl.DataFrame, lexicon: Lexicon) -> pl.DataFrame:
    known = taken(placed.select("key").unique(), lexicon.places)
    there = placed.select("at", "key").join(known, on="key").select("at", "place")
    steps = lexicon.steps
    start = steps.filter(pl.col("step") == 0)
    partial = there.join(start, on="place").select(
        "reading", "pattern", "last", first=pl.col("at"), here=pl.col("at")
    )
    done = []
    step = 0
    while partial.height:
        done.append(partial.filter("last"))
        step += 1
        partial = _advance(
            partial.filter(~pl.col("last")), steps.filter(pl.col("step") == step), there
        )
    if not done:
        return pl.DataFrame(schema={"pattern": pl.UInt32, "first": pl.Int64, "last": pl.Int64})
    return pl.concat(done).group_by("pattern", "first").agg(pl.col("here").min().alias("last"))


def _advance(partial: pl.DataFrame, steps: pl.DataFrame, there: pl.DataFrame) -> pl.DataFrame:
    return (
        partial.select("reading", "pattern", "first", "here")
        .join(steps.select("reading", "place", "gap", "last"), on="reading")
        .with_columns(
            (pl.col("here") + pl.int_ranges(1, pl.col("gap") + 2)).alias("next"),
        )
        .explode("next", empty_as_null=False)
        .join(there, left_on=["next", "place"], right_on=["at", "place"])
        .group_by("reading", "pattern", "first", "last")
        .agg(pl.col("next").min().alias("here"))
        .select("reading", "pattern", "last", "first", "here")
    )


def taken(keys: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """Which place takes which word: [key, place]."""
    keys = keys.filter(pl.col("key").str.len_chars() <= _WORD_LONGEST)
    found = [_whole(keys, places)]
    ends = pl.col("ends")
    long = pl.col("begins").str.len_chars()
    stems = places.filter(~pl.col("whole") & (long > 0)).with_columns(long.alias("long"))
    for (length,), some in stems.group_by("long"):
        beginning = keys.with_columns(pl.col("key").str.head(int(str(length))).alias("begins"))
        found.append(
            beginning.join(some, on="begins")
            .filter(pl.col("key").str.slice(pl.col("long")).str.ends_with(ends))
            .select("key", "place")
        )
    tails = places.filter(~pl.col("whole") & (long == 0)).with_columns(
        ends.str.len_chars().alias("long")
    )
    for (length,), some in tails.group_by("long"):
        ending = keys.with_columns(pl.col("key").str.tail(int(str(length))).alias("ends"))
        found.append(ending.join(some, on="ends").select("key", "place"))
    return pl.concat(found).unique()


def _whole(keys: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    whole = places.filter("whole")
    digits = whole.filter(pl.col("begins") == "#").select("place")
    return pl.concat(
        [
            keys.join(whole, left_on="key", right_on="begins").select("key", "place"),
            keys.filter(pl.col("key").str.contains(r"^\d")).join(digits, how="cross"),
        ]
    )
