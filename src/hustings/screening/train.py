"""Fit the small model: python -m hustings.screening.train CORPUS.jsonl … --pack FOLDER …

Needs the extra `train` (scikit-learn). The same corpora, lexicon and examples give the same
model. Figures are taken on authors left out, one file at a time.
"""

import argparse
import csv
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

from hustings.screening import model, model_features, train_corpus
from hustings.screening.lexicon import KINDS
from hustings.screening.model import OUTPUTS, SCALE, Model
from hustings.screening.train_corpus import EXAMPLES, Learnt

SOFTNESS = 3.0  # C of the logistic regressions; flat between 1 and 10 on held-out authors
SELDOM = 2  # a feature of fewer texts is one author's slip
KEPT = 16_000
FLAT = 0.005  # F1 so near the best is a tie; the middle of the tie is taken
SURE = 0.5
NAMES = ("name_ru", "name_ky", "name_latin")
TWO_SIDED = ("call", "preference", "consequences", "bribery")
Floats = npt.NDArray[np.float64]
Truths = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int64]
NEVER = -9.0  # log-odds of what no row showed


@dataclass(frozen=True)
class Table:
    """Rows × features, with the columns' names and idf (0: a circumstance)."""

    values: sparse.csr_matrix
    features: list[str]
    idf: Floats
    lexical: Truths


def entries(learnt: Learnt, idf: pl.DataFrame) -> pl.DataFrame:
    """[row, feature, value] of all words and circumstances, as `model.row_scores` adds them."""
    words = (
        _spoken(learnt)
        .join(idf, on="feature")
        .with_columns(pl.col("feature").str.contains("^[bt]:").alias("pair"))
    )
    square = pl.col("count") * pl.col("idf") ** 2
    norm = words.group_by("row", "pair").agg(square.sum().sqrt().alias("norm"))
    said = words.join(norm, on=["row", "pair"]).select(
        "row",
        "feature",
        (pl.col("count") * pl.col("idf") * SCALE / pl.col("norm")).alias("value"),
    )
    return pl.concat([said, learnt.circumstances.select("row", "feature", "value")])


def _spoken(learnt: Learnt) -> pl.DataFrame:
    """[row, feature, count] of pieces and pairs."""
    placed = learnt.placed
    pieces = placed.select("row", "seen").join(
        model_features.pieces(placed["seen"].unique()), on="seen"
    )
    paired = model_features.pairs(placed)
    return (
        pl.concat([pieces.select("row", "feature"), paired.select("row", "feature")])
        .group_by("row", "feature")
        .agg(pl.len().alias("count"))
    )


def inverse_frequencies(learnt: Learnt, rows: pl.Series) -> pl.DataFrame:
    """[feature, idf] of the words in these rows."""
    spoken = _spoken(learnt).filter(pl.col("row").is_in(rows.implode()))
    total = rows.len()
    return (
        spoken.group_by("feature")
        .agg(pl.len().alias("texts"))
        .filter(pl.col("texts") >= SELDOM)
        .select("feature", (((1 + total) / (1 + pl.col("texts"))).log() + 1).alias("idf"))
    )


def table(learnt: Learnt, idf: pl.DataFrame) -> Table:
    long = entries(learnt, idf)
    names = long["feature"].unique().sort()
    number = pl.DataFrame({"feature": names}).with_row_index("column")
    long = long.join(number, on="feature")
    values = sparse.csr_matrix(
        (long["value"].to_numpy(), (long["row"].to_numpy(), long["column"].to_numpy())),
        shape=(learnt.frame.height, names.len()),
    )
    weight = number.join(idf, on="feature", how="left").sort("column")["idf"].fill_null(0)
    return Table(
        values, names.to_list(), weight.to_numpy(), names.str.starts_with("lex:").to_numpy()
    )


def answers(learnt: Learnt) -> tuple[Truths, Truths]:
    """(rows × kinds: the kind is there; rows × kinds: it is there, and against)."""
    there = np.zeros((learnt.frame.height, len(KINDS)), bool)
    against = there.copy()
    for row, kind, stance in learnt.gold.iter_rows():
        there[row, KINDS.index(kind)] = True
        against[row, KINDS.index(kind)] |= stance == "against"
    return there, against


def fit(learnt: Learnt, rows: Rows, easy: Truths) -> Model:
    """A model from these rows. `easy`: rows whose texts the lexicon's editors had read; from
    them the model also learns with the lexicon's findings struck out, lest it trust them as
    it could nowhere else.
    """
    idf = inverse_frequencies(learnt, pl.Series(rows, dtype=pl.UInt32))
    whole = table(learnt, idf)
    weights, _ = _regress(whole, learnt, rows, easy)
    loud = np.abs(weights).max(axis=0) * np.where(whole.idf > 0, whole.idf, np.inf)
    keep = np.sort(np.argsort(-loud, kind="stable")[:KEPT])
    kept = {whole.features[column] for column in keep}
    small = table(learnt, idf.filter(pl.col("feature").is_in(list(kept))))
    weights, bias = _regress(small, learnt, rows, easy)
    return Model(
        pl.DataFrame({"feature": small.features, "idf": small.idf}).with_columns(
            pl.Series(name, weights[number]) for number, name in enumerate(OUTPUTS)
        ),
        dict(zip(OUTPUTS, bias, strict=True)),
        {},
        {},
        "",
    )


def _regress(wide: Table, learnt: Learnt, rows: Rows, easy: Truths) -> tuple[Floats, list[float]]:
    silent = wide.values.multiply(~wide.lexical).tocsr()
    weights, bias = [], []
    for output in OUTPUTS:
        chosen, truth = _lesson(output, learnt, rows)
        twice = chosen[easy[chosen] & (output != "any")]
        told = np.concatenate([truth[chosen], truth[twice]])
        if told.all() or not told.any():
            weights.append(np.zeros(wide.values.shape[1]))
            bias.append(NEVER)
            continue
        regression = LogisticRegression(C=SOFTNESS, solver="liblinear", random_state=0)
        regression.fit(sparse.vstack([wide.values[chosen], silent[twice]]), told)
        weights.append(regression.coef_[0])
        bias.append(float(regression.intercept_[0]))
    return np.array(weights), bias


def _lesson(output: str, learnt: Learnt, rows: Rows) -> tuple[Rows, Truths]:
    """Which rows teach this output, and the truth for all rows. Whether there is any signal is
    learnt from publications only, since examples have no circumstances; the kind from what has
    a signal; for or against from the kinds that have two sides.
    """
    there, against = answers(learnt)
    if output == "any":
        part = np.asarray(learnt.frame["part"].to_list())
        return rows[part[rows] != EXAMPLES], _any(there)
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
    there, _ = answers(learnt)
    found = {}
    for name in sorted(set(part) - {EXAMPLES}):
        rows = np.flatnonzero(part == name)
        chances = probabilities(fit(learnt, np.flatnonzero(part != name), easy), learnt, rows)
        kinds = chances["any"][:, None] * np.stack([chances[kind] for kind in KINDS], axis=1)
        found[name] = (kinds, there[rows], chances["any"])
        if progress:
            sys.stderr.write(f"left out: {name}\n")
    return found


def probabilities(fitted: Model, learnt: Learnt, rows: Rows) -> dict[str, Floats]:
    """Chances of each output for these rows, as screening gives them."""
    here = pl.col("row").is_in(pl.Series(rows, dtype=pl.UInt32).implode())
    words = model.word_scores(learnt.placed.filter(here), fitted)
    odds = model.row_scores(
        words, learnt.circumstances.filter(here), learnt.frame.filter(here), fitted
    ).sort("row")
    return {name: 1 / (1 + np.exp(-odds[name].to_numpy())) for name in OUTPUTS}


def best_cut(chances: Floats, truths: Truths) -> float:
    """The probability from which on telling a signal gives the best F1 over all kinds."""
    tried = np.arange(0.15, 0.55, 0.01)
    scores = [
        2 * (told & truths).sum() / max(1, told.sum() + truths.sum())
        for told in (chances >= cut for cut in tried)
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
    roster: Path,
    read_by_editors: Sequence[str],
    progress: bool = False,
) -> Model:
    """The model of all corpora, its cut and card taken on authors left out."""
    with roster.open(encoding="utf-8-sig", newline="") as file:
        candidates = list(csv.DictReader(file))
    learnt = train_corpus.gather(
        corpora,
        folder=folder,
        names=[row[name] for row in candidates for name in NAMES],
        parties=sorted({row["nominated_by"] for row in candidates}),
    )
    easy = np.isin(learnt.frame["part"].to_list(), [*read_by_editors, EXAMPLES])
    found = left_out(learnt, easy, progress=progress)
    unread = [name for name in found if name not in read_by_editors] or list(found)
    kinds = np.concatenate([found[name][0] for name in unread])
    truths = np.concatenate([found[name][1] for name in unread])
    cut = best_cut(kinds, truths)
    fitted = fit(learnt, np.arange(learnt.frame.height), easy)
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
        roster=chosen.roster,
        read_by_editors=chosen.read_by_editors,
        progress=sys.stderr.isatty(),
    )
    model.save(fitted, chosen.output or chosen.pack / "lexicon" / "model")
    print(json.dumps(fitted.card, ensure_ascii=False, indent=1))  # noqa: T201  # the command speaks
    return 0


if __name__ == "__main__":
    sys.exit(main())
