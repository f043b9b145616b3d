"""The pieces of words, looked up in compiled code, add up …"""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hustings import law
from hustings.screening import model, model_features, model_pieces

OUTPUTS = ("any", "call", "against here")


@pytest.fixture(scope="module")
def known():
    return model.load(law.load("kg").folder / "lexicon" / "model")


def by_joins(words, known):
    pieces = model_features.pieces(words)
    summed = model._summed(pieces, known.weights.select("feature", "idf", *OUTPUTS))
    told = words.alias("what").to_frame().join(summed, on="what", how="left", maintain_order="left")
    return told.drop("what").fill_null(0.0).to_numpy()


words_of = st.one_of(
    st.text("абгдекилмностуышч#^@ab12ӨҥƏ", max_size=12), st.text(max_size=9), st.sampled_from("^@#")
)


@settings(max_examples=60, deadline=None)
@given(st.lists(words_of, max_size=40, unique=True))
def test_to_what_joins_add_up_to(known, words):
    listed = pl.Series("seen", words, dtype=pl.String)
    expected = by_joins(listed, known)
    assert np.allclose(known.spelled(OUTPUTS).of(listed), expected, atol=1e-12)


def test_to_the_same_whether_words_were_asked_for_before(known, monkeypatch):
    monkeypatch.setattr(model_pieces, "_MOST", 3)
    forgetful = model_pieces.Spelled(known.weights, OUTPUTS)
    words = pl.Series("seen", ["добуш", "шайлоо", "партия", "@", "голосуйте", "талапкер"])
    first = [forgetful.of(words.slice(at, 2)) for at in (0, 2, 4, 0, 2)]
    assert (np.concatenate(first[:3]) == known.spelled(OUTPUTS).of(words)).all()
    assert (first[3] == first[0]).all()
    assert (first[4] == first[1]).all()


def test_to_nothing_where_there_are_no_words(known):
    assert known.spelled(OUTPUTS).of(pl.Series("seen", [], dtype=pl.String)).shape == (0, 4)
