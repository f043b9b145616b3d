"""A change before it is adopted: what differs, and whose answer it would change. Changes nothing."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from hustings import law
from hustings.desk import packs
from hustings.desk.law import comparing
from hustings.desk.law.models import Adoption
from hustings.desk.monitoring.models import Election
from hustings.refusal import Refusal


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """`archive`: the files of a changed pack; None where only a date changes."""

    kind: str
    old: law.Pack
    new: law.Pack
    calendar: str
    archive: bytes | None
    differences: Sequence[law.Difference]
    turned: Sequence[comparing.Turned]
    digest: str
    content: bytes

    @property
    def same(self) -> bool:
        return not self.differences and self.old.digest == self.new.digest


def date_moved(election: Election, *, event: str, to: str) -> Proposed:
    """One dated event elsewhere. `to`: 2025-11-11, or 2025-11-11T08:00, on the election's clock.

    Refusals: law.no_moment; law.unknown_event, law.order_of_zones of the calendar.
    """
    old = packs.of(election)
    calendar = old.election(election.code)
    moment = _moment(to, ZoneInfo(str(calendar.timezone)))
    moves = {**packs.moves(election.calendar), event: moment}
    plain = packs.with_calendar(old, election.code, {event: moment})
    return _proposed(
        Adoption.Kind.CALENDAR,
        election,
        old=old,
        new=plain,
        calendar=canonical(moves),
        archive=None,
    )


def pack_changed(election: Election) -> Proposed:
    """The pack as it stands in its folder now, with the dates adopted here.

    Refusals: law.faulty_pack with file, line and remedy; packs.no_folder; those of the calendar.
    """
    taken = packs.candidate(election.pack)
    new = packs.with_calendar(taken.pack, election.code, packs.moves(election.calendar))
    return _proposed(
        Adoption.Kind.PACK, election, old=packs.of(election), new=new,
        calendar=election.calendar or "{}", archive=taken.archive,
    )  # fmt: skip


def _proposed(
    kind: str, election: Election, *, old: law.Pack, new: law.Pack, calendar: str,
    archive: bytes | None,
) -> Proposed:  # fmt: skip
    turned = comparing.turned(election, old=old, new=new)
    digest, content = comparing.digest(turned, old=old, new=new)
    return Proposed(
        kind=kind, old=old, new=new, calendar=calendar, archive=archive, turned=turned,
        digest=digest, content=content, differences=list(law.difference(old, new)),
    )  # fmt: skip


def canonical(moves: Mapping[str, datetime]) -> str:
    """The adopted dates as monitoring.Election keeps them."""
    told = {event: moment.isoformat() for event, moment in moves.items()}
    return json.dumps(told, sort_keys=True)


def _moment(said: str, zone: ZoneInfo) -> datetime:
    """A date (its first second) or a moment, on the election's clock unless it names its own."""
    try:
        found = datetime.fromisoformat(said.strip())
    except ValueError:
        raise Refusal(
            "law.no_moment",
            "{said} is no date that exists; write 2025-11-11 or 2025-11-11T08:00.",
            said=repr(said[:40]),
        ) from None
    return found if found.tzinfo else found.replace(tzinfo=zone)
