"""What the desk hands to the ledger, and the numbers that are issued once."""

import uuid
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import ClassVar

from django.db import models

from hustings import evidence


def stamp(moment: datetime) -> str:
    """ISO 8601, UTC, milliseconds: the one way a moment is written in the ledger."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Head(models.Model):
    """One row, locked by each act: it makes the order of acts total and without gaps."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    count = models.PositiveBigIntegerField(default=0)


class Line(models.Model):
    """One act. Written in the transaction of the rows it tells of; then handed to the log.

    `place` is the order in the desk, gapless because the head row rolls back with the act (a
    database sequence would leave gaps, and a gap must mean deletion); `index` is the place in the
    Merkle log, empty until the log has it on disk.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    place = models.PositiveBigIntegerField(unique=True)
    index = models.PositiveBigIntegerField(null=True, unique=True)
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True)
    act = models.CharField(max_length=64, db_index=True)
    ground = models.TextField()
    canonical = models.BinaryField()

    class Meta:
        ordering = ("place",)


class Touched(models.Model):
    """Which rows a line tells of: the timeline of a case is a query over this."""

    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="touched")
    row = models.CharField(max_length=64, db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["line", "row"], name="row_once_a_line")
        ]


class Series(models.Model):
    """A numbering series of one register and year; the row is locked while a number is taken."""

    code = models.CharField(max_length=32)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "year"], name="series_once_a_year")
        ]


class Recorded(models.Model):
    """A row whose state the ledger can rebuild.

    RECORDED fields enter ledger lines as they are: codes, amounts, moments, never personal text.
    SEALED fields enter as HMAC commitments under the row's own key, so that destroying the key
    erases what was said while every proof stands.
    """

    RECORDED: ClassVar[tuple[str, ...]] = ()
    SEALED: ClassVar[tuple[str, ...]] = ()

    ledger_key = models.CharField(max_length=64, default=evidence.new_key, editable=False)

    class Meta:
        abstract = True

    @property
    def row(self) -> str:
        """`cases.charge:12`: how the ledger names this row."""
        return f"{self._meta.label_lower}:{self.pk}"

    def now(self) -> dict[str, str | int | bool | None]:
        """The row's state as a ledger line tells it."""
        plain = {name: _told(self.serializable_value(name)) for name in self.RECORDED}
        sealed = {
            name: evidence.commitment(str(getattr(self, name)), self.ledger_key)
            for name in self.SEALED
        }
        return plain | sealed


def _told(value: object) -> str | int | bool | None:
    match value:
        case None | bool() | int() | str():
            return value
        case datetime():
            return stamp(value)
        case date() | Decimal() | uuid.UUID():
            return str(value)
        case _:
            raise TypeError(f"the ledger cannot tell {type(value).__name__}")
