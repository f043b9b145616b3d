"""The small learned model: weights in the pack, scores by joins, nothing but Polars."""

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import polars as pl

from hustings.refusal import Refusal
from hustings.screening import model_features
from hustings.screening.lexicon import KINDS

OUTPUTS = ("any", *KINDS, "against")
SCALE = 2.0  # how loud words speak beside circumstances; chosen on held-out authors
BYTE = 127  # weights are kept in one signed byte each
_WEIGHTS = "weights.parquet"
_CARD = "model.json"


class ModelRefusal(Refusal):
    """Codes `model.*`: a model that cannot be used as it stands."""


@dataclass(frozen=True)
class Model:
    """Weights [feature, idf, any, call, …, against] and what is said beside them.

    `bias` has one number an output; `cuts` the probability of each kind from which on it is
    told; `card` is the model's card as data.
    """

    weights: pl.DataFrame
    bias: dict[str, float]
    cuts: dict[str, float]
    card: dict[str, object]
    digest: str


def load(folder: Path) -> Model | None:
    """The model in `folder`, or None where the pack has none.

    Refusals: `model.unreadable` (names the file), `model.outputs` (made for other kinds).
    """
    files = [folder / _CARD, folder / _WEIGHTS]
    if not files[0].exists():
        return None
    try:
        contents = [file.read_bytes() for file in files]
    except OSError as error:
        raise _unreadable(Path(error.filename), "it is not there") from error
    return _load(folder, hashlib.sha256(b"".join(contents)).hexdigest())


@lru_cache(maxsize=4)
def _load(folder: Path, digest: str) -> Model:
    try:
        card = json.loads((folder / _CARD).read_text("utf-8"))
        stored = pl.read_parquet(folder / _WEIGHTS)
    except (ValueError, pl.exceptions.PolarsError) as error:
        raise _unreadable(folder, str(error)) from error
    if tuple(card["outputs"]) != OUTPUTS:
        raise ModelRefusal(
            "model.outputs",
            "The model in {folder} was made for other kinds of signal. Train it again.",
            folder=str(folder),
        )
    scales = card["scales"]
    weights = stored.select("feature", *(pl.col(name) * scales[name] for name in ("idf", *OUTPUTS)))
    return Model(weights, card["bias"], card["cuts"], card["card"], f"sha256:{digest}")


def save(model: Model, folder: Path) -> None:
    """Write a model: weights in one byte each, so it stays small, and its card as JSON."""
    columns = ("idf", *OUTPUTS)
    scales = {name: _largest(model.weights[name]) / BYTE for name in columns}
    stored = model.weights.sort("feature").select(
        "feature",
        *((pl.col(name) / scales[name]).round().cast(pl.Int8) for name in columns),
    )
    folder.mkdir(parents=True, exist_ok=True)
    stored.write_parquet(folder / _WEIGHTS, compression="zstd", compression_level=19)
    said = {
        "outputs": OUTPUTS,
        "scales": {name: round(scale, 9) for name, scale in scales.items()},
        "bias": {name: round(value, 5) for name, value in model.bias.items()},
        "cuts": {name: round(value, 4) for name, value in model.cuts.items()},
        "card": model.card,
    }
    text = json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / _CARD).write_text(text + "\n", "utf-8")


def _largest(weights: pl.Series) -> float:
    return float(pl.DataFrame([weights]).select(pl.first().abs().max()).item() or 1.0)


def word_scores(placed: pl.DataFrame, model: Model) -> pl.DataFrame:
    """[row, clause, sentence, <outputs>]: how much each clause's words speak for each output,
    already divided by the length of the whole text.
    """
    vectors = _vectors(placed, model)
    paired = _pair_vectors(placed, model)
    return (
        pl.concat([vectors, paired], how="diagonal")
        .group_by("row", "clause")
        .agg(pl.col("sentence").max(), pl.col(OUTPUTS).sum())
    )


def row_scores(
    words: pl.DataFrame, circumstances: pl.DataFrame, frame: pl.DataFrame, model: Model
) -> pl.DataFrame:
    """[row, <outputs>]: log-odds of each output for each row of `frame`."""
    spoken = words.group_by("row").agg(pl.col(OUTPUTS).sum())
    around = (
        circumstances.join(model.weights.drop("idf"), on="feature")
        .group_by("row")
        .agg(*((pl.col(name) * pl.col("value")).sum() for name in OUTPUTS))
    )
    return (
        pl.concat([frame.select("row"), spoken, around], how="diagonal")
        .group_by("row")
        .agg(*(pl.col(name).sum() + model.bias[name] for name in OUTPUTS))
    )


def _vectors(placed: pl.DataFrame, model: Model) -> pl.DataFrame:
    words = placed["seen"].unique()
    known = (
        model_features.pieces(words)
        .join(model.weights, on="feature")
        .group_by("seen")
        .agg(
            (pl.col("idf") ** 2).sum().alias("square"),
            *((pl.col(name) * pl.col("idf")).sum() for name in OUTPUTS),
        )
    )
    return _spread(placed.select("row", "clause", "sentence", "seen").join(known, on="seen"))


def _pair_vectors(placed: pl.DataFrame, model: Model) -> pl.DataFrame:
    known = model.weights.filter(pl.col("feature").str.contains("^[bt]:")).select(
        "feature",
        (pl.col("idf") ** 2).alias("square"),
        *(pl.col(name) * pl.col("idf") for name in OUTPUTS),
    )
    return _spread(model_features.pairs(placed).join(known, on="feature"))


def _spread(scored: pl.DataFrame) -> pl.DataFrame:
    """Clause sums divided by the row's norm: [row, clause, sentence?, <outputs>]."""
    keep = ["sentence"] if "sentence" in scored.columns else []
    clauses = scored.group_by("row", "clause", *keep).agg(pl.col("square", *OUTPUTS).sum())
    norm = clauses.group_by("row").agg(pl.col("square").sum().sqrt().alias("norm"))
    return clauses.join(norm, on="row").select(
        "row",
        "clause",
        *keep,
        *(pl.col(name) * SCALE / pl.col("norm") for name in OUTPUTS),
    )


def _unreadable(what: Path, why: str) -> ModelRefusal:
    return ModelRefusal(
        "model.unreadable",
        "The model {file} cannot be read: {why}. Take it from the pack again, or train it.",
        file=str(what),
        why=why,
    )
