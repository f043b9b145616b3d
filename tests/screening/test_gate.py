"""Screening answers the same bytes, with the gates and with every text read …"""

import gzip
import json
import os
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hustings import law
from hustings.screening import gate, screen
from hustings.screening.roster import Roster
from texts_said import AUTHORS, SAID, said

SHARED = Path(os.environ.get("HUSTINGS_SHARED", Path(__file__).parents[3] / "shared"))
NEWS = SHARED / "data" / "telegram-ru-news.jsonl.gz"
ELECTION = "kg-2025-parliament"
EARLY = datetime(2025, 10, 20, 4, tzinfo=UTC)


class Open:
    """A gate that lets everything pass."""

    def passed(self, rows, find):
        return find(rows), np.ones(rows.height, np.bool_)


@pytest.fixture(scope="module")
def pack():
    return law.load("kg")


@pytest.fixture(scope="module")
def compared(pack):
    """compared(texts, roster, **columns) → the lines of a screening, the same with gates and without."""

    def read(texts, roster, **columns):
        frame = pl.DataFrame(
            {
                "id": [f"p{at}" for at in range(len(texts))],
                "text": texts,
                "published_at": [EARLY + timedelta(hours=at) for at in range(len(texts))],
                "published_at_provenance": ["zoned"] * len(texts),
                **columns,
            },
            schema_overrides={
                "text": pl.String,
                "id": pl.String,
                "published_at": pl.Datetime("us", "UTC"),
            },
        )

        def lines():
            return screen(frame, pack=pack, election=ELECTION, roster=roster)

        gated = lines()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(gate, "of", lambda *_: Open())
            whole = lines()
        assert gated.schema == whole.schema
        for one, other in zip(gated.iter_slices(1), whole.iter_slices(1), strict=True):
            assert one.write_ndjson() == other.write_ndjson()
        return gated

    return read


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_of_names_calls_and_marks_in_any_order(seed, compared, roster):
    chance = random.Random(seed)
    texts = [said(chance) for _ in range(120)]
    authors = [{"class": chance.choice(AUTHORS)} for _ in texts]
    compared(texts, roster, author=authors)


@settings(max_examples=8, deadline=None)
@given(st.lists(st.text(max_size=80), max_size=30))
def test_of_anything_that_is_text(compared, roster, texts):
    compared(texts, roster)


def test_of_long_texts_without_a_full_stop(compared, roster):
    chance = random.Random(5)
    words = [word for part in SAID for word in part.split()]
    compared(
        [" ".join(chance.choices(words, k=long)) for long in (59, 60, 61, 130, 241, 700)], roster
    )


def test_of_nothing(compared, roster):
    assert compared([], roster).height == 0
    assert compared(["", None, " "], roster).height == 3


@pytest.mark.parametrize("name", ["posts-a", "posts-b", "posts-e", "posts-f"])
def test_of_an_annotated_corpus(compared, name):
    file = SHARED / "corpus" / f"{name}.jsonl"
    if not file.exists():
        pytest.skip("the corpus lies beside the project")
    records = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    authors = [{"class": record["author"]["class"]} for record in records]
    roster = Roster.read(SHARED / "corpus" / "roster.csv")
    found = compared([record["text"] for record in records], roster, author=authors)
    assert (found["signals"].list.len() > 0).any()


@pytest.mark.slow
def test_of_real_news(compared, roster):
    if not NEWS.exists():
        pytest.skip("the news lie beside the project")
    with gzip.open(NEWS, "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    assert (compared(texts, roster)["signals"].list.len() > 0).mean() < 0.05


def test_and_a_pack_without_a_model_has_every_text_read(roster):
    zz = law.load("zz")
    assert gate_of(roster, zz)._signals is None
    frame = pl.DataFrame({"id": ["1", "2"], "text": ["Не голосуйте за Примерова", "күн"]})
    assert screen(frame, pack=zz, election="zz-2026-assembly", roster=roster).height == 2


def gate_of(roster, pack):
    from hustings.screening import names_index  # noqa: PLC0415 - only here

    return gate.of(names_index.build(roster), pack.folder)
