"""After every test of this room the ledger explains every row."""

import pytest

from desk.cases import matter_at
from desk.commission import sitting_at
from hustings.desk.ledger import record


@pytest.fixture(autouse=True)
def explained(request):
    """Where a test made rows, each of them must be what the acts told the ledger."""
    if "cast" in request.fixturenames:
        request.getfixturevalue("cast")
    yield
    if "cast" in request.fixturenames:
        record.hand_over()
        assert list(record.unexplained()) == []


@pytest.fixture
def case(cast, flag):
    """A case whose proposal, a fine, the group has adopted."""
    return matter_at.proposed(cast, flag())


@pytest.fixture
def sitting(election, cast):
    """Called, not yet open."""
    return sitting_at.called(election, cast)


@pytest.fixture
def item(sitting, case, cast):
    """The case on the agenda of the sitting, which is open with all twelve."""
    placed = sitting_at.placed(sitting, case, cast)
    sitting_at.opened(sitting, cast)
    return placed


@pytest.fixture
def heard(item, cast):
    """Voting is open."""
    return sitting_at.heard(item, cast)
