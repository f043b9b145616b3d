"""When a change of the law in use may be adopted. Pure."""

from datetime import datetime

from hustings.refusal import Refusal

GROUND, NOTE = 300, 2_000


class Outdated(Refusal):
    """What is adopted is not what was shown."""


def may_adopt(*, ground: str, same: bool, shown: str, listed: str) -> None:
    """A change, on a ground, with exactly the list that was looked at.

    `same`: nothing differs from what is in use; `shown`, `listed`: digests of the list on the page
    and of the list as it is now.
    """
    if same:
        raise Refusal(
            "law.nothing_changes",
            "This is what is in use already; there is nothing to adopt.",
        )
    if not ground.strip() or len(ground) > GROUND or "\0" in ground:
        raise Refusal(
            "law.ground",
            "Say on what ground this is adopted (a decree, a decision, its number and date), in at "
            "most {limit} characters.",
            limit=GROUND,
        )
    if shown != listed:
        raise Outdated(
            "law.list_changed",
            "What this would change is no longer what you were shown: somebody decided a matter, or the "
            "folder was edited. Look at the list again.",
        )


def may_look(*, looked_by: str, looked_at: datetime | None, note: str) -> None:
    """Once, and with what follows from it."""
    if looked_at is not None:
        raise Outdated(
            "law.looked_already",
            "{who} looked at this on {when} already.",
            who=looked_by,
            when=f"{looked_at:%d.%m.%Y %H:%M} UTC",
        )
    if not note.strip() or len(note) > NOTE or "\0" in note:
        raise Refusal(
            "law.look_note",
            "Say what follows from the changed answer, in at most {limit} characters.",
            limit=NOTE,
        )
