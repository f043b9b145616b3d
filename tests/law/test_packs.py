"""A pack is data that a lawyer can read, and that is refused where it cannot be trusted."""

from datetime import date

import pytest

from hustings import law
from hustings.law import checking
from hustings.law.assess import assessed
from hustings.refusal import Refusal

PACK = law.load("kg")
CASES = [(rule, example) for rule in PACK.rules for example in rule.examples]


@pytest.mark.parametrize(
    ("rule", "example"), CASES, ids=[f"{rule.name}: {one['name']}" for rule, one in CASES]
)
def test_example_of_the_pack_holds(rule, example):
    offences = {one.offence for one in assessed(PACK, checking.facts_in(PACK, example))}
    assert offences == {f"kg/{offence}" for offence in example["finds"]}


def test_every_rule_has_an_example_that_fires_and_one_that_does_not():
    assert list(checking.check(PACK)) == []
    assert len(PACK.rules) >= 10


def test_speaks_three_languages_wherever_a_page_shows_it():
    shown = [zone.names for zone in PACK.election("kg-2025-parliament").zones]
    shown += [rule.because for rule in PACK.rules]
    shown += [PACK.provision(rule.provision).text for rule in PACK.rules]
    shown += [outcome["names"] for outcome in PACK.outcomes.values()]
    assert all(set(words) == {"ky", "ru", "en"} and all(words.values()) for words in shown)


def test_unknown_pack_and_election_name_those_there_are():
    with pytest.raises(Refusal, match="kg"):
        law.load("atlantis")
    with pytest.raises(Refusal, match="kg-2025-parliament"):
        PACK.election("kg-1825")


def test_a_path_is_no_code_of_a_pack():
    with pytest.raises(Refusal):
        law.load("../packs/kg")


def test_wording_is_asked_for_by_date():
    assert (
        PACK.provision("kg/elections/art_23__part_1", on=date(2025, 10, 27)).confidence == "quoted"
    )


def test_another_country_is_a_folder():
    pack = law.load("zz")
    assert list(checking.check(pack)) == []
    day_before, day_after = date(2026, 5, 15), date(2026, 5, 16)
    sums = [
        pack.tariff("zz/election-act/art_91", author_class="voter", person="natural", on=day).amount
        for day in (day_before, day_after)
    ]
    assert sums == [210, 270]  # the unit's value changed on 16 May
