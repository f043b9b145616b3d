"""What a worker does, wherever it runs: a handful of segments in, their outputs and digests out.

A function of its arguments alone: nothing is marked here, so that a worker that is late, doubled or
cut off changes nothing by what it still does.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

import numpy as np
import polars as pl

from hustings import law
from hustings.refusal import Refusal
from hustings.screening import names_index, segments, segments_output
from hustings.screening.former import Change, Former
from hustings.screening.names_index import Index
from hustings.screening.roster import Roster
from hustings.screening.screened import WITH, screen, versions
from hustings.screening.segments import Segment
from hustings.screening.segments_marks import Mark, Versions


@dataclass(frozen=True)
class Work:
    """What is to be done with every segment. `pack` is a code; the paths are those of all workers."""

    table: Path
    output: Path
    pack: str
    roster: Path
    versions: Versions
    libraries: str
    former: Former | None = None


@dataclass(frozen=True)
class Said:
    """A refusal that can cross from one process to another. `all`: no segment could be done."""

    code: str
    text: str
    facts: dict[str, str] = field(default_factory=dict)
    all: bool = False

    def refusal(self) -> Refusal:
        """The same, to be raised or said."""
        return Refusal(self.code, self.text, **self.facts)


@dataclass(frozen=True)
class Outcome:
    """What became of a segment: digests of its bytes and of its output, or why there are none."""

    name: str
    segment: str = ""
    output: str = ""
    lines: int = 0
    flagged: int = 0
    taken: int = 0
    touched: int = 0
    changed: int = 0
    refused: Said | None = None


def versions_of(pack: law.Pack, roster: Roster, election: str) -> Versions:
    """What this process screens with; the engine is the code as it was when first asked for."""
    told = versions(pack, roster)
    return Versions(told["engine"], told["pack"], told["roster"], election)


def libraries() -> str:
    """Versions of what computes: other ones may round another way."""
    python = ".".join(str(part) for part in sys.version_info[:2])
    return f"python {python}, polars {pl.__version__}, numpy {np.__version__}"


def screen_handful(work: Work, handful: tuple[Segment, ...]) -> list[Outcome]:
    """Screen segments together and write an output for each; an outcome for each, in their order.

    What is wrong with a segment is its outcome's `refused`; so is what is wrong with this worker.
    """
    try:
        pack, roster, index = _prepared(work)
    except Refusal as refusal:
        return [Outcome(one.name, refused=said(refusal, all_of_them=True)) for one in handful]
    change = _change(work)
    outcomes: dict[str, Outcome] = {}
    sound: list[tuple[Segment, str, pl.DataFrame]] = []
    for one in handful:
        try:
            sound.append((one, *segments.read(work.table, one)))
        except Refusal as refusal:
            outcomes[one.name] = Outcome(one.name, refused=said(refusal))
    before = [_former(work, one, digest, frame, change) for one, digest, frame in sound]
    lines = [
        None if change is None or told is None else told.filter(~change.touched(frame))
        for (_, _, frame), told in zip(sound, before, strict=True)
    ]
    frames = [
        frame if kept is None else frame.join(kept, on="id", how="anti", maintain_order="left")
        for (_, _, frame), kept in zip(sound, lines, strict=True)
    ]
    anew = _screened(work, frames, pack, roster, index)
    for (one, digest, frame), former, kept, found in zip(sound, before, lines, anew, strict=True):
        told = _together(frame, kept, found, pack, roster)
        outcomes[one.name] = replace(
            _written(work, one, digest, told),
            taken=0 if kept is None else kept.height,
            touched=0 if kept is None else frame.height - kept.height,
            changed=_changed(former, found),
        )
    return [outcomes[one.name] for one in handful]


@lru_cache(maxsize=2)
def _prepared(work: Work) -> tuple[law.Pack, Roster, Index]:
    """Pack, roster and index, once a process; they must be those that were asked for."""
    pack = law.load(work.pack)
    roster = Roster.of(work.roster.read_bytes(), name=work.roster.name)
    here = versions_of(pack, roster, work.versions.election)
    differ = [name for name in ("engine", "pack", "roster")
              if getattr(here, name) != getattr(work.versions, name)]  # fmt: skip
    if libraries() != work.libraries:
        differ.append(f"{libraries()} ≠ {work.libraries}")
    if differ:
        raise Refusal(
            "cluster.other_versions",
            "A worker screens with other versions ({differ}). Install the same Hustings and pack "
            "on every machine, start its workers again, then run the same command again.",
            differ=", ".join(differ),
        )
    return pack, roster, names_index.build(roster)


@lru_cache(maxsize=2)
def _change(work: Work) -> Change | None:
    """From the former roster to this one, where it can be told what that touches."""
    if work.former is None:
        return None
    rosters = (Roster.of(path.read_bytes()) for path in (work.former.roster, work.roster))
    change = Change(*rosters)
    return change if change.bounded else None


def _former(
    work: Work, one: Segment, digest: str, frame: pl.DataFrame, change: Change | None
) -> pl.DataFrame | None:
    """The lines of the earlier screening, one a publication; None where there are none to rely on."""
    if change is None or work.former is None or not one.former:
        return None
    folder = segments_output.folder_of(work.former.output, work.former.versions)
    mark = Mark(digest, one.former, 0, 0)
    if not segments_output.whole(folder, mark):
        return None
    (lines,) = segments_output.counted(folder, [mark])
    if not lines["id"].equals(frame["id"]) or lines["id"].n_unique() < lines.height:
        return None
    return lines


def _changed(former: pl.DataFrame | None, found: pl.DataFrame | Said) -> int:
    """How many of the lines found anew tell something else than before, whatever they were told with."""
    if former is None or isinstance(found, Said):
        return 0
    before = found.select("id").join(former, on="id", how="left", maintain_order="left")
    pairs = zip(before.drop("with").iter_rows(), found.drop("with").iter_rows(), strict=True)
    return sum(one != other for one, other in pairs)


def _together(
    frame: pl.DataFrame, kept: pl.DataFrame | None, found: pl.DataFrame | Said, pack: law.Pack,
    roster: Roster,
) -> pl.DataFrame | Said:  # fmt: skip
    """What was taken over and what was found anew, in the order of the segment. A line that is taken
    over holds with the new versions, and says so: screened anew, it would be the same.
    """
    if kept is None or isinstance(found, Said):
        return found
    told = kept.with_columns(pl.lit(versions(pack, roster), WITH).alias("with"))
    return frame.select("id").join(
        pl.concat([told, found]), on="id", how="left", maintain_order="left"
    )


def _screened(
    work: Work, frames: list[pl.DataFrame], pack: law.Pack, roster: Roster, index: Index
) -> Iterator[pl.DataFrame | Said]:
    """What was found in each frame. A fault that one brings about leaves the others their answer."""
    election = work.versions.election
    if not frames:
        return
    try:
        found = screen(pl.concat(frames), pack=pack, election=election, roster=roster, index=index)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is told, with the segment
        if len(frames) == 1:
            reason = f"{type(error).__name__}: {str(error)[:200]}"
            yield said(Refusal(
                "cluster.failed",
                "{segment} could not be screened: {reason}. It is not marked as done; the others are "
                "not touched by it. Report the fault with this file.",
                segment="", reason=reason,
            ))  # fmt: skip
            return
        for frame in frames:
            yield from _screened(work, [frame], pack, roster, index)
        return
    first = 0
    for frame in frames:
        yield found.slice(first, frame.height)
        first += frame.height


def _written(work: Work, one: Segment, digest: str, found: pl.DataFrame | Said) -> Outcome:
    if isinstance(found, Said):
        told = Said(found.code, found.text, {**found.facts, "segment": one.name})
        return Outcome(one.name, digest, refused=told)
    folder = segments_output.folder_of(work.output, work.versions)
    try:
        output = segments_output.write(found, folder, digest)
    except OSError as error:
        refusal = Refusal(
            "cluster.unwritten",
            "{folder}: {reason}. What is done stays done. Make room, or put it right, and run the "
            "same command again.",
            folder=folder, reason=error.strerror,
        )  # fmt: skip
        return Outcome(one.name, digest, refused=said(refusal, all_of_them=True))
    flagged = found.filter(pl.col("indications").list.len() > 0).height
    return Outcome(one.name, digest, output, found.height, flagged)


def said(refusal: Refusal, *, all_of_them: bool = False) -> Said:
    facts = {name: str(value) for name, value in refusal.facts.items()}
    return Said(refusal.code, refusal.text, facts, all=all_of_them)
