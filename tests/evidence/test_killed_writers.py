"""A writer that is killed …"""

import json
import random
import select
import subprocess
import sys
import time
from datetime import UTC, datetime

import pytest

from hustings import evidence
from hustings.evidence import verify

KILLS = 15

RIGHT = """
import os, sys, uuid
from datetime import UTC, datetime
from hustings import evidence
ledger, store = evidence.Ledger(sys.argv[1]), evidence.Store(sys.argv[2])
while True:
    data, name = os.urandom(3000), str(uuid.uuid4())
    seal = store.seal(data)
    [place] = ledger.append([evidence.entry(
        id=name, at=datetime(2025, 10, 1, tzinfo=UTC), by="person:1", role="r", act="a",
        ground="", seals=[seal],
    )])
    print(place, name, seal, flush=True)
"""
# The two mistakes that the harness has to see: acknowledging first, and writing in place.
WRONG = """
import hashlib, os, sys, uuid
from datetime import UTC, datetime
from hustings import evidence
ledger, place = evidence.Ledger(sys.argv[1]), 0
while True:
    data, name = os.urandom(3000), str(uuid.uuid4())
    seal = "sha256:" + hashlib.sha256(data).hexdigest()
    print(place, name, seal, flush=True)
    with open(f"{sys.argv[2]}/blobs/{seal[7:9]}/{seal[7:]}", "wb", buffering=0) as file:
        for start in range(0, 3000, 100):
            file.write(data[start : start + 100])
    place = ledger.append([evidence.entry(
        id=name, at=datetime(2025, 10, 1, tzinfo=UTC), by="person:1", role="r", act="a",
        ground="", seals=[seal],
    )])[0] + 1
"""


def killed(program, ledger, store, *, after):
    """Run the writer, kill it some milliseconds after its first answer; what it acknowledged."""
    writer = subprocess.Popen(
        [sys.executable, "-c", program, str(ledger.folder), str(store.folder)],
        stdout=subprocess.PIPE,
    )
    select.select([writer.stdout], [], [], 60)
    time.sleep(after)
    writer.kill()
    said, _ = writer.communicate()
    # A line that the kill cut was not read by anybody.
    return [line.split() for line in said.decode().rpartition("\n")[0].splitlines()]


def lost(acknowledged, ledger, store):
    """The acknowledged acts that are not in the ledger once, or whose file is not whole."""
    ids = [json.loads(line)["id"] for line in ledger.entries()]
    bad = set(store.check_all(seal for _, _, seal in acknowledged).changed)
    bad |= set(store.check_all(seal for _, _, seal in acknowledged).missing)
    return [name for _, name, seal in acknowledged if ids.count(name) != 1 or seal in bad] + [
        name for name in set(ids) if ids.count(name) > 1
    ]


def test_loses_nothing_acknowledged_and_doubles_nothing(ledger, store, tmp_path):
    chance, acknowledged = random.Random(7), []
    for _ in range(KILLS):
        fresh = killed(RIGHT, ledger, store, after=chance.uniform(0, 0.06))
        acknowledged += fresh
        again = evidence.Ledger(ledger.folder)
        assert all(json.loads(again.entry(int(place)))["id"] == name for place, name, _ in fresh)
        # What it had written but not acknowledged is sent once more, as the desk would.
        unread = list(again.entries())[len(acknowledged) :]
        assert again.append(unread) == list(range(len(acknowledged), again.size))
        acknowledged += [
            (place, json.loads(line)["id"], json.loads(line)["seals"][0])
            for place, line in enumerate(unread, start=len(acknowledged))
        ]
    assert len(acknowledged) > KILLS
    assert lost(acknowledged, ledger, store) == []
    assert not list((evidence.Store(store.folder).folder / "incoming").iterdir())
    folder = evidence.export(tmp_path / "out", store=store, ledger=ledger)
    assert verify.main([str(folder), "--all"]) == 0


def test_would_be_seen_to_lose_if_it_were_written_wrongly(ledger, store):
    chance = random.Random(7)
    for _ in range(60):
        acknowledged = killed(WRONG, ledger, store, after=chance.uniform(0, 0.06))
        if lost(acknowledged, ledger, store):
            return
    pytest.fail("the harness cannot see loss")


def test_while_founding_leaves_no_half_ledger(tmp_path):
    program = (
        "import sys; from datetime import UTC, datetime; from hustings import evidence\n"
        "print(flush=True)\n"
        "evidence.Ledger.found(sys.argv[1], 'a.example', at=datetime(2025, 10, 1, tzinfo=UTC))\n"
    )
    chance = random.Random(7)
    for number in range(5):
        folder = tmp_path / str(number)
        founder = subprocess.Popen([sys.executable, "-c", program, folder], stdout=subprocess.PIPE)
        founder.stdout.readline()
        time.sleep(chance.uniform(0, 0.004))
        founder.kill()
        founder.communicate()
        if not folder.exists():
            evidence.Ledger.found(folder, "a.example", at=datetime(2025, 10, 1, tzinfo=UTC))
        assert evidence.Ledger(folder).size == 0
        assert (folder / "signing-key").stat().st_mode & 0o777 == 0o600
