"""A desk on which a whole demonstration has been played once, for the flow's tests to read."""

from contextlib import contextmanager

import pytest
from django.core.management import call_command
from django.test import override_settings

from hustings.desk.demo import play


@pytest.fixture(scope="module")
def staged(django_db_setup, django_db_blocker, tmp_path_factory):
    """staged(pack): a context in which that pack's demonstration has been played; what it told,
    hop by hop. Tests of it read; they change nothing.
    """

    @contextmanager
    def stage(pack):
        home = tmp_path_factory.mktemp(f"played-{pack}")
        folders = {name.upper(): home / name for name in ("store", "ledger", "archive")}
        told = []
        with (
            django_db_blocker.unblock(),
            override_settings(HOME=home, INVENTED=True, PACK=pack, **folders),
        ):
            try:
                play.run(
                    home, pack=pack, address="http://desk.example",
                    tell=lambda *hop: told.append(hop),
                )  # fmt: skip
                yield told
            finally:
                call_command("flush", interactive=False, verbosity=0)

    return stage


@pytest.fixture(scope="module")
def played(staged):
    """The reference country's."""
    with staged("kg") as told:
        yield told
