"""What the network sees …"""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings.screening import fold, network_text, signals_parties, signals_words
from hustings.screening.network_text import WRITTEN


def seen(text, *named):
    """The text as written for the network, and where its characters come from."""
    frame = pl.DataFrame({"row": [0], "text": [text]}, schema={"row": pl.UInt32, "text": pl.String})
    hidden = pl.DataFrame(
        [(0, text.index(name), text.index(name) + len(name), target) for name, target in named],
        schema=signals_parties.NAMED,
        orient="row",
    )
    placed = signals_words.place(signals_words.keys(fold.tokens(frame)), hidden)
    written = network_text.written(frame, placed)["written"].item()
    return written, network_text.places(frame, placed)[0]


def test_has_one_invented_name_for_whoever_is_named():
    first, _ = seen("Все за Ойдонбекова Азамата!", ("Ойдонбекова Азамата", "i-1"))
    second, _ = seen("Все за Мисал кызы Айгүл!", ("Мисал кызы Айгүл", "i-2"))
    assert first == second == "Все за Асан!"


def test_has_no_capitalised_word_inside_a_sentence():
    assert seen("Вчера в Ойдоне видели Мисалова.")[0] == "Вчера в N видели N."


def test_has_one_digit_for_every_number():
    assert seen("18 округ, 3 номер")[0] == seen("7 округ, 12 номер")[0] == "1 округ, 1 номер"


def test_has_nothing_that_nobody_sees():
    text = "го\u200bло\u00adс \u202eза"
    written, at = seen(text)
    assert written == "голос за"
    assert "".join(text[place] for place in at) == written


def test_keeps_what_else_is_written():
    text = "«ура», — сказал… 👍🏽 #всевместе"
    assert seen(text) == (text, list(range(len(text))))


@given(st.text(alphabet="аБв 1!\n👍", max_size=40))
def test_comes_from_where_it_says(text):
    written, at = seen(text)
    assert len(written) == len(at)
    assert at == sorted(at)
    stand_ins = set("".join(WRITTEN.values()))
    assert all(letter == text[place] or letter in stand_ins
               for letter, place in zip(written, at, strict=True))  # fmt: skip


@pytest.mark.parametrize("texts", [[], ["", "а"], [None, "а"]])
def test_is_told_for_every_row_in_its_order(texts):
    frame = pl.DataFrame(
        {"row": range(len(texts)), "text": texts}, schema={"row": pl.UInt32, "text": pl.String}
    )
    placed = pl.DataFrame(
        schema={"row": pl.UInt32, "start": pl.Int64, "end": pl.Int64, "seen": pl.String}
    )
    assert network_text.written(frame, placed)["written"].to_list() == [
        text or "" for text in texts
    ]
