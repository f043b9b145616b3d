"""Compiles every .po of the package to the .mo beside it; the build calls it, and so does make."""

import sys
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # run by make, where only Babel is needed
    BuildHookInterface = object


def compile_catalogues(root: Path) -> int:
    """Write a .mo for each .po that is newer than it; answers how many were written."""
    written = 0
    for source in sorted((root / "src" / "hustings").rglob("*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as file:
            catalogue = read_po(file)
        with target.open("wb") as file:
            write_mo(file, catalogue)
        written += 1
    return written


class CustomBuildHook(BuildHookInterface):
    """Hatch's hook of that name."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        del version  # the same for a wheel and an editable install
        compile_catalogues(Path(self.root))
        build_data["artifacts"].append("src/hustings/**/*.mo")


if __name__ == "__main__":
    sys.stdout.write(f"{compile_catalogues(Path(__file__).parent)} catalogues compiled\n")
