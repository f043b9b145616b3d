"""Which law pack a desk works with: said once, in a file of its folder. Free of Django."""

import os
import tomllib
from pathlib import Path

from hustings.law import known
from hustings.law.reading import folders
from hustings.refusal import Refusal

FILE = "pack"  # in the desk's folder: the code of its law pack


def of(home: Path) -> str:
    """The pack of the desk in that folder, else $HUSTINGS_PACK, else the default one."""
    chosen = home / FILE
    if chosen.is_file():
        return chosen.read_text(encoding="utf-8").strip()
    return os.environ.get("HUSTINGS_PACK", "") or default()


def default() -> str:
    """What the file `default` beside the packs says; without one, the first pack that there is."""
    for folder in folders():
        if (folder / "default").is_file():
            return (folder / "default").read_text(encoding="utf-8").strip()
    return known()[0]


def choose(home: Path, pack: str) -> None:
    """Write it into the desk's folder, which is made where there is none."""
    if pack not in known():
        raise Refusal(
            "desk.no_such_pack",
            "There is no law pack {pack}; there are: {known}.",
            pack=pack,
            known=", ".join(known()),
        )
    home.mkdir(parents=True, exist_ok=True)
    (home / FILE).write_text(f"{pack}\n", encoding="utf-8")


def zone(pack: str) -> str:
    """The clock of the pack's first election, by its IANA name; UTC where there is none."""
    for folder in folders():
        for path in sorted((folder / pack / "elections").glob("*.toml")):
            return str(tomllib.loads(path.read_text(encoding="utf-8")).get("timezone", "UTC"))
    return "UTC"
