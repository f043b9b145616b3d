"""What must hold of a pack before it is used: every rule has examples both ways, and they hold."""

from collections.abc import Iterator, Mapping
from typing import Any

from hustings.law.article import faulty
from hustings.law.assess import assessed, excepted, fires
from hustings.law.condition import Facts, facts_of
from hustings.law.pack import Exempting, Held, Offence, Pack, Provision, Rule
from hustings.law.words import Words
from hustings.refusal import Refusal

NAMED = {"kinds": "kinds", "authors": "authors", "not_authors": "authors", "places": "places", "acts": "acts",
         "yes": "facts", "no": "facts"}  # fmt: skip


def check(pack: Pack) -> Iterator[Refusal]:
    """Every fault of the pack, with file, line and remedy; an unreadable pack raises at load."""
    for rule in pack.rules:
        yield from _rule(pack, rule)
        yield from _calendar(pack, rule)
        yield from _named(pack, rule)
    for exception in _exceptions(pack):
        yield from _exception(pack, exception)
    yield from _languages(pack)
    yield from _routes(pack)


def _exceptions(pack: Pack) -> list[Exempting]:
    found: dict[str, Exempting] = {}
    waiting = [one for rule in pack.rules for one in rule.exceptions]
    while waiting:
        one = waiting.pop()
        found[one.name] = one
        waiting += one.exceptions
    return list(found.values())


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


def _wrong(pack: Pack, held: Held) -> Iterator[Refusal]:
    for example in held.examples:
        found = {one.offence for one in assessed(pack, facts_in(pack, example))}
        if found != {f"{pack.code}/{offence}" for offence in example["finds"]}:
            yield faulty(
                held.file, example["line"], f"example «{example['name']}» finds {sorted(found)}",
                "Mend the rule or what the example expects.",
            )  # fmt: skip


def _rule(pack: Pack, rule: Rule) -> Iterator[Refusal]:
    yield from _wrong(pack, rule)
    if {fires(rule, facts_in(pack, one)) for one in rule.examples} != {True, False}:
        yield faulty(
            rule.file, rule.line, f"rule {rule.name} lacks an example that fires or one that does not",
            "Write one of each beneath it.",
        )  # fmt: skip
    for one in rule.practice:
        if one.outcome not in pack.outcomes:
            yield faulty(
                rule.file, rule.line, f"a practice of {rule.name} has no outcome {one.outcome}",
                f"Outcomes are: {', '.join(pack.outcomes)}.",
            )  # fmt: skip


def _exception(pack: Pack, exception: Exempting) -> Iterator[Refusal]:
    yield from _wrong(pack, exception)
    if not any(excepted(exception, facts_in(pack, one)) for one in exception.examples):
        yield faulty(
            exception.file, exception.line, f"exception {exception.name} lacks an example in which it holds",
            "Write one beneath it.",
        )  # fmt: skip


def _calendar(pack: Pack, rule: Rule) -> Iterator[Refusal]:
    every = [one for election in pack.elections for one in (election, *election.areas.values())]
    known = {
        "zones": {zone.code for one in every for zone in one.zones},
        "from_event": {name for one in every for name in one.events},
    }  # fmt: skip
    known["to_event"] = known["from_event"]
    for condition in rule.every_condition():
        if condition.word in known and (
            strange := sorted(set(condition.values) - known[condition.word])
        ):
            yield faulty(
                rule.file, rule.line, f"no calendar has {condition.word} {', '.join(strange)}",
                f"There are: {', '.join(sorted(known[condition.word]))}.",
            )  # fmt: skip


def _named(pack: Pack, rule: Rule) -> Iterator[Refusal]:
    """What a rule asks for has a name that a page can show."""
    for condition in rule.every_condition():
        names = pack.words.get(NAMED.get(condition.word, ""), {})
        if condition.word in NAMED and (strange := sorted(set(condition.values) - set(names))):
            yield faulty(
                rule.file, rule.line, f"words.toml has no name for {', '.join(strange)}",
                f"Add it under [{NAMED[condition.word]}] in each language.",
            )  # fmt: skip


def _languages(pack: Pack) -> Iterator[Refusal]:
    """Each wording in each of the pack's languages."""
    wanted = set(pack.languages)
    for file, line, key, words in _wordings(pack):
        if lacking := sorted(wanted - set(words)):
            yield faulty(
                file, line, f"{key} is not worded in {', '.join(lacking)}", "Add that language."
            )


def _wordings(pack: Pack) -> Iterator[tuple[str, int, str, Words]]:
    told: list[Provision | Offence] = [one for some in pack.places.values() for one in some]
    for one in (*told, *pack.offences.values()):
        for key in ("citation", "heading", "text"):
            yield one.file, one.line, key, getattr(one, key)
    held: tuple[Held, ...] = (*pack.rules, *_exceptions(pack))
    for rule in held:
        yield rule.file, rule.line, "because", rule.because


def _routes(pack: Pack) -> Iterator[Refusal]:
    executions = {one["execution"] for one in pack.outcomes.values()} - {""}
    for offence in pack.offences.values():
        if offence.route not in executions:
            yield faulty(
                offence.file, offence.line, f"no outcome is carried out by {offence.route!r}",
                f"Routes are the executions of outcomes.toml: {', '.join(sorted(executions))}.",
            )  # fmt: skip
