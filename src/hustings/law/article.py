"""The literate article: words, rules beneath their paragraph, examples beneath the rule."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hustings.refusal import Refusal

PLACE = re.compile(r"^(?P<words>.*?)\s*\{#(?P<id>[a-z0-9_]+)\}\s*$")
FENCE = re.compile(r"^```(?P<kind>[a-z]+)(?:\s+(?P<name>.+))?$")


class Faulty(Refusal):
    """A pack says something that cannot be read; file, line and remedy are in the sentence."""


@dataclass(frozen=True, kw_only=True)
class Block:
    """A fenced block: what kind, its name, its TOML, where it stands, under which paragraph."""

    kind: str
    name: str
    values: Mapping[str, Any]
    place: str
    file: str
    line: int


def faulty(file: str, line: int, what: str, remedy: str) -> Faulty:
    return Faulty(
        "law.faulty_pack",
        "{file}, line {line}: {what}. {remedy}",
        file=file, line=line, what=what, remedy=remedy,
    )  # fmt: skip


def blocks(path: Path, name: str) -> Iterator[Block]:
    """Every block of an article in order; headings and numbered paragraphs set the place."""
    place, lines = "", path.read_text(encoding="utf-8").splitlines()
    number = 0
    while number < len(lines):
        line = lines[number]
        number += 1
        if found := PLACE.match(line):
            place = found["id"]
        fence = FENCE.match(line)
        if fence is None:
            continue
        begun, inside = number, []
        while number < len(lines) and lines[number] != "```":
            inside.append(lines[number])
            number += 1
        if number == len(lines):
            raise faulty(
                name, begun, "the block is not closed", "Write ``` on a line of its own after it."
            )
        number += 1
        try:
            values = tomllib.loads("\n".join(inside))
        except tomllib.TOMLDecodeError as error:
            raise faulty(
                name, begun, f"this is not TOML: {error}", "Mend the line that is named."
            ) from None
        yield Block(kind=fence["kind"], name=fence["name"] or "", values=values, place=place,
                    file=name, line=begun)  # fmt: skip
