"""What an import and an election need before they may begin. Pure."""

from datetime import datetime

from hustings.refusal import Refusal

FILE_LIMIT = 200 * 1024 * 1024  # bytes; a larger export comes in parts, or by the command line


def may_bring_in(*, size: int, earlier: tuple[str, datetime] | None, roster: str) -> None:
    """Refuses a file that is here already (by whom, since when), too large, or comes too early."""
    if not roster:
        raise Refusal(
            "monitoring.no_roster",
            "This election has no roster yet, and without one nothing can be screened. "
            "The secretary sets it.",
        )
    if size > FILE_LIMIT:
        raise Refusal(
            "monitoring.too_large",
            "The file has {size} MB; at most {limit} MB come in at once. Bring it in parts, or "
            "with `hustings import` on the server.",
            size=size // 1024**2, limit=FILE_LIMIT // 1024**2,
        )  # fmt: skip
    if earlier is not None:
        who, when = earlier
        raise Refusal(
            "monitoring.here_already",
            "{who} brought this very file in on {when}; nothing was added.",
            who=who, when=f"{when:%d.%m.%Y %H:%M} UTC",
        )  # fmt: skip
