"""Each pack's demonstration ends in a published entry that the ledger explains: one player, many laws."""

import re
import tomllib
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from hustings import evidence, law
from hustings.desk.cases.models import Charge, Notice
from hustings.desk.commission.models import Measure, Resolution
from hustings.desk.enforcement.models import Carried, Penalty, Protocol, Referral
from hustings.desk.ledger import record
from hustings.desk.monitoring.models import Publication
from hustings.desk.register.models import Entry

pytestmark = pytest.mark.slow
PACKS = Path(__file__).parents[2] / "packs"
WORLDS = sorted(path.parents[1].name for path in PACKS.glob("*/demo/scenario.toml"))
OTHERS = [pack for pack in WORLDS if pack != "kg"]  # test_chain plays that one
HOPS = {"founding", "publications", "review", "cases", "hearing", "proposal", "commission",
        "enforcement", "register"}  # fmt: skip


@pytest.fixture(scope="module", params=OTHERS)
def world(request, staged):
    """(pack, what was told)."""
    with staged(request.param) as told:
        yield request.param, told


def test_there_are_worlds_beside_the_first():
    assert {"br", "gb", "in"} <= set(OTHERS)


def test_goes_through_every_hop_to_the_public_register(world):
    pack, told = world
    assert {hop for hop, _, _ in told} == HOPS
    matters = tomllib.loads((PACKS / pack / "demo/scenario.toml").read_text("utf-8"))["matter"]
    entries = Entry.objects.filter(state="published")
    assert entries.count() == len(matters)
    public = Client()
    for entry in entries:
        page = public.get(f"/entries/{entry.pk}").content.decode()
        assert entry.number in page
        assert "invented" in page
    assert public.get("/").status_code == public.get("/data/register.csv").status_code == 200


def test_leaves_a_ledger_that_explains_every_row_and_byte(world):
    assert list(record.unexplained()) == []
    stored = evidence.Store(settings.STORE).check_all()
    assert not [*stored.changed, *stored.missing, *stored.strange]


def test_draws_its_papers_in_the_languages_of_its_pack(world):
    pack, _told = world
    languages = list(law.load(pack).languages)
    store = evidence.Store(settings.STORE)
    kinds = (Resolution, Notice, Protocol, Referral)
    drawn = [row for kind in kinds for row in kind.objects.all()]
    assert all(list(row.papers) == languages for row in drawn)
    assert all(store.read(one).startswith(b"%PDF") for row in drawn for one in row.papers.values())


def test_one_person_decides_and_is_called_by_the_packs_word(world):
    pack, _told = world
    assert law.load(pack).quorum["established"] == 1
    for resolution in Resolution.objects.all():
        named = law.load(pack).roles["member"]["en"]
        assert resolution.record["position"]["en"].casefold() == named.casefold()
        assert resolution.item.votes.count() == 1
    for entry in Entry.objects.all():
        assert entry.public["decider"]["en"] == law.load(pack).roles["member"]["en"]


def test_ends_every_charge_in_an_outcome_that_somebody_carried_out(world):
    pack, _told = world
    outcomes = law.load(pack).outcomes
    charges = Charge.objects.all()
    assert charges
    assert all(charge.outcome and charge.outcome_reason for charge in charges)
    for charge in charges:
        here = outcomes[charge.outcome]["execution"] in {"official", "platform"}
        done = Penalty.objects.filter(charge=charge).exists() or charge.carried.exists()
        assert done is here, charge.outcome


def test_sets_every_open_sum_within_its_bounds(world):
    for measure in Measure.objects.exclude(amount=None):
        assert measure.least <= measure.amount <= measure.most
        assert measure.arithmetic
        assert measure.payer
    for penalty in Penalty.objects.filter(kind="fine", units=None):
        assert penalty.least <= penalty.rate <= penalty.most
        hours = (
            (penalty.stopped_at - penalty.runs_from).total_seconds() // 3600 if penalty.per else 1
        )
        assert penalty.amount == penalty.rate * hours


def test_shows_what_is_particular_to_its_law(world):
    pack, told = world
    match pack:
        case "br":
            doubled = Measure.objects.get(charge__respondent__name="Belmira Quixandu")
            assert (doubled.amount, doubled.payer) == (40_000, "beneficiary")
            ran = Penalty.objects.get(per="hour")
            assert (ran.amount, ran.payer) == (840_000, "platform")
            assert Carried.objects.get().outcome == "removal"
        case "in":
            assert not Penalty.objects.exists()
            assert {one.outcome for one in Carried.objects.all()} == {"removal", "censure"}
            assert Publication.objects.filter(stated__area="phase_1").exists()
        case "gb":
            refused = [said for _, said, _ in told if said.startswith("refused")]
            assert len([said for said in refused if "take-down notice" in said]) == 2
            assert Carried.objects.get().outcome == "take_down"
            assert Penalty.objects.get(amount=250).why


def test_prints_no_name_of_a_field_that_somebody_forgot_to_put_in_words(world):
    for _hop, said, where in world[1]:
        assert not re.search(r"\{\w*\}|None", said)
        assert where.startswith("http://desk.example/")
