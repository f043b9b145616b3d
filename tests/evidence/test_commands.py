"""The command …"""

import argparse

import pytest

from hustings import evidence
from hustings.evidence import commands
from hustings.refusal import Refusal

ORIGIN = "commission.example/invented-2025"


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run one command with $HUSTINGS_HOME in a folder of its own; answers the exit status."""
    monkeypatch.setenv("HUSTINGS_HOME", str(tmp_path / "home"))
    parser = argparse.ArgumentParser()
    commands.add_to(parser.add_subparsers(required=True))

    def ran(*words):
        chosen = parser.parse_args([str(word) for word in words])
        return chosen.run(chosen) or 0

    return ran


def test_founds_shows_exports_and_verifies(run, tmp_path, line, capfd):
    assert run("ledger", "--found", ORIGIN) == 0
    key = capfd.readouterr().out.strip()
    ledger = evidence.Ledger(tmp_path / "home/ledger")
    assert key == ledger.key
    kept = tmp_path / "kept"
    kept.write_text(ledger.checkpoint(), encoding="utf-8")
    seal = evidence.Store(tmp_path / "home/store").seal(b"a page")
    ledger.append([line(n, seals=[seal]) for n in range(12)])
    assert run("ledger", "--last", 3) == 0
    shown = capfd.readouterr().out
    assert [n for n in range(12) if f"indication:{n}\n" in shown] == [9, 10, 11]
    assert ledger.checkpoint() in shown
    assert run("export", tmp_path / "out") == 0
    assert run("verify", tmp_path / "out", "--key", key, "--from", kept, "--all") == 0
    (tmp_path / "out/data/key").write_text("other")
    assert run("verify", tmp_path / "out") == 1
    assert "data/key" in capfd.readouterr().out
    assert run("verify", tmp_path / "nowhere") == 2


def test_takes_another_home(run, tmp_path):
    assert run("ledger", "--found", ORIGIN, "--home", tmp_path / "there") == 0
    assert run("export", tmp_path / "out", "--home", tmp_path / "there") == 0
    assert not (tmp_path / "home").exists()


def test_refuses_where_there_is_no_ledger(run, tmp_path):
    for words in (["ledger"], ["export", tmp_path / "out"]):
        with pytest.raises(Refusal, match="hustings ledger --found"):
            run(*words)
    assert not (tmp_path / "out").exists()
