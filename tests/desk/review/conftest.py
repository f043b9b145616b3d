"""An import to read through: invented posts, some of them calls to vote before they are allowed."""

import json
from itertools import count

import pytest

from desk.conftest import NOW
from hustings.desk.monitoring import acts as monitoring
from hustings.desk.monitoring.models import Import
from hustings.desk.review import intake, reading_acts, reading_order

ROSTER = ("candidate_id,district,ballot_number,name_ru,name_ky\n"
          "i-1,18,1,Ойдонбеков Азамат Ойдонович,Ойдонбеков Азамат Ойдонович\n").encode()  # fmt: skip
CALL = "Голосуйте за Азамата Ойдонбекова, 18 округ! Ойдон {}"
WORDS = ("аба ырайы", "базарда баа", "жол оңдолду", "мектепте майрам", "концерт болду")
CALLS_EVERY = 5


def post(number, text=None, *, day=20):
    call = number % CALLS_EVERY == 0
    said = text or (CALL.format(number) if call else f"Бүгүн {WORDS[number % 5]}, {number} күн")
    return json.dumps({
        "id": f"p{number:03}", "platform": "facebook", "text": said,
        "published_at": f"2025-10-{day}T10:00:00+06:00", "views": number,
        "author": {"name": "Ойдон", "class": "voter"},
    }, ensure_ascii=False)  # fmt: skip


@pytest.fixture
def bring(cast, election):
    """bring(*lines) → the import, read and screened."""
    monitoring.set_roster(election, file=ROSTER, by=cast.secretary, at=NOW, ground="test")

    def run(*lines):
        brought = monitoring.bring_in(
            election, file_name="ойдон.jsonl", content="\n".join(lines).encode(), options={},
            by=cast.monitor, at=NOW, ground="test",
        )  # fmt: skip
        intake.run_next(at=NOW)
        return Import.objects.get(pk=brought.pk)

    return run


@pytest.fixture
def brought(bring):
    """Thirty posts; every fifth is flagged."""
    return bring(*(post(number) for number in range(30)))


@pytest.fixture
def reading(cast, election, brought, monkeypatch):
    """Opened for that import, and ranked; its seed is the test's, so that each run draws the same."""
    seeds = (f"seed {number} of a test" for number in count())
    monkeypatch.setattr(reading_acts, "new_seed", lambda: next(seeds))
    opened = reading_acts.open_reading(
        election, brought_in=brought, by=cast.monitor, at=NOW, ground="test", share=20
    )
    assert reading_order.step(at=NOW)
    return opened
