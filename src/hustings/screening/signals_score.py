"""From what words and circumstances say to probabilities, and to the clause that says it most."""

from dataclasses import dataclass
from functools import cached_property

import polars as pl

from hustings.screening import model, model_features, signals_third, signals_units, signals_weigh
from hustings.screening.lexicon import KINDS
from hustings.screening.model import AGAINST, AGAINST_HERE, HERE, Model

LEAST = 0.2  # below this a signal is not worth a reader's glance
LEAST_READ = (
    0.1  # the same where the network was asked; what it doubts is still worth a place in the order
)
LEAST_ODDS = -2.0  # of any signal at the first reading, below which there is no second
SURE = 0.5
_LEXICON_VOICE = 1.0  # how much a lexicon's hit counts beside words when the clause is chosen
_BIAS = -2.5
_OTHERS = tuple(name for name in model.WHOLE if name != "any")
_SOFT = ("report", "commission", "refutes", "elsewhere")

SCORED = pl.Schema(
    {
        "row": pl.UInt32,
        "kind": pl.String,
        "probability": pl.Float64,
        "against": pl.Float64,
    }
)
VOICES = pl.Schema(
    {
        "clause": pl.UInt32,
        AGAINST_HERE: pl.Float64,
        "kind": pl.String,
        "voice": pl.Float64,
    }
)


@dataclass(frozen=True)
class Spoken:
    """What the model hears in the words of publications alone, each asked for once, in the shape of
    `model.voices`. `placed` are all their words.
    """

    frame: pl.DataFrame
    placed: pl.DataFrame
    themes: pl.DataFrame
    known: Model

    @cached_property
    def any(self) -> pl.DataFrame:
        """For any signal."""
        return model.voices(self.placed, self.themes, self.known, ("any",))

    def weighed_with_network(self, chances: pl.DataFrame) -> pl.DataFrame:
        """The second reading's chances with the third's where it is asked (`signals_third`), and
        `least`, below which nothing is told.
        """
        if self.known.network is None:
            return chances.with_columns(least=pl.lit(LEAST))
        asked = chances.filter(pl.col("any") >= signals_third.ASKED).select("row")
        said = signals_third.heard(
            asked.join(self.frame, on="row", maintain_order="left"), self.placed, self.known.network
        )
        least = pl.when(pl.col("row").is_in(said["row"].implode())).then(LEAST_READ)
        third = signals_third.weighed(chances, said, self.known.third)
        return third.with_columns(least=least.otherwise(LEAST))

    @cached_property
    def whole(self) -> pl.DataFrame:
        """For the other outputs of whole publications."""
        return model.voices(self.placed, self.themes, self.known, _OTHERS)

    @cached_property
    def sentences(self) -> pl.DataFrame:
        """For those of sentences, numbered as `signals_units.sentences` does."""
        none = self.placed.clear().select("row", "sentence")
        _, words, _ = signals_units.sentences(self.frame, self.placed, none)
        return model.voices(words, self.themes, self.known, model.SENTENCE)


def learned(hits: pl.DataFrame, *, spoken: Spoken) -> tuple[pl.DataFrame, pl.DataFrame]:
    """(signals in the shape of SCORED, clause voices in the shape of VOICES).

    `hits` are the lexicon's in the words that are `spoken`. Where any signal is likely and no kind
    is, the likeliest kind is told at 0.5.
    """
    first, voices = _heard(hits, spoken=spoken, least=LEAST_ODDS)
    chances = spoken.weighed_with_network(signals_weigh.weighed(first, spoken.known.second))
    kinds = chances.join(first.select("row", model.chance(AGAINST)), on="row").unpivot(
        KINDS,
        index=["row", "any", "least", AGAINST],
        variable_name="kind",
        value_name="probability",
    )
    return _told(kinds), voices


def heard(
    frame: pl.DataFrame,
    placed: pl.DataFrame,
    hits: pl.DataFrame,
    *,
    themes: pl.DataFrame,
    known: Model,
    least: float,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The first reading: ([row, any, against, <kinds>, <kinds here>] as log-odds and `named`, how
    many are named, of rows whose log-odds of any signal are `least` or more; clause voices).

    `<kind> here` are those of the publication's loudest sentence; null where it has no word.
    `against here` is the probability that the clause's sentence speaks against somebody.
    """
    return _heard(hits, spoken=Spoken(frame, placed, themes, known), least=least)


def _heard(
    hits: pl.DataFrame, *, spoken: Spoken, least: float
) -> tuple[pl.DataFrame, pl.DataFrame]:
    frame, placed, known = spoken.frame, spoken.placed, spoken.known
    around = model_features.circumstances(frame, placed, hits)
    some = model.odds(spoken.any, around, frame, model=known, outputs=("any",))
    likely = some.filter(pl.col("any") >= least)
    parts = [part.join(likely, on="row", how="semi") for part in (frame, spoken.whole, around)]
    odds = model.odds(parts[1], parts[2], parts[0], model=known, outputs=_OTHERS)
    loudest, voices = _sentences(hits, likely, spoken)
    named = placed.group_by("row").agg(pl.col("target").drop_nulls().n_unique().alias("named"))
    first = likely
    for part in (odds, loudest, named):
        first = first.join(part, on="row", how="left")
    return first.with_columns(pl.col("named").fill_null(0)).sort("row"), voices


def _sentences(
    hits: pl.DataFrame, likely: pl.DataFrame, spoken: Spoken
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """([row, <kinds here>] of the loudest sentence of likely rows, clause voices)."""
    units, words, found = signals_units.sentences(spoken.frame, spoken.placed, hits)
    units = units.join(likely, left_on="of", right_on="row", how="semi", maintain_order="left")
    around = model_features.circumstances(units, words, found).join(units, on="row", how="semi")
    said = spoken.sentences.join(units, on="row", how="semi")
    odds = model.odds(said, around, units, model=spoken.known, outputs=model.SENTENCE)
    loudest = (
        odds.join(units.select("row", "of"), on="row")
        .group_by(pl.col("of").alias("row"))
        .agg(pl.col(HERE.values()).max())
    )
    voices = (
        said.rename({here: kind for kind, here in HERE.items()})
        .drop(AGAINST_HERE)
        .join(odds.select("row", model.chance(AGAINST_HERE)), on="row")
        .unpivot(
            KINDS,
            index=["clause", AGAINST_HERE],
            variable_name="kind",
            value_name="voice",
        )
    )
    return loudest, voices


def _told(kinds: pl.DataFrame) -> pl.DataFrame:
    p = pl.col("probability")
    leading = (p == p.max().over("row")) & (pl.col("any") >= SURE)
    return (
        kinds.with_columns(
            pl.when(leading)
            .then(p.clip(lower_bound=SURE))
            .otherwise(p)
            .round(4)
            .alias("probability")
        )
        .filter(p >= pl.col("least"))
        .select(SCORED.names())
        .cast(SCORED)
    )


def silence() -> pl.DataFrame:
    """No clause's voice, in the shape of VOICES."""
    return pl.DataFrame(schema=VOICES)


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
    """Adds where a signal speaks loudest: [row, kind, …, clause, sentence, start, end], and
    to `against` what is heard there.
    """
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
        .with_columns(
            pl.max_horizontal("end", "until").alias("end"),
            pl.mean_horizontal(AGAINST, AGAINST_HERE).alias(AGAINST),
        )
        .drop("voice", "found", "until", AGAINST_HERE)
    )
