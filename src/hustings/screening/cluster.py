"""A whole archive screened: segment by segment, on one machine or several, each exactly once.

    report = screen_archive(Archive(folder), pack="kg", election="kg-2025-parliament",
                            roster=Path("roster.csv"), output=Path("screened"),
                            opening=lambda: processes(4), by="user:…", now=lambda: datetime.now(UTC))

This process is the only one that marks; workers only write outputs. docs/scale.md tells why a
worker or a coordinator may be killed at any moment, or be doubled, and nothing counts twice.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import polars as pl

from hustings import law
from hustings.publications import Archive
from hustings.refusal import Refusal
from hustings.screening import cluster_former, cluster_work, segments, segments_output
from hustings.screening.cluster_rounds import Opening, outcomes
from hustings.screening.cluster_work import Outcome, Work
from hustings.screening.roster import Roster
from hustings.screening.segments import Segment, SegmentRefusal
from hustings.screening.segments_marks import File, Mark, Marks, Versions


@dataclass
class Report:
    """How far it is. `total` segments are `reused` (done before, with the same versions), done now,
    refused, or still to come; lines and flagged count publications of those that are done. Of those
    done now, `taken` is how many lines an earlier screening with another roster had told (`former`),
    `touched` how many were screened anew where it had told one, `changed` how many of these tell
    something else. `anew`: why nothing is taken over, if an earlier screening there was or was
    asked for, as a sentence that can be said in any language.
    """

    versions: Versions
    total: int = 0
    total_rows: int = 0
    reused: int = 0
    others: int = 0
    done: int = 0
    done_rows: int = 0
    lines: int = 0
    flagged: int = 0
    taken: int = 0
    touched: int = 0
    changed: int = 0
    anew: Refusal | None = None
    refused: list[Refusal] = field(default_factory=list)

    def count(self, mark: Mark) -> None:
        """Add what a mark counts."""
        self.lines += mark.lines
        self.flagged += mark.flagged


def screen_archive(
    archive: Archive, *, pack: str, election: str, roster: Path, output: Path, opening: Opening,
    by: str, now: Callable[[], datetime], progress: Callable[[Report], None] | None = None,
    whole: bool = False, since: Path | None = None,
) -> Report:  # fmt: skip
    """Screen what is not yet done with these versions; the marks in `output` say what that is. Where
    an earlier screening differs in the roster alone, its lines are taken over unless the change
    may touch them, or the screening is to be `whole`. `since`: the output folder of that earlier
    screening, if it is another than `output`.

    Interrupted or killed, the same call goes on. A segment that is damaged, or that no worker
    survives, is in the report's `refused` and stops nothing else. Refusals `segments.no_archive`,
    `cluster.other_versions`, `cluster.unwritten`, `cluster.not_shared` and those of law and roster
    stop all; what is done stays done.
    """
    there = segments.of(archive)
    work = _work(archive, pack, election, roster, output)
    marks = Marks(work.output)
    folder = segments_output.folder_of(work.output, work.versions)
    segments_output.sweep(folder)
    report = Report(work.versions, len(there), sum(one.rows for one in there))
    report.others = marks.others(work.versions)
    todo = list(_not_done(there, work, marks, report))
    if not whole:
        work, todo, report.anew = cluster_former.found(work, todo, since or output)
    names = {one.name: one for one in todo}
    if progress:
        progress(report)
    for outcome in outcomes(work, todo, opening):
        _take(outcome, names[outcome.name], work, marks, report, by=by, at=now())
        if progress:
            progress(report)
    return report


def screened(output: Path, versions: Versions) -> Iterator[pl.DataFrame]:
    """The lines that count, segment by segment. Refusal `cluster.output_changed`."""
    folder = segments_output.folder_of(output, versions)
    marks = Marks(output).known(versions).values()
    for mark in marks:
        if not segments_output.whole(folder, mark):
            raise Refusal(
                "cluster.output_changed",
                "{file} is gone or not as it was written. Run the same screening again: it writes "
                "what is missing.",
                file=folder / segments_output.name_of(mark.segment, mark.output),
            )
    return segments_output.counted(folder, marks)


def _work(archive: Archive, code: str, election: str, path: Path, output: Path) -> Work:
    """What the workers are told; the roster is kept beside the outputs, by its digest."""
    pack = law.load(code)
    pack.election(election)
    data = path.read_bytes()
    roster = Roster.of(data, name=path.name)
    kept = output.resolve() / "rosters" / f"{segments.digest_of(data)[7:23]}.csv"
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_bytes(data)
    return Work(
        archive.table.resolve(), output.resolve(), code, kept,
        cluster_work.versions_of(pack, roster, election), cluster_work.libraries(),
    )  # fmt: skip


def _not_done(there: list[Segment], work: Work, marks: Marks, report: Report) -> Iterator[Segment]:
    """What has no mark of these versions, or lost its output."""
    known, files = marks.known(work.versions), marks.files()
    folder = segments_output.folder_of(work.output, work.versions)
    for one in there:
        try:
            digest = _digest(one, work, marks, files.get(one.name))
        except SegmentRefusal as refusal:
            report.refused.append(refusal)
            continue
        mark = known.get(digest)
        if mark is None or not segments_output.whole(folder, mark):
            yield one
            continue
        report.reused += 1
        report.count(mark)


def _digest(one: Segment, work: Work, marks: Marks, file: File | None) -> str:
    """A file's digest, "" where nobody has read it yet; it is read only where it was touched."""
    if file is None:
        return ""
    path = work.table / one.name
    if path.exists() and _now(path, one.name, file.segment) != file:
        digest, _ = segments.read(work.table, one)
        if digest != file.segment:
            raise _changed(one.name)
        marks.see(_now(path, one.name, digest))
    return file.segment


def _now(path: Path, name: str, digest: str) -> File:
    told = path.stat()
    return File(name, told.st_size, told.st_mtime_ns, digest)


def _take(
    outcome: Outcome, one: Segment, work: Work, marks: Marks, report: Report, *, by: str, at: datetime
) -> None:  # fmt: skip
    """Mark what is done; tell what is not."""
    if outcome.refused is not None:
        if outcome.refused.all:
            raise outcome.refused.refusal()
        report.refused.append(outcome.refused.refusal())
        return
    written = segments_output.folder_of(work.output, work.versions) / segments_output.name_of(
        outcome.segment, outcome.output
    )
    if not written.exists():
        raise Refusal(
            "cluster.not_shared",
            "A worker wrote {file}, and it is not there for this machine. Give an --output that all "
            "machines share under the same path.",
            file=written,
        )
    mark = Mark(outcome.segment, outcome.output, outcome.lines, outcome.flagged)
    file = _now(work.table / one.name, one.name, outcome.segment)
    standing = marks.mark(mark, work.versions, file=file, by=by, at=at)
    if standing != mark:
        report.refused.append(
            Refusal(
                "cluster.two_answers",
                "{segment} was screened before with the same versions and gave something else. What "
                "was marked first counts. Report it: the same must give the same.",
                segment=one.name,
            )
        )
    report.done += 1
    report.done_rows += one.rows
    report.taken += outcome.taken
    report.touched += outcome.touched
    report.changed += outcome.changed
    report.count(standing)


def _changed(name: str) -> SegmentRefusal:
    return SegmentRefusal(
        "segments.changed",
        "{segment} is not what it was when it was first screened. Restore the file from a copy of "
        "the archive, then run the same command again.",
        segment=name,
    )
