"""Where parties are named: the roster's party names, in any case ending, script and hashtag."""

from collections.abc import Sequence

import polars as pl

from hustings.screening import signals_match
from hustings.screening.lexicon import PLACES, STEPS, Lexicon
from hustings.screening.lexicon_spelling import skeleton

NAMED = {"row": pl.UInt32, "start": pl.Int64, "end": pl.Int64, "target": pl.String}
_APART = 8
_SHORT = 4  # shorter words take endings less often than they begin other words
_LEAST = 6  # letters of a whole name, below which it would stand in too many sentences


def named(keyed: pl.DataFrame, parties: Sequence[str]) -> pl.DataFrame:
    """Stretches that name a party: [row, start, end, target], target being the party's name.

    `keyed` has row, key, start, end in the order of the text. A name of one word is not
    looked for: too many parties are called after a common word.
    """
    listed = several(parties)
    if not listed:
        return pl.DataFrame(schema=NAMED)
    placed = keyed.with_row_index("index").with_columns(
        (pl.col("index").cast(pl.Int64) + pl.col("row").cast(pl.Int64) * _APART).alias("at"),
        pl.col("row").alias("sentence"),
    )
    hits = signals_match.hits(placed, patterns(listed))
    names = pl.DataFrame({"pattern": range(len(listed)), "target": listed}).cast(
        {"pattern": pl.UInt32}
    )
    return (
        hits.join(placed.select(pl.col("at").alias("first"), "row", "start"), on="first")
        .join(placed.select(pl.col("at").alias("last"), "end"), on="last")
        .join(names, on="pattern")
        .select("row", "start", "end", "target")
    )


def several(parties: Sequence[str]) -> list[str]:
    """The names of more than one word, which are looked for."""
    return sorted({party for party in parties if len(party.split()) > 1})


def patterns(parties: Sequence[str]) -> Lexicon:
    """Party names as patterns, each as its words and as one."""
    steps: list[tuple[int, int, int, int, int, bool]] = []
    places: list[tuple[int, str, str, bool]] = []
    for number, party in enumerate(parties):
        words = [skeleton(word) for word in party.split()]
        joined = "".join(words)
        if len(joined) < _LEAST:
            continue
        for way, spelled in enumerate((words, [joined])):
            for step, word in enumerate(spelled):
                place = len(places)
                places.append((place, _stem(word), "", False))
                last = step == len(spelled) - 1
                steps.append((number * 2 + way, number, step, place, 0, last))
    return Lexicon(
        patterns=pl.DataFrame(),
        steps=pl.DataFrame(steps, schema=STEPS, orient="row"),
        places=pl.DataFrame(places, schema=PLACES, orient="row"),
        themes=pl.DataFrame(),
        digest="",
    )


def _stem(word: str) -> str:
    return word if len(word) <= _SHORT else word.rstrip("аеиоу")
