"""The literate article: words, rules beneath their paragraph, examples beneath the rule."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hustings.messages import say
from hustings.refusal import Refusal

PLACE = re.compile(r"^(?P<words>.*?)\s*\{#(?P<id>[a-z0-9_]+)\}\s*$")
FENCE = re.compile(r"^```(?P<kind>[a-z]+)(?:\s+(?P<name>.+))?$")


class Faulty(Refusal):
    """A pack says something that cannot be used: where, what is wrong and how to mend it."""

    def __init__(self, place: tuple[str, int], text: str, /, **facts: object) -> None:
        super().__init__("law.faulty_pack", text, **facts)
        self.file, self.line = place

    def say(self, language: str = "en") -> str:
        """The sentence with its file and line, in the reader's language."""
        fault = super().say(language)
        words = "{file}, line {line}: {fault}"
        return say(words, language, file=self.file, line=self.line, fault=fault)


@dataclass(frozen=True, kw_only=True)
class Block:
    """A fenced block: what kind, its name, its TOML, where it stands, under which paragraph."""

    kind: str
    name: str
    values: Mapping[str, Any]
    place: str
    file: str
    line: int
    lines: tuple[str, ...] = ()

    @property
    def at(self) -> tuple[str, int]:
        """File and line of the block's opening."""
        return self.file, self.line

    def at_key(self, key: str, table: int = 0) -> tuple[str, int]:
        """File and line of a key, of the block itself or of its table of that number (from 1)."""
        number = 0
        for down, line in enumerate(self.lines, start=1):
            number += line.startswith("[[")
            if number == table and re.match(rf"{re.escape(key) or '$.'}\s*=", line):
                return self.file, self.line + down
        return self.at


def blocks(path: Path, name: str) -> Iterator[Block]:
    """Every block of an article in order; headings and numbered paragraphs set the place."""
    place, lines = "", text_of(path, name).splitlines()
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
            raise Faulty(
                (name, begun), "The block is not closed. Write ``` on a line of its own after it."
            )
        number += 1
        values = _values(inside, name, begun)
        yield Block(kind=fence["kind"], name=fence["name"] or "", values=values, place=place,
                    file=name, line=begun, lines=tuple(inside))  # fmt: skip


def text_of(path: Path, name: str) -> str:
    """The file's text; Faulty where there is none, or it is not UTF-8."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise Faulty(
            (name, 1), "There is no such file. Add it: docs/law.md says what it holds."
        ) from None
    except UnicodeDecodeError:
        raise Faulty((name, 1), "The file is not UTF-8. Save it as text in UTF-8.") from None


def _values(inside: list[str], name: str, begun: int) -> dict[str, Any]:
    try:
        return tomllib.loads("\n".join(inside))
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        raise Faulty(
            (name, begun + int(found[1]) if found else begun),
            "This is not TOML: {error}. Mend the line that is named.", error=error,
        ) from None  # fmt: skip
