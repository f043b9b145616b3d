"""What the model and the lexicon say of a word by itself, worked out once for each distinct word."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hustings.screening import model_features, signals_match
from hustings.screening.gate_words import Numbers, Places
from hustings.screening.lexicon import Lexicon
from hustings.screening.model import Model
from hustings.screening.model_pieces import Floats, families, spelled, weighted
from hustings.screening.signals_words import CAPITAL, MENTION

Singles = NDArray[np.float32]
PIECES, THEMES = range(2)  # families of what is said of a word by itself


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


def pairs(model: Model, outputs: Sequence[str]) -> tuple[Pairs, dict[str, int], dict[str, int]]:
    """(the model's pairs, the number of each word that is in one, of each stem that is)."""
    rows = model.weights.filter(pl.col("feature").str.contains("^[bt]:"))
    words: dict[str, int] = {}
    stems: dict[str, int] = {}
    size = 1 << max(4, (4 * rows.height).bit_length())
    slots = np.zeros(size, np.uint64)
    said = weighted(rows, ("any", *outputs))
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


class Strings:
    """Strings that texts have as keys or as what the model sees, numbered, and what is said of them."""

    def __init__(
        self, model: Model, lexicon: Lexicon, parties: Lexicon | None, outputs: Sequence[str]
    ) -> None:
        self._model, self._lexicon, self._parties = model, lexicon, parties
        self._outputs = ["any", *outputs]
        self.pairs, self._words, self._stems = pairs(model, outputs)
        self._pieces = families(model.weights, self._outputs)
        self.forget()

    def forget(self) -> None:
        """Begin anew, so that memory stays bounded."""
        self.known: dict[str, int] = {}
        self._used = [int(field.endswith("_from")) for field in Told._fields]
        width = len(self._outputs) - 1
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
        said = spelled(words, self._pieces)
        any_ = np.zeros((words.len(), 4))
        any_[:, :2] = said[:, :2]
        kinds = np.zeros((words.len(), 2, len(self._outputs) - 1), np.float32)
        kinds[:, PIECES] = said[:, 2:]
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
