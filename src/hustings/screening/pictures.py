"""Words in pictures, each with its box; and a hash by which likeness is suggested, never decided.

    seen = read(Path("poster.jpg"))            # words, boxes, confidence, the hash
    seen.text[word.start : word.end]           # … and where that stands: left, top, width, height

The file is looked at by its first bytes, measured before it is unpacked, unpacked in a process of
its own that may take neither much time nor much memory, and read by tesseract, again a program by
itself, which is given plain grey points and never the file. Nothing of a picture is executed, and
nothing is fetched.
"""

import hashlib
import os
import re
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from hustings.messages import terminal_language
from hustings.refusal import Refusal
from hustings.screening import pictures_likeness, programs
from hustings.screening.pictures_header import PictureRefusal, measured
from hustings.screening.pictures_points import Points, unpacked

LANGUAGES = "kir+rus"
SECONDS = 60.0  # for one picture
_ANSWER = 16 << 20  # bytes of a table of words
_MEMORY = 4 << 30
_LANGUAGE = re.compile(r"[A-Za-z_]{3,16}(\+[A-Za-z_]{3,16}){0,5}")


@dataclass(frozen=True)
class Word:
    """`text[start:end]`, in characters; its box in points of the upright picture, from the left
    upper corner; confidence from 0 to 1, as tesseract gives it.
    """

    start: int
    end: int
    left: int
    top: int
    width: int
    height: int
    confidence: float


@dataclass(frozen=True)
class Seen:
    """What a picture holds. `digest`: of the file; width and height: of the upright picture;
    `hash`: 16 hexadecimal digits, None where a picture has nothing to tell it by.
    """

    digest: str
    width: int
    height: int
    text: str
    words: tuple[Word, ...]
    hash: str | None

    def as_dict(self) -> dict[str, Any]:
        """The same as JSON would have it."""
        return asdict(self)


def read(path: Path, *, languages: str = LANGUAGES, seconds: float = SECONDS) -> Seen:
    """The words of a PNG or JPEG file, line by line as tesseract finds them.

    `languages`: tesseract's codes, joined by +. Refusals (`PictureRefusal`): `pictures.kind`,
    `pictures.unknown`, `pictures.large`, `pictures.damaged`, `pictures.languages`,
    `pictures.no_pillow`, `pictures.no_tesseract`, and `pictures.unread`, where tesseract fails or
    takes longer than `seconds`.
    """
    if not _LANGUAGE.fullmatch(languages):
        raise PictureRefusal(
            "pictures.languages",
            "{languages} is not a list of languages. Write tesseract's codes, as kir+rus+eng.",
            languages=languages,
        )
    digest, points = _points(path)
    return _read(points, path.name, digest, languages, seconds)


def likeness(path: Path) -> str | None:
    """The hash alone, which needs no tesseract. Refusals as for `read`."""
    return pictures_likeness.hash_of(_points(path)[1])


def _points(path: Path) -> tuple[str, Points]:
    size = measured(path)
    with path.open("rb") as file:
        data = file.read(size)
    return f"sha256:{hashlib.sha256(data).hexdigest()}", unpacked(data, path.name)


def _read(points: Points, name: str, digest: str, languages: str, seconds: float) -> Seen:
    try:
        table = programs.run(
            ["tesseract", "stdin", "stdout", "-l", languages, "tsv"],
            bounds=programs.Bounds(seconds, _ANSWER, _MEMORY), given=points.as_pgm(),
            environment=_environment(),
        )  # fmt: skip
    except programs.ProgramRefusal as refusal:
        raise _ours(refusal, name, languages) from refusal
    text, words = _placed(table.decode("utf-8", "replace"))
    told = pictures_likeness.hash_of(points)
    return Seen(digest, points.width, points.height, text, words, told)


def _environment() -> dict[str, str]:
    """What tesseract needs to know of this machine: no more, and one thread."""
    kept = {name: os.environ[name] for name in ("PATH", "TESSDATA_PREFIX") if name in os.environ}
    return {**kept, "OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8"}


def _ours(refusal: programs.ProgramRefusal, name: str, languages: str) -> Refusal:
    if shutil.which("tesseract") is None:
        return PictureRefusal(
            "pictures.no_tesseract",
            "Words in pictures are read by tesseract, which is not here. Install tesseract-ocr with "
            "the languages {languages} (Debian: tesseract-ocr-kir, tesseract-ocr-rus).",
            languages=languages,
        )
    return PictureRefusal(
        "pictures.unread",
        "{file} was not read: {reason}",
        file=name, reason=refusal.say(terminal_language()),
    )  # fmt: skip


def _placed(table: str) -> tuple[str, tuple[Word, ...]]:
    """Tesseract's table: a space between words, a line break between lines, two between blocks."""
    parts: list[str] = []
    words: list[Word] = []
    length, line, block = 0, "", ""
    for row in table.splitlines()[1:]:
        cells = row.split("\t", 11)
        said = cells[11].strip() if len(cells) == 12 and cells[0] == "5" else ""  # noqa: PLR2004
        if not said:
            continue
        between = " " if ".".join(cells[2:5]) == line else "\n" if cells[2] == block else "\n\n"
        line, block = ".".join(cells[2:5]), cells[2]
        between = between if words else ""
        start = length + len(between)
        length = start + len(said)
        parts += [between, said]
        left, top, width, height = (int(cell) for cell in cells[6:10])
        words.append(Word(start, length, left, top, width, height, float(cells[10]) / 100))
    return "".join(parts), tuple(words)
