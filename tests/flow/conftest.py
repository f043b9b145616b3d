"""A desk on which the whole demonstration has been played once, for the flow's tests to read."""

import pytest
from django.core.management import call_command
from django.test import override_settings

from hustings.desk.demo import play


@pytest.fixture(scope="module")
def played(django_db_setup, django_db_blocker, tmp_path_factory):
    """What the demonstration told, hop by hop. Tests of it read; they change nothing."""
    home = tmp_path_factory.mktemp("played")
    folders = {name.upper(): home / name for name in ("store", "ledger", "archive")}
    told = []
    with django_db_blocker.unblock(), override_settings(HOME=home, INVENTED=True, **folders):
        play.run(home, address="http://desk.example", tell=lambda *hop: told.append(hop))
        yield told
        call_command("flush", interactive=False, verbosity=0)
