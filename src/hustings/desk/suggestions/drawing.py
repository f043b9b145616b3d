"""How one message went from platform to platform: a lane each, a bar for what fell into one stretch."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

STRETCHES = 60  # of the time between the first message and the last
LANES = 8  # platforms drawn, the busiest; the others share the last lane
HIGH, LEFT, WIDE = 26, 110, 600  # of a lane; where its bars begin, and end
FOOT = 6
OTHERS = "…"


@dataclass(frozen=True, kw_only=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    count: int


@dataclass(frozen=True, kw_only=True)
class Lane:
    name: str
    y: float  # of its ground
    count: int
    bars: Sequence[Bar]


@dataclass(frozen=True, kw_only=True)
class Picture:
    """`here`: where the publication that is looked at stands, (x, y), if its moment is exact."""

    lanes: Sequence[Lane]
    height: float
    first: datetime | None
    last: datetime | None
    here: tuple[float, float] | None

    left, right = LEFT, WIDE


def drawn(moments: Sequence[tuple[str, datetime]], *, here: tuple[str, datetime | None]) -> Picture:
    """`moments`: (platform, when). The height of a bar grows with the square root of its count."""
    if not moments:
        return Picture(lanes=(), height=0, first=None, last=None, here=None)
    first, last = min(at for _, at in moments), max(at for _, at in moments)
    busiest = [name for name, _ in Counter(name for name, _ in moments).most_common()]
    named = busiest if len(busiest) <= LANES else [*busiest[: LANES - 1], OTHERS]

    def place(at: datetime) -> int:
        span = (last - first).total_seconds()
        share = (at - first).total_seconds() / span if span else 0.0
        return min(int(share * STRETCHES), STRETCHES - 1)

    def lane_of(name: str) -> str:
        return name if name in named else OTHERS

    counts = Counter((lane_of(name), place(at)) for name, at in moments)
    most = math.sqrt(max(counts.values()))
    lanes = [_lane(name, number, counts, most) for number, name in enumerate(named)]
    source, at = here
    mark = at and (_x(place(at)) + _width() / 2, lanes[named.index(lane_of(source))].y + 3)
    return Picture(
        lanes=lanes, height=len(named) * HIGH + FOOT, first=first, last=last, here=mark or None
    )


def _lane(name: str, number: int, counts: Counter[tuple[str, int]], most: float) -> Lane:
    ground = (number + 1) * HIGH - 4
    bars = []
    for (lane, stretch), count in sorted(counts.items()):
        if lane == name:
            height = max(3.0, (HIGH - 8) * math.sqrt(count) / most)
            bars.append(
                Bar(x=_x(stretch), y=ground - height, width=_width(), height=height, count=count)
            )
    return Lane(name=name, y=ground, count=sum(bar.count for bar in bars), bars=bars)


def _width() -> float:
    return (WIDE - LEFT) / STRETCHES - 1


def _x(stretch: int) -> float:
    return LEFT + stretch * (WIDE - LEFT) / STRETCHES
