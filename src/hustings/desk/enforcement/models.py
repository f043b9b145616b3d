"""Referral to the authorised official, protocol, penalty, payment, appeal."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from hustings.desk.ledger.models import Recorded


class Referral(Recorded):
    """A sealed packet to the authorised official or another body; the receipt names its digest."""

    class State(models.TextChoices):
        SENT = "sent"
        RECEIVED = "received"
        RETURNED = "returned"

    RECORDED = (
        "resolution_id", "number", "to", "packet", "state", "sent_at", "received_at",
        "receipt_digest", "official_id",
    )  # fmt: skip
    SEALED = ("defects",)

    resolution = models.ForeignKey(
        "commission.Resolution", on_delete=models.PROTECT, related_name="referrals"
    )
    number = models.CharField(max_length=24, unique=True)
    to = models.CharField(max_length=16, default="official")  # official, police, prosecutor, court
    packet = models.CharField(max_length=71)
    state = models.CharField(max_length=8, choices=State.choices, default=State.SENT)
    sent_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, related_name="referrals_sent"
    )
    sent_at = models.DateTimeField()
    official = models.ForeignKey(
        "accounts.Person",
        on_delete=models.PROTECT,
        null=True,
        related_name="referrals_received",
    )
    received_at = models.DateTimeField(null=True)
    receipt_digest = models.CharField(max_length=71, blank=True)
    defects = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["resolution", "to"],
                condition=~Q(state="returned"),
                name="one_living_referral",
            )
        ]


class Protocol(Recorded):
    """The official's record of the offence: one for a respondent and offence."""

    RECORDED = (
        "referral_id",
        "charge_id",
        "number",
        "drawn_by_id",
        "drawn_at",
        "paper_ru",
        "paper_ky",
    )
    SEALED = ("text",)

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="protocols")
    charge = models.OneToOneField("cases.Charge", on_delete=models.PROTECT, related_name="protocol")
    number = models.CharField(max_length=24, unique=True)
    text = models.TextField(blank=True)
    drawn_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT)
    drawn_at = models.DateTimeField()
    paper_ru = models.CharField(max_length=71)
    paper_ky = models.CharField(max_length=71)


class Penalty(Recorded):
    """A fine by tariff, with its arithmetic, or a warning."""

    class Kind(models.TextChoices):
        FINE = "fine"
        WARNING = "warning"

    class State(models.TextChoices):
        IMPOSED = "imposed"
        SERVED = "served"
        PAID = "paid"
        CANCELLED = "cancelled"

    RECORDED = (
        "charge_id", "kind", "units", "unit_value", "amount", "currency", "verified", "state",
        "imposed_by_id", "imposed_at", "served_at", "due_on",
    )  # fmt: skip

    charge = models.OneToOneField("cases.Charge", on_delete=models.PROTECT, related_name="penalty")
    kind = models.CharField(max_length=7, choices=Kind.choices)
    units = models.PositiveIntegerField(null=True)
    unit_value = models.PositiveIntegerField(null=True)
    amount = models.PositiveIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True)
    verified = models.BooleanField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.IMPOSED)
    imposed_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT)
    imposed_at = models.DateTimeField()
    served_at = models.DateTimeField(null=True)
    due_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(kind="fine")
                | Q(amount=models.F("units") * models.F("unit_value"), amount__gt=0),
                name="fine_is_units_times_value",
            )
        ]


class Payment(Recorded):
    """Money received against a fine."""

    RECORDED = ("penalty_id", "amount", "paid_on", "recorded_by_id")
    SEALED = ("receipt",)

    penalty = models.ForeignKey(Penalty, on_delete=models.PROTECT, related_name="payments")
    amount = models.PositiveIntegerField()
    paid_on = models.DateField()
    receipt = models.CharField(max_length=100)
    recorded_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["penalty", "receipt"], name="receipt_once")
        ]


class Appeal(Recorded):
    """To a court, against a decided charge; one living appeal at a time."""

    class State(models.TextChoices):
        FILED = "filed"
        UPHELD = "upheld"
        CHANGED = "changed"
        CANCELLED = "cancelled"
        RETURNED = "returned"

    RECORDED = ("charge_id", "state", "filed_on", "decided_on", "amount")
    SEALED = ("court", "note")

    charge = models.ForeignKey("cases.Charge", on_delete=models.PROTECT, related_name="appeals")
    court = models.CharField(max_length=200)
    filed_on = models.DateField()
    recorded_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT)
    state = models.CharField(max_length=9, choices=State.choices, default=State.FILED)
    decided_on = models.DateField(null=True)
    amount = models.PositiveIntegerField(null=True)  # what a changed fine now is
    note = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["charge"], condition=Q(state="filed"), name="one_living_appeal"
            )
        ]
