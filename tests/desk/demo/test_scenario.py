"""A demonstration's scenario …"""

import shutil
import tomllib
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from hustings import law
from hustings.desk import chosen_pack
from hustings.desk.demo import fresh, scenario
from hustings.refusal import Refusal

PACKS = Path(__file__).parents[3] / "packs"
WORLDS = sorted(path.parents[1].name for path in PACKS.glob("*/demo/scenario.toml"))


@pytest.mark.parametrize("pack", WORLDS)
def test_is_told_in_the_clock_of_its_election(pack):
    told = scenario.load(pack)
    zone = law.load(pack).election(told["election"]).timezone
    moments = [value for matter in told.matters for value in matter.values()
               if isinstance(value, datetime)]  # fmt: skip
    assert moments
    assert {moment.tzinfo for moment in moments} == {zone}


@pytest.mark.parametrize("pack", WORLDS)
def test_has_a_cast_for_every_role_and_two_of_the_press(pack):
    roles = [player.role.value for player in scenario.load(pack).players]
    assert set(law.load(pack).roles) - {"administrator"} <= set(roles)
    assert roles.count("publisher") == 2
    assert roles.count("member") == law.load(pack).quorum["established"]


@pytest.mark.parametrize("pack", WORLDS)
def test_says_in_every_sample_that_it_is_invented(pack):
    for path in (PACKS / pack / "demo").iterdir():
        assert "invented" in path.read_text("utf-8"), path.name


@pytest.mark.parametrize("pack", WORLDS)
def test_brings_in_no_file_before_what_it_tells_of_was_published(pack):
    told = scenario.load(pack)
    for matter in told.matters:
        for file in matter.get("import", ()):
            from hustings import publications  # noqa: PLC0415  # heavy: only here

            reading = publications.read(
                told.folder / file["file"], name=file["file"], mapping=file.get("mapping")
            )
            for frame in reading.batches():
                last = frame["published_at"].max()
                assert last is None or last.replace(tzinfo=ZoneInfo("UTC")) <= file["at"], file


def test_is_refused_where_the_pack_has_none():
    with pytest.raises(Refusal) as refused:
        scenario.load("zz")
    assert refused.value.code == "desk.no_demo"


def test_is_refused_by_the_name_of_what_it_lacks(tmp_path, monkeypatch):
    shutil.copytree(PACKS / "zz", tmp_path / "zy")
    about = (tmp_path / "zy/pack.toml").read_text("utf-8").replace('"zz"', '"zy"')
    (tmp_path / "zy/pack.toml").write_text(about, "utf-8")
    (tmp_path / "zy/demo").mkdir()
    (tmp_path / "zy/demo/scenario.toml").write_text('election = "zz-2026-assembly"\n', "utf-8")
    monkeypatch.setenv("HUSTINGS_PACKS", str(tmp_path))
    with pytest.raises(Refusal, match="password"):
        scenario.load("zy")


def test_is_played_in_a_folder_that_says_which_pack_it_is(tmp_path, monkeypatch):
    monkeypatch.setenv("HUSTINGS_INVENTED", "no")  # what `fresh` sets is taken back after the test
    home = tmp_path / "played"
    fresh(home, pack="zz", anew=False)
    assert chosen_pack.of(home) == "zz"
    (home / "demo-complete").touch()
    (home / "trace").touch()
    fresh(home, pack="zz", anew=False)
    assert (home / "trace").exists()
    fresh(home, pack="kg", anew=False)
    assert not (home / "trace").exists()
    assert chosen_pack.of(home) == "kg"


def test_never_clears_a_folder_that_no_demonstration_made(tmp_path):
    (tmp_path / "home/desk.sqlite3").touch()
    with pytest.raises(Refusal) as refused:
        fresh(tmp_path / "home", pack="kg", anew=True)
    assert refused.value.code == "desk.not_a_demo"
    assert (tmp_path / "home/desk.sqlite3").exists()


def test_is_the_default_packs_where_nobody_chose(tmp_path, monkeypatch):
    monkeypatch.delenv("HUSTINGS_PACK", raising=False)
    said = (PACKS / "default").read_text("utf-8").strip()
    assert chosen_pack.of(tmp_path) == said
    assert tomllib.loads((PACKS / said / "pack.toml").read_text("utf-8"))["code"] == said
    monkeypatch.setenv("HUSTINGS_PACK", "zz")
    assert chosen_pack.of(tmp_path) == "zz"
    with pytest.raises(Refusal):
        chosen_pack.choose(tmp_path, "nowhere")
