"""Elections and rosters, imports, and the publications that deserve a look."""

from typing import ClassVar

from django.db import models

from hustings.desk.ledger.models import Recorded


class Election(Recorded):
    """An election of a law pack that this desk works on, by the law and the calendar adopted here.

    `law_digest`: the pack in use, as `law.Pack.digest` gives it; `law_sealed`: its files, one sealed
    archive. `calendar`: dates adopted otherwise than the pack has them, canonical JSON
    {event: ISO 8601 with offset}. Null where the desk is older than these columns: the pack of the
    folder then, as it stands.
    """

    RECORDED = ("pack", "code", "roster_digest", "law_digest", "law_sealed", "calendar")

    pack = models.CharField(max_length=8)
    code = models.CharField(max_length=64, unique=True)
    roster_digest = models.CharField(max_length=71, blank=True)
    law_digest = models.CharField(max_length=71, null=True)  # noqa: DJ001  # see above
    law_sealed = models.CharField(max_length=71, null=True)  # noqa: DJ001  # the same
    calendar = models.TextField(null=True)  # noqa: DJ001  # the same


class Candidate(models.Model):
    """One line of the roster; the whole is sealed and its digest stands on the election."""

    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="candidates")
    candidate_id = models.CharField(max_length=64)
    district = models.CharField(max_length=64, blank=True)
    region = models.CharField(max_length=100, blank=True)
    ballot_number = models.CharField(max_length=16, blank=True)
    name_ru = models.CharField(max_length=200)
    name_ky = models.CharField(max_length=200, blank=True)
    name_latin = models.CharField(max_length=200, blank=True)
    nominated_by = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=32, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["election", "candidate_id"], name="candidate_once")
        ]


class Import(Recorded):
    """One file brought in by somebody: what was read, kept, already there, unreadable."""

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        REFUSED = "refused"

    RECORDED = ("state", "file_digest", "format", "read", "kept", "duplicate", "unreadable")

    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="imports")
    file_name = models.CharField(max_length=255)
    file_digest = models.CharField(max_length=71)
    options = models.JSONField(default=dict)
    ground = models.TextField()
    by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT)
    at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    claimed_until = models.DateTimeField(null=True)
    format = models.CharField(max_length=32, blank=True)
    read = models.PositiveIntegerField(default=0)
    kept = models.PositiveIntegerField(default=0)
    duplicate = models.PositiveIntegerField(default=0)
    unreadable = models.PositiveIntegerField(default=0)
    unreadable_rows = models.JSONField(default=list)
    flagged = models.PositiveIntegerField(default=0)
    refusal = models.JSONField(null=True)


class Account(models.Model):
    """Who published, as the source names them. Never a person until a case confirms it."""

    source = models.CharField(max_length=32)
    key = models.CharField(max_length=255)
    name = models.CharField(max_length=255, blank=True)
    handle = models.CharField(max_length=255, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "key"], name="account_once")
        ]


class Publication(Recorded):
    """A publication that screening flagged, as archived; an edit is another row."""

    RECORDED = ("archive_id", "election_id", "file_digest", "screened_with")
    SEALED = ("text",)

    archive_id = models.CharField(max_length=80)
    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="publications")
    brought_in = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="publications")
    file_digest = models.CharField(max_length=71)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="publications")
    author_class = models.CharField(max_length=16)
    item_id = models.CharField(max_length=255)
    url = models.TextField(blank=True)
    container = models.CharField(max_length=255, blank=True)
    kind = models.CharField(max_length=16, blank=True)
    text = models.TextField()
    published_at = models.DateTimeField(null=True)
    published_at_provenance = models.CharField(max_length=8)
    collected_at = models.DateTimeField()
    metrics = models.JSONField(default=dict)
    mentions = models.JSONField(default=list)
    signals = models.JSONField(default=list)
    stated = models.JSONField(default=dict)  # facts that a person stated of it: place, paid, …
    rank = models.FloatField(default=0)
    screened_with = models.CharField(max_length=71)  # digest of pack, roster and engine versions

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["election", "archive_id"], name="publication_once")
        ]
