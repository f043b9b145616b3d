"""A matter is locked by each act in it, so that acts in one matter follow one another."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from hustings.desk.accounts.models import Person
from hustings.desk.cases import queries
from hustings.desk.cases.matter import NotYet, on_clock
from hustings.desk.cases.models import Case, Exhibit
from hustings.desk.cases.words import RESPONDENT, Words, act_words
from hustings.desk.ledger import record
from hustings.desk.ledger.models import Line, Recorded

LOT = 60
SEALED = "as sealed in the row"  # a typed ground may name people; the line carries its commitment


def _who(line: Line | None) -> Words:
    if line is None:
        return "—"
    return line.by.full_name if isinstance(line.by, Person) else RESPONDENT


class Stale(NotYet):
    """The page was older than the row; the form is shown again with what was typed."""


def locked(pk: int) -> Case:
    """The case, held until the transaction ends."""
    return Case.objects.select_for_update(of=("self",)).select_related("election").get(pk=pk)


def grown(case: Case) -> None:
    """An act in the matter: pages that showed it before are old now."""
    case.version += 1
    case.save(update_fields=["version", "stage"])


def number(series: str, *, case_zone: str, at: datetime) -> str:
    """14/2025: the next of the series in the year by the election's clock."""
    year = at.astimezone(ZoneInfo(case_zone)).year
    return f"{record.take_number(series, year)}/{year}"


def fresh(row: Recorded, *, shown: int, holds: int, zone: str) -> None:
    """Refuse where the page showed another version than the row holds, and say who was quicker."""
    if shown == holds:
        return
    line = queries.last_line(row.row)
    raise Stale(
        "cases.stale",
        "Meanwhile somebody was quicker: {who}, {act}, {moment}. Look at what stands now and "
        "decide again; what you typed is kept.",
        who=_who(line),
        act=act_words(line.act) if line else "—",
        moment=on_clock(line.at, zone) if line else "—",
    )


def tell(
    *,
    name: str,
    by: Person | None,
    role: str,
    at: datetime,
    ground: str,
    rows: Sequence[Recorded],
    about: Sequence[str] = (),
) -> None:
    """The line of an act that may touch many rows: a lot of them a line, since a line of the
    ledger holds 64 KiB and a charge takes half of one. Exhibits are sealed in their own line.
    """
    for start in range(0, len(rows), LOT):
        lot = rows[start : start + LOT]
        record.act(
            name=name, by=by, role=role, at=at, ground=ground, rows=lot, about=about,
            seals=sorted({row.digest for row in lot if isinstance(row, Exhibit)}),
        )  # fmt: skip
