"""After every test of this room the ledger explains every row."""

import pytest

from desk.cases import matter_at
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
    """A case on one confirmed finding."""
    return matter_at.opened(cast, flag())


@pytest.fixture
def finding(case):
    return case.findings.select_related("indication__publication__account").get()


@pytest.fixture
def account(finding):
    return finding.indication.publication.account


@pytest.fixture
def respondent(case, cast, account):
    return matter_at.named(case, cast, account)


@pytest.fixture
def charge(respondent, cast, finding):
    return matter_at.charged(respondent, cast, finding)


@pytest.fixture
def notice(charge, cast):
    return matter_at.told(charge.respondent, cast)
