"""The roster: who is registered, where, under which number and which names."""

import csv
import hashlib
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from hustings.refusal import Refusal
from hustings.screening import fold, forms, names_spelling, names_words

NAMES = ("name_ru", "name_ky", "name_latin")
COLUMNS = (
    "candidate_id",
    "district",
    "region",
    "ballot_number",
    *NAMES,
    "sex",
    "nominated_by",
    "occupation",
    "registered_on",
    "status",
)
LONGEST_CELL = 300
LONGEST_FILE = 64 << 20
_LAST = ("ович", "евич", "овна", "евна", "ична", "ович.", "ovich", "evich", "ovna", "evna")


class RosterRefusal(Refusal):
    """Codes `roster.*`: a roster that cannot be used as it stands; nothing was taken over."""


@dataclass(frozen=True)
class Roster:
    """Candidates as registered.

    `candidates`: one row each, COLUMNS as text (empty where the file says nothing), in the
    file's order. `digest`: "sha256:…" over exactly those cells. `warnings`: sentences about
    rows that were taken but deserve a look, each with its facts.
    """

    candidates: pl.DataFrame = field(compare=False)  # the digest compares, and hashes, for it
    digest: str
    warnings: tuple[Refusal, ...] = field(default=(), compare=False)

    @classmethod
    def read(cls, path: Path | str, *, mapping: Mapping[str, str] | None = None) -> "Roster":
        """From a CSV file in UTF-8 with a header; the order of columns is free.

        `mapping`: our column → the file's, where they differ. Required: candidate_id and one
        name. Refusals (`RosterRefusal`) name row (the header is row 1), column and rule.
        """
        data = Path(path).read_bytes()
        return cls.of(data, name=Path(path).name, mapping=mapping)

    @classmethod
    def of(
        cls, data: bytes, *, name: str = "roster.csv", mapping: Mapping[str, str] | None = None
    ) -> "Roster":
        """The same from the file's bytes."""
        rows = list(_rows(_text(data, name), name, mapping or {}))
        if not rows:
            raise RosterRefusal(
                "roster.empty",
                "{file} lists no candidate. Put a header and one line for each candidate into it.",
                file=name,
            )
        warnings = _check(rows, name)
        frame = pl.DataFrame(
            [{column: row[column] for column in COLUMNS} for _, row in rows],
            schema=dict.fromkeys(COLUMNS, pl.String),
        )
        return cls(frame, _digest(frame), tuple(warnings))

    @property
    def parties(self) -> tuple[str, ...]:
        """Names of those who nominated, once each, in alphabetical order."""
        named = self.candidates["nominated_by"].unique().to_list()
        return tuple(sorted(party for party in named if party))


@dataclass(frozen=True)
class Name:
    """A candidate's name in one language, taken apart; all in small letters.

    `child_of`: the surname is a father's name with уулу or кызы (Эрлан уулу Азамат).
    """

    surname: str
    given: str = ""
    patronymic: str = ""
    child_of: bool = False


def take_apart(name: str) -> Name:
    """Surname, given name, patronymic from a name as registered (surname first, or last where
    the patronymic stands in the middle).
    """
    words = name.casefold().replace(",", " ").split()
    particles = [at for at, word in enumerate(words) if word in forms.CHILD_OF and at > 0]
    if particles:
        at = particles[0]
        father, rest = words[at - 1], words[: at - 1] + words[at + 1 :]
        if len(rest) >= 2:  # noqa: PLR2004 - surname and given name stand beside the father's
            return Name(rest[0], rest[1], father)
        return Name(father, "".join(rest[:1]), "", child_of=True)
    if len(words) == 3 and words[1].endswith(_LAST):  # noqa: PLR2004 - given, patronymic, surname
        return Name(words[2], words[0], words[1])
    surname, given, patronymic = [*words, "", "", ""][:3]
    return Name(surname, given, patronymic)


def _text(data: bytes, name: str) -> str:
    if len(data) > LONGEST_FILE:
        raise RosterRefusal(
            "roster.too_large",
            "{file} has {megabytes} MB; a roster may have {limit}. Is it the right file?",
            file=name, megabytes=len(data) >> 20, limit=LONGEST_FILE >> 20,
        )  # fmt: skip
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RosterRefusal(
            "roster.encoding",
            "{file} is not UTF-8: byte {position} cannot be read. "
            "Save the file as CSV UTF-8 and bring it in again.",
            file=name, position=error.start + 1,
        ) from error  # fmt: skip
    if "\0" in text:
        raise RosterRefusal(
            "roster.nul",
            "{file} holds NUL bytes, so it is no text. Save the file as CSV UTF-8.",
            file=name,
        )
    return text


def _rows(text: str, name: str, mapping: Mapping[str, str]) -> Iterable[tuple[int, dict[str, str]]]:
    delimiter = (
        ";" if text.partition("\n")[0].count(";") > text.partition("\n")[0].count(",") else ","
    )
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    header: dict[str, int] = {}
    try:
        for cells in reader:
            if not header:
                header = _header(cells, name, mapping)
            elif any(cell.strip() for cell in cells):
                yield reader.line_num, _row(cells, header, name, reader.line_num)
    except csv.Error as error:
        raise RosterRefusal(
            "roster.csv",
            "{file}, row {row}: the quotation marks or commas do not match up. "
            "Mend that row and bring the file in again.",
            file=name, row=reader.line_num,
        ) from error  # fmt: skip


def _header(cells: list[str], name: str, mapping: Mapping[str, str]) -> dict[str, int]:
    titles = [cell.strip() for cell in cells]
    twice = sorted({title for title in titles if title and titles.count(title) > 1})
    if twice:
        raise RosterRefusal(
            "roster.column_twice",
            "{file}: the column {column} stands twice in the header. Keep one.",
            file=name, column=twice[0],
        )  # fmt: skip
    header = {
        column: titles.index(mapping.get(column, column))
        for column in COLUMNS
        if mapping.get(column, column) in titles
    }
    missing = next((mapping[c] for c in mapping if c in COLUMNS and c not in header), None)
    if missing is None and "candidate_id" not in header:
        missing = "candidate_id"
    if missing is None and not set(NAMES) & set(header):
        missing = "name_ru"
    if missing is not None:
        raise RosterRefusal(
            "roster.column",
            "{file} has no column {column}. Its columns are: {columns}.",
            file=name, column=missing, columns=", ".join(titles)[:LONGEST_CELL],
        )  # fmt: skip
    return header


def _row(cells: list[str], header: Mapping[str, int], name: str, number: int) -> dict[str, str]:
    row = dict.fromkeys(COLUMNS, "")
    for column, at in header.items():
        value = " ".join(cells[at].split()) if at < len(cells) else ""
        if len(value) > LONGEST_CELL:
            raise RosterRefusal(
                "roster.too_long",
                "{file}, row {row}, column {column}: longer than {limit} characters. "
                "Is a quotation mark missing?",
                file=name, row=number, column=column, limit=LONGEST_CELL,
            )  # fmt: skip
        row[column] = value
    return row


def _check(rows: list[tuple[int, dict[str, str]]], name: str) -> list[Refusal]:
    known: dict[str, int] = {}
    people: dict[tuple[str, ...], int] = {}
    for number, row in rows:
        _check_row(number, row, name)
        first = known.setdefault(row["candidate_id"], number)
        if first != number:
            raise RosterRefusal(
                "roster.candidate_twice",
                "{file}, row {row}, column candidate_id: {value} stands in row {first} already. "
                "Each candidate has one line and one id.",
                file=name, row=number, value=row["candidate_id"], first=first,
            )  # fmt: skip
        person = (row["district"], row["ballot_number"], *(row[column] for column in NAMES))
        first = people.setdefault(person, number)
        if first != number:
            raise RosterRefusal(
                "roster.person_twice",
                "{file}, row {row}: the same name, district and number stand in row {first}. "
                "Remove one of the two lines.",
                file=name, row=number, first=first,
            )  # fmt: skip
    return _warnings(rows, name)


def _warnings(rows: list[tuple[int, dict[str, str]]], name: str) -> list[Refusal]:
    """Surnames that are words of everyday language, too."""
    surnames = pl.Series("raw", [_surname(row) for _, row in rows], dtype=pl.String)
    keys = names_spelling.keys(fold.words(surnames))
    common = names_words.whole()
    return [
        RosterRefusal(
            "roster.common_word",
            "{file}, row {row}: {value} is also a given name or an everyday word. Standing alone, "
            "it counts as this candidate only beside a district, a number or the full name.",
            file=name, row=number, value=surname,
        )
        for (number, _), surname, key in zip(rows, surnames, keys, strict=True)
        if key in common
    ]  # fmt: skip


def _surname(row: dict[str, str]) -> str:
    name = take_apart(next(row[column] for column in NAMES if row[column]))
    return "" if name.child_of else name.surname


def _check_row(number: int, row: dict[str, str], name: str) -> None:
    for column in ("candidate_id", *([] if any(row[one] for one in NAMES) else ["name_ru"])):
        if not row[column]:
            raise RosterRefusal(
                "roster.blank",
                "{file}, row {row}, column {column} is empty. Every candidate needs an id "
                "and a name.",
                file=name, row=number, column=column,
            )  # fmt: skip
    for column in NAMES:
        letters = [letter for letter in take_apart(row[column]).surname if letter.isalpha()]
        if row[column] and len(letters) < 2:  # noqa: PLR2004 - one letter names half the text
            raise RosterRefusal(
                "roster.surname_short",
                "{file}, row {row}, column {column}: the surname in {value} has fewer than two "
                "letters. Write the name in full, surname first.",
                file=name, row=number, column=column, value=row[column],
            )  # fmt: skip


def _digest(frame: pl.DataFrame) -> str:
    told = hashlib.sha256()
    for row in frame.iter_rows():
        told.update("\x1f".join(row).encode() + b"\x1e")
    return f"sha256:{told.hexdigest()}"
