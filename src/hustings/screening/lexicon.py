"""The lexicon of a pack: which words show which signal, as data that lawyers read and change.

`packs/<code>/lexicon/` holds one CSV a kind, `context.csv` (what speaks against a signal: a
report, the commission's own words, a quotation to refute …) and `classes.csv` (word classes).
The columns and the grammar are described in docs/signals.md.
"""

import csv
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import polars as pl

from hustings.refusal import Refusal
from hustings.screening.lexicon_pattern import (
    PatternRefusal,
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
NO_PATTERNS = ("classes.csv", "themes.csv")
HEAVIEST = 6.0


class LexiconRefusal(Refusal):
    """Codes `lexicon.*`: a lexicon that cannot be used as it stands; nothing was loaded."""


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

    Refusals (`LexiconRefusal`): `lexicon.missing`, `.column`, `.cell`, `.pattern`, `.twice`,
    each with file, row (the header is row 1) and column.
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
        for line, row in _rows(file, COLUMNS):
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
        raise LexiconRefusal(
            "lexicon.missing",
            "There is no lexicon in {folder}. Add at least one CSV named after a kind of "
            "signal, for instance call.csv.",
            folder=str(folder),
        )
    total = hashlib.sha256()
    for file in files:
        total.update(file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return f"sha256:{total.hexdigest()}"


def _rows(file: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        text = file.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _cell(file, 1, "-", "the file is not UTF-8; save it as UTF-8") from error
    reader = csv.DictReader(text.splitlines())
    for column in columns:
        if column not in (reader.fieldnames or ()):
            raise LexiconRefusal(
                "lexicon.column",
                "{file} has no column “{column}”. Add it to row 1; the columns are {columns}.",
                file=file.name,
                column=column,
                columns=", ".join(columns),
            )
    seen: dict[tuple[str, str], int] = {}
    for line, row in enumerate(reader, start=2):
        cells = {column: (row[column] or "").strip() for column in columns}
        if not any(cells.values()):
            continue
        key = (cells[columns[0]], cells.get("sense", ""))
        if key in seen:
            raise LexiconRefusal(
                "lexicon.twice",
                "{file}, row {row}: “{what}” stands in row {first} already. Keep one of them.",
                file=file.name,
                row=line,
                what=key[0],
                first=seen[key],
            )
        seen[key] = line
        yield line, cells


def _classes(file: Path) -> Iterator[tuple[str, frozenset[Word]]]:
    if not file.exists():
        return
    for line, row in _rows(file, CLASS_COLUMNS):
        name = row["class"]
        if not name.isidentifier():
            raise _cell(file, line, "class", "write a name of letters, without spaces")
        try:
            yield name, frozenset().union(*(words(w, w) for w in row["words"].split()))
        except PatternRefusal as refusal:
            raise _cell(file, line, "words", str(refusal.facts["why"])) from refusal


def _entry(file: Path, line: int, row: dict[str, str]) -> dict[str, object]:
    kind = file.stem
    if kind not in (*KINDS, "context"):
        raise _cell(file, 1, "-", f"name the file after a kind: {', '.join(KINDS)}")
    senses = CONTEXTS if kind == "context" else SENSES
    _one_of(file, line, row, "language", LANGUAGES)
    _one_of(file, line, row, "sense", senses)
    _one_of(file, line, row, "stance", STANCES)
    _one_of(file, line, row, "near", NEAR)
    for column in ("added_by", "why"):
        if not row[column]:
            raise _cell(file, line, column, "say it in a few words")
    try:
        date.fromisoformat(row["when"])
    except ValueError as error:
        raise _cell(file, line, "when", "write a date as 2025-11-30") from error
    return {
        "file": file.name,
        "line": line,
        "kind": None if kind == "context" else kind,
        "context": row["sense"] if kind == "context" else None,
        "sense": row["sense"],
        "stance": row["stance"],
        "weight": _weight(file, line, row["weight"]),
        "near": row["near"],
        "text": row["pattern"],
    }


def _weight(file: Path, line: int, cell: str) -> float:
    try:
        weight = float(cell)
    except ValueError:
        weight = -1.0
    if not 0 < weight <= HEAVIEST:
        raise _cell(file, line, "weight", f"write a number above 0, at most {HEAVIEST:g}")
    return weight


def _one_of(
    file: Path, line: int, row: dict[str, str], column: str, allowed: tuple[str, ...]
) -> None:
    if row[column] not in allowed:
        raise _cell(file, line, column, f"write one of: {', '.join(filter(None, allowed))}")


def _readings(
    file: Path, line: int, pattern: str, classes: Mapping[str, frozenset[Word]]
) -> list[Reading]:
    try:
        return readings(pattern, classes)
    except PatternRefusal as refusal:
        raise LexiconRefusal(
            "lexicon.pattern",
            "{file}, row {row}, column pattern: “{pattern}” cannot be read: {why}. "
            "The grammar stands in docs/signals.md.",
            file=file.name,
            row=line,
            **refusal.facts,
        ) from refusal


def _cell(file: Path, line: int, column: str, way_out: str) -> LexiconRefusal:
    return LexiconRefusal(
        "lexicon.cell",
        "{file}, row {row}, column {column}: {way_out}.",
        file=file.name,
        row=line,
        column=column,
        way_out=way_out,
    )


def _patterns(lines: list[dict[str, object]]) -> pl.DataFrame:
    return pl.DataFrame(
        lines,
        schema={
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
        },
    )


def _steps(steps: list[tuple[int, int, int, int, int, bool]]) -> pl.DataFrame:
    return pl.DataFrame(
        steps,
        schema={
            "reading": pl.UInt32,
            "pattern": pl.UInt32,
            "step": pl.UInt32,
            "place": pl.UInt32,
            "gap": pl.Int64,
            "last": pl.Boolean,
        },
        orient="row",
    )


def _places(places: dict[frozenset[Word], int]) -> pl.DataFrame:
    flat = [
        (number, word.begins, word.ends, word.whole)
        for taken, number in places.items()
        for word in sorted(taken)
    ]
    return pl.DataFrame(
        flat,
        schema={
            "place": pl.UInt32,
            "begins": pl.String,
            "ends": pl.String,
            "whole": pl.Boolean,
        },
        orient="row",
    )
