"""One condition of a rule, and what it makes of the facts of one publication: so, not so, unknown."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from hustings.law.election import Election, Zone
from hustings.law.vocabulary import EXACT, FACTS


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known of one publication. None: nobody knows.

    `moment` is aware and exact, or None; `signals` are pairs of kind and stance; `known` holds the
    yes/no facts of FACTS that somebody knows.
    """

    election: Election
    moment: datetime | None
    author_class: str
    person: str
    signals: frozenset[tuple[str, str]] = frozenset()
    place: str | None = None
    act: str = "post"
    area: str | None = None
    known: Mapping[str, bool] = field(default_factory=dict)

    @property
    def zone(self) -> Zone | None:
        return None if self.moment is None else self.election.zone_at(self.moment, area=self.area)

    @property
    def day(self) -> date | None:
        """The day of the publication by the election's clock."""
        return (
            None if self.moment is None else self.moment.astimezone(self.election.timezone).date()
        )

    def event(self, name: str) -> datetime | None:
        return self.election.events_of(self.area).get(name)


def facts_of(said: Mapping[str, Any], election: Election) -> Facts:
    """Facts from a mapping as `hustings assess` reads it: published_at (ISO 8601 with offset, or an
    aware datetime), published_at_provenance?, author_class, person, signals [{kind, stance}],
    place?, act?, area?, and any of FACTS as true or false.
    """
    moment = said.get("published_at")
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment)
    exact = said.get("published_at_provenance", "zoned") in EXACT
    return Facts(
        election=election,
        moment=moment if exact and moment is not None and moment.tzinfo is not None else None,
        author_class=said["author_class"], person=said["person"],
        signals=frozenset((one["kind"], one.get("stance") or "none") for one in said.get("signals", [])),
        place=said.get("place"), act=said.get("act") or "post", area=said.get("area"),
        known={name: said[name] for name in FACTS if isinstance(said.get(name), bool)},
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Condition:
    """A word of CONDITIONS and its values; `with_kinds` narrows `stances` to the rule's kinds."""

    word: str
    values: tuple[str, ...]
    with_kinds: tuple[str, ...] = ()

    def holds(self, facts: Facts) -> bool | None:
        """So, not so, or unknown (None)."""
        match self.word:
            case "kinds":
                held = any(kind in self.values for kind, _ in facts.signals)
            case "stances":
                held = any(
                    stance in self.values and (not self.with_kinds or kind in self.with_kinds)
                    for kind, stance in facts.signals
                )
            case "not_authors":
                held = facts.author_class not in self.values
            case "from_event" | "to_event":
                return self._in_time(facts)
            case "yes" | "no":
                return self._known(facts)
            case _:
                found = self.found(facts)
                return None if found is None else found in self.values
        return held

    def _known(self, facts: Facts) -> bool | None:
        wanted = self.word == "yes"
        return every(
            None if name not in facts.known else facts.known[name] is wanted for name in self.values
        )

    def _in_time(self, facts: Facts) -> bool | None:
        event = facts.event(self.values[0])
        if event is None or facts.moment is None:
            return None
        return event <= facts.moment if self.word == "from_event" else facts.moment < event

    def found(self, facts: Facts) -> str | None:
        """The fact that the condition looks at, as text; None where nobody knows it."""
        return _FOUND[self.word](facts, self.values)


def _zone(facts: Facts, _: tuple[str, ...]) -> str | None:
    return facts.zone.code if facts.zone else None


def _moment(facts: Facts, _: tuple[str, ...]) -> str | None:
    return facts.moment.isoformat() if facts.moment else None


def _of(name: str) -> "_Finder":
    return lambda facts, _: getattr(facts, name)


def _yes_or_no(facts: Facts, names: tuple[str, ...]) -> str | None:
    known = [f"{name}={facts.known[name]}".lower() for name in names if name in facts.known]
    return ", ".join(known) or None


_Finder = Callable[[Facts, tuple[str, ...]], str | None]
_FOUND: Mapping[str, _Finder] = {
    "kinds": lambda facts, _: ", ".join(sorted({kind for kind, _ in facts.signals})),
    "stances": lambda facts, _: ", ".join(sorted("/".join(one) for one in facts.signals)),
    "zones": _zone, "from_event": _moment, "to_event": _moment, "authors": _of("author_class"),
    "not_authors": _of("author_class"), "persons": _of("person"), "places": _of("place"),
    "acts": _of("act"), "yes": _yes_or_no, "no": _yes_or_no,
}  # fmt: skip


def every(answers: Iterable[bool | None]) -> bool | None:
    """Kleene's and: not so when one is not so, else unknown when one is unknown."""
    told = list(answers)
    if False in told:
        return False
    return None if None in told else True
