"""The small learned model: weights in the pack, scores by joins, nothing but Polars."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

import polars as pl

from hustings.refusal import Refusal
from hustings.screening import model_features, network
from hustings.screening.lexicon import KINDS
from hustings.screening.model_pieces import Spelled
from hustings.screening.network import Network

HERE = {kind: f"{kind} here" for kind in KINDS}
AGAINST, AGAINST_HERE = "against", "against here"
WHOLE = ("any", *KINDS, AGAINST)  # asked of the whole publication
SENTENCE = (*HERE.values(), AGAINST_HERE)  # asked of each of its sentences
OUTPUTS = (*WHOLE, *SENTENCE)
BYTE = 127  # weights are kept in one signed byte each
_WEIGHTS = "weights.parquet"
_CARD = "model.json"


class ModelRefusal(Refusal):
    """Codes `model.*`: a model that cannot be used as it stands."""


@dataclass(frozen=True)
class Model:
    """Weights [feature, idf, <OUTPUTS>] and what is said beside them.

    `bias` has one number an output; `second` is what `signals_weigh` weighs them with, `third` what
    `signals_third` weighs the network with (empty: there is none); `card` is the model's card as
    data, and says which network that is.
    """

    weights: pl.DataFrame
    bias: dict[str, float]
    card: dict[str, object]
    digest: str
    second: dict[str, dict[str, float]] = field(default_factory=dict)
    third: dict[str, dict[str, float]] = field(default_factory=dict)
    network_file: Path | None = None

    @cached_property
    def network(self) -> Network | None:
        """What the third reading asks, read from its file when it is first asked."""
        if not self.third or self.network_file is None:
            return None
        return network.load(self.network_file, str(self.card["network"]))

    @cached_property
    def _spelled(self) -> dict[tuple[str, ...], Spelled]:
        return {}

    def spelled(self, outputs: Sequence[str]) -> Spelled:
        """What single words say for some outputs, by their pieces."""
        asked = tuple(outputs)
        if asked not in self._spelled:
            self._spelled[asked] = Spelled(self.weights, asked)
        return self._spelled[asked]


def load(folder: Path) -> Model | None:
    """The model in `folder`, or None where the pack has none.

    Refusals: `model.unreadable` (names the file), `model.outputs` (made for other kinds), `model.network`
    (the network it was weighed with is not here).
    """
    files = [folder / _CARD, folder / _WEIGHTS]
    if not files[0].exists():
        return None
    try:
        contents = [file.read_bytes() for file in files]
    except OSError as error:
        raise _unreadable(Path(error.filename)) from error
    return _load(folder, hashlib.sha256(b"".join(contents)).hexdigest())


@lru_cache(maxsize=4)
def _load(folder: Path, digest: str) -> Model:
    try:
        card = json.loads((folder / _CARD).read_text("utf-8"))
        stored = pl.read_parquet(folder / _WEIGHTS)
    except (ValueError, pl.exceptions.PolarsError) as error:
        raise _unreadable(folder) from error
    if tuple(card["outputs"]) != OUTPUTS or "second" not in card:
        raise ModelRefusal(
            "model.outputs",
            "The model in {folder} was made for other kinds of signal. Train it again.",
            folder=str(folder),
        )
    reader = network.find(card["card"].get("network", ""), folder)
    if card.get("third") and reader is None:
        raise ModelRefusal(
            "model.network",
            "The model in {folder} was weighed with the network {digest}, which is not here. Install the "
            "Hustings that it came with, or train the model again.",
            folder=str(folder),
            digest=card["card"]["network"],
        )
    scales = card["scales"]
    weights = stored.select("feature", *(pl.col(name) * scales[name] for name in ("idf", *OUTPUTS)))
    return Model(
        weights, card["bias"], card["card"], f"sha256:{digest}", card["second"],
        card.get("third", {}), reader,
    )  # fmt: skip


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
        "second": _rounded(model.second),
        "third": _rounded(model.third),
        "card": model.card,
    }
    text = json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / _CARD).write_text(text + "\n", "utf-8")


def _rounded(reading: dict[str, dict[str, float]]) -> dict[str, dict[str, float]]:
    return {
        name: {told: round(value, 5) for told, value in weights.items()}
        for name, weights in reading.items()
    }


def _largest(weights: pl.Series) -> float:
    return float(pl.DataFrame([weights]).select(pl.first().abs().max()).item() or 1.0)


def voices(
    placed: pl.DataFrame, themes: pl.DataFrame, model: Model, outputs: Sequence[str]
) -> pl.DataFrame:
    """[row, clause, <outputs>]: how much each clause's words speak for each output, already
    divided by the length of the whole text.
    """
    said = placed.select("row", "clause", pl.col("seen").alias("what"))
    words = placed["seen"].unique()
    weighed = model.weights.select("feature", "idf", *outputs)
    spelled = _spelled(words, model, outputs)
    meant = _summed(model_features.themed(words, themes), weighed)
    paired = _summed(
        weighed.filter(pl.col("feature").str.contains("^[bt]:")).select(
            pl.col("feature").alias("seen"), "feature"
        ),
        weighed,
    )
    near = model_features.pairs(placed).rename({"feature": "what"})
    scales = model_features.FAMILIES.values()
    families = zip((said, near, said), (spelled, paired, meant), scales, strict=True)
    return (
        pl.concat(
            [_spread(where.join(known, on="what"), outputs, s) for where, known, s in families]
        )
        .group_by("row", "clause")
        .agg(pl.col(outputs).sum())
    )


def odds(
    spoken: pl.DataFrame,
    circumstances: pl.DataFrame,
    frame: pl.DataFrame,
    *,
    model: Model,
    outputs: Sequence[str],
) -> pl.DataFrame:
    """[row, <outputs>]: log-odds of each output for each row of `frame`, in its order."""
    around = (
        circumstances.join(model.weights.select("feature", *outputs), on="feature")
        .group_by("row")
        .agg(*((pl.col(name) * pl.col("value")).sum() for name in outputs))
    )
    words = spoken.group_by("row").agg(pl.col(outputs).sum())
    return (
        pl.concat([frame.select("row"), words, around], how="diagonal")
        .group_by("row")
        .agg(*(pl.col(name).sum() + model.bias[name] for name in outputs))
        .sort("row")
    )


def chance(name: str) -> pl.Expr:
    """A column of log-odds as a probability, under the same name."""
    return (1 / (1 + (-pl.col(name)).exp())).alias(name)


def _spelled(words: pl.Series, model: Model, outputs: Sequence[str]) -> pl.DataFrame:
    """[what, square, <outputs>]: what the pieces of each word add up to; words without any left out."""
    said = model.spelled(outputs).of(words)
    columns = {name: said[:, place].copy() for place, name in enumerate(("square", *outputs))}
    return pl.DataFrame({"what": words, **columns}).filter(pl.col("square") > 0)


def _summed(features: pl.DataFrame, weighed: pl.DataFrame) -> pl.DataFrame:
    """[what, square, <outputs>]: what one word, or one pair, adds wherever it stands."""
    outputs = weighed.columns[2:]
    return (
        features.join(weighed, on="feature")
        .group_by(pl.col("seen").alias("what"))
        .agg(
            (pl.col("idf") ** 2).sum().alias("square"),
            *((pl.col(name) * pl.col("idf")).sum() for name in outputs),
        )
    )


def _spread(scored: pl.DataFrame, outputs: Sequence[str], scale: float) -> pl.DataFrame:
    """Sums of clauses divided by the norm of the row: [row, clause, <outputs>]."""
    clauses = scored.group_by("row", "clause").agg(pl.col("square", *outputs).sum())
    norm = clauses.group_by("row").agg(pl.col("square").sum().sqrt().alias("norm"))
    return clauses.join(norm, on="row").select(
        "row", "clause", *(pl.col(name) * scale / pl.col("norm") for name in outputs)
    )


def _unreadable(what: Path) -> ModelRefusal:
    return ModelRefusal(
        "model.unreadable",
        "The model {file} cannot be read. Take it from the pack again, or train it.",
        file=str(what),
    )
