"""Refuted claims found again in publications, however they were shortened, respelled or wrapped."""

import polars as pl

from hustings.screening.claims_letters import fold_texts
from hustings.screening.claims_records import (
    CLAIMS,
    Claims,
    Refused,
    from_claimreview,
    to_claimreview,
)
from hustings.screening.claims_search import search

__all__ = ["CLAIMS", "FOUND", "Claims", "Refused", "find", "from_claimreview", "to_claimreview"]

AT_ONCE = 20_000  # publications held in memory together
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
    parts = [_find(part, claims) for part in frame.iter_slices(AT_ONCE)]
    return pl.concat([FOUND.to_frame(), *parts])


def _find(part: pl.DataFrame, claims: Claims) -> pl.DataFrame:
    index, patterns = claims.index
    found = search(fold_texts(part["text"].cast(pl.String)), index)
    rows = pl.DataFrame(found, schema=["row", "pattern", "start", "end", "score", "most"])
    best = (
        rows.sort("row", "pattern", "score", "start", descending=[False, False, True, False])
        .unique(["row", "pattern"], keep="first", maintain_order=True)
        .join(patterns, on="pattern", how="left", maintain_order="left")
        .sort("row", "start", "claim")
    )
    text = part["text"].gather(best["row"]).alias("text")
    before, behind = pl.min_horizontal("start", WORD), pl.col("text").str.slice(pl.col("end"), WORD)
    head = pl.col("text").str.slice(pl.col("start") - before, before)
    return best.with_columns(text, part["id"].cast(pl.String).gather(best["row"])).select(
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
