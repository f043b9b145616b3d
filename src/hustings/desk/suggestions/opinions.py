"""A second opinion of a language model, where the house has one: asked by a person, and kept."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction

from hustings import __version__
from hustings.desk import packs
from hustings.desk.accounts import gate
from hustings.desk.accounts.models import Person
from hustings.desk.ledger import record
from hustings.desk.monitoring.models import Publication
from hustings.desk.settings import environment
from hustings.desk.suggestions import procedure
from hustings.desk.suggestions.models import Opinion
from hustings.screening import second_opinion
from hustings.screening.second_opinion_endpoint import KEY, MODEL, URL

LISTED = 5


@dataclass(frozen=True, kw_only=True)
class Told:
    """An opinion as a page shows it: each suggestion with its kind in words."""

    opinion: Opinion
    suggestions: Sequence[Mapping[str, Any]]
    dropped: int


def endpoint() -> second_opinion.Endpoint | None:
    """What the environment names (each also as NAME_FILE), or None. Refusals `second_opinion.*`."""
    given = {name: environment.text(name, "") for name in (URL, MODEL, KEY)}
    return second_opinion.Endpoint.of(given)


def ask_opinion(publication: Publication, *, by: Person, at: datetime) -> Opinion:
    """Ask once and keep the answer, a failed one too. Nothing else is changed.

    The text goes out as data, one JSON value; kinds, stances and verbatim words come back, or
    nothing. Up to 30 seconds; no transaction is open meanwhile. Refusals: suggestions.opinion_off,
    suggestions.asked_just_now, second_opinion.*.
    """
    role = gate.require("suggestions.ask_opinion", by=by, at=at)
    set_up = endpoint()
    last = publication.opinions.order_by("-pk").values_list("at", flat=True).first()
    procedure.may_ask(configured=set_up is not None, last=last, at=at)
    assert set_up is not None, "may_ask refuses where nothing is set up"
    told = second_opinion.ask(set_up, publication.text, at=at)
    with transaction.atomic():
        kept = Opinion.objects.create(
            publication=publication, model=told.model[:200], host=_host(set_up.url),
            asked_with=_asked_with(), failed=told.failed,
            said=json.dumps(
                {"suggestions": [vars(one) for one in told.suggestions],
                 "dropped": list(told.dropped)}, ensure_ascii=False, sort_keys=True,
            ), by=by, at=at,
        )  # fmt: skip
        record.act(
            name="suggestions.ask_opinion", by=by, role=role, at=at, ground="a second opinion",
            rows=[kept], about=[publication.row],
        )  # fmt: skip
    return kept


def opinions_of(publication: Publication) -> list[Told]:
    """The newest first; each kind in the pack's words."""
    rows = list(publication.opinions.select_related("by").order_by("-pk")[:LISTED])
    if not rows:
        return []
    kinds = packs.of(publication.election).words["kinds"]
    return [_told(one, kinds) for one in rows]


def _told(opinion: Opinion, kinds: Mapping[str, Any]) -> Told:
    said = json.loads(opinion.said)
    suggestions = [{**one, "kind_words": kinds.get(one["kind"], {})} for one in said["suggestions"]]
    return Told(opinion=opinion, suggestions=suggestions, dropped=len(said["dropped"]))


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "")[:253]


def _asked_with() -> str:
    question = hashlib.sha256(second_opinion.INSTRUCTIONS.encode()).hexdigest()[:16]
    return f"hustings {__version__}, question {question}"
