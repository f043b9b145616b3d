"""A desk killed in the middle of deciding loses nothing it acknowledged and doubles nothing."""

import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

DECIDER = Path(__file__).with_name("decider.py")
KILLS = 8


def run(home, *words, **options):
    environment = {**os.environ, "HUSTINGS_HOME": str(home), "PYTHONWARNINGS": "ignore"}
    environment.pop("HUSTINGS_DATABASE", None)
    environment["DJANGO_SETTINGS_MODULE"] = "hustings.desk.settings"
    return subprocess.Popen(
        [sys.executable, str(DECIDER), *words],
        env=environment, stdout=subprocess.PIPE, text=True, **options,
    )  # fmt: skip


def answer(home, *words):
    process = run(home, *words)
    out, _ = process.communicate()
    assert process.returncode == 0
    return out


@pytest.mark.slow
def test_everything_acknowledged_stands_once(tmp_path):
    home = tmp_path / "home"
    answer(home, "prepare", "400")
    acknowledged = []
    chance = random.Random(66)
    for _ in range(KILLS):
        process = run(home, "decide")
        first = process.stdout.readline()  # it is under way
        time.sleep(chance.uniform(0, 0.25))
        process.kill()
        rest, _ = process.communicate()
        acknowledged += [int(line) for line in (first + rest).split("\n") if line.isdigit()]
    told = json.loads(answer(home, "report"))
    assert len(acknowledged) >= KILLS
    assert set(acknowledged) <= set(told["decided"])
    assert len(told["judged"]) == len(set(told["judged"])), "an act was doubled"
    assert sorted(told["judged"]) == sorted(told["decided"])
    assert told["unexplained"] == []
    assert told["lines"] == told["logged"]
    assert told["places"] == list(range(told["lines"])), "a gap means deletion"


@pytest.mark.slow
def test_a_row_changed_past_the_acts_is_named(tmp_path):
    home = tmp_path / "home"
    answer(home, "prepare", "3")
    copy = tmp_path / "copy"
    shutil.copytree(home, copy)
    database = sqlite3.connect(copy / "desk.sqlite3")
    with database:
        database.execute("update review_indication set amount = 1 where id = 1")
    database.close()
    (fault,) = json.loads(answer(copy, "report"))["unexplained"]
    assert "amount is 1, the ledger says 7500" in fault
    assert json.loads(answer(home, "report"))["unexplained"] == []
