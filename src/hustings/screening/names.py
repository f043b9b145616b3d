"""Who is named: each stretch of a text that refers to a candidate of the roster."""

import polars as pl

from hustings.screening import (
    names_codes,
    names_context,
    names_match,
    names_numbers,
    names_places,
    names_spans,
    names_words,
)
from hustings.screening.names_index import Index
from hustings.screening.names_places import Places

MENTIONS = pl.Schema(
    {
        "row": pl.UInt32,
        "candidate": pl.String,
        "surface": pl.String,
        "start": pl.UInt32,
        "end": pl.UInt32,
        "probability": pl.Float64,
    }
)
LEAST = 0.35  # two bearers of a name whom nothing tells apart are both told; three are not


def find(
    frame: pl.DataFrame, *, tokens: pl.DataFrame, index: Index, places: Places | None = None
) -> pl.DataFrame:
    """Mentions in the shape of MENTIONS, in the order of rows and text.

    `frame` has row and text, and may have about (the names of author and page: they may tell whom
    a surname means, but mention nobody); `tokens` is `fold.tokens`'s for its text. `places`: the
    pack's, which tell in which region a text stands. start and end are character
    offsets, surface == text[start:end]. `probability`: that this candidate is meant; several
    readings of one stretch share it.
    """
    known = names_match.known(tokens)
    keys = known.select("key").unique()
    named = names_match.named(keys, index.stems)
    said = names_words.told(keys)
    words = names_match.words(_worth_reading(tokens, known, named, said), known)
    told = names_match.told(words, said)
    districts, numbers = names_numbers.read(words, told)
    parts = names_match.parts(words, told, named, index)
    strangers = names_match.strangers(words, told)
    spans = names_spans.unrivalled(names_spans.spans(words, parts, told, strangers, index))
    near = names_places.near(frame, words=words, spans=spans, places=places, index=index)
    meant = names_context.weigh(
        spans.join(near, on=["row", "candidate"], how="left"),
        words=words,
        told=told,
        districts=districts,
        numbers=numbers,
        index=index,
    )
    coded = names_codes.find(districts, numbers, index)
    return (
        pl.concat([meant.select(coded.columns).cast(coded.schema), coded])
        .filter(pl.col("probability") >= LEAST)
        .pipe(_with_hashtag, words)
        .pipe(_surfaces, frame)
    )


def _worth_reading(
    tokens: pl.DataFrame, known: pl.DataFrame, named: pl.DataFrame, said: pl.DataFrame
) -> pl.DataFrame:
    """The tokens of texts with a part of a name, a word for district or number, or a figure and
    a word of the campaign (where a surname with a slip may stand).
    """

    def rows(keys: pl.DataFrame) -> pl.DataFrame:
        raw = known.join(keys.select("key").unique(), on="key", how="semi")
        return tokens.join(raw, on="raw", how="semi").select("row").unique()

    figures = known.select("key").filter(pl.col("key").str.contains(r"^\d{1,2}$"))
    campaign = rows(said.filter(pl.col("told") == "campaign"))
    worth = pl.concat(
        [
            rows(named),
            rows(said.filter(pl.col("told").is_in(["district", "number"]))),
            rows(figures).join(campaign, on="row", how="semi"),
        ]
    ).unique()
    return tokens.join(worth, on="row", how="semi", maintain_order="left")


def _with_hashtag(found: pl.DataFrame, words: pl.DataFrame) -> pl.DataFrame:
    marked = words.filter(pl.col("gap").str.ends_with("#")).select(
        "row", "start", marked=pl.lit(1, pl.UInt32)
    )
    return (
        found.join(marked, on=["row", "start"], how="left")
        .with_columns(pl.col("start") - pl.col("marked").fill_null(0))
        .drop("marked")
    )


def _surfaces(found: pl.DataFrame, frame: pl.DataFrame) -> pl.DataFrame:
    return (
        found.sort("probability", descending=True, maintain_order=True)
        .unique(["row", "candidate", "start", "end"], keep="first", maintain_order=True)
        .join(frame.select("row", "text"), on="row", how="left")
        .with_columns(
            pl.col("text")
            .str.slice(pl.col("start"), pl.col("end") - pl.col("start"))
            .alias("surface")
        )
        .select(MENTIONS.names())
        .cast(MENTIONS)
        .sort("row", "start", "probability", descending=[False, False, True], maintain_order=True)
    )
