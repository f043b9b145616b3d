"""hustings screen, and hustings evaluate."""

# ruff: noqa: T201 - the command speaks on standard output

import argparse
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import polars as pl

from hustings import law, publications
from hustings.messages import say, terminal_language
from hustings.refusal import Refusal
from hustings.screening import (
    claims_commands,
    cluster_commands,
    evaluate,
    evaluate_groups,
    pictures_commands,
    reading_commands,
    second_opinion,
)
from hustings.screening.roster import Roster
from hustings.screening.screened import batches


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `screen`, `evaluate`, `reading` and `claims`."""
    one = commands.add_parser("screen", help="publications in, what deserves a look out")
    one.add_argument("input", type=Path, metavar="INPUT", help="any format that import reads")
    _with_what(one)
    one.add_argument("--election", required=True, metavar="ID")
    one.add_argument("--output", required=True, type=Path, metavar="OUT.jsonl")
    one.add_argument("--format", choices=publications.FORMATS, help="overrule the file's beginning")
    one.add_argument("--map", action="append", default=[], metavar="FIELD=COLUMN")
    one.add_argument("--zone", help="the zone of times written without one, as Europe/Madrid")
    one.add_argument(
        "--second-opinion", type=int, default=0, metavar="MOST",
        help="ask the endpoint in HUSTINGS_OPINION_URL about so many publications with a signal",
    )  # fmt: skip
    one.set_defaults(run=run_screen)
    other = commands.add_parser("evaluate", help="how well screening agrees with annotated corpora")
    other.add_argument("corpora", nargs="+", type=Path, metavar="CORPUS.jsonl")
    _with_what(other)
    other.add_argument("--election", metavar="ID", help="the calendar to assess by")
    other.add_argument("--json", action="store_true", help="one JSON object")
    other.set_defaults(run=run_evaluate)
    reading_commands.add_to(commands)
    claims_commands.add_to(commands)
    cluster_commands.add_to(commands)
    pictures_commands.add_to(commands)


def _with_what(command: argparse.ArgumentParser) -> None:
    command.add_argument("--pack", required=True, metavar="CODE")
    command.add_argument("--roster", required=True, type=Path, metavar="ROSTER.csv")


def run_screen(arguments: argparse.Namespace) -> int:
    """One line for each publication, in the order of the file; the output appears whole or not
    at all.
    """
    pack = law.load(arguments.pack)
    election = pack.election(arguments.election)
    roster = Roster.read(arguments.roster)
    mapping = dict(_pair(said) for said in arguments.map)
    reading = publications.read(
        arguments.input, format=arguments.format, mapping=mapping, zone=arguments.zone
    )
    frames = (frame.with_columns(id=pl.col("item_id")) for frame in reading.batches())
    endpoint, left = _asked(arguments.second_opinion), arguments.second_opinion
    done = 0
    with _whole(arguments.output) as out:
        for found, frame in batches(frames, pack=pack, election=election, roster=roster):
            told = found
            if endpoint is not None:
                now = datetime.now(UTC)
                told = second_opinion.beside(found, frame, endpoint, at=now, most=left)
                left -= told["second_opinion"].count()
            out.write(told.write_ndjson())
            done += found.height
            _progress(done, reading.rows_read)
    for bad in reading.unreadable:
        reason = say(bad.reason, terminal_language())
        print(f"{bad.row}: {bad.column}: {reason}", file=sys.stderr)
    return 0


def _asked(most: int) -> second_opinion.Endpoint | None:
    """Where to ask, if asked to; refusal `second_opinion.off` where nothing is set up."""
    if most <= 0:
        return None
    endpoint = second_opinion.Endpoint.of()
    if endpoint is None:
        raise Refusal(
            "second_opinion.off",
            "There is nobody to ask: {name} is empty. Set it to a chat endpoint, or leave "
            "--second-opinion out.",
            name=second_opinion.URL,
        )
    return endpoint


def _pair(said: str) -> tuple[str, str]:
    field, sign, column = said.partition("=")
    if not (field and sign and column):
        raise Refusal(
            "screening.mapping",
            "--map {said} is not FIELD=COLUMN. Write it as --map text=message, for example.",
            said=said,
        )
    return field, column


@contextmanager
def _whole(path: Path) -> Iterator[IO[str]]:
    """A file that takes its name only when all is written and on the disk."""
    if path.is_dir():
        raise Refusal(
            "screening.output",
            "{path} is a folder. Give --output the name of a file.",
            path=path,
        )
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("x", encoding="utf-8", newline="\n") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        end = "\n" if done >= total else ""
        print(f"\r{done} / {total}", end=end, file=sys.stderr, flush=True)


def run_evaluate(arguments: argparse.Namespace) -> int:
    """Figures on standard output; corpora are read in the order given."""
    pack = law.load(arguments.pack)
    election = pack.election(arguments.election) if arguments.election else pack.elections[0]
    roster = Roster.read(arguments.roster)
    records = [record for path in arguments.corpora for record in _records(path)]
    frame = pl.DataFrame(
        {
            "id": [str(record["id"]) for record in records],
            "text": [record["text"] for record in records],
            "author": [
                {"name": record["author"].get("name"), "class": record["author"]["class"]}
                for record in records
            ],
            "published_at": [record["published_at"] for record in records],
        }
    ).with_columns(
        pl.col("published_at").str.to_datetime(time_zone="UTC"),
        published_at_provenance=pl.lit("zoned"),
    )
    said = [
        line
        for found, _ in batches([frame], pack=pack, election=election, roster=roster)
        for line in found.to_dicts()
    ]
    reads = [
        evaluate.Read(str(record.get("lang", "")), record, line)
        for record, line in zip(records, said, strict=True)
    ]
    figures = evaluate.figures(reads)
    groups = evaluate_groups.figures(reads, evaluate_groups.of(roster.candidates))
    if arguments.json:
        print(json.dumps({**figures, "groups": groups}, ensure_ascii=False))
    else:
        print("\n".join([evaluate.table(figures), *evaluate_groups.lines(groups)]))
    return 0


def _records(path: Path) -> Iterator[dict[str, Any]]:
    needed = {"id", "text", "author", "published_at", "mentions", "signals"}
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                record = json.loads(line)
            except ValueError:
                record = None
            if not isinstance(record, dict) or needed - set(record):
                raise Refusal(
                    "screening.corpus",
                    "{file}, row {row}: not an annotated record. Each line is one JSON object "
                    "with {needed}.",
                    file=path, row=number, needed=", ".join(sorted(needed)),
                )  # fmt: skip
            yield record
