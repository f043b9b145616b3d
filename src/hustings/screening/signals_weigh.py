"""The second reading: what the first hears of all kinds, weighed into one chance for each.

The first reading asks each question alone. Here they are heard together: a call that a text
makes likely is less likely beside a louder preference, and a whole publication and its loudest
sentence correct one another. The weights are learnt from publications whose author the first
reading had not seen, so that they also say how far it may be trusted.
"""

from collections.abc import Mapping

import polars as pl

from hustings.screening.lexicon import KINDS
from hustings.screening.model import HERE

LOUDEST = 9.0  # log-odds beyond which nothing more is believed
NOBODY = 1.5  # what any signal loses in log-odds where nobody is named: annotated corpora are of
# one campaign, and in life most that name nobody are not; chosen on news of other matters
SOME = "any"
Weights = Mapping[str, Mapping[str, float]]


def features(kind: str) -> dict[str, pl.Expr]:
    """What the chance of a kind (or of SOME signal) is weighed from: expressions over a frame
    of log-odds with the columns any, the kinds, and the kinds' HERE (their loudest sentence).
    """
    some = _bounded(pl.col(SOME))
    both = {"some": some, "hardly any": some.clip(upper_bound=0)}
    if kind == SOME:
        loud = pl.concat_list(_louder(one) for one in KINDS).list.sort(descending=True)
        return both | {"first": loud.list.get(0), "second": loud.list.get(1)}
    others = {other: _between(other) for other in KINDS if other != kind}
    return {
        **both,
        "whole": _whole(kind),
        "loudest": _here(kind),
        "louder": _louder(kind),
        "rival": pl.max_horizontal(others.values()),
        **others,
    }


def weighed(heard: pl.DataFrame, weights: Weights) -> pl.DataFrame:
    """[row, any, <kinds>]: probabilities from log-odds in the shape that `features` reads, with
    `named`, how many are named. No kind is likelier than that there is any signal.
    """
    some = any_signal(weights)
    kinds = {kind: _chance(weights[kind], features(kind)) for kind in KINDS}
    chances = (pl.min_horizontal(chance, some).alias(kind) for kind, chance in kinds.items())
    return heard.lazy().select("row", some.alias(SOME), *chances).collect()  # what recurs, once


def any_signal(weights: Weights) -> pl.Expr:
    """The chance that there is any signal, which no kind's exceeds."""
    nobody = pl.when(pl.col("named") > 0).then(0.0).otherwise(NOBODY)
    return _chance(weights[SOME], features(SOME), less=nobody)


def _chance(
    weights: Mapping[str, float], told: Mapping[str, pl.Expr], *, less: pl.Expr | None = None
) -> pl.Expr:
    odds = pl.lit(weights["bias"]) if less is None else weights["bias"] - less
    for name, value in told.items():
        odds = odds + value * weights[name]
    return 1 / (1 + (-odds).exp())


def _bounded(odds: pl.Expr) -> pl.Expr:
    return odds.clip(-LOUDEST, LOUDEST)


def _whole(kind: str) -> pl.Expr:
    return _bounded(pl.col(kind))


def _here(kind: str) -> pl.Expr:
    return _bounded(pl.col(HERE[kind]).fill_null(pl.col(kind)))


def _louder(kind: str) -> pl.Expr:
    return pl.max_horizontal(_whole(kind), _here(kind))


def _between(kind: str) -> pl.Expr:
    return (_whole(kind) + _here(kind)) / 2
