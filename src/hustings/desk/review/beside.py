"""What the page of an indication shows beside it: suggestions, none of which decides anything."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from hustings.desk.accounts.asking import asked
from hustings.desk.review import same
from hustings.desk.review.models import Indication
from hustings.desk.suggestions import queries, queries_pictures


@dataclass(frozen=True, kw_only=True)
class Beside:
    """`alike`: copies for which the same can be decided now that this one is; `listed`: those of
    them that nobody else has taken; `waiting`: how many there are; `carried`: how many the
    reader decided so and may take back; `words`, `spans`: the author's own, without what was read
    in pictures.
    """

    copies: queries.Copies | None
    alike: list[Indication]
    listed: list[Indication]
    waiting: int
    carried: int
    quoted: list[queries.Quoted]
    words: str
    spans: list[Mapping[str, Any]]
    pictures: list[queries_pictures.Shown]


def of(request: HttpRequest, indication: Indication) -> Beside:
    """For one reader of one page."""
    by, at = asked(request)["by"], asked(request)["at"]
    copies = queries.copies_of(indication.publication)
    alike = list(same.copies(indication)[: same.MOST]) if copies else []
    decided = indication.state != Indication.State.WAITING
    carried = same.carried_over(indication, by=by) if copies and decided else []
    publication = indication.publication
    spans = publication.mentions + publication.signals
    pictures = queries_pictures.pictures_of(publication, spans)
    own = queries_pictures.own_words(publication, pictures)
    return Beside(
        words=publication.text[:own], spans=[one for one in spans if one["end"] <= own],
        pictures=pictures,
        copies=copies, alike=alike if decided else [], waiting=len(alike), carried=len(carried),
        listed=[one for one in alike if one.held_by_id in {None, by.pk} or not one.held_until
                or one.held_until <= at],
        quoted=queries.quoted(indication.publication),
    )  # fmt: skip
