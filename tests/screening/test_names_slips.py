"""A surname with one slip of the pen …"""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hustings.screening import names_slips

LETTERS = "абвгдежзиклмнопрстухчш"
ENDINGS = ["", "га", "дин", "лардан", "ники"]


def slipped(key, at, letter, how):
    return {
        "left out": key[:at] + key[at + 1 :],
        "put in": key[:at] + letter + key[at:],
        "mistaken": key[:at] + letter + key[at + 1 :],
        "swapped": key[:at] + key[at + 1 : at + 2] + key[at : at + 1] + key[at + 2 :],
    }[how]


def found(index, *keys):
    return names_slips.find(pl.DataFrame({"key": keys}, schema={"key": pl.String}), index.slips)


@pytest.fixture(scope="module")
def surnames(index):
    return index.slips.filter("bare")["key"].unique().sort().to_list()


@settings(max_examples=60, deadline=None)
@given(
    which=st.integers(0, 10_000),
    at=st.integers(1, 23),
    letter=st.sampled_from(LETTERS),
    how=st.sampled_from(["left out", "put in", "mistaken", "swapped"]),
    ending=st.sampled_from(ENDINGS),
)
def test_is_found_wherever_the_slip_is(which, at, letter, how, ending, surnames, index):
    key = surnames[which % len(surnames)]
    word = slipped(key, min(at, len(key) - 1), letter, how)
    if len(word) >= names_slips.LEAST:
        assert found(index, word + ending).height


def test_is_found_though_the_end_of_the_name_is_a_suffix_too(index):
    assert "маисалкизи" in found(index, "маисалкизи")["key"].to_list()


@pytest.mark.parametrize("word", ["шинаков", "сонатов", "си", "", "район", "кыялдардын"])
def test_is_not_seen_in_another_word(word, index):
    assert not found(index, word).height


def test_is_looked_for_in_no_words(index):
    assert not found(index).height
