"""hustings screen-archive."""

# ruff: noqa: T201 - the command speaks on standard output

import argparse
import getpass
import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from hustings.messages import say, terminal_language
from hustings.publications import Archive
from hustings.refusal import Refusal
from hustings.screening import cluster_seams
from hustings.screening.cluster import Report, screen_archive, screened
from hustings.screening.cluster_rounds import Opening

NOT_ALL = 1


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `screen-archive`."""
    one = commands.add_parser(
        "screen-archive", help="screen all that was ever imported, in parallel"
    )
    one.add_argument("archive", type=Path, metavar="ARCHIVE", help="the folder archive of a home")
    one.add_argument("--pack", required=True, metavar="CODE")
    one.add_argument("--election", required=True, metavar="ID")
    one.add_argument("--roster", required=True, type=Path, metavar="ROSTER.csv")
    one.add_argument("--output", required=True, type=Path, metavar="DIR", help="outputs and marks")
    one.add_argument("--result", type=Path, metavar="OUT.jsonl", help="all lines, sorted by id")
    one.add_argument(
        "--whole",
        action="store_true",
        help="take nothing over from a screening with another roster",
    )
    one.add_argument(
        "--since",
        type=Path,
        metavar="FORMER_OUTPUT",
        help="the --output of an earlier screening with another roster, if it is another folder: "
        "only what the change can touch is screened anew",
    )
    where = one.add_mutually_exclusive_group()
    where.add_argument("--workers", type=int, metavar="N", help="processes here (one a core)")
    where.add_argument("--scheduler", metavar="ADDRESS", help="Dask's, as tcp://10.0.0.5:8786")
    one.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Exit status 1 where segments were refused: their sentences are on standard error."""
    shown = _Shown()
    try:
        report = screen_archive(
            Archive(arguments.archive), pack=arguments.pack, election=arguments.election,
            roster=arguments.roster, output=arguments.output, opening=_opening(arguments),
            by=f"user:{getpass.getuser()}", now=lambda: datetime.now(UTC), progress=shown,
            whole=arguments.whole, since=arguments.since,
        )  # fmt: skip
    except KeyboardInterrupt:
        shown.stopped()
        raise
    for refusal in report.refused:
        print(refusal.say(terminal_language()), file=sys.stderr)
    if arguments.result:
        _write(arguments.result, arguments.output, report)
    shown.ended(report)
    return NOT_ALL if report.refused else 0


def _opening(arguments: argparse.Namespace) -> Opening:
    if arguments.scheduler:
        return lambda: cluster_seams.scheduler(arguments.scheduler)
    workers = arguments.workers if arguments.workers is not None else cluster_seams.cores()
    if workers < 1:
        raise Refusal(
            "cluster.workers",
            "--workers {count} is nobody. Give 1 or more, or leave it out for one a core.",
            count=workers,
        )
    return lambda: cluster_seams.processes(workers)


def _write(path: Path, output: Path, report: Report) -> None:
    """All counted lines in one file, in the order of their ids; it appears whole or not at all."""
    lines = pl.concat([pl.DataFrame(), *screened(output, report.versions)], how="diagonal")
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("x", encoding="utf-8", newline="\n") as out:
            out.write(lines.sort("id").write_ndjson() if lines.height else "")
            out.flush()
            os.fsync(out.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


class _Shown:
    """What the person at the terminal sees of a run."""

    def __init__(self) -> None:
        self.begun = time.monotonic()
        self.last: Report | None = None

    def __call__(self, report: Report) -> None:
        language = terminal_language()
        if self.last is None:
            text = ("{total} segments, {rows} publications: {reused} were done before with the same "
                    "versions and are reused; {others} marks are of other versions.")  # fmt: skip
            print(say(text, language, total=report.total, rows=report.total_rows,
                      reused=report.reused, others=report.others), flush=True)  # fmt: skip
            if report.anew is not None and report.reused < report.total:
                print(report.anew.say(language), flush=True)
        self.last = report
        if sys.stderr.isatty() and report.done:
            rate = report.done_rows / max(time.monotonic() - self.begun, 1e-9)
            text = "{done} / {total} segments, {rate} publications/s"
            if report.touched or report.taken:
                text = ("{done} / {total} segments, {rate} publications/s; {touched} touched, {changed} "
                        "changed")  # fmt: skip
            told = say(text, language, done=report.done + report.reused, total=report.total,
                       rate=round(rate), touched=report.touched, changed=report.changed)  # fmt: skip
            print(f"\r{told}  ", end="", file=sys.stderr, flush=True)

    def stopped(self) -> None:
        if self.last is not None:
            text = ("Stopped. {done} of {total} segments are done and stay done; the same command "
                    "goes on from there.")  # fmt: skip
            done = self.last.done + self.last.reused
            print("\n" + say(text, terminal_language(), done=done, total=self.last.total),
                  file=sys.stderr)  # fmt: skip

    def ended(self, report: Report) -> None:
        text = ("{done} segments screened now, {reused} reused, {refused} refused: {lines} "
                "publications, {flagged} with an indication, {seconds} s.")  # fmt: skip
        if sys.stderr.isatty() and report.done:
            print(file=sys.stderr)
        if report.taken:
            taken = ("{taken} publications have no part of a name that changed in the roster: what was "
                     "told of them holds.")  # fmt: skip
            print(say(taken, terminal_language(), taken=report.taken))
        if report.touched or report.taken:
            read = ("{read} publications looked through: {touched} may be touched by the change and were "
                    "screened anew, {changed} of them tell something else.")  # fmt: skip
            print(say(read, terminal_language(), read=report.touched + report.taken,
                      touched=report.touched, changed=report.changed))  # fmt: skip
        print(say(text, terminal_language(), done=report.done, reused=report.reused,
                  refused=len(report.refused), lines=report.lines, flagged=report.flagged,
                  seconds=round(time.monotonic() - self.begun)))  # fmt: skip
