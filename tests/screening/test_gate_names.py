"""A text that names nobody is held back, and no other: of all that is held back, nothing is found in …"""

# ruff: noqa: SIM905 - words are read more easily in a row

import gzip
import json
import os
import random
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hustings.screening import fold, gate, gate_names, names, names_context, names_index
from hustings.screening.roster import Roster

SHARED = Path(os.environ.get("HUSTINGS_SHARED", Path(__file__).parents[3] / "shared"))
NEWS = SHARED / "data" / "telegram-ru-news.jsonl.gz"
AROUND = """кандидат депутат шайлоо голосуйте добуш эже агай байке господин врач учитель юрист дарыгер
мугалим округ округу 2-округ №3 № 3 номер 2 5-го 17-му биринчи экинчи первый второй третий 2⃣ 14 30 сом
пришёл сказала говорил за у от не тезка окуучу район улица көчө телефон 0555 112233 Кадыр Рахат Азамат
Азаматка Азамату Азик Темир Айгүл Нурдин уулу кызы Мисал Мисаловна Олегович Б. А. Т. И. д 3 #2 #экинчи
жана менен бүгүн күн базар школа . , ! ? : - #""".split()
LATIN = dict(
    zip(
        "абвгдежзиклмнопрстуфыяюшчң",
        "a b v g d e zh z i k l m n o p r s t u f y ya yu sh ch n".split(),
        strict=True,
    )
)
LOOKS = dict(zip("асеорхук", "aceopxyk", strict=True)) | {"о": "0", "з": "3", "б": "6"}
LETTERS = "абгеикмнорсту"
HOW = (
    "as it is", "left out", "put in", "mistaken", "swapped", "latin", "looks", "spaced", "small",
    "capital", "hashtag", "suffix", "stressed", "stretched", "dashed",
)  # fmt: skip


def written(word, how, chance):
    at = chance.randrange(len(word))
    letter = chance.choice(LETTERS)
    return {
        "left out": word[:at] + word[at + 1 :] or word,
        "put in": word[:at] + letter + word[at:],
        "mistaken": word[:at] + letter + word[at + 1 :],
        "swapped": word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
        "latin": "".join(LATIN.get(one, one) for one in word.lower()).capitalize(),
        "looks": "".join(LOOKS.get(one, one) if chance.random() < 0.5 else one for one in word),
        "spaced": chance.choice(" .-").join(word),
        "small": word.lower(),
        "capital": word.upper(),
        "hashtag": "#" + word,
        "suffix": word + chance.choice(["га", "дын", "лардан", "у", "ым", "ой"]),
        "stressed": word[: at + 1] + "\u0301" + word[at + 1 :],
        "stretched": word[:at] + word[at] * 4 + word[at + 1 :],
        "dashed": word + chance.choice(["-", "\u2011", "–", "", "@"]) + chance.choice(AROUND),
    }.get(how, word)


def text(chance, parts):
    """A text of a few words, among which there may be parts of names, as they are or disguised."""
    said = []
    for _ in range(chance.randrange(1, 12)):
        if chance.random() < 0.35:
            how = chance.choice(HOW)
            word = chance.choice(parts)
            if chance.random() < 0.4:
                word = written(word, "small", chance)
            said.append(written(word, how, chance))
        else:
            said.append(chance.choice(AROUND))
    made = chance.choice(["", " ", " ", " ", "\n"]).join([said[0], " ".join(said[1:])])
    return made if chance.random() < 0.7 else made.lower()


def parts_of(roster):
    names_written = roster.candidates.select("name_ru", "name_ky", "name_latin").unpivot()["value"]
    return sorted({part for name in names_written for part in name.split()})


def nothing_lost(texts, index):
    """That `names.find` finds in texts that pass what it finds in all; the share that passes."""
    passes = gate.Gate(index).named(pl.Series("text", texts, dtype=pl.String))
    frame = pl.DataFrame(
        {"row": range(len(texts)), "text": texts}, schema={"row": pl.UInt32, "text": pl.String}
    )
    found = names.find(frame, tokens=fold.tokens(frame), index=index)
    lost = found.filter(~pl.col("row").is_in(pl.Series(passes.nonzero()[0]).implode()))
    assert lost.height == 0, [texts[row] for row in lost["row"].unique()]
    some = frame.filter(pl.Series(passes))
    assert names.find(some, tokens=fold.tokens(some), index=index).equals(found)
    return passes.mean() if texts else 0


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_of_parts_of_names_disguised_and_what_stands_around_them(seed, roster, index):
    chance, parts = random.Random(seed), parts_of(roster)
    assert nothing_lost([text(chance, parts) for _ in range(200)], index) > 0


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(max_size=60), max_size=20))
def test_of_anything_that_is_text(index, texts):
    nothing_lost(texts, index)


def test_of_an_empty_stream(index):
    assert gate.Gate(index).named(pl.Series("text", [], dtype=pl.String)).tolist() == []
    assert gate.Gate(index).named(pl.Series("text", [None, ""])).tolist() == [False, False]


@pytest.mark.parametrize("name", ["posts-a", "posts-b", "posts-e", "posts-f"])
def test_of_an_annotated_corpus(name):
    file = SHARED / "corpus" / f"{name}.jsonl"
    if not file.exists():
        pytest.skip("the corpus lies beside the project")
    index = names_index.build(Roster.read(SHARED / "corpus" / "roster.csv"))
    lines = file.read_text("utf-8").splitlines()
    assert nothing_lost([json.loads(line)["text"] for line in lines], index) < 1


@pytest.mark.slow
def test_of_real_news(index):
    if not NEWS.exists():
        pytest.skip("the news lie beside the project")
    with gzip.open(NEWS, "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    assert nothing_lost(texts, index) < 0.25


def test_that_speak_of_other_things(index):
    texts = [
        "Бүгүн күн жылуу болот",
        "Ремонт дороги продолжается",
        "В базаре 5 яблок по 30 сом",
        "",
    ]
    assert not gate.Gate(index).named(pl.Series("text", texts)).any()


def test_whether_few_words_are_remembered_or_many(index, monkeypatch):
    texts = pl.Series(
        "text", [f"Сынаков Азамат {at}" if at % 3 else f"күн {at}" for at in range(50)]
    )
    whole = gate.Gate(index)
    monkeypatch.setattr(gate, "MOST", 7)
    forgetful = gate.Gate(index)
    for at in range(0, 50, 5):
        some = texts.slice(at, 5)
        assert forgetful.named(some).tolist() == whole.named(some).tolist()


def test_by_the_weights_as_they_are_now(monkeypatch):
    assert gate_names.rules() == gate_names.Rules(given=True, slip=True)
    monkeypatch.setattr(names_context, "RESPECT", (4.0, 4.0))
    assert gate_names.rules() == gate_names.Rules(given=False, slip=False)
