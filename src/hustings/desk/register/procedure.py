"""Who may make what public, and when. Pure."""

from collections.abc import Collection

from hustings.refusal import Refusal

TEXT = 2_000  # characters of a correction


class Stale(Refusal):
    """The page is older than the entry."""


def may_prepare(*, adopted: bool, exists: bool) -> None:
    if not adopted:
        raise Refusal("register.not_adopted", "Only an adopted resolution enters the register.")
    if exists:
        raise Refusal("register.prepared_already", "An entry for this resolution exists already.")


def may_publish(
    *, state: str, version: int, shown: int, by: int, preparer: int, hands: Collection[int]
) -> None:
    """Published by another than prepared it, and by none who proposed, decided or executed.

    `hands`: those who did one of these in the matter.
    """
    fresh(version=version, shown=shown)
    if state != "prepared":
        raise Refusal("register.not_prepared", "This entry does not wait to be published.")
    if by == preparer:
        raise Refusal(
            "register.own_entry",
            "Who prepared an entry does not publish it; another of the press service does.",
        )
    if by in hands:
        raise Refusal(
            "register.own_hand",
            "Who proposed, decided or executed in this matter does not publish it.",
        )


def may_amend(*, state: str, version: int, shown: int, text: str) -> None:
    """Correcting and withdrawing leave the entry, with a note that everybody reads."""
    fresh(version=version, shown=shown)
    if state != "published":
        raise Refusal(
            "register.not_public", "Only a published entry can be corrected or withdrawn."
        )
    if not text.strip() or len(text) > TEXT or "\0" in text:
        raise Refusal(
            "register.note",
            "Say in at most {limit} characters what is corrected and why.",
            limit=TEXT,
        )


def fresh(*, version: int, shown: int) -> None:
    if version != shown:
        raise Stale(
            "register.stale",
            "This entry was changed while the page was open. Look at it again; your text is kept.",
        )
