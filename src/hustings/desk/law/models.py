"""What was adopted, whose answer it changed, and who looked at that."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from hustings.desk.ledger.models import Recorded


class Adoption(Recorded):
    """A changed date or a changed pack, taken into use on one election.

    `listed`: the sealed list of every open matter whose answer changed, old beside new, as it was
    shown before. Moments and digests as monitoring.Election keeps them.
    """

    class Kind(models.TextChoices):
        CALENDAR = "calendar"
        PACK = "pack"

    RECORDED = (
        "election_id", "kind", "law_before", "law_after", "calendar_before", "calendar_after",
        "listed", "changed", "by_id", "at",
    )  # fmt: skip

    election = models.ForeignKey(
        "monitoring.Election", on_delete=models.PROTECT, related_name="adoptions"
    )
    kind = models.CharField(max_length=8, choices=Kind.choices)
    law_before = models.CharField(max_length=71, blank=True)
    law_after = models.CharField(max_length=71, blank=True)
    calendar_before = models.TextField()
    calendar_after = models.TextField()
    listed = models.CharField(max_length=71)
    changed = models.PositiveIntegerField()
    ground = models.TextField()
    by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT)
    at = models.DateTimeField()


class Changed(models.Model):
    """An open matter whose answer an adoption changed. The matter itself stays as it was.

    The whole list is sealed with its adoption, so these rows need no line of their own. `before`,
    `after`: {found, window, amount, because, …} or null where nothing is found.
    """

    adoption = models.ForeignKey(Adoption, on_delete=models.PROTECT, related_name="changes")
    indication = models.ForeignKey(
        "review.Indication", on_delete=models.PROTECT, null=True, related_name="changes"
    )
    charge = models.ForeignKey(
        "cases.Charge", on_delete=models.PROTECT, null=True, related_name="changes"
    )
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(indication__isnull=False, charge=None)
                | Q(indication=None, charge__isnull=False),
                name="changed_is_one_matter",
            )
        ]


class Looked(Recorded):
    """Somebody looked at a matter that the law changed under, and says what follows."""

    RECORDED = ("changed_id", "by_id", "at")
    SEALED = ("note",)

    changed = models.OneToOneField(Changed, on_delete=models.PROTECT, related_name="looked")
    note = models.TextField()
    by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT)
    at = models.DateTimeField()
