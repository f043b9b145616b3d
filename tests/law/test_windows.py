"""The same words are lawful or not by author and minute."""

from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings import law

PACK = law.load("kg")
ELECTION = PACK.election("kg-2025-parliament")
A65, A66 = "kg/code-of-offences/art_65", "kg/code-of-offences/art_66"


def found(moment, author="voter", kinds=("call",), person="natural", place=None):
    facts = {
        "election": "kg-2025-parliament", "published_at": moment, "author_class": author,
        "person": person, "signals": [{"kind": kind} for kind in kinds], "place": place,
    }  # fmt: skip
    return law.assess(PACK, facts)


@pytest.mark.parametrize(
    ("moment", "zone", "offences"),
    [
        ("2025-09-29T23:59:59+06:00", "before_call", []),
        ("2025-09-30T00:00:00+06:00", "early", [A65]),
        ("2025-11-09T23:59:59+06:00", "early", [A65]),
        ("2025-11-09T17:59:59+00:00", "early", [A65]),
        ("2025-11-10T00:00:00+06:00", "window", []),
        ("2025-11-09T18:00:00Z", "window", []),
        ("2025-11-10T03:00:00+09:00", "window", []),
        ("2025-11-29T07:59:59+06:00", "window", []),
        ("2025-11-29T08:00:00+06:00", "silence", [A65]),
        ("2025-11-28T21:00:00-05:00", "silence", [A65]),
        ("2025-11-30T19:59:59+06:00", "silence", [A65]),
        ("2025-11-30T20:00:00+06:00", "after", []),
    ],
)
def test_place_a_call_by_a_voter(moment, zone, offences):
    assert ELECTION.zone_at(datetime.fromisoformat(moment)).code == zone
    assert [one.offence for one in found(moment)] == offences


@pytest.mark.parametrize("kind", ["call", "preference", "consequences", "activity"])
def test_know_four_forms_of_campaigning(kind):
    (one,) = found("2025-10-20T12:00:00+06:00", kinds=[kind])
    assert (one.offence, one.provision, one.window) == (A65, "kg/elections/art_23__part_1", "early")
    assert (one.units, one.amount, one.currency, one.verified) == (75, 7500, "KGS", True)


@pytest.mark.parametrize("author", ["state_servant", "religious", "foreign", "commission"])
def test_bar_some_authors_in_the_window_too(author):
    (one,) = found("2025-11-15T12:00:00+06:00", author=author, kinds=["preference"])
    assert one.provision == "kg/elections/art_22__barred"
    assert not one.verified


def test_say_what_is_not_verified_about_discrediting():
    (one,) = found("2025-11-15T12:00:00+06:00", kinds=["discredit"])
    assert (one.offence, one.units, one.amount, one.verified) == (A66, 125, 12500, False)
    assert any("does not check whether it is false" in reason for reason in one.because)


@pytest.mark.parametrize(
    ("place", "provision"),
    [
        ("mosque", "institutions"), ("school", "institutions"), ("hospital", "institutions"),
        ("commission_premises", "commission_premises"), ("monument", "objects"),
        ("trees", "objects"), ("private_wall", "private_wall"),
    ],
)  # fmt: skip
def test_forbid_places(place, provision):
    offences = found("2025-11-15T12:00:00+06:00", author="candidate", place=place)
    assert [one.provision for one in offences] == [f"kg/elections/art_28__{provision}"]
    assert found("2025-11-15T12:00:00+06:00", kinds=[], place=place) == []


def test_forbid_polls_in_the_last_five_days():
    assert found("2025-11-24T23:59:59+06:00", kinds=["poll"], author="media") == []
    (one,) = found("2025-11-25T00:00:00+06:00", kinds=["poll"], author="media", person="legal")
    assert (one.units, one.amount) == (280, 28000)


@pytest.mark.parametrize(
    ("author", "person", "units"),
    [
        ("voter", "natural", 75), ("candidate", "natural", 75), ("representative", "natural", 75),
        ("media", "natural", 100), ("media", "legal", 280), ("party", "natural", 200),
        ("party", "legal", 650),
    ],
)  # fmt: skip
def test_follow_the_tariff_by_class_of_offender(author, person, units):
    tariff = PACK.tariff(A65, author_class=author, person=person, on=date(2025, 11, 1))
    assert (tariff.units, tariff.amount, tariff.verified) == (units, units * 100, True)


def test_invent_no_sum_where_no_source_gives_one():
    tariff = PACK.tariff(A66, author_class="media", person="legal", on=date(2025, 11, 1))
    assert (tariff.units, tariff.amount, tariff.verified) == (None, None, False)


SOME_FACTS = st.fixed_dictionaries({
    "published_at": st.datetimes(datetime(2025, 9, 25), datetime(2025, 12, 5)).map(  # noqa: DTZ001  # made aware next
        lambda moment: moment.replace(tzinfo=UTC)
    ),
    "provenance": st.sampled_from(["zoned", "unix", "local", "date", "unknown"]),
    "author_class": st.sampled_from(law.AUTHORS),
    "person": st.sampled_from(law.PERSONS),
    "kinds": st.lists(st.sampled_from(law.KINDS), max_size=3),
    "place": st.sampled_from([None, *law.PLACES]),
})  # fmt: skip


@given(st.lists(SOME_FACTS, min_size=1, max_size=12))
def test_read_alike_in_rows_and_in_columns(rows):
    frame = pl.DataFrame(
        {
            "id": [str(number) for number, _ in enumerate(rows)],
            "published_at": [row["published_at"] for row in rows],
            "published_at_provenance": [row["provenance"] for row in rows],
            "author_class": [row["author_class"] for row in rows],
            "person": [row["person"] for row in rows],
            "signals": [[{"kind": kind} for kind in row["kinds"]] for row in rows],
            "place": [row["place"] for row in rows],
        },
        schema_overrides={
            "signals": pl.List(pl.Struct({"kind": pl.String})), "place": pl.String,
            "published_at": pl.Datetime("us", "UTC"),
        },
    )  # fmt: skip
    columns = law.assess_columns(PACK, frame, election=ELECTION)["indications"].to_list()
    for row, together in zip(rows, columns, strict=True):
        exact = row["provenance"] in {"zoned", "unix"}
        alone = found(
            row["published_at"] if exact else None, author=row["author_class"],
            kinds=row["kinds"], person=row["person"], place=row["place"],
        )  # fmt: skip
        assert together == [one.as_dict() for one in alone]


@given(st.sampled_from(ELECTION.zones), st.integers(-2, 2))
def test_are_half_open(zone, seconds):
    if zone.ends is None:
        return
    inside = ELECTION.zone_at(zone.ends + timedelta(seconds=seconds)).code == zone.code
    assert inside == (seconds < 0)
