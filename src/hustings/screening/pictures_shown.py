"""A picture that is safe to look at: its grey points, written anew as a PNG by this program.

What a stranger's file holds beside its points (text, profiles, another file behind its end) stays behind,
and a browser never decodes the stranger's bytes.
"""

import struct
import zlib

import numpy as np

from hustings.screening.pictures_points import Points

WIDEST = 1600  # points of the longer side; a page shows no more


def grey_png(points: Points, *, widest: int = WIDEST) -> bytes:
    """A grey PNG (ISO/IEC 15948), its longer side at most `widest` points, by means of whole blocks."""
    grey = np.frombuffer(points.grey, np.uint8).reshape(points.height, points.width)
    block = -(-max(grey.shape) // widest)
    if block > 1:
        down, across = (min(block, side) for side in grey.shape)
        high, wide = grey.shape[0] // down, grey.shape[1] // across
        cut = grey[: high * down, : wide * across]
        grey = cut.reshape(high, down, wide, across).mean(axis=(1, 3)).astype(np.uint8)
    lines = np.insert(grey, 0, 0, axis=1).tobytes()  # each line begins with its filter: none
    head = struct.pack(">IIBBBBB", grey.shape[1], grey.shape[0], 8, 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(lines, 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_part(kind, data) for kind, data in parts)


def _part(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
