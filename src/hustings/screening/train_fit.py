"""Fitting the first reading: one logistic regression an output, over words and circumstances.

Needs the extra `train` (scikit-learn).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from hustings.screening import model_features
from hustings.screening.lexicon import KINDS
from hustings.screening.model import AGAINST_HERE, HERE, OUTPUTS, SENTENCE, WHOLE, Model
from hustings.screening.signals_words import MENTION
from hustings.screening.train_corpus import EXAMPLES, POSTS, Learnt

SOFTNESS = 2.0  # C of the logistic regressions; flat between 1 and 5 on held-out authors
SELDOM = 2  # a feature of fewer texts is one author's slip
KEPT = 120_000
MADE_UP = 0.1
TWICE = 0.6
LIFE, POST, LINE = 3.0, 0.7, 0.5  # how much a record, a whole invented post, a line count
NEAR = 1e-2  # when the regressions stop; nearer changes no figure
TWO_SIDED = ("call", "preference", "consequences", "bribery")
_SIDED = [KINDS.index(kind) for kind in TWO_SIDED]
Floats = npt.NDArray[np.float64]
Truths = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int64]
NEVER = -9.0  # log-odds of what no row showed


@dataclass(frozen=True)
class Table:
    """Rows × features; `silent` is the same with the lexicon's findings struck out."""

    values: sparse.csr_matrix
    silent: sparse.csr_matrix


def entries(learnt: Learnt, idf: pl.DataFrame) -> pl.DataFrame:
    """[row, feature, value] of all words and circumstances, as `model.odds` adds them."""
    square = (pl.col("count") * pl.col("idf") ** 2).sum().sqrt()
    said = [
        some.join(some.group_by("row").agg(square.alias("norm")), on="row").select(
            "row",
            "feature",
            (pl.col("count") * pl.col("idf") * scale / pl.col("norm")).alias("value"),
        )
        for family, scale in model_features.FAMILIES.items()
        for some in [_spoken(learnt)[family].join(idf, on="feature")]
    ]
    return pl.concat([*said, learnt.circumstances.select("row", "feature", "value")])


@lru_cache(maxsize=2)
def _spoken(learnt: Learnt) -> dict[str, pl.DataFrame]:
    """[row, feature, count] of pieces, themes and pairs, for each of FAMILIES; kept, since every
    reading with some authors left out looks at the same.
    """
    words = learnt.placed["seen"].unique()
    known = pl.concat([model_features.pieces(words), model_features.themed(words, learnt.themes)])
    single = learnt.placed.select("row", "seen").join(known, on="seen")
    paired = model_features.pairs(learnt.placed)
    spoken = (
        pl.concat([single.select("row", "feature"), paired.select("row", "feature")])
        .group_by("row", "feature")
        .agg(pl.len().alias("count"))
        .sort("row", "feature")
    )
    return {
        family: spoken.filter(pl.col("feature").str.contains(family))
        for family in model_features.FAMILIES
    }


def inverse_frequencies(learnt: Learnt, rows: Rows) -> pl.DataFrame:
    """[feature, idf] of the words in these rows."""
    here = pl.col("row").is_in(pl.Series(rows, dtype=pl.UInt32).implode())
    return (
        pl.concat(_spoken(learnt).values())
        .filter(here)
        .group_by("feature")
        .agg(pl.len().alias("texts"))
        .filter(pl.col("texts") >= SELDOM)
        .select("feature", (((1 + len(rows)) / (1 + pl.col("texts"))).log() + 1).alias("idf"))
    )


def table(learnt: Learnt, idf: pl.DataFrame, features: pl.Series) -> Table:
    """The values of `features`, in their order; others are left out."""
    number = pl.DataFrame({"feature": features}).with_row_index("column")
    long = entries(learnt, idf).join(number, on="feature")
    values = sparse.csr_matrix(
        (long["value"].to_numpy(), (long["row"].to_numpy(), long["column"].to_numpy())),
        shape=(learnt.frame.height, features.len()),
    )
    spoken = ~features.str.starts_with("lex:").to_numpy()
    return Table(values, values.multiply(spoken).tocsr())


def answers(learnt: Learnt) -> tuple[Truths, Truths]:
    """(rows × kinds: the kind is there; rows × kinds: it is there, and against)."""
    there = np.zeros((learnt.frame.height, len(KINDS)), bool)
    against = there.copy()
    for row, kind, stance in learnt.gold.select("row", "kind", "stance").iter_rows():
        there[row, KINDS.index(kind)] = True
        against[row, KINDS.index(kind)] |= stance == "against"
    return there, against


def fit(learnt: Learnt, units: Learnt, rows: Rows, easy: Truths) -> Model:
    """A model from these rows of `learnt` and their sentences in `units`. `easy`: rows whose
    texts the lexicon's editors had read; from them the model also learns with the lexicon's
    findings struck out, lest it trust them as it could nowhere else.
    """
    idf = inverse_frequencies(learnt, rows).sort("feature")
    around = learnt.circumstances["feature"].unique().sort()
    weights, _ = _regress(learnt, units, rows=rows, easy=easy, idf=idf, around=around, asked=WHOLE)
    loud = np.abs(weights[:, : idf.height]).max(axis=0) * idf["idf"].to_numpy()
    idf = idf[np.sort(np.argsort(-loud, kind="stable")[:KEPT])]
    weights, bias = _regress(
        learnt, units, rows=rows, easy=easy, idf=idf, around=around, asked=OUTPUTS
    )
    rare = pl.DataFrame({"feature": around, "idf": 0.0})
    return Model(
        pl.concat([idf, rare]).with_columns(
            pl.Series(name, weights[number]) for number, name in enumerate(OUTPUTS)
        ),
        dict(zip(OUTPUTS, bias, strict=True)),
        {},
        "",
    )


def _regress(
    learnt: Learnt,
    units: Learnt,
    *,
    rows: Rows,
    easy: Truths,
    idf: pl.DataFrame,
    around: pl.Series,
    asked: Sequence[str],
) -> tuple[Floats, list[float]]:
    features = pl.concat([idf["feature"], around])
    whole = table(learnt, idf, features)
    sentences = whole if asked is WHOLE else table(units, idf, features)
    of = units.frame["of"].to_numpy()
    heed = _heed(learnt)
    weights, bias = [], []
    for output in asked:
        if output in SENTENCE:
            said, truth = _sentence_lesson(output, learnt, units, rows)
            lesson = _Lesson(sentences, said, truth, said[easy[of[said]]], heed[of])
        else:
            chosen, truth = _lesson(output, learnt, rows)
            lesson = _Lesson(whole, chosen, truth, chosen[easy[chosen]], heed)
        if output == "any":
            lesson = replace(lesson, heed=heed * _doubted(learnt, easy))
        weight, constant = lesson.learn()
        weights.append(weight)
        bias.append(constant)
    return np.array(weights), bias


@dataclass(frozen=True)
class _Lesson:
    """Rows to learn one output from, and those to learn again with the lexicon struck out."""

    table: Table
    rows: Rows
    truth: Truths
    again: Rows
    heed: Floats

    def learn(self) -> tuple[Floats, float]:
        told = np.concatenate([self.truth[self.rows], self.truth[self.again]])
        if told.all() or not told.any():
            return np.zeros(self.table.values.shape[1]), NEVER
        regression = LogisticRegression(C=SOFTNESS, solver="liblinear", random_state=0, tol=NEAR)
        both = np.concatenate([self.rows, self.again])
        regression.fit(
            sparse.vstack([self.table.values[self.rows], self.table.silent[self.again]]),
            told,
            self.heed[both],
        )
        return regression.coef_[0], float(regression.intercept_[0])


def _heed(learnt: Learnt) -> Floats:
    """How much each row counts: annotated records are likest to what will be read."""
    part = np.asarray(learnt.frame["part"].to_list())
    return np.where(part == EXAMPLES, LINE, np.where(_posts(part), POST, LIFE))


def _posts(part: npt.NDArray[np.str_]) -> Truths:
    return np.asarray(np.char.startswith(part, POSTS))


def _doubted(learnt: Learnt, easy: Truths) -> Floats:
    """How much less rows count for whether there is any signal: of examples with one there are
    many more than in life, and what is learnt twice counts twice.
    """
    example = np.asarray(learnt.frame["part"].to_list()) == EXAMPLES
    signal = _any(answers(learnt)[0])
    return np.where(example & signal, MADE_UP, 1.0) * np.where(easy, TWICE, 1.0)


def _sentence_lesson(output: str, learnt: Learnt, units: Learnt, rows: Rows) -> tuple[Rows, Truths]:
    """Which sentences teach this output, and the truth for all sentences: kinds from all
    sentences of what has a signal, for or against from those with a kind of two sides.
    """
    there, against = answers(units)
    taught = np.isin(units.frame["of"].to_numpy(), rows[_any(answers(learnt)[0])[rows]])
    if output == AGAINST_HERE:
        return np.flatnonzero(taught & _any(there[:, _SIDED])), _any(against)
    return np.flatnonzero(taught), there[:, list(HERE.values()).index(output)]


def _lesson(output: str, learnt: Learnt, rows: Rows) -> tuple[Rows, Truths]:
    """Which rows teach this output, and the truth for all rows: any signal from all but invented
    ones that name nobody (they raise false alarms on news), the kind from what has a signal,
    for or against from the kinds that have two sides.
    """
    there, against = answers(learnt)
    if output == "any":
        named = learnt.placed.filter(pl.col("key") == MENTION)["row"].unique()
        life = np.asarray(learnt.frame["part"].to_list()) != EXAMPLES
        life[named.to_numpy()] = True
        return rows[(life | ~_any(there))[rows]], _any(there)
    if output == "against":
        return rows[_any(there[:, _SIDED])[rows]], _any(against)
    return rows[_any(there)[rows]], there[:, KINDS.index(output)]


def _any(truths: Truths) -> Truths:
    return np.asarray(truths.any(axis=1))
