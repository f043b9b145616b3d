"""Towards whom a signal points, and the shortest stretch of text that shows it."""

import polars as pl

FIXED = {
    "activity": "for",
    "charity": "for",
    "event": "for",
    "discredit": "against",
    "poll": "none",
    "hatred": "against",
}
ALONE = ("poll",)  # a poll is about the field, not about one candidate
SURE = 0.5


def stand(signals: pl.DataFrame) -> pl.DataFrame:
    """Adds `stance` from `against` (a probability), where the kind alone does not say it."""
    return signals.with_columns(
        pl.col("kind")
        .replace_strict(FIXED, default=None, return_dtype=pl.String)
        .fill_null(
            pl.when(pl.col("against") >= SURE).then(pl.lit("against")).otherwise(pl.lit("for"))
        )
        .alias("stance")
    )


def target(signals: pl.DataFrame, placed: pl.DataFrame) -> pl.DataFrame:
    """Adds `target`: who is named nearest, first in the clause, then the sentence, then the text.

    `signals` has row, kind, sentence, clause, start, end; `placed` is `signals_words.place`'s.
    """
    named = placed.filter(pl.col("target").is_not_null()).select(
        "row",
        "target",
        there=pl.col("start"),
        in_clause=pl.col("clause"),
        in_sentence=pl.col("sentence"),
    )
    apart = (
        pl.when(pl.col("there") > pl.col("start"))
        .then(pl.col("there") - pl.col("start"))
        .otherwise(pl.col("start") - pl.col("there"))
    )
    far = (
        pl.when(pl.col("there").is_between(pl.col("start"), pl.col("end")))
        .then(0)
        .when(pl.col("in_clause") == pl.col("clause"))
        .then(1)
        .when(pl.col("in_sentence") == pl.col("sentence"))
        .then(2)
        .otherwise(3)
    )
    nearest = (
        signals.select("row", "kind", "sentence", "clause", "start", "end")
        .join(named, on="row")
        .with_columns(far.alias("far"), apart.alias("apart"))
        .sort("row", "kind", "far", "apart", "there")
        .group_by("row", "kind", maintain_order=True)
        .first()
        .select(
            "row",
            "kind",
            pl.when(pl.col("kind").is_in(ALONE)).then(None).otherwise("target").alias("target"),
        )
    )
    return signals.join(nearest, on=["row", "kind"], how="left")


def quote(signals: pl.DataFrame, frame: pl.DataFrame) -> pl.DataFrame:
    """Adds `evidence`: exactly text[start:end] of the publication."""
    return (
        signals.join(frame.select("row", "text"), on="row", how="left")
        .with_columns(
            pl.col("text")
            .str.slice(pl.col("start"), pl.col("end") - pl.col("start"))
            .alias("evidence")
        )
        .drop("text")
    )
