"""The calendar of an election: dated events, those that hang on others, and the zones between."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hustings.law.vocabulary import weakest
from hustings.law.words import Words
from hustings.refusal import Refusal

LENGTHS = ("days", "hours", "minutes")


class BadCalendar(Refusal):
    """What of the calendar cannot be; `event` names where. Faulty, with file and line, where it is read."""

    def __init__(self, event: str, text: str, /, **facts: object) -> None:
        super().__init__("law.bad_calendar", text, **facts)
        self.event = event


@dataclass(frozen=True, kw_only=True)
class Zone:
    """A period of the calendar, half-open [starts, ends); None: without bound. `confidence`: the
    weakest of what the calendar says of the period and of its two bounds.
    """

    code: str
    starts: datetime | None
    ends: datetime | None
    names: Words
    confidence: str


@dataclass(frozen=True, kw_only=True)
class Election:
    """An election: `events` and `zones` in UTC. Where days differ by place, `areas` holds what differs."""

    code: str
    names: Words
    timezone: ZoneInfo
    events: Mapping[str, datetime]
    zones: tuple[Zone, ...]
    sources: Mapping[str, str] = field(default_factory=dict)
    areas: Mapping[str, "Election"] = field(default_factory=dict)
    said: Mapping[str, Any] = field(default_factory=dict, repr=False)

    def events_of(self, area: str | None) -> Mapping[str, datetime]:
        return self.areas[area].events if area and area in self.areas else self.events

    def zones_of(self, area: str | None) -> tuple[Zone, ...]:
        return self.areas[area].zones if area and area in self.areas else self.zones

    def zone_at(self, moment: datetime, *, area: str | None = None) -> Zone | None:
        """The zone a moment falls into; None where days differ by area and the area is unknown."""
        if moment.tzinfo is None:
            raise ValueError("a moment without a zone cannot be placed in the calendar")
        zones = self.zones_of(area)
        for zone in zones:
            if zone.ends is None or moment < zone.ends:
                return zone
        return zones[-1] if zones else None

    def confidence_of(self, event: str) -> str:
        """How sure the calendar is of an event, what it hangs on included."""
        return _confidence(self.said, event)

    def zone_named(self, code: str) -> Zone:
        every = [*self.zones, *(zone for area in self.areas.values() for zone in area.zones)]
        return next(zone for zone in every if zone.code == code)

    def moved(self, to: Mapping[str, datetime]) -> "Election":
        """The same election with dated events at other moments; what hangs on them moves along.

        Refusal law.unknown_event, and law.order_of_zones where a zone would end before it starts.
        """
        events = dict(self.said["events"])
        for name, moment in to.items():
            if name not in events:
                raise Refusal(
                    "law.unknown_event", "The calendar has no {event}; it has: {known}.",
                    event=name, known=", ".join(sorted(events)),
                )  # fmt: skip
            events[name] = {**events[name], "at": moment}
        try:
            return elected(replace(self, said={**self.said, "events": events}))
        except BadCalendar as bad:
            raise Refusal(
                "law.order_of_zones",
                "With that date the calendar cannot be read ({event}). Choose a date that keeps its events "
                "in their order.",
                event=bad.event,
            ) from None  # fmt: skip


def elected(election: Election) -> Election:
    """The election with its events and zones worked out from what its file says."""
    said = election.said
    events = resolved(said["events"], election.timezone)
    areas = {
        code: _of_area(election, area) for code, area in said.get("area", {}).items()
    }  # fmt: skip
    return replace(election, events=events, areas=areas, zones=_zones(said, events, areas))


def _of_area(election: Election, area: Mapping[str, Any]) -> Election:
    said = election.said
    own = {name: {"at": moment} for name, moment in area["events"].items()}
    events = resolved({**said["events"], **own}, election.timezone)
    return replace(
        election, names=area["names"], events=events, areas={}, said={},
        zones=_zones(said, events, {}),
    )  # fmt: skip


def resolved(said: Mapping[str, Mapping[str, Any]], zone: ZoneInfo) -> dict[str, datetime]:
    """Each event's moment in UTC; an event before or after another follows it. An event whose
    anchor stands only in areas is left out.
    """
    found: dict[str, datetime] = {}

    def moment(name: str, asked: tuple[str, ...]) -> datetime | None:
        if name in asked:
            raise BadCalendar(
                name, "The event {event} hangs on itself. Give one of them a date at.", event=name
            )
        if name not in said:
            return None
        if name not in found:
            worked = _worked_out(
                name, said[name], zone, lambda other: moment(other, (*asked, name))
            )
            if worked is None:
                return None
            found[name] = worked
        return found[name]

    for name in said:
        moment(name, ())
    return found


def _worked_out(
    name: str, one: Mapping[str, Any], zone: ZoneInfo, moment: Callable[[str], datetime | None]
) -> datetime | None:
    if "at" in one:
        return instant(one["at"], zone)
    direction = next((word for word in ("before", "after") if word in one), None)
    if direction is None:
        raise BadCalendar(
            name,
            "The event {event} has no date. Write at = …, or before = … or after = ….",
            event=name,
        )
    anchor = moment(one[direction])
    if anchor is None:
        return None
    sign = -1 if direction == "before" else 1
    lengths = {length: sign * one[length] for length in LENGTHS if length in one}
    local = anchor.astimezone(zone)
    days = lengths.pop("days", 0)
    turned = (local.replace(tzinfo=None) + timedelta(days=days)).replace(tzinfo=zone)
    if one.get("start_of_day"):
        turned = turned.replace(hour=0, minute=0, second=0, microsecond=0)
    return turned.astimezone(UTC) + timedelta(**lengths)


def instant(value: date, zone: ZoneInfo) -> datetime:
    """A date (its first second in that zone) or a moment, in UTC."""
    if not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day, tzinfo=zone)
    return (value if value.tzinfo else value.replace(tzinfo=zone)).astimezone(UTC)


def _confidence(said: Mapping[str, Any], event: str, asked: tuple[str, ...] = ()) -> str:
    """The weakest of what is said of an event, of what it hangs on, of the areas that have their own."""
    one = said["events"].get(event, {})
    areas = [area for area in said.get("area", {}).values() if event in area["events"]]
    told = [area.get("confidence", "assumed") for area in areas]
    told += [one.get("confidence", "assumed")] if one or not areas else []
    anchor = one.get("before") or one.get("after")
    if anchor and anchor not in asked:
        told.append(_confidence(said, anchor, (*asked, event)))
    return weakest(*told)


def _zones(
    said: Mapping[str, Any], events: Mapping[str, datetime], areas: Mapping[str, Election]
) -> tuple[Zone, ...]:
    listed = said.get("zone", [])
    bounds = {one[key] for one in listed for key in ("starts", "ends") if one.get(key)}
    if areas and bounds - set(events):
        return ()  # the days differ by area: nationally there are no zones
    for strange in sorted(bounds - set(events)):
        raise BadCalendar(
            strange,
            "A zone asks for the event {event}. Give it a date under [events].",
            event=strange,
        )
    zones = tuple(
        Zone(
            code=one["code"], starts=events.get(one.get("starts", "")),
            ends=events.get(one.get("ends", "")), names=one["names"],
            confidence=weakest(one["confidence"], *_bounds(said, one)),
        )
        for one in listed
    )  # fmt: skip
    _in_order(zones)
    return zones


def _bounds(said: Mapping[str, Any], zone: Mapping[str, Any]) -> list[str]:
    return [_confidence(said, zone[key]) for key in ("starts", "ends") if zone.get(key)]


def _in_order(zones: tuple[Zone, ...]) -> None:
    ended = None
    for one in zones:
        if one.ends and (one.ends < (one.starts or one.ends) or (ended and one.ends < ended)):
            raise BadCalendar(
                one.code,
                "The zone {zone} ends before it starts, or before the one above it. Mend its dates, or put "
                "the zones in their order.",
                zone=one.code,
            )  # fmt: skip
        ended = one.ends or ended
