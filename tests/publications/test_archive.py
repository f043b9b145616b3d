"""The archive keeps each row once, whoever brings it in, and whatever is killed when."""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hustings import evidence
from hustings.publications import SCHEMA, Archive, bring_in, read

AT = datetime(2025, 10, 24, 3, tzinfo=UTC)
ROOT = Path(__file__).parents[2]


def posts(path, numbers, text="сөз"):
    lines = [
        json.dumps({"id": f"i{number}", "platform": "x", "text": f"{text} {number}",
                    "published_at": f"2025-10-{1 + number % 28:02}T10:00:00+06:00"})
        for number in numbers
    ]  # fmt: skip
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture
def house(tmp_path):
    evidence.Ledger.found(tmp_path / "ledger", "hustings.example/test", at=AT)

    def bring(*paths):
        return bring_in(
            paths, archive=Archive(tmp_path / "archive"), store=evidence.Store(tmp_path / "store"),
            ledger=evidence.Ledger(tmp_path / "ledger"), by="user:invented", at=AT, ground="test",
        )  # fmt: skip

    return bring


def test_has_the_documented_shape(tmp_path, house):
    house(posts(tmp_path / "a.jsonl", range(3)))
    frame = Archive(tmp_path / "archive").scan().collect()
    assert dict(frame.schema) == dict(SCHEMA)
    told = (ROOT / "docs" / "publications.md").read_text("utf-8")
    assert all(f"| `{name}` |" in told for name in SCHEMA)


def test_adds_nothing_the_second_time(tmp_path, house):
    path = posts(tmp_path / "a.jsonl", range(50))
    (first,), (second,) = house(path), house(path)
    assert (first.kept.kept, first.kept.duplicate) == (50, 0)
    assert (second.kept.kept, second.kept.duplicate) == (0, 50)
    assert first.index == second.index
    assert evidence.Ledger(tmp_path / "ledger").size == 1


def test_keeps_an_edit_as_another_version(tmp_path, house):
    house(posts(tmp_path / "a.jsonl", [1]))
    house(posts(tmp_path / "b.jsonl", [1], text="өзгөртүлгөн"))
    frame = Archive(tmp_path / "archive").scan().collect()
    assert sorted(frame["text"]) == ["сөз 1", "өзгөртүлгөн 1"]
    assert frame["id"].str.split(".").list.first().n_unique() == 1


def test_two_people_at_once_double_nothing(tmp_path, house):
    path = posts(tmp_path / "a.jsonl", range(200))
    people = [threading.Thread(target=house, args=(path,)) for _ in range(4)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    frame = Archive(tmp_path / "archive").scan().collect()
    assert (frame.height, frame["id"].n_unique()) == (200, 200)


def test_a_refused_file_leaves_no_row(tmp_path, house):
    bad = tmp_path / "bad.csv"
    bad.write_text('id,text\n1,"open', encoding="utf-8")
    with pytest.raises(Exception, match="row 2"):
        house(bad)
    assert Archive(tmp_path / "archive").scan().collect().is_empty()
    assert evidence.Ledger(tmp_path / "ledger").size == 0


def command(home, *files):
    environment = {**os.environ, "HUSTINGS_HOME": str(home), "HUSTINGS_LANG": "en"}
    return subprocess.Popen(
        [sys.executable, "-m", "hustings.cli", "import", "--json", "--by", "invented",
         *map(str, files)],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


@pytest.mark.slow
def test_killed_at_any_moment_every_row_is_in_once_after_a_repeat(tmp_path):
    home = tmp_path / "home"
    files = [posts(tmp_path / f"{part}.jsonl", range(part * 400, part * 400 + 400))
             for part in range(6)]  # fmt: skip
    chance = random.Random(65)
    acknowledged = set()
    for _ in range(8):
        process = command(home, *files)
        time.sleep(chance.uniform(0.4, 1.6))
        process.send_signal(signal.SIGKILL)
        out, _err = process.communicate()
        acknowledged |= {
            json.loads(line)["file"] for line in out.splitlines() if line.endswith("}")
        }
        if (home / "archive").exists():
            there = set(Archive(home / "archive").scan().collect()["item_id"])
            for name in acknowledged:
                part = int(name.split(".")[0])
                assert {f"i{number}" for number in range(part * 400, part * 400 + 400)} <= there
    out, err = command(home, *files).communicate()
    assert err == ""
    reports = [json.loads(line) for line in out.splitlines()]
    assert [one["kept"] + one["duplicate"] for one in reports] == [400] * 6
    frame = Archive(home / "archive").scan().collect()
    assert (frame.height, frame["item_id"].n_unique()) == (2400, 2400)
    assert evidence.Ledger(home / "ledger").size == 6


@pytest.mark.slow
def test_a_full_disk_is_said_in_a_sentence_and_keeps_nothing(tmp_path):
    path = posts(tmp_path / "a.jsonl", range(20_000))
    home = tmp_path / "home"
    done = subprocess.run(
        ["bash", "-c", f"ulimit -f 200; exec {sys.executable} -m hustings.cli import {path}"],
        env={**os.environ, "HUSTINGS_HOME": str(home), "HUSTINGS_LANG": "en"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert Archive(home / "archive").scan().collect().is_empty()


def test_unreadable_rows_are_reported_with_row_column_value_reason(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("id,text,date\n1,a,31.02.2025\n2,b,2025-10-20\n", encoding="utf-8")
    out, _err = command(tmp_path / "home", path).communicate()
    (report,) = map(json.loads, out.splitlines())
    assert (report["read"], report["kept"], report["duplicate"]) == (2, 1, 0)
    (bad,) = report["unreadable"]
    assert (bad["row"], bad["column"], bad["value"]) == (2, "date", "31.02.2025")
    assert "no date that exists" in bad["reason"]


def test_reading_again_gives_the_same_ids(tmp_path):
    path = posts(tmp_path / "a.jsonl", range(5))
    first, second = read(path), read(path)
    assert first.frames[0].equals(second.frames[0])
