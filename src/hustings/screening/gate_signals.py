"""Which texts can hold a signal at all: what `signals.find` answers for the others is nothing.

All ten kinds are asked of every text, by the model that the pack holds: the first reading is computed
in compiled code (`gate_scores`), the second by `signals_weigh` itself. A text whose chances come
near what is told, or in which anything counts in a way that is not known here, passes.
"""

from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hustings.screening import (
    gate_lexicon,
    gate_marks,
    gate_scores,
    lexicon,
    model,
    signals_parties,
    signals_score,
    signals_third,
    signals_weigh,
    signals_words,
)
from hustings.screening.gate_placed import COUNTED, Hidden, Texts, Words, scratch
from hustings.screening.gate_scores import Heard, Weights
from hustings.screening.gate_strings import Strings
from hustings.screening.gate_words import Numbers
from hustings.screening.lexicon import KINDS, Lexicon
from hustings.screening.model import HERE, Model
from hustings.screening.model_pieces import Floats

NEAR = 1e-3  # chances and log-odds so near to a bound count as beyond it
OUTPUTS = (*KINDS, *HERE.values())
_CIRCUMSTANCES = (*gate_marks.WRITTEN, *COUNTED)
_LETTER = "а"
_FAMILIES = "^(?:[cwsbtk]|lex|ctx|class):"


class Signals:
    """What one pack's model and lexicon say, ready for compiled code; and of the words read so far."""

    def __init__(self, known: Model, words: Lexicon, parties: tuple[str, ...]) -> None:
        self._known = known
        self._asked = signals_third.ASKED if known.third else signals_score.SURE
        several = signals_parties.several(parties)
        party = signals_parties.patterns(several) if several else None
        self._strings = Strings(known, words, party, OUTPUTS)
        self._steps = gate_lexicon.steps(words)
        self._party = gate_lexicon.steps(party or signals_parties.patterns(()))
        self._patterns, self._features = gate_lexicon.patterns(words)
        self._weights = _weights(known, self._features)
        self.forget()

    def forget(self) -> None:
        """Begin anew with words."""
        self._strings.forget()
        none = np.zeros(0, np.int32)
        marks, parts = np.zeros(0, np.uint32), np.zeros(0, np.int8)
        self._words = Words(none, none, marks, parts, parts, parts, np.zeros(0, np.bool_), marks)

    def learn(self, words: pl.DataFrame, gaps: pl.Series) -> None:
        """Takes in new words [raw, folded] and new gaps, in the order of their numbers."""
        key, seen = self._keys(words)
        parts, quotes, straight, odd = _parts(gaps)
        marks, between = gate_marks.of_words(words["raw"]), gate_marks.of_gaps(gaps)
        more = Words(key, seen, marks, parts, quotes, straight, odd, between)
        both: Any = zip(self._words, more, strict=True)
        self._words = Words(*map(np.concatenate, both))

    def _keys(self, words: pl.DataFrame) -> tuple[Numbers, Numbers]:
        """The numbers of each word's key (−1: none) and of what the model sees of it."""
        tokens = words.with_row_index("row").select(
            "row", "raw", "folded", start=pl.lit(0), end=pl.lit(0), gap=pl.lit("")
        )
        keyed = signals_words.keys(tokens)
        key, seen = (np.full(words.height, -1, np.int32) for _ in range(2))
        at = keyed["row"].to_numpy()
        key[at] = self._strings.numbered(keyed["key"].to_list())
        seen[at] = self._strings.numbered(keyed["seen"].to_list())
        return key, seen

    def likely(self, texts: Texts, authors: pl.Series, hidden: Hidden) -> NDArray[np.bool_]:
        """Whether `signals.find` may find anything in each text. `authors`: the class of each."""
        heard = self._heard(texts, authors, hidden)
        passes = heard.unsure.copy()
        at = np.flatnonzero((heard.any >= signals_score.LEAST_ODDS - NEAR) & ~heard.unsure)
        odds = pl.DataFrame(heard.kinds[at], schema=list(OUTPUTS), orient="row").with_columns(
            pl.all().fill_nan(None), any=pl.Series(heard.any[at]), named=pl.Series(heard.named[at]),
            row=pl.Series(at),
        )  # fmt: skip
        some = signals_weigh.any_signal(self._known.second)
        some = some >= min(signals_score.LEAST, self._asked) - NEAR
        chances = signals_weigh.weighed(odds.filter(some.fill_null(value=True)), self._known.second)
        loudest = pl.max_horizontal(KINDS) >= signals_score.LEAST - NEAR
        told = loudest | (pl.col("any") >= self._asked - NEAR)
        passes[chances.filter(told.fill_null(value=True))["row"].to_numpy()] = True
        return passes | np.isnan(heard.any)

    def _heard(self, texts: Texts, authors: pl.Series, hidden: Hidden) -> Heard:
        count = texts.begins.size - 1
        heard = Heard(
            np.zeros(count), np.zeros(count, np.bool_), np.full((count, len(OUTPUTS)), np.nan),
            np.zeros(count, np.int32),
        )  # fmt: skip
        longest = int(np.diff(texts.firsts).max(initial=0))
        room = scratch(longest, len(self._features), len(OUTPUTS))
        weights, classes = self._weights
        author = authors.replace_strict(classes, default=0, return_dtype=pl.Int32).to_numpy()
        gate_scores.score(
            texts, author, hidden, self._words, self._strings.told, self._strings.pairs, self._steps,
            self._patterns, self._party, weights, gate_marks.kinds(), signals_score.LEAST_ODDS - NEAR,
            room, heard,
        )  # fmt: skip
        return heard


def of(folder: Path, parties: tuple[str, ...]) -> Signals | None:
    """The signals of a pack's folder; None where there is no model, or one that looks at what is not
    known here: then every text must be read.
    """
    known, words = model.load(folder / "lexicon" / "model"), lexicon.load(folder)
    if known is None or not readable(known, words):
        return None
    return Signals(known, words, parties)


def readable(known: Model, words: Lexicon) -> bool:
    """Whether all that a model looks at, and all that a lexicon tells, is reckoned here."""
    features = known.weights["feature"]
    others = features.filter(~features.str.contains(_FAMILIES))
    pairs = features.filter(features.str.contains("^[bt]:"))
    return (
        gate_marks.single()
        and set(others) <= set(_CIRCUMSTANCES)
        and bool((pairs.str.count_matches(" ", literal=True) == 1).all())
        and bool((known.weights.filter(features.str.contains("^[cwsbtk]:"))["idf"] > 0).all())
        and bool((words.patterns["weight"] > 0).all())
    )


def _weights(known: Model, features: list[str]) -> tuple[Weights, dict[str, int]]:
    """(the weights of circumstances, the number of each author's class; 0 is any other)."""
    bias = np.array([known.bias[name] for name in ("any", *OUTPUTS)])
    classes = known.weights.filter(pl.col("feature").str.starts_with("class:"))["feature"].to_list()
    numbers = {name.removeprefix("class:"): number for number, name in enumerate(classes, 1)}
    said: list[Floats] = []
    for listed in (
        list(_CIRCUMSTANCES), ["", *classes], features, [f"{name}+" for name in features],
    ):  # fmt: skip
        rows = pl.DataFrame({"feature": listed}, schema={"feature": pl.String}).join(
            known.weights, on="feature", how="left", maintain_order="left"
        )
        said.append(rows.select(pl.col("any", *OUTPUTS).fill_null(0.0)).to_numpy(order="c"))
    around, class_, summed, there = said
    return Weights(
        bias, around[:, 0].copy(), around[:, 1:].copy(), class_[:, 0].copy(), class_[:, 1:].copy(),
        summed[:, 0].copy(), there[:, 0].copy(), summed[:, 1:].copy(), there[:, 1:].copy(),
    ), numbers  # fmt: skip


def _parts(gaps: pl.Series) -> tuple[Any, Any, Any, Any]:
    """What `signals_words.keys` says of each gap: parts, quotes, straight, and whether it said nothing."""
    tokens = gaps.alias("gap").to_frame().with_row_index("row").select(
        "row", "gap", start=pl.lit(0), end=pl.lit(0), raw=pl.lit(_LETTER), folded=pl.lit(_LETTER)
    )  # fmt: skip
    keyed = signals_words.keys(tokens)
    said = keyed.select("parts", "quotes", "straight")
    odd = said.select(pl.any_horizontal(pl.all().is_null())).to_series().to_numpy()
    parts, quotes, straight = (said[name].fill_null(0).to_numpy() for name in said.columns)
    return parts, quotes, straight, odd
