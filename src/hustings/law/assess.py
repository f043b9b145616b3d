"""Facts of one publication → what may be a violation, and why: the oracle of the columns."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from hustings.law.condition import Facts, every, facts_of
from hustings.law.election import Election, Zone
from hustings.law.pack import Exempting, Held, Pack, Practice, Rule, in_force
from hustings.law.vocabulary import CONFIDENCE, weakest


@dataclass(frozen=True, kw_only=True)
class Indication:
    """Publication × provision: a question to a person, never an answer.

    `least`, `most`, `per`: where the tariff is a range or runs by the hour; `liable` and `measures`: who
    was held liable and what was imposed in decisions of this shape. Where they differ, all are told.
    `confidence`: the weakest of all that the answer rests on; `verified`: it is quoted, and so is the sum
    where the law has one.
    `rules`: the names of the rules that fired.
    """

    offence: str
    provision: str
    window: str
    because: tuple[str, ...]
    units: int | None
    amount: int | None
    currency: str
    verified: bool
    confidence: str
    route: str
    least: int | None
    most: int | None
    per: str
    liable: tuple[str, ...]
    measures: tuple[str, ...]
    rules: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """As `hustings assess` prints it."""
        lists = {
            name: list(getattr(self, name)) for name in ("because", "liable", "measures", "rules")
        }
        return {**vars(self), **lists}


def assess(pack: Pack, facts: Mapping[str, Any]) -> list[Indication]:
    """One indication for each offence × provision that a rule points to, in the pack's order.

    `facts` as `facts_of` reads them, with `election`. Without an exact moment no rule fires that asks
    for a zone or an event, or is dated.
    """
    return assessed(pack, facts_of(facts, pack.election(facts["election"])))


def assessed(pack: Pack, facts: Facts) -> list[Indication]:
    """The same for facts that have been read already."""
    gathered: dict[tuple[str, str], list[Rule]] = {}
    for rule in pack.rules:
        if fires(rule, facts):
            gathered.setdefault((rule.offence, rule.provision), []).append(rule)
    return [
        indication(
            pack, rules, election=facts.election, zone=facts.zone, on=facts.day,
            author_class=facts.author_class, person=facts.person, place=facts.place,
        )
        for rules in gathered.values()
    ]  # fmt: skip


def fires(rule: Rule, facts: Facts) -> bool:
    """Whether every condition is known to hold, the rule was in force, and no exception holds."""
    return verdict(rule, facts) is True


def verdict(rule: Rule, facts: Facts) -> bool | None:
    """The rule fires, does not, or waits for a fact that nobody knows."""
    held = every([*(one.holds(facts) for one in rule.when), dated(rule, facts)])
    if held is not True:
        return held
    return not any(excepted(one, facts) is True for one in rule.exceptions)


def dated(held: Held, facts: Facts) -> bool | None:
    """Whether it was in force when the publication appeared; what is dated needs a moment."""
    if held.since is None and held.until is None:
        return True
    return None if facts.day is None else in_force(held.since, held.until, facts.day)


def excepted(exception: Exempting, facts: Facts) -> bool | None:
    """Whether the exception holds: its conditions, and none of its own exceptions. As with a rule, one
    that waits for a fact takes nothing out.
    """
    held = every([dated(exception, facts), *(one.holds(facts) for one in exception.when)])
    if held is not True:
        return held
    return not any(excepted(one, facts) is True for one in exception.exceptions)


def seen(rules: Iterable[Rule], *, author_class: str, place: str | None) -> list[Practice]:
    """Decisions of this shape: the same class of author and place, where the decision names them.
    One is told whenever it was taken: a reader wants to know of later ones, too.
    """
    return [
        one
        for rule in rules
        for one in rule.practice
        if one.author_class in {None, author_class} and one.place in {None, place}
    ]


def _relied(rule: Rule, election: Election, zone: Zone | None) -> Iterator[str]:
    """The confidence of the rule, and of the dates of the calendar that it asks for."""
    yield rule.confidence
    for condition in rule.when:
        if condition.word == "zones" and zone:
            yield zone.confidence
        elif condition.word in {"from_event", "to_event"}:
            yield election.confidence_of(condition.values[0])


def indication(
    pack: Pack, rules: Sequence[Rule], *, election: Election, zone: Zone | None, author_class: str,
    person: str, place: str | None, on: date | None,
) -> Indication:  # fmt: skip
    """What the rules of one offence and provision amount to for that offender on that day."""
    first = rules[0]
    tariff = pack.tariff(first.offence, author_class=author_class, person=person, on=on or date.max)
    provision = pack.provision(first.provision, on=on)
    practice = seen(rules, author_class=author_class, place=place)
    offence = pack.offence(first.offence)
    relied = [provision.confidence, offence.confidence]
    relied += (
        [tariff.confidence] if offence.tariffs else []
    )  # an offence may have no sum by its nature
    relied += [one for rule in rules for one in _relied(rule, election, zone)]
    sure = weakest(*relied)
    return Indication(
        offence=first.offence, provision=provision.id, window=zone.code if zone else "",
        because=(*(rule.because["en"] for rule in rules), *tariff.because),
        units=tariff.units, amount=tariff.amount, currency=tariff.currency,
        verified=sure == CONFIDENCE[0] and (tariff.verified or not offence.tariffs), confidence=sure,
        route=offence.route, least=tariff.least, most=tariff.most, per=tariff.per,
        liable=tuple(dict.fromkeys(one.liable for one in practice)),
        measures=tuple(dict.fromkeys(one.outcome for one in practice)),
        rules=tuple(rule.name for rule in rules),
    )  # fmt: skip
