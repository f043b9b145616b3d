"""Reading a pack's folder, with every fault named by file, line and remedy."""

import hashlib
import os
from functools import cache
from pathlib import Path
from typing import Any

from hustings.law.article import faulty
from hustings.law.pack import Pack
from hustings.law.reading_law import read_law
from hustings.law.reading_procedure import line_of, read_clocks, read_days, read_election, toml
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
    for key in ("code", "version", "names", "languages", "currency"):
        if key not in about:
            raise faulty("pack.toml", 1, f"the pack has no {key}", f"Add {key} = …")
    units = _units(folder / "pack.toml", about)
    law = read_law(about["code"], folder / "law", frozenset(one["code"] for one in units))
    procedure = folder / "procedure"
    roles = toml(procedure / "roles.toml")
    elections = map(read_election, sorted((folder / "elections").glob("*.toml")))
    ladder = procedure / "ladder.toml"
    return Pack(
        code=about["code"], version=about["version"], digest=digest(folder), names=about["names"],
        languages=tuple(about["languages"]), folder=folder, currency=about["currency"],
        unit_values=units, rules=tuple(law.rules), outcomes=toml(procedure / "outcomes.toml"),
        words=toml(folder / "words.toml"), roles=roles["roles"],
        incompatible=tuple(tuple(pair) for pair in roles["incompatible"]),
        clocks=read_clocks(procedure / "clocks.toml"), days=read_days(procedure / "days.toml"),
        quorum=toml(procedure / "quorum.toml"),
        ladder=tuple(toml(ladder).get("step", ())) if ladder.is_file() else (),
        undecided={place: tuple(said) for place, said in law.undecided.items()},
        _provisions=law.provisions, _offences=law.offences,
        _elections={election.code: election for election in elections},
    )  # fmt: skip


def _units(path: Path, about: dict[str, Any]) -> tuple[dict[str, Any], ...]:
    """The units of account in the order of their dates."""
    units = about.get("unit", [])
    for one in units:
        if missing := [
            key for key in ("code", "value", "since", "source", "confidence") if key not in one
        ]:
            raise faulty(
                "pack.toml",
                line_of(path, "unit"),
                f"a [[unit]] has no {missing[0]}",
                f"Add {missing[0]} = …",
            )
    return tuple(sorted(units, key=lambda one: one["since"]))


def digest(folder: Path) -> str:
    """One digest over every file of the pack and its place."""
    total = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        total.update(str(path.relative_to(folder)).encode() + b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return f"sha256:{total.hexdigest()}"
