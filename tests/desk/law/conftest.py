"""An election opened by the act, on a copy of the pack that a test may edit and break."""

import shutil
from pathlib import Path

import pytest

from desk.conftest import APPOINTED
from hustings.desk import packs
from hustings.desk.monitoring import acts as monitoring

PACKS = Path(__file__).parents[3] / "packs"


@pytest.fixture
def written(tmp_path, monkeypatch):
    """The folder in which the lawyer of this test writes."""
    folder = tmp_path / "packs" / "kg"
    shutil.copytree(PACKS / "kg", folder, ignore=shutil.ignore_patterns("demo", "examples"))
    monkeypatch.setenv(packs.ASKED, str(folder.parent))
    return folder


@pytest.fixture
def election(cast, written):
    return monitoring.open_election(
        pack="kg", code="kg-2025-parliament", by=cast.secretary, at=APPOINTED, ground="ойдон жарлык"
    )


@pytest.fixture
def edit(written):
    """edit(80): the lawyer writes another number of units for voters into article 65."""

    def edit_tariff(units):
        path = written / "law" / "code-of-offences" / "art-65.md"
        text = path.read_text("utf-8")
        changed = text.replace("units = 75", f"units = {units}")
        assert changed != text
        path.write_text(changed, "utf-8")

    return edit_tariff
