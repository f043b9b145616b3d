"""Enrolling people, appointing them to roles, ending appointments."""

from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from hustings import law
from hustings.desk.accounts import gate, procedure
from hustings.desk.accounts.models import Appointment, Person
from hustings.desk.accounts.roles import Role
from hustings.desk.ledger import record
from hustings.refusal import Refusal


@transaction.atomic
def found_administrator(*, username: str, full_name: str, password: str, at: datetime) -> Person:
    """The first person of a new desk; refused where there is anybody already."""
    if Person.objects.exists():
        raise Refusal(
            "accounts.founded_already",
            "This desk has people already; an administrator enrols the next one.",
        )
    person = _enrolled(username=username, full_name=full_name, password=password, language="ky")
    appointment = Appointment.objects.create(person=person, role=Role.ADMINISTRATOR, since=at)
    record.act(
        name="accounts.found", by=None, role="system", at=at, ground="founding of the desk",
        rows=[person, appointment],
    )  # fmt: skip
    return person


@transaction.atomic
def enrol(
    *, username: str, full_name: str, password: str, language: str, by: Person, at: datetime,
    ground: str,
) -> Person:  # fmt: skip
    """A new person, without any role yet."""
    role = gate.require("accounts.appoint", by=by, at=at)
    try:
        with transaction.atomic():
            person = _enrolled(
                username=username, full_name=full_name, password=password, language=language
            )
    except IntegrityError:
        raise Refusal(
            "accounts.name_taken",
            "The name {username} is taken; choose another.",
            username=username,
        ) from None
    record.act(name="accounts.enrol", by=by, role=role, at=at, ground=ground, rows=[person])
    return person


def _enrolled(*, username: str, full_name: str, password: str, language: str) -> Person:
    if language not in dict(settings.LANGUAGES):
        raise Refusal("accounts.language", "Choose a language: ky, ru or en.")
    person = Person(username=username.strip(), full_name=full_name.strip(), language=language)
    if not person.username or not person.full_name:
        raise Refusal("accounts.nameless", "A person needs a name to sign in with and a full name.")
    person.set_password(password)
    person.save()
    return person


@transaction.atomic
def appoint(person: Person, *, role: str, by: Person, at: datetime, ground: str) -> Appointment:
    """Give a role from now on, unless it excludes one that is held."""
    acting = gate.require("accounts.appoint", by=by, at=at)
    if role not in set(Role):
        raise Refusal("accounts.no_such_role", "There is no role {role}.", role=role)
    locked = Person.objects.select_for_update().get(pk=person.pk)
    held = [one.value for one in gate.roles_of(locked, at=at)]
    procedure.may_hold(role, held=held, incompatible=law.load(settings.PACK).incompatible)
    appointment = Appointment.objects.create(person=locked, role=role, since=at)
    record.act(
        name="accounts.appoint", by=by, role=acting, at=at, ground=ground, rows=[appointment],
        about=[locked.row],
    )  # fmt: skip
    return appointment


@transaction.atomic
def dismiss(appointment: Appointment, *, by: Person, at: datetime, ground: str) -> None:
    """End a role now. The person stays: acts name them."""
    acting = gate.require("accounts.dismiss", by=by, at=at)
    locked = Appointment.objects.select_for_update().get(pk=appointment.pk)
    if locked.until is not None:
        raise Refusal("accounts.ended_already", "This appointment has ended already.")
    if locked.role == Role.ADMINISTRATOR and _last_administrator(locked):
        raise Refusal(
            "accounts.last_administrator",
            "This is the last administrator; appoint another one first.",
        )
    locked.until = at
    locked.save(update_fields=["until"])
    record.act(
        name="accounts.dismiss", by=by, role=acting, at=at, ground=ground, rows=[locked],
        about=[locked.person.row],
    )  # fmt: skip


def _last_administrator(appointment: Appointment) -> bool:
    others = Appointment.objects.filter(role=Role.ADMINISTRATOR, until=None)
    return not others.exclude(pk=appointment.pk).exists()


@transaction.atomic
def choose_language(person: Person, *, language: str) -> None:
    """A person's own choice; it concerns nobody else, and the ledger does not tell of it."""
    if language in dict(settings.LANGUAGES):
        Person.objects.filter(pk=person.pk).update(language=language)
