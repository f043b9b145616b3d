"""What an earlier screening told still holds …"""

import random

import polars as pl
import pytest

from hustings import law
from hustings.screening import Roster
from hustings.screening.former import Change
from hustings.screening.screened import screen

ELECTION = "kg-2025-parliament"
SAID = (
    "Голосуйте за {}!", "{} уурдады, деди", "Бүгүн күн жылуу", "Говорят, {} построил мост", "#{}",
    "18-округ, №3 — добуш бергиле", "Кечээ {} менен {} жолукту", "Вчера был снег, {} не приехал",
)  # fmt: skip
MORE = """i-90,1,Ойдон,7,Сынаков Бакыт Ойдонович,Сынаков Бакыт Ойдонович,Synakov Bakyt,M,Ойдон Күч,врач,2025-11-03,registered
i-91,18,Ойдон,3,Жаңыбаева Айсулуу Темировна,Жаңыбаева Айсулуу Темировна,Zhanybaeva Aisuluu,F,самовыдвижение,учитель,2025-11-03,registered
i-92,9,Ойдон,8,Олег уулу Азамат,Олег уулу Азамат,Oleg uulu Azamat,M,самовыдвижение,юрист,2025-11-03,registered
i-93,5,Ойдон,5,Ан Лариса Игоревна,Ан Лариса Игоревна,An Larisa Igorevna,F,Ойдон Күч,врач,2025-11-03,registered
"""  # noqa: E501  # a roster as it comes


@pytest.fixture(scope="module")
def pack():
    return law.load("kg")


def lines(roster_text):
    header, *rows = (roster_text.rstrip("\n") + "\n" + MORE).strip().split("\n")
    return header, rows


def roster(header, rows):
    return Roster.of("\n".join([header, *rows]).encode())


def posts(chance, rows, count=150):
    """Invented posts that name anybody of the rows, in their forms and with slips."""
    names = [cell for row in rows for cell in row.split(",")[4:7]]
    parts = [word for name in names for word in name.split()]

    def some():
        told = chance.choice(names) if chance.random() < 0.5 else chance.choice(parts)
        if chance.random() < 0.2 and len(told) > 5:
            at = chance.randrange(1, len(told))
            told = told[:at] + told[at + 1 :]
        return told + chance.choice(("", "", "а", "га", "ду", "ның"))

    texts = [said.format(some(), some()) for said in chance.choices(SAID, k=count)]
    return pl.DataFrame(
        {
            "id": [f"p{number}" for number in range(count)],
            "text": texts,
            "author": [
                {
                    "name": some() if chance.random() < 0.1 else "Ойдон",
                    "handle": None,
                    "class": "voter",
                }
                for _ in texts
            ],
            "container": [chance.choice(names) if chance.random() < 0.1 else None for _ in texts],
        }
    )


def holds(pack, before, now, frame):
    """Lines told with one roster and, untouched, with the other; how many there are."""
    change = Change(before, now)
    assert change.bounded
    untouched = ~change.touched(frame)
    old, new = (
        screen(frame, pack=pack, election=ELECTION, roster=one).filter(untouched).drop("with")
        for one in (before, now)
    )
    assert old.equals(new)
    return untouched.sum()


@pytest.mark.parametrize("seed", range(4))
def test_where_no_part_of_a_changed_name_stands(pack, roster_text, seed):
    chance = random.Random(seed)
    header, rows = lines(roster_text)
    frame = posts(chance, rows)
    for _ in range(3):
        some = set(chance.sample(rows, len(rows) - chance.randint(0, 2)))
        others = some ^ set(chance.sample(rows, 1))
        before, now = (
            roster(header, [row for row in rows if row in chosen]) for chosen in (some, others)
        )
        if before.parties == now.parties:
            assert holds(pack, before, now, frame) > 20


def test_where_a_candidate_is_entered_anew(pack, roster_text):
    header, rows = lines(roster_text)
    frame = posts(random.Random(9), rows)
    anew = [row.replace(",18,Ойдон,3,", ",2,Ойдон,9,") for row in rows]
    assert anew != rows
    assert holds(pack, roster(header, rows), roster(header, anew), frame) > 20


def test_not_where_a_namesake_comes(pack, roster_text):
    header, rows = lines(roster_text)
    frame = pl.DataFrame({"id": ["p"], "text": ["Голосуйте за Сынакова!"]}).with_columns(
        author=pl.lit(None, pl.Struct({"name": pl.String, "handle": pl.String})),
        container=pl.lit(None, pl.String),
    )
    before, now = roster(header, rows[:-4]), roster(header, rows[:-3])
    assert Change(before, now).touched(frame).to_list() == [True]
    old, new = (
        screen(frame, pack=pack, election=ELECTION, roster=one)["mentions"].item()
        for one in (before, now)
    )
    assert {one["candidate"] for one in old} != {one["candidate"] for one in new}


def test_not_where_the_page_is_called_after_who_came(roster_text):
    header, rows = lines(roster_text)
    frame = pl.DataFrame(
        {"text": ["Снег", "Снег"], "container": ["Штаб Жаңыбаевой", "Погода"]}
    ).with_columns(author=pl.lit(None, pl.Struct({"name": pl.String, "handle": pl.String})))
    change = Change(roster(header, rows[:-3]), roster(header, rows[:-2]))
    assert change.touched(frame).to_list() == [True, False]


def test_nowhere_when_parties_or_the_order_of_candidates_change(roster_text):
    header, rows = lines(roster_text)
    before = roster(header, rows)
    party = roster(header, [rows[0].replace("Ойдон Күч", "Мисал Күч"), *rows[1:]])
    assert not Change(before, party).bounded
    assert not Change(before, roster(header, rows[::-1])).bounded
    assert Change(before, roster(header, rows[1:])).bounded
