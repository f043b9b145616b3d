"""Does screening treat groups alike? The same figures for each class of author and each kind of candidate.

A group's figures rest on the records that name one of its candidates, so a record that names two
may count in two groups. Nothing here is put right by weights: a gap is shown, people ask why.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import polars as pl

from hustings.screening.evaluate import Read, pairs, share, signalled, sure

ASKED = ("sex", "nominated_by", "region")
UNKNOWN = "not told"
_HEADER = f"{'':<30}{'records':>8}{'named, found':>14}{'kinds F1':>10}{'true':>7}{'told':>7}"
Groups = Mapping[str, Mapping[str, str]]  # what is asked → candidate → group


def of(candidates: pl.DataFrame) -> Groups:
    """The groups of a roster's candidates: by sex, by who nominated them, by region."""
    rows = candidates.select("candidate_id", *ASKED).to_dicts()
    return {asked: {row["candidate_id"]: row[asked] or UNKNOWN for row in rows} for asked in ASKED}


def figures(reads: Sequence[Read], groups: Groups) -> dict[str, dict[str, dict[str, Any]]]:
    """{what is asked: {group: figures}}.

    records; named: recall of the group's candidates over (record, candidate); kinds: F1; true and
    told: the share of records that carry any signal, and of those that are told to.
    """
    told = {"author": _by_author(reads)}
    for asked, member in groups.items():
        names = sorted(set(member.values()))
        told[asked] = {name: _of_candidates(reads, member, name) for name in names}
    return {
        asked: {name: found for name, found in some.items() if found["records"]}
        for asked, some in told.items()
    }


def _by_author(reads: Sequence[Read]) -> dict[str, dict[str, Any]]:
    classes = sorted({_class(read) for read in reads})
    return {
        name: _figures([read for read in reads if _class(read) == name], None) for name in classes
    }


def _class(read: Read) -> str:
    author = read.gold.get("author") or {}
    return str(author.get("class") or UNKNOWN)


def _of_candidates(reads: Sequence[Read], member: Mapping[str, str], name: str) -> dict[str, Any]:
    own = {candidate for candidate, group in member.items() if group == name}
    naming = [
        read for read in reads if own & {one["candidate"] for one in sure(read.gold, "mentions")}
    ]
    return _figures(naming, own)


def _figures(reads: Sequence[Read], own: set[str] | None) -> dict[str, Any]:
    def named(record: Mapping[str, Any]) -> set[Any]:
        found = {one["candidate"] for one in sure(record, "mentions")}
        return found if own is None else found & own

    return {
        "records": len(reads),
        "named": pairs(reads, named)["recall"],
        "kinds": pairs(reads, signalled)["f1"],
        "true": _with_signal(read.gold for read in reads),
        "told": _with_signal(read.said for read in reads),
    }


def _with_signal(records: Iterable[Mapping[str, Any]]) -> float | None:
    there = [bool(signalled(record)) for record in records]
    return share(sum(there), len(there))


def lines(found: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> list[str]:
    """The figures for people, one line a group."""
    told = ["", _HEADER]
    for asked, groups in found.items():
        told.append(asked)
        for name, one in groups.items():
            named, kinds, true, said = (
                "–" if one[field] is None else f"{one[field]:.2f}"
                for field in ("named", "kinds", "true", "told")
            )
            told.append(
                f"  {name[:28]:<28}{one['records']:>8}{named:>14}{kinds:>10}{true:>7}{said:>7}"
            )
    return told
