"""Sittings, agenda, quorum, recusal, votes, numbered resolutions."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from hustings.desk.ledger.models import Recorded
from hustings.desk.ledger.papers import Papered


class Sitting(Recorded):
    """A meeting of the commission."""

    class State(models.TextChoices):
        CALLED = "called"
        OPEN = "open"
        CLOSED = "closed"

    RECORDED = (
        "number",
        "election_id",
        "begins_at",
        "state",
        "opened_at",
        "closed_at",
        "chair_id",
    )

    number = models.CharField(max_length=24, unique=True)
    election = models.ForeignKey("monitoring.Election", on_delete=models.PROTECT)
    begins_at = models.DateTimeField()
    place = models.CharField(max_length=200)
    state = models.CharField(max_length=6, choices=State.choices, default=State.CALLED)
    chair = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="chaired"
    )
    called_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)


class Presence(Recorded):
    """A member at a sitting: there, or not, as the secretary recorded it."""

    RECORDED = ("sitting_id", "member_id", "present")

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="presences")
    member = models.ForeignKey("accounts.Person", on_delete=models.PROTECT)
    present = models.BooleanField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sitting", "member"], name="presence_once")
        ]


class Item(Recorded):
    """A case on the agenda of a sitting."""

    class State(models.TextChoices):
        SCHEDULED = "scheduled"
        HEARD = "heard"  # outcomes are complete; voting is open
        ADOPTED = "adopted"
        REJECTED = "rejected"
        POSTPONED = "postponed"

    RECORDED = ("sitting_id", "case_id", "place", "state")
    SEALED = ("state_reason",)

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="items")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="items")
    place = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.SCHEDULED)
    state_reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state__in=["scheduled", "heard", "adopted"]),
                name="case_on_one_agenda",
            ),
            models.UniqueConstraint(fields=["sitting", "place"], name="one_item_a_place"),
        ]


class Recusal(Recorded):
    """A member who takes no part in an item, and the ground."""

    RECORDED = ("item_id", "member_id")
    SEALED = ("ground",)

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="recusals")
    member = models.ForeignKey("accounts.Person", on_delete=models.PROTECT)
    ground = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "member"], name="recusal_once")
        ]


class Vote(Recorded):
    """One member's vote on one item; a second one is refused by the database itself."""

    class Choice(models.TextChoices):
        FOR = "for"
        AGAINST = "against"
        ABSTAIN = "abstain"

    RECORDED = ("item_id", "member_id", "choice", "at")
    SEALED = ("dissent",)

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="votes")
    member = models.ForeignKey("accounts.Person", on_delete=models.PROTECT)
    choice = models.CharField(max_length=7, choices=Choice.choices)
    dissent = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "member"], name="vote_once")
        ]


class Measure(Recorded):
    """How the decider set a sum that the law leaves within bounds; `amount` null: not set (any more).

    `base`: what a multiple was taken of (the spend); `per`: the sum runs by the hour or the day.
    """

    RECORDED = ("charge_id", "amount", "least", "most", "base", "per", "payer", "arithmetic")

    charge = models.OneToOneField("cases.Charge", on_delete=models.PROTECT, related_name="measure")
    amount = models.PositiveBigIntegerField(null=True)
    least = models.PositiveBigIntegerField()
    most = models.PositiveBigIntegerField()
    base = models.PositiveBigIntegerField(null=True)
    per = models.CharField(max_length=8, blank=True)
    payer = models.CharField(max_length=16, blank=True)
    arithmetic = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(amount=None)
                | Q(amount__gte=models.F("least"), amount__lte=models.F("most")),
                name="measure_within_its_bounds",
            )
        ]


class Resolution(Papered):
    """The numbered act. Its record is kept as adopted; the papers are made from it and sealed."""

    RECORDED = ("item_id", "number", "adopted_at", "record_digest")

    item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="resolution")
    number = models.CharField(max_length=24, unique=True)
    adopted_at = models.DateTimeField()
    signed_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT)
    record = models.JSONField()
    record_digest = models.CharField(max_length=71)
