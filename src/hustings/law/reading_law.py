"""Articles → provisions, offences, rules with their exceptions; every fault by file and line."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

from hustings.law.article import Block, blocks, faulty
from hustings.law.condition import Condition
from hustings.law.pack import Exempting, Held, Offence, Practice, Provision, Rule
from hustings.law.vocabulary import AUTHORS, CLOSED, CONDITIONS, CONFIDENCE, LIABLE, PERSONS, PLACES
from hustings.law.words import Words, worded

TARIFF = {
    "authors", "person", "units", "least", "most", "unit", "per", "or_times", "of", "payers",
    "since", "until", "source", "confidence", "because",
}  # fmt: skip
PERIODS = ("hour", "day")
OneOf = TypeVar("OneOf", Rule, Exempting)


@dataclass
class Law:
    """What the articles read so far say."""

    provisions: dict[str, tuple[Provision, ...]] = field(default_factory=dict)
    offences: dict[str, Offence] = field(default_factory=dict)
    rules: list[Rule] = field(default_factory=list)
    exceptions: list[Exempting] = field(default_factory=list)
    undecided: defaultdict[str, list[Words]] = field(default_factory=lambda: defaultdict(list))
    last: str = ""  # the kind of the block that examples and practice belong to


def read_law(code: str, folder: Path, units: frozenset[str]) -> Law:
    """Every article of every act. `units`: the codes of the units of account."""
    law = Law()
    for article in sorted(folder.glob("*/*.md")):
        act = article.parent.name
        law.last = ""
        for block in blocks(article, f"{act}/{article.name}"):
            _take(law, code, f"{code}/{act}/{block.place}", block, units)
    law.rules = [
        replace(rule, exceptions=_exceptions(rule.name, law.exceptions, ())) for rule in law.rules
    ]
    _cited(law, code)
    return law


def _take(law: Law, code: str, place: str, block: Block, units: frozenset[str]) -> None:
    match block.kind:
        case "words":
            law.provisions[place] = _wording(law.provisions.get(place, ()), place, block)
        case "offence":
            law.offences[place] = _offence(code, place, block, units)
        case "rule":
            law.rules.append(_rule(code, place, block))
            law.last = "rule"
        case "exception":
            law.exceptions.append(_exception(place, block))
            law.last = "exception"
        case "undecided":
            law.undecided[place].append(worded(dict(block.values)))
        case _:
            _take_beneath(law, block)


def _take_beneath(law: Law, block: Block) -> None:
    """An example or a practice, which belongs to the rule or exception above it."""
    match block.kind, law.last:
        case "example", "rule":
            law.rules[-1] = _exampled(law.rules[-1], block)
        case "example", "exception":
            law.exceptions[-1] = _exampled(law.exceptions[-1], block)
        case "practice", "rule":
            rule = law.rules[-1]
            law.rules[-1] = replace(rule, practice=(*rule.practice, _practice(block)))
        case _:
            raise faulty(
                block.file, block.line, f"a block {block.kind} means nothing here",
                "Blocks are: words, offence, rule, exception, undecided; and example or practice "
                "beneath a rule.",
            )  # fmt: skip


def _exampled(held: OneOf, block: Block) -> OneOf:
    """The same rule or exception with one more example."""
    return replace(held, examples=(*held.examples, _example(block)))


def _exceptions(name: str, known: list[Exempting], asked: tuple[str, ...]) -> tuple[Exempting, ...]:
    """The exceptions to that name, each with its own."""
    found = []
    for one in known:
        if name not in one.to:
            continue
        if one.name in asked:
            raise faulty(
                one.file, one.line, f"the exception {one.name} is, in the end, an exception to itself",
                "Break the circle: let one of them stand on its own.",
            )  # fmt: skip
        found.append(replace(one, exceptions=_exceptions(one.name, known, (*asked, one.name))))
    return tuple(found)


def _cited(law: Law, code: str) -> None:
    """What rules, exceptions and offences cite must be there, and each name is given once."""
    held: tuple[Held, ...] = (*law.rules, *law.exceptions)
    named: set[str] = set()
    for one in held:
        if one.provision not in law.provisions:
            raise faulty(
                one.file, one.line, f"{one.provision} has no words",
                "Write a words block under the paragraph that the rule stands at.",
            )  # fmt: skip
        if one.name in named:
            raise faulty(
                one.file, one.line, f"the name {one.name} is given twice", "Give each its own name."
            )
        named.add(one.name)
    for rule in law.rules:
        if rule.offence not in law.offences:
            raise faulty(
                rule.file, rule.line, f"no offence {rule.offence}", "Cite one that the pack holds."
            )
    for offence in law.offences.values():
        if strange := sorted(set(offence.overlaps) - set(law.offences)):
            raise faulty(
                offence.file, offence.line, f"no offence {', '.join(strange)}",
                f"Cite {code}'s own.",
            )  # fmt: skip
    _led_to(law, named)


def _led_to(law: Law, named: set[str]) -> None:
    """Every exception is one to something. A circle that no rule leads into is still a circle."""
    for exception in law.exceptions:
        if strange := sorted(set(exception.to) - named):
            raise faulty(
                exception.file, exception.line,
                f"there is no rule {', '.join(strange)} to make an exception to",
                "Name a rule or an exception of this pack.",
            )  # fmt: skip
        _exceptions(exception.name, law.exceptions, (exception.name,))


def _wording(earlier: tuple[Provision, ...], place: str, block: Block) -> tuple[Provision, ...]:
    """Wordings of one place follow one another: half-open periods that do not overlap."""
    wording = _provision(place, block)
    if earlier and (earlier[-1].until is None or wording.since is None
                    or wording.since < earlier[-1].until):  # fmt: skip
        raise faulty(
            block.file, block.line, f"two wordings of {place} overlap",
            "Give the earlier one an `until`, and the later one a `since` not before it.",
        )  # fmt: skip
    return (*earlier, wording)


def need(block: Block, key: str) -> Any:
    """The value of a key that must be there."""
    if key not in block.values:
        raise faulty(
            block.file, block.line, f"the {block.kind} block has no {key}", f"Add {key} = …"
        )
    return block.values[key]


def _worded(block: Block, key: str) -> Words:
    value = need(block, key)
    if not isinstance(value, dict) or not value.get("en"):
        raise faulty(
            block.file, block.line, f"{key} is not worded in English",
            f'Write {key} = {{en = "…", …}} with each language of the pack.',
        )  # fmt: skip
    words: Words = worded(value)
    return words


def _confidence(block: Block, value: object) -> str:
    if value not in CONFIDENCE:
        raise faulty(
            block.file, block.line, f"confidence is {value!r}", f"Say one of {', '.join(CONFIDENCE)}.",
        )  # fmt: skip
    return str(value)


def _day(block: Block, values: Mapping[str, Any], key: str) -> date | None:
    value = values.get(key)
    if value is not None and (isinstance(value, datetime) or not isinstance(value, date)):
        raise faulty(
            block.file, block.line, f"{key} is {value!r}, which is no date",
            f"Write {key} = 2025-11-10, without quotes.",
        )  # fmt: skip
    return value


def _period(block: Block, values: Mapping[str, Any]) -> tuple[date | None, date | None]:
    since, until = _day(block, values, "since"), _day(block, values, "until")
    if since and until and until <= since:
        raise faulty(block.file, block.line, "`until` is not after `since`", "Mend the two dates.")
    return since, until


def _provision(place: str, block: Block) -> Provision:
    since, until = _period(block, block.values)
    act = place.rpartition("/")[0]
    return Provision(
        id=place, citation=_worded(block, "citation"), heading=_worded(block, "heading"),
        text=_worded(block, "text"), source=need(block, "source"),
        confidence=_confidence(block, need(block, "confidence")), since=since, until=until,
        also=tuple(f"{act}/{one}" for one in block.values.get("also", ())),
        file=block.file, line=block.line,
    )  # fmt: skip


def _offence(code: str, place: str, block: Block, units: frozenset[str]) -> Offence:
    return Offence(
        id=place, citation=_worded(block, "citation"), heading=_worded(block, "heading"),
        text=_worded(block, "text"), route=need(block, "route"), source=need(block, "source"),
        confidence=_confidence(block, need(block, "confidence")),
        overlaps=tuple(f"{code}/{one}" for one in block.values.get("overlaps", ())),
        tariffs=tuple(_rates(block, units)), file=block.file, line=block.line,
    )  # fmt: skip


def _rates(block: Block, units: frozenset[str]) -> Iterator[Mapping[str, Any]]:
    for rate in block.values.get("tariff", []):
        if strange := sorted(set(rate) - TARIFF):
            raise faulty(
                block.file,
                block.line,
                f"a tariff has no {', '.join(strange)}",
                f"Keys are: {', '.join(sorted(TARIFF))}.",
            )
        _sum(block, rate, units)
        known(block, rate.get("authors", []), AUTHORS, "authors")
        known(block, [rate.get("person")], PERSONS, "person")
        known(block, rate.get("payers", []), LIABLE, "payers")
        _confidence(block, rate.get("confidence"))
        _period(block, rate)
        yield worded(rate)


def _sum(block: Block, rate: Mapping[str, Any], units: frozenset[str]) -> None:
    counts = [rate[key] for key in ("units", "least", "most", "or_times") if key in rate]
    if any(not isinstance(count, int) or isinstance(count, bool) or count < 0 for count in counts):
        raise faulty(
            block.file, block.line, "a tariff's sum is not a whole number", "Write units = 75."
        )
    if counts and rate.get("unit") not in units:
        raise faulty(
            block.file, block.line, f"a tariff has a sum in the unit {rate.get('unit')!r}",
            f"Write unit = one of: {', '.join(sorted(units)) or 'give a [[unit]] with a code in pack.toml'}.",
        )  # fmt: skip
    if (
        ("least" in rate) != ("most" in rate)
        or ("least" in rate and "units" in rate)
        or (rate.get("least", 0) > rate.get("most", 0))
    ):
        raise faulty(
            block.file, block.line, "a tariff's range cannot be read",
            "Write least and most together, the lesser first; or units alone.",
        )  # fmt: skip
    if rate.get("per", "hour") not in PERIODS:
        raise faulty(
            block.file, block.line, f"a tariff runs per {rate['per']!r}", "Write per = hour or day."
        )


def known(
    block: Block, said: Iterable[Any], allowed: tuple[str, ...], what: str
) -> tuple[str, ...]:
    """The values, if each is a word of the vocabulary."""
    told = tuple(said)
    if strange := sorted(str(one) for one in set(told) - set(allowed)):
        raise faulty(block.file, block.line, f"unknown {what}: {', '.join(strange)}",
                     f"Use: {', '.join(allowed)}.")  # fmt: skip
    return told


def _when(block: Block) -> tuple[Condition, ...]:
    when = need(block, "when")
    if strange := sorted(set(when) - set(CONDITIONS)):
        raise faulty(block.file, block.line, f"unknown condition: {', '.join(strange)}",
                     f"Conditions are: {', '.join(CONDITIONS)}.")  # fmt: skip
    kinds = tuple(when.get("kinds", ()))
    found = []
    for word in CONDITIONS:
        if word not in when:
            continue
        said = [when[word]] if isinstance(when[word], str) else when[word]
        values = known(block, said, CLOSED[word], word) if word in CLOSED else tuple(said)
        found.append(
            Condition(word=word, values=values, with_kinds=kinds if word == "stances" else ())
        )
    return tuple(found)


def _rule(code: str, place: str, block: Block) -> Rule:
    since, until = _period(block, block.values)
    return Rule(
        name=_name(block), provision=place, offence=f"{code}/{need(block, 'offence')}", when=_when(block),
        because=_worded(block, "because"), confidence=_confidence(block, need(block, "confidence")),
        since=since, until=until, file=block.file, line=block.line,
    )  # fmt: skip


def _exception(place: str, block: Block) -> Exempting:
    to = need(block, "to")
    return Exempting(
        name=_name(block), to=(to,) if isinstance(to, str) else tuple(to), provision=place,
        when=_when(block), because=_worded(block, "because"),
        confidence=_confidence(block, need(block, "confidence")), file=block.file, line=block.line,
    )  # fmt: skip


def _name(block: Block) -> str:
    if not block.name:
        raise faulty(
            block.file,
            block.line,
            f"the {block.kind} has no name",
            f"Write ```{block.kind} its-name.",
        )
    return block.name


def _example(block: Block) -> dict[str, Any]:
    for key in ("published_at", "author_class", "signals", "finds"):
        need(block, key)
    return {"name": block.name, "line": block.line, **block.values}


def _practice(block: Block) -> Practice:
    on = _day(block, block.values, "on")
    author, place = block.values.get("author_class"), block.values.get("place")
    known(block, [author] if author else [], AUTHORS, "author_class")
    known(block, [place] if place else [], PLACES, "place")
    known(block, [need(block, "liable")], LIABLE, "liable")
    return Practice(
        on=on or need(block, "on"), author_class=author, place=place, liable=block.values["liable"],
        outcome=need(block, "outcome"), amount=block.values.get("amount"),
        because=_worded(block, "because"), source=need(block, "source"),
        confidence=_confidence(block, need(block, "confidence")),
    )  # fmt: skip
