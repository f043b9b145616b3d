"""A pack of law on disk → values. Nothing here knows a country."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from hustings.refusal import Refusal

Words = Mapping[str, str]
CONFIDENCE = ("quoted", "inferred", "assumed")


@dataclass(frozen=True, kw_only=True)
class Provision:
    """A numbered place in a law, over the half-open period [since, until)."""

    id: str
    citation: Words
    heading: Words
    text: Words
    source: str
    confidence: str
    since: date | None = None
    until: date | None = None

    @property
    def verified(self) -> bool:
        return self.confidence == "quoted"


@dataclass(frozen=True, kw_only=True)
class Tariff:
    """Units and money for one class of offender; None where no source gives them."""

    units: int | None
    unit_value: int | None
    amount: int | None
    currency: str
    verified: bool
    because: tuple[str, ...]
    source: str


@dataclass(frozen=True, kw_only=True)
class Offence:
    id: str
    citation: Words
    heading: Words
    text: Words
    route: str
    confidence: str
    source: str
    tariffs: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, kw_only=True)
class Rule:
    name: str
    provision: str
    offence: str
    kinds: frozenset[str]
    zones: frozenset[str]
    authors: frozenset[str]
    places: frozenset[str]
    not_authors: frozenset[str]
    from_event: str
    to_event: str
    because: Words
    confidence: str
    file: str
    line: int
    examples: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Zone:
    """A period of the calendar, half-open [starts, ends); None: without bound."""

    code: str
    starts: datetime | None
    ends: datetime | None
    names: Words
    confidence: str


@dataclass(frozen=True, kw_only=True)
class Election:
    code: str
    names: Words
    timezone: ZoneInfo
    events: Mapping[str, datetime]
    zones: tuple[Zone, ...]
    sources: Mapping[str, str] = field(default_factory=dict)

    def zone_at(self, moment: datetime) -> Zone:
        """The zone a moment falls into. The moment must be aware."""
        if moment.tzinfo is None:
            raise ValueError("a moment without a zone cannot be placed in the calendar")
        for zone in self.zones:
            if zone.ends is None or moment < zone.ends:
                return zone
        return self.zones[-1]

    def zone_named(self, code: str) -> Zone:
        return next(zone for zone in self.zones if zone.code == code)


@dataclass(frozen=True, kw_only=True)
class Pack:
    code: str
    version: str
    digest: str
    names: Words
    languages: tuple[str, ...]
    folder: Path
    currency: str
    unit_values: tuple[Mapping[str, Any], ...]
    rules: tuple[Rule, ...]
    outcomes: Mapping[str, Mapping[str, Any]]
    roles: Mapping[str, Words]
    incompatible: tuple[tuple[str, str, str], ...]
    clocks: Mapping[str, Mapping[str, Any]]
    quorum: Mapping[str, Any]
    words: Mapping[str, Mapping[str, Words]]
    _provisions: Mapping[str, tuple[Provision, ...]]
    _offences: Mapping[str, Offence]
    _elections: Mapping[str, Election]

    def election(self, code: str) -> Election:
        """The election of that code; Refusal law.unknown_election names those there are."""
        if code not in self._elections:
            raise Refusal(
                "law.unknown_election",
                "The pack {pack} knows no election {election}; it knows: {known}.",
                pack=self.code, election=code, known=", ".join(sorted(self._elections)),
            )  # fmt: skip
        return self._elections[code]

    @property
    def elections(self) -> tuple[Election, ...]:
        return tuple(self._elections.values())

    @property
    def reasons(self) -> Mapping[str, Words]:
        """The sentences of `because` in every language, by their English one."""
        told = [rule.because for rule in self.rules]
        for offence in self._offences.values():
            told += [words for rate in offence.tariffs for words in rate.get("because", ())]
        return {words["en"]: words for words in told}

    def provision(self, identity: str, *, on: date | None = None) -> Provision:
        """The wording of a provision in force on that date (the newest without one)."""
        wordings = self._provisions.get(identity, ())
        for one in reversed(wordings):
            if on is None or (
                (one.since is None or one.since <= on) and (one.until is None or on < one.until)
            ):
                return one
        raise Refusal(
            "law.unknown_provision",
            "The pack {pack} holds no {provision}; see its folder law/ for the places it knows.",
            pack=self.code, provision=identity,
        )  # fmt: skip

    def offence(self, identity: str) -> Offence:
        if identity not in self._offences:
            raise Refusal(
                "law.unknown_offence",
                "The pack {pack} knows no offence {offence}; it knows: {known}.",
                pack=self.code, offence=identity, known=", ".join(sorted(self._offences)),
            )  # fmt: skip
        return self._offences[identity]

    def tariff(self, offence: str, *, author_class: str, person: str, on: date) -> Tariff:
        """What the offence costs that class of offender by the rates of that date."""
        rates = self.offence(offence).tariffs
        fitting = [
            rate for rate in rates if author_class in rate["authors"] and person == rate["person"]
        ]
        if not fitting:
            return Tariff(units=None, unit_value=None, amount=None, currency=self.currency, verified=False,
                          because=("no tariff is known for this class of offender",), source="")  # fmt: skip
        rate = fitting[0]
        value = next((v for v in reversed(self.unit_values) if v["since"] <= on), None)
        units = rate.get("units")
        known = units is not None and value is not None
        sure = rate["confidence"] == "quoted" and (value or {}).get("confidence") == "quoted"
        return Tariff(
            units=units, unit_value=value["value"] if value else None,
            amount=units * value["value"] if known and value else None, currency=self.currency,
            verified=known and sure, source=rate["source"],
            because=tuple(words["en"] for words in rate.get("because", ())),
        )  # fmt: skip
