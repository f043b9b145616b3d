"""Which earlier screening a new one can lean on, and, where there is none, why all is read again."""

from dataclasses import replace
from pathlib import Path

from hustings.refusal import Refusal
from hustings.screening import segments_output
from hustings.screening.cluster_work import Work
from hustings.screening.former import Change, Former
from hustings.screening.roster import Roster
from hustings.screening.segments import Segment
from hustings.screening.segments_marks import Marks, Versions


def found(
    work: Work, todo: list[Segment], folder: Path
) -> tuple[Work, list[Segment], Refusal | None]:
    """(the work, its segments with the digest of what an earlier screening in `folder` told of each,
    why nothing is taken over: None where something is, or where nobody could expect it).
    """
    if not (folder / "marks.sqlite").is_file():
        return work, todo, _anew("nothing", folder)
    marks = Marks(folder)
    versions = marks.former(work.versions)
    if versions is None:
        return work, todo, _differs(work.versions, marks, folder, work.output)
    kept = sorted((folder / "rosters").glob("*.csv"))
    roster = next((path for path in kept if _digest_of(path) == versions.roster), None)
    if roster is None:
        return work, todo, _anew("roster", folder)
    rosters = (Roster.of(path.read_bytes()) for path in (roster, work.roster))
    if not Change(*rosters).bounded:
        return work, todo, _anew("parties", folder)
    known, files = marks.known(versions), Marks(work.output).files() | marks.files()
    told = {
        one.name: known[files[one.name].segment].output
        for one in todo
        if one.name in files and files[one.name].segment in known
    }
    there = segments_output.folder_of(folder, versions)
    if todo and not (told and any(there.glob("*.parquet"))):
        return work, todo, _anew("output", there)
    former = Former(roster.resolve(), versions, folder.resolve())
    leaning = [replace(one, former=told.get(one.name, "")) for one in todo]
    return replace(work, former=former), leaning, None


def _differs(now: Versions, marks: Marks, folder: Path, output: Path) -> Refusal | None:
    """What differs from the latest screening in the folder, so that no line of it can be relied on."""
    latest = marks.latest(now)
    if latest is None:
        return None if folder.resolve() == output else _anew("nothing", folder)
    return _anew("engine" if latest.engine != now.engine else "pack", folder)


def _anew(why: str, folder: Path) -> Refusal:
    """Why all is read again, as a sentence that can be said in any language."""
    return {
        "nothing": Refusal(
            "cluster.anew_nothing",
            "{folder} holds no earlier screening of this election with another roster: "
            "everything is read.",
            folder=folder,
        ),
        "engine": Refusal(
            "cluster.anew_engine",
            "The program is not the one of the earlier screening in {folder}: everything "
            "is read again.",
            folder=folder,
        ),
        "pack": Refusal(
            "cluster.anew_pack",
            "The law, the lexicon or the model of the pack is not the one of the earlier "
            "screening in {folder}, and may be heard in any text: everything is read "
            "again.",
            folder=folder,
        ),
        "roster": Refusal(
            "cluster.anew_roster",
            "The roster of the earlier screening in {folder} is gone: everything is read again.",
            folder=folder,
        ),
        "parties": Refusal(
            "cluster.anew_parties",
            "Other parties are named in the roster than at the earlier screening in "
            "{folder}, or its candidates stand in another order, which may matter in any "
            "text: everything is read again.",
            folder=folder,
        ),
        "output": Refusal(
            "cluster.anew_output",
            "What the earlier screening wrote is gone from {folder}: everything is read again.",
            folder=folder,
        ),
    }[why]


def _digest_of(roster: Path) -> str:
    try:
        return Roster.of(roster.read_bytes()).digest
    except (Refusal, OSError):
        return ""
