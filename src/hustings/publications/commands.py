"""hustings import: files in, a report of every row out."""

# ruff: noqa: T201 - the command speaks on standard output

import argparse
import getpass
import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from hustings import evidence
from hustings.messages import say, terminal_language
from hustings.publications.archive import Archive
from hustings.publications.bringing_in import Report, bring_in
from hustings.publications.sniffing import FORMATS
from hustings.refusal import Refusal

REFUSED = 2
ORIGIN = "hustings.example/archive"


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `import`."""
    one = commands.add_parser("import", help="bring files into the archive; report every row")
    one.add_argument("files", nargs="+", type=Path, metavar="FILE")
    one.add_argument("--format", choices=FORMATS, help="overrule what the file's beginning says")
    one.add_argument("--map", action="append", default=[], metavar="FIELD=COLUMN")
    one.add_argument("--zone", help="the zone of times written without one, as Europe/Madrid")
    one.add_argument("--encoding", help="of files that are not UTF-8, as windows-1251")
    one.add_argument("--home", type=Path, default=Path(os.environ.get("HUSTINGS_HOME", "var")))
    one.add_argument("--by", default=None, help="who brings it in (the name of this user)")
    one.add_argument("--ground", default="monitoring", help="on what ground")
    one.add_argument("--json", action="store_true", help="one JSON object a file")
    one.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Exit 2 when a file was refused; the other files are in all the same."""
    mapping = dict(_pair(said) for said in arguments.map)
    home, at = arguments.home, datetime.now(UTC)
    home.mkdir(parents=True, exist_ok=True)
    store, ledger = evidence.Store(home / "store"), _ledger(home / "ledger", at)
    refused = 0
    for path in arguments.files:
        if sys.stderr.isatty():
            print(f"{path} …", file=sys.stderr)
        try:
            (report,) = bring_in(
                [path], archive=Archive(home / "archive"), store=store, ledger=ledger,
                by=f"user:{arguments.by or getpass.getuser()}", at=at, ground=arguments.ground,
                format=arguments.format, mapping=mapping, zone=arguments.zone,
                encoding=arguments.encoding,
            )  # fmt: skip
        except Refusal as refusal:
            refused += 1
            print(f"hustings: {refusal.say(terminal_language())}", file=sys.stderr)
            continue
        print(_as_json(report) if arguments.json else _as_table(report))
    return REFUSED if refused else 0


def _pair(said: str) -> tuple[str, str]:
    field, equals, column = said.partition("=")
    if not equals:
        raise Refusal(
            "publications.bad_mapping",
            "--map {said} names no column; write FIELD=COLUMN, as text=body.",
            said=said,
        )
    return field, column


def _ledger(folder: Path, at: datetime) -> evidence.Ledger:
    """The home's ledger; a new home gets one, with its key."""
    if not folder.exists():
        evidence.Ledger.found(folder, ORIGIN, at=at)
    return evidence.Ledger(folder)


def _as_json(report: Report) -> str:
    language = terminal_language()
    rows = [
        {**one.as_dict(), "reason": say(one.reason, language)} for one in report.kept.unreadable
    ]
    told = {"file": report.file, "format": report.format, "digest": report.digest,
            "read": report.kept.read, "kept": report.kept.kept,
            "duplicate": report.kept.duplicate, "unreadable": rows}  # fmt: skip
    return json.dumps(told, ensure_ascii=False)


def _as_table(report: Report) -> str:
    language = terminal_language()
    words = "{file} ({format}): {read} read, {kept} kept, {duplicate} duplicate, {bad} unreadable"
    kept = report.kept
    lines = [
        say(words, language, file=report.file, format=report.format, read=kept.read,
            kept=kept.kept, duplicate=kept.duplicate, bad=len(kept.unreadable))
    ]  # fmt: skip
    row = "  row {row}, {column} «{value}»: {reason}"
    lines += [
        say(row, language, **(one.as_dict() | {"reason": say(one.reason, language)}))
        for one in kept.unreadable
    ]
    return "\n".join(lines)
