"""Reading a pack's folder, with every fault named by file, line and remedy."""

import hashlib
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from hustings.law.pack import Pack
from hustings.law.reading_law import read_law
from hustings.law.reading_procedure import each, read_clocks, read_days, read_election, shaped, toml
from hustings.law.shapes import LADDER, OUTCOME, PACK, QUORUM, ROLES, UNIT, WORDED, Shape
from hustings.refusal import Refusal


def folders() -> list[Path]:
    """Where packs are looked for: $HUSTINGS_PACKS, the checkout, the installed package."""
    here = Path(__file__).resolve()
    named = [Path(os.environ["HUSTINGS_PACKS"])] if os.environ.get("HUSTINGS_PACKS") else []
    return [*named, here.parents[3] / "packs", here.parents[1] / "packs"]


def known() -> list[str]:
    """The codes of the packs that there are."""
    return sorted({path.parent.name for folder in folders() for path in folder.glob("*/pack.toml")})


def load(code: str) -> Pack:
    """The pack of that code, read once: what is in use stays in use while its files are edited.
    Refusal law.unknown_pack names those there are.
    """
    for folder in folders():
        if code.isidentifier() and (folder / code / "pack.toml").is_file():
            return _once(folder / code)
    raise Refusal(
        "law.unknown_pack",
        "There is no law pack {pack}; there are: {known}. Set HUSTINGS_PACKS to a folder of packs.",
        pack=code, known=", ".join(known()),
    )  # fmt: skip


def at(place: str) -> Pack:
    """A pack by its code, or by the path of its folder, read anew."""
    folder = Path(place)
    if (folder / "pack.toml").is_file():
        return read(folder)
    return load(place)


@cache
def _once(folder: Path) -> Pack:
    return read(folder)


def read(folder: Path) -> Pack:
    """The pack in that folder. Faulty names file, line and remedy; nothing is taken by halves."""
    about = toml(folder / "pack.toml")
    shaped(folder / "pack.toml", PACK, about)
    units = _units(folder / "pack.toml", about)
    law = read_law(about["code"], folder / "law", frozenset(one["code"] for one in units))
    procedure = folder / "procedure"
    roles = _table(procedure / "roles.toml", ROLES)
    elections = [read_election(path) for path in sorted((folder / "elections").glob("*.toml"))]
    ladder = procedure / "ladder.toml"
    return Pack(
        code=about["code"], version=about["version"], digest=digest(folder), names=about["names"],
        languages=tuple(about["languages"]), folder=folder, currency=about["currency"],
        unit_values=units, money=_money(about), rules=tuple(law.rules),
        outcomes=_outcomes(procedure / "outcomes.toml"),
        words=_words(folder / "words.toml"), roles=roles["roles"],
        incompatible=tuple(tuple(pair) for pair in roles["incompatible"]),
        clocks=read_clocks(procedure / "clocks.toml"), days=read_days(procedure / "days.toml"),
        quorum=_table(procedure / "quorum.toml", QUORUM), ladder=_ladder(ladder),
        undecided={place: tuple(said) for place, said in law.undecided.items()},
        _provisions=law.provisions, _offences=law.offences,
        _elections={election.code: election for election in elections},
    )  # fmt: skip


def _money(about: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    return {language: tuple(forms) for language, forms in about.get("money", {}).items()}


def _table(path: Path, shape: Shape) -> dict[str, Any]:
    values = toml(path)
    shaped(path, shape, values)
    return values


def _outcomes(path: Path) -> dict[str, Any]:
    outcomes = toml(path)
    each(path, OUTCOME, outcomes)
    return outcomes


def _words(path: Path) -> dict[str, Any]:
    """Names of facts, section by section."""
    sections = toml(path)
    each(path, Shape(needs={}, open=True), sections)
    for section, names in sections.items():
        shaped(path, Shape(needs=dict.fromkeys(names, WORDED)), names, section)
    return sections


def _ladder(path: Path) -> tuple[Mapping[str, Any], ...]:
    steps = toml(path).get("step", []) if path.is_file() else []
    for step in steps:
        shaped(path, LADDER, step, "step")
    return tuple(steps)


def _units(path: Path, about: dict[str, Any]) -> tuple[dict[str, Any], ...]:
    """The units of account in the order of their dates."""
    for one in about.get("unit", []):
        shaped(path, UNIT, one, str(one.get("code", "unit")))
    return tuple(sorted(about.get("unit", []), key=lambda one: one["since"]))


def digest(folder: Path) -> str:
    """One digest over every file of the pack and its place."""
    total = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        total.update(str(path.relative_to(folder)).encode() + b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return f"sha256:{total.hexdigest()}"
