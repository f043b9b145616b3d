"""Terms: when a clock that the law starts runs out, with holidays, shifts and suspensions.

The rules are those of docs/law.md, "How terms run". Days are local days of the zone that is given;
hours and minutes are absolute time, so a change of the clocks neither adds nor takes an hour.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hustings.law.words import Words

UNITS = ("calendar_days", "working_days", "hours", "minutes")
SHIFTS = ("none", "next_working_day")
DAY = timedelta(days=1)
Suspension = tuple[datetime, datetime | None]


@dataclass(frozen=True, kw_only=True)
class Days:
    """Which days are worked. `weekend`: ISO weekdays; `working`: weekend days that are worked."""

    weekend: frozenset[int] = frozenset({6, 7})
    holidays: frozenset[date] = frozenset()
    working: frozenset[date] = frozenset()
    confidence: str = "assumed"
    source: str = ""

    def worked(self, day: date) -> bool:
        if day in self.working:
            return True
        return day.isoweekday() not in self.weekend and day not in self.holidays


@dataclass(frozen=True, kw_only=True)
class Step:
    """Somebody is told, so long before (negative) or after the end of the term."""

    after: timedelta
    to: str
    says: Words


@dataclass(frozen=True, kw_only=True)
class Clock:
    """A term of the law: `length` in `unit` (of UNITS)."""

    name: str
    length: int
    unit: str
    shift: str = "none"
    suspended_by: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    source: str = ""
    confidence: str = "assumed"

    @property
    def in_days(self) -> bool:
        return self.unit in {"calendar_days", "working_days"}


@dataclass(frozen=True, kw_only=True)
class Due:
    """When the term ends: the first instant after it, in UTC; None while it stands still.

    `remaining`: whole days, or seconds for hours and minutes, still to run when it was suspended
    for good; `last_day`: the local day that a paper names; `steps`: (moment, step) in their order.
    """

    at: datetime | None
    last_day: date | None
    remaining: int
    steps: tuple[tuple[datetime, Step], ...] = ()


def due(
    clock: Clock, *, since: datetime, days: Days, zone: ZoneInfo,
    suspended: Sequence[Suspension] = (),
) -> Due:  # fmt: skip
    """The end of a term that began at `since` (aware)."""
    if since.tzinfo is None:
        raise ValueError("a term cannot begin at a moment without a zone")
    halts = merged(suspended)
    ends, remaining = (
        _days(clock, since, days, zone, halts) if clock.in_days else _time(clock, since, halts)
    )
    if ends is None:
        return Due(at=None, last_day=None, remaining=remaining)
    last = (ends - timedelta(microseconds=1)).astimezone(zone).date()
    told = sorted(((ends + step.after, step) for step in clock.steps), key=lambda one: one[0])
    return Due(at=ends, last_day=last, remaining=0, steps=tuple(told))


def merged(suspended: Sequence[Suspension]) -> list[Suspension]:
    """Suspensions in their order, those that overlap made one; empty ones left out."""
    found: list[Suspension] = []
    for begun, ended in sorted(suspended, key=lambda one: one[0]):
        if ended is not None and ended <= begun:
            continue
        if found and (found[-1][1] is None or begun <= found[-1][1]):
            last = found[-1][1]
            later = None if last is None or ended is None else max(last, ended)
            found[-1] = (found[-1][0], later)
        else:
            found.append((begun, ended))
    return found


def _time(clock: Clock, since: datetime, halts: list[Suspension]) -> tuple[datetime | None, int]:
    left = timedelta(**{clock.unit: clock.length})
    at = since.astimezone(UTC)
    for begun, ended in halts:
        if ended is not None and ended <= at:
            continue
        if at + left <= begun:
            break
        left -= max(begun - at, timedelta())
        if ended is None:
            return None, int(left.total_seconds())
        at = ended.astimezone(UTC)
    return at + left, 0


def _days(
    clock: Clock, since: datetime, days: Days, zone: ZoneInfo, halts: list[Suspension]
) -> tuple[datetime | None, int]:
    day, left = since.astimezone(zone).date(), clock.length
    while left:
        day += DAY
        if _stands_still(day, zone, halts):
            return None, left
        if clock.unit == "working_days" and not days.worked(day):
            continue
        if not _halted(day, zone, halts):
            left -= 1
    while clock.shift == "next_working_day" and not days.worked(day):
        day += DAY
    return _midnight(day + DAY, zone), 0


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)


def _halted(day: date, zone: ZoneInfo, halts: list[Suspension]) -> bool:
    start, end = _midnight(day, zone), _midnight(day + DAY, zone)
    return any(begun < end and (ended is None or start < ended) for begun, ended in halts)


def _stands_still(day: date, zone: ZoneInfo, halts: list[Suspension]) -> bool:
    """From this day on every day is suspended."""
    return any(ended is None and begun < _midnight(day + DAY, zone) for begun, ended in halts)
