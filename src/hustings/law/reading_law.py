"""Articles → provisions, offences, rules with their exceptions; every fault by file and line."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from hustings.law.article import Block, Faulty, blocks
from hustings.law.condition import Condition
from hustings.law.pack import Exempting, Held, Offence, Practice, Provision, Rule
from hustings.law.shapes import BLOCKS, CONDITION, TARIFF, WORDED
from hustings.law.vocabulary import ACTS, CLOSED, CONDITIONS, FACTS, KINDS, PLACES, STANCES
from hustings.law.words import Words, worded

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
    _cited(law)
    return law


def _take(law: Law, code: str, place: str, block: Block, units: frozenset[str]) -> None:
    if block.kind in BLOCKS:
        BLOCKS[block.kind].check(block.values, block.at_key)
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
            if not WORDED.holds(block.values):
                raise Faulty(block.at, 'Write the question in languages: en = "…".')
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
            raise Faulty(
                block.at,
                "A block {kind} means nothing here. Blocks are: words, offence, rule, exception, "
                "undecided; and example or practice beneath a rule.",
                kind=block.kind,
            )  # fmt: skip


def _exampled(held: OneOf, block: Block) -> OneOf:
    """The same rule or exception with one more example."""
    _facts_known(block)
    example = {"name": block.name, "line": block.line, **block.values}
    return replace(held, examples=(*held.examples, example))


def _facts_known(block: Block) -> None:
    """The signals and facts of an example are words of the vocabulary."""
    signals = [one.partition("/") for one in block.values["signals"]]
    for key, told, allowed in (
        ("signals", [kind for kind, _, _ in signals], KINDS),
        ("signals", [stance for _, _, stance in signals if stance], STANCES),
        ("place", [block.values[one] for one in ("place",) if one in block.values], PLACES),
        ("act", [block.values[one] for one in ("act",) if one in block.values], ACTS),
        ("facts", list(block.values.get("facts", {})), FACTS),
    ):
        for strange in sorted(set(told) - set(allowed)):
            raise Faulty(
                block.at_key(key), "Unknown {word}: {value}. Use: {known}.",
                word=key, value=strange, known=", ".join(allowed),
            )  # fmt: skip


def _exceptions(name: str, known: list[Exempting], asked: tuple[str, ...]) -> tuple[Exempting, ...]:
    """The exceptions to that name, each with its own."""
    found = []
    for one in known:
        if name not in one.to:
            continue
        if one.name in asked:
            raise Faulty(
                (one.file, one.line),
                "The exception {name} is, in the end, an exception to itself. Break the circle: let one "
                "of them stand on its own.",
                name=one.name,
            )  # fmt: skip
        found.append(replace(one, exceptions=_exceptions(one.name, known, (*asked, one.name))))
    return tuple(found)


def _cited(law: Law) -> None:
    """What rules, exceptions and offences cite must be there, and each name is given once."""
    held: tuple[Held, ...] = (*law.rules, *law.exceptions)
    named: set[str] = set()
    for one in held:
        at = one.file, one.line
        if one.provision not in law.provisions:
            raise Faulty(
                at, "{place} has no words. Write a block words under the paragraph that this stands at.",
                place=one.provision,
            )  # fmt: skip
        if one.name in named:
            raise Faulty(at, "The name {name} is given twice. Give each its own.", name=one.name)
        named.add(one.name)
    for rule in law.rules:
        _offence_known(law, rule.offence, (rule.file, rule.line))
    for offence in law.offences.values():
        for other in offence.overlaps:
            _offence_known(law, other, (offence.file, offence.line))
    _led_to(law, named)


def _offence_known(law: Law, offence: str, at: tuple[str, int]) -> None:
    if offence not in law.offences:
        raise Faulty(
            at, "There is no offence {offence}. Cite one that the pack holds: {known}.",
            offence=offence, known=", ".join(sorted(law.offences)) or "—",
        )  # fmt: skip


def _led_to(law: Law, named: set[str]) -> None:
    """Every exception is one to something. A circle that no rule leads into is still a circle."""
    for exception in law.exceptions:
        for strange in sorted(set(exception.to) - named):
            raise Faulty(
                (exception.file, exception.line),
                "There is no rule {name} to make an exception to. Name a rule or an exception of this pack.",
                name=strange,
            )  # fmt: skip
        _exceptions(exception.name, law.exceptions, (exception.name,))


def _wording(earlier: tuple[Provision, ...], place: str, block: Block) -> tuple[Provision, ...]:
    """Wordings of one place follow one another: half-open periods that do not overlap."""
    wording = _provision(place, block)
    last = earlier[-1] if earlier else None
    if last and (last.until is None or wording.since is None or wording.since < last.until):
        raise Faulty(
            block.at,
            "Two wordings of {place} overlap. Give the earlier one an until, and the later one a since "
            "not before it.",
            place=place,
        )  # fmt: skip
    return (*earlier, wording)


def _worded(block: Block, key: str) -> Words:
    words: Words = worded(block.values[key])
    return words


def _period(
    block: Block, values: Mapping[str, Any], table: int = 0
) -> tuple[date | None, date | None]:
    since, until = values.get("since"), values.get("until")
    if since and until and until <= since:
        raise Faulty(block.at_key("until", table), "until is not after since. Mend the two dates.")
    return since, until


def _provision(place: str, block: Block) -> Provision:
    since, until = _period(block, block.values)
    act = place.rpartition("/")[0]
    return Provision(
        id=place, citation=_worded(block, "citation"), heading=_worded(block, "heading"),
        text=_worded(block, "text"), source=block.values["source"],
        confidence=block.values["confidence"], since=since, until=until,
        also=tuple(f"{act}/{one}" for one in block.values.get("also", ())),
        file=block.file, line=block.line,
    )  # fmt: skip


def _offence(code: str, place: str, block: Block, units: frozenset[str]) -> Offence:
    return Offence(
        id=place, citation=_worded(block, "citation"), heading=_worded(block, "heading"),
        text=_worded(block, "text"), route=block.values["route"], source=block.values["source"],
        confidence=block.values["confidence"],
        overlaps=tuple(f"{code}/{one}" for one in block.values.get("overlaps", ())),
        tariffs=tuple(_rates(block, units)), file=block.file, line=block.line,
    )  # fmt: skip


def _rates(block: Block, units: frozenset[str]) -> Iterator[Mapping[str, Any]]:
    for number, rate in enumerate(block.values.get("tariff", []), start=1):
        TARIFF.check(rate, partial(block.at_key, table=number))
        _sum(rate, units, partial(block.at_key, table=number))
        _period(block, rate, number)
        yield worded(rate)


def _sum(
    rate: Mapping[str, Any], units: frozenset[str], at: Callable[[str], tuple[str, int]]
) -> None:
    counts = [key for key in ("units", "least", "most") if key in rate]
    if counts and rate.get("unit") not in units:
        raise Faulty(
            at(counts[0]),
            "A tariff has a sum without a unit of the pack. Write unit = one of: {units}; a [[unit]] of "
            "pack.toml has a code.",
            units=", ".join(sorted(units)) or "—",
        )  # fmt: skip
    least, most = rate.get("least"), rate.get("most")
    if counts not in ([], ["units"], ["least", "most"]) or (least or 0) > (most or 0):
        raise Faulty(
            at(counts[0]),
            "A tariff's range cannot be read. Write least and most together, the lesser first; or units "
            "alone.",
        )  # fmt: skip
    if ("or_times" in rate) != ("of" in rate):
        raise Faulty(at("or_times"), 'Write or_times and of together: or_times = 2, of = "spend".')


def _when(block: Block) -> tuple[Condition, ...]:
    when = block.values["when"]
    for strange in sorted(set(when) - set(CONDITIONS)):
        raise Faulty(
            block.at_key("when"), "Unknown condition: {word}. Conditions are: {known}.",
            word=strange, known=", ".join(CONDITIONS),
        )  # fmt: skip
    CONDITION.check(when, lambda _: block.at_key("when"))
    kinds = _values(block, "kinds", when.get("kinds", []))
    return tuple(
        Condition(
            word=word, values=_values(block, word, when[word]),
            with_kinds=kinds if word == "stances" else (),
        )
        for word in CONDITIONS if word in when
    )  # fmt: skip


def _values(block: Block, word: str, said: str | list[str]) -> tuple[str, ...]:
    """The values of a condition, each a word of the vocabulary where it is closed."""
    told = (said,) if isinstance(said, str) else tuple(said)
    for strange in sorted(set(told) - set(CLOSED[word])) if word in CLOSED else ():
        raise Faulty(
            block.at_key("when"), "Unknown {word}: {value}. Use: {known}.",
            word=word, value=strange, known=", ".join(CLOSED[word]),
        )  # fmt: skip
    return told


def _rule(code: str, place: str, block: Block) -> Rule:
    since, until = _period(block, block.values)
    return Rule(
        name=_name(block), provision=place, offence=f"{code}/{block.values['offence']}",
        when=_when(block), because=_worded(block, "because"), confidence=block.values["confidence"],
        since=since, until=until, file=block.file, line=block.line,
    )  # fmt: skip


def _exception(place: str, block: Block) -> Exempting:
    since, until = _period(block, block.values)
    to = block.values["to"]
    return Exempting(
        name=_name(block), to=(to,) if isinstance(to, str) else tuple(to), provision=place,
        when=_when(block), because=_worded(block, "because"), confidence=block.values["confidence"],
        since=since, until=until, file=block.file, line=block.line,
    )  # fmt: skip


def _name(block: Block) -> str:
    if not block.name:
        raise Faulty(block.at, "This block has no name. Write ```{kind} its-name.", kind=block.kind)
    return block.name


def _practice(block: Block) -> Practice:
    told = block.values
    return Practice(
        on=told["on"], author_class=told.get("author_class"), place=told.get("place"),
        liable=told["liable"], outcome=told["outcome"], amount=told.get("amount"),
        because=_worded(block, "because"), source=told["source"], confidence=told["confidence"],
    )  # fmt: skip
