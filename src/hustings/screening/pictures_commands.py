"""hustings pictures read, alike and join; hustings speech."""

# ruff: noqa: T201 - the command speaks on standard output

import argparse
import csv
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import polars as pl

from hustings import publications
from hustings.law.vocabulary import EXACT
from hustings.messages import terminal_language
from hustings.refusal import Refusal
from hustings.screening import pictures, pictures_joined, pictures_likeness, speech
from hustings.screening.pictures import Seen
from hustings.screening.pictures_header import PictureRefusal

NOT_ALL = 1


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `pictures` with read, alike and join, and `speech`."""
    room = commands.add_parser("pictures", help="words in pictures, and where they stand")
    acts = room.add_subparsers(dest="act", metavar="ACT", required=True)
    one = acts.add_parser("read", help="words, boxes, confidence and hash of each picture")
    two = acts.add_parser("alike", help="pairs that may be one picture: look at both")
    three = acts.add_parser("join", help="publications with the words of their pictures")
    for act, run in ((one, run_read), (two, run_alike)):
        act.add_argument("files", nargs="+", type=Path, metavar="PICTURE")
        act.set_defaults(run=run)
    three.add_argument("input", type=Path, metavar="INPUT", help="any format that import reads")
    three.add_argument("--pictures", required=True, type=Path, metavar="LIST.csv", help="id,file")
    three.add_argument("--output", required=True, type=Path, metavar="OUT.jsonl")
    three.add_argument("--boxes", required=True, type=Path, metavar="BOXES.jsonl")
    three.add_argument("--zone", help="the zone of times written without one, as Europe/Madrid")
    three.set_defaults(run=run_join)
    for act in (one, three):
        act.add_argument("--languages", default=pictures.LANGUAGES, help="tesseract's, as kir+rus")
    four = commands.add_parser("speech", help="what is said in a recording, by a named program")
    four.add_argument("file", type=Path, metavar="MEDIA")
    four.add_argument("--command", dest="words", metavar="WORDS", help="with {file} in it")
    four.add_argument(
        "--seconds", type=float, default=speech.SECONDS, help="after which it is stopped"
    )
    four.set_defaults(run=run_speech)


def run_read(arguments: argparse.Namespace) -> int:
    """One JSON object a picture. Exit status 1 where some were refused: see standard error."""
    refused = 0
    for path in arguments.files:
        seen = _read(path, arguments.languages)
        refused += seen is None
        if seen is not None:
            print(json.dumps({"file": str(path), **seen.as_dict()}, ensure_ascii=False), flush=True)
    return NOT_ALL if refused else 0


def run_alike(arguments: argparse.Namespace) -> int:
    """One JSON object a pair, the nearest first: a suggestion to look at both. Exit status as above."""
    hashes: dict[str, str] = {}
    refused = 0
    for path in arguments.files:
        try:
            told = pictures.likeness(path)
        except Refusal as refusal:
            refused += 1
            print(refusal.say(terminal_language()), file=sys.stderr)
            continue
        if told is not None:
            hashes[str(path)] = told
    pairs = pictures_likeness.suggested(list(hashes), list(hashes.values()))
    sys.stdout.write(pairs.write_ndjson())
    return NOT_ALL if refused else 0


def run_join(arguments: argparse.Namespace) -> int:
    """Publications that `hustings screen` reads, with the words of their pictures behind their
    text, and the box of every word. Both files appear whole or not at all. Exit status as above.
    """
    reading = publications.read(arguments.input, zone=arguments.zone)
    frame = pl.concat(reading.batches()).with_columns(id=pl.col("item_id"))
    seen: dict[str, Seen] = {}
    refused = 0
    listed = _listed(arguments.pictures)
    for _, name in listed:
        if name not in seen:
            picture = _read(arguments.pictures.parent / name, arguments.languages)
            refused += picture is None
            if picture is not None:
                seen[name] = picture
    readings = [(said, "ocr", name, seen[name].text) for said, name in listed if name in seen]
    together = pictures_joined.joined(
        frame, pl.DataFrame(readings, schema=pictures_joined.READINGS, orient="row")
    )
    with _whole(arguments.output) as out, _whole(arguments.boxes) as boxes:
        out.write(_told(together).write_ndjson())
        boxes.write(pictures_joined.placed(together, seen).write_ndjson())
    return NOT_ALL if refused or reading.unreadable else 0


def _told(frame: pl.DataFrame) -> pl.DataFrame:
    """What JSON lines can carry. A time that triggers no rule is left out: a file of ours would
    have it come back with a zone, and so as an exact one.
    """
    exact = pl.col("published_at_provenance").is_in(EXACT)
    return frame.drop("links").with_columns(pl.when(exact).then(pl.col("published_at")))


def run_speech(arguments: argparse.Namespace) -> int:
    """One JSON object: the text, and when each part of it was said."""
    said = speech.heard(
        arguments.file, command=arguments.words or speech.command_set(), seconds=arguments.seconds
    )
    print(json.dumps({"file": str(arguments.file), **said.as_dict()}, ensure_ascii=False))
    return 0


def _read(path: Path, languages: str) -> Seen | None:
    try:
        return pictures.read(path, languages=languages)
    except PictureRefusal as refusal:
        print(refusal.say(terminal_language()), file=sys.stderr)
        if refusal.code in {"pictures.no_tesseract", "pictures.no_pillow", "pictures.languages"}:
            raise
    except OSError as error:
        print(f"{path}: {error.strerror}", file=sys.stderr)
    return None


def _listed(path: Path) -> list[tuple[str, str]]:
    """(id, file) of each row; a file lies below the list's folder, whatever its name says."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    found = []
    for number, row in enumerate(rows, start=2):
        said, name = row.get("id"), row.get("file")
        inside = path.parent.resolve()
        if not said or not name or not (inside / name).resolve().is_relative_to(inside):
            raise Refusal(
                "pictures.list",
                "{list}, row {row}: give the columns id and file, and in file the name of a picture "
                "in the folder of the list.",
                list=path.name, row=number,
            )  # fmt: skip
        found.append((said, name))
    return found


@contextmanager
def _whole(path: Path) -> Iterator[IO[str]]:
    """A file that takes its name only when all is written and on the disk."""
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
