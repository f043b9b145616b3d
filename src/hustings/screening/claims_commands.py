"""hustings claims find, import and export."""

# ruff: noqa: T201 - the command speaks on standard output

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

import polars as pl

from hustings import publications
from hustings.messages import say, terminal_language
from hustings.refusal import Refusal

if TYPE_CHECKING:
    from hustings.screening.claims import Claims

NOT_ALL = 1


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `claims` with find, import and export."""
    claims = commands.add_parser("claims", help="refuted claims, and who repeats them")
    acts = claims.add_subparsers(dest="act", metavar="ACT", required=True)
    one = acts.add_parser("find", help="publications that repeat a refuted claim")
    one.add_argument("input", type=Path, metavar="INPUT", help="any format that import reads")
    one.add_argument("--claims", required=True, type=Path, metavar="FILE", help="ClaimReview")
    one.add_argument("--format", choices=publications.FORMATS, help="overrule the file's beginning")
    one.add_argument("--zone", help="the zone of times written without one, as Europe/Madrid")
    one.set_defaults(run=run_find)
    two = acts.add_parser("import", help="ClaimReview documents into one file, a claim a line")
    two.add_argument("files", nargs="+", type=Path, metavar="FILE")
    two.add_argument("--output", required=True, type=Path, metavar="CLAIMS.jsonl")
    two.set_defaults(run=run_import)
    three = acts.add_parser("export", help="claims as one schema.org ClaimReview document")
    three.add_argument("claims", type=Path, metavar="CLAIMS.jsonl")
    three.add_argument("--output", required=True, type=Path, metavar="FILE.json")
    three.set_defaults(run=run_export)


def run_find(arguments: argparse.Namespace) -> int:
    """One JSON object a line for each claim that a publication repeats, in the order of the file:
    id, claim, start, end, likeness, said (the words), refuted (the page of the review).
    """
    from hustings.screening.claims import find  # noqa: PLC0415 - its compiler takes half a second

    claims = _read([arguments.claims])
    reading = publications.read(arguments.input, format=arguments.format, zone=arguments.zone)
    refuted = claims.frame.select("claim", pl.col("url").alias("refuted"))
    done = 0
    for batch in reading.batches():
        texts = batch.select(pl.col("item_id").alias("id"), "text").with_row_index("row")
        found = find(texts.with_columns(id=pl.col("row").cast(pl.String)), claims)
        told = (
            found.with_columns(pl.col("id").cast(pl.UInt32).alias("row"))
            .drop("id")
            .join(texts, on="row", how="left", maintain_order="left")
            .join(refuted, on="claim", how="left", maintain_order="left")
            .select(
                "id", "claim", "start", "end", "likeness",
                pl.col("text").str.slice("start", pl.col("end") - pl.col("start")).alias("said"),
                "refuted",
            )
        )  # fmt: skip
        sys.stdout.write(told.write_ndjson())
        done += batch.height
        if sys.stderr.isatty() and not sys.stdout.isatty():
            print(f"\r{done} / {reading.rows_read}", end="", file=sys.stderr, flush=True)
    for bad in reading.unreadable:
        reason = say(bad.reason, terminal_language())
        print(f"{bad.row}: {bad.column}: {reason}", file=sys.stderr)
    return 0


def run_import(arguments: argparse.Namespace) -> int:
    """Every record of the files that can be used, one a line; the output appears whole or not at
    all. Exit status 1 where records were refused: their sentences are on standard error.
    """
    from hustings.screening.claims import Claims  # noqa: PLC0415 - its compiler takes half a second

    claims = _read(arguments.files)
    together = Claims.of(claims.records())
    _told(together)
    with _whole(arguments.output) as out:
        out.writelines(f"{record}\n" for record in together.frame["record"])
    _kept(together, arguments.output)
    return NOT_ALL if claims.refused or together.refused else 0


def run_export(arguments: argparse.Namespace) -> int:
    """Every field of every record, as one JSON-LD document. Exit status 1 as for import."""
    from hustings.screening.claims import to_claimreview  # noqa: PLC0415 - its compiler is slow

    claims = _read([arguments.claims])
    with _whole(arguments.output) as out:
        out.write(to_claimreview(claims) + "\n")
    _kept(claims, arguments.output)
    return NOT_ALL if claims.refused else 0


def _read(paths: list[Path]) -> "Claims":
    """Claims of files, one after the other; what is refused is told."""
    from hustings.screening.claims import Claims  # noqa: PLC0415 - its compiler takes half a second

    read = [Claims.read(path) for path in paths]
    for path, claims in zip(paths, read, strict=True):
        _told(claims, f"{path}: ")
    return Claims(
        frame=pl.concat([claims.frame for claims in read]),
        refused=tuple(refused for claims in read for refused in claims.refused),
    )


def _told(claims: "Claims", where: str = "") -> None:
    for refused in claims.refused:
        print(f"{where}{refused.reason.say(terminal_language())}", file=sys.stderr)


def _kept(claims: "Claims", path: Path) -> None:
    count = claims.frame.height
    print(say("{count} claims in {file}.", terminal_language(), count=count, file=path))


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
