"""CSV and JSON lines, with a mapping of their columns."""

import csv
import io
import json
from collections import Counter
from collections.abc import Collection, Mapping

import polars as pl

from hustings.publications.reading import BadRow, Reading, Unreadable, shown
from hustings.publications.shaping import NEEDED, USUAL, chosen, shaped

CELL = 16 * 1024 * 1024  # characters in one cell; a longer one is a quote that was never closed
WRONG_WIDTH = "the row has another number of cells than the header; look for a comma or quote in it"
NOT_JSON = "this line is not a JSON object; it was cut or edited by hand"
REASONS = (WRONG_WIDTH, NOT_JSON)


def read_csv(
    text: str, name: str, *, mapping: Mapping[str, str] | None, zone: str | None
) -> Reading:
    """Rows are counted as in the file: the header is row 1."""
    first = text.lstrip("\ufeff").split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    rows = _rows(text.lstrip("\ufeff"), name, delimiter)
    header, body = [cell.strip() for cell in rows[0]], rows[1:]
    picked = _picked(header, mapping, name)
    if not body:
        raise Unreadable(
            "publications.header_only",
            "{file} has a header and no rows; export it again.",
            file=name,
        )
    width = len(header)
    whole = [(number, row) for number, row in enumerate(body, start=2) if len(row) == width]
    bad = [
        BadRow(row=number, column="", value=shown(delimiter.join(row)), reason=WRONG_WIDTH)
        for number, row in enumerate(body, start=2)
        if len(row) != width
    ]
    frame = pl.DataFrame(
        dict(zip(header, zip(*(row for _, row in whole), strict=True), strict=True))
        if whole
        else {column: [] for column in header},
        schema=dict.fromkeys(header, pl.String),
    ).with_columns(pl.Series("row", [number for number, _ in whole], dtype=pl.Int64))
    good, unfit = shaped(frame, picked=picked, format_name="csv", source=_stem(name), zone=zone)
    return Reading(
        format="csv", rows_read=len(body), frames=[good], unreadable=_in_order(bad + unfit)
    )


def _rows(text: str, name: str, delimiter: str) -> list[list[str]]:
    csv.field_size_limit(CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[list[str]] = []
    try:
        rows.extend(row for row in reader if row)
    except csv.Error:
        raise Unreadable(
            "publications.open_quote",
            "{file}: a quote opened in row {row} is never closed, or stands where none may. "
            "Mend that row and import the file again; nothing of it was kept.",
            file=name,
            row=len(rows) + 1,
        ) from None
    return rows


def _picked(header: list[str], mapping: Mapping[str, str] | None, name: str) -> dict[str, str]:
    doubled = [column for column, count in Counter(header).items() if count > 1]
    if doubled:
        raise Unreadable(
            "publications.doubled_header",
            "{file}: the column {column} stands twice in the header; rename one of them.",
            file=name,
            column=doubled[0],
        )
    picked = chosen(header, mapping)
    for field, column in picked.items():
        if column not in header:
            raise Unreadable(
                "publications.no_such_column",
                "{file} has no column {column} for {field}; it has: {columns}.",
                file=name, column=column, field=field, columns=", ".join(header),
            )  # fmt: skip
    for field in NEEDED:
        if field not in picked and not (field == "text" and "media" in picked):
            raise Unreadable(
                "publications.missing_column",
                "{file} has no column for {field}; it has: {columns}. Name one with "
                "--map {field}=COLUMN.",
                file=name, field=field, columns=", ".join(header),
            )  # fmt: skip
    return picked


def read_jsonl(
    text: str, name: str, *, mapping: Mapping[str, str] | None, zone: str | None
) -> Reading:
    """One object a line; nested fields are named with a dot: author.name."""
    lines = text.lstrip("\ufeff").split("\n")
    numbered = [(number, line) for number, line in enumerate(lines, start=1) if line.strip()]
    numbers = [number for number, _ in numbered]
    bad: list[BadRow] = []
    try:
        frame = _objects([line for _, line in numbered])
    except (pl.exceptions.PolarsError, ValueError):
        # Some line is broken: only now is each looked at by itself.
        broken = {number: line for number, line in numbered if not _is_object(line)}
        bad = [
            BadRow(row=number, column="", value=shown(line), reason=NOT_JSON)
            for number, line in broken.items()
        ]
        numbers = [number for number in numbers if number not in broken]
        frame = _objects([line for number, line in numbered if number not in broken])
    if not numbers:
        raise Unreadable(
            "publications.no_objects", "{file}: no line of it is a JSON object.", file=name
        )
    told = (mapping or {}).get("media")
    frame = _flat(frame, {told} if told else set(USUAL["media"]))
    picked = _picked(frame.columns, mapping, name)
    framed = frame.with_columns(pl.Series("row", numbers, dtype=pl.Int64))
    good, unfit = shaped(framed, picked=picked, format_name="jsonl", source=_stem(name), zone=zone)
    return Reading(
        format="jsonl", rows_read=len(numbered), frames=[good], unreadable=_in_order(bad + unfit)
    )


def _objects(lines: list[str]) -> pl.DataFrame:
    if not lines:
        return pl.DataFrame()
    if not all(line.lstrip().startswith("{") and line.rstrip().endswith("}") for line in lines):
        raise ValueError("a line is no object")
    body = "\n".join(lines).encode()
    frame = pl.read_ndjson(body, infer_schema_length=None)
    if frame.height != len(lines):
        raise ValueError("a line holds more than one object, or less")
    return frame


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False


def _flat(frame: pl.DataFrame, kept: Collection[str]) -> pl.DataFrame:
    """Structs become dotted columns; of lists only media is kept, no other field of ours is one."""
    for column, kind in frame.schema.items():
        if isinstance(kind, pl.Struct):
            parts = [
                pl.col(column).struct.field(part.name).alias(f"{column}.{part.name}")
                for part in kind.fields
            ]
            frame = frame.with_columns(parts).drop(column)
    return frame.select(
        pl.col(name) for name, kind in frame.schema.items() if not kind.is_nested() or name in kept
    )


def _stem(name: str) -> str:
    return name.rsplit("/", 1)[-1].partition(".")[0].lower()


def _in_order(bad: list[BadRow]) -> list[BadRow]:
    return sorted(bad, key=lambda one: one.row)
