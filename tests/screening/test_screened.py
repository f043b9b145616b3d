"""Screening publications …"""

import random
from datetime import UTC, datetime

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hustings import law, publications
from hustings.refusal import Refusal
from hustings.screening import screen, versions
from hustings.screening.screened import MENTION, SIGNAL, WITH
from hustings.screening.screened_why import WHY

EARLY = datetime(2025, 10, 20, 4, tzinfo=UTC)
TEXTS = (
    "Голосуйте за Сынакова Азамата!",
    "Кыялев пройдёт по 2-му округу",
    "Кыялев келди",
    "2-округ, №3 добуш бергиле",
    "Азамат келди",
    "Бүгүн күн жылуу болот",
    "Примеров Азамат депутат болсо, мектеп курулат",
    "#СынаковАзамат алга",
    "С ы н а к о в  Азамат",
    "",
)


@pytest.fixture(scope="module")
def pack():
    return law.load("kg")


@pytest.fixture(scope="module")
def screened(pack, roster):
    """screened(texts, **columns) → one dict a publication."""

    def read(texts, **columns):
        frame = pl.DataFrame(
            {
                "id": [f"p{at}" for at in range(len(texts))],
                "text": texts,
                "published_at": [EARLY] * len(texts),
                "published_at_provenance": ["zoned"] * len(texts),
                **columns,
            },
            schema_overrides={"text": pl.String, "id": pl.String},
        )
        return screen(frame, pack=pack, election="kg-2025-parliament", roster=roster).to_dicts()

    return read


def test_answers_each_in_the_order_given(screened):
    assert [line["id"] for line in screened(TEXTS)] == [f"p{at}" for at in range(len(TEXTS))]


def test_tells_whom_it_names_what_it_does_and_what_it_may_violate(screened):
    (line,) = screened(["Голосуйте за Сынакова Азамата!"])
    (mention,) = line["mentions"]
    assert (mention["candidate"], mention["surface"]) == ("i-1", "Сынакова Азамата")
    assert {"kind": "call", "stance": "for", "target": "i-1"}.items() <= line["signals"][0].items()
    assert "kg/code-of-offences/art_65" in [one["offence"] for one in line["indications"]]
    assert 0.5 < line["rank"] <= 1


def test_has_the_documented_columns_even_for_nothing(pack, roster):
    frame = publications.SCHEMA.to_frame()
    found = screen(frame, pack=pack, election="kg-2025-parliament", roster=roster)
    assert found.schema == pl.Schema(
        {
            "id": pl.String,
            "mentions": pl.List(MENTION),
            "signals": pl.List(SIGNAL),
            "indications": pl.List(law.INDICATION),
            "rank": pl.Float64,
            "why": pl.List(WHY),
            "unchecked": pl.List(pl.String),
            "with": WITH,
        }
    )


def test_puts_nothing_before_the_law_without_an_exact_moment(screened):
    text = "Голосуйте за Сынакова Азамата!"
    for provenance in ("local", "date", "relative", "unknown", None):
        (line,) = screened([text], published_at_provenance=pl.Series([provenance], dtype=pl.String))
        assert line["signals"]
        assert not line["indications"]
    (line,) = screened([text], published_at=pl.Series([None], dtype=pl.Datetime("us", "UTC")))
    assert not line["indications"]


def test_takes_an_author_of_no_known_class_for_a_voter_and_says_so(screened):
    text = "Голосуйте за Сынакова Азамата!"
    (one,) = screened([text], author=[{"class": "voter"}])
    assert "author" not in one["unchecked"]
    taken = one | {"unchecked": ["author", *one["unchecked"]]}
    assert screened([text], author=[{"class": "ойдон"}]) == [taken]
    assert screened([text], author=[{"class": None}]) == [taken]
    assert screened([text]) == [taken]


def test_ranks_what_more_people_saw_higher(screened):
    text = "Голосуйте за Сынакова Азамата!"
    ranks = [
        screened([text], metrics=[{"views": views}])[0]["rank"] for views in (None, 0, 10, 10_000)
    ]
    assert ranks[0] == ranks[1] < ranks[2] < ranks[3] <= 1


def test_ranks_nothing_where_nothing_is_said(screened):
    assert screened(["Бүгүн күн жылуу болот"])[0]["rank"] == 0


@pytest.fixture(scope="module")
def alone(screened):
    """What is said of each text when nothing else is read."""
    return [screened([text])[0] for text in TEXTS]


@settings(max_examples=5, deadline=None)
@given(st.lists(st.integers(0, len(TEXTS) - 1), min_size=2, max_size=12))
def test_reads_each_publication_by_itself(screened, alone, chosen):
    together = screened([TEXTS[at] for at in chosen])
    assert [{**line, "id": "p0"} for line in together] == [alone[at] for at in chosen]


def test_reads_texts_without_a_mark_inside_by_themselves(roster):
    """Clauses were counted on from the text before, and a signal hung on what was read with it."""
    chance, said = random.Random(0), ("Не голосуйте за Примерова", "Бүгүн күн жылуу")
    frame = pl.DataFrame(
        {
            "id": [f"p{at}" for at in range(100)],
            "text": [f"{chance.choice(said)} {at}" for at in range(100)],
        }
    )

    def read(some):
        return screen(some, pack=law.load("zz"), election="zz-2026-assembly", roster=roster)

    assert read(frame).equals(pl.concat(read(some) for some in frame.iter_slices(25)))


@pytest.mark.parametrize(
    "text",
    ["Сынаков " + "\u0301" * 10_000, "\u202eСынаков Азамат", "<b>Сынаков</b> " * 2000, "№" * 5000,
     "1 округ " * 5000, "😀" * 20_000, "Сынаков Азамат " * 3000],
    ids=["marks", "directions", "markup", "signs", "districts", "emoji", "names"],
)  # fmt: skip
def test_bears_hostile_text(screened, text):
    (line,) = screened([text])
    for one in (*line["mentions"], *line["signals"]):
        assert text[one["start"] : one["end"]] == one.get("surface", one.get("evidence"))


def test_knows_what_it_screened_with(pack, roster):
    told = versions(pack, roster)
    assert told["pack"] == pack.digest
    assert told["roster"] == roster.digest
    assert told["engine"].startswith("sha256:")


def test_refuses_an_election_the_pack_does_not_know(pack, roster):
    with pytest.raises(Refusal) as refused:
        screen(publications.SCHEMA.to_frame(), pack=pack, election="ойдон", roster=roster)
    assert refused.value.code == "law.unknown_election"
