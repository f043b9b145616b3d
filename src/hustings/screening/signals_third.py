"""The third reading: what the network hears in a whole publication, weighed with the second's chances.

The first two readings count words; the network reads them in their order. Each knows what the
other does not. How far each is trusted is learnt from corpora that neither had seen (`train_third`).
It is asked only of what the second reading finds at all likely, and never of a text that it
would read in part.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import polars as pl

from hustings.screening import network_text
from hustings.screening.lexicon import KINDS
from hustings.screening.network import OUTPUTS, Network

ASKED = 0.2  # of any signal at the second reading, below which there is no third; .1 tells no more
SOME, AGAINST = "any", "against"
SURELY = 1e-4  # no chance is further from 0 or 1 than this before it is weighed
Floats = npt.NDArray[np.float64]
Weights = Mapping[str, Mapping[str, float]]
HEARD = pl.Schema({"row": pl.UInt32, **{f"net {name}": pl.Float64 for name in OUTPUTS}})


def heard(frame: pl.DataFrame, placed: pl.DataFrame, network: Network) -> pl.DataFrame:
    """[row, net <OUTPUTS>]: what the network hears in each row of `frame`, as log-odds; rows whose text
    it would not read whole are left out. `placed` is `signals_words.place`'s.
    """
    written = network_text.written(frame, placed)
    texts = written.select(pl.col("written").unique(maintain_order=True))
    fitting = texts.filter(
        pl.Series([network.fits(text) for text in texts["written"]], dtype=pl.Boolean)
    )
    said = [network.heard(text).astype(float).tolist() for text in fitting["written"]]
    told = pl.DataFrame(said, schema=list(HEARD)[1:], orient="row")
    return (
        written.join(pl.concat([fitting, told], how="horizontal"), on="written")
        .sort("row")
        .select(HEARD.names())
        .cast(HEARD)
    )


def weighed(second: pl.DataFrame, said: pl.DataFrame, weights: Weights) -> pl.DataFrame:
    """`second` ([row, any, <kinds>], probabilities) with those of the rows in `said` weighed anew; no
    kind is likelier than that there is any signal.
    """
    both = second.join(said, on="row", maintain_order="left")
    some = chance(features_any(both), weights[SOME])
    kinds = np.stack([chance(features(both, kind), weights["kind"]) for kind in KINDS], axis=1)
    told = pl.DataFrame(np.minimum(kinds, some[:, None]), schema=list(KINDS), orient="row")
    anew = both.select("row").with_columns(pl.Series(SOME, some), *told)
    return pl.concat([second.join(said, on="row", how="anti"), anew.select(second.columns)]).sort(
        "row"
    )


def features(both: pl.DataFrame, kind: str) -> dict[str, Floats]:
    """What one kind's chance is weighed from, a value a row."""
    others = [other for other in KINDS if other != kind]
    return {
        "counted": _odds(both, kind),
        "read": _read(both, kind),
        "other counted": np.max([_odds(both, other) for other in others], axis=0),
        "other read": np.max([_read(both, other) for other in others], axis=0),
        "any counted": _odds(both, SOME),
        "any read": _read(both, SOME),
    }


def features_any(both: pl.DataFrame) -> dict[str, Floats]:
    """What the chance of any signal is weighed from."""
    return {
        "any counted": _odds(both, SOME),
        "any read": _read(both, SOME),
        "counted": np.max([_odds(both, kind) for kind in KINDS], axis=0),
        "read": np.max([_read(both, kind) for kind in KINDS], axis=0),
    }


def chance(told: Mapping[str, Floats], weights: Mapping[str, float]) -> Floats:
    """Probabilities from values and their weights."""
    odds = weights["bias"] + sum(value * weights[name] for name, value in told.items())
    return np.asarray(1 / (1 + np.exp(-odds)))


def _odds(both: pl.DataFrame, name: str) -> Floats:
    chances = both[name].to_numpy().clip(SURELY, 1 - SURELY)
    return np.asarray(np.log(chances / (1 - chances)))


def _read(both: pl.DataFrame, name: str) -> Floats:
    return both[f"net {name}"].to_numpy()
