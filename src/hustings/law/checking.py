"""What must hold of a pack before it is used: every rule has examples both ways, and they hold."""

from collections.abc import Iterator, Mapping
from typing import Any

from hustings.law.article import Faulty
from hustings.law.assess import assessed, excepted, fires
from hustings.law.condition import Facts, every, facts_of
from hustings.law.pack import Exempting, Held, Offence, Pack, Provision, Rule
from hustings.law.words import Words

NAMED = {
    "kinds": "kinds", "authors": "authors", "not_authors": "authors", "places": "places",
    "acts": "acts", "yes": "facts", "no": "facts",
}  # fmt: skip


def check(pack: Pack) -> Iterator[Faulty]:
    """Every fault of the pack, with file, line and remedy; an unreadable pack raises at load."""
    strange = list(_placed(pack))
    yield from strange
    if not strange:  # an example of an election that is not there cannot be tried
        for one in pack.held:
            yield from _tried(pack, one)
    for rule in pack.rules:
        yield from _calendar(pack, rule)
        yield from _named(pack, rule)
        yield from _practice(pack, rule)
    yield from _languages(pack)
    yield from _routes(pack)


def facts_in(pack: Pack, example: Mapping[str, Any]) -> Facts:
    """The facts of an example; the pack's first election where it names none."""
    election = pack.election(example["election"]) if "election" in example else pack.elections[0]
    signals = [one.partition("/") for one in example["signals"]]
    said = {
        "published_at": example["published_at"], "author_class": example["author_class"],
        "published_at_provenance": example.get("provenance", "zoned"),
        "person": example.get("person", "natural"), "place": example.get("place"),
        "act": example.get("act"), "area": example.get("area"), **example.get("facts", {}),
        "signals": [{"kind": kind, "stance": stance or "none"} for kind, _, stance in signals],
    }  # fmt: skip
    return facts_of(said, election)


def _placed(pack: Pack) -> Iterator[Faulty]:
    """Examples of elections and areas that the pack has."""
    if pack.held and not pack.elections:
        yield Faulty(("elections/", 1), "The pack has no election. Add a calendar to elections/.")
        return
    elections = {one.code: one for one in pack.elections}
    for held in pack.held:
        for example in held.examples:
            at = held.file, example["line"]
            code = example.get("election", pack.elections[0].code)
            if code not in elections:
                yield Faulty(at, "The pack has no election {election}. It has: {known}.",
                             election=code, known=", ".join(sorted(elections)))  # fmt: skip
            elif example.get("area") not in {None, *elections[code].areas}:
                yield Faulty(at, "The election has no area {area}. It has: {known}.", area=example["area"],
                             known=", ".join(sorted(elections[code].areas)) or "—")  # fmt: skip


def _tried(pack: Pack, held: Held) -> Iterator[Faulty]:
    for example in held.examples:
        found = {one.offence for one in assessed(pack, facts_in(pack, example))}
        if found != {f"{pack.code}/{offence}" for offence in example["finds"]}:
            yield Faulty(
                (held.file, example["line"]),
                "The example «{name}» finds {found}. Mend the rule, or what the example expects.",
                name=example["name"], found=", ".join(sorted(found)) or "—",
            )  # fmt: skip
    tried = [facts_in(pack, one) for one in held.examples]
    if isinstance(held, Rule) and {fires(held, facts) for facts in tried} != {True, False}:
        yield Faulty(
            (held.file, held.line),
            "The rule {name} lacks an example in which it fires or one in which it does not. Write one of "
            "each beneath it.",
            name=held.name,
        )  # fmt: skip
    if isinstance(held, Exempting) and not any(_takes_out(pack, held, facts) for facts in tried):
        yield Faulty(
            (held.file, held.line),
            "The exception {name} lacks an example that it takes out. Write one beneath it.",
            name=held.name,
        )  # fmt: skip


def _takes_out(pack: Pack, exception: Exempting, facts: Facts) -> bool:
    """Whether the exception holds where what it is an exception to would hold without it."""
    above = [one for one in pack.held if one.name in exception.to]
    return excepted(exception, facts) is True and any(
        every(condition.holds(facts) for condition in one.when) for one in above
    )


def _practice(pack: Pack, rule: Rule) -> Iterator[Faulty]:
    for one in rule.practice:
        if one.outcome not in pack.outcomes:
            yield Faulty(
                (rule.file, rule.line),
                "A practice of {name} has no outcome {outcome}. Outcomes are: {known}.",
                name=rule.name, outcome=one.outcome, known=", ".join(pack.outcomes),
            )  # fmt: skip


def _calendar(pack: Pack, rule: Rule) -> Iterator[Faulty]:
    every_one = [one for election in pack.elections for one in (election, *election.areas.values())]
    events = {name for one in every_one for name in one.events}
    zones = {zone.code for one in every_one for zone in one.zones}
    known = {"zones": zones, "from_event": events, "to_event": events}
    for condition in rule.every_condition():
        for strange in sorted(
            set(condition.values) - known.get(condition.word, {*condition.values})
        ):
            yield Faulty(
                (rule.file, rule.line), "No calendar has {word} {value}. There are: {known}.",
                word=condition.word, value=strange, known=", ".join(sorted(known[condition.word])),
            )  # fmt: skip


def _named(pack: Pack, rule: Rule) -> Iterator[Faulty]:
    """What a rule asks for has a name that a page can show."""
    for condition in rule.every_condition():
        section = NAMED.get(condition.word)
        for strange in sorted(set(condition.values) - set(pack.words.get(section or "", {}))):
            if section:
                yield Faulty(
                    (rule.file, rule.line),
                    "words.toml has no name for {word}. Add it under [{section}] in each language.",
                    word=strange, section=section,
                )  # fmt: skip


def _languages(pack: Pack) -> Iterator[Faulty]:
    """Each wording in each of the pack's languages."""
    wanted = set(pack.languages)
    for file, line, key, words in _wordings(pack):
        if lacking := sorted(wanted - set(words)):
            yield Faulty((file, line), "{key} is not worded in {languages}. Add that language.",
                         key=key, languages=", ".join(lacking))  # fmt: skip


def _wordings(pack: Pack) -> Iterator[tuple[str, int, str, Words]]:
    told: list[Provision | Offence] = [one for some in pack.places.values() for one in some]
    for one in (*told, *pack.offences.values()):
        for key in ("citation", "heading", "text"):
            yield one.file, one.line, key, getattr(one, key)
    for held in pack.held:
        yield held.file, held.line, "because", held.because


def _routes(pack: Pack) -> Iterator[Faulty]:
    executions = {one["execution"] for one in pack.outcomes.values()} - {""}
    for offence in pack.offences.values():
        if offence.route not in executions:
            yield Faulty(
                (offence.file, offence.line),
                "No outcome is carried out by {route}. Routes are the executions of outcomes.toml: {known}.",
                route=offence.route, known=", ".join(sorted(executions)),
            )  # fmt: skip
