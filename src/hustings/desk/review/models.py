"""The queue: indications become findings, or are dismissed with a reason."""

from typing import ClassVar

from django.db import models

from hustings.desk.ledger.models import Recorded


class Indication(Recorded):
    """Publication × provision: perhaps a violation, for these words, this author, this moment."""

    class State(models.TextChoices):
        WAITING = "waiting"
        CONFIRMED = "confirmed"
        DISMISSED = "dismissed"

    RECORDED = (
        "publication_id", "offence", "provision", "window", "units", "amount", "currency",
        "verified", "state", "reason", "confidence", "route", "least", "most", "per",
    )  # fmt: skip

    publication = models.ForeignKey(
        "monitoring.Publication", on_delete=models.PROTECT, related_name="indications"
    )
    offence = models.CharField(max_length=80)
    provision = models.CharField(max_length=80)
    window = models.CharField(max_length=32)
    because = models.JSONField(default=list)
    units = models.PositiveIntegerField(null=True)
    amount = models.PositiveIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True)
    verified = models.BooleanField()
    # Null in rows older than these columns: the ledger's lines of that time do not tell them.
    confidence = models.CharField(max_length=8, null=True)  # noqa: DJ001  # null is «not told»
    route = models.CharField(max_length=16, null=True)  # noqa: DJ001  # the same
    least = models.PositiveBigIntegerField(null=True)  # of a range, or the fixed sum
    most = models.PositiveBigIntegerField(null=True)
    per = models.CharField(max_length=8, null=True)  # noqa: DJ001  # the sum runs by the hour, the day
    liable = models.JSONField(default=list)  # whom decisions of this shape held liable
    measures = models.JSONField(default=list)  # what they imposed
    rules = models.JSONField(default=list)  # the names of the rules that fired
    rank = models.FloatField(db_index=True)
    state = models.CharField(
        max_length=9, choices=State.choices, default=State.WAITING, db_index=True
    )
    reason = models.CharField(max_length=32, blank=True)  # code of a dismissal
    held_by = models.ForeignKey(
        "accounts.Person", on_delete=models.SET_NULL, null=True, related_name="held"
    )
    held_until = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(
        default=0
    )  # grows with each judgement; a stale page shows an old one

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["publication", "offence", "provision"], name="indication_once"
            )
        ]


class Judgement(Recorded):
    """What somebody decided about an indication. Never changed; an undo is another one."""

    class Outcome(models.TextChoices):
        CONFIRM = "confirm"
        DISMISS = "dismiss"
        UNDO = "undo"
        REOPEN = "reopen"
        SKIP = "skip"

    RECORDED = ("indication_id", "outcome", "reason", "by_id", "at")
    SEALED = ("note",)

    indication = models.ForeignKey(Indication, on_delete=models.PROTECT, related_name="judgements")
    outcome = models.CharField(max_length=7, choices=Outcome.choices)
    reason = models.CharField(max_length=32, blank=True)
    note = models.TextField(blank=True)
    by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT)
    at = models.DateTimeField()
