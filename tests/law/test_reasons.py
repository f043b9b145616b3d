"""An answer comes with its reasons: what held, what failed, what nobody knows."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings import law
from hustings.law.assess import assessed
from hustings.law.reasons import EXCEPTED, FAILS, FIRES, UNKNOWN

PACK = law.load("zz")
PRAISE = {
    "election": "zz-2026-assembly", "published_at": "2026-05-10T12:00:00+02:00",
    "author_class": "voter", "person": "natural", "paid": True, "disclosed": False,
    "signals": [{"kind": "preference", "stance": "for"}],
}  # fmt: skip
PRINTED = PRAISE | {"author_class": "media", "person": "natural", "act": "print"}
CALL = {
    "election": "zz-2026-assembly", "published_at": "2026-05-16T12:00:00+02:00",
    "author_class": "voter", "person": "natural", "signals": [{"kind": "call"}],
}  # fmt: skip
A91, A92 = "zz/election-act/art_91", "zz/election-act/art_92"


def way(trace, name="paid-praise"):
    return next(one for one in trace.rules if one.name == name)


def test_tells_each_condition_with_what_was_asked_found_and_held():
    told = way(law.trace(PACK, PRAISE))
    assert told.verdict == FIRES
    assert [(one.word, one.wanted, one.found, one.held) for one in told.steps] == [
        ("kinds", ("preference",), "preference", True),
        ("stances", ("for",), "preference/for", True),
        ("yes", ("paid",), "paid=true", True),
        ("no", ("disclosed",), "disclosed=false", True),
        ("in_force", ("2026-05-02/",), "2026-05-10", True),
    ]


def test_tells_every_rule_even_those_that_do_not_fire():
    trace = law.trace(PACK, PRAISE)
    assert {one.name: one.verdict for one in trace.rules} == {
        "campaigning-in-the-quiet-days": FAILS, "paid-praise": FIRES,
    }  # fmt: skip


def test_fact_that_nobody_knows_holds_a_rule_back_and_is_asked_for():
    trace = law.trace(PACK, {key: value for key, value in PRAISE.items() if key != "disclosed"})
    assert trace.indications == ()
    assert way(trace).verdict == UNKNOWN
    assert trace.missing == ("disclosed",)


@pytest.mark.parametrize("provenance", ["local", "date", "relative", "unknown"])
def test_time_that_is_not_exact_triggers_no_rule_of_time(provenance):
    trace = law.trace(PACK, CALL | {"published_at_provenance": provenance})
    assert trace.indications == ()
    assert way(trace, "campaigning-in-the-quiet-days").verdict == UNKNOWN
    assert trace.missing == ("published_at",)
    assert law.trace(PACK, CALL | {"published_at_provenance": "unix"}).indications


def test_exception_is_told_as_an_exception_and_its_own_exceptions_as_theirs():
    excepted = way(law.trace(PACK, PRINTED | {"synthetic": False}))
    assert (excepted.verdict, excepted.exceptions[0].verdict) == (EXCEPTED, FIRES)
    assert excepted.exceptions[0].exceptions[0].verdict == FAILS
    fires = way(law.trace(PACK, PRINTED | {"synthetic": True}))
    assert (fires.verdict, fires.exceptions[0].verdict) == (FIRES, FAILS)
    assert fires.exceptions[0].exceptions[0].verdict == FIRES


def test_exception_that_waits_for_a_fact_takes_nothing_out_and_asks_for_it():
    trace = law.trace(PACK, PRINTED)
    assert way(trace).verdict == EXCEPTED
    assert trace.missing == ("synthetic",)


def test_exception_ends_with_its_date():
    after = PRINTED | {"synthetic": True, "published_at": "2026-05-17T00:00:00+02:00"}
    assert way(law.trace(PACK, after)).verdict == EXCEPTED


def test_tells_what_one_other_fact_would_change():
    changes = {(one.fact, one.to): (one.found, one.gone) for one in law.trace(PACK, CALL).changes}
    rule = ("zz/election-act/art_91", "zz/election-act/art_34__part_1")
    assert changes[("zone", "free")] == ((), (rule,))
    assert changes[("author_class", "media")] == ((), (rule,))
    assert changes[("signals", "without call/none")] == ((), (rule,))
    assert ("author_class", "candidate") not in changes


def test_tells_both_where_practice_contradicts_itself():
    (one,) = law.assess(PACK, PRAISE)
    assert (one.liable, one.measures) == (("poster", "beneficiary"), ("warning", "fine"))
    assert [seen.amount for seen in law.trace(PACK, PRAISE).practice] == [None, 90]
    (other,) = law.assess(PACK, PRAISE | {"author_class": "party"})
    assert (other.liable, other.measures) == ((), ())


def test_tells_the_routes_that_overlap_and_what_no_program_decides():
    trace = law.trace(PACK, PRAISE)
    assert trace.routes == {A92: ("official",)}
    assert trace.undecided == ()
    place = PACK.undecided["zz/election-act/art_35__part_2"]
    assert place[0]["en"] == "Whether a drawing is a picture."


def test_answer_is_as_sure_as_the_weakest_thing_it_rests_on():
    before, after = (
        law.assess(PACK, PRAISE | {"published_at": f"2026-05-{day}T12:00:00+02:00"})[-1]
        for day in (15, 16)
    )
    assert (before.confidence, after.confidence) == ("quoted", "assumed")  # the later wording is
    quiet = CALL | {"election": "zz-2026-islands", "area": "north",
                    "published_at": "2026-05-30T12:00:00+00:00"}  # fmt: skip
    (one,) = law.assess(PACK, quiet)
    assert (one.confidence, one.verified) == ("inferred", False)  # the zone's first bound is


def test_place_cited_by_another_unit_is_the_same_place():
    one = PACK.provision("zz/election-act/art_35__part_1")
    assert PACK.provision("zz/election-act/art_35__item_1") == one


def test_range_and_running_sum_are_no_fixed_sum():
    day = datetime.fromisoformat("2026-05-10").date()
    person = PACK.tariff(A92, author_class="voter", person="natural", on=day)
    assert (person.units, person.amount, person.least, person.most) == (None, None, 70, 140)
    assert (person.or_times, person.of, person.payers) == (2, "spend", ("poster", "beneficiary"))
    platform = PACK.tariff(A92, author_class="platform", person="legal", on=day)
    assert (platform.least, platform.most, platform.per) == (7, 14, "hour")
    assert not platform.verified
    nobody = PACK.tariff(A92, author_class="minor", person="natural", on=day)
    assert (nobody.least, nobody.verified, nobody.confidence) == (None, False, "assumed")


@pytest.mark.parametrize(
    ("area", "moment", "found"),
    [
        ("north", "2026-05-29T17:59:59+00:00", False), ("north", "2026-05-29T18:00:00+00:00", True),
        ("north", "2026-05-31T17:59:59+00:00", True), ("north", "2026-05-31T18:00:00+00:00", False),
        ("south", "2026-05-30T12:00:00+00:00", False), ("south", "2026-06-05T18:00:00+00:00", True),
        (None, "2026-05-30T12:00:00+00:00", False), ("atlantis", "2026-05-30T12:00:00+00:00", False),
    ],
)  # fmt: skip
def test_the_same_minute_is_quiet_in_one_area_and_not_in_another(area, moment, found):
    facts = CALL | {"election": "zz-2026-islands", "area": area, "published_at": moment}
    assert bool(law.assess(PACK, facts)) is found
    assert ("area" in law.trace(PACK, facts).missing) is (area in {None, "atlantis"})


SIGNALS = st.fixed_dictionaries(
    {"kind": st.sampled_from(law.KINDS), "stance": st.sampled_from(law.STANCES)}
)
FACTS = st.fixed_dictionaries(
    {
        "author_class": st.sampled_from(law.AUTHORS), "person": st.sampled_from(law.PERSONS),
        "published_at": st.datetimes(datetime(2026, 4, 25), datetime(2026, 5, 20)).map(  # noqa: DTZ001  # told with its zone
            lambda moment: moment.isoformat() + "+02:00"
        ),
        "signals": st.lists(SIGNALS, max_size=3),
    },
    optional={"act": st.sampled_from(law.ACTS), **{name: st.booleans() for name in law.FACTS}},
)  # fmt: skip


@given(FACTS)
def test_what_is_told_is_what_was_found(said):
    trace = law.trace(PACK, said | {"election": "zz-2026-assembly"})
    fired = {one.name for one in trace.rules if one.verdict == FIRES}
    assert fired == {name for one in trace.indications for name in one.rules}
    assert list(trace.indications) == law.assess(PACK, said | {"election": "zz-2026-assembly"})


@given(FACTS)
def test_each_change_that_is_told_turns_the_answer(said):
    facts = law.facts_of(said, PACK.election("zz-2026-assembly"))
    now = {(one.offence, one.provision) for one in assessed(PACK, facts)}
    for change in law.trace(PACK, said | {"election": "zz-2026-assembly"}).changes:
        assert set(change.found).isdisjoint(now)
        assert set(change.gone) <= now
        assert change.found or change.gone
