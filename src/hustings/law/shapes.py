"""The shapes of what a pack's files say: which keys, of what kind, which of them must be there."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from hustings.law.article import Faulty
from hustings.law.vocabulary import AUTHORS, CONDITIONS, CONFIDENCE, LIABLE, PERSONS, PLACES

LONGEST = 100_000  # of a term or an offset; more is a slip of the pen, and no calendar reaches it


@dataclass(frozen=True)
class Kind:
    """A kind of value, and how one of it is written."""

    holds: Callable[[Any], bool]
    written: str


def one_of(allowed: tuple[str, ...]) -> Kind:
    return Kind(lambda value: isinstance(value, str) and value in allowed, " | ".join(allowed))


def some_of(allowed: tuple[str, ...]) -> Kind:
    return Kind(
        lambda value: isinstance(value, list) and all(isinstance(v, str) and v in allowed for v in value),
        f'["…", …]: {" | ".join(allowed)}',
    )  # fmt: skip


def _worded(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and all(isinstance(text, str) and text.strip() for text in value.values())
        and "en" in value
    )


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) and one for one in value)


def _day(value: Any) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


TEXT = Kind(lambda value: isinstance(value, str) and bool(value), '"…"')
ANY_TEXT = Kind(lambda value: isinstance(value, str), '"…"')
TEXTS = Kind(_texts, '["…", …]')
TEXT_OR_TEXTS = Kind(lambda value: TEXT.holds(value) or _texts(value), '"…"')
WORDED = Kind(_worded, '{en = "…", …}')
ALL_WORDED = Kind(
    lambda value: isinstance(value, list) and all(map(_worded, value)), '[{en = "…", …}]'
)
NAMES = Kind(
    lambda value: isinstance(value, dict) and all(map(_worded, value.values())),
    '{name = {en = "…"}}',
)
DAY = Kind(_day, "2025-11-10")
DAYS = Kind(lambda value: isinstance(value, list) and all(map(_day, value)), "[2025-11-07, …]")
MOMENT = Kind(lambda value: isinstance(value, date), "2025-11-29T08:00:00")
MOMENTS = Kind(
    lambda value: isinstance(value, dict) and all(isinstance(one, date) for one in value.values()),
    "{polls_close = 2025-11-30T20:00:00}",
)
AWARE = Kind(
    lambda value: isinstance(value, datetime) and value.tzinfo is not None,
    "2025-11-09T23:59:59+06:00",
)
WHOLE = Kind(_whole, "75")
LENGTH = Kind(lambda value: _whole(value) and value <= LONGEST, "3")
MONEY = Kind(
    lambda value: isinstance(value, dict) and all(map(_texts, value.values())) and "en" in value,
    '{en = ["pound", "pounds"]}',
)
WHETHER = Kind(lambda value: isinstance(value, bool), "true | false")
WHETHERS = Kind(
    lambda value: isinstance(value, dict) and all(isinstance(one, bool) for one in value.values()),
    "{paid = true}",
)
TABLE = Kind(lambda value: isinstance(value, dict), "{…}")
TABLES = Kind(
    lambda value: isinstance(value, list) and all(isinstance(one, dict) for one in value),
    "[{…}, …]",
)
PAIRS = Kind(
    lambda value: isinstance(value, list) and all(_texts(one) and len(one) == 3 for one in value),  # noqa: PLR2004  # two roles and why
    '[["role", "role", "why"], …]',
)
WEEKDAYS = Kind(
    lambda value: isinstance(value, list) and all(_whole(one) and one in range(1, 8) for one in value)
    and len(set(value)) < 7,  # noqa: PLR2004  # a week in which one day is worked, or a term never ends
    "[6, 7]",
)  # fmt: skip
SURE = one_of(CONFIDENCE)


@dataclass(frozen=True, kw_only=True)
class Shape:
    """What a table must hold and what it may; `open`: it may hold other things, too."""

    needs: Mapping[str, Kind]
    may: Mapping[str, Kind] = field(default_factory=dict)
    open: bool = False

    def check(self, values: Mapping[str, Any], line: Callable[[str], tuple[str, int]]) -> None:
        """Faulty at the first key that is missing, unknown or of another kind; `line` finds a key."""
        for fault in self._faults(values, line):
            raise fault

    def _faults(
        self, values: Mapping[str, Any], line: Callable[[str], tuple[str, int]]
    ) -> Iterator[Faulty]:
        known = {**self.needs, **self.may}
        for key in sorted(values.keys() - known.keys()) if not self.open else ():
            yield Faulty(line(key), "{key} means nothing here. Known are: {known}.",
                         key=key, known=", ".join(known))  # fmt: skip
        for key in sorted(self.needs.keys() - values.keys()):
            yield Faulty(line(""), "{key} is missing here. Add {key} = {written}.",
                         key=key, written=known[key].written)  # fmt: skip
        for key in sorted(values.keys() & known.keys()):
            if not known[key].holds(values[key]):
                yield Faulty(line(key), "{key} is {value}. Write {key} = {written}.",
                             key=key, value=_brief(values[key]), written=known[key].written)  # fmt: skip


def _brief(value: object) -> str:
    told = str(value) if isinstance(value, date) else repr(value)
    return told if len(told) <= 60 else f"{told[:59]}…"  # noqa: PLR2004  # a line of a terminal


_TOLD = {"citation": WORDED, "heading": WORDED, "text": WORDED, "source": TEXT, "confidence": SURE}
_DATED = {"since": DAY, "until": DAY}
_BECAUSE = {"because": WORDED, "confidence": SURE}
BLOCKS = {
    "words": Shape(needs=_TOLD, may={**_DATED, "also": TEXTS}),
    "offence": Shape(needs={**_TOLD, "route": TEXT}, may={"overlaps": TEXTS, "tariff": TABLES}),
    "rule": Shape(needs={"offence": TEXT, "when": TABLE, **_BECAUSE}, may=_DATED),
    "exception": Shape(needs={"to": TEXT_OR_TEXTS, "when": TABLE, **_BECAUSE}, may=_DATED),
    "example": Shape(
        needs={"published_at": AWARE, "author_class": one_of(AUTHORS), "signals": TEXTS, "finds": TEXTS},
        may={"person": one_of(PERSONS), "place": TEXT, "act": TEXT, "area": TEXT, "provenance": TEXT,
             "election": TEXT, "facts": WHETHERS},
    ),
    "practice": Shape(
        needs={"on": DAY, "liable": one_of(LIABLE), "outcome": TEXT, "source": TEXT, **_BECAUSE},
        may={"author_class": one_of(AUTHORS), "place": one_of(PLACES), "amount": WHOLE},
    ),
}  # fmt: skip
TARIFF = Shape(
    needs={"authors": some_of(AUTHORS), "person": one_of(PERSONS), "source": TEXT, "confidence": SURE},
    may={"units": WHOLE, "least": WHOLE, "most": WHOLE, "or_times": WHOLE, "of": TEXT, "unit": TEXT,
         "per": one_of(("hour", "day")), "payers": some_of(LIABLE), "because": ALL_WORDED, **_DATED},
)  # fmt: skip
CONDITION = Shape(needs={}, may=dict.fromkeys(CONDITIONS, TEXT_OR_TEXTS))
PACK = Shape(
    needs={"code": TEXT, "version": TEXT, "names": WORDED, "languages": TEXTS, "currency": ANY_TEXT},
    may={"unit": TABLES, "money": MONEY}, open=True,
)  # fmt: skip
UNIT = Shape(needs={"code": TEXT, "name": WORDED, "value": WHOLE, "since": DAY, "source": TEXT,
                    "confidence": SURE})  # fmt: skip
ELECTION = Shape(
    needs={"code": TEXT, "timezone": TEXT, "names": WORDED, "events": TABLE},
    may={"area": TABLE, "zone": TABLES}, open=True,
)  # fmt: skip
EVENT = Shape(
    needs={"source": TEXT, "confidence": SURE},
    may={"at": MOMENT, "before": TEXT, "after": TEXT, "days": LENGTH, "hours": LENGTH,
         "minutes": LENGTH, "start_of_day": WHETHER, "names": WORDED},
)  # fmt: skip
ZONE = Shape(needs={"code": TEXT, "names": WORDED, "confidence": SURE},
             may={"starts": TEXT, "ends": TEXT, "source": TEXT})  # fmt: skip
AREA = Shape(needs={"names": WORDED, "events": MOMENTS}, may={"source": TEXT, "confidence": SURE})
CLOCK = Shape(
    needs={"length": LENGTH, "unit": TEXT, "source": TEXT, "confidence": SURE},
    may={"shift": TEXT, "suspended_by": TEXTS, "escalate": TABLES, "names": WORDED},
)  # fmt: skip
STEP = Shape(needs={"when": TEXT, "to": TEXT, "says": WORDED})
WORKED = Shape(needs={"weekend": WEEKDAYS, "source": TEXT, "confidence": SURE},
               may={"holidays": DAYS, "working": DAYS})  # fmt: skip
ROLES = Shape(needs={"incompatible": PAIRS, "roles": NAMES}, open=True)
OUTCOME = Shape(needs={"names": WORDED, "execution": ANY_TEXT, "confidence": SURE}, open=True)
QUORUM = Shape(needs={"established": WHOLE, "quorum": TEXT, "adoption": TEXT, "source": TEXT,
                      "confidence": SURE}, open=True)  # fmt: skip
LADDER = Shape(needs={"after": TEXT_OR_TEXTS, "measure": TEXT, "because": WORDED, "source": TEXT,
                      "confidence": SURE}, open=True)  # fmt: skip
