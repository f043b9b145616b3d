"""Pictures of a publication with the boxes of their words, and others that may be the same."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from hustings.desk.language import current
from hustings.desk.monitoring.models import Publication
from hustings.desk.suggestions.models import Picture
from hustings.messages import say
from hustings.screening.pictures_joined import BETWEEN
from hustings.screening.pictures_likeness import NEAR

COMPARED = 20_000  # pictures that likeness looks through, the newest
LISTED = 10


@dataclass(frozen=True, kw_only=True)
class Alike:
    """`distance`: bits of 64 that differ; `publication`: None where the desk holds no row of it."""

    picture: Picture
    distance: int
    publication: Publication | None


@dataclass(frozen=True, kw_only=True)
class Shown:
    """`boxes`: of words, each with `marked` where a mention or a signal rests on it; `spans`: those
    mentions and signals, counted in the picture's own text; `sure`: mean confidence of its words.
    """

    picture: Picture
    boxes: Sequence[Mapping[str, Any]]
    spans: Sequence[Mapping[str, Any]]
    sure: float | None
    refusal: str
    alike: Sequence[Alike]


def pictures_of(publication: Publication, spans: Iterable[Mapping[str, Any]]) -> list[Shown]:
    """In their order. `spans` count in the publication's text."""
    rows = Picture.objects.filter(
        election=publication.election_id, archive_id=publication.archive_id
    ).select_related("by")
    spans = list(spans)
    return [_shown(one, spans) for one in rows.order_by("place", "pk")]


def own_words(publication: Publication, pictures: Iterable[Shown]) -> int:
    """How many characters of the text are the author's own; the pictures' words stand behind."""
    starts = [one.picture.start for one in pictures if one.picture.start is not None]
    return min(starts) - len(BETWEEN) if starts else len(publication.text)


def _shown(picture: Picture, spans: Sequence[Mapping[str, Any]]) -> Shown:
    first, last = picture.start, picture.end
    mine = [
        {**one, "start": max(one["start"], first) - first, "end": min(one["end"], last) - first}
        for one in spans
        if first is not None and last is not None and one["end"] > first and one["start"] < last
    ]  # fmt: skip
    boxes = [
        {**word, "marked": any(one["start"] < word["end"] and word["start"] < one["end"]
                               for one in mine)}
        for word in picture.words
    ]  # fmt: skip
    told = picture.refusal
    sure = [word["confidence"] for word in picture.words]
    return Shown(
        picture=picture, boxes=boxes, spans=mine, sure=sum(sure) / len(sure) if sure else None,
        refusal=say(told["text"], current(), **told["facts"]) if told else "",
        alike=_alike(picture),
    )  # fmt: skip


def _alike(picture: Picture) -> list[Alike]:
    """Other pictures of the election that may be this one, the nearest first: look at both."""
    if not picture.hash:
        return []
    others = Picture.objects.filter(election=picture.election_id).exclude(hash="")
    rows = list(
        others.exclude(archive_id=picture.archive_id)
        .order_by("-pk")
        .values_list("pk", "hash")[:COMPARED]
    )
    bits = np.array([int(told, 16) for _, told in rows], np.uint64)
    apart = np.bitwise_count(bits ^ np.uint64(int(picture.hash, 16)))
    near = [
        int(place) for place in np.argsort(apart, kind="stable")[:LISTED] if apart[place] <= NEAR
    ]
    found = Picture.objects.in_bulk([rows[place][0] for place in near])
    held = Publication.objects.filter(
        election=picture.election_id, archive_id__in=[one.archive_id for one in found.values()]
    ).select_related("account")
    by_id = {one.archive_id: one for one in held}
    return [
        Alike(picture=one, distance=int(apart[place]), publication=by_id.get(one.archive_id))
        for place in near
        for one in (found[rows[place][0]],)
    ]
