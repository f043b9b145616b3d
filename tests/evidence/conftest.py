import os
import uuid
from datetime import UTC, datetime, timedelta

import pytest

from hustings import evidence

FOUNDED = datetime(2025, 10, 1, 3, 0, tzinfo=UTC)
ORIGIN = "commission.example/invented-2025"


@pytest.fixture(scope="session")
def line():
    """An invented act, the n-th of its ledger."""

    def made(number, **fields):
        row = f"review.indication:{number}"
        return evidence.entry(
            **{
                "id": str(uuid.UUID(int=number + 1)),
                "at": FOUNDED + timedelta(seconds=number),
                "by": "person:7",
                "role": "reviewer",
                "act": "review.confirm",
                "on": [row],
                "ground": "zz/elections/art_1",
                "now": {row: {"state": "confirmed", "place": number}},
                "seals": [],
            }
            | fields
        )

    return made


@pytest.fixture
def unsynced(monkeypatch):
    """For what asks after contents and not after durability: a busy disk takes its time to sync."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


@pytest.fixture
def ledger(tmp_path):
    return evidence.Ledger.found(tmp_path / "ledger", ORIGIN, at=FOUNDED)


@pytest.fixture
def store(tmp_path):
    return evidence.Store(tmp_path / "store")
