"""The register as data: JSON lines and CSV, each outcome a row of the latter."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from hustings.desk.register.models import Entry

COLUMNS = (
    "entry", "state", "published_at", "resolution", "adopted_at", "districts", "respondent", "class",
    "offence", "provision", "outcome", "units", "amount", "currency", "per", "arithmetic", "payer",
    "verified", "state", "appeal", "followed",
)  # fmt: skip
# A cell that begins so is a formula to a spreadsheet, full-width twins included.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def told(entry: Entry) -> dict[str, Any]:
    """An entry as JSON: the public record, its digest, and what became of it."""
    shown = entry.public if entry.state == Entry.State.PUBLISHED else None
    return {
        "entry": entry.number, "state": entry.state,
        "published_at": entry.published_at.isoformat() if entry.published_at else None,
        "digest": entry.public_digest, "record": shown,
        "corrections": [
            {"at": one.at.isoformat(), "text": one.text} for one in entry.corrections.all()
        ],
    }  # fmt: skip


def json_lines(entries: Iterable[Entry]) -> Iterator[str]:
    for entry in entries:
        yield json.dumps(told(entry), ensure_ascii=False) + "\n"


def as_csv(entries: Iterable[Entry]) -> str:
    """RFC 4180; a cell that a spreadsheet would take for a formula is made text."""
    body = io.StringIO()
    writer = csv.writer(body)
    writer.writerow(COLUMNS)
    for entry in entries:
        if entry.state != Entry.State.PUBLISHED:
            continue
        for row in entry.public["outcomes"]:
            writer.writerow([inert(cell) for cell in _cells(entry, row)])
    return body.getvalue()


def _cells(entry: Entry, row: dict[str, Any]) -> list[object]:
    public = entry.public
    return [
        entry.number, entry.state, entry.published_at and entry.published_at.isoformat(),
        public["resolution"], public["adopted_at"], " ".join(public["districts"]),
        row["respondent"], row["class"]["en"], row["offence"], row["provision"], row["outcome"],
        row["units"], row["amount"], row["currency"], (row["per"] or {}).get("en"),
        row["arithmetic"], (row["payer"] or {}).get("en"), row["verified"], row["state"],
        row["appeal"], " ".join(one["outcome"] for one in row["followed"]),
    ]  # fmt: skip


def inert(cell: object) -> str:
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(FORMULA) else text
