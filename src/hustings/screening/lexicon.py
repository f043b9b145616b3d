"""The lexicon of a pack: which words show which signal, as data that lawyers read and change.

`packs/<code>/lexicon/` holds one CSV a kind, `context.csv` (what speaks against a signal: a
report, the commission's own words, a quotation to refute …) and `classes.csv` (word classes).
The columns and the grammar are described in docs/signals.md.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import polars as pl

from hustings.screening import lexicon_file
from hustings.screening.lexicon_pattern import (
    PatternError,
    Reading,
    Word,
    readings,
    words,
)

KINDS = (
    "call",
    "preference",
    "consequences",
    "activity",
    "discredit",
    "bribery",
    "charity",
    "poll",
    "hatred",
    "event",
)
CONTEXTS = (
    "report",
    "commission",
    "refutes",
    "endorses",
    "turnout",
    "elsewhere",
    "professional",
    "neutral",
    "mocks",
    "advert",
    "campaign",
    "self",
)
STANCES = ("for", "against", "none")
SENSES = ("shows", "denies")
NEAR = ("", "mention", "number")
LANGUAGES = ("ky", "ru", "uz", "en", "*")
COLUMNS = (
    "pattern",
    "language",
    "sense",
    "stance",
    "weight",
    "near",
    "added_by",
    "when",
    "why",
)
CLASS_COLUMNS = ("class", "words", "added_by", "when", "why")
PATTERNS = pl.Schema(
    {
        "pattern": pl.UInt32,
        "file": pl.String,
        "line": pl.UInt32,
        "kind": pl.String,
        "context": pl.String,
        "sense": pl.String,
        "stance": pl.String,
        "weight": pl.Float64,
        "near": pl.String,
        "text": pl.String,
    }
)
STEPS = pl.Schema(
    {
        "reading": pl.UInt32,
        "pattern": pl.UInt32,
        "step": pl.UInt32,
        "place": pl.UInt32,
        "gap": pl.Int64,
        "last": pl.Boolean,
    }
)
PLACES = pl.Schema(
    {
        "place": pl.UInt32,
        "begins": pl.String,
        "ends": pl.String,
        "whole": pl.Boolean,
    }
)
NO_PATTERNS = ("classes.csv", "themes.csv")


@dataclass(frozen=True)
class Lexicon:
    """A lexicon ready for matching; the frames are described where `signals_match` reads them.

    `patterns`: [pattern, file, line, kind, context, sense, stance, weight, near, text];
    `steps`: [reading, pattern, step, place, gap, last]; `places`: [place, begins, ends, whole];
    `themes`: [place, begins, ends, whole, theme], the word fields of `themes.csv`.
    """

    patterns: pl.DataFrame
    steps: pl.DataFrame
    places: pl.DataFrame
    themes: pl.DataFrame
    digest: str


def load(folder: Path) -> Lexicon:
    """The lexicon under a pack's folder (`folder/lexicon/*.csv`).

    Refusals: those of `lexicon_file`, each with file, row (the header is row 1) and column.
    """
    return _load(folder / "lexicon", _digest(folder / "lexicon"))


@lru_cache(maxsize=8)
def _load(folder: Path, digest: str) -> Lexicon:
    classes = dict(_classes(folder / "classes.csv"))
    lines: list[dict[str, object]] = []
    steps: list[tuple[int, int, int, int, int, bool]] = []
    places: dict[frozenset[Word], int] = {}
    for file in sorted(folder.glob("*.csv")):
        if file.name in NO_PATTERNS:
            continue
        if file.stem not in (*KINDS, "context"):
            raise lexicon_file.misnamed(file, KINDS)
        for line, row in lexicon_file.rows(file, COLUMNS):
            entry = _entry(file, line, row)
            entry["pattern"] = len(lines)
            for reading in _readings(file, line, row["pattern"], classes):
                number = steps[-1][0] + 1 if steps else 0
                for step, place in enumerate(reading):
                    known = places.setdefault(place.words, len(places))
                    last = step == len(reading) - 1
                    steps.append((number, len(lines), step, known, place.gap, last))
            lines.append(entry)
    themes = dict(_classes(folder / "themes.csv"))
    return Lexicon(_patterns(lines), _steps(steps), _places(places), _themes(themes), digest)


def _themes(themes: Mapping[str, frozenset[Word]]) -> pl.DataFrame:
    return pl.concat(
        [
            _places({words_taken: number}).with_columns(theme=pl.lit(name))
            for number, (name, words_taken) in enumerate(themes.items())
        ]
        or [_places({}).with_columns(theme=pl.lit(""))]
    )


def _digest(folder: Path) -> str:
    files = sorted(folder.glob("*.csv"))
    if not files:
        raise lexicon_file.missing(folder)
    total = hashlib.sha256()
    for file in files:
        total.update(file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return f"sha256:{total.hexdigest()}"


def _classes(file: Path) -> Iterator[tuple[str, frozenset[Word]]]:
    if not file.exists():
        return
    for line, row in lexicon_file.rows(file, CLASS_COLUMNS):
        if not row["class"].isidentifier():
            raise lexicon_file.cell(file, line, "class")
        try:
            yield row["class"], frozenset().union(*(words(w) for w in row["words"].split()))
        except PatternError as error:
            raise lexicon_file.pattern(file, line, row["words"], error) from error


def _entry(file: Path, line: int, row: dict[str, str]) -> dict[str, object]:
    context = file.stem == "context"
    lexicon_file.one_of(file, line, row, "language", LANGUAGES)
    lexicon_file.one_of(file, line, row, "sense", CONTEXTS if context else SENSES)
    lexicon_file.one_of(file, line, row, "stance", STANCES)
    lexicon_file.one_of(file, line, row, "near", NEAR)
    return {
        "file": file.name,
        "line": line,
        "kind": None if context else file.stem,
        "context": row["sense"] if context else None,
        "sense": row["sense"],
        "stance": row["stance"],
        "weight": lexicon_file.weight(file, line, row["weight"]),
        "near": row["near"],
        "text": row["pattern"],
    }


def _readings(
    file: Path, line: int, pattern: str, classes: Mapping[str, frozenset[Word]]
) -> list[Reading]:
    try:
        return readings(pattern, classes)
    except PatternError as error:
        raise lexicon_file.pattern(file, line, pattern, error) from error


def _patterns(lines: list[dict[str, object]]) -> pl.DataFrame:
    return pl.DataFrame(lines, schema=PATTERNS)


def _steps(steps: list[tuple[int, int, int, int, int, bool]]) -> pl.DataFrame:
    return pl.DataFrame(steps, schema=STEPS, orient="row")


def _places(places: dict[frozenset[Word], int]) -> pl.DataFrame:
    flat = [
        (number, word.begins, word.ends, word.whole)
        for taken, number in places.items()
        for word in sorted(taken)
    ]
    return pl.DataFrame(flat, schema=PLACES, orient="row")
