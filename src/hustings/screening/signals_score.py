"""From what words and circumstances say to probabilities, and to the clause that says it most."""

import polars as pl

from hustings.screening import model, model_features, signals_units
from hustings.screening.model import HERE, Model

LEAST = 0.2  # below this a signal is not worth a reader's glance
SURE = 0.5
SLOW = 1.6  # how late a told probability rises from 0.5; calibrates what is told
HIGHER = 0.75  # between the mean (0.5) and the maximum (1) of two chances
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
    frame: pl.DataFrame,
    placed: pl.DataFrame,
    hits: pl.DataFrame,
    *,
    themes: pl.DataFrame,
    known: Model,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """(signals in the shape of SCORED, clause voices [clause, kind, voice]).

    The chance that there is any signal times the chance of the kind if there is one. Where a
    kind reaches its cut it is told at 0.5 or more; where a signal is likely and no kind
    reaches its cut, the likeliest kind is told.
    """
    kinds, _, voices = chances(frame, placed, hits, themes=themes, known=known, least=LEAST)
    return _told(kinds, known), voices


def chances(
    frame: pl.DataFrame,
    placed: pl.DataFrame,
    hits: pl.DataFrame,
    *,
    themes: pl.DataFrame,
    known: Model,
    least: float,
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """([row, any, against, kind, alone] where any signal has at least that chance, [row, any]
    of all rows, clause voices [clause, kind, voice]).
    """
    spoken = model.voices(placed, themes, known, ("any",))
    around = model_features.circumstances(frame, placed, hits)
    odds = model.odds(spoken, around, frame, model=known, outputs=("any",))
    some_signal = odds.select("row", model.chance("any"))
    likely = some_signal.filter(pl.col("any") >= least)
    some = [part.join(likely, on="row", how="semi") for part in (frame, placed, hits, around)]
    kinds, voices = _kinds(*some, themes=themes, known=known)
    return kinds.join(likely, on="row"), some_signal, voices


def _kinds(
    frame: pl.DataFrame,
    placed: pl.DataFrame,
    hits: pl.DataFrame,
    around: pl.DataFrame,
    *,
    themes: pl.DataFrame,
    known: Model,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """([row, against, kind, alone] of the publication and its loudest sentence together,
    clause voices).
    """
    whole = [name for name in model.WHOLE if name != "any"]
    spoken = model.voices(placed, themes, known, whole)
    odds = model.odds(spoken, around, frame, model=known, outputs=whole)
    units, unit_words, unit_hits = signals_units.sentences(frame, placed, hits)
    said = model.voices(unit_words, themes, known, model.SENTENCE)
    unit_around = model_features.circumstances(units, unit_words, unit_hits)
    unit_odds = model.odds(said, unit_around, units, model=known, outputs=model.SENTENCE)
    loudest = (
        unit_odds.select("row", *(model.chance(name) for name in model.SENTENCE))
        .join(units.select("row", "of"), on="row")
        .group_by(pl.col("of").alias("row"))
        .agg(pl.col(model.SENTENCE).max())
    )
    both = (
        odds.select("row", *(model.chance(name) for name in whole))
        .join(loudest, on="row", how="left")
        .select(
            "row",
            "against",
            *(together(pl.col(kind), pl.col(here)).alias(kind) for kind, here in HERE.items()),
        )
        .unpivot(index=["row", "against"], variable_name="kind", value_name="alone")
    )
    voices = (
        said.rename({here: kind for kind, here in HERE.items()})
        .drop("row")
        .unpivot(index="clause", variable_name="kind", value_name="voice")
    )
    return both, voices


def together(whole: pl.Expr, sentence: pl.Expr) -> pl.Expr:
    """One chance from the publication's and its loudest sentence's; the higher counts more."""
    other = sentence.fill_null(whole)
    return HIGHER * pl.max_horizontal(whole, other) + (1 - HIGHER) * pl.min_horizontal(whole, other)


def _told(kinds: pl.DataFrame, known: Model) -> pl.DataFrame:
    cut = pl.col("kind").replace_strict(known.cuts, default=SURE, return_dtype=pl.Float64)
    p = pl.col("probability")
    return (
        kinds.with_columns((pl.col("alone") * pl.col("any")).alias("probability"))
        .with_columns(
            pl.when(p < cut)
            .then(p * SURE / cut)
            .otherwise(SURE + (1 - SURE) * ((p - cut) / (1 - cut)) ** SLOW)
            .alias("probability"),
            (p == p.max().over("row")).alias("likeliest"),
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


def silence() -> pl.DataFrame:
    """No clause's voice: [clause, kind, voice]."""
    return pl.DataFrame(schema={"clause": pl.UInt32, "kind": pl.String, "voice": pl.Float64})


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
        .join(voices, on=["clause", "kind"], how="left")
        .join(loud, on=["row", "clause", "kind"], how="left")
        .with_columns((pl.col("voice").fill_null(0) + pl.col("found").fill_null(0)).alias("voice"))
        .sort("row", "kind", pl.col("voice"), "clause", descending=[False, False, True, False])
        .group_by("row", "kind", maintain_order=True)
        .first()
        .with_columns(pl.max_horizontal("end", "until").alias("end"))
        .drop("voice", "found", "until")
    )
