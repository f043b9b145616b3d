"""What refuted claims and second opinions need before they are taken. Pure."""

from datetime import datetime, timedelta

from hustings.refusal import Refusal

FILE_LIMIT = (
    20 * 1024 * 1024
)  # bytes of a file of claims: some ten thousand records with all fields
PAUSE = timedelta(minutes=1)  # between two questions about one publication
LONGEST_NAME = 500  # characters of an @id


def may_take(*, size: int) -> None:
    """Refuses a file that is too large."""
    if size > FILE_LIMIT:
        raise Refusal(
            "suggestions.too_large",
            "The file has {size} MB; at most {limit} MB of claims come in at once. Bring it in parts.",
            size=size // 1024**2, limit=FILE_LIMIT // 1024**2,
        )  # fmt: skip


def may_add(*, rating: str, reviewer: str) -> None:
    """A claim by hand says what was found of it, and by whom."""
    if not rating.strip():
        raise Refusal(
            "suggestions.no_rating", "Rating: write what the review found, as it says it."
        )
    if not reviewer.strip():
        raise Refusal("suggestions.no_reviewer", "Reviewed by: name who refuted the claim.")


def may_withdraw(*, withdrawn: bool, why: str) -> None:
    """Once, with a reason."""
    if withdrawn:
        raise Refusal("suggestions.withdrawn", "This claim is withdrawn already.")
    if not why.strip():
        raise Refusal("suggestions.why", "Say why the claim is withdrawn.")


def fault_of(*, number: int, name: str, other: bool, nul: bool) -> tuple[str, Refusal] | None:
    """(field, why a record cannot be kept); `other`: its name has other contents here; `nul`: a NUL
    character stands in it, which no database of text takes.
    """
    if nul:
        return "", Refusal(
            "suggestions.nul",
            "Record {number}: a NUL character stands in it. Take it out.",
            number=number,
        )
    if len(name) > LONGEST_NAME:
        return "@id", Refusal(
            "suggestions.long_name",
            "Record {number}, @id: longer than {limit} characters. Give it a shorter name.",
            number=number, limit=LONGEST_NAME,
        )  # fmt: skip
    if other:
        return "@id", Refusal(
            "suggestions.other_contents",
            "Record {number}, @id: {value} is here already with other contents. Withdraw that claim and "
            "give this one another @id.",
            number=number, value=name[:60],
        )  # fmt: skip
    return None


def may_ask(*, configured: bool, last: datetime | None, at: datetime) -> None:
    """Only where the house has set an endpoint up, and not twice in a minute."""
    if not configured:
        raise Refusal(
            "suggestions.opinion_off",
            "No second opinion is set up in this house; it is off until the operator names an endpoint.",
        )
    if last is not None and at - last < PAUSE:
        raise Refusal(
            "suggestions.asked_just_now",
            "This was asked within the last minute; the answer stands below. Wait before asking again.",
        )
