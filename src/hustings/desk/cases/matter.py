"""A matter as procedure sees it: plain facts, no rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from hustings.desk import moments
from hustings.refusal import Refusal


class Stage(StrEnum):
    OPENED = "opened"
    PROPOSED = "proposed"
    ON_AGENDA = "on_agenda"
    DECIDED = "decided"
    REFERRED = "referred"
    CLOSED = "closed"


class NotYet(Refusal):
    """A step out of its order; the sentence names what is missing."""


@dataclass(frozen=True, kw_only=True)
class Found:
    """A finding: which account published, under which provision it was confirmed."""

    id: int
    account: int
    account_name: str


@dataclass(frozen=True, kw_only=True)
class Charged:
    """A charge: the provision, the findings it rests on, what the group recommends ("" pending)."""

    id: int
    provision: str
    findings: frozenset[int]
    proposal: str = ""


@dataclass(frozen=True, kw_only=True)
class Named:
    """A respondent, and whether they were told and heard. `due_at` is aware; None: no notice."""

    id: int
    name: str
    account: int | None
    charges: Sequence[Charged] = ()
    notice: str = ""
    due_at: datetime | None = None
    explained: bool = False
    lapsed: bool = False

    @property
    def heard(self) -> bool:
        """Explained, or let the term pass; either way the matter may go on without them."""
        return self.explained or self.lapsed


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """The living proposal of a case."""

    number: str
    drafted_by: int
    adopted: bool


@dataclass(frozen=True, kw_only=True)
class Matter:
    """A case as procedure sees it. `zone` is the election's clock, for the sentences."""

    number: str
    stage: Stage
    zone: str
    findings: Sequence[Found] = ()
    respondents: Sequence[Named] = ()
    proposal: Proposed | None = None


@dataclass(frozen=True, kw_only=True)
class Step:
    """The next required act, the roles that may do it, its deadline, and what it still lacks."""

    code: str
    roles: Sequence[str]
    due_at: datetime | None = None
    missing: Sequence[Refusal] = ()


def on_clock(moment: datetime, zone: str) -> str:
    """27.10.2025 11:00 and the zone in brackets."""
    return f"{moment.astimezone(ZoneInfo(zone)):%d.%m.%Y %H:%M} ({zone})"


def till(moment: datetime, zone: str) -> str:
    """The end of a term: 26.10.2025 24:00 and the zone in brackets."""
    return f"{moments.ended(moment.astimezone(ZoneInfo(zone)))} ({zone})"
