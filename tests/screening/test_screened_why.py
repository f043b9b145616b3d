"""Why a signal is told …"""

import csv
import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hustings import law
from hustings.screening import screen
from hustings.screening.screened_why import MODEL, UNCHECKED

MOMENT = datetime(2025, 10, 20, 4, tzinfo=UTC)
TEXTS = (
    "Голосуйте за Сынакова Азамата!",
    "Сынаков вор и украл деньги, пишет газета. Суд сказал, что это ложь.",
    "Азаматка добуш бергиле, биздин талапкер Кыялов!",
    "Бүгүн күн жылуу болот",
    "Кыялов үчүн! Ар бир добушка 500 сом берели",
)
NOISE = (
    "",
    "😀",
    "👨\u200d👩\u200d👧 ",
    "\u0301",
    "\u200b",
    "\u202e",
    "é ",
    "🇰🇬 ",
    "\n\n",
    "ёж́ик ",
    "𝒜 ",
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
                "published_at": [MOMENT] * len(texts),
                "published_at_provenance": ["zoned"] * len(texts),
                **columns,
            }
        )
        return screen(frame, pack=pack, election="kg-2025-parliament", roster=roster).to_dicts()

    return read


def boxes(line):
    return [box for one in line["why"] for box in (*one["words"], *one["beside"])]


def test_stands_beside_each_signal_in_the_same_order(screened):
    for line in screened(TEXTS):
        assert [one["kind"] for one in line["why"]] == [one["kind"] for one in line["signals"]]
        assert all(one["words"] for one in line["why"])


def test_names_the_row_of_the_lexicon_that_took_the_words(screened, pack):
    (line,) = screened(["Голосуйте за Сынакова Азамата!"])
    call = next(one for one in line["why"] if one["kind"] == "call")
    assert call["words"][0]["surface"].startswith("Голосуйте")
    for box in call["words"]:
        file, _, row = box["rule"].partition(":")
        with (pack.folder / "lexicon" / file).open(encoding="utf-8", newline="") as lines:
            assert list(csv.DictReader(lines))[int(row) - 2]["pattern"]


def test_says_what_lexicon_and_model_would_tell_alone(screened):
    (line,) = screened(["Голосуйте за Сынакова Азамата!"])
    call = next(one for one in line["why"] if one["kind"] == "call")
    assert call["lexicon"] > 0.5
    assert call["model"] > 0.5


def test_boxes_the_clause_where_no_row_took_a_word(screened):
    told = [
        (line, signal, one)
        for line in screened(TEXTS)
        for signal, one in zip(line["signals"], line["why"], strict=True)
    ]
    heard = [(signal, one) for _, signal, one in told if one["words"][0]["rule"] == MODEL]
    for signal, one in heard:
        (box,) = one["words"]
        assert (box["start"], box["end"]) == (signal["start"], signal["end"])
        assert one["lexicon"] is None
    assert all(one["lexicon"] or one["model"] for _, _, one in told)


def test_shows_what_softens_it(screened):
    (line,) = screened(["Азамат Сынаков вор и украл деньги. Это неправда, сообщает газета."])
    assert {box["rule"].partition(":")[0] for box in line["why"][0]["beside"]} == {"context.csv"}


@settings(max_examples=6, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(TEXTS), st.lists(st.sampled_from(NOISE), min_size=3, max_size=3)),
        min_size=1, max_size=8,
    )
)  # fmt: skip
def test_boxes_words_of_the_original_text_whatever_stands_around(screened, chosen):
    texts = []
    for text, (before, between, after) in chosen:
        words = text.split(" ")
        texts.append(before + (" " + between).join(words) + after)
    for text, line in zip(texts, screened(texts), strict=True):
        for box in boxes(line):
            assert box["surface"]
            assert text[box["start"] : box["end"]] == box["surface"]


@settings(max_examples=6, deadline=None)
@given(st.sampled_from([text for text in TEXTS if "күн" not in text]), st.data())
def test_moves_with_the_words_that_hide(screened, text, data):
    """Zero-width characters inside a word change no rule and box the same letters."""
    at = data.draw(st.integers(1, len(text) - 1))
    inside = text[at - 1].isalpha() and text[at].isalpha()
    hidden = text[:at] + ("\u200b" if inside else "") + text[at:]
    plain, other = screened([text, hidden])
    assert [(box["rule"], box["surface"]) for box in boxes(plain)] == [
        (box["rule"], box["surface"].replace("\u200b", "")) for box in boxes(other)
    ]


def test_of_nothing_is_nothing(screened):
    (line,) = screened(["Бүгүн күн жылуу болот"])
    assert line["why"] == []


def test_says_what_nobody_checked(screened):
    text = "Сынаков Азамат вор и украл деньги"
    (bare,) = screened([text])
    assert bare["unchecked"] == ["author", "person", "place", "paid", "truth"]
    (full,) = screened(
        ["Бүгүн күн жылуу болот"], author=[{"class": "media"}], place=["online"], paid=[False],
        media=[["a.jpg"]], links=[["https://ойдон.example"]],
    )  # fmt: skip
    assert full["unchecked"] == ["person", "media", "links"]
    (vague,) = screened([text], published_at_provenance=["local"])
    assert vague["unchecked"][0] == "moment"
    assert set(bare["unchecked"] + full["unchecked"] + vague["unchecked"]) == set(UNCHECKED)


def test_carries_what_it_was_screened_with(screened, pack, roster):
    (line,) = screened(["Бүгүн күн жылуу болот"])
    assert line["with"]["pack"] == pack.digest
    assert line["with"]["roster"] == roster.digest
    assert all(line["with"][name].startswith("sha256:") for name in ("engine", "lexicon", "model"))


def test_comes_out_the_same_to_the_last_byte(tmp_path, roster_text):
    """In processes of one thread and of several, which add up in other orders."""
    (tmp_path / "roster.csv").write_text(roster_text, "utf-8")
    posts = [
        {"id": f"p{at}", "text": text, "published_at": "2025-10-20T10:00:00+06:00"}
        for at, text in enumerate(TEXTS * 40)
    ]
    lines = "".join(json.dumps(post) + "\n" for post in posts)
    (tmp_path / "posts.jsonl").write_text(lines, "utf-8")
    for threads in ("1", "4"):
        done = subprocess.run(
            [
                sys.executable, "-m", "hustings.cli", "screen", "posts.jsonl", "--pack", "kg",
                "--election", "kg-2025-parliament", "--roster", "roster.csv",
                "--output", f"{threads}.jsonl",
            ],
            cwd=tmp_path, capture_output=True, text=True, check=False,
            env={**os.environ, "POLARS_MAX_THREADS": threads, "PYTHONHASHSEED": threads},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
    one, other = (Path(tmp_path / f"{threads}.jsonl").read_bytes() for threads in ("1", "4"))
    assert one == other
    assert one.count(b"\n") == len(posts)
