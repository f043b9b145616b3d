"""What the words of a publication do: call, prefer, promise, praise, harm, buy, poll, hate …"""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import polars as pl

from hustings.screening import lexicon, signals_evidence, signals_parties, signals_words, stance

SIGNALS = pl.Schema(
    {
        "row": pl.UInt32,
        "kind": pl.String,
        "stance": pl.String,
        "target": pl.String,
        "evidence": pl.String,
        "start": pl.UInt32,
        "end": pl.UInt32,
        "probability": pl.Float64,
    }
)
_BIAS = -2.5


class _InAFolder(Protocol):
    @property
    def folder(self) -> Path: ...


def find(
    frame: pl.DataFrame,
    *,
    tokens: pl.DataFrame,
    mentions: pl.DataFrame,
    pack: _InAFolder,
    parties: Sequence[str] = (),
) -> pl.DataFrame:
    """Signals, one row each, in the shape of SIGNALS; start and end are character offsets,
    evidence == text[start:end].

    `frame` has text, and may have row (else rows are numbered), author (a struct with class)
    or author_class, and published_at. `tokens` is `fold.tokens`'s; `mentions` has row,
    candidate, start, end, probability. `parties`: names of parties that a target may be
    (the roster's `nominated_by`).
    `pack.folder` holds the lexicon.
    """
    if "row" not in frame.columns:
        frame = frame.with_row_index("row")
    keyed = signals_words.keys(tokens)
    named = pl.concat([_named(mentions), signals_parties.named(keyed, parties)])
    placed = signals_words.place(frame, keyed, named)
    hits = signals_evidence.found(placed, lexicon.load(pack.folder))
    scored = _score(hits)
    return (
        stance.quote(stance.target(scored, placed), frame)
        .select(SIGNALS.names())
        .cast(SIGNALS)
        .sort("row", "start", "kind")
    )


def _named(mentions: pl.DataFrame) -> pl.DataFrame:
    return (
        mentions.sort("probability", descending=True)
        .unique(["row", "start"], keep="first", maintain_order=True)
        .select(
            "row",
            pl.col("start").cast(pl.Int64),
            pl.col("end").cast(pl.Int64),
            pl.col("candidate").alias("target"),
        )
    )


def _score(hits: pl.DataFrame) -> pl.DataFrame:
    against = pl.col("weight").filter(pl.col("stance") == "against").sum()
    total = pl.col("weight").sum()
    softened = (
        hits.filter(pl.col("context").is_in(["report", "commission", "refutes", "elsewhere"]))
        .group_by("row")
        .agg(pl.col("weight").sum().alias("soft"))
    )
    best = pl.col("weight") == pl.col("weight").max()
    return (
        hits.filter(pl.col("kind").is_not_null())
        .group_by("row", "kind")
        .agg(
            total.alias("weight"),
            pl.when(pl.col("stance").first() == "none")
            .then(pl.lit("none"))
            .when(against * 2 > total)
            .then(pl.lit("against"))
            .otherwise(pl.lit("for"))
            .alias("stance"),
            pl.col("sentence").filter(best).first(),
            pl.col("clause").filter(best).first(),
            pl.col("start").filter(best).first(),
            pl.col("end").filter(best).first(),
        )
        .join(softened, on="row", how="left")
        .with_columns(
            (1 / (1 + (-(pl.col("weight") - pl.col("soft").fill_null(0) / 2 + _BIAS)).exp())).alias(
                "probability"
            )
        )
        .drop("weight", "soft")
    )
