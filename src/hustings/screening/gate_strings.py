"""What the model and the lexicon say of a word by itself, worked out once for each distinct word.

A word's pieces are looked up in compiled code: twenty-five for a word of eight letters.
"""

# ruff: noqa: PLR0917 - numba knows no keyword-only arguments
# ruff: noqa: C901 - the pieces of a word are found in one pass

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hustings.screening import model_features, signals_match
from hustings.screening.gate_jit import compiled
from hustings.screening.gate_words import Memo, Numbers, Places, alike, mixed
from hustings.screening.kernel_block import Bytes
from hustings.screening.lexicon import Lexicon
from hustings.screening.model import Model
from hustings.screening.signals_words import CAPITAL, MENTION

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]
PIECES, THEMES = range(2)  # families of what is said of a word by itself
_WORD, _STEM, _GRAM = range(3)
_PREFIX = {"w:": _WORD, "s:": _STEM, "c:": _GRAM}


class Told(NamedTuple):
    """By the number of a string: `any` is [pieces' square and sum, themes' square and sum] for any
    signal, `kinds` the sums for the other outputs, [string, family, output]; `first` and `stem` its
    numbers in pairs (0: in none); takes[takes_from[n]:takes_from[n + 1]] the lexicon's places that take
    it; `figure` whether it begins with a figure; `party` whether it opens the name of a party.
    """

    any: Floats
    kinds: Singles
    first: Numbers
    stem: Numbers
    takes_from: Places
    takes: Numbers
    figure: NDArray[np.bool_]
    party: NDArray[np.bool_]
    party_from: Places
    parties: Numbers


class Pairs(NamedTuple):
    """Pairs of words and of stems: a table of keys with holes (0), and what each says, as `Told` does."""

    slots: NDArray[np.uint64]
    any: Floats
    kinds: Singles


class Pieces(NamedTuple):
    """The model's words, stems and letter n-grams by their bytes, and their weights: [square, any,
    others …], already times idf.
    """

    slots: Places
    begins: Places
    bytes: Bytes
    weights: Floats


def pairs(model: Model, outputs: Sequence[str]) -> tuple[Pairs, dict[str, int], dict[str, int]]:
    """(the model's pairs, the number of each word that is in one, of each stem that is)."""
    rows = model.weights.filter(pl.col("feature").str.contains("^[bt]:"))
    words: dict[str, int] = {}
    stems: dict[str, int] = {}
    size = 1 << max(4, (4 * rows.height).bit_length())
    slots = np.zeros(size, np.uint64)
    said = weighted(rows, outputs)
    placed = np.zeros((size, said.shape[1]))
    for feature, weights in zip(rows["feature"], said, strict=True):
        one, other = feature[2:].split(" ")
        known = words if feature[0] == "b" else stems
        key = pair(known.setdefault(one, len(known) + 1), known.setdefault(other, len(known) + 1),
                   feature[0] == "t")  # fmt: skip
        slot = spread(key) & (size - 1)
        while slots[slot]:
            slot = (slot + 1) & (size - 1)
        slots[slot] = key
        placed[slot] = weights
    return Pairs(slots, placed[:, :2].copy(), placed[:, 2:].astype(np.float32)), words, stems


def pair(one: int, other: int, stems: bool) -> int:  # noqa: FBT001 - said beside its compiled twin
    """The key of a pair, from the numbers of its two."""
    return 1 << 63 | int(stems) << 62 | one << 31 | other


def spread(key: int) -> int:
    """Where a key is looked for first."""
    return (key * 0x9E3779B97F4A7C15 & (1 << 64) - 1) >> 32


def weighted(rows: pl.DataFrame, outputs: Sequence[str]) -> Floats:
    """[feature, (square, any, <outputs>)] of weights, times idf."""
    idf = pl.col("idf")
    said = (("any", pl.col("any")), *((name, pl.col(name)) for name in outputs))
    return rows.select(
        (idf**2).alias("square"), *((idf * told).alias(name) for name, told in said)
    ).to_numpy(order="c")


class Strings:
    """Strings that texts have as keys or as what the model sees, numbered, and what is said of them."""

    def __init__(
        self, model: Model, lexicon: Lexicon, parties: Lexicon | None, outputs: Sequence[str]
    ) -> None:
        self._model, self._lexicon, self._parties = model, lexicon, parties
        self._outputs = list(outputs)
        self.pairs, self._words, self._stems = pairs(model, outputs)
        self._pieces = [self._family(prefix) for prefix in _PREFIX]
        self.forget()

    def forget(self) -> None:
        """Begin anew, so that memory stays bounded."""
        self.known: dict[str, int] = {}
        self._used = [int(field.endswith("_from")) for field in Told._fields]
        width = len(self._outputs)
        self.told = Told(
            np.zeros((0, 4)), np.zeros((0, 2, width), np.float32), np.zeros(0, np.int32),
            np.zeros(0, np.int32), np.zeros(1, np.int64), np.zeros(0, np.int32), np.zeros(0, np.bool_),
            np.zeros(0, np.bool_), np.zeros(1, np.int64), np.zeros(0, np.int32),
        )  # fmt: skip
        self.numbered([MENTION, CAPITAL])

    def numbered(self, strings: Sequence[str]) -> Numbers:
        """The number of each string; what is said of new ones is worked out."""
        before = len(self.known)
        known = self.known
        numbers = [known.setdefault(one, len(known)) for one in strings]
        if len(known) > before:
            self._add(list(known)[before:])
        return np.array(numbers, np.int32)

    def _add(self, new: list[str]) -> None:
        words = pl.Series("seen", new, dtype=pl.String)
        any_, kinds = self._spelled(words)
        self._themed(words, any_, kinds)
        fields = dict(zip(Told._fields, self._used, strict=True))
        taken_from, taken = _taken(words, self._lexicon, fields["takes"])
        party_from = np.full(len(new), fields["parties"])
        parties = np.zeros(0, np.int32)
        if self._parties is not None:
            party_from, parties = _taken(words, self._parties, fields["parties"])
        more = Told(
            any_, kinds,
            np.array([self._words.get(one, 0) for one in new], np.int32),
            np.array([self._stems.get(one[: model_features.STEM], 0) for one in new], np.int32),
            taken_from, taken, words.str.contains(r"^\d").to_numpy(),
            np.diff(np.append(fields["parties"], party_from)) > 0, party_from, parties,
        )  # fmt: skip
        self.told = Told(*map(self._with, range(len(more)), self.told, more))

    def _with(self, field: int, there: Any, more: Any) -> Any:
        """An array with more behind what is used of it, and room for as much again when it was full."""
        used = self._used[field]
        until = self._used[field] = used + len(more)
        if until > len(there):
            there = np.concatenate([there[:used], np.zeros((until, *there.shape[1:]), there.dtype)])
        there[used:until] = more
        return there

    def _family(self, prefix: str) -> Pieces:
        rows = self._model.weights.filter(pl.col("feature").str.starts_with(prefix))
        stretches = rows["feature"].str.slice(len(prefix))
        data = (
            (stretches.str.join("") if stretches.len() else pl.Series([""])).cast(pl.Binary).item()
        )
        ends = np.append(0, np.cumsum(stretches.str.len_bytes().to_numpy().astype(np.int64)))
        memo = Memo()
        cells = np.stack([ends[:-1], ends[1:]], axis=1)
        memo.numbered(np.frombuffer(data + b"\0" * 8, np.uint8), cells, 0, 1)
        return Pieces(*memo.arrays(), weighted(rows, self._outputs))

    def _spelled(self, words: pl.Series) -> tuple[Floats, Singles]:
        padded = " " + words + " "
        data = padded.str.join("").cast(pl.Binary).item() + b"\0" * 8
        ends = np.append(0, np.cumsum(padded.str.len_bytes().to_numpy().astype(np.int64)))
        said = np.zeros((words.len(), 2 + len(self._outputs)))
        wholes, stems, grams = self._pieces
        _spell(np.frombuffer(data, np.uint8), ends, wholes, stems, grams, said)
        any_ = np.zeros((words.len(), 4))
        any_[:, :2] = said[:, :2]
        kinds = np.zeros((words.len(), 2, len(self._outputs)), np.float32)
        kinds[:, PIECES] = said[:, 2:]
        return any_, kinds

    def _themed(self, words: pl.Series, any_: Floats, kinds: Singles) -> None:
        themed = model_features.themed(words, self._lexicon.themes)
        rows = themed.join(self._model.weights, on="feature")
        if rows.height:
            at = words.to_frame().with_row_index("at").join(rows, on="seen", how="right")
            said = weighted(at, self._outputs)
            np.add.at(any_[:, 2:], at["at"].to_numpy(), said[:, :2])
            np.add.at(kinds[:, THEMES], at["at"].to_numpy(), said[:, 2:].astype(np.float32))


def _taken(words: pl.Series, lexicon: Lexicon, before: int) -> tuple[Places, Numbers]:
    """(where the places of each word end, the places that take the words)."""
    taken = signals_match.taken(words.alias("key").to_frame(), lexicon.places)
    rows = (
        words.alias("key").to_frame().with_row_index("at").join(taken, on="key").sort("at", "place")
    )
    ends = np.searchsorted(rows["at"].to_numpy(), np.arange(words.len()), side="right")
    return ends.astype(np.int64) + before, rows["place"].to_numpy().astype(np.int32)


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
