"""Candidates named by district and ballot number, as “2-округ, №3”."""

import polars as pl

from hustings.screening.names_index import Index

SURE = 0.55  # district and number together: how sure, multiplied
SURE_NEAR, NEAR, CALLED = 0.45, 5, 0.6  # less will do within five words, and counts as much
LEAST = 0.5  # how sure each of the two must be
ONE_STRETCH = 6  # words between the two, up to which both are quoted as one


def find(districts: pl.DataFrame, numbers: pl.DataFrame, index: Index) -> pl.DataFrame:
    """[row, candidate, start, end, probability]: each ballot number with its district, the one on
    the same line first, then the surest, then the nearest.

    `districts` and `numbers` are `names_numbers.read`'s.
    """
    people = index.people.select("candidate", "district", "number").drop_nulls()
    close = pl.col("apart") <= ONE_STRETCH
    first = pl.when(close).then(pl.min_horizontal("start", "start_n")).otherwise("start_n")
    last = pl.when(close).then(pl.max_horizontal("end", "end_n")).otherwise("end_n")
    return (
        _pairs(districts, numbers)
        .with_columns(pl.col("value").cast(pl.String).alias("district"))
        .join(people, left_on=["district", "value_n"], right_on=["district", "number"])
        .select("row", "candidate", start=first, end=last, probability="code")
    )


def _pairs(districts: pl.DataFrame, numbers: pl.DataFrame) -> pl.DataFrame:
    apart = (pl.col("at") - pl.col("at_n")).abs()
    sure = pl.col("sure") * pl.col("sure_n")
    return (
        districts.filter(pl.col("sure") > LEAST)
        .join(numbers.filter(pl.col("sure") >= LEAST), on="row", suffix="_n")
        .filter(apart > 0)
        .filter((sure >= SURE) | ((apart <= NEAR) & (sure >= SURE_NEAR)))
        .with_columns(
            apart.alias("apart"),
            pl.max_horizontal(sure, pl.when(apart <= NEAR).then(CALLED)).alias("code"),
            (pl.col("line") != pl.col("line_n")).alias("elsewhere"),
            (-pl.col("sure")).alias("doubt"),
        )
        .sort("row", "at_n", "elsewhere", "doubt", "apart")
        .unique(["row", "at_n"], keep="first", maintain_order=True)
    )
