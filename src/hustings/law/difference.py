"""Two states of a pack side by side: places, rules, liabilities, dates; and whose answer changes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from hustings.law.assess import Indication, assess
from hustings.law.pack import Pack

BESIDE = {"file", "line", "examples", "said"}  # where a thing stands is no part of what it says


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One thing that is not the same. `old` or `new` is None where it is only in the other."""

    kind: str
    name: str
    field: str
    old: Any
    new: Any


def difference(old: Pack, new: Pack) -> Iterator[Difference]:
    """What `new` says otherwise than `old`, in the order of the law: places, rules, offences, the rest."""
    yield from _tables("provision", _wordings(old), _wordings(new))
    yield from _tables(
        "rule", {one.name: one for one in old.rules}, {one.name: one for one in new.rules}
    )
    yield from _tables("offence", old.offences, new.offences)
    for one in (*old.elections, *new.elections):
        if one in old.elections or one.code not in {other.code for other in old.elections}:
            yield from _calendars(old, new, one.code)
    yield from _tables("clock", old.clocks, new.clocks)
    yield from _tables("outcome", old.outcomes, new.outcomes)
    yield from _tables("quorum", {"quorum": old.quorum}, {"quorum": new.quorum})
    yield from _tables("days", {"days": old.days}, {"days": new.days})
    units = (
        {f"{one['code']} {one['since']}": one for one in pack.unit_values} for pack in (old, new)
    )
    yield from _tables("unit", *units)


def _wordings(pack: Pack) -> dict[str, Any]:
    """Each wording by its place and the day it came into force."""
    return {
        f"{place} ({one.since})" if one.since else place: one
        for place, some in pack.places.items() for one in some
    }  # fmt: skip


def _calendars(old: Pack, new: Pack, code: str) -> Iterator[Difference]:
    sides = [
        {
            f"{code}{f'/{area}' if area else ''} {name}": {"at": moment}
            for one in pack.elections if one.code == code
            for area, held in (("", one), *one.areas.items()) for name, moment in held.events.items()
        }
        for pack in (old, new)
    ]  # fmt: skip
    yield from _tables("event", *sides)


def _tables(kind: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Difference]:
    for name in dict.fromkeys([*old, *new]):
        if name not in new:
            yield Difference(kind=kind, name=name, field="", old=_flat(old[name]), new=None)
        elif name not in old:
            yield Difference(kind=kind, name=name, field="", old=None, new=_flat(new[name]))
        else:
            yield from _fields(kind, name, _flat(old[name]), _flat(new[name]))


def _fields(kind: str, name: str, old: Any, new: Any) -> Iterator[Difference]:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in dict.fromkeys([*old, *new]):
            if old.get(key) != new.get(key):
                yield Difference(
                    kind=kind, name=name, field=str(key), old=old.get(key), new=new.get(key)
                )
    elif old != new:
        yield Difference(kind=kind, name=name, field="", old=old, new=new)


def _flat(value: Any) -> Any:
    """A value as plain tables, without where it stands in its file."""
    if is_dataclass(value):
        return {
            one.name: _flat(getattr(value, one.name)) for one in fields(value) if one.name not in BESIDE
        }  # fmt: skip
    if isinstance(value, Mapping):
        return {key: _flat(one) for key, one in value.items()}
    return [_flat(one) for one in value] if isinstance(value, (list, tuple)) else value


def turned(
    old: Pack, new: Pack, rows: Iterable[tuple[object, Mapping[str, Any]]]
) -> Iterator[tuple[object, list[Indication], list[Indication]]]:
    """The rows whose answer is not the same under `new`: (id, old answer, new answer)."""
    for identity, facts in rows:
        before, after = assess(old, facts), assess(new, facts)
        if before != after:
            yield identity, before, after
