"""What the page of an indication shows beside it: suggestions, none of which decides anything."""

from dataclasses import dataclass

from django.http import HttpRequest

from hustings.desk import refusals
from hustings.desk.accounts.asking import asked
from hustings.desk.review import same
from hustings.desk.review.models import Indication
from hustings.desk.suggestions import opinions, queries
from hustings.refusal import Refusal


@dataclass(frozen=True, kw_only=True)
class Beside:
    """`alike`: copies for which the same can be decided now that this one is; `listed`: those of
    them that nobody else has taken; `waiting`: how many there are; `carried`: how many the
    reader decided so and may take back.
    """

    copies: queries.Copies | None
    alike: list[Indication]
    listed: list[Indication]
    waiting: int
    carried: int
    opinions: list[opinions.Told]
    opinion_on: bool
    opinion_fault: str


def of(request: HttpRequest, indication: Indication) -> Beside:
    """For one reader of one page."""
    by, at = asked(request)["by"], asked(request)["at"]
    copies = queries.copies_of(indication.publication)
    alike = list(same.copies(indication)[: same.MOST]) if copies else []
    decided = indication.state != Indication.State.WAITING
    carried = same.carried_over(indication, by=by) if copies and decided else []
    on, fault = _opinion_set_up()
    return Beside(
        opinions=opinions.opinions_of(indication.publication), opinion_on=on, opinion_fault=fault,
        copies=copies, alike=alike if decided else [], waiting=len(alike), carried=len(carried),
        listed=[one for one in alike if one.held_by_id in {None, by.pk} or not one.held_until
                or one.held_until <= at],
    )  # fmt: skip


def _opinion_set_up() -> tuple[bool, str]:
    """Whether somebody may be asked, and what is wrong with the setting."""
    try:
        return opinions.endpoint() is not None, ""
    except Refusal as refusal:
        return False, refusals.sentence(refusal)
