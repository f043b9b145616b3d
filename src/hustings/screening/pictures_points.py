"""A picture as grey points, unpacked in a process of its own (`pictures_decoder`)."""

import importlib.util
import sys
from dataclasses import dataclass
from pathlib import Path

from hustings.screening import pictures_decoder, programs
from hustings.screening.pictures_header import LONGEST, PictureRefusal, damaged

_BOUNDS = programs.Bounds(
    pictures_decoder.SECONDS, pictures_decoder.MOST_POINTS + pictures_decoder.HEAD.size + 1
)


@dataclass(frozen=True)
class Points:
    """An upright picture in grey: height rows of width bytes, 0 black to 255 white."""

    width: int
    height: int
    grey: bytes

    def as_pgm(self) -> bytes:
        """The same as a file that needs no decoder."""
        return b"P5 %d %d 255\n" % (self.width, self.height) + self.grey


def unpacked(data: bytes, name: str) -> Points:
    """The points of a PNG or JPEG file (of an animated one, its first picture); what is
    transparent is white. Refusals `pictures.damaged`, `pictures.no_pillow`.
    """
    if importlib.util.find_spec("PIL") is None:
        raise PictureRefusal(
            "pictures.no_pillow",
            "Reading pictures needs Pillow, which is not installed here. Install hustings[pictures].",
        )
    words = [sys.executable, "-I", str(Path(pictures_decoder.__file__))]
    try:
        answer = programs.run(words, bounds=_BOUNDS, given=data, environment={})
    except programs.ProgramRefusal as refusal:
        reason = str(refusal.facts.get("said", "")) or refusal.code
        raise damaged(name, reason) from refusal
    head = pictures_decoder.HEAD
    width, height = head.unpack(answer[: head.size].ljust(head.size, b"\0"))
    grey = answer[head.size :]
    if width * height != len(grey) or not 0 < max(width, height) <= LONGEST:
        raise damaged(name, f"{width} × {height} points, {len(grey)} bytes")
    return Points(width, height, grey)
