"""The model's words, stems and letter n-grams, looked up and added up in compiled code.

The pieces are those of `model_features.pieces`; a word of eight letters has some twenty-five.
"""

# ruff: noqa: PLR0917 - numba knows no keyword-only arguments
# ruff: noqa: C901 - the pieces of a word are found in one pass

import threading
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hustings.screening import model_features
from hustings.screening.gate_jit import compiled
from hustings.screening.gate_words import Memo, Places, alike, mixed
from hustings.screening.kernel_block import Bytes

Floats = NDArray[np.float64]
_MOST = 100_000  # words remembered
_FAMILIES = ("w:", "s:", "c:")  # words, stems, letter n-grams


class Pieces(NamedTuple):
    """The model's words, stems and letter n-grams by their bytes, and their weights: [square,
    <outputs>], already times idf.
    """

    slots: Places
    begins: Places
    bytes: Bytes
    weights: Floats


def families(weights: pl.DataFrame, outputs: Sequence[str]) -> tuple[Pieces, Pieces, Pieces]:
    """Words, stems and n-grams of a model's weights [feature, idf, <outputs>], for `spelled`."""
    words, stems, grams = (_family(weights, prefix, outputs) for prefix in _FAMILIES)
    return words, stems, grams


def _family(weights: pl.DataFrame, prefix: str, outputs: Sequence[str]) -> Pieces:
    rows = weights.filter(pl.col("feature").str.starts_with(prefix))
    data, ends = _joined(rows["feature"].str.slice(len(prefix)))
    memo = Memo()
    memo.numbered(data, np.stack([ends[:-1], ends[1:]], axis=1), 0, 1)
    return Pieces(*memo.arrays(), weighted(rows, outputs))


def weighted(rows: pl.DataFrame, outputs: Sequence[str]) -> Floats:
    """[feature, (square, <outputs>)] of weights, times idf."""
    idf = pl.col("idf")
    return rows.select(
        (idf**2).alias("square"), *((idf * pl.col(name)).alias(name) for name in outputs)
    ).to_numpy(order="c")


class Spelled:
    """What the pieces of words add up to, [word, (square, <outputs>)], worked out once for each word.
    Several threads may ask.
    """

    def __init__(self, weights: pl.DataFrame, outputs: Sequence[str]) -> None:
        self._lock = threading.Lock()
        self._pieces = families(weights, outputs)
        self._forget()

    def _forget(self) -> None:
        self._known: dict[str, int] = {}
        self._said = np.zeros((0, self._pieces[0].weights.shape[1]))

    def of(self, words: pl.Series) -> Floats:
        """The rows of distinct words."""
        with self._lock:
            return self._of(words)

    def _of(self, words: pl.Series) -> Floats:
        if len(self._known) > _MOST:
            self._forget()
        before = len(self._known)
        known = self._known
        numbers = [known.setdefault(word, len(known)) for word in words]
        new = pl.Series(list(known)[before:], dtype=pl.String)
        self._said = np.concatenate([self._said, spelled(new, self._pieces)])
        return self._said[np.array(numbers, np.int64)]


def spelled(words: pl.Series, pieces: tuple[Pieces, Pieces, Pieces]) -> Floats:
    """[word, (square, <outputs>)]: what the pieces of each word add up to."""
    data, ends = _joined(" " + words + " ")
    said = np.zeros((words.len(), pieces[0].weights.shape[1]))
    _spell(data, ends, *pieces, said)
    return said


def _joined(stretches: pl.Series) -> tuple[Bytes, Places]:
    """(all stretches' bytes and eight more, where each begins and the last ends)."""
    data = stretches.str.join("").cast(pl.Binary).item() if stretches.len() else b""
    ends = np.append(0, np.cumsum(stretches.str.len_bytes().to_numpy().astype(np.int64)))
    return np.frombuffer(data + b"\0" * 8, np.uint8), ends


@compiled
def _spell(
    data: Bytes, ends: Places, words: Pieces, stems: Pieces, grams: Pieces, said: Floats
) -> None:
    """Adds up what the pieces of each padded word data[ends[n]:ends[n + 1]] say, into `said`."""
    for one in range(said.shape[0]):
        begin, end = ends[one], ends[one + 1]
        _say(words, data, begin + 1, end - begin - 2, said, one)
        letters: Any = np.int64(0)
        stem: Any = np.int64(end - 1)
        at: Any = np.int64(begin)
        while at < end:
            size: Any = np.int64(0)
            stop: Any = np.int64(at)
            while stop < end and size < model_features.LONGEST:
                stop += 1
                while stop < end and data[stop] & 0xC0 == 0x80:  # noqa: PLR2004 - goes on a character
                    stop += 1
                size += 1
                if size >= model_features.SHORTEST:
                    _say(grams, data, at, stop - at, said, one)
            if begin < at < end - 1:
                letters += 1
                if letters == model_features.STEM + 1:
                    stem = np.int64(at)
            at += 1
            while at < end and data[at] & 0xC0 == 0x80:  # noqa: PLR2004 - the same
                at += 1
        if letters > model_features.STEM:
            _say(stems, data, begin + 1, stem - begin - 1, said, one)


@compiled
def _say(pieces: Pieces, data: Bytes, at: int, long: int, said: Floats, one: int) -> None:
    last = pieces.slots.shape[0] - 1
    hashed = mixed(data, at, long)
    slot: Any = np.int64(hashed) & last
    while pieces.slots[slot] >= 0:
        number = pieces.slots[slot] & 0x7FFFFFFF
        place = pieces.begins[number]
        same = pieces.begins[number + 1] - place == long
        if same and alike(data, at, pieces.bytes, place, long):
            for output in range(said.shape[1]):
                said[one, output] += pieces.weights[number, output]
            return
        slot = (slot + 1) & last
