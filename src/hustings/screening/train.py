"""Fit the small model: python -m hustings.screening.train CORPUS.jsonl … --pack FOLDER …

Needs the extra `train` (scikit-learn). The same corpora, lexicon and examples give the same
model. Figures are taken on authors left out, one file at a time.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from hustings.screening import model, model_features, signals_score, train_corpus
from hustings.screening.lexicon import KINDS
from hustings.screening.model import OUTPUTS, SENTENCE, Model
from hustings.screening.roster import Roster
from hustings.screening.signals_words import MENTION
from hustings.screening.train_corpus import EXAMPLES, Learnt

SOFTNESS = 3.0  # C of the logistic regressions; flat between 1 and 10 on held-out authors
SELDOM = 2  # a feature of fewer texts is one author's slip
KEPT = 16_000
MADE_UP = 0.1
TWICE = 0.6
FLAT = 0.005  # F1 so near the best is a tie; the middle of the tie is taken
SURE = 0.5
TWO_SIDED = ("call", "preference", "consequences", "bribery")
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
    spoken = _spoken(learnt).join(idf, on="feature")
    square = (pl.col("count") * pl.col("idf") ** 2).sum().sqrt()
    said = [
        some.join(some.group_by("row").agg(square.alias("norm")), on="row").select(
            "row",
            "feature",
            (pl.col("count") * pl.col("idf") * scale / pl.col("norm")).alias("value"),
        )
        for family, scale in model_features.FAMILIES.items()
        for some in [spoken.filter(pl.col("feature").str.contains(family))]
    ]
    return pl.concat([*said, learnt.circumstances.select("row", "feature", "value")])


def _spoken(learnt: Learnt) -> pl.DataFrame:
    """[row, feature, count] of pieces, themes and pairs."""
    words = learnt.placed["seen"].unique()
    known = pl.concat([model_features.pieces(words), model_features.themed(words, learnt.themes)])
    single = learnt.placed.select("row", "seen").join(known, on="seen")
    paired = model_features.pairs(learnt.placed)
    return (
        pl.concat([single.select("row", "feature"), paired.select("row", "feature")])
        .group_by("row", "feature")
        .agg(pl.len().alias("count"))
    )


def inverse_frequencies(learnt: Learnt, rows: Rows) -> pl.DataFrame:
    """[feature, idf] of the words in these rows."""
    here = pl.col("row").is_in(pl.Series(rows, dtype=pl.UInt32).implode())
    return (
        _spoken(learnt)
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
    weights, _ = _regress(learnt, units, rows=rows, easy=easy, idf=idf, around=around)
    loud = np.abs(weights[:, : idf.height]).max(axis=0) * idf["idf"].to_numpy()
    idf = idf[np.sort(np.argsort(-loud, kind="stable")[:KEPT])]
    weights, bias = _regress(learnt, units, rows=rows, easy=easy, idf=idf, around=around)
    rare = pl.DataFrame({"feature": around, "idf": 0.0})
    return Model(
        pl.concat([idf, rare]).with_columns(
            pl.Series(name, weights[number]) for number, name in enumerate(OUTPUTS)
        ),
        dict(zip(OUTPUTS, bias, strict=True)),
        {},
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
) -> tuple[Floats, list[float]]:
    features = pl.concat([idf["feature"], around])
    whole, sentences = (table(some, idf, features) for some in (learnt, units))
    of = units.frame["of"].to_numpy()
    said = np.flatnonzero(np.isin(of, rows[_any(answers(learnt)[0])[rows]]))
    heard = answers(units)[0]
    weights, bias = [], []
    for output in OUTPUTS:
        if output in SENTENCE:
            truth = heard[:, SENTENCE.index(output)]
            lesson = _Lesson(sentences, said, truth, said[easy[of[said]]])
        else:
            chosen, truth = _lesson(output, learnt, rows)
            lesson = _Lesson(whole, chosen, truth, chosen[easy[chosen]])
        if output == "any":
            lesson = replace(lesson, heed=_heed(learnt, easy))
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
    heed: Floats | None = None

    def learn(self) -> tuple[Floats, float]:
        told = np.concatenate([self.truth[self.rows], self.truth[self.again]])
        if told.all() or not told.any():
            return np.zeros(self.table.values.shape[1]), NEVER
        regression = LogisticRegression(C=SOFTNESS, solver="liblinear", random_state=0)
        both = np.concatenate([self.rows, self.again])
        regression.fit(
            sparse.vstack([self.table.values[self.rows], self.table.silent[self.again]]),
            told,
            None if self.heed is None else self.heed[both],
        )
        return regression.coef_[0], float(regression.intercept_[0])


def _heed(learnt: Learnt, easy: Truths) -> Floats:
    """How much each row counts for whether there is any signal: of examples with one there are
    many more than in life, and what is learnt twice counts twice.
    """
    example = np.asarray(learnt.frame["part"].to_list()) == EXAMPLES
    signal = _any(answers(learnt)[0])
    return np.where(example & signal, MADE_UP, 1.0) * np.where(easy, TWICE, 1.0)


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
        sided = _any(there[:, [KINDS.index(kind) for kind in TWO_SIDED]])
        return rows[sided[rows]], _any(against)
    return rows[_any(there)[rows]], there[:, KINDS.index(output)]


def left_out(
    learnt: Learnt, easy: Truths, *, progress: bool = False
) -> dict[str, tuple[Floats, Truths, Floats]]:
    """For each author file: (kinds' probabilities, truths, any-signal probability), from a
    model that has read the other files and the examples only.
    """
    part = np.asarray(learnt.frame["part"].to_list())
    units = train_corpus.by_sentence(learnt)
    there, _ = answers(learnt)
    found = {}
    for name in sorted(set(part) - {EXAMPLES}):
        rows = np.flatnonzero(part == name)
        fitted = fit(learnt, units, np.flatnonzero(part != name), easy)
        kinds, some = probabilities(fitted, learnt, rows)
        found[name] = (kinds, there[rows], some)
        if progress:
            sys.stderr.write(f"left out: {name}\n")
    return found


def probabilities(fitted: Model, learnt: Learnt, rows: Rows) -> tuple[Floats, Floats]:
    """(rows × kinds, any signal) as screening gives them, before cuts."""
    here = pl.col("row").is_in(pl.Series(rows, dtype=pl.UInt32).implode())
    kinds, some = signals_score.chances(
        learnt.frame.filter(here),
        learnt.placed.filter(here),
        learnt.hits.filter(here),
        themes=learnt.themes,
        known=fitted,
        least=0.0,
    )[:2]
    wide = kinds.with_columns(pl.col("alone") * pl.col("any")).pivot(
        "kind", index="row", values="alone"
    )
    wide = learnt.frame.filter(here).select("row").join(wide, on="row", how="left").fill_null(0)
    chance = learnt.frame.filter(here).select("row").join(some, on="row", how="left")
    return wide.sort("row").select(KINDS).to_numpy(), chance.sort("row")["any"].to_numpy()


def best_cut(kinds: Floats, truths: Truths, some: Floats) -> float:
    """The probability from which on telling a signal gives the best F1 over all kinds."""
    tried = np.arange(0.15, 0.55, 0.01)
    scores = [
        2 * (told & truths).sum() / max(1, told.sum() + truths.sum())
        for told in (_told(kinds, some, cut) for cut in tried)
    ]
    near = tried[np.array(scores) >= max(scores) - FLAT]
    return float(round(near.mean(), 2))


def card(found: dict[str, tuple[Floats, Truths, Floats]], cut: float) -> dict[str, object]:
    """Figures of authors left out, rounded; F1 as `hustings evaluate` counts it."""
    return {
        name: {
            "records": len(truths),
            "kinds_f1": _f1(_told(kinds, some, cut), truths),
            "any_f1": _f1(*(_any(told) for told in (_told(kinds, some, cut), truths))),
        }
        for name, (kinds, truths, some) in found.items()
    }


def _told(kinds: Floats, some: Floats, cut: float) -> Truths:
    told = kinds >= cut
    leading = np.zeros_like(told)
    leading[np.arange(len(told)), kinds.argmax(axis=1)] = some >= SURE
    return np.asarray(told | leading)


def _any(truths: Truths) -> Truths:
    return np.asarray(truths.any(axis=1))


def _f1(told: Truths, truths: Truths) -> float:
    return round(float(2 * (told & truths).sum() / max(1, told.sum() + truths.sum())), 3)


def train(
    corpora: Sequence[Path],
    *,
    folder: Path,
    roster: Roster,
    read_by_editors: Sequence[str],
    progress: bool = False,
) -> Model:
    """The model of all corpora, its cut and card taken on authors left out."""
    learnt = train_corpus.gather(corpora, folder=folder, roster=roster)
    easy = np.isin(learnt.frame["part"].to_list(), [*read_by_editors, EXAMPLES])
    found = left_out(learnt, easy, progress=progress)
    unread = [name for name in found if name not in read_by_editors] or list(found)
    kinds = np.concatenate([found[name][0] for name in unread])
    truths = np.concatenate([found[name][1] for name in unread])
    cut = best_cut(kinds, truths, np.concatenate([found[name][2] for name in unread]))
    units = train_corpus.by_sentence(learnt)
    fitted = fit(learnt, units, np.arange(learnt.frame.height), easy)
    return replace(
        fitted,
        cuts=dict.fromkeys(KINDS, cut),
        card={
            "made_from": {path.name: _digest(path) for path in corpora},
            "examples": int((learnt.frame["part"] == EXAMPLES).sum()),
            "read_by_editors": sorted(read_by_editors),
            "authors_left_out": card(found, cut),
        },
    )


def _digest(path: Path) -> str:
    return f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; writes weights.parquet and model.json into the output folder."""
    parser = argparse.ArgumentParser(prog="hustings.screening.train", description=__doc__)
    parser.add_argument("corpora", nargs="+", type=Path, metavar="CORPUS.jsonl")
    parser.add_argument("--pack", type=Path, required=True, help="the pack's folder")
    parser.add_argument("--roster", type=Path, required=True, help="whose names are hidden")
    parser.add_argument("--output", type=Path, help="default: lexicon/model in the pack")
    parser.add_argument(
        "--read-by-editors",
        nargs="*",
        default=[],
        metavar="NAME",
        help="corpora (file names without .jsonl) that the lexicon's editors have read",
    )
    chosen = parser.parse_args(arguments)
    fitted = train(
        chosen.corpora,
        folder=chosen.pack,
        roster=Roster.read(chosen.roster),
        read_by_editors=chosen.read_by_editors,
        progress=sys.stderr.isatty(),
    )
    model.save(fitted, chosen.output or chosen.pack / "lexicon" / "model")
    print(json.dumps(fitted.card, ensure_ascii=False, indent=1))  # noqa: T201  # the command speaks
    return 0


if __name__ == "__main__":
    sys.exit(main())
