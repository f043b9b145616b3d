"""One line of facts, read strictly: what cannot be assessed is refused with the field and the way out."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from hustings.law.vocabulary import ACTS, AUTHORS, FACTS, KINDS, PERSONS, PLACES, STANCES
from hustings.refusal import Refusal


class BadFact(Refusal):
    """A row of facts that cannot be assessed."""


def facts_in_line(line: str) -> tuple[object, dict[str, Any]]:
    """(id, facts) of one JSON object {"id", "facts"}."""
    try:
        row = json.loads(line)
        facts = dict(row["facts"])
    except (ValueError, KeyError, TypeError, RecursionError):
        raise BadFact(
            "law.not_facts", "this is no object with id and facts; write one JSON object a line."
        ) from None
    for field in ("pack", "election", "published_at", "author_class", "person", "signals"):
        if field not in facts:
            raise BadFact("law.fact_missing", "{field} is missing; add it.", field=field)
    for field, value, allowed in _closed(facts):
        if value not in allowed:
            raise BadFact(
                "law.unknown_fact", "{field} is {value}; it must be one of: {allowed}.",
                field=field, value=repr(value), allowed=", ".join(map(str, allowed)),
            )  # fmt: skip
    facts["published_at"] = _moment(facts["published_at"])
    return row.get("id"), facts


def _closed(facts: dict[str, Any]) -> Iterator[tuple[str, object, tuple[object, ...]]]:
    yield "author_class", facts["author_class"], AUTHORS
    yield "person", facts["person"], PERSONS
    for field, allowed in (("place", PLACES), ("act", ACTS)):
        if facts.get(field) is not None:
            yield field, facts[field], allowed
    for field in FACTS:
        if facts.get(field) is not None:
            yield field, facts[field], (True, False)
    signals = facts["signals"]
    if not isinstance(signals, list):
        yield "signals", signals, ("a list of {kind, stance, target}",)
        return
    for signal in signals:
        yield "kind", signal.get("kind") if isinstance(signal, dict) else signal, KINDS
        if isinstance(signal, dict) and signal.get("stance") is not None:
            yield "stance", signal["stance"], STANCES


def _moment(said: object) -> datetime:
    try:
        moment = datetime.fromisoformat(str(said))
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise BadFact(
            "law.inexact_moment",
            "published_at is {value}; a rule of time needs an exact moment with its zone, "
            "as in 2025-11-09T23:59:59+06:00.",
            value=repr(said),
        )
    return moment
