"""Learning the third reading, from corpora that neither the network nor the other readings had seen.

Needs the extra `train` (scikit-learn).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from sklearn.linear_model import LogisticRegression

from hustings.screening import signals_third, train_fit
from hustings.screening.lexicon import KINDS
from hustings.screening.network import Network
from hustings.screening.signals_third import SOME
from hustings.screening.train_fit import Floats, Truths
from hustings.screening.train_second import Listener

SOFTNESS = 0.3  # C; the same as the second reading's
Third = dict[str, dict[str, float]]
Found = Mapping[str, tuple[Floats, Truths, Floats]]


@dataclass(frozen=True)
class Held:
    """A corpus that no reading had seen: what the second reading tells of its rows ([row, any,
    <kinds>]), what the network hears in those it is asked of, and the truth of each row.
    """

    second: pl.DataFrame
    said: pl.DataFrame
    truths: Truths

    @property
    def asked(self) -> tuple[pl.DataFrame, Truths]:
        """What the third reading is weighed from, and the truth of it."""
        at = self.second["row"].is_in(self.said["row"].implode()).to_numpy()
        return self.second.join(self.said, on="row", maintain_order="left"), self.truths[at]

    def chances(self, third: Third) -> tuple[Floats, Floats]:
        """(rows × kinds, any signal)."""
        chances = signals_third.weighed(self.second, self.said, third)
        return chances.select(KINDS).to_numpy(), chances[SOME].to_numpy()


def listen(
    listener: Listener, found: Found, network: Network, names: Sequence[str]
) -> dict[str, Held]:
    """Each of the named corpora as the readings hear it."""
    told = {}
    for name in names:
        kinds, truths, some = found[name]
        second = pl.DataFrame(kinds, schema=list(KINDS), orient="row").select(
            pl.Series("row", np.flatnonzero(listener.group == name), dtype=pl.UInt32),
            pl.Series(SOME, some),
            *KINDS,
        )
        asked = second.filter(pl.col(SOME) >= signals_third.ASKED)
        frame = listener.learnt.frame.join(asked, on="row", how="semi", maintain_order="left")
        said = signals_third.heard(frame, listener.learnt.placed, network)
        told[name] = Held(second, said, truths)
    return told


def left_out(held: Mapping[str, Held]) -> dict[str, tuple[Floats, Truths, Floats]]:
    """Of each held corpus, what a third reading weighed on the others tells."""
    found = {}
    for name, one in held.items():
        others = [other for told, other in held.items() if told != name]
        if others:
            kinds, some = one.chances(learn(others))
            found[name] = (kinds, one.truths, some)
    return found


def learn(held: Iterable[Held]) -> Third:
    """The weights of the third reading: one set for any signal, one that all kinds share."""
    some = [one.asked for one in held]
    any_told = _stacked([signals_third.features_any(both) for both, _ in some])
    any_true = np.concatenate([truths.any(axis=1) for _, truths in some])
    told = _stacked([signals_third.features(both, kind) for both, _ in some for kind in KINDS])
    true = np.concatenate([truths[:, number] for _, truths in some for number in range(len(KINDS))])
    return {SOME: _weights(any_told, any_true), "kind": _weights(told, true)}


def _stacked(parts: Sequence[Mapping[str, Floats]]) -> dict[str, Floats]:
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _weights(told: Mapping[str, Floats], truth: Truths) -> dict[str, float]:
    if truth.all() or not truth.any():
        return {**dict.fromkeys(told, 0.0), "bias": train_fit.NEVER}
    regression = LogisticRegression(C=SOFTNESS, max_iter=1000)
    regression.fit(np.stack(list(told.values()), axis=1), truth)
    weights = dict(zip(told, map(float, regression.coef_[0]), strict=True))
    return {**weights, "bias": float(regression.intercept_[0])}
