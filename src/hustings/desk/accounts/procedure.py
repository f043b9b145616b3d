"""Who may hold which roles at once, and when a sign-in must wait. Pure."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from hustings.refusal import Refusal

FAILURES = 5  # wrong passwords for one name or from one address …
WITHIN = timedelta(
    seconds=60
)  # … in this time, and then a wait: guesses cost a year, slips a minute


class Incompatible(Refusal):
    """Two roles that one person may not hold at once."""


class Throttled(Refusal):
    """Too many wrong passwords just now."""


def may_hold(
    role: str, *, held: Iterable[str], incompatible: Iterable[tuple[str, str, str]]
) -> None:
    """Refuses a role that excludes one already held; `incompatible`: (a role, another, why)."""
    held = set(held)
    if role in held:
        raise Refusal(
            "accounts.held_already", "This person holds the role {role} already.", role=role
        )
    for one, other, why in incompatible:
        for taken, wanted in ((one, other), (other, one)):
            if wanted == role and taken in held:
                raise Incompatible(
                    "accounts.incompatible",
                    "Who is {taken} cannot be {wanted}: {why}. End the other appointment first.",
                    taken=taken, wanted=wanted, why=why,
                )  # fmt: skip


def may_try(failures: Iterable[datetime], *, at: datetime) -> None:
    """Refuses a further password while too many were wrong just now."""
    recent = [moment for moment in failures if at - moment < WITHIN]
    if len(recent) >= FAILURES:
        raise Throttled(
            "accounts.throttled",
            "Too many attempts. Wait a minute and try again; nobody is locked out for longer.",
        )
