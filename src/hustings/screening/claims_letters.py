"""Texts as rows of folded letters and nothing else: what is compared when messages are.

The letters are those of `fold`: case, marks, look-alikes, digits inside words, runs and
invisible characters are undone, addresses of pages left out. Here the words are joined as well,
so that spacing out says nothing either. `sounds` then brings letters of one sound, in Cyrillic
or Latin spelling, to one class, for comparing long messages; short ones are compared letter by letter.
Compiled, because every character of every publication passes here.
"""

# ruff: noqa: PLR2004 - bytes of UTF-8 as RFC 3629 writes them
# ruff: noqa: PLR0917 - numba knows no keyword-only arguments

import functools
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, cast

import numba
import numpy as np
import polars as pl

from hustings.screening.claims_tables import (
    ALPHABETS,
    BOTH,
    BOUNDARY,
    CYRILLIC,
    DIGIT_INSIDE,
    HELD_A,
    KNOWN,
    LATIN,
    LETTER,
    MANY,
    NINE,
    OWN_CYRILLIC,
    OWN_LATIN,
    UNSEEN,
    ZERO,
    Array,
    Tables,
    sounds,
    tables,
)

_Function = TypeVar("_Function", bound=Callable[..., Any])

ALL = 2**40
_MIX, _SHIFT, _ONE = np.uint64(0x9E3779B97F4A7C15), np.uint64(29), np.uint64(1)


@functools.cache
def _version() -> str:
    """Digest of all code that is compiled together."""
    parts = ("claims_tables", "claims_letters", "claims_index", "claims_search", "copies_groups")
    files = [Path(__file__).with_name(f"{part}.py") for part in parts]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]


def compiled(function: _Function) -> _Function:
    """Machine code that lets go of Python's lock, kept beside the module for the next start.

    Numba looks only at a function's own file to see whether what it kept is stale; the name
    says what the functions called here were, too.
    """
    function.__qualname__ = f"{function.__qualname__}_{_version()}"
    return cast("_Function", numba.njit(cache=True, nogil=True)(function))


def inlined(function: _Function) -> _Function:
    """Code that becomes part of the compiled function that calls it: nothing is compiled twice."""
    return cast("_Function", numba.njit(inline="always")(function))


def bytes_of(texts: pl.Series) -> tuple[Array, Array]:
    """(UTF-8 of all texts, offsets: text i lies from i to i + 1); null counts as empty."""
    texts = texts.fill_null("")
    ends = texts.str.len_bytes().cast(pl.Int64).cum_sum()
    data = texts.cast(pl.Binary).cast(pl.List(pl.UInt8)).explode(empty_as_null=False).to_numpy()
    # Polars gives no rows writable and some read-only; two kinds would be compiled twice.
    data.flags.writeable = False
    return data, np.concatenate([np.zeros(1, np.int64), ends.to_numpy()])


@compiled
def letters_of(  # noqa: C901, PLR0915 - what every letter passes stands here and in no call
    data: Array, begin: int, end: int, known: Tables, letters: Array, places: Array
) -> int:
    """Fold the text in data[begin:end]: how many letters it has.

    They are written to `letters` (u16), and to `places` (u32) the character of the text that each
    stands for. Both need as many rows as the text has bytes. A call that takes arrays costs 20 ns;
    one a letter made this 8 times slower.
    """
    entry, script = known.entry, known.script
    zero: Any = np.int64(0)  # a bare 0 would have the functions called here compiled once more
    at, place, count = begin, zero - 1, zero
    word, last, kind, held, before = zero - 1, zero, zero, zero, zero
    while at < end:
        point, at, place = _next(data, at, place)
        value: Any = np.int64(entry[point]) if point < KNOWN else UNSEEN
        if value == BOUNDARY:
            if _disguised(kind):
                count = _unmasked(letters, places, word, last, count, kind, known.swap)
            word, kind = zero - 1, zero
        elif value < LETTER:
            held = value if value != UNSEEN else held
        elif ZERO <= value <= NINE:
            letters[count], places[count], before = value, place, zero
            count += 1
        elif word < 0 and _may_begin_address(point) and _address(data, at - 1, end):
            at, place = _behind_address(data, at - 1, end, place)
        else:
            if word < 0:
                word, held, last, before = count, zero, count, zero
            kind |= script[value] | DIGIT_INSIDE * (count > last)
            if held or value >= MANY:
                count, kind = _rare(held, value, place, known, letters, places, word, count, kind)
                before, held = np.int64(letters[count - 1]), zero
            elif value != before:
                letters[count], places[count], before = value, place, value
                count += 1
            last = count
    if _disguised(kind):
        count = _unmasked(letters, places, word, last, count, kind, known.swap)
    return int(count)


@inlined
def _next(data: Array, at: int, place: int) -> tuple[int, int, int]:
    """(code point, where the next begins, the number of this)."""
    first: Any = np.int64(data[at])
    if first < 0x80:
        point, behind = first, at + 1
    elif first < 0xE0:
        point, behind = (first & 0x1F) << 6 | (np.int64(data[at + 1]) & 0x3F), at + 2
    else:
        point, behind = _point(data, at)
    return point, behind, place + 1


@inlined
def _may_begin_address(point: int) -> bool:
    return point | 0x20 == 0x68 or point | 0x20 == 0x77


@inlined
def _disguised(kind: int) -> bool:
    """Whether a word has letters of two alphabets, or figures between its letters."""
    return bool(kind & DIGIT_INSIDE or kind & BOTH == BOTH)


@compiled
def _point(data: Array, at: int) -> tuple[int, int]:
    """(code point of three bytes or four, where the next begins); the UTF-8 is whole."""
    first: Any = np.int64(data[at])
    second = np.int64(data[at + 1]) & 0x3F
    third = np.int64(data[at + 2]) & 0x3F
    if first < 0xF0:
        return (first & 0x0F) << 12 | second << 6 | third, at + 3
    fourth = np.int64(data[at + 3]) & 0x3F
    return (first & 0x07) << 18 | second << 12 | third << 6 | fourth, at + 4


@compiled
def _put(letter: int, place: int, letters: Array, places: Array, word: int, count: int) -> int:
    """Write a letter, unless it repeats the one before in its word."""
    if count > word and letters[count - 1] == letter:
        return count
    letters[count], places[count] = letter, place
    return count + 1


@compiled
def _rare(
    held: int,
    value: int,
    place: int,
    known: Tables,
    letters: Array,
    places: Array,
    word: int,
    count: int,
    kind: int,
) -> tuple[int, int]:
    """Write the letter that was held until another followed, and all of a character's letters."""
    if held:
        count = _put(97 if held == HELD_A else 99, place - 1, letters, places, word, count)
        kind |= LATIN
    for column in range(3):
        letter: Any = np.int64(known.many[value - MANY, column]) if value >= MANY else value
        if letter and (column == 0 or value >= MANY):
            count = _put(letter, place, letters, places, word, count)
            kind |= known.script[letter]
    return count, kind


@compiled
def _unmasked(
    letters: Array, places: Array, word: int, last: int, count: int, kind: int, swap: Array
) -> int:
    """A word of two alphabets in the one that the other imitates; digits inside as letters."""
    script, digits = -1, 2 if kind & CYRILLIC else 3
    if kind & CYRILLIC and kind & LATIN:
        if not kind & OWN_LATIN:
            script = 0
        elif not kind & OWN_CYRILLIC:
            script, digits = 1, 3
    kept = word
    for at in range(word, count):
        letter: Any = letters[at]
        inside = at < last and letter < ALPHABETS
        if inside and ZERO <= letter <= NINE:
            letter = swap[digits, letter]
        elif inside and script >= 0:
            letter = swap[script, letter]
        if ZERO <= letter <= NINE:
            letters[kept], places[kept] = letter, places[at]
            kept += 1
        else:
            kept = _put(letter, places[at], letters, places, word, kept)
    return kept


@compiled
def _address(data: Array, at: int, end: int) -> bool:
    """Whether the address of a page begins here: http://, https:// or www. in any case."""
    first = data[at] | 0x20
    if first == 0x77:
        return at + 4 < end and data[at + 1] | 0x20 == 0x77 and data[at + 2] | 0x20 == 0x77 and (
            data[at + 3] == 0x2E
        )  # fmt: skip
    if first != 0x68 or at + 7 > end:
        return False
    if data[at + 1] | 0x20 != 0x74 or data[at + 2] | 0x20 != 0x74 or data[at + 3] | 0x20 != 0x70:
        return False
    at += 5 if data[at + 4] | 0x20 == 0x73 else 4
    return at + 2 < end and data[at] == 0x3A and data[at + 1] == 0x2F and data[at + 2] == 0x2F


@compiled
def _behind_address(data: Array, at: int, end: int, place: int) -> tuple[int, int]:
    """(behind the address, the number of its last character)."""
    while at < end:
        first = np.int64(data[at])
        if 0x21 <= first <= 0x7E:
            at += 1
        elif 0xD0 <= first <= 0xD3:
            at += 2
        else:
            break
        place += 1
    return at, place - 1


@compiled
def codes_of(
    letters: Array, places: Array, count: int, classes: Array, codes: Array, spots: Array
) -> int:
    """Sounds of folded letters: how many. `codes` (u8) gets the class of each, never the same twice
    in a row, `spots` (u32) the character it stands for; both have at least `count` rows.
    """
    kept, before = 0, 0
    for at in range(count):
        # Written in any case: a branch here is guessed wrongly for every third letter.
        code: Any = np.int64(classes[letters[at]])
        codes[kept], spots[kept] = code, places[at]
        kept += (code != 0) & (code != before)
        before = code or before
    return kept


class Folded(NamedTuple):
    """Texts as folded: text i has the sounds codes[starts[i]:starts[i + 1]]."""

    codes: Array  # u8
    spots: Array  # u32, for each sound the character of its text
    starts: Array  # i64
    counts: Array  # i64, letters of each text
    bounds: Array  # (n, 2) i64: the character of its first letter, and the one behind its last
    told: Array  # u64, 64 bits of its letters
    also: Array  # u64, and 64 more


@compiled
def folded(
    data: Array, offsets: Array, known: Tables, classes: Array, longest: int, brief: int
) -> tuple[Array, Array, Array, Array, Array, Array, Array]:
    """The columns of Folded, no more than `longest` sounds of each text; told and also only of texts
    with fewer than `brief` sounds.
    """
    rows, room = offsets.size - 1, 1
    for row in range(rows):
        room = max(room, offsets[row + 1] - offsets[row])
    letters, places = np.empty(room, np.uint16), np.empty(room, np.uint32)
    codes, spots = np.empty(data.size, np.uint8), np.empty(data.size, np.uint32)
    starts, counts = np.zeros(rows + 1, np.int64), np.zeros(rows, np.int64)
    bounds = np.zeros((rows, 2), np.int64)
    told, also = np.zeros(rows, np.uint64), np.zeros(rows, np.uint64)
    for row in range(rows):
        count = letters_of(data, offsets[row], offsets[row + 1], known, letters, places)
        begin = starts[row]
        kept = codes_of(letters, places, count, classes, codes[begin:], spots[begin:])
        starts[row + 1] = begin + min(kept, longest)
        counts[row] = count
        if kept < brief:
            told[row], also[row] = _digest(letters, count), _also(letters, count)
        if count:
            bounds[row, 0], bounds[row, 1] = places[0], places[count - 1] + 1
    return codes, spots, starts, counts, bounds, told, also


def fold_texts(texts: pl.Series, *, longest: int = ALL, brief: int = ALL) -> Folded:
    """Folded texts (null counts as empty), cut to `longest` sounds; told and also are 0 where a text
    has `brief` sounds or more.
    """
    data, offsets = bytes_of(texts)
    return Folded(*folded(data, offsets, tables(), sounds(), longest, brief))


@inlined
def mixed(gram: np.uint64) -> np.uint64:
    """A number's bits spread over all 64."""
    spread = gram * _MIX
    return spread ^ (spread >> _SHIFT)


@compiled
def _digest(letters: Array, count: int) -> np.uint64:
    """64 bits of all letters and their order."""
    told = _MIX
    for at in range(count):
        told = mixed(told ^ np.uint64(letters[at]))
    return told


@compiled
def _also(letters: Array, count: int) -> np.uint64:
    """64 bits more."""
    told = np.uint64(count)
    for at in range(count):
        told = mixed(told + np.uint64(letters[at]) + _ONE)
    return told
