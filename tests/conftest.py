"""What all tests share: the quick ones come first."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

# No test is timed: a slow machine finds the same faults.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

SLOWER = ("slow", "postgres", "browser")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Quick tests first, in their random order; then the slow, then a real browser."""
    items.sort(key=lambda item: max(
        (SLOWER.index(mark.name) + 1 for mark in item.iter_markers() if mark.name in SLOWER),
        default=0,
    ))  # fmt: skip


@pytest.fixture(scope="session")
def shared():
    """The folder of measuring data beside the project; tests that need it are skipped without."""
    folder = Path(os.environ.get("HUSTINGS_SHARED", Path(__file__).parents[2] / "shared"))
    if not (folder / "corpus").is_dir():
        pytest.skip("no measuring data beside the project")
    return folder
