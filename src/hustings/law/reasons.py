"""An answer with its reasons: what held, what failed, what nobody knows, and what would change it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from hustings.law.assess import Indication, assessed, dated, excepted, seen, verdict
from hustings.law.condition import Condition, Facts, facts_of
from hustings.law.pack import Exempting, Held, Pack, Practice, Rule
from hustings.law.vocabulary import ACTS, AUTHORS, FACTS, PERSONS, PLACES
from hustings.law.words import Words

FIRES, EXCEPTED, FAILS, UNKNOWN = "fires", "excepted", "fails", "unknown"
IN_TIME = {"zones", "from_event", "to_event", "in_force"}
MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, kw_only=True)
class Step:
    """One condition: what the rule asks for, what was found (None: nobody knows), whether it holds."""

    word: str
    wanted: tuple[str, ...]
    found: str | None
    held: bool | None


@dataclass(frozen=True, kw_only=True)
class Way:
    """A rule or an exception on its way to an answer, condition by condition."""

    name: str
    provision: str
    verdict: str
    because: Words
    confidence: str
    steps: tuple[Step, ...]
    exceptions: tuple["Way", ...] = ()


@dataclass(frozen=True, kw_only=True)
class Change:
    """One fact otherwise: what would be found then, and what no more (offence and provision)."""

    fact: str
    to: str
    found: tuple[tuple[str, str], ...]
    gone: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Trace:
    """Every rule's way; facts that are missing; what a single other fact would change; whom decisions
    of this shape held liable; routes that overlap; what no program decides.
    """

    indications: tuple[Indication, ...]
    zone: str | None
    rules: tuple[Way, ...]
    missing: tuple[str, ...]
    changes: tuple[Change, ...]
    practice: tuple[Practice, ...]
    routes: Mapping[str, tuple[str, ...]]
    undecided: tuple[Words, ...]


def trace(pack: Pack, said: Mapping[str, Any]) -> Trace:
    """The assessment of one publication with its reasons; `said` as `assess` takes it."""
    return traced(pack, facts_of(said, pack.election(said["election"])))


def traced(pack: Pack, facts: Facts) -> Trace:
    """The same for facts that have been read already."""
    found = tuple(assessed(pack, facts))
    ways = tuple(_way(rule, facts) for rule in pack.rules)
    fired = [rule for rule, way in zip(pack.rules, ways, strict=True) if way.verdict == FIRES]
    return Trace(
        indications=found, zone=facts.zone.code if facts.zone else None, rules=ways,
        missing=tuple(dict.fromkeys(_missing(ways, facts))), changes=tuple(_changes(pack, facts, found)),
        practice=tuple(seen(fired, author_class=facts.author_class, place=facts.place)),
        routes={one.offence: routes(pack, one.offence) for one in found},
        undecided=tuple(_undecided(pack, found)),
    )  # fmt: skip


def routes(pack: Pack, offence: str) -> tuple[str, ...]:
    """The bodies this offence may go to: its own route, and those of offences that overlap it."""
    one = pack.offence(offence)
    return tuple(dict.fromkeys([one.route, *(pack.offence(other).route for other in one.overlaps)]))


def _way(rule: Rule, facts: Facts) -> Way:
    answer = verdict(rule, facts)
    steps = _steps(rule, facts)
    told = FIRES if answer else UNKNOWN if answer is None else FAILS
    if told == FAILS and all(step.held for step in steps):
        told = EXCEPTED
    return _told(rule, told, steps, facts)


def _exempting(exception: Exempting, facts: Facts) -> Way:
    answer = excepted(exception, facts)
    told = FIRES if answer else UNKNOWN if answer is None else FAILS
    return _told(exception, told, _steps(exception, facts), facts)


def _told(held: Held, told: str, steps: tuple[Step, ...], facts: Facts) -> Way:
    return Way(
        name=held.name, provision=held.provision, verdict=told, because=held.because,
        confidence=held.confidence, steps=steps,
        exceptions=tuple(_exempting(one, facts) for one in held.exceptions),
    )  # fmt: skip


def _steps(held: Held, facts: Facts) -> tuple[Step, ...]:
    steps = [_step(one, facts) for one in held.when]
    if held.since or held.until:
        wanted = (f"{held.since or ''}/{held.until or ''}",)
        day = facts.day.isoformat() if facts.day else None
        steps.append(Step(word="in_force", wanted=wanted, found=day, held=dated(held, facts)))
    return tuple(steps)


def _step(condition: Condition, facts: Facts) -> Step:
    return Step(
        word=condition.word, wanted=condition.values, found=condition.found(facts),
        held=condition.holds(facts),
    )  # fmt: skip


def _missing(ways: tuple[Way, ...], facts: Facts) -> Iterator[str]:
    """Facts that nobody knows, of rules and exceptions that wait for nothing else."""
    for way in ways:
        if way.verdict == UNKNOWN:
            yield from _unknown(way, facts)
        if way.verdict in {FIRES, EXCEPTED}:
            yield from _missing(way.exceptions, facts)


def _unknown(way: Way, facts: Facts) -> Iterator[str]:
    for step in way.steps:
        if step.held is None and step.word in {"yes", "no"}:
            told = {one.partition("=")[0] for one in (step.found or "").split(", ")}
            yield from (name for name in step.wanted if name not in told)
        elif step.held is None and step.word in IN_TIME:
            yield "published_at" if facts.moment is None else "area"
        elif step.held is None:
            yield step.word.removesuffix("s")


def _changes(pack: Pack, facts: Facts, found: tuple[Indication, ...]) -> Iterator[Change]:
    """Each single fact, otherwise: only those that turn the answer are told."""
    now = {(one.offence, one.provision) for one in found}
    for fact, to, other in _otherwise(pack, facts):
        then = {(one.offence, one.provision) for one in assessed(pack, other)}
        if then != now:
            yield Change(
                fact=fact, to=to, found=tuple(sorted(then - now)), gone=tuple(sorted(now - then))
            )


def _otherwise(pack: Pack, facts: Facts) -> Iterator[tuple[str, str, Facts]]:
    """The same facts but for one: (which, what it is then, all of them then)."""
    yield from _other_zones(facts)
    yield from _other_words(pack, facts)
    for signal in sorted(facts.signals):
        told = f"without {'/'.join(signal)}"
        yield "signals", told, replace(facts, signals=facts.signals - {signal})


def _other_zones(facts: Facts) -> Iterator[tuple[str, str, Facts]]:
    for zone in facts.election.zones_of(facts.area):
        if facts.zone is not None and zone.code == facts.zone.code:
            continue
        # A zone without a start is reached at the last microsecond before it ends.
        moment = zone.starts or (zone.ends and zone.ends - MOMENT)
        if moment:
            yield "zone", zone.code, replace(facts, moment=moment)


def _other_words(pack: Pack, facts: Facts) -> Iterator[tuple[str, str, Facts]]:
    """Another author, person, place or act, where a rule asks for it; a yes that is a no."""
    asked = {value for rule in pack.rules for one in rule.every_condition() for value in one.values}
    for to in AUTHORS:
        yield "author_class", to, replace(facts, author_class=to)
    for to in PERSONS:
        yield "person", to, replace(facts, person=to)
    for to in (place for place in PLACES if place in asked):
        yield "place", to, replace(facts, place=to)
    for to in (act for act in ACTS if act in asked):
        yield "act", to, replace(facts, act=to)
    for name in (name for name in FACTS if name in asked):
        for value in (True, False):
            yield name, str(value).lower(), replace(facts, known={**facts.known, name: value})


def _undecided(pack: Pack, found: tuple[Indication, ...]) -> Iterator[Words]:
    """Questions left to people: at the provision, at its article, at the offence."""
    cited = [place for one in found for place in (one.provision, one.offence)]
    for place in dict.fromkeys(up for one in cited for up in (one, one.partition("__")[0])):
        yield from pack.undecided.get(place, ())
