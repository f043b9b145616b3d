"""The gate for signals reckons for each text …"""

import random

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hustings import law
from hustings.screening import (
    fold,
    gate,
    gate_signals,
    lexicon,
    model,
    model_features,
    names,
    signals,
    signals_evidence,
    signals_parties,
    signals_score,
    signals_words,
)
from texts_said import AUTHORS, pieces, said


@pytest.fixture(scope="module")
def pack():
    return law.load("kg")


@pytest.fixture(scope="module")
def read(pack, index):
    """read(texts, authors) → (what the gate heard, what the exact way hears, found signals, who passes)."""
    gates = gate.Gate(index, pack.folder)
    known, words = model.load(pack.folder / "lexicon" / "model"), lexicon.load(pack.folder)

    def both(texts, authors):
        frame = pl.DataFrame(
            {"row": range(len(texts)), "text": texts, "author_class": authors},
            schema={"row": pl.UInt32, "text": pl.String, "author_class": pl.String},
        )
        tokens = fold.tokens(frame)
        mentions = names.find(frame, tokens=tokens, index=index)
        numbers = gates._read(frame["text"])
        hidden = gate._hidden(signals.named(mentions), frame.height)
        heard = gates._signals._heard(numbers, frame["author_class"], hidden)
        keyed = signals_words.keys(tokens)
        named = [signals.named(mentions), signals_parties.named(keyed, index.parties)]
        placed = signals_words.place(keyed, pl.concat(named))
        hits = signals_evidence.found(placed, words)
        exact, _ = signals_score.heard(
            frame, placed, hits, themes=words.themes, known=known, least=-1e9
        )
        found = signals.find(
            frame, tokens=tokens, mentions=mentions, pack=pack, parties=index.parties
        )
        _, passes = gates.passed(frame, lambda _: mentions)
        return heard, exact, found, passes

    return both


def agree(read, texts, authors):
    heard, exact, found, passes = read(texts, authors)
    sure = ~heard.unsure
    at = exact["row"].to_numpy()
    assert np.allclose(heard.any[at][sure], exact["any"].to_numpy()[sure], atol=1e-9)
    likely = sure & (heard.any >= signals_score.LEAST_ODDS)
    assert (heard.named[likely] == exact["named"].to_numpy().clip(0, 3)[likely]).all()
    for place, output in enumerate(gate_signals.OUTPUTS):
        kinds = exact[output].cast(pl.Float64).to_numpy()
        assert np.allclose(heard.kinds[likely, place], kinds[likely], atol=1e-4, equal_nan=True)
    assert set(found["row"]) <= set(np.flatnonzero(passes).tolist())
    return found, passes


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_what_the_exact_way_hears(seed, read):
    chance = random.Random(seed)
    texts = [said(chance) for _ in range(100)]
    agree(read, texts, [chance.choice([*AUTHORS, "voter"]) or "unknown" for _ in texts])


@settings(max_examples=25, deadline=None)
@given(st.lists(st.one_of(pieces, st.text(max_size=40)), min_size=1, max_size=30))
def test_the_same_of_anything_that_is_text(read, texts):
    agree(read, texts, ["voter"] * len(texts))


def test_hardly_more_than_is_found(read):
    chance = random.Random(3)
    texts = [said(chance) for _ in range(2000)]
    found, passes = agree(read, texts, ["voter"] * len(texts))
    named = sum(
        "Ойдон" in text or "ОЙДОН" in text for text in texts
    )  # a party's name passes unread
    assert found["row"].n_unique() <= passes.sum() < found["row"].n_unique() * 1.05 + named


@pytest.mark.parametrize(
    "changed",
    [
        lambda weights: weights.with_columns(pl.col("feature").replace("quotes", "moon")),
        lambda weights: weights.with_columns(idf=pl.lit(0.0)),
    ],
)
def test_nothing_where_the_model_looks_at_what_is_not_known_here(changed, pack):
    known, words = model.load(pack.folder / "lexicon" / "model"), lexicon.load(pack.folder)
    assert gate_signals.readable(known, words)
    other = model.Model(changed(known.weights), known.bias, known.card, "", known.second)
    assert not gate_signals.readable(other, words)


def test_by_the_very_circumstances_that_the_model_may_look_at():
    frame = pl.DataFrame({"row": [0], "text": ["a"]}, schema={"row": pl.UInt32, "text": pl.String})
    keyed = signals_words.keys(fold.tokens(frame))
    placed = signals_words.place(keyed, pl.DataFrame(schema=signals_parties.NAMED))
    counted = model_features._counted(placed.with_columns(quoted=pl.lit(value=True)))
    assert set(counted["feature"]) <= set(gate_signals._CIRCUMSTANCES)
