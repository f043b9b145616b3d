"""How well a screening agrees with people: precision, recall, and what the ranking saves.

Nothing is averaged over what was not there: a share of nothing is null, never 0 or 1.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hustings.screening.lexicon import KINDS

SURE = 0.5
WANTED = 0.95

Record = Mapping[str, Any]
Scores = dict[str, float | int | None]


@dataclass(frozen=True)
class Read:
    """One record as people annotated it, and what screening says of it."""

    language: str
    gold: Record
    said: Record

    @property
    def relevant(self) -> bool:
        return bool(self.gold["signals"])


def figures(reads: Sequence[Read]) -> dict[str, Any]:
    """All figures of a corpus, as one object for JSON.

    mentions: candidates named, over (record, candidate); kinds: each kind of signal, counted
    once a record at probability 0.5, and `all` over all kinds; any_signal: records with any
    signal; stances: (record, kind, stance, target); ranking: average precision, where a record
    with a signal is what is looked for, and the share of records read until 95 % of them are
    found; languages: the first figures for each language.
    """
    return {
        "records": len(reads),
        "mentions": _pairs(reads, _candidates),
        "kinds": {
            **{kind: _pairs(reads, _kinds, only=kind) for kind in KINDS},
            "all": _pairs(reads, _kinds),
        },
        "any_signal": _pairs(reads, _any),
        "stances": _pairs(reads, _stances),
        "ranking": _ranking(reads),
        "languages": {
            language: {
                "records": len(some),
                "mentions": _pairs(some, _candidates),
                "any_signal": _pairs(some, _any),
                "kinds": _pairs(some, _kinds),
            }
            for language in sorted({read.language for read in reads})
            for some in [[read for read in reads if read.language == language]]
        },
    }


def _sure(record: Record, field: str) -> Iterable[Record]:
    return (one for one in record[field] if one.get("probability", 1.0) >= SURE)


def _candidates(record: Record) -> set[Any]:
    return {one["candidate"] for one in _sure(record, "mentions")}


def _kinds(record: Record) -> set[Any]:
    return {one["kind"] for one in _sure(record, "signals")}


def _any(record: Record) -> set[Any]:
    return {"signal"} if any(_sure(record, "signals")) else set()


def _stances(record: Record) -> set[Any]:
    return {(one["kind"], one["stance"], one["target"]) for one in _sure(record, "signals")}


def _pairs(reads: Iterable[Read], of: Any, *, only: str | None = None) -> Scores:
    hit = said = true = 0
    for read in reads:
        gold, found = of(read.gold), of(read.said)
        if only is not None:
            gold, found = gold & {only}, found & {only}
        hit += len(gold & found)
        said += len(found)
        true += len(gold)
    return {
        "precision": _share(hit, said),
        "recall": _share(hit, true),
        "f1": _share(2 * hit, said + true),
        "true": true,
        "said": said,
        "hit": hit,
    }


def _share(part: float, whole: float) -> float | None:
    return round(part / whole, 4) if whole else None


def _ranking(reads: Sequence[Read]) -> Scores:
    ranked = sorted(reads, key=lambda read: (-read.said["rank"], str(read.gold["id"])))
    wanted = sum(read.relevant for read in ranked)
    found, precisions, effort = 0, 0.0, None
    for place, read in enumerate(ranked, 1):
        if read.relevant:
            found += 1
            precisions += found / place
            if effort is None and found >= WANTED * wanted:
                effort = place
    return {
        "average_precision": _share(precisions, wanted),
        "read_for_95": _share(effort or 0, len(ranked)) if wanted else None,
        "relevant": wanted,
    }


def table(figures: Mapping[str, Any]) -> str:
    """The figures for people: one line a question."""
    lines = [f"{'':<22}{'precision':>10}{'recall':>8}{'F1':>8}{'true':>7}{'said':>7}"]
    lines.append(_line("mentions", figures["mentions"]))
    lines.append(_line("any signal", figures["any_signal"]))
    lines.append(_line("kind, stance, target", figures["stances"]))
    lines += [_line(f"  {kind}", scores) for kind, scores in figures["kinds"].items()]
    for language, one in figures["languages"].items():
        lines.append(f"{language} ({one['records']})")
        lines += [_line(f"  {name}", one[name]) for name in ("mentions", "any_signal", "kinds")]
    ranking = figures["ranking"]
    lines.append(f"average precision of the ranking: {_told(ranking['average_precision'])}")
    lines.append(f"share read until 95 % are found: {_told(ranking['read_for_95'])}")
    return "\n".join(lines)


def _line(name: str, scores: Scores) -> str:
    told = (_told(scores[field]) for field in ("precision", "recall", "f1"))
    precision, recall, f1 = told
    return f"{name:<22}{precision:>10}{recall:>8}{f1:>8}{scores['true']:>7}{scores['said']:>7}"


def _told(share: float | None) -> str:
    return "–" if share is None else f"{share:.3f}"
