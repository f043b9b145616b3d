"""Copies of one message, as the worker groups what the desk holds."""

from typing import ClassVar

from django.db import models


class Grouped(models.Model):
    """How far the copies of an election are grouped: `seen` names the set that was looked at."""

    election = models.OneToOneField(
        "monitoring.Election", on_delete=models.CASCADE, related_name="grouped"
    )
    seen = models.CharField(max_length=80)
    at = models.DateTimeField()


class Spread(models.Model):
    """One message that stands in several publications; `group` is the smallest archive id of them.

    Computed from the publications alone and at any time again (`grouping`), so no act makes it and
    the ledger tells nothing of it. first_seen and hours count exact moments only.
    """

    election = models.ForeignKey(
        "monitoring.Election", on_delete=models.CASCADE, related_name="spreads"
    )
    group = models.CharField(max_length=80)
    messages = models.PositiveIntegerField()
    accounts = models.PositiveIntegerField()
    platforms = models.PositiveIntegerField()
    first_seen = models.DateTimeField(null=True)
    hours = models.FloatField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["election", "group"], name="spread_once")
        ]


class Copied(models.Model):
    """A publication in its spread. likeness: to the group's commonest wording, up to 1."""

    publication = models.OneToOneField(
        "monitoring.Publication", on_delete=models.CASCADE, related_name="copied"
    )
    spread = models.ForeignKey(Spread, on_delete=models.CASCADE, related_name="copies")
    likeness = models.FloatField()
