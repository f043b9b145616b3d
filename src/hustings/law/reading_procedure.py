"""A pack's calendar and procedure: TOML files → elections, clocks, working days."""

import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from hustings.law.article import faulty
from hustings.law.clocks import SHIFTS, UNITS, Clock, Days, Step
from hustings.law.election import BadCalendar, Election, elected
from hustings.law.vocabulary import CONFIDENCE
from hustings.law.words import worded

AFTER = re.compile(r"^([+-]?\d+) (day|hour|minute)s?$")


def toml(path: Path) -> dict[str, Any]:
    """The file's values, tables of languages falling back to English. Faulty with the parser's line."""
    try:
        values: dict[str, Any] = worded(tomllib.loads(path.read_text(encoding="utf-8")))
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        raise faulty(
            path.name, int(found[1]) if found else 1, f"this is not TOML: {error}", "Mend the line it names.",
        ) from None  # fmt: skip
    return values


def line_of(path: Path, name: str) -> int:
    """The line on which a name is given: `name =`, `[name]`, `[area.name]`, or a code in quotes."""
    given = re.compile(
        rf'^\s*(?:\[\[?(?:\w+\.)?{re.escape(name)}\]|{re.escape(name)}\s*=|code\s*=\s*"{re.escape(name)}")'
    )
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if given.match(line):
            return number
    return 1


def read_election(path: Path) -> Election:
    """One election's calendar, its events and zones worked out."""
    said = toml(path)
    for key in ("code", "timezone", "names", "events"):
        if key not in said:
            raise faulty(path.name, 1, f"the election has no {key}", f"Add {key} = …")
    try:
        zone = ZoneInfo(said["timezone"])
    except (ZoneInfoNotFoundError, ValueError):
        raise faulty(
            path.name, line_of(path, "timezone"), f"no time zone {said['timezone']!r}",
            'Write a name of the tz database, as "Europe/Madrid".',
        ) from None  # fmt: skip
    bare = Election(
        code=said["code"], names=said["names"], timezone=zone, events={}, zones=(), said=said,
        sources={name: value.get("source", "") for name, value in said["events"].items()},
    )  # fmt: skip
    try:
        return elected(bare)
    except BadCalendar as bad:
        raise faulty(path.name, line_of(path, bad.event), bad.what, bad.remedy) from None


def read_clocks(path: Path) -> dict[str, Clock]:
    """Every term of the pack, by name."""
    return {name: _clock(path, name, said) for name, said in toml(path).items()}


def _clock(path: Path, name: str, said: Mapping[str, Any]) -> Clock:
    line = line_of(path, name)
    length, unit, shift = said.get("length"), said.get("unit"), said.get("shift", "none")
    if not isinstance(length, int) or isinstance(length, bool) or length < 1:
        raise faulty(
            path.name,
            line,
            f"the length of {name} is {length!r}",
            "Write length = 3: a whole number, at least 1.",
        )
    if unit not in UNITS:
        raise faulty(
            path.name, line, f"the unit of {name} is {unit!r}", f"Write one of: {', '.join(UNITS)}."
        )
    if shift not in SHIFTS or (shift != "none" and unit in {"hours", "minutes"}):
        raise faulty(
            path.name,
            line,
            f"{name} cannot shift to {shift!r}",
            "Terms in days shift to next_working_day, others do not.",
        )
    if said.get("confidence") not in CONFIDENCE:
        raise faulty(
            path.name,
            line,
            f"confidence is {said.get('confidence')!r}",
            f"Say one of {', '.join(CONFIDENCE)}.",
        )
    return Clock(
        name=name, length=length, unit=unit, shift=shift, source=said.get("source", ""),
        confidence=said["confidence"], suspended_by=tuple(said.get("suspended_by", ())),
        steps=tuple(_step(path, line, one) for one in said.get("escalate", ())),
    )  # fmt: skip


def _step(path: Path, line: int, said: Mapping[str, Any]) -> Step:
    found = AFTER.match(str(said.get("when", "")))
    if not found or "says" not in said or "to" not in said:
        raise faulty(
            path.name, line, f"an escalation cannot be read: {dict(said)}",
            'Write {when = "-1 days", to = "lawyer", says = {en = "…"}}.',
        )  # fmt: skip
    return Step(
        after=timedelta(**{f"{found[2]}s": int(found[1])}), to=said["to"], says=said["says"]
    )


def read_days(path: Path) -> Days:
    """Weekends and holidays; Saturday and Sunday, assumed, where the pack says nothing."""
    if not path.is_file():
        return Days(source="the pack names no working days")
    said = toml(path)
    listed = {}
    for key in ("holidays", "working"):
        listed[key] = said.get(key, [])
        if any(isinstance(one, datetime) or not isinstance(one, date) for one in listed[key]):
            raise faulty(
                path.name,
                line_of(path, key),
                f"{key} holds what is no date",
                "Write dates as 2025-11-07, without quotes.",
            )
    weekend = said.get("weekend", [6, 7])
    if any(one not in range(1, 8) for one in weekend):
        raise faulty(
            path.name,
            line_of(path, "weekend"),
            f"weekend is {weekend!r}",
            "Number the days: Monday 1 to Sunday 7.",
        )
    return Days(
        weekend=frozenset(weekend),
        holidays=frozenset(listed["holidays"]),
        working=frozenset(listed["working"]),
        confidence=said.get("confidence", "assumed"),
        source=said.get("source", ""),
    )
