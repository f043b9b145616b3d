"""A desk killed in the middle of reading loses no answer it acknowledged and doubles none."""

import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

READER = Path(__file__).with_name("reader.py")
KILLS = 5


def run(home, *words):
    environment = {**os.environ, "HUSTINGS_HOME": str(home), "PYTHONWARNINGS": "ignore"}
    environment.pop("HUSTINGS_DATABASE", None)
    environment["DJANGO_SETTINGS_MODULE"] = "hustings.desk.settings"
    return subprocess.Popen(
        [sys.executable, str(READER), *words], env=environment, stdout=subprocess.PIPE, text=True
    )


def answer(home, *words):
    process = run(home, *words)
    out, _ = process.communicate()
    assert process.returncode == 0
    return out


@pytest.mark.slow
def test_every_answer_stands_once_and_the_ration_can_be_drawn_again(tmp_path):
    home, count = tmp_path / "home", 160
    answer(home, "prepare", str(count))
    acknowledged, chance = [], random.Random(66)
    for _ in range(KILLS):
        process = run(home, "read")
        first = process.stdout.readline()  # it is under way
        time.sleep(chance.uniform(0, 0.25))
        process.kill()
        rest, _ = process.communicate()
        acknowledged += (first + rest).split("\n")[:-1]
    told = json.loads(answer(home, "report"))
    assert len(acknowledged) >= KILLS
    assert set(acknowledged) <= set(told["answered"])
    assert len(told["answers"]) == len(set(told["answers"])), "an answer was doubled"
    answer(home, "read")
    told = json.loads(answer(home, "report"))
    assert len(told["answered"]) == count
    assert told["places"] == list(range(count))
    assert told["flagged"] == count / 4
    assert told["unexplained"] == told["faults"] == []
