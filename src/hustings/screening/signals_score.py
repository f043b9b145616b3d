"""From what words and circumstances say to probabilities, and to the clause that says it most."""

import polars as pl

from hustings.screening import model, model_features
from hustings.screening.lexicon import KINDS
from hustings.screening.model import Model

LEAST = 0.2  # below this a signal is not worth a reader's glance
SURE = 0.5
_LEXICON_VOICE = 1.0  # how much a lexicon's hit counts beside words when the clause is chosen
_BIAS = -2.5
_SOFT = ("report", "commission", "refutes", "elsewhere")

SCORED = pl.Schema(
    {
        "row": pl.UInt32,
        "kind": pl.String,
        "probability": pl.Float64,
        "against": pl.Float64,
    }
)


def learned(
    frame: pl.DataFrame, placed: pl.DataFrame, hits: pl.DataFrame, known: Model
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """(signals in the shape of SCORED, clause voices [row, clause, kind, voice]).

    The chance that there is any signal times the chance of the kind if there is one; where a
    kind reaches its cut it is told at 0.5 or more, and where a signal is likely and no kind
    reaches its cut, the likeliest kind is told.
    """
    words = model.word_scores(placed, known)
    circumstances = model_features.circumstances(frame, placed, hits)
    odds = model.row_scores(words, circumstances, frame, known)
    chance = odds.select(
        "row", *((1 / (1 + (-pl.col(name)).exp())).alias(name) for name in model.OUTPUTS)
    )
    long = chance.unpivot(
        index=["row", "any", "against"], on=KINDS, variable_name="kind", value_name="alone"
    ).with_columns((pl.col("alone") * pl.col("any")).alias("probability"))
    cut = pl.col("kind").replace_strict(known.cuts, default=SURE, return_dtype=pl.Float64)
    p = pl.col("probability")
    told = (
        long.with_columns(
            pl.when(p < cut)
            .then(p * SURE / cut)
            .otherwise(SURE + (p - cut) * (1 - SURE) / (1 - cut))
            .alias("probability"),
            (p / cut == (p / cut).max().over("row")).alias("likeliest"),
        )
        .with_columns(
            pl.when(pl.col("likeliest") & (pl.col("any") >= SURE))
            .then(p.clip(lower_bound=SURE))
            .otherwise(p)
            .round(4)
            .alias("probability")
        )
        .filter(p >= LEAST)
        .select(SCORED.names())
        .cast(SCORED)
    )
    voices = words.unpivot(
        index=["row", "clause"], on=KINDS, variable_name="kind", value_name="voice"
    )
    return told, voices


def by_lexicon(hits: pl.DataFrame) -> pl.DataFrame:
    """Signals in the shape of SCORED where a pack has no model: the lexicon's weights added up."""
    softened = (
        hits.filter(pl.col("context").is_in(_SOFT))
        .group_by("row")
        .agg(pl.col("weight").sum().alias("soft"))
    )
    against = pl.col("weight").filter(pl.col("stance") == "against").sum()
    odds = pl.col("weight") - pl.col("soft").fill_null(0) / 2 + _BIAS
    return (
        hits.filter(pl.col("kind").is_not_null())
        .group_by("row", "kind")
        .agg(pl.col("weight").sum(), (against / pl.col("weight").sum()).alias("against"))
        .join(softened, on="row", how="left")
        .with_columns((1 / (1 + (-odds).exp())).round(4).alias("probability"))
        .filter(pl.col("probability") >= LEAST)
        .select(SCORED.names())
        .cast(SCORED)
    )


def located(
    scored: pl.DataFrame, placed: pl.DataFrame, hits: pl.DataFrame, voices: pl.DataFrame
) -> pl.DataFrame:
    """Adds where a signal speaks loudest: [row, kind, …, clause, sentence, start, end]."""
    clauses = placed.group_by("row", "clause").agg(
        pl.col("sentence").first(), pl.col("start").min(), pl.col("end").max()
    )
    loud = (
        hits.filter(pl.col("kind").is_not_null())
        .group_by("row", "clause", "kind")
        .agg(
            (pl.col("weight").sum() * _LEXICON_VOICE).alias("found"),
            pl.col("end").max().alias("until"),
        )
    )
    return (
        scored.join(clauses, on="row")
        .join(voices, on=["row", "clause", "kind"], how="left")
        .join(loud, on=["row", "clause", "kind"], how="left")
        .with_columns((pl.col("voice").fill_null(0) + pl.col("found").fill_null(0)).alias("voice"))
        .sort("row", "kind", pl.col("voice"), "clause", descending=[False, False, True, False])
        .group_by("row", "kind", maintain_order=True)
        .first()
        .with_columns(pl.max_horizontal("end", "until").alias("end"))
        .drop("voice", "found", "until")
    )
