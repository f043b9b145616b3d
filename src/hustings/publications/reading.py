"""What reading a file yields: good rows as columns, bad rows numbered and explained."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import polars as pl

from hustings.refusal import Refusal

EARLIEST_YEAR = 2000  # no social network is older; an earlier year is a slip or an Excel serial


class Unreadable(Refusal):
    """A file that cannot be read at all; nothing of it was kept."""


@dataclass(frozen=True, kw_only=True)
class BadRow:
    """A row that could not be read: its number as a person counts rows of the file, and why."""

    row: int
    column: str
    value: str
    reason: str  # an English sentence of the room's catalogue

    def as_dict(self) -> dict[str, object]:
        return {"row": self.row, "column": self.column, "value": self.value, "reason": self.reason}


@dataclass(kw_only=True)
class Reading:
    """One file as read: `frames` in the shape of SCHEMA without id, collected_at, raw_ref."""

    format: str
    rows_read: int
    frames: list[pl.DataFrame] = field(default_factory=list)
    unreadable: list[BadRow] = field(default_factory=list)

    def batches(self) -> Iterator[pl.DataFrame]:
        yield from self.frames


VALUE_SHOWN = 80  # characters of a bad value that a report shows


def shown(value: object) -> str:
    """A bad value, short enough to print."""
    text = str(value)
    return text if len(text) <= VALUE_SHOWN else text[:VALUE_SHOWN] + "…"
