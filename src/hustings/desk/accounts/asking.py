"""Who asks, and when: what a page hands to an act."""

from datetime import datetime
from typing import TypedDict

from django.http import HttpRequest

from hustings.desk.accounts.models import Person


class Asked(TypedDict):
    """The keyword arguments that every act takes from the page."""

    by: Person
    at: datetime


def asked(request: HttpRequest) -> Asked:
    """The person signed in and the request's one reading of the clock (accounts.doors)."""
    return {"by": person_of(request), "at": request.at}  # type: ignore[attr-defined]  # set by the door


def person_of(request: HttpRequest) -> Person:
    """The person signed in."""
    person = request.user
    assert isinstance(person, Person), "a door let somebody in who is not signed in"
    return person
