"""Swapping the candidates of a text changes nothing …"""

from itertools import permutations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hustings import law
from hustings.screening import Roster, fold, names, names_index, screen

# One form generator for all: the same cases for the same kind of name.
SURNAMES = ("Ойдонов", "Сынаков", "Мисалов", "Кыялов", "Примеров", "Выдумов")
GIVEN = ("Азамат", "Темирлан", "Нурдин", "Эмил", "Болот", "Кубат")
TEMPLATES = (
    "{g} {s} — наш кандидат, голосуйте за него 30 ноября",
    "Голосуем за {g}а {s}а, 3 округ",
    "{s}у {g}у нельзя верить, он украл деньги",
    "{s} {g} депутат болсо, мектеп курулат",
    "#{s}{g} алга",
    "{s} пройдёт — будет дорога",
    "Вчера приходили люди {s}а",
    "{s} {g} и {s2} {g2} спорили на дебатах",
    "{i}. {s} роздал муку за голоса",
    "{s}, 3 округ, №{n}",
)


def roster_of(names_of):
    lines = ["candidate_id,district,ballot_number,name_ru,sex"]
    lines += [f"c-{at},3,{at},{s} {g} Ойдонович,M" for at, (s, g) in enumerate(names_of, 1)]
    return Roster.of("\n".join(lines).encode())


NAMES = tuple(zip(SURNAMES, GIVEN, strict=True))
ROSTER = roster_of(NAMES)


def written(template, one, other):
    return template.format(
        s=NAMES[one][0], g=NAMES[one][1], i=NAMES[one][1][0], n=one + 1,
        s2=NAMES[other][0], g2=NAMES[other][1],
    )  # fmt: skip


@pytest.fixture(scope="module")
def screened():
    """All templates with all pairs of names, screened together."""
    told = [
        (template, pair, written(template, *pair))
        for template in TEMPLATES
        for pair in permutations(range(len(NAMES)), 2)
    ]
    frame = pl.DataFrame(
        {"id": [str(at) for at in range(len(told))], "text": [t for _, _, t in told]}
    )
    found = screen(frame, pack=law.load("kg"), election="kg-2025-parliament", roster=ROSTER)
    return [
        (template, pair, line)
        for (template, pair, _), line in zip(told, found.to_dicts(), strict=True)
    ]


@pytest.mark.parametrize("template", TEMPLATES)
def test_in_the_probability_that_they_are_meant(screened, template):
    found = {
        tuple(
            (pair.index(int(one["candidate"][2:]) - 1), round(one["probability"], 9))
            for one in line["mentions"]
            if int(one["candidate"][2:]) - 1 in pair
        )
        for known, pair, line in screened
        if known == template
    }
    assert len(found) == 1
    assert next(iter(found))


@pytest.mark.parametrize("template", TEMPLATES)
def test_in_the_signals_and_the_rank(screened, template):
    found = {
        (
            tuple(
                (one["kind"], one["stance"], round(one["probability"], 9))
                for one in line["signals"]
            ),
            round(line["rank"], 9),
        )
        for known, _, line in screened
        if known == template
    }
    assert len(found) == 1


@settings(max_examples=8, deadline=None)
@given(st.permutations(range(len(NAMES))), st.sampled_from(TEMPLATES))
def test_when_the_roster_is_shuffled(order, template):
    text = written(template, 0, 1)
    shuffled = roster_of([NAMES[at] for at in order])
    frame = pl.DataFrame({"row": [0], "text": [text]}, schema_overrides={"row": pl.UInt32})
    tokens = fold.tokens(frame)

    def found(roster, who):
        lines = names.find(frame, tokens=tokens, index=names_index.build(roster)).to_dicts()
        return {
            (
                who[int(one["candidate"][2:]) - 1],
                one["start"],
                one["end"],
                round(one["probability"], 9),
            )
            for one in lines
            if "№" not in text
        }

    assert found(ROSTER, list(range(len(NAMES)))) == found(shuffled, order)
