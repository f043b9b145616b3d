"""hustings assess, and hustings law check | show | diff."""

# ruff: noqa: T201 - the command speaks on standard output

import argparse
import dataclasses
import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from hustings.law.assess import assess
from hustings.law.checking import check
from hustings.law.difference import difference, turned
from hustings.law.pack import Pack
from hustings.law.reading import at, load
from hustings.law.reasons import trace
from hustings.law.rows import BadFact, facts_in_line
from hustings.messages import say, terminal_language


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `assess` and `law`."""
    one = commands.add_parser("assess", help="facts in, indications out, one JSON object a line")
    one.add_argument("facts", help="a file of JSON lines; - reads standard input")
    one.add_argument("--json", action="store_true", help="JSON lines (also the default)")
    one.add_argument(
        "--why", action="store_true", help="with each rule's conditions, and what would change"
    )
    one.set_defaults(run=run_assess)
    law = commands.add_parser("law", help="check a pack, show a provision, compare two packs")
    doing = law.add_subparsers(dest="doing", required=True)
    checking = doing.add_parser("check", help="read the pack and run its examples")
    checking.add_argument("pack", help="a pack's code, or its folder")
    checking.set_defaults(run=run_check)
    show = doing.add_parser("show", help="a provision's words, as in force on a date")
    show.add_argument("provision")
    show.add_argument("--on", type=date.fromisoformat, default=None, metavar="YYYY-MM-DD")
    show.add_argument("--language", default=None)
    show.set_defaults(run=run_show)
    diff = doing.add_parser("diff", help="what one pack says otherwise than another")
    diff.add_argument("old", help="a pack's code, or its folder")
    diff.add_argument("new", help="a pack's code, or its folder")
    diff.add_argument("--facts", help="JSON lines as for assess: tell whose answer changes")
    diff.set_defaults(run=run_diff)


def run_assess(arguments: argparse.Namespace) -> int:
    """Exit 1 when a row was refused; the others are answered all the same."""
    if arguments.facts == "-":
        return _assess_lines(sys.stdin, why=arguments.why)
    with Path(arguments.facts).open(encoding="utf-8") as file:
        return _assess_lines(file, why=arguments.why)


def _assess_lines(lines: TextIO, *, why: bool) -> int:
    rows = Rows(lines)
    for identity, facts in rows:
        pack = load(facts["pack"])
        answer: dict[str, Any] = {
            "id": identity,
            "indications": [one.as_dict() for one in assess(pack, facts)],
        }
        if why:
            answer["why"] = dataclasses.asdict(trace(pack, facts))
        print(json.dumps(answer, ensure_ascii=False, default=str))
    return 1 if rows.refused else 0


class Rows:
    """The facts of a file of JSON lines; a row that cannot be read is told on standard error."""

    def __init__(self, lines: TextIO) -> None:
        self.lines = lines
        self.refused = 0

    def __iter__(self) -> Iterator[tuple[object, dict[str, Any]]]:
        for number, line in enumerate(self.lines, start=1):
            if not line.strip():
                continue
            try:
                yield facts_in_line(line)
            except BadFact as bad:
                self.refused += 1
                words = "row {row}: {reason}"
                language = terminal_language()
                print(say(words, language, row=number, reason=bad.say(language)), file=sys.stderr)


def run_check(arguments: argparse.Namespace) -> int:
    """Exit 0 when the pack reads and every example holds."""
    pack = at(arguments.pack)
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
    """A provision's citation, heading, words, source and confidence; who it rules, and on what questions
    a person decides.
    """
    language = arguments.language or terminal_language()
    pack = load(arguments.provision.partition("/")[0])
    one = pack.provision(arguments.provision, on=arguments.on)
    print(one.citation[language], one.heading[language], one.text[language], sep="\n")
    print(say("source: {source}; confidence: {confidence}", language, source=one.source,
              confidence=_sure(one.confidence, language)))  # fmt: skip
    if one.since or one.until:
        print(
            say(
                "in force: {since} to {until}",
                language,
                since=one.since or "…",
                until=one.until or "…",
            )
        )
    _show_rules(pack, one.id, language)
    for question in pack.undecided.get(one.id, ()):
        print(say("a person decides: {question}", language, question=question[language]))
    return 0


def _sure(confidence: str, language: str) -> str:
    """How sure the pack is, in the reader's words."""
    match confidence:
        case "quoted":
            return say("seen in a source", language)
        case "inferred":
            return say("inferred, unverified", language)
        case _:
            return say("assumed, unverified", language)


def _show_rules(pack: Pack, place: str, language: str) -> None:
    for rule in pack.rules:
        if rule.provision == place:
            sure = _sure(rule.confidence, language)
            words = "rule {rule} ({confidence}): {because}"
            print(
                say(
                    words, language, rule=rule.name, confidence=sure, because=rule.because[language]
                )
            )
            for one in rule.practice:
                outcome = pack.outcomes[one.outcome]["names"][language]
                liable = pack.name_of("liable", one.liable, language)
                print(f"    {one.on}: {one.because[language]} ({outcome}, {liable}; {one.source})")


def run_diff(arguments: argparse.Namespace) -> int:
    """Exit 1 when the packs differ; with --facts, the rows whose answer changes, old beside new."""
    old, new = at(arguments.old), at(arguments.new)
    found = list(difference(old, new))
    for one in found:
        print(" ".join(word for word in (one.kind, one.name, one.field) if word))
        print(f"  - {_brief(one.old)}\n  + {_brief(one.new)}")
    if arguments.facts:
        with Path(arguments.facts).open(encoding="utf-8") as file:
            for identity, before, after in turned(old, new, Rows(file)):
                told = {
                    "id": identity,
                    "old": [one.as_dict() for one in before],
                    "new": [one.as_dict() for one in after],
                }
                print(json.dumps(told, ensure_ascii=False))
    return 1 if found else 0


def _brief(value: object) -> str:
    return (
        "—" if value is None else json.dumps(value, ensure_ascii=False, default=str, sort_keys=True)
    )
