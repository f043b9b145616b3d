"""What a demonstration tells of: packs/<code>/demo/scenario.toml (docs/demo.md), read strictly.

Times in it are local to the election, without an offset; here they are aware.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from hustings import law
from hustings.desk.accounts.roles import Role
from hustings.refusal import Refusal

NEEDED = ("election", "password", "roster", "ground", "called", "people", "matter")


@dataclass(frozen=True, kw_only=True)
class Player:
    """Somebody of the invented cast; the name says what its bearer does."""

    username: str
    full_name: str
    role: Role
    language: str


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """`said`: the file's own words; `folder`: where its sample files lie."""

    pack: str
    folder: Path
    said: Mapping[str, Any]
    players: tuple[Player, ...]
    matters: tuple[Mapping[str, Any], ...]

    def __getitem__(self, name: str) -> Any:
        return self.said[name]


def load(pack: str) -> Scenario:
    """The pack's scenario. Refusals: desk.no_demo, desk.bad_scenario (field and file)."""
    folder = law.load(pack).folder / "demo"
    path = folder / "scenario.toml"
    if not path.is_file():
        raise Refusal(
            "desk.no_demo",
            "The pack {pack} has no demonstration: write {path}, as docs/demo.md says.",
            pack=pack,
            path=path,
        )
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
        for name in NEEDED:
            said[name]
        zone = law.load(pack).election(said["election"]).timezone
        players = tuple(one for entry in said["people"] for one in _players(entry))
    except (KeyError, ValueError) as error:
        raise Refusal(
            "desk.bad_scenario",
            "{path} cannot be played: {reason}. Mend it, as docs/demo.md says.",
            path=path,
            reason=error,
        ) from None
    told = aware(said, zone)
    return Scenario(
        pack=pack, folder=folder, said=told, players=players, matters=tuple(told["matter"])
    )


def aware(value: Any, zone: ZoneInfo) -> Any:
    """The same value, every local moment in it in that zone."""
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=zone)
    if isinstance(value, dict):
        return {name: aware(one, zone) for name, one in value.items()}
    return [aware(one, zone) for one in value] if isinstance(value, list) else value


def _players(entry: Mapping[str, Any]) -> Iterator[Player]:
    """One entry is one person, or as many as `count` says, numbered from 1."""
    numbers = range(1, entry.get("count", 0) + 1) if "count" in entry else (None,)
    languages = entry["languages"]
    for place, number in enumerate(numbers):
        yield Player(
            username=entry["username"] + ("" if number is None else str(number)),
            full_name=entry["full_name"].format(number=number),
            role=Role(entry["role"]),
            language=languages[place % len(languages)],
        )
