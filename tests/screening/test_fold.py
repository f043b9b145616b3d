"""Folding text …"""

import unicodedata

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hustings.refusal import Refusal
from hustings.screening import fold, fold_oracle

TRICKY = (
    "абвгАБВoOpcCXаөҮңЁйё№#@*$.-_/0349 \n\u0301\u0306\u200b\u202e\u2066\u00ad"
    "🙂️⃣'’ʻʼ`hHtTpsS:wW.ſßİıǅﬁ٣३"
)
letters = st.one_of(
    st.characters(exclude_categories=["Cs", "Cn", "Co"]), st.sampled_from(list(TRICKY))
)
texts = st.text(alphabet=letters, max_size=60)


def columns(*texts):
    frame = pl.DataFrame(
        {"row": range(len(texts)), "text": texts}, schema={"row": pl.UInt32, "text": pl.String}
    )
    return fold.tokens(frame)


def folded(text):
    return columns(text)["folded"].to_list()


@settings(max_examples=120, deadline=None)
@given(st.lists(texts, max_size=6))
def test_in_columns_equals_folding_letter_by_letter(several):
    found = columns(*several).select("row", "start", "end", "gap", "folded").rows()
    assert found == [
        (row, token.start, token.end, token.gap, token.folded)
        for row, text in enumerate(several)
        for token in fold_oracle.tokens(text)
    ]


@settings(max_examples=40, deadline=None)
@given(st.lists(texts, max_size=6))
def test_leads_back_to_the_original_characters(several):
    for token in columns(*several).iter_rows(named=True):
        assert several[token["row"]][token["start"] : token["end"]] == token["raw"]


@settings(max_examples=40, deadline=None)
@given(texts)
def test_keeps_an_origin_for_each_folded_character(text):
    plain, origin = fold_oracle.fold_text(text)
    assert len(plain) == len(origin)
    assert origin == sorted(origin)
    assert all(0 <= at < len(text) for at in origin)


@settings(max_examples=40, deadline=None)
@given(texts)
def test_changes_nothing_that_is_folded_already(text):
    once = [one for one in folded(text) if one]
    assert fold.words(pl.Series("raw", once, dtype=pl.String)).to_list() == once


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Бaйыpoв", "баиыров"),  # four Latin letters
        ("Nаmunаov", "namunaov"),  # two Cyrillic ones
        ("Үлгүбаев", "улгубаев"),
        ("Ү́лгүбаев", "улгубаев"),
        ("У\u200bлгу\u00adбаев", "улгубаев"),
        ("Уллллгубаееев", "улгубаев"),
        ("Улг0баев", "улгобаев"),
        ("Улг@баев", "улгабаев"),
        ("Ул*губаев", "улгубаев"),
        ("o‘g‘lidan", "oglidan"),
        ("У л г у б а е в", "улгубаев"),
        ("У.л.г.у.б.а.е.в", "улгубаев"),
        ("У-Л-Г-У-Б-А-Е-В", "улгубаев"),
        ("ＵＬＧＵ", "ulgu"),
    ],
)
def test_undoes_a_disguise(written, read):
    assert folded(written) == [read]


def test_keeps_two_spelled_out_words_apart_where_the_gap_is_wider():
    assert folded("У л г у  О й д о н") == ["улгу", "оидон"]


def test_keeps_initials_apart():
    assert folded("М. И. К. Улгубаев") == ["м", "и", "к", "улгубаев"]


def test_cuts_a_hashtag_at_its_capitals_and_figures():
    assert folded("#УлгубаевОйдон #24округ") == ["улгубаев", "оидон", "24", "округ"]


def test_reads_no_word_in_an_address_of_a_page():
    assert folded("тут https://улгу.example/улгу и www.example/x") == ["тут", "и"]


def test_reads_a_keycap_as_its_figure():
    assert folded("6️⃣✅") == ["6"]


def test_reads_a_decomposed_text_like_a_composed_one():
    text = "Йод ёлка Ўлгу"
    assert folded(unicodedata.normalize("NFD", text))[:2] == folded(text)[:2]


def test_finds_nothing_in_an_empty_text():
    assert columns("", None, " ", "🙂").height == 0


def test_refuses_half_a_character():
    with pytest.raises(Refusal) as refused:
        fold_oracle.fold_text("а\ud83d")
    assert refused.value.code == "screening.surrogates"


@pytest.mark.parametrize(
    "text",
    [
        "а" + "\u0301" * 10_000,
        "\u202e" * 10_000,
        "а" * 10_000_000,
        "а " * 500_000,
        "👩‍👩‍👧" * 10_000,
    ],
    ids=["marks", "directions", "one long word", "letters spaced out", "emoji"],
)
def test_bounds_what_a_hostile_text_becomes(text):
    found = columns(text)
    assert found["folded"].str.len_chars().max() in {None, *range(fold.LONGEST + 1)}
