"""{% load beside %} {% beside publication as here %}: its own words, its pictures, the claims it repeats."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import template

from hustings.desk.monitoring.models import Publication
from hustings.desk.suggestions import queries, queries_pictures

register = template.Library()


@dataclass(frozen=True, kw_only=True)
class Beside:
    """`words` and `spans`: the author's own, without what a program read in pictures."""

    words: str
    spans: list[Mapping[str, Any]]
    pictures: list[queries_pictures.Shown]
    quoted: list[queries.Quoted]


@register.simple_tag
def beside(publication: Publication) -> Beside:
    """What a page shows of a publication, the author's words apart from the pictures'."""
    spans = publication.mentions + publication.signals
    pictures = queries_pictures.pictures_of(publication, spans)
    own = queries_pictures.own_words(publication, pictures)
    return Beside(
        words=publication.text[:own], spans=[one for one in spans if one["end"] <= own],
        pictures=pictures, quoted=queries.quoted(publication),
    )  # fmt: skip
