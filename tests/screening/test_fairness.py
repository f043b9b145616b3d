"""Whoever the candidates are …

Ten thousand invented texts in which candidates were put in each other's place: another name, sex,
people, party, district. Nobody here exists; the texts say nothing that a name must agree with.
"""

import random
from collections import defaultdict
from datetime import UTC, datetime

import numpy as np
import polars as pl
import pytest

from hustings import law
from hustings.screening import Roster, names_index, rank, reading, screen
from hustings.screening.reading import RANK, Decision

SWAPS = 400  # of two candidates each, in each template: 10,000 texts
MEN = (
    "Ойдонов Азамат Мисалович", "Сынаков Темирлан Кыялович", "Мисал уулу Нурдин", "Кыялбаев Эмил Сынакович",
    "Примеров Олег Игоревич", "Выдумщенко Тарас Богданович", "Ойдоматов Жахонгир Мисалович",
    "Сынматов Рустам Ботирович", "Мисалюк Андрей Петрович", "Вымысленков Виктор Иванович",
    "Жолмат уулу Бакыт", "Мысалиев Канат Ойдонович", "Кыялидзе Георгий Давидович",
)  # fmt: skip
WOMEN = (
    "Ойдонбекова Айгүл Мисаловна", "Сынкеева Жылдыз Кыяловна", "Тилмен кызы Нургүл",
    "Кыялиева Динара Сынаковна", "Примерова Ольга Игоревна", "Выдумская Оксана Богдановна",
    "Ойдонходжаева Дилноза Ботировна", "Сынмухамедова Зухра Мисаловна", "Мисалевич Анна Петровна",
    "Вымыслина Елена Ивановна", "Сайымбек кызы Бегимай", "Мысалбаева Канышай Ойдоновна",
)  # fmt: skip
PARTIES = ("Ойдон Күч", "Мисал Жол", "Кыял жана Сынак", "самовыдвижение")
TEMPLATES = (
    "Голосуйте! Наш выбор — {one}",
    "{one} — наш кандидат, голосуем все вместе",
    "Все на выборы, в бюллетене ищите: {one}",
    "{one} — лучший кандидат, я за эту программу",
    "Если депутатом станет {one}, будет и дорога, и школа",
    "Без таких людей, как {one}, район пропадёт",
    "{one}: подарки школе, спортзал для детей, помощь селу",
    "{one} — вор, деньги из бюджета украдены",
    "За голос платят по 2000 сомов, раздаёт их штаб: {one}",
    "Опрос: {one} — 45 %, {two} — 30 %",
    "Вчера, на дебатах, спорили {one} и {two}",
    "Сегодня концерт в поддержку: {one}. Приходите все!",
    "{one} — талапкер, добуш бергиле",
    "Биздин талапкер — {one}! Алга!",
    "{one} депутат болсо, мектеп курулат",
    "{one} айылга суу алып келди, балдарга белек берди",
    "{one} деген ууру, элдин акчасын жеп кеткен",
    "Шайлоо участогунда, тизмеде: {one}",
    "Кечээ, түштөн кийин, {one} менен {two} жолугушту",
    "ЦИК зарегистрировал кандидата: {one} ({party})",
    "{one}, {party}: встреча с жителями в 18:00",
    "{one} эмес, {two} утат",
    "#выборы, #голос {one} 💪🔥",
    "Friends, vote for {one}",
    "{one} va {two}: kim yaxshi nomzod?",
)


def roster_of(columns):
    names = list(columns)
    rows = zip(*columns.values(), strict=True)
    return Roster.of("\n".join([",".join(names), *(",".join(row) for row in rows)]).encode())


def columns():
    """All columns of a roster; every value is invented."""
    people = [*MEN, *WOMEN]
    several = range(len(people))
    return {
        "candidate_id": [f"c-{at}" for at in several],
        "district": [str(at % 9 + 1) for at in several],
        "region": [("Ойдонская", "Мисалская", "Кыялская")[at % 3] for at in several],
        "ballot_number": [str(at // 9 + 1) for at in several],
        "name_ru": people,
        "name_ky": people,
        "name_latin": ["" for _ in several],
        "sex": ["M"] * len(MEN) + ["F"] * len(WOMEN),
        "nominated_by": [PARTIES[at % 4] for at in several],
        "occupation": [("врач", "учитель", "фермер", "юрист", "депутат")[at % 5] for at in several],
        "registered_on": [f"2025-11-{at % 9 + 1:02}" for at in several],
        "status": ["registered" if at % 7 else "withdrawn" for at in several],
    }


KNOWN = columns()


def short(name):
    """As people write it: surname and given name, or X уулу Y."""
    words = name.split()
    return " ".join(words if words[1] in {"уулу", "кызы"} else words[:2])


@pytest.fixture(scope="module")
def pack():
    return law.load("kg")


@pytest.fixture(scope="module")
def swapped(pack):
    """(text's template, the two who stand in it, what screening says), 10,000 of them."""
    chance = random.Random(2025)
    several = range(len(KNOWN["name_ru"]))
    told = []
    for template in TEMPLATES:
        for _ in range(SWAPS):
            one, two = chance.sample(several, 2)
            text = template.format(
                one=short(KNOWN["name_ru"][one]), two=short(KNOWN["name_ru"][two]),
                party=chance.choice(PARTIES[:3]),
            )  # fmt: skip
            told.append((template, one, two, text))
    assert len(told) == 10_000
    said = read([text for *_, text in told], pack, roster_of(KNOWN))
    return told, said


def read(texts, pack, roster):
    frame = pl.DataFrame(
        {
            "id": [f"p{at:05}" for at in range(len(texts))],
            "text": texts,
            "author": [{"class": "voter"}] * len(texts),
            "published_at": [datetime(2025, 11, 29, 6, tzinfo=UTC)] * len(texts),
            "published_at_provenance": ["zoned"] * len(texts),
            "metrics": [{"views": 120}] * len(texts),
        }
    )
    return screen(frame, pack=pack, election="kg-2025-parliament", roster=roster)


def score(line):
    """All that speaks of a publication's weight; who is meant and where it stands left out."""
    return (
        tuple(sorted((one["kind"], one["stance"], one["probability"]) for one in line["signals"])),
        tuple((one["offence"], one["provision"], one["window"]) for one in line["indications"]),
        frozenset(
            (one["kind"], one["lexicon"], one["model"], tuple(box["rule"] for box in one["words"]))
            for one in line["why"]
        ),
        tuple(line["unchecked"]),
        round(line["rank"], 12),
    )


def test_their_texts_have_the_same_signals_indications_reasons_and_rank(swapped):
    told, said = swapped
    scores = defaultdict(lambda: defaultdict(list))
    for (template, _, _, text), line in zip(told, said.to_dicts(), strict=True):
        scores[template][score(line)].append(text)
    apart = {
        template: {one: texts[:2] for one, texts in some.items()}
        for template, some in scores.items()
        if len(some) > 1
    }
    assert not apart
    # Equal because nothing is found anywhere would prove nothing.
    found = [next(iter(some)) for some in scores.values()]
    assert sum(bool(signals) for signals, *_ in found) >= 15
    assert len({one[-1] for one in found}) >= 15


def test_each_of_them_is_found_as_surely(swapped):
    told, said = swapped
    missed = defaultdict(set)
    for (template, one, two, _), line in zip(told, said.to_dicts(), strict=True):
        meant = {one, two} if "{two}" in template else {one}
        found = {int(m["candidate"][2:]) for m in line["mentions"] if m["probability"] >= 0.5}
        for candidate in meant ^ found:
            missed[KNOWN["name_ru"][candidate]].add(template)
    assert not missed


def test_what_is_learnt_from_decisions_puts_them_in_the_same_place(swapped, pack):
    told, said = swapped
    frame = said.with_columns(pl.Series("text", [text for *_, text in told]))
    queue = reading.queue(frame, seed="fair", roster=roster_of(KNOWN))
    # Every decision was about one candidate: for this one “a signal”, for the next “none”.
    decisions = [
        Decision(f"p{at:05}", signal=one == 0, by=RANK)
        for at, (_, one, _, _) in enumerate(told)
        if one in {0, 1} and at % 3 == 0
    ]
    assert {one.signal for one in decisions} == {True, False}
    chances = reading.learn(queue, decisions).chances
    by_template = defaultdict(set)
    for (template, *_), chance in zip(told, chances, strict=True):
        by_template[template].add(round(float(chance), 12))
    assert all(len(some) == 1 for some in by_template.values())
    assert len(by_template) == len(set().union(*by_template.values()))


@pytest.fixture(scope="module")
def few(pack):
    """A text of each template, none with a number, and its scores with the roster as it is."""
    plain = [template for template in TEMPLATES if not any(sign.isdigit() for sign in template)]
    texts = [
        template.format(
            one=short(KNOWN["name_ru"][at % 25]), two=short(KNOWN["name_ru"][(at + 7) % 25]), party=PARTIES[0]
        )
        for at, template in enumerate(plain * 3)
    ]  # fmt: skip
    return texts, [score(line) for line in read(texts, pack, roster_of(KNOWN)).to_dicts()]


@pytest.mark.parametrize("column", rank.CANDIDATES_UNSEEN)
def test_another_order_changes_nothing_in_the_column(few, pack, column):
    texts, before = few
    # A person's names go together; mixed up they would be two people's.
    together = [name for name in KNOWN if name.startswith("name_")]
    columns = together if column in together else [column]
    other = {name: KNOWN[name][::-1] for name in columns}
    assert other != {name: KNOWN[name] for name in columns}
    after = read(texts, pack, roster_of(KNOWN | other)).to_dicts()
    assert [score(line) for line in after] == before


def test_all_columns_of_a_roster_are_proved_so():
    assert tuple(KNOWN) == rank.CANDIDATES_UNSEEN == tuple(roster_of(KNOWN).candidates.columns)


def test_the_order_of_the_roster_and_of_import_changes_nothing(few, pack):
    texts, before = few
    rows = list(range(len(texts)))
    random.Random(5).shuffle(rows)
    turned = roster_of({name: values[::-1] for name, values in KNOWN.items()})
    after = [score(line) for line in read([texts[at] for at in rows], pack, turned).to_dicts()]
    assert after == [before[at] for at in rows]


def test_parties_of_one_roster_weigh_the_same(pack):
    index = names_index.build(roster_of(KNOWN))
    assert set(PARTIES) == set(index.parties)
    texts = [f"Голосуйте за партию «{party}», она лучше всех!" for party in PARTIES[:3]]
    scores = {score(line) for line in read(texts, pack, roster_of(KNOWN)).to_dicts()}
    assert len(scores) == 1
    assert next(iter(scores))[0]


def test_ranks_lie_between_nothing_and_certainty(swapped):
    ranks = swapped[1]["rank"].to_numpy()
    assert np.all((ranks >= 0) & (ranks <= 1))
