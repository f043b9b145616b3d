"""Signals …"""

from pathlib import Path
from types import SimpleNamespace

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hustings.screening import fold, signals

PACKS = Path(__file__).parents[2] / "packs"
MENTIONS = {
    "row": pl.UInt32,
    "candidate": pl.String,
    "surface": pl.String,
    "start": pl.UInt32,
    "end": pl.UInt32,
    "probability": pl.Float64,
}
KG = SimpleNamespace(folder=PACKS / "kg")
SAID = {
    "call": [
        "30-ноябрда [Кандидатка] добуш берели, туугандар!",
        "Все на выборы, голосуем за [Кандидата]!",
        "[Nomzod]ga ovoz beraylik, do'stlar",
        "Please vote for [Candidate] on Sunday",
        "Jekshembide [Kandidatka] dobush bereli, tuugandar",
    ],
    "preference": [
        "Мен [Кандидатты] колдойм, андан мыкты талапкер жок",
        "Я за [Кандидата], лучше него в списке никого нет",
        "Men [Nomzod]ga ishonaman, undan munosib nomzod yo'q",
    ],
    "consequences": [
        "[Кандидат] депутат болсо, айылга суу келет",
        "Если [Кандидат] пройдёт, дорогу построят",
        "[Nomzod] deputat bo'lsa, yo'l quriladi",
    ],
    "activity": [
        "[Кандидат] өз акчасына көчөбүзгө асфальт төшөп берди",
        "[Кандидат] за свой счёт отремонтировал спортзал в школе",
    ],
    "discredit": [
        "[Кандидат] элдин акчасын жеп койгон, баары билет",
        "[Кандидат] украл бюджетные деньги и купил виллу",
        "[Candidate] stole the money for the school",
    ],
    "bribery": ["Кто проголосует за [Кандидата], тому по 1000 сомов, фото бюллетеня в личку"],
    "charity": ["[Кандидат] жетим балдарга кийим таратып, карыларга ун жеткирди"],
    "poll": ["Опрос: [Первый] 41%, [Второй] 30%, [Третий] 12%"],
    "hatred": ["Женщинам в парламенте не место, пусть у плиты стоят, бабам ум короткий"],
    "event": ["Концерт в поддержку [Кандидата]! 24 ноября, дом культуры, вход свободный"],
}
SILENT = [
    "Завтра в школе не будет воды, запаситесь",
    "Комиссия зарегистрировала пять кандидатов, сообщили в окружной комиссии",
    "Сдаю квартиру, две комнаты, район рынка, звоните после шести",
    "Урматтуу шайлоочулар! Участкалар саат 8:00дө ачылат, паспортуңузду унутпаңыз",
    "Кой сатылат, баасы 14 миң",
    "Bring your passport to the polling station, it opens at eight",
]


@pytest.mark.parametrize(("kind", "text"), [(k, t) for k, texts in SAID.items() for t in texts])
def test_are_found_in_the_words_that_show_them(kind, text, signals_in):
    (told,) = signals_in([text])
    assert kind in {one["kind"] for one in told}


@pytest.mark.parametrize("text", SILENT)
def test_are_not_found_in_daily_life_and_voter_information(text, signals_in):
    assert signals_in([text], author="media") == [[]]


def test_stay_the_same_whoever_is_named(signals_in):
    texts = [text for texts in SAID.values() for text in texts]
    names = ["Вымыслова Айнура", "Үлгүбаев Темирбек", "Ye", "Фридрих-Вильгельм фон Вымысел"]
    swapped = []
    for name in names:
        found = signals_in([_renamed(text, name) for text in texts])
        swapped.append(
            [
                [(o["kind"], o["stance"], o["target"], o["probability"]) for o in told]
                for told in found
            ]
        )
    assert all(other == swapped[0] for other in swapped)


def _renamed(text, name):
    out, inside = "", False
    for part in text.replace("]", "[").split("["):
        out += f"[{name}]" if inside else part
        inside = not inside
    return out


def test_are_the_same_alone_and_in_company(signals_in):
    texts = [text for texts in SAID.values() for text in texts] + SILENT
    together = signals_in(texts)
    for text, told in list(zip(texts, together, strict=True))[::4]:
        (alone,) = signals_in([text])
        assert [{**o, "row": 0} for o in told] == [{**o, "row": 0} for o in alone]


def test_read_the_author_class_of_a_publication(signals_in, frame_of):
    text = "Опрос читателей про кофе, 50% за"
    plain = frame_of([text])
    nested = plain.select("row", "text", author=pl.struct(pl.lit("media").alias("class")))
    nobody = pl.DataFrame(schema=MENTIONS)
    tokens = fold.tokens(plain)
    wide = signals.find(
        plain.with_columns(author_class=pl.lit("media")), tokens=tokens, mentions=nobody, pack=KG
    )
    assert wide.equals(signals.find(nested, tokens=tokens, mentions=nobody, pack=KG))


def test_of_no_publication_are_none(signals_in, frame_of):
    frame = frame_of([])
    nobody = pl.DataFrame(schema=MENTIONS)
    found = signals.find(frame, tokens=fold.tokens(frame), mentions=nobody, pack=KG)
    assert found.schema == signals.SIGNALS
    assert found.height == 0


def test_of_a_missing_or_empty_text_are_none(signals_in, frame_of):
    frame = frame_of([None, "", "   ", "…"])
    nobody = pl.DataFrame(schema=MENTIONS)
    found = signals.find(frame, tokens=fold.tokens(frame), mentions=nobody, pack=KG)
    assert found.filter(pl.col("probability") >= 0.5).height == 0


@pytest.mark.parametrize(
    "text",
    [
        "а" * 1_000_000,
        "голосуйте за " * 40_000,
        "а" + "\u0301" * 10_000,
        "«" * 100_000,
        "! " * 100_000 + "😂" * 50_000,
        "1 " * 50_000,
        "\u0001" * 1000 + " добуш " + "\u0000" * 1000,
        "а б " * 150_000,
    ],
    ids=["one word", "a call", "marks", "quotes", "cries", "numbers", "controls", "two letters"],
)
def test_come_to_an_end_on_hostile_text(text, signals_in):
    (told,) = signals_in([text])
    assert len(told) <= 10


@settings(max_examples=15, deadline=None)
@given(st.lists(st.text(max_size=80), min_size=1, max_size=4))
def test_quote_the_publication_exactly(signals_in, texts):
    texts = [text.replace("[", "").replace("]", "") for text in texts]
    signals_in([f"{text} голосуйте за [Кандидата] {text}" for text in texts])


def test_speak_by_the_lexicon_alone_where_a_pack_has_no_model(signals_in):
    ours, report, cake = signals_in(
        [
            "Голосуйте за [Кандидата]",
            "[Кандидат] украл деньги, сообщил суд",
            "Голосуем за лучший торт, [Кандидат] испёк",
        ],
        pack="zz",
    )
    assert [one["kind"] for one in ours] == ["call"]
    assert report == []
    assert cake == []


def test_quote_a_stretch_even_of_a_text_without_a_breath(signals_in):
    (told,) = signals_in(["сөз " * 500 + "[Кандидатка] добуш берели " + "сөз " * 500])
    assert all(len(one["evidence"].split()) <= 60 for one in told)
