"""What the public sees: built from an allow-list of fields, never by hiding."""

from typing import ClassVar

from django.db import models

from hustings.desk.ledger.models import Recorded


class Entry(Recorded):
    """One resolution in the public register."""

    class State(models.TextChoices):
        PREPARED = "prepared"
        PUBLISHED = "published"
        WITHDRAWN = "withdrawn"

    RECORDED = (
        "resolution_id", "number", "state", "public_digest", "prepared_by_id", "prepared_at",
        "published_by_id", "published_at",
    )  # fmt: skip

    resolution = models.OneToOneField(
        "commission.Resolution", on_delete=models.PROTECT, related_name="entry"
    )
    number = models.CharField(max_length=24, unique=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.PREPARED)
    public = models.JSONField()  # the allow-listed record, as published
    public_digest = models.CharField(max_length=71)
    searchable = models.TextField(blank=True)
    prepared_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, related_name="entries_prepared"
    )
    prepared_at = models.DateTimeField()
    published_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="entries_published"
    )
    published_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)


class Correction(Recorded):
    """A note that corrects or withdraws a published entry; the entry keeps its history."""

    RECORDED = ("entry_id", "text", "public_digest", "by_id", "at")

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="corrections")
    text = models.TextField()
    public_digest = models.CharField(max_length=71)
    public_before = models.JSONField()
    by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at"]
