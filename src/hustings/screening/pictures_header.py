"""What a picture says of itself in its first bytes: its kind and size, before it is unpacked."""

import struct
from pathlib import Path

from hustings.refusal import Refusal
from hustings.screening import pictures_decoder

MOST_BYTES = 32 << 20
MOST_POINTS = pictures_decoder.MOST_POINTS  # a photograph of 40 megapixels
LONGEST = 20_000  # points of one side

PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_OTHERS = (
    (b"GIF8", "GIF"), (b"BM", "BMP"), (b"II*\0", "TIFF"), (b"MM\0*", "TIFF"), (b"%PDF", "PDF"),
    (b"PK\x03\x04", "ZIP"), (b"\x00\x00\x00\x0cJXL ", "JPEG XL"), (b"\xff\x0a", "JPEG XL"),
    (b"\x1f\x8b", "gzip"),
)  # fmt: skip
_SHAPED = {b"ftypavif": "AVIF", b"ftypheic": "HEIC", b"ftypmif1": "HEIC"}
_STANDALONE = {0x01, *range(0xD0, 0xD9)}
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_LOOKED_AT = 1 << 20  # bytes in which a JPEG must tell its size


class PictureRefusal(Refusal):
    """Codes `pictures.*`: a picture that is not read; it was not unpacked, or not believed."""


def measured(path: Path) -> int:
    """The bytes of a PNG or JPEG file that is small enough to be unpacked.

    Refusals `pictures.kind`, `pictures.unknown`, `pictures.large`, `pictures.damaged`.
    """
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise _large(path.name, f"{size / 2**20:.0f} MB > {MOST_BYTES >> 20} MB")
    with path.open("rb") as file:
        head = file.read(_LOOKED_AT)
    told = _png(head) if head.startswith(PNG) else _jpeg(head) if head.startswith(JPEG) else None
    if told is None:
        raise _unread(path.name, _kind(head))
    width, height = told
    if width < 1 or height < 1:
        raise damaged(path.name, f"{width} × {height}")
    if width * height > MOST_POINTS or max(width, height) > LONGEST:
        raise _large(path.name, f"{width} × {height}")
    return size


def damaged(name: str, reason: str) -> PictureRefusal:
    """The refusal of a file that breaks off or contradicts itself."""
    return PictureRefusal(
        "pictures.damaged",
        "{file} is damaged: {reason}. Take the picture again from where it was published.",
        file=name, reason=reason,
    )  # fmt: skip


def _unread(name: str, kind: str | None) -> PictureRefusal:
    if kind is None:
        return PictureRefusal(
            "pictures.unknown",
            "{file} is no picture that is known here. Give a PNG or JPEG file.",
            file=name,
        )
    return PictureRefusal(
        "pictures.kind",
        "{file} is {kind}; only PNG and JPEG are read. Save the picture as one of them.",
        file=name, kind=kind,
    )  # fmt: skip


def _large(name: str, size: str) -> PictureRefusal:
    return PictureRefusal(
        "pictures.large",
        "{file} is too large to be read ({size}; at most {points} megapixels). Make it smaller and "
        "keep the original as evidence.",
        file=name, size=size, points=MOST_POINTS // 1_000_000,
    )  # fmt: skip


def _png(head: bytes) -> tuple[int, int]:
    if head[12:16] != b"IHDR" or len(head) < 24:  # noqa: PLR2004 - the header's end
        return 0, 0
    return struct.unpack(">II", head[16:24])


def _jpeg(head: bytes) -> tuple[int, int]:
    """The size in the frame header (ITU T.81, B.2.2), (0, 0) where there is none."""
    at = 2
    while at + 9 <= len(head):
        if head[at] != 0xFF:  # noqa: PLR2004 - a marker's first byte
            break
        marker = head[at + 1]
        if marker == 0xFF or marker in _STANDALONE:  # noqa: PLR2004 - a filling byte
            at += 1 if marker == 0xFF else 2  # noqa: PLR2004 - the same
            continue
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", head[at + 5 : at + 9])
            return width, height
        at += 2 + int.from_bytes(head[at + 2 : at + 4], "big")
    return 0, 0


def _kind(head: bytes) -> str | None:
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WebP"
    for begins, kind in _OTHERS:
        if head.startswith(begins):
            return kind
    if b"<svg" in head[:4096].lower():
        return "SVG"
    return _SHAPED.get(head[4:12])
