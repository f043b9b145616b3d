"""Reading one CSV of a lexicon, and every refusal it may meet: file, row, column, way out."""

import csv
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from hustings.refusal import Refusal
from hustings.screening.lexicon_pattern import PatternError

HEAVIEST = 6.0


class LexiconRefusal(Refusal):
    """Codes `lexicon.*`: a lexicon that cannot be used as it stands; nothing was loaded."""


def rows(file: Path, columns: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """(row number, cells) of each line that says anything; the header is row 1.

    Refusals: `lexicon.encoding`, `.column`, `.twice`, and `.empty` for a line that does not say
    who added it, when and why.
    """
    try:
        text = file.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise LexiconRefusal(
            "lexicon.encoding", "{file} is not UTF-8. Save it as CSV UTF-8.", file=file.name
        ) from error
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
        if any(cells.values()):
            _said(file, line, cells)
            _once(file, line, (cells[columns[0]], cells.get("sense", "")), seen)
            yield line, cells


def _said(file: Path, line: int, cells: dict[str, str]) -> None:
    for column in ("added_by", "why"):
        if not cells[column]:
            raise LexiconRefusal(
                "lexicon.empty",
                "{file}, row {row}, column {column}: the cell is empty. "
                "Say who added the row, when and why.",
                file=file.name,
                row=line,
                column=column,
            )
    try:
        date.fromisoformat(cells["when"])
    except ValueError as error:
        raise LexiconRefusal(
            "lexicon.date",
            "{file}, row {row}, column when: “{value}” is no date. Write it as 2025-11-30.",
            file=file.name,
            row=line,
            value=cells["when"],
        ) from error


def _once(file: Path, line: int, key: tuple[str, str], seen: dict[tuple[str, str], int]) -> None:
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


def one_of(file: Path, line: int, row: dict[str, str], column: str, allowed: Sequence[str]) -> None:
    """Refuses (`lexicon.value`) a cell that holds none of the allowed words."""
    if row[column] not in allowed:
        raise LexiconRefusal(
            "lexicon.value",
            "{file}, row {row}, column {column}: “{value}” is not known there. "
            "Write one of: {allowed}.",
            file=file.name,
            row=line,
            column=column,
            value=row[column],
            allowed=", ".join(filter(None, allowed)),
        )


def weight(file: Path, line: int, cell: str) -> float:
    """The weight in a cell; refuses (`lexicon.weight`) anything but 0 < weight ≤ HEAVIEST."""
    try:
        number = float(cell)
    except ValueError:
        number = -1.0
    if not 0 < number <= HEAVIEST:
        raise LexiconRefusal(
            "lexicon.weight",
            "{file}, row {row}, column weight: “{value}” is no weight. "
            "Write a number above 0, at most {most}.",
            file=file.name,
            row=line,
            value=cell,
            most=f"{HEAVIEST:g}",
        )
    return number


def cell(file: Path, line: int, column: str) -> LexiconRefusal:
    """The refusal of a name that is no name of a class."""
    return LexiconRefusal(
        "lexicon.name",
        "{file}, row {row}, column {column}: write a name of letters, without spaces.",
        file=file.name,
        row=line,
        column=column,
    )


def misnamed(file: Path, kinds: Sequence[str]) -> LexiconRefusal:
    """The refusal of a file that is called after no kind of signal."""
    return LexiconRefusal(
        "lexicon.file",
        "The lexicon cannot use {file}. Call it after a kind of signal: {kinds}; or context.csv.",
        file=file.name,
        kinds=", ".join(kinds),
    )


def missing(folder: Path) -> LexiconRefusal:
    """The refusal of a folder without any CSV."""
    return LexiconRefusal(
        "lexicon.missing",
        "There is no lexicon in {folder}. Put a CSV there for at least one kind of signal, "
        "for instance call.csv.",
        folder=str(folder),
    )


def pattern(file: Path, line: int, written: str, error: PatternError) -> LexiconRefusal:
    """The refusal of a pattern that cannot be read."""
    if error.fault == "class":
        return LexiconRefusal(
            "lexicon.class",
            "{file}, row {row}: there is no class {place} in classes.csv. Add it there, or "
            "write the words.",
            file=file.name,
            row=line,
            place=error.place,
        )
    if error.fault == "length":
        return LexiconRefusal(
            "lexicon.length",
            "{file}, row {row}: the pattern “{pattern}” is too long, or too much of it may be "
            "missing. Write two patterns.",
            file=file.name,
            row=line,
            pattern=written,
        )
    return LexiconRefusal(
        "lexicon.pattern",
        "{file}, row {row}: “{place}” in the pattern “{pattern}” cannot be read. The grammar "
        "stands in docs/signals.md.",
        file=file.name,
        row=line,
        place=error.place,
        pattern=written,
    )
