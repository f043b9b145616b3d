"""hustings reading: what ranking, ration and stopping rule would have saved on labels."""

# ruff: noqa: T201 - the command speaks on standard output

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import polars as pl

from hustings import law
from hustings.refusal import Refusal
from hustings.screening.roster import Roster
from hustings.screening.screened import batches

if TYPE_CHECKING:
    from hustings.screening.reading_replay import Replay

SEEDS = 5
SHARES = (0.0, 1.0)  # a share lies between


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `reading`."""
    one = commands.add_parser("reading", help="read labels again in the order proposed")
    one.add_argument("labels", nargs="+", type=Path, metavar="LABELS.jsonl")
    one.add_argument(
        "--pack", metavar="CODE", help="begin with what screening says; needs --roster"
    )
    one.add_argument("--roster", type=Path, metavar="ROSTER.csv")
    one.add_argument("--election", metavar="ID", help="the calendar to assess by")
    one.add_argument("--share", type=float, default=0.1, help="of the random ration, 0 to 1")
    one.add_argument("--recall", type=float, default=0.95, help="to be reached before stopping")
    one.add_argument("--confidence", type=float, default=0.95, help="with which it is reached")
    one.add_argument("--seed", default="1", help="draws the ration; the same gives the same")
    one.add_argument(
        "--times", type=int, default=SEEDS, help="readings, each with a ration of its own"
    )
    one.add_argument("--json", action="store_true", help="one JSON object")
    one.set_defaults(run=run_reading)


def run_reading(arguments: argparse.Namespace) -> int:
    """Figures of each reading on standard output. Refusals `reading.share`, `reading.roster`,
    `reading.labels`.
    """
    from hustings.screening import reading  # noqa: PLC0415 - numbers in bulk, only needed here
    from hustings.screening.reading_replay import replay  # noqa: PLC0415 - the same

    for name in ("share", "recall", "confidence"):
        _within(name, getattr(arguments, name))
    if (arguments.pack is None) != (arguments.roster is None):
        raise Refusal(
            "reading.roster",
            "--pack and --roster go together: without candidates nothing can be screened. "
            "Give both, or neither.",
        )
    records = [record for path in arguments.labels for record in _records(path)]
    roster = Roster.read(arguments.roster) if arguments.roster else None
    frame = _frame(records)
    if roster is not None:
        frame = _screened(frame, arguments, roster)
    truth = {str(record["id"]): bool(record["signals"]) for record in records}
    told = []
    for time in range(max(1, arguments.times)):
        queue = reading.queue(frame, seed=f"{arguments.seed}-{time}", roster=roster)
        told.append(
            replay(
                queue, truth, share=arguments.share, recall=arguments.recall,
                confidence=arguments.confidence,
            )
        )  # fmt: skip
    print(json.dumps([asdict(one) for one in told]) if arguments.json else table(told))
    return 0


def table(replays: "Sequence[Replay]") -> str:
    """The figures for people: the median of the readings, and in brackets the extremes."""
    first = replays[0]
    stopped = [one for one in replays if one.stopped is not None]
    lines = [
        f"records {first.records}, with a signal {first.signals}, readings {len(replays)}",
        f"read until 95 % were found: {_spread([one.read_for_95 for one in replays])}",
        f"found when 10 % were read: {_spread([one.recall_at_10 for one in replays])}",
        f"the rule said stop in {len(stopped)} of {len(replays)}",
    ]
    if stopped:
        lines.append(f"  after {_spread([one.stopped or 0 for one in stopped])} records")
        lines.append(f"  with found: {_spread([one.recall_then or 0.0 for one in stopped])}")
    lines.append(f"bounds true at every look: {sum(one.held for one in replays)} of {len(replays)}")
    return "\n".join(lines)


def _spread(numbers: Sequence[float]) -> str:
    return f"{median(numbers):g} ({min(numbers):g} to {max(numbers):g})"


def _within(name: str, number: float) -> None:
    least, most = SHARES
    # A share of 0 or 1 has a meaning; nothing is found or known with a certainty of 0 or 1.
    if not least <= number <= most or (name != "share" and number in SHARES):
        raise Refusal(
            "reading.share",
            "--{name} {number} does not lie between 0 and 1. Write 0.1 for one in ten.",
            name=name, number=number,
        )  # fmt: skip


def _screened(frame: pl.DataFrame, arguments: argparse.Namespace, roster: Roster) -> pl.DataFrame:
    pack = law.load(arguments.pack)
    election = pack.election(arguments.election) if arguments.election else pack.elections[0]
    found = [said for said, _ in batches([frame], pack=pack, election=election, roster=roster)]
    said = pl.concat(found).select("mentions", "signals", "indications")
    return pl.concat([frame, said], how="horizontal")


def _frame(records: Sequence[dict[str, Any]]) -> pl.DataFrame:
    authors = [record.get("author") or {} for record in records]
    frame = pl.DataFrame(
        {
            "id": [str(record["id"]) for record in records],
            "text": [record["text"] for record in records],
            "author": [{"name": one.get("name"), "class": one.get("class")} for one in authors],
            "published_at": [record.get("published_at") for record in records],
        },
        schema_overrides={"text": pl.String, "published_at": pl.String},
    )
    return frame.with_columns(
        pl.col("published_at").str.to_datetime(time_zone="UTC", strict=False),
        published_at_provenance=pl.lit("zoned"),
    )


def _records(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                record = json.loads(line)
            except ValueError:
                record = None
            if not _usable(record):
                raise Refusal(
                    "reading.labels",
                    "{file}, row {row}: not a labelled record. Each line is one JSON object with id, "
                    "text and signals, an empty list where there is none.",
                    file=path, row=number,
                )  # fmt: skip
            yield record


def _usable(record: Any) -> bool:
    return (
        isinstance(record, dict)
        and isinstance(record.get("id"), str | int)
        and isinstance(record.get("text"), str)
        and isinstance(record.get("signals"), list)
    )
