"""Which steps a page offers: the same checks that the acts make, asked beforehand."""

from collections.abc import Callable
from dataclasses import dataclass

from hustings.desk.refusals import sentence
from hustings.refusal import Refusal


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A step as a page shows it: open, or greyed with what is missing."""

    allowed: bool
    why: str = ""


def offer(check: Callable[[], object]) -> Offer:
    """Ask the procedure; a refusal is the sentence beside the greyed button."""
    try:
        check()
    except Refusal as refusal:
        return Offer(allowed=False, why=sentence(refusal))
    return Offer(allowed=True)
