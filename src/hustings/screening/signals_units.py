"""Sentences as publications of their own: a post may do two things in two sentences."""

import polars as pl


def sentences(
    frame: pl.DataFrame, placed: pl.DataFrame, hits: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """(frame, placed, hits) with one row a sentence, numbered anew.

    The frame has `of`, the publication's row, and `from`, the character offset of its text
    there; a sentence's text runs on to the beginning of the next, so that its full stop, its
    question mark and its emoji belong to it.
    """
    starts = (
        placed.group_by("sentence")
        .agg(pl.col("row").first(), pl.col("start").min())
        .sort("row", "start")
        .with_row_index("unit")
    )
    until = pl.when(pl.col("row").shift(-1) == pl.col("row")).then(pl.col("start").shift(-1))
    begin = pl.when(pl.col("row").shift(1) == pl.col("row")).then(pl.col("start")).otherwise(0)
    pieces = (
        starts.with_columns(until.alias("until"), begin.alias("from"))
        .join(frame, on="row", how="left", maintain_order="left")
        .with_columns(pl.col("text").str.slice(pl.col("from"), pl.col("until") - pl.col("from")))
        .rename({"row": "of", "unit": "row"})
    )
    numbers = starts.select("sentence", pl.col("unit").cast(pl.UInt32))
    return (
        pieces.with_columns(pl.col("row").cast(pl.UInt32)).drop("sentence", "start", "until"),
        _renumbered(placed, numbers),
        _renumbered(hits, numbers),
    )


def _renumbered(frame: pl.DataFrame, numbers: pl.DataFrame) -> pl.DataFrame:
    return (
        frame.join(numbers, on="sentence", how="inner", maintain_order="left")
        .with_columns(pl.col("unit").alias("row"))
        .drop("unit")
    )
