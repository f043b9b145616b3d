"""People and the roles they are appointed to."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from hustings.desk.accounts.roles import Role
from hustings.desk.ledger.models import Recorded


class People(BaseUserManager["Person"]):
    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(username__iexact=username)


class Person(Recorded, AbstractBaseUser):
    """Somebody who acts. Acts name the person, so a person is retired, never removed."""

    RECORDED = ("is_active",)
    SEALED = ("username", "full_name")

    username = models.CharField(max_length=64, unique=True)
    full_name = models.CharField(max_length=200)
    language = models.CharField(max_length=2, default="ky")
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar = ["full_name"]
    objects = People()

    def __str__(self) -> str:
        return self.full_name


class Appointment(Recorded):
    """A role over the half-open period [since, until); open-ended while `until` is empty."""

    RECORDED = ("person_id", "role", "since", "until")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appointments")
    role = models.CharField(max_length=16, choices=[(role.value, role.value) for role in Role])
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "role"], condition=Q(until=None), name="role_once_at_a_time"
            )
        ]


class Failure(models.Model):
    """A wrong password, kept for a minute; no act, and not told to the ledger."""

    key = models.CharField(max_length=80, db_index=True)
    at = models.DateTimeField()
