"""The bodies on letters and acts, as the law pack names them."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hustings import law

Words = Mapping[str, str]
# A pack that names no bodies of its own still gets a letterhead.
UNNAMED: Mapping[str, Words] = {
    "commission": {
        "en": "Election commission", "ru": "Избирательная комиссия", "ky": "Шайлоо комиссиясы",
    },
    "working_group": {
        "en": "on the rules of campaigning", "ru": "по соблюдению правил",
        "ky": "эрежелердин сакталышы боюнча",
    },
    "place": {"en": "—", "ru": "—", "ky": "—"},
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Ground:
    """A place in the law that an act of the commission rests on."""

    words: Words
    verified: bool


@dataclass(frozen=True, kw_only=True)
class Offices:
    """Words in the pack's languages."""

    commission: Words
    working_group: Words
    place: Words
    grounds: Sequence[Ground]


def of(pack: law.Pack) -> Offices:
    """Read from the pack's `procedure/offices.toml`, where there is one."""
    path = pack.folder / "procedure" / "offices.toml"
    said = _toml(path) if path.is_file() else {}
    commission = said.get("commission", {})
    return Offices(
        commission=commission.get("names", UNNAMED["commission"]),
        working_group=said.get("working_group", {}).get("names", UNNAMED["working_group"]),
        place=commission.get("place", UNNAMED["place"]),
        grounds=[
            Ground(words=one["names"], verified=one["confidence"] == "quoted")
            for one in said.get("ground", [])
        ],
    )


def _toml(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return tomllib.load(file)
