"""The calendar as a picture: periods side by side, now in its place. Not to scale between periods."""

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hustings import law
from hustings.desk.law.pages import spell
from hustings.desk.templatetags import wording
from hustings.desk.templatetags.desk import in_words

WIDE, GAP, HIGH = 1000, 4, 54  # of the drawing: its width, between two periods, the height of one
LINE = 19  # letters of a period's name in one line
OPEN = timedelta(
    days=7
)  # how much of a period without a bound is thought of when now is placed in it


@dataclass(frozen=True, kw_only=True)
class Block:
    """One period: where it is drawn, and what is written into it."""

    zone: law.Zone
    x: float
    width: float
    lines: Sequence[str]
    now: bool

    @property
    def middle(self) -> float:
        return self.x + self.width / 2

    @property
    def right(self) -> float:
        return self.x + self.width


@dataclass(frozen=True, kw_only=True)
class Picture:
    blocks: Sequence[Block]
    marks: Sequence[Mapping[str, Any]]  # the bounds: x and what is written there
    now: float | None


def drawn(election: law.Election, *, at: datetime, area: str | None = None) -> Picture:
    """Every period has the same width, so that a day of silence can be read beside a month."""
    zones = election.zones_of(area)
    if not zones:
        return Picture(blocks=(), marks=(), now=None)
    width = (WIDE - GAP * (len(zones) - 1)) / len(zones)
    current = election.zone_at(at, area=area)
    blocks = [
        Block(zone=zone, x=n * (width + GAP), width=width, now=zone is current,
              lines=textwrap.wrap(in_words(zone.names), LINE)[:2])
        for n, zone in enumerate(zones)
    ]  # fmt: skip
    zone_of_clock = ZoneInfo(str(election.timezone))
    marks = [
        {"x": block.x - GAP / 2, "day": f"{local:%d.%m.%Y}", "hour": f"{local:%H:%M}"}
        for block in blocks
        if block.zone.starts and (local := block.zone.starts.astimezone(zone_of_clock))
    ]
    now = next((_within(block, at) for block in blocks if block.now), None)
    return Picture(blocks=blocks, marks=marks, now=now)


def _within(block: Block, at: datetime) -> float:
    starts = block.zone.starts or (block.zone.ends or at) - OPEN
    ends = block.zone.ends or starts + OPEN
    share = (at - starts) / (ends - starts) if ends > starts else 0.0
    return block.x + block.width * min(max(share, 0.02), 0.98)


def turn(election: law.Election, *, at: datetime) -> dict[str, Any] | None:
    """The next moment at which a period begins: which, when, in how long. None after the last."""
    coming = [zone for zone in election.zones if zone.starts and zone.starts > at]
    if not coming:
        return None
    first = min(coming, key=lambda zone: zone.starts or at)
    assert first.starts is not None, "those without a beginning were left out"
    return {"zone": first, "at": first.starts, "left": spell(first.starts - at)}


def events(election: law.Election, *, at: datetime) -> list[dict[str, Any]]:
    """Every dated event in its order, with its source; what hangs on another says on which."""
    said = election.said["events"]
    told = []
    for name, moment in sorted(election.events.items(), key=lambda one: one[1]):
        one = said.get(name, {})
        anchor = one.get("before") or one.get("after")
        told.append(
            {
                "code": name, "name": wording.event_name(election, name), "at": moment,
                "source": election.sources.get(name, ""), "past": moment <= at,
                "confidence": election.confidence_of(name),
                "hangs_on": wording.event_name(election, anchor) if anchor else "",
            }
        )  # fmt: skip
    return told


def areas(election: law.Election, *, at: datetime) -> list[dict[str, Any]]:
    """Where days differ by place: each area's name and picture."""
    return [
        {"code": code, "names": one.names, "picture": drawn(election, at=at, area=code)}
        for code, one in election.areas.items()
    ]
