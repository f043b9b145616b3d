"""Speech as text, by a command of the house's choice; off until one is named.

    said = heard(Path("video.mp4"), command="whisper-cli -m model.bin -l auto -oj -of {output} {file}")
    said.text[part.start : part.end]        # … was said between part.begins and part.ends, seconds

Any program serves that takes a media file and gives segments as Whisper's programs do: JSON with
`segments` (start, end in seconds, text), JSON with `transcription` (offsets in milliseconds), or
plain text. It runs without a shell, bounded in time and in what it may say; it is trusted with
this machine like any program that the house installs, and what it says is checked.
"""

import hashlib
import json
import math
import os
import shlex
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from hustings.messages import terminal_language
from hustings.refusal import Refusal
from hustings.screening import programs

SECONDS = 1800.0
ANSWER = 16 << 20  # bytes; a day of speech has a tenth of it
SETTING = "HUSTINGS_SPEECH"
Said = tuple[str, float | None, float | None]


class SpeechRefusal(Refusal):
    """Codes `speech.*`: nothing was heard, and why."""


@dataclass(frozen=True)
class Part:
    """`text[start:end]`, in characters, was said between two moments, in seconds from the
    beginning; None where the program gave text without times.
    """

    start: int
    end: int
    begins: float | None
    ends: float | None


@dataclass(frozen=True)
class Heard:
    """What a recording says. `digest`: of the file."""

    digest: str
    text: str
    parts: tuple[Part, ...]

    def as_dict(self) -> dict[str, Any]:
        """The same as JSON would have it."""
        return asdict(self)


def command_set() -> str | None:
    """The command that this machine's environment names, None where speech is off."""
    return os.environ.get(SETTING) or None


def heard(
    path: Path, *, command: str | None, seconds: float = SECONDS, answer: int = ANSWER
) -> Heard:
    """What is said in a media file.

    `command`: words as in a shell, with {file} for the file and, where the program writes files,
    {output} for the beginning of their names; the one JSON file there is read, else what it
    printed. Refusals (`SpeechRefusal`): `speech.off`, `speech.command`, `speech.failed`,
    `speech.garbled`.
    """
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    with tempfile.TemporaryDirectory() as folder:
        words = _words(command, path.resolve(), Path(folder) / "speech")
        try:
            said = programs.run(words, bounds=programs.Bounds(seconds, answer), folder=Path(folder))
        except programs.ProgramRefusal as refusal:
            raise SpeechRefusal(
                "speech.failed",
                "{file} was not heard: {reason}",
                file=path.name, reason=refusal.say(terminal_language()),
            ) from refusal  # fmt: skip
        parts = _parts(_answer(Path(folder), said, answer), path.name)
    return _together(f"sha256:{digest}", parts)


def _words(command: str | None, path: Path, output: Path) -> list[str]:
    if not command:
        raise SpeechRefusal(
            "speech.off",
            "No program is named that hears speech. Give --command, or set {setting}, as "
            "whisper-cli -m model.bin -oj -of {output} {file}",
            setting=SETTING, output="{output}", file="{file}",
        )  # fmt: skip
    try:
        words = shlex.split(command)
    except ValueError:
        words = []
    if not any("{file}" in word for word in words):
        raise SpeechRefusal(
            "speech.command",
            "The command {command} does not say where the file comes. Write {file} there.",
            command=command, file="{file}",
        )  # fmt: skip
    return [word.replace("{file}", str(path)).replace("{output}", str(output)) for word in words]


def _answer(folder: Path, said: bytes, limit: int) -> bytes:
    written = [path for path in sorted(folder.rglob("*.json")) if path.is_file()]
    if len(written) != 1 or written[0].is_symlink():
        return said
    with written[0].open("rb") as file:
        return file.read(limit)


def _parts(answer: bytes, name: str) -> list[Said]:
    """(text, begins, ends) of each segment; nothing that is not text and a moment is taken."""
    try:
        text = answer.decode("utf-8")
        if not text.lstrip().startswith(("{", "[")):
            return list(_lines(text))
        return [one for one in _segments(json.loads(text)) if one[0]]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise SpeechRefusal(
            "speech.garbled",
            "{file}: what the program said is no text and no JSON of segments ({reason}). See what "
            "it prints when it is run by hand.",
            file=name, reason=f"{type(error).__name__}: {str(error)[:100]}",
        ) from error  # fmt: skip


def _lines(text: str) -> Iterator[Said]:
    for line in text.strip().splitlines():
        if not line.replace("\t", " ").isprintable():
            raise ValueError("unprintable characters")
        if line.strip():
            yield line.strip(), None, None


def _segments(told: Any) -> Iterator[Said]:
    if isinstance(told, dict) and "transcription" in told:
        for one in told["transcription"]:
            offsets = one["offsets"]
            yield _text(one), _moment(offsets["from"] / 1000), _moment(offsets["to"] / 1000)
        return
    if isinstance(told, dict) and "segments" not in told:
        yield _text(told), None, None
        return
    for one in told["segments"] if isinstance(told, dict) else told:
        yield _text(one), _moment(one["start"]), _moment(one["end"])


def _text(one: dict[str, Any]) -> str:
    text = one["text"]
    if not isinstance(text, str):
        raise TypeError("text")
    return " ".join(text.encode("utf-8", "strict").decode().split())


def _moment(said: Any) -> float:
    if isinstance(said, bool) or not isinstance(said, int | float) or not math.isfinite(said):
        raise TypeError("start, end")
    return float(said)


def _together(digest: str, said: list[Said]) -> Heard:
    """One line a segment."""
    parts, at = [], 0
    for text, begins, ends in said:
        parts.append(Part(at, at + len(text), begins, ends))
        at += len(text) + 1
    return Heard(digest, "\n".join(text for text, _, _ in said), tuple(parts))
