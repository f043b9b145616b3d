"""The learned model …"""

import math
import os
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from hustings.screening import fold, model, model_features, network, signals_words
from hustings.screening.lexicon import KINDS
from hustings.screening.lexicon_spelling import skeleton
from hustings.screening.model import OUTPUTS, Model, ModelRefusal
from network_made import made

PACKS = Path(__file__).parents[2] / "packs"
SHARED = Path(os.environ.get("HUSTINGS_SHARED", Path(__file__).parents[2].parent / "shared"))
THEMES = pl.DataFrame(
    {"place": [0], "begins": ["голос"], "ends": [""], "whole": [False], "theme": ["vote"]}
).cast({"place": pl.UInt32})
NOBODY = pl.DataFrame(
    schema={"row": pl.UInt32, "start": pl.Int64, "end": pl.Int64, "target": pl.String}
)


def tiny():
    """A model of four features, whose weights a person can add up."""
    features = ["w:голос", "c: за", "b:голос за", "k:vote", "asks"]
    weights = pl.DataFrame({"feature": features, "idf": [1.5, 1.0, 2.0, 1.0, 0.0]})
    return Model(
        weights.with_columns(
            pl.Series(name, [0.25 * (n + 1), -0.5, 0.75, 0.1 * n, 1.0])
            for n, name in enumerate(OUTPUTS)
        ),
        dict.fromkeys(OUTPUTS, -0.5),
        {"made": "by hand"},
        "",
        {"any": {"some": 0.25, "bias": -1.0}},
    )


def odds(frame_of, texts, fitted):
    frame = frame_of(texts)
    placed = signals_words.place(signals_words.keys(fold.tokens(frame)), NOBODY)
    none = pl.DataFrame(
        schema={"row": pl.UInt32, "kind": pl.String, "stance": pl.String,
                "context": pl.String, "weight": pl.Float64}
    )  # fmt: skip
    around = model_features.circumstances(frame, placed, none)
    spoken = model.voices(placed, THEMES, fitted, OUTPUTS)
    return model.odds(spoken, around, frame, model=fitted, outputs=OUTPUTS)


def test_adds_up_what_words_pairs_themes_and_circumstances_say(frame_of):
    found = odds(frame_of, ["голос за?", "тишина"], tiny())
    letters = 0.25 * 1.5 - 0.5 * 1.0
    spelled = 3.0 * letters / math.sqrt(1.5**2 + 1.0**2)
    paired = 2.0 * 0.75 * 2.0 / 2.0
    meant = 1.5 * 0.0
    assert found["any"][0] == pytest.approx(-0.5 + spelled + paired + meant + 1.0)
    assert found["any"][1] == pytest.approx(-0.5)


def test_is_read_back_as_it_was_written(tmp_path):
    written = tiny()
    model.save(written, tmp_path)
    read = model.load(tmp_path)
    assert read is not None
    assert read.card == {"made": "by hand"}
    assert read.bias == written.bias
    assert read.second == written.second
    both = read.weights.join(written.weights, on="feature", suffix="_before")
    for name in ("idf", *OUTPUTS):
        apart = (both[name] - both[f"{name}_before"]).abs().max()
        assert apart <= both[f"{name}_before"].abs().max() / 127


def test_is_none_where_a_pack_has_none(tmp_path):
    assert model.load(tmp_path) is None


@pytest.mark.parametrize("broken", ["weights.parquet", "model.json"])
def test_refuses_a_damaged_file(tmp_path, broken):
    model.save(tiny(), tmp_path)
    (tmp_path / broken).write_bytes(b"{ no")
    with pytest.raises(ModelRefusal, match="cannot be read"):
        model.load(tmp_path)


def test_refuses_half_of_itself(tmp_path):
    model.save(tiny(), tmp_path)
    (tmp_path / "weights.parquet").unlink()
    with pytest.raises(ModelRefusal, match="cannot be read"):
        model.load(tmp_path)


def test_refuses_weights_for_other_kinds(tmp_path):
    model.save(tiny(), tmp_path)
    card = tmp_path / "model.json"
    card.write_text(card.read_text("utf-8").replace('"poll here"', '"pool here"'), "utf-8")
    with pytest.raises(ModelRefusal, match="other kinds"):
        model.load(tmp_path)


def test_has_the_network_that_it_was_weighed_with(tmp_path):
    file = network.save(made(), tmp_path)
    digest = network.digest_of(file.read_bytes())
    third = {"any": {"bias": 0.5}, "kind": {"bias": 0.25}}
    model.save(replace(tiny(), third=third, card={"network": digest}), tmp_path)
    with pytest.raises(ModelRefusal, match="which is not here"):
        model.load(tmp_path)
    file.rename(tmp_path / "network.npz")
    read = model.load(tmp_path)
    assert (read.third, read.network.digest) == (third, digest)
    model.save(replace(tiny(), third=third, card={"network": digest}), tmp_path / "other")
    network.save(made(seed=1), tmp_path).rename(tmp_path / "other" / "network.npz")
    with pytest.raises(network.NetworkRefusal, match="not the one"):
        _ = model.load(tmp_path / "other").network


def test_of_the_kg_pack_is_small_and_says_what_it_was_made_from():
    folder = PACKS / "kg" / "lexicon" / "model"
    sizes = {file.name: file.stat().st_size for file in folder.iterdir()}
    assert sizes["weights.parquet"] + sizes["model.json"] < 4_000_000
    assert "network.npz" not in sizes
    fitted = model.load(folder)
    assert fitted is not None
    assert fitted.network is not None
    assert fitted.card["network"] == fitted.network.digest
    assert fitted.network_file.stat().st_size < 32_000_000
    assert set(fitted.third) == {"any", "kind"}
    assert set(fitted.card) >= {"made_from", "examples", "authors_left_out"}
    assert set(fitted.second) == {"any", *KINDS}


def test_of_the_kg_pack_knows_no_name_of_the_roster_it_was_made_with():
    roster = SHARED / "corpus" / "roster.csv"
    if not roster.exists():
        pytest.skip("the corpus it was made from is not here")
    people = pl.read_csv(roster, infer_schema=False)
    words = {
        skeleton(word)
        for column in ("name_ru", "name_ky", "name_latin")
        for name in people[column]
        for word in name.replace(".", " ").split()
        if len(word) > 5
    }
    fitted = model.load(PACKS / "kg" / "lexicon" / "model")
    known = set(fitted.weights["feature"].str.strip_prefix("w:"))
    assert not words & known
