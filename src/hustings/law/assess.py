"""Facts of one publication → what may be a violation, and why: the oracle of the columns."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from hustings.law.pack import Election, Pack, Rule, Zone


@dataclass(frozen=True, kw_only=True)
class Indication:
    """Publication × provision: a question to a person, never an answer."""

    offence: str
    provision: str
    window: str
    because: tuple[str, ...]
    units: int | None
    amount: int | None
    currency: str
    verified: bool

    def as_dict(self) -> dict[str, Any]:
        """As `hustings assess` prints it."""
        return {**asdict(self), "because": list(self.because)}


def assess(pack: Pack, facts: Mapping[str, Any]) -> list[Indication]:
    """One indication for each offence × provision that a rule points to, in the pack's order.

    `facts`: election, published_at (ISO 8601 with offset, or an aware datetime), author_class,
    person, signals [{kind, stance, target}], place?. Without an exact moment no rule fires: every
    rule of the pack asks for a zone or an event of the calendar.
    """
    moment = facts.get("published_at")
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment)
    if moment is None or moment.tzinfo is None:
        return []
    election = pack.election(facts["election"])
    gathered: dict[tuple[str, str], list[Rule]] = {}
    for rule in pack.rules:
        if fires(rule, facts, moment, election):
            gathered.setdefault((rule.offence, rule.provision), []).append(rule)
    return [
        indication(
            pack, rules, zone=election.zone_at(moment), author_class=facts["author_class"],
            person=facts["person"], on=moment.astimezone(election.timezone).date(),
        )
        for rules in gathered.values()
    ]  # fmt: skip


def fires(rule: Rule, facts: Mapping[str, Any], moment: datetime, election: Election) -> bool:
    """Whether every condition of the rule holds."""
    kinds = {signal["kind"] for signal in facts.get("signals", [])}
    start, end = election.events.get(rule.from_event), election.events.get(rule.to_event)
    return (
        (not rule.kinds or bool(kinds & rule.kinds))
        and (not rule.zones or election.zone_at(moment).code in rule.zones)
        and facts["author_class"] in rule.authors - rule.not_authors
        and (not rule.places or facts.get("place") in rule.places)
        and (start is None or start <= moment)
        and (end is None or moment < end)
    )


def indication(
    pack: Pack, rules: Sequence[Rule], *, zone: Zone, author_class: str, person: str, on: date
) -> Indication:
    """What the rules of one offence and provision amount to for that offender on that day."""
    first = rules[0]
    tariff = pack.tariff(first.offence, author_class=author_class, person=person, on=on)
    provision = pack.provision(first.provision, on=on)
    relied = [provision.confidence, zone.confidence, *(rule.confidence for rule in rules)]
    return Indication(
        offence=first.offence, provision=first.provision, window=zone.code,
        because=(*(rule.because["en"] for rule in rules), *tariff.because),
        units=tariff.units, amount=tariff.amount, currency=tariff.currency,
        verified=tariff.verified and all(one == "quoted" for one in relied),
    )  # fmt: skip
