"""A desk on which the whole demonstration has been played, for the flow's tests."""

import pytest

from hustings.desk.demo import play


@pytest.fixture
def played(transactional_db, settings, tmp_path):
    """The demonstration's desk: answers what it told, hop by hop."""
    settings.HOME = tmp_path / "home"
    settings.STORE = settings.HOME / "store"
    settings.LEDGER = settings.HOME / "ledger"
    settings.ARCHIVE = settings.HOME / "archive"
    settings.INVENTED = True
    settings.HOME.mkdir()
    told = []
    play.run(settings.HOME, address="http://desk.example", tell=lambda *hop: told.append(hop))
    return told
