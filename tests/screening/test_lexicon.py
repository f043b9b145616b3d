"""The lexicon …"""

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings.screening import fold, lexicon, signals_match, signals_words
from hustings.screening.lexicon_file import LexiconRefusal
from hustings.screening.lexicon_spelling import skeleton, skeletons

HEAD = "pattern,language,sense,stance,weight,near,added_by,when,why\n"
GOOD = "голос* за,ru,shows,for,3,,invented/tester,2025-10-01,a test\n"
PACKS = Path(__file__).parents[2] / "packs"
NOBODY = pl.DataFrame(
    schema={"row": pl.UInt32, "start": pl.Int64, "end": pl.Int64, "target": pl.String}
)


@pytest.fixture
def pack(tmp_path):
    """pack(call=…, classes=…) writes a lexicon of these files and answers its pack folder."""

    def write(**files):
        (tmp_path / "lexicon").mkdir(exist_ok=True)
        for name, text in files.items():
            data = text if isinstance(text, bytes) else text.encode()
            (tmp_path / "lexicon" / f"{name}.csv").write_bytes(data)
        return tmp_path

    return write


def row(pattern):
    return f'"{pattern}",*,shows,for,3,,invented/tester,2025-10-01,a test\n'


def matched(folder, text):
    """The stretches of `text` that the lexicon's patterns match."""
    frame = pl.DataFrame({"row": pl.Series([0], dtype=pl.UInt32), "text": [text]})
    placed = signals_words.place(signals_words.keys(fold.tokens(frame)), NOBODY)
    found = signals_match.hits(placed, lexicon.load(folder))
    ends = dict(placed.select("at", "end").iter_rows())
    starts = dict(placed.select("at", "start").iter_rows())
    return [text[starts[a] : ends[b]] for _, a, b in found.iter_rows()]


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("голос* за", "Мой голос за него", ["голос за"]),
        ("голос* за", "Мой голос не за него", []),
        ("голос* ~1 за", "Мой голос не за него", ["голос не за"]),
        ("голос* за", "Мой голос. За него", []),
        ("*бегиле", "Ага добуш бербегиле!", ["бербегиле"]),
        ("бер*гиле", "Ага добуш бербегиле!", ["бербегиле"]),
        ("да|нет", "Да или нет", ["Да", "нет"]),
        (
            "добуш [чын] берели",
            "добуш берели, добуш чын берели",
            ["добуш берели", "добуш чын берели"],
        ),
        ("школ* & встреч*", "Встреча в школе", ["Встреча в школе"]),
        ("школ* & встреч*", "В школе будет встреча", ["школе будет встреча"]),
        ("# сом", "алты сом эмес, 500 сом", ["500 сом"]),
        ("добуш берели", "dobush bereli, ДОБУШ БЕРЕЛИ", ["dobush bereli", "ДОБУШ БЕРЕЛИ"]),
        ("үмүт", "умут менен", ["умут"]),
    ],
)
def test_matches_what_its_grammar_says(pack, pattern, text, found):
    assert matched(pack(call=HEAD + row(pattern)), text) == found


def test_matches_the_words_of_a_class(pack):
    classes = "class,words,added_by,when,why\nbread,нан* хлеб*,invented/tester,2025-10-01,a test\n"
    folder = pack(call=HEAD + row("<bread> бер*"), classes=classes)
    assert matched(folder, "Хлеб берём, нанды берди") == ["Хлеб берём", "нанды берди"]


@pytest.mark.parametrize(
    ("line", "code", "facts"),
    [
        (GOOD.replace("shows", "showz"), "lexicon.value", {"row": 2, "column": "sense"}),
        (GOOD.replace("ru", "xx"), "lexicon.value", {"row": 2, "column": "language"}),
        (GOOD.replace("for,3", "loud,3"), "lexicon.value", {"row": 2, "column": "stance"}),
        (GOOD.replace(",3,", ",much,"), "lexicon.weight", {"row": 2, "value": "much"}),
        (GOOD.replace(",3,", ",99,"), "lexicon.weight", {"row": 2, "value": "99"}),
        (GOOD.replace("2025-10-01", "yesterday"), "lexicon.date", {"row": 2}),
        (GOOD.replace("a test", ""), "lexicon.empty", {"row": 2, "column": "why"}),
        (GOOD.replace("invented/tester", ""), "lexicon.empty", {"column": "added_by"}),
        (GOOD + GOOD, "lexicon.twice", {"row": 3, "first": 2}),
        (GOOD.replace("голос* за", "a & b & c"), "lexicon.pattern", {"row": 2}),
        (GOOD.replace("голос* за", "голос% —"), "lexicon.pattern", {"place": "—"}),
        (GOOD.replace("голос* за", "*"), "lexicon.pattern", {"place": "*"}),
        (GOOD.replace("голос* за", "<nowhere>"), "lexicon.class", {"place": "<nowhere>"}),
        (GOOD.replace("голос* за", " ".join("abcdefghi")), "lexicon.length", {"row": 2}),
        (GOOD.replace("голос* за", "z " + "[a] " * 7), "lexicon.length", {"row": 2}),
    ],
)
def test_refuses_a_row_naming_the_place(pack, line, code, facts):
    with pytest.raises(LexiconRefusal) as refused:
        lexicon.load(pack(call=HEAD + line))
    assert refused.value.code == code
    assert {"file": "call.csv"}.items() <= refused.value.facts.items()
    assert facts.items() <= refused.value.facts.items()


def test_refuses_a_file_without_a_column(pack):
    with pytest.raises(LexiconRefusal, match="no column “near”"):
        lexicon.load(pack(call="pattern,language,sense,stance,weight\n"))


def test_refuses_a_file_of_no_kind(pack):
    with pytest.raises(LexiconRefusal, match=r"shouting\.csv"):
        lexicon.load(pack(shouting=HEAD + GOOD))


def test_refuses_bytes_that_are_no_text(pack):
    with pytest.raises(LexiconRefusal, match="not UTF-8"):
        lexicon.load(pack(call=b"\xff\xfe\x00"))


def test_refuses_a_folder_without_files(tmp_path):
    with pytest.raises(LexiconRefusal, match="no lexicon"):
        lexicon.load(tmp_path)


def test_is_read_again_when_a_file_changes(pack):
    first = lexicon.load(pack(call=HEAD + GOOD))
    second = lexicon.load(pack(call=HEAD + row("иначе")))
    assert first.digest != second.digest
    assert second.patterns["text"].to_list() == ["иначе"]


@pytest.mark.parametrize("code", ["kg", "zz"])
def test_of_each_pack_says_who_added_what_and_why(code):
    loaded = lexicon.load(PACKS / code)
    assert loaded.patterns.height
    assert set(loaded.patterns["kind"].drop_nulls()) <= set(lexicon.KINDS)


def test_of_the_kg_pack_speaks_of_every_kind():
    assert set(lexicon.load(PACKS / "kg").patterns["kind"].drop_nulls()) == set(lexicon.KINDS)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("шайлоо", "shailoo"),
        ("жаңы", "jangy"),
        ("жаңы", "жаны"),
        ("йўқ", "yo'q"),
        ("қўйинглар", "qo'yinglar"),
        ("голосуем", "golosuem"),
        ("үчүнчү", "учунчу"),
    ],
)
def test_takes_two_spellings_of_a_word_for_one(one, other):
    assert skeleton(one) == skeleton(other)


@given(
    st.text(
        alphabet="абвгеёжзийклмнңоөпрстуүфхцчшщъыьэюяabcdefghijklmnopqrstuvwxyz'ʻ-", max_size=50
    )
)
def test_spells_one_word_as_it_spells_columns(word):
    assert skeleton(word) == skeletons(pl.Series([word]))[0]


def test_finds_the_same_a_few_words_at_a_time(pack, monkeypatch):
    folder = pack(call=HEAD + row("голос* ~1 за") + row("добуш берели"))
    text = "Голос твой за нас. Добуш берели! " * 20 + "голос за " * 30
    whole = matched(folder, text)
    monkeypatch.setattr(signals_match, "AT_ONCE", 7)
    assert len(whole) == 70
    assert matched(folder, text) == whole
