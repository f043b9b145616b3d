"""Learning the second reading, from authors that the first reading had not seen.

For each group of records (an author's file) a first reading is fitted without it. The second
reading of a group left out is learnt from what the others' readings heard in the others.
"""

import sys
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
import polars as pl
from sklearn.linear_model import LogisticRegression

from hustings.screening import signals_score, signals_weigh, train_corpus, train_fit
from hustings.screening.lexicon import KINDS
from hustings.screening.model import Model
from hustings.screening.signals_weigh import SOME
from hustings.screening.train_corpus import Learnt
from hustings.screening.train_fit import Floats, Rows, Truths

SOFTNESS = 0.3  # C; flat between 0.1 and 3 on held-out authors
NARROWER = 3.0  # log-odds are divided by it, so that one C fits all features
ALL_ODDS = -1e9
FEW, DEALT = 3, 4  # fewer corpora than FEW are dealt into DEALT parts each
Second = dict[str, dict[str, float]]


@dataclass(frozen=True)
class Heard:
    """Log-odds of some rows as `signals_score.heard` gives them, and the truth of each."""

    odds: pl.DataFrame
    truths: Truths

    def chances(self, second: Second) -> tuple[Floats, Floats]:
        """(rows × kinds, any signal)."""
        chances = signals_weigh.weighed(self.odds, second)
        return chances.select(KINDS).to_numpy(), chances[SOME].to_numpy()


@dataclass
class Listener:
    """First readings fitted without some groups; each is fitted once."""

    learnt: Learnt
    units: Learnt
    easy: Truths
    group: npt.NDArray[np.str_]
    progress: bool = False
    fitted: dict[str, Model] = field(default_factory=dict)
    listened: dict[str, Heard] = field(default_factory=dict)

    def without(self, group: str) -> Model:
        """The first reading of everything but this group; of everything where it is empty."""
        if group not in self.fitted:
            rows = np.flatnonzero((self.group != group) | (group == ""))
            self.fitted[group] = train_fit.fit(self.learnt, self.units, rows, self.easy)
            if self.progress:
                sys.stderr.write(f"fitted without {group or 'nothing'}\n")
        return self.fitted[group]

    def heard(self, group: str) -> Heard:
        """What the reading that has not seen this group hears in it."""
        if group not in self.listened:
            rows = np.flatnonzero(self.group == group)
            self.listened[group] = listen(self.without(group), self.learnt, rows)
        return self.listened[group]

    @property
    def names(self) -> list[str]:
        """The groups, in order."""
        return sorted(set(self.group.tolist()) - {""})

    def second(self, *, without: str = "") -> Second:
        """The second reading, learnt from all groups but one."""
        return learn(self.heard(name) for name in self.names if name != without)


def groups(learnt: Learnt) -> npt.NDArray[np.str_]:
    """The group of each row; empty for the pack's examples, which are never left out."""
    part = learnt.frame["part"].to_list()
    names = sorted({name for name in part if not name.startswith(train_corpus.EXAMPLES)})
    group = np.array([name if name in names else "" for name in part], dtype=object)
    if len(names) < FEW:
        for name in names:
            rows = np.flatnonzero(group == name)
            for number, some in enumerate(np.array_split(rows, DEALT), start=1):
                group[some] = f"{name} {number}/{DEALT}"
    return np.asarray(group, dtype=str)


def listen(known: Model, learnt: Learnt, rows: Rows) -> Heard:
    """What a first reading hears in some rows."""
    here = pl.col("row").is_in(pl.Series(rows, dtype=pl.UInt32).implode())
    odds, _ = signals_score.heard(
        learnt.frame.filter(here),
        learnt.placed.filter(here),
        learnt.hits.filter(here),
        themes=learnt.themes,
        known=known,
        least=ALL_ODDS,
    )
    return Heard(odds, train_fit.answers(learnt)[0][odds["row"].to_numpy()])


def left_out(listener: Listener) -> dict[str, tuple[Floats, Truths, Floats]]:
    """For each group: (kinds' probabilities, truths, any-signal probability), from readings
    that have not seen it.
    """
    found = {}
    for name in listener.names:
        heard = listener.heard(name)
        kinds, some = heard.chances(listener.second(without=name))
        found[name] = (kinds, heard.truths, some)
    return found


def learn(heard: Iterable[Heard]) -> Second:
    """The weights of the second reading."""
    some = list(heard)
    odds = pl.concat([one.odds for one in some])
    truths = np.concatenate([one.truths for one in some])
    asked = {SOME: truths.any(axis=1)} | {
        kind: truths[:, number] for number, kind in enumerate(KINDS)
    }
    return {name: _weights(odds, name, truth) for name, truth in asked.items()}


def _weights(odds: pl.DataFrame, name: str, truth: Truths) -> dict[str, float]:
    told = signals_weigh.features(name)
    if truth.all() or not truth.any():
        return {**dict.fromkeys(told, 0.0), "bias": train_fit.NEVER}
    values = odds.select(value.alias(feature) for feature, value in told.items()).to_numpy()
    regression = LogisticRegression(C=SOFTNESS, max_iter=1000).fit(values / NARROWER, truth)
    weights = (float(weight) / NARROWER for weight in regression.coef_[0])
    return {**dict(zip(told, weights, strict=True)), "bias": float(regression.intercept_[0])}


def whole(listener: Listener) -> Model:
    """The first reading of everything, with the second learnt from all groups left out."""
    return replace(listener.without(""), second=listener.second())
