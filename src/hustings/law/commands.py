"""hustings assess, and hustings law check | show."""

# ruff: noqa: T201 - the command speaks on standard output

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, TextIO

from hustings.law.assess import assess
from hustings.law.checking import check
from hustings.law.reading import AUTHORS, KINDS, PERSONS, PLACES, load
from hustings.messages import say, terminal_language
from hustings.refusal import Refusal


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `assess` and `law`."""
    one = commands.add_parser("assess", help="facts in, indications out, one JSON object a line")
    one.add_argument("facts", help="a file of JSON lines; - reads standard input")
    one.add_argument("--json", action="store_true", help="JSON lines (also the default)")
    one.set_defaults(run=run_assess)
    law = commands.add_parser("law", help="check a pack, show a provision")
    doing = law.add_subparsers(dest="doing", required=True)
    checking = doing.add_parser("check", help="read the pack and run its examples")
    checking.add_argument("pack")
    checking.set_defaults(run=run_check)
    show = doing.add_parser("show", help="a provision's words, as in force on a date")
    show.add_argument("provision")
    show.add_argument("--on", type=date.fromisoformat, default=None, metavar="YYYY-MM-DD")
    show.add_argument("--language", choices=("ky", "ru", "en"), default=None)
    show.set_defaults(run=run_show)


def run_assess(arguments: argparse.Namespace) -> int:
    """Exit 1 when a row was refused; the others are answered all the same."""
    if arguments.facts == "-":
        return _assess_lines(sys.stdin)
    with Path(arguments.facts).open(encoding="utf-8") as file:
        return _assess_lines(file)


def _assess_lines(lines: TextIO) -> int:
    refused = 0
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            identity, facts = _facts(line)
        except BadFact as bad:
            refused += 1
            words = "row {row}: {reason}"
            language = terminal_language()
            print(say(words, language, row=number, reason=bad.say(language)), file=sys.stderr)
            continue
        found = [one.as_dict() for one in assess(load(facts["pack"]), facts)]
        print(json.dumps({"id": identity, "indications": found}, ensure_ascii=False))
    return 1 if refused else 0


class BadFact(Refusal):
    """A row of facts that cannot be assessed."""


def _facts(line: str) -> tuple[object, dict[str, Any]]:
    try:
        row = json.loads(line)
        facts = dict(row["facts"])
    except (ValueError, KeyError, TypeError):
        raise BadFact(
            "law.not_facts", "this is no object with id and facts; write one JSON object a line."
        ) from None
    for field in ("pack", "election", "published_at", "author_class", "person", "signals"):
        if field not in facts:
            raise BadFact("law.fact_missing", "{field} is missing; add it.", field=field)
    for field, value, allowed in _closed(facts):
        if value not in allowed:
            raise BadFact(
                "law.unknown_fact", "{field} is {value}; it must be one of: {allowed}.",
                field=field, value=repr(value), allowed=", ".join(allowed),
            )  # fmt: skip
    facts["published_at"] = _moment(facts["published_at"])
    return row.get("id"), facts


def _closed(facts: dict[str, Any]) -> Iterator[tuple[str, object, tuple[str, ...]]]:
    yield "author_class", facts["author_class"], AUTHORS
    yield "person", facts["person"], PERSONS
    if facts.get("place") is not None:
        yield "place", facts["place"], PLACES
    signals = facts["signals"]
    if not isinstance(signals, list):
        yield "signals", signals, ("a list of {kind, stance, target}",)
        return
    for signal in signals:
        yield "kind", signal.get("kind") if isinstance(signal, dict) else signal, KINDS


def _moment(said: object) -> datetime:
    try:
        moment = datetime.fromisoformat(str(said))
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise BadFact(
            "law.inexact_moment",
            "published_at is {value}; a rule of time needs an exact moment with its zone, "
            "as in 2025-11-09T23:59:59+06:00.",
            value=repr(said),
        )
    return moment


def run_check(arguments: argparse.Namespace) -> int:
    """Exit 0 when the pack reads and every example holds."""
    pack = load(arguments.pack)
    faults = list(check(pack))
    for fault in faults:
        print(fault.say(terminal_language()))
    examples = sum(len(rule.examples) for rule in pack.rules)
    words = "pack {pack} {version}: {rules} rules, {examples} examples, {faults} faults"
    print(
        say(words, terminal_language(), pack=pack.code, version=pack.version,
            rules=len(pack.rules), examples=examples, faults=len(faults))
    )  # fmt: skip
    return 1 if faults else 0


def run_show(arguments: argparse.Namespace) -> int:
    """A provision's citation, heading, words, source and confidence."""
    language = arguments.language or terminal_language()
    pack = load(arguments.provision.partition("/")[0])
    one = pack.provision(arguments.provision, on=arguments.on)
    print(one.citation[language], one.heading[language], one.text[language], sep="\n")
    print(say("source: {source}; confidence: {confidence}", language, source=one.source,
              confidence=one.confidence))  # fmt: skip
    return 0
