"""How well a screening agrees with people: precision, recall, and what the ranking saves.

Nothing is averaged over what was not there: a share of nothing is null, never 0 or 1.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hustings.screening.lexicon import KINDS

SURE = 0.5
WANTED = 0.95
BINS = 10
NOTHING = "nothing"
_NARROW = 7
_HEADER = f"{'':<22}{'precision':>10}{'recall':>8}{'F1':>8}{'true':>7}{'said':>7}"

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
    found; calibration: how far probabilities lie from shares; languages: the same for each
    language, its kinds all together; confusion: {missed kind: {told kind: records}}.
    """
    return {
        **_summary(reads),
        "kinds": {
            **{kind: pairs(reads, signalled, only=kind) for kind in KINDS},
            "all": pairs(reads, signalled),
        },
        "confusion": _confusion(reads),
        "languages": {
            language: _summary([read for read in reads if read.language == language])
            for language in sorted({read.language for read in reads})
        },
    }


def _summary(reads: Sequence[Read]) -> dict[str, Any]:
    return {
        "records": len(reads),
        "mentions": pairs(reads, _candidates),
        "any_signal": pairs(reads, _any),
        "kinds": pairs(reads, signalled),
        "stances": pairs(reads, _stances),
        "ranking": _ranking(reads),
        "calibration": _calibration(reads),
    }


def sure(record: Record, field: str) -> Iterable[Record]:
    """What is told of a record at probability 0.5 or more; all that people annotated."""
    return (one for one in record[field] if one.get("probability", 1.0) >= SURE)


def _candidates(record: Record) -> set[Any]:
    return {one["candidate"] for one in sure(record, "mentions")}


def signalled(record: Record) -> set[Any]:
    """The kinds of signal that a record carries."""
    return {one["kind"] for one in sure(record, "signals")}


def _any(record: Record) -> set[Any]:
    return {"signal"} if any(sure(record, "signals")) else set()


def _stances(record: Record) -> set[Any]:
    return {(one["kind"], one["stance"], one["target"]) for one in sure(record, "signals")}


def pairs(reads: Iterable[Read], of: Any, *, only: str | None = None) -> Scores:
    """Precision, recall and F1 of what `of` takes from a record, over all (record, thing)."""
    hit = said = true = 0
    for read in reads:
        gold, found = of(read.gold), of(read.said)
        if only is not None:
            gold, found = gold & {only}, found & {only}
        hit += len(gold & found)
        said += len(found)
        true += len(gold)
    return {
        "precision": share(hit, said),
        "recall": share(hit, true),
        "f1": share(2 * hit, said + true),
        "true": true,
        "said": said,
        "hit": hit,
    }


def share(part: float, whole: float) -> float | None:
    """A share; null where there is nothing to take it of."""
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
        "average_precision": share(precisions, wanted),
        "read_for_95": share(effort or 0, len(ranked)) if wanted else None,
        "relevant": wanted,
    }


def _calibration(reads: Sequence[Read]) -> Scores:
    """Expected calibration error, in BINS of equal width: of what is told (probability 0.5 and
    more), and of all pairs of record and kind, where a kind not spoken of counts as 0.
    """
    told, every = [], []
    for read in reads:
        true = signalled(read.gold)
        chances = dict.fromkeys(KINDS, 0.0)
        for one in read.said["signals"]:
            chances[one["kind"]] = max(chances[one["kind"]], one["probability"])
        every += [(chance, kind in true) for kind, chance in chances.items()]
        told += [(chance, kind in true) for kind, chance in chances.items() if chance >= SURE]
    return {"told": _error(told), "pairs": _error(every)}


def _error(chances: Sequence[tuple[float, bool]]) -> float | None:
    bins: dict[int, list[tuple[float, bool]]] = {}
    for chance, true in chances:
        bins.setdefault(min(BINS - 1, int(chance * BINS)), []).append((chance, true))
    apart = sum(
        abs(sum(chance for chance, _ in some) - sum(true for _, true in some))
        for some in bins.values()
    )
    return share(apart, len(chances))


def _confusion(reads: Iterable[Read]) -> dict[str, dict[str, int]]:
    """How often a missed kind (row) stands where another was told instead (column); NOTHING for
    a kind missed with nothing told instead, and for one told where nothing was missed.
    """
    rows: dict[str, dict[str, int]] = {kind: {} for kind in (*KINDS, NOTHING)}
    for read in reads:
        gold, found = signalled(read.gold), signalled(read.said)
        missed, extra = sorted(gold - found), sorted(found - gold)
        if not missed and not extra:
            continue
        for kind in missed or [NOTHING]:
            for other in extra or [NOTHING]:
                rows[kind][other] = rows[kind].get(other, 0) + 1
    return {kind: row for kind, row in rows.items() if row}


def table(figures: Mapping[str, Any]) -> str:
    """The figures for people: one line a question."""
    lines = [_HEADER, *_summary_lines({**figures, "kinds": figures["kinds"]["all"]})]
    lines += [_line(f"  {kind}", figures["kinds"][kind]) for kind in KINDS]
    lines += _confusion_lines(figures["confusion"])
    for language, one in figures["languages"].items():
        lines += ["", f"{language} ({one['records']})", *_summary_lines(one)]
    return "\n".join(lines)


def _summary_lines(figures: Mapping[str, Any]) -> list[str]:
    ranking, calibration = figures["ranking"], figures["calibration"]
    return [
        _line("mentions", figures["mentions"]),
        _line("any signal", figures["any_signal"]),
        _line("kinds", figures["kinds"]),
        _line("kind, stance, target", figures["stances"]),
        f"average precision of the ranking: {_told(ranking['average_precision'])}",
        f"share read until 95 % are found: {_told(ranking['read_for_95'])}",
        f"calibration error of what is told: {_told(calibration['told'])}",
        f"calibration error of all pairs: {_told(calibration['pairs'])}",
    ]


def _confusion_lines(confusion: Mapping[str, Mapping[str, int]]) -> list[str]:
    """A square of counts: missed kinds down, told instead across."""
    if not confusion:
        return []
    names = (*KINDS, NOTHING)
    head = "".join(f"{name[:_NARROW]:>{_NARROW + 1}}" for name in names)
    lines = [f"{'missed ↓  told →':<16}{head}"]
    for kind, row in confusion.items():
        cells = "".join(f"{row.get(name, '') or '·':>{_NARROW + 1}}" for name in names)
        lines.append(f"{kind:<16}{cells}")
    return lines


def _line(name: str, scores: Scores) -> str:
    told = (_told(scores[field]) for field in ("precision", "recall", "f1"))
    precision, recall, f1 = told
    return f"{name:<22}{precision:>10}{recall:>8}{f1:>8}{scores['true']:>7}{scores['said']:>7}"


def _told(share: float | None) -> str:
    return "–" if share is None else f"{share:.3f}"
