"""What the page of an indication shows beside it: suggestions, none of which decides anything."""

from dataclasses import dataclass

from django.http import HttpRequest

from hustings.desk.accounts.asking import asked
from hustings.desk.review import same
from hustings.desk.review.models import Indication
from hustings.desk.suggestions import queries


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
    quoted: list[queries.Quoted]


def of(request: HttpRequest, indication: Indication) -> Beside:
    """For one reader of one page."""
    by, at = asked(request)["by"], asked(request)["at"]
    copies = queries.copies_of(indication.publication)
    alike = list(same.copies(indication)[: same.MOST]) if copies else []
    decided = indication.state != Indication.State.WAITING
    carried = same.carried_over(indication, by=by) if copies and decided else []
    return Beside(
        copies=copies, alike=alike if decided else [], waiting=len(alike), carried=len(carried),
        listed=[one for one in alike if one.held_by_id in {None, by.pk} or not one.held_until
                or one.held_until <= at],
        quoted=queries.quoted(indication.publication),
    )  # fmt: skip
