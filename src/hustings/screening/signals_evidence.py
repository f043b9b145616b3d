"""What a lexicon found in each publication, sentence by sentence, with denials taken out."""

import polars as pl

from hustings.screening import signals_match
from hustings.screening.lexicon import Lexicon

FOUND = [
    "row",
    "sentence",
    "clause",
    "start",
    "end",
    "pattern",
    "kind",
    "context",
    "stance",
    "weight",
]


def found(placed: pl.DataFrame, lexicon: Lexicon) -> pl.DataFrame:
    """Lexicon hits that count: [row, sentence, clause, start, end, pattern, kind, context,
    stance, weight]; start and end are character offsets of the words matched.

    A hit of sense `denies` takes out the hits of its kind in its sentence; a hit that needs a
    mention or a number near counts only with one in its sentence.
    """
    spans = placed.select("at", "row", "sentence", "clause", "start", "end")
    raw = (
        signals_match.hits(placed, lexicon)
        .join(
            spans.select(pl.col("at").alias("first"), "row", "sentence", "clause", "start"),
            on="first",
        )
        .join(spans.select(pl.col("at").alias("last"), "end"), on="last")
        .join(lexicon.patterns, on="pattern")
    )
    denied = raw.filter(pl.col("sense") == "denies").select("sentence", "kind").unique()
    near = placed.group_by("sentence").agg(
        (pl.col("key") == "@").any().alias("mention"),
        pl.col("key").str.contains(r"^\d").any().alias("number"),
    )
    return (
        raw.filter(pl.col("sense") != "denies")
        .join(denied, on=["sentence", "kind"], how="anti", nulls_equal=False)
        .join(near, on="sentence", how="left")
        .filter(
            (pl.col("near") == "")
            | ((pl.col("near") == "mention") & pl.col("mention"))
            | ((pl.col("near") == "number") & pl.col("number"))
        )
        .select(FOUND)
    )
