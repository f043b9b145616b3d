"""The small pack of the United Kingdom: no window, an imprint all the year, two bodies, a sanction first."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings import law
from law.both_ways import asker, offences
from law.invented import heard, papers

PACK = law.load("gb")
ELECTION = PACK.election("gb-2024-parliament")
REGULATOR, POLICE = "elections-act-2022/s_48__commission", "elections-act-2022/s_48__police"
FIXED = "elections-act-2022/s_48__fixed"
DAY = "2024-06-18T12:00:00+01:00"
asked = asker(PACK, "gb-2024-parliament")


def test_holds_all_its_examples():
    assert list(law.check(PACK)) == []


@pytest.mark.parametrize(
    "moment",
    [
        "2023-11-01T00:00:00+00:00", "2024-07-03T21:59:59+01:00", "2024-07-04T06:59:59+01:00",
        "2024-07-04T07:00:00+01:00", "2024-07-04T21:59:59+01:00", "2024-07-04T22:00:00+01:00",
        "2029-02-28T23:59:59+00:00",
    ],
)  # fmt: skip
def test_asks_for_an_imprint_before_on_and_after_polling_day_alike(moment):
    assert ELECTION.zone_at(datetime.fromisoformat(moment)).code == "always"
    party = {"author": "party", "person": "legal", "paid": True}
    assert offences(asked(moment, "call/for", **party, imprint=False)) == [REGULATOR]
    assert offences(asked(moment, "call/for", **party, imprint=True)) == []


@given(st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)))  # noqa: DTZ001  # made aware below
def test_has_one_zone_without_bounds(moment):
    (zone,) = ELECTION.zones
    assert (zone.starts, zone.ends) == (None, None)
    assert ELECTION.zone_at(moment.replace(tzinfo=UTC)) == zone


def test_asks_for_no_date_in_any_rule():
    words = {one.word for rule in PACK.rules for one in rule.every_condition()}
    assert not words & {"zones", "from_event", "to_event"}


def test_binds_a_voter_only_where_somebody_paid():
    assert offences(asked(DAY, "preference/for", paid=False, imprint=False)) == []
    assert offences(asked(DAY, "preference/for", paid=True, imprint=False)) == [REGULATOR]


@pytest.mark.parametrize(
    ("author", "person", "offence", "route"),
    [
        ("candidate", "natural", POLICE, "police"),
        ("representative", "natural", POLICE, "police"),
        ("party", "legal", REGULATOR, "official"),
    ],
)
@pytest.mark.parametrize("paid", [True, False])
def test_goes_to_the_police_for_a_candidate_and_to_the_regulator_for_a_party(
    author, person, offence, route, paid
):
    (one,) = asked(DAY, "call/for", author=author, person=person, paid=paid, imprint=False)
    assert (one.offence, one.route) == (f"gb/{offence}", route)
    assert not one.verified  # whose purpose it serves is a person's question


def test_tells_both_bodies_and_asks_a_person_which():
    told = law.trace(PACK, {
        "election": ELECTION.code, "published_at": DAY, "author_class": "party", "person": "legal",
        "signals": [{"kind": "call", "stance": "for"}], "paid": True, "imprint": False,
    })  # fmt: skip
    assert set(told.routes[f"gb/{REGULATOR}"]) == {"official", "police"}
    assert any("for whose purpose" in one["en"].lower() for one in told.undecided)
    assert any("beyond reasonable doubt" in one["en"] for one in told.undecided)


def test_accepts_an_imprint_one_click_away_except_in_a_paid_advert():
    party = {"author": "party", "person": "legal", "imprint": False, "disclosed": True}
    assert offences(asked(DAY, "call/for", **party, paid=False)) == []
    assert offences(asked(DAY, "call/for", **party, paid=True)) == [REGULATOR]


def test_waits_for_what_nobody_knows():
    facts = {
        "election": ELECTION.code, "published_at": DAY, "author_class": "party", "person": "legal",
        "signals": [{"kind": "call", "stance": "for"}],
    }  # fmt: skip
    assert law.assess(PACK, facts) == []
    assert {"paid", "imprint"} <= set(law.trace(PACK, facts).missing)


def test_has_a_fixed_penalty_and_a_range_beside_it():
    told = [
        PACK.tariff(f"gb/{offence}", author_class="party", person="legal", on=date(2024, 6, 18))
        for offence in (FIXED, REGULATOR)
    ]
    fixed, variable = told
    assert (fixed.amount, fixed.least, fixed.most) == (200, 200, 200)
    assert (variable.amount, variable.least, variable.most) == (None, 250, 20_000)
    assert all((one.currency, one.payers) == ("GBP", ("promoter", "beneficiary")) for one in told)
    assert any("200 pounds" in reason for reason in variable.because)
    assert f"gb/{FIXED}" in PACK.offence(f"gb/{REGULATOR}").overlaps


def test_invents_no_sum_for_the_courts():
    who = {"author_class": "candidate", "person": "natural"}
    one = PACK.tariff(f"gb/{POLICE}", **who, on=date(2024, 6, 18))
    assert (one.least, one.most, one.verified) == (None, None, False)


def test_takes_nothing_down_before_a_sanction_or_an_undertaking():
    taken = [step for step in PACK.ladder if step["measure"] == "take_down"]
    assert sorted(step["after"] for step in taken) == [["fine"], ["fixed_penalty"], ["undertaking"]]
    assert all(after in PACK.outcomes for step in taken for after in step["after"])


def test_lets_nobody_decide_on_a_notice_that_he_gave():
    apart = {frozenset(pair[:2]) for pair in PACK.incompatible}
    assert {frozenset({"head", "member"}), frozenset({"lawyer", "member"})} <= apart
    # How long representations may run was not read.
    assert PACK.clocks["explanation"].confidence == "assumed"


def test_speaks_english_russian_and_kyrgyz_where_a_page_shows_it():
    shown = [zone.names for zone in ELECTION.zones] + [rule.because for rule in PACK.rules]
    shown += [PACK.provision(rule.provision).heading for rule in PACK.rules]
    shown += [one["names"] for one in PACK.outcomes.values()] + list(PACK.roles.values())
    assert all({"en", "ru", "ky"} <= set(words) and all(words.values()) for words in shown)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Vote Fulano Inventado on Thursday", ["call/for"]),
        ("Don't vote for Kalpana Farziwal", ["call/against"]),
        ("Lend us your vote", ["call/for"]),
        ("Kalpana Farziwal lied about the hospital", ["discredit/against"]),
        ("Lovely weather at the fair", []),
    ],
)
def test_hears_english(text, found):
    assert heard("gb", ELECTION.code, text) == found


def test_draws_a_notice_of_proposed_sanction_and_a_decision_by_another():
    told = {act: text for act, _, text in papers("gb", amount=20_000, currency="GBP")}
    assert "NOTICEOFPROPOSEDSANCTION" in told["notice"].replace(" ", "").replace("\n", "")
    assert "An officer who had no part in it will decide" in " ".join(told["notice"].split())
    assert "beyond reasonable doubt" in " ".join(told["resolution"].split())
    assert "£20,000" in told["resolution"]
    assert all("Fulano Inventado" in text for text in told.values())
