"""The texts of a stream that need reading at all: most concern nobody and say nothing.

A gate lets every text pass in which the exact way (`names.find`, `signals.find`) finds anything, and
hardly any other; what it holds back has no answer there, so with the gate the answers are the same.
Words are told apart once each, over all texts that were ever read; a text then costs a look-up a
word, in compiled code.
"""

import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hustings.screening import (
    fold,
    fold_tokens,
    gate_names,
    gate_signals,
    lexicon,
    model,
    signals,
)
from hustings.screening.gate_placed import Hidden, Texts
from hustings.screening.gate_words import MOST, Memo
from hustings.screening.names_index import Index


class Gate:
    """The gates of one roster and one pack's model and lexicon, with what they remember of words.
    Several threads may use it. Without a folder of a pack: the gate for names alone.
    """

    def __init__(self, index: Index, folder: Path | None = None) -> None:
        self._index = index
        self._signals = gate_signals.of(folder, index.parties) if folder else None
        self._lock = threading.Lock()
        self._forget()

    def _forget(self) -> None:
        self._words, self._gaps = Memo(), Memo()
        self._told = np.zeros(0, np.uint32)
        self._between = np.zeros(0, np.uint32)
        if self._signals is not None:
            self._signals.forget()

    def named(self, texts: pl.Series) -> NDArray[np.bool_]:
        """Whether `names.find` may find anything in each text (null counts as empty)."""
        with self._lock:
            return self._named(self._read(texts))

    def touched(self, texts: pl.Series) -> NDArray[np.bool_]:
        """Whether each text may name somebody, or has any part of a name, exact or slipped."""
        with self._lock:
            read = self._read(texts)
            answer = self._named(read)
            gate_names.has_part(read.firsts, read.words, self._told, answer)
            return answer

    def passed(
        self, rows: pl.DataFrame, find: Callable[[pl.DataFrame], pl.DataFrame]
    ) -> tuple[pl.DataFrame, NDArray[np.bool_]]:
        """(the mentions that `find` finds in the rows that may have any, whether `signals.find` may
        find anything in each row).

        `rows` has row (from 0 on), text and author_class.
        """
        with self._lock:
            texts = self._read(rows["text"])
            mentions = find(rows.filter(pl.Series(self._named(texts))))
            if self._signals is None:
                return mentions, np.ones(rows.height, np.bool_)
            hidden = _hidden(signals.named(mentions), rows.height)
            return mentions, self._signals.likely(texts, rows["author_class"], hidden)

    def _named(self, texts: Texts) -> NDArray[np.bool_]:
        answer = np.zeros(texts.begins.size - 1, np.bool_)
        gate_names.may_name(
            texts.firsts,
            texts.words,
            texts.gaps,
            self._told,
            self._between,
            gate_names.rules(),
            answer,
        )
        return answer

    def _read(self, texts: pl.Series) -> Texts:
        if self._words.count > MOST or self._gaps.count > MOST:
            self._forget()
        found = fold.places(texts)
        words = self._words.numbered(found.data, found.cells, fold_tokens.FROM, fold_tokens.TO)
        gaps = self._gaps.numbered(found.data, found.cells, fold_tokens.GAP, fold_tokens.GAP_END)
        raw = pl.Series("raw", list(self._words.since(len(self._told))), dtype=pl.String)
        new = pl.DataFrame([raw, fold.words(raw).alias("folded")])
        between = pl.Series("gap", list(self._gaps.since(len(self._between))), dtype=pl.String)
        self._told = np.append(self._told, gate_names.words(new, self._index))
        self._between = np.append(self._between, gate_names.gaps(between))
        if self._signals is not None:
            self._signals.learn(new, between)
        firsts = np.searchsorted(found.rows, np.arange(found.begins.size)).astype(np.int64)
        return Texts(found.data, found.begins, found.cells, firsts, words, gaps)


def _hidden(named: pl.DataFrame, count: int) -> Hidden:
    """`signals.named`'s stretches in the order of rows and places."""
    there = named.sort("row", "start").with_columns(
        pl.col("target").cast(pl.Categorical).to_physical().cast(pl.Int64).fill_null(-1)
    )
    firsts = np.searchsorted(there["row"].to_numpy(), np.arange(count + 1)).astype(np.int64)
    return Hidden(firsts, *(there[name].to_numpy() for name in ("start", "end", "target")))


_gates: dict[tuple[str, str], Gate] = {}
_MOST_GATES = 4


def of(index: Index, folder: Path) -> Gate:
    """The gate of an index and a pack's folder; the same ones give the same, with what it remembers."""
    learned = model.load(folder / "lexicon" / "model")
    key = (index.digest, lexicon.load(folder).digest + (learned.digest if learned else ""))
    gate = _gates.get(key)
    if gate is None:
        while len(_gates) >= _MOST_GATES:
            _gates.pop(next(iter(_gates)), None)
        gate = _gates.setdefault(key, Gate(index, folder))
    return gate
