"""A pack is data that a lawyer can read, and that is refused where it cannot be trusted."""

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from hustings import law
from hustings.law import checking
from hustings.law.article import Faulty
from hustings.refusal import Refusal

PACKS = Path(__file__).parents[2] / "packs"
PACK = law.load("kg")
CASES = [(rule, example) for rule in PACK.rules for example in rule.examples]


@pytest.mark.parametrize(
    ("rule", "example"), CASES, ids=[f"{rule.name}: {one['name']}" for rule, one in CASES]
)
def test_example_of_the_pack_holds(rule, example):
    facts = {
        "election": "kg-2025-parliament", "published_at": example["published_at"],
        "author_class": example["author_class"], "person": example.get("person", "natural"),
        "place": example.get("place"), "signals": [{"kind": kind} for kind in example["signals"]],
    }  # fmt: skip
    offences = {one.offence for one in law.assess(PACK, facts)}
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


@pytest.fixture
def spoilt(tmp_path, monkeypatch):
    """spoil(file, old, new) → the pack with that one change, loaded."""

    def spoil(file, old, new):
        folder = tmp_path / "packs" / "kg"
        shutil.copytree(PACKS / "kg", folder)
        path = folder / file
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        monkeypatch.setenv("HUSTINGS_PACKS", str(tmp_path / "packs"))
        return law.load("kg")

    return spoil


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("law/elections/art-23.md", 'zones = ["early"]', 'moons = ["early"]', "unknown condition"),
        ("law/elections/art-23.md", '"call", "preference"', '"shout", "preference"', "unknown kinds"),
        ("law/code-of-offences/art-65.md", "units = 75", 'units = "75"', "whole number"),
        ("law/elections/art-23.md", "code-of-offences/art_65", "code-of-offences/art_99", "no offence"),
        ("law/elections/art-23.md", 'confidence = "quoted"', 'confidence = "sure"', "confidence"),
        ("law/elections/art-23.md", "offence =", "offence ==", "TOML"),
    ],
)  # fmt: skip
def test_fault_is_named_by_file_line_and_remedy(spoilt, file, old, new, said):
    with pytest.raises(Faulty) as refused:
        spoilt(file, old, new)
    sentence = refused.value.say("en")
    assert said in sentence
    assert re.search(r"art-\d+\.md, line \d+", sentence)
    assert sentence.rstrip().endswith((".", "…"))


def test_rule_without_an_example_that_does_not_fire_is_named(spoilt):
    pack = spoilt("law/elections/art-28.md", 'signals = ["hatred"]\nfinds = []',
                  'signals = ["hatred"]\nfinds = ["code-of-offences/art_65"]')  # fmt: skip
    assert {fault.code for fault in checking.check(pack)} == {"law.faulty_pack"}


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


def test_code_knows_no_country():
    names = re.compile(r"kyrgyz|bishkek|кыргыз|бишкек|\bkg\b", re.IGNORECASE)
    for path in (PACKS.parent / "src" / "hustings" / "law").glob("*.py"):
        assert not names.search(path.read_text("utf-8")), path.name


def test_another_country_is_a_folder():
    pack = law.load("zz")
    assert list(checking.check(pack)) == []
    day_before, day_after = date(2026, 5, 15), date(2026, 5, 16)
    sums = [
        pack.tariff("zz/election-act/art_91", author_class="voter", person="natural", on=day).amount
        for day in (day_before, day_after)
    ]
    assert sums == [210, 270]  # the unit's value changed on 16 May
