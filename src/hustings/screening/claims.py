"""Refuted claims found again in publications, however they were shortened, respelled or wrapped."""

import numpy as np
import polars as pl

from hustings.screening.claims_index import SHORT
from hustings.screening.claims_letters import fold_texts
from hustings.screening.claims_records import (
    CLAIMS,
    Claims,
    Refused,
    from_claimreview,
    to_claimreview,
)
from hustings.screening.claims_search import COLUMNS, search

__all__ = ["CLAIMS", "FOUND", "Claims", "Refused", "find", "from_claimreview", "to_claimreview"]

AT_ONCE = 5_000  # publications folded together; more would not stay in the cache
WORD = 40  # characters by which an end inside a word is moved to the word's

FOUND = pl.Schema(
    {
        "id": pl.String,
        "claim": pl.String,
        "start": pl.UInt32,
        "end": pl.UInt32,
        "likeness": pl.Float64,
    }
)


def find(frame: pl.DataFrame, claims: Claims) -> pl.DataFrame:
    """Where publications repeat a refuted claim, in the shape of FOUND, in the order of `frame`.

    `frame` has id and text (null counts as empty). One line for each claim of a publication, its
    best place: `text[start:end]`, whole words. likeness, from 0.6 (short claims 0.65) to 1: the share
    of the claim's sounds found there in order, less the slips between them; words that other
    claims have as well count less. A claim of fewer than 24 sounds is found only as a whole
    publication, letter by letter. Each publication is read by itself, in some microseconds.
    """
    texts = frame["text"].cast(pl.String)
    index, patterns = claims.index
    places = [np.zeros((0, COLUMNS), np.int64)]
    for first in range(0, texts.len(), AT_ONCE):
        found = search(fold_texts(texts.slice(first, AT_ONCE), brief=SHORT), index)
        found[:, 0] += first
        places.append(found)
    rows = pl.DataFrame(np.concatenate(places), schema=list(_PLACES), orient="row")
    best = (
        rows.sort("row", "pattern", "score", "start", descending=[False, False, True, False])
        .unique(["row", "pattern"], keep="first", maintain_order=True)
        .join(patterns, on="pattern", how="left", maintain_order="left")
        .sort("row", "start", "claim")
    )
    ids = frame["id"].cast(pl.String)
    return _whole_words(
        best.with_columns(ids.gather(best["row"]), texts.gather(best["row"]).alias("text"))
    )


_PLACES = ("row", "pattern", "start", "end", "score", "most")


def _whole_words(found: pl.DataFrame) -> pl.DataFrame:
    before, behind = pl.min_horizontal("start", WORD), pl.col("text").str.slice(pl.col("end"), WORD)
    head = pl.col("text").str.slice(pl.col("start") - before, before)
    return found.select(
        "id",
        "claim",
        (pl.col("start") - head.str.extract(r"([\p{L}\p{M}\p{Nd}]*)$").str.len_chars())
        .cast(pl.UInt32)
        .alias("start"),
        (pl.col("end") + behind.str.extract(r"^([\p{L}\p{M}\p{Nd}]*)").str.len_chars())
        .cast(pl.UInt32)
        .alias("end"),
        (pl.col("score") / pl.col("most")).alias("likeness"),
    )
