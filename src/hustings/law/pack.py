"""A pack of law as values. Nothing here knows a country."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from hustings.law.clocks import Clock, Days
from hustings.law.condition import Condition
from hustings.law.election import Election
from hustings.law.vocabulary import CONFIDENCE, weakest
from hustings.law.words import Words
from hustings.refusal import Refusal


def in_force(since: date | None, until: date | None, on: date | None) -> bool:
    """Whether [since, until) holds that day; without a day it always does."""
    return on is None or ((since is None or since <= on) and (until is None or on < until))


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
    also: tuple[str, ...] = ()
    file: str = ""
    line: int = 0

    @property
    def verified(self) -> bool:
        return self.confidence == "quoted"


@dataclass(frozen=True, kw_only=True)
class Tariff:
    """What an offence costs one class of offender, in whole units of the currency.

    A fixed sum: `units` × `unit_value` = `amount`, and `least` = `most` = `amount`. A range:
    `least` to `most`, the others None. All None where no source gives a sum. `per`: the sum runs by
    the hour or the day. `or_times`, `of`: so many times that, if it is more. `payers`: of LIABLE.
    """

    units: int | None
    unit_value: int | None
    amount: int | None
    currency: str
    verified: bool
    because: tuple[str, ...]
    source: str
    confidence: str = "assumed"
    least: int | None = None
    most: int | None = None
    per: str = ""
    or_times: int | None = None
    of: str = ""
    payers: tuple[str, ...] = ()


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
    overlaps: tuple[str, ...] = ()
    file: str = ""
    line: int = 0


@dataclass(frozen=True, kw_only=True)
class Held:
    """What holds under conditions, at a place of the law: a rule, or an exception to one."""

    name: str
    provision: str
    when: tuple[Condition, ...]
    because: Words
    confidence: str
    file: str
    line: int
    since: date | None = None
    until: date | None = None
    exceptions: tuple["Exempting", ...] = ()
    examples: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Exempting(Held):
    """An exception to a rule or to another exception; it stands at a place of its own."""

    to: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Practice:
    """How the rule was applied in one public decision: its shape, no names."""

    on: date
    author_class: str | None
    place: str | None
    liable: str
    outcome: str
    amount: int | None
    because: Words
    source: str
    confidence: str


@dataclass(frozen=True, kw_only=True)
class Rule(Held):
    offence: str
    practice: tuple[Practice, ...] = ()

    def every_condition(self) -> Iterator[Condition]:
        """Its own conditions and those of its exceptions."""
        yield from self.when
        waiting = list(self.exceptions)
        while waiting:
            one = waiting.pop()
            yield from one.when
            waiting += one.exceptions


@dataclass(frozen=True, kw_only=True)
class Pack:
    """A country's law. `money`: the currency's name in a language, in the forms that its plurals take."""

    code: str
    version: str
    digest: str
    names: Words
    languages: tuple[str, ...]
    folder: Path
    currency: str
    unit_values: tuple[Mapping[str, Any], ...]
    money: Mapping[str, tuple[str, ...]]
    rules: tuple[Rule, ...]
    outcomes: Mapping[str, Mapping[str, Any]]
    roles: Mapping[str, Words]
    incompatible: tuple[tuple[str, str, str], ...]
    clocks: Mapping[str, Clock]
    days: Days
    quorum: Mapping[str, Any]
    ladder: tuple[Mapping[str, Any], ...]
    words: Mapping[str, Mapping[str, Words]]
    undecided: Mapping[str, tuple[Words, ...]]
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
    def places(self) -> Mapping[str, tuple[Provision, ...]]:
        """Every place of the law with its wordings, in the order of files and paragraphs."""
        return self._provisions

    @property
    def offences(self) -> Mapping[str, Offence]:
        return self._offences

    @property
    def held(self) -> tuple[Held, ...]:
        """Every rule and every exception, each once, in the pack's order."""
        found: dict[str, Held] = {}
        waiting: list[Held] = list(reversed(self.rules))
        while waiting:
            one = waiting.pop()
            found.setdefault(one.name, one)
            waiting += reversed(one.exceptions)
        return tuple(found.values())

    @property
    def reasons(self) -> Mapping[str, Words]:
        """The sentences of `because` in every language, by their English one."""
        told = [one.because for one in self.held]
        for offence in self._offences.values():
            told += [words for rate in offence.tariffs for words in rate.get("because", ())]
        return {words["en"]: words for words in told}

    def name_of(self, section: str, word: str, language: str) -> str:
        """The pack's name of a word of the vocabulary; the word itself where it has none."""
        names = self.words.get(section, {})
        return names[word][language] if word in names else word

    def provision(self, identity: str, *, on: date | None = None) -> Provision:
        """The wording of a provision in force on that date (the newest without one).

        The place may be cited by any of its units: `also` of its words leads to the same one.
        """
        wordings = self._provisions.get(identity, ()) or next(
            (some for some in self._provisions.values() if identity in some[-1].also), ()
        )
        for one in reversed(wordings):
            if in_force(one.since, one.until, on):
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
        rate = next(
            (
                rate for rate in self.offence(offence).tariffs
                if author_class in rate["authors"] and person == rate["person"]
                and in_force(rate.get("since"), rate.get("until"), on)
            ), None,
        )  # fmt: skip
        if rate is None:
            return Tariff(units=None, unit_value=None, amount=None, currency=self.currency, verified=False,
                          because=("no tariff is known for this class of offender",), source="")  # fmt: skip
        return self._priced(rate, on)

    def _priced(self, rate: Mapping[str, Any], on: date) -> Tariff:
        unit = next(
            (one for one in reversed(self.unit_values)
             if one["code"] == rate.get("unit") and one["since"] <= on), None,
        )  # fmt: skip
        value = unit["value"] if unit else None
        units = rate.get("units")
        least, most = (
            None if count is None or value is None else count * value
            for count in (rate.get("least", units), rate.get("most", units))
        )
        sure = weakest(rate["confidence"], *([unit["confidence"]] if unit else []))
        return Tariff(
            units=units, unit_value=value, least=least, most=most,
            amount=least if units is not None else None, currency=self.currency,
            verified=least is not None and sure == CONFIDENCE[0], confidence=sure,
            source=rate["source"], per=rate.get("per", ""),
            or_times=rate.get("or_times"), of=rate.get("of", ""),
            payers=tuple(rate.get("payers", ("poster",))),
            because=tuple(words["en"] for words in rate.get("because", ())),
        )  # fmt: skip
