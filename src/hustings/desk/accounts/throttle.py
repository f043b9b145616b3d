"""Wrong passwords, counted for a name and for an address, in the database that all workers share."""

from datetime import datetime

from hustings.desk.accounts import procedure
from hustings.desk.accounts.models import Failure


def check(*, username: str, address: str, at: datetime) -> None:
    """Raises Throttled where either has failed too often just now. The answer does not say which."""
    since = at - procedure.WITHIN
    Failure.objects.filter(at__lt=since).delete()
    for key in _keys(username, address):
        moments = Failure.objects.filter(key=key, at__gte=since).values_list("at", flat=True)
        procedure.may_try(moments, at=at)


def note(*, username: str, address: str, at: datetime) -> None:
    """A wrong password."""
    Failure.objects.bulk_create(Failure(key=key, at=at) for key in _keys(username, address))


def _keys(username: str, address: str) -> tuple[str, str]:
    return f"name:{username.lower()[:64]}", f"address:{address[:64]}"
