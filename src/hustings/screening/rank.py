"""In which order a person should look: how likely a violation is, and how many saw it."""

import polars as pl

LAWFUL = 0.85  # share of the rank that a signal keeps when no provision forbids it then and there
REACH = 0.1  # by how much each tenfold of viewers strengthens what is likely


def rank(signals: pl.DataFrame, indications: pl.DataFrame, reach: pl.DataFrame) -> pl.DataFrame:
    """[row, rank] with rank from 0 to 1, one line for each row of `reach`.

    `signals` has row and probability, `indications` has row, `reach` has row and viewers (null:
    not known, which counts as nobody). Nothing of the candidates enters, and no other publication
    does, so neither names nor the order of reading change a rank.
    """
    likely = signals.group_by("row").agg(
        (1 - (1 - pl.col("probability").clip(0, 0.999)).product()).alias("likely")
    )
    forbidden = indications.select("row").unique().with_columns(forbidden=pl.lit(value=True))
    viewers = pl.col("viewers").fill_null(0).clip(0)
    return (
        reach.join(likely, on="row", how="left", maintain_order="left")
        .join(forbidden, on="row", how="left", maintain_order="left")
        .select(
            "row",
            rank=1
            - (
                1
                - pl.col("likely").fill_null(0.0)
                * pl.when(pl.col("forbidden").fill_null(value=False)).then(1.0).otherwise(LAWFUL)
            ).pow(1 + REACH * (1 + viewers).log10()),
        )
    )
