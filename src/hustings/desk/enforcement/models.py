"""Referral to the authorised official, protocol, penalty, payment, appeal."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from hustings.desk.ledger.models import Recorded
from hustings.desk.ledger.papers import Papered


class Referral(Papered):
    """A sealed packet with its letter, to the authorised official or another body; the receipt names
    the packet's digest. Without papers where the pack has no form of a letter.
    """

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
    to = models.CharField(max_length=16, default="official")  # one of procedure.Body
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


class Protocol(Papered):
    """The official's record of the offence: one for a respondent and offence."""

    RECORDED = ("referral_id", "charge_id", "number", "drawn_by_id", "drawn_at")
    SEALED = ("text",)

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="protocols")
    charge = models.OneToOneField("cases.Charge", on_delete=models.PROTECT, related_name="protocol")
    number = models.CharField(max_length=24, unique=True)
    text = models.TextField(blank=True)
    drawn_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT)
    drawn_at = models.DateTimeField()


class Penalty(Recorded):
    """A fine with its arithmetic, or a warning.

    A fixed fine is `units` × `unit_value`. Where the law leaves the sum open, `rate` is what was
    set within `least` and `most`, and `why` the official's reason if it was theirs to set. A sum
    that runs (`per`) has no `amount` until it has `stopped_at`.
    """

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
        "imposed_by_id", "imposed_at", "served_at", "due_on", "rate", "least", "most", "base", "per",
        "runs_from", "stopped_at", "payer", "arithmetic",
    )  # fmt: skip
    SEALED = ("why",)
    OPEN = ("rate", "least", "most", "base", "per", "runs_from", "stopped_at", "payer", "arithmetic",
            "why")  # fmt: skip

    charge = models.OneToOneField("cases.Charge", on_delete=models.PROTECT, related_name="penalty")
    kind = models.CharField(max_length=7, choices=Kind.choices)
    units = models.PositiveIntegerField(null=True)
    unit_value = models.PositiveIntegerField(null=True)
    amount = models.PositiveBigIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True)
    verified = models.BooleanField()
    rate = models.PositiveBigIntegerField(null=True)
    least = models.PositiveBigIntegerField(null=True)
    most = models.PositiveBigIntegerField(null=True)
    base = models.PositiveBigIntegerField(null=True)
    per = models.CharField(max_length=8, blank=True)
    runs_from = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    payer = models.CharField(max_length=16, blank=True)
    arithmetic = models.CharField(max_length=200, blank=True)
    why = models.TextField(blank=True)
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
                | Q(
                    units__isnull=False,
                    amount__isnull=False,
                    amount=models.F("units") * models.F("unit_value"),
                    amount__gt=0,
                )
                | Q(
                    units__isnull=True,
                    rate__isnull=False,
                    rate__gte=models.F("least"),
                    rate__lte=models.F("most"),
                    rate__gt=0,
                ),
                name="fine_is_of_its_tariff",
            )
        ]

    def now(self) -> dict[str, str | int | bool | None]:
        """The row's state; of a sum that the law fixes, without how one was chosen."""
        told = super().now()
        if self.rate is not None:
            return told
        return {name: value for name, value in told.items() if name not in self.OPEN}


class Carried(Recorded):
    """An outcome that is no fine and no warning, carried out: what was done, and on which day."""

    RECORDED = ("charge_id", "outcome", "done_at", "by_id", "at")
    SEALED = ("what",)

    charge = models.ForeignKey("cases.Charge", on_delete=models.PROTECT, related_name="carried")
    outcome = models.CharField(max_length=32)
    done_at = models.DateTimeField()
    what = models.TextField()
    by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["charge", "outcome"], name="carried_out_once")
        ]


class Payment(Recorded):
    """Money received against a fine."""

    RECORDED = ("penalty_id", "amount", "paid_on", "recorded_by_id")
    SEALED = ("receipt",)

    penalty = models.ForeignKey(Penalty, on_delete=models.PROTECT, related_name="payments")
    amount = models.PositiveBigIntegerField()
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
    amount = models.PositiveBigIntegerField(null=True)  # what a changed fine now is
    note = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["charge"], condition=Q(state="filed"), name="one_living_appeal"
            )
        ]
