"""Founding a desk: its folder, its tables, its ledger, its first administrator."""

from datetime import datetime

from django.conf import settings
from django.core.management import call_command

from hustings import evidence
from hustings.desk.accounts import acts
from hustings.refusal import Refusal

ORIGIN = "hustings.example/desk"


def found(*, username: str, password: str, at: datetime, origin: str = ORIGIN) -> None:
    """Make a desk where there is none. Refuses a folder that already has a ledger: a ledger is
    founded once, and what it proves begins there.
    """
    if settings.LEDGER.exists():
        raise Refusal(
            "desk.founded_already",
            "There is a desk in {folder} already; nothing was changed.",
            folder=settings.HOME,
        )
    settings.HOME.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0)
    evidence.Store(settings.STORE)
    evidence.Ledger.found(settings.LEDGER, origin, at=at)
    acts.found_administrator(
        username=username, full_name=username.capitalize(), password=password, at=at
    )
