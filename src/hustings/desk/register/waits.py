"""What of the register waits for whom."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from hustings.desk.accounts.models import Person
from hustings.desk.accounts.waiting import Waiting
from hustings.desk.register import queries


def to_prepare(person: Person, at: datetime) -> Waiting:
    del person, at  # the same for all of the press service
    return Waiting(sentence=_("resolutions to prepare for the register"),
                   count=queries.to_prepare().count(), url=reverse("register:desk"))  # fmt: skip


def to_publish(person: Person, at: datetime) -> Waiting:
    """Entries that somebody else prepared."""
    del at  # an entry waits at any time
    entries = queries.to_publish().exclude(prepared_by=person)
    return Waiting(sentence=_("entries to publish"), count=entries.count(),
                   url=reverse("register:desk"))  # fmt: skip
