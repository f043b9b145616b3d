"""The texts of a stream that need reading at all: most concern nobody and say nothing.

A gate lets every text pass in which the exact way (`names.find`) finds anything, and hardly any
other; what it holds back has no answer there, so the answers are the same with the gate and without.
Words are told apart once each, over all texts that were ever read; a text then costs a look-up a
word, in compiled code.
"""

import threading

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hustings.screening import fold, fold_tokens, gate_names
from hustings.screening.gate_words import MOST, Memo, Numbers, Places
from hustings.screening.names_index import Index


class Read:
    """Texts as numbers of their words: those of text n are from firsts[n] to firsts[n + 1]; `gaps`
    are the numbers of what stands before each word.
    """

    def __init__(self, found: fold_tokens.Cells, words: Numbers, gaps: Numbers) -> None:
        texts = np.arange(found.begins.size)
        self.firsts: Places = np.searchsorted(found.rows, texts).astype(np.int64)
        self.words, self.gaps = words, gaps


class Gate:
    """The gates of one roster, with what they remember of words. Several threads may use it."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._lock = threading.Lock()
        self._forget()

    def _forget(self) -> None:
        self._words, self._gaps = Memo(), Memo()
        self._told = np.zeros(0, np.uint32)
        self._between = np.zeros(0, np.uint32)

    def named(self, texts: pl.Series) -> NDArray[np.bool_]:
        """Whether `names.find` may find anything in each text (null counts as empty)."""
        with self._lock:
            read = self._read(texts)
            answer = np.zeros(texts.len(), np.bool_)
            gate_names.may_name(
                read.firsts, read.words, read.gaps, self._told, self._between,
                gate_names.rules(), answer,
            )  # fmt: skip
            return answer

    def _read(self, texts: pl.Series) -> Read:
        if self._words.count > MOST or self._gaps.count > MOST:
            self._forget()
        found = fold.places(texts)
        read = Read(
            found,
            self._words.numbered(found.data, found.cells, fold_tokens.FROM, fold_tokens.TO),
            self._gaps.numbered(found.data, found.cells, fold_tokens.GAP, fold_tokens.GAP_END),
        )
        raw = pl.Series("raw", list(self._words.since(len(self._told))), dtype=pl.String)
        told = gate_names.words(pl.DataFrame([raw, fold.words(raw).alias("folded")]), self._index)
        self._told = np.append(self._told, told)
        gaps = pl.Series("gap", list(self._gaps.since(len(self._between))), dtype=pl.String)
        self._between = np.append(self._between, gate_names.gaps(gaps))
        return read


_gates: dict[str, Gate] = {}
_MOST_GATES = 4


def of(index: Index) -> Gate:
    """The gate of an index; the same index gives the same one, with what it remembers."""
    gate = _gates.get(index.digest)
    if gate is None:
        while len(_gates) >= _MOST_GATES:
            _gates.pop(next(iter(_gates)), None)
        gate = _gates.setdefault(index.digest, Gate(index))
    return gate
