"""What must hold of a pack before it is used: every rule has examples both ways, and they hold."""

from collections.abc import Iterator

from hustings.law.article import faulty
from hustings.law.assess import assess
from hustings.law.pack import Pack, Rule
from hustings.refusal import Refusal


def check(pack: Pack) -> Iterator[Refusal]:
    """Every fault of the pack, with file, line and remedy; an unreadable pack raises at load."""
    for rule in pack.rules:
        yield from _examples(pack, rule)
    for rule in pack.rules:
        known = {zone.code for election in pack.elections for zone in election.zones}
        if strange := rule.zones - known:
            yield faulty(
                rule.file, rule.line, f"no calendar has a zone {', '.join(sorted(strange))}",
                f"Zones are: {', '.join(sorted(known))}.",
            )  # fmt: skip


def _examples(pack: Pack, rule: Rule) -> Iterator[Refusal]:
    outcomes = set()
    for example in rule.examples:
        found = [
            one
            for election in pack.elections[:1]
            for one in assess(pack, {
                "election": election.code, "published_at": example["published_at"],
                "author_class": example["author_class"],
                "person": example.get("person", "natural"), "place": example.get("place"),
                "signals": [{"kind": kind} for kind in example["signals"]],
            })
        ]  # fmt: skip
        expected = {f"{pack.code}/{offence}" for offence in example["finds"]}
        outcomes.add(bool(expected))
        if {one.offence for one in found} != expected:
            yield faulty(
                rule.file, rule.line,
                f"example «{example['name']}» finds {sorted(one.offence for one in found)}",
                "Mend the rule or what the example expects.",
            )  # fmt: skip
    if outcomes != {True, False}:
        yield faulty(
            rule.file, rule.line, f"rule {rule.name} lacks an example that fires or one that does not",
            "Write one of each beneath it.",
        )  # fmt: skip
