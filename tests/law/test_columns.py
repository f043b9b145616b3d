"""Columns answer as rows do, for every pack, election, area and fact."""

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hustings import law
from hustings.law.vocabulary import EXACT

CALENDARS = [(pack, one.code) for pack in law.known() for one in law.load(pack).elections]
PROVENANCES = (*EXACT, "local", "date", "unknown")
NAMES = ("place", "act", "area", *law.FACTS)


def facts(election):
    """Facts near the dates of the election, each known or not."""
    every = [election, *election.areas.values()]
    turns = sorted({moment for one in every for moment in one.events.values()})
    near = st.builds(
        lambda turn, apart: turn + apart, st.sampled_from(turns or [datetime(2025, 1, 1, tzinfo=UTC)]),
        st.one_of(
            st.sampled_from([timedelta(), timedelta(microseconds=-1), timedelta(microseconds=1)]),
            st.timedeltas(timedelta(days=-40), timedelta(days=40)),
        ),
    )  # fmt: skip
    signal = st.fixed_dictionaries(
        {"kind": st.sampled_from(law.KINDS), "stance": st.sampled_from([None, *law.STANCES])}
    )
    return st.fixed_dictionaries({
        "published_at": near, "published_at_provenance": st.sampled_from(PROVENANCES),
        "author_class": st.sampled_from(law.AUTHORS), "person": st.sampled_from(law.PERSONS),
        "signals": st.lists(signal, max_size=3), "place": st.sampled_from([None, *law.PLACES]),
        "act": st.sampled_from([None, *law.ACTS]),
        "area": st.sampled_from([None, "atlantis", *election.areas]),
        **{name: st.sampled_from([None, True, False]) for name in law.FACTS},
    })  # fmt: skip


@pytest.mark.parametrize(("pack", "code"), CALENDARS, ids=[code for _, code in CALENDARS])
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_equal_rows(pack, code, data):
    pack = law.load(pack)
    election = pack.election(code)
    rows = data.draw(st.lists(facts(election), min_size=1, max_size=40))
    frame = pl.DataFrame(
        [{"id": str(number), **row} for number, row in enumerate(rows)],
        schema={
            "id": pl.String, "published_at": pl.Datetime("us", "UTC"),
            "published_at_provenance": pl.String, "author_class": pl.String, "person": pl.String,
            "signals": pl.List(pl.Struct({"kind": pl.String, "stance": pl.String})),
            **dict.fromkeys(("place", "act", "area"), pl.String), **dict.fromkeys(law.FACTS, pl.Boolean),
        },
    )  # fmt: skip
    together = law.assess_columns(pack, frame, election=election)
    assert together["id"].to_list() == frame["id"].to_list()
    for row, found in zip(rows, together["indications"].to_list(), strict=True):
        alone = [one.as_dict() for one in law.assess(pack, row | {"election": code})]
        assert found == alone


def test_do_without_the_columns_that_a_source_lacks():
    pack = law.load("zz")
    frame = pl.DataFrame({
        "id": ["1"], "published_at": [datetime(2026, 5, 16, tzinfo=UTC)], "published_at_provenance": ["unix"],
        "author_class": ["voter"], "person": ["natural"], "signals": [[{"kind": "call"}]],
    }, schema_overrides={"published_at": pl.Datetime("us", "UTC")})  # fmt: skip
    found = law.assess_columns(pack, frame, election=pack.election("zz-2026-assembly"))
    assert [one["offence"] for one in found["indications"][0]] == ["zz/election-act/art_91"]


def test_answer_nothing_for_nothing():
    pack = law.load("zz")
    frame = pl.DataFrame(schema={
        "id": pl.String, "published_at": pl.Datetime("us", "UTC"), "published_at_provenance": pl.String,
        "author_class": pl.String, "person": pl.String,
        "signals": pl.List(pl.Struct({"kind": pl.String, "stance": pl.String})),
    })  # fmt: skip
    found = law.assess_columns(pack, frame, election=pack.election("zz-2026-assembly"))
    assert found.schema == {"id": pl.String, "indications": pl.List(law.INDICATION)}
    assert found.height == 0
