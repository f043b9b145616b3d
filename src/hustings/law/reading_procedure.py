"""A pack's calendar and procedure: TOML files → elections, clocks, working days."""

import re
import tomllib
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from hustings.law.article import Faulty, text_of
from hustings.law.clocks import SHIFTS, UNITS, Clock, Days, Step
from hustings.law.election import BadCalendar, Election, elected
from hustings.law.shapes import AREA, CLOCK, ELECTION, EVENT, STEP, WORKED, ZONE, Shape
from hustings.law.words import worded

AFTER = re.compile(r"^([+-]?\d{1,5}) (day|hour|minute)s?$")


def toml(path: Path) -> dict[str, Any]:
    """The file's values, tables of languages falling back to English. Faulty with the parser's line."""
    try:
        values: dict[str, Any] = worded(tomllib.loads(text_of(path, path.name)))
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        raise Faulty(
            (path.name, int(found[1]) if found else 1),
            "This is not TOML: {error}. Mend the line that is named.", error=error,
        ) from None  # fmt: skip
    return values


def place_of(path: Path, *names: str) -> tuple[str, int]:
    """File and line at which the last of these names is given beneath those before it, as far as they
    are found: `name =`, `[name]`, `[area.name]`, or a code in quotes.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    found = 0
    for name in names:
        told = re.escape(name)
        given = re.compile(
            rf'\s*(?:\[\[?(?:\w+\.)?{told}\]|(?:.*[{{,]\s*)?{told}\s*=|code\s*=\s*"{told}")'
        )
        later = (n for n, line in enumerate(lines) if n >= found and given.match(line))
        found = next(later, found) if name else found
    return path.name, found + 1


def shaped(path: Path, shape: Shape, values: Mapping[str, Any], *names: str) -> None:
    """Faulty where the table of that name is not of that shape."""
    shape.check(values, lambda key: place_of(path, *names, key))


def each(path: Path, shape: Shape, tables: Mapping[str, Any]) -> None:
    """Faulty where one of the tables is none, or not of that shape."""
    for name, values in tables.items():
        if not isinstance(values, dict):
            raise Faulty(place_of(path, name), "{name} is no table. Write [{name}] and what it holds.",
                         name=name)  # fmt: skip
        shaped(path, shape, values, name)


def read_election(path: Path) -> Election:
    """One election's calendar, its events and zones worked out."""
    said = toml(path)
    shaped(path, ELECTION, said)
    each(path, EVENT, said["events"])
    each(path, AREA, said.get("area", {}))
    for zone in said.get("zone", []):
        shaped(path, ZONE, zone, str(zone.get("code", "zone")))
    try:
        zone = ZoneInfo(said["timezone"])
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Faulty(
            place_of(path, "timezone"),
            "There is no time zone {name}. Write a name of the tz database, as Europe/Madrid.",
            name=said["timezone"],
        ) from None  # fmt: skip
    bare = Election(
        code=said["code"], names=said["names"], timezone=zone, events={}, zones=(), said=said,
        sources={name: value["source"] for name, value in said["events"].items()},
    )  # fmt: skip
    try:
        return elected(bare)
    except BadCalendar as bad:
        raise Faulty(place_of(path, bad.event), bad.text, **bad.facts) from None


def read_clocks(path: Path) -> dict[str, Clock]:
    """Every term of the pack, by name."""
    said = toml(path)
    each(path, CLOCK, said)
    return {name: _clock(name, one, partial(place_of, path, name)) for name, one in said.items()}


def _clock(name: str, said: Mapping[str, Any], at: Callable[..., tuple[str, int]]) -> Clock:
    length, unit, shift = said["length"], said["unit"], said.get("shift", "none")
    if not length:
        raise Faulty(
            at("length"), "The length of {name} is 0. Write a whole number, at least 1.", name=name
        )
    if unit not in UNITS:
        raise Faulty(at("unit"), "The unit of {name} is {unit}. Write one of: {known}.",
                     name=name, unit=unit, known=", ".join(UNITS))  # fmt: skip
    if shift not in SHIFTS or (shift != "none" and unit in {"hours", "minutes"}):
        raise Faulty(
            at("shift"),
            "{name} cannot shift to {shift}. Terms in days shift to next_working_day, others do not.",
            name=name, shift=shift,
        )  # fmt: skip
    return Clock(
        name=name, length=length, unit=unit, shift=shift, source=said["source"],
        confidence=said["confidence"], suspended_by=tuple(said.get("suspended_by", ())),
        steps=tuple(_step(one, at) for one in said.get("escalate", ())),
    )  # fmt: skip


def _step(said: Mapping[str, Any], at: Callable[..., tuple[str, int]]) -> Step:
    STEP.check(said, lambda _: at("escalate"))
    found = AFTER.match(said["when"])
    if not found:
        raise Faulty(
            at("escalate"), "An escalation comes {when}. Write it as -1 days, 0 days or +2 hours.",
            when=said["when"],
        )  # fmt: skip
    return Step(
        after=timedelta(**{f"{found[2]}s": int(found[1])}), to=said["to"], says=said["says"]
    )


def read_days(path: Path) -> Days:
    """Weekends and holidays; Saturday and Sunday, assumed, where the pack says nothing."""
    if not path.is_file():
        return Days(source="the pack names no working days")
    said = toml(path)
    shaped(path, WORKED, said)
    return Days(
        weekend=frozenset(said["weekend"]),
        holidays=frozenset(said.get("holidays", ())),
        working=frozenset(said.get("working", ())),
        confidence=said["confidence"],
        source=said["source"],
    )
