"""Texts as rows of folded letters and nothing else: what is compared when messages are.

The letters are those of `fold`: case, marks, look-alikes, digits inside words, runs and
invisible characters are undone, addresses of pages left out. Here the words are joined as well,
so that spacing out says nothing either. `SOUND` then brings letters of one sound, in Cyrillic
or Latin spelling, to one class, for comparing long messages; short ones are compared letter by letter.
Compiled, because every character of every publication passes here.
"""

# ruff: noqa: PLR2004 - bytes of UTF-8 as RFC 3629 writes them
# ruff: noqa: PLR0917 - numba knows no keyword-only arguments

import functools
import unicodedata
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar, cast

import numba
import numpy as np
import polars as pl

from hustings.screening import fold

Array = np.ndarray[Any, Any]
_Function = TypeVar("_Function", bound=Callable[..., Any])

KNOWN = 0x20000  # code points looked up; beyond stand rare ideographs and tags
BOUNDARY, UNSEEN, HELD_A, HELD_C = 0, 1, 2, 3
LETTER = 32  # from here on an entry is a letter or a digit
MANY = 0xE000  # from here on (private use, never a letter) an entry stands for several letters
ALPHABETS = 0x530  # Latin and Cyrillic stand below
CYRILLIC, LATIN, OWN_LATIN, OWN_CYRILLIC, DIGIT_INSIDE = 1, 2, 4, 8, 16
BOTH = CYRILLIC | LATIN
ZERO, NINE = 48, 57

# One class for what is one sound in the spellings that people use: в is v, w or a look-alike B;
# ж is zh, j or z. What Latin spellings write unevenly (и й ы у ю ь ъ, the h of zh sh ch kh) is
# left out.
SOUNDS = (
    "aаяæ", "oо", "eе", "вбbvw", "гg", "дd", "зжzj", "кхkqx", "лl", "мm", "нn", "прpr",
    "сшщчцcs", "тt", "фf", *"0123456789",
)  # fmt: skip
SILENT = "ийыуюьъhiuy"
CLASSES = 32


def compiled(function: _Function) -> _Function:
    """Machine code that lets go of Python's lock, kept beside the module for the next start."""
    return cast("_Function", numba.njit(cache=True, nogil=True)(function))


class Tables(NamedTuple):
    """What a code point becomes; made from `fold`'s own letters."""

    entry: Array  # (KNOWN,) u16: BOUNDARY, UNSEEN, HELD_*, a letter, or MANY + row of `many`
    many: Array  # (n, 3) u16: letters of one character, 0 behind the last
    script: Array  # (ALPHABETS,) u8: CYRILLIC, LATIN, OWN_*
    swap: Array  # (4, ALPHABETS) u16: to Cyrillic, to Latin, digits in a Cyrillic, a Latin word


@functools.cache
def tables() -> Tables:
    """The tables of `fold`'s letters."""
    entry = np.zeros(KNOWN, np.uint16)
    many: dict[str, int] = {}
    for point in range(KNOWN):
        folded = _folded(point)
        if len(folded) == 1:
            entry[point] = _letter(folded)
        elif folded:
            entry[point] = MANY + many.setdefault(folded[:3], len(many))
        else:
            entry[point] = _silent(chr(point))
    rows = np.zeros((len(many), 3), np.uint16)
    for folded, row in many.items():
        rows[row, : len(folded)] = [_letter(letter) for letter in folded]
    return Tables(entry, rows, *_scripts())


@functools.cache
def sounds() -> Array:
    """(65,536,) u8: the class of each letter, 0 where it is left out; 31 classes."""
    first = len(SOUNDS) + 1
    classes = (np.arange(2**16) % (CLASSES - first) + first).astype(np.uint8)
    for number, letters in enumerate(SOUNDS, 1):
        for letter in letters:
            classes[ord(letter)] = number
    for letter in SILENT:
        classes[ord(letter)] = 0
    return classes


def bytes_of(texts: pl.Series) -> tuple[Array, Array]:
    """(UTF-8 of all texts, offsets: text i lies from i to i + 1); null counts as empty."""
    texts = texts.fill_null("")
    ends = texts.str.len_bytes().cast(pl.Int64).cum_sum()
    data = texts.cast(pl.Binary).cast(pl.List(pl.UInt8)).explode(empty_as_null=False).to_numpy()
    # Polars gives no rows writable and some read-only; two kinds would be compiled twice.
    data.flags.writeable = False
    return data, np.concatenate([np.zeros(1, np.int64), ends.to_numpy()])


def _folded(point: int) -> str:
    character = chr(point)
    if unicodedata.category(character) in {"Cs", "Cn", "Co"} or character in "@$№":
        return ""
    text = fold.BEFORE.get(character, character)
    if not unicodedata.name(character, "").startswith("HANGUL SYLLABLE"):
        text = unicodedata.normalize("NFKD", text)
    kept = (one for one in text.lower() if unicodedata.category(one)[0] in "LN")
    return "".join(fold.LETTERS.get(one, one) for one in kept)


def _letter(letter: str) -> int:
    if unicodedata.category(letter) == "Nd":
        return ZERO + unicodedata.digit(letter)
    point = ord(letter)
    return point if point < MANY else LETTER + 0x3400 + point % 0x5000


def _silent(character: str) -> int:
    if character in "@$":
        return HELD_A if character == "@" else HELD_C
    unseen = character in "*'’‘`´" or unicodedata.category(character) in {"Mn", "Mc", "Me", "Cf"}
    return UNSEEN if unseen or character in fold.LETTERS else BOUNDARY


def _scripts() -> tuple[Array, Array]:
    script = np.zeros(ALPHABETS, np.uint8)
    script[0x400:] = CYRILLIC | OWN_CYRILLIC
    script[ord("a") : ord("z") + 1] = LATIN | OWN_LATIN
    swap = np.tile(np.arange(ALPHABETS, dtype=np.uint16), (4, 1))
    pairs = (fold.TO_CYRILLIC, fold.TO_LATIN, fold.DIGITS_CYRILLIC, fold.DIGITS_LATIN)
    for row, pair in zip(swap, pairs, strict=True):
        for one, other in pair.items():
            row[ord(one)] = ord(other)
    for one in fold.LOOKS_LATIN:
        script[ord(one)] = LATIN
    for one in fold.TO_LATIN:
        script[ord(one)] = CYRILLIC
    return script, swap


@compiled
def letters_of(  # noqa: C901, PLR0912, PLR0915 - a call with arrays costs 20 ns; one a letter made this 8 times slower
    data: Array,
    begin: int,
    end: int,
    entry: Array,
    script: Array,
    known: Tables,
    letters: Array,
    places: Array,
) -> int:
    """Fold the text in data[begin:end]: how many letters it has.

    They are written to `letters` (u16), and to `places` (u32) the character of the text that each
    stands for. Both need as many rows as the text has bytes. `entry` and `script` are `known`'s,
    again because of the cost of reaching into a tuple.
    """
    at, place, count = begin, -1, 0
    word, last, kind, held, before = -1, 0, 0, 0, 0
    while at < end:
        place += 1
        begun = at
        first: Any = np.int64(data[at])
        if first < 0x80:
            point = first
            at += 1
        elif first < 0xE0:
            point = (first & 0x1F) << 6 | (np.int64(data[at + 1]) & 0x3F)
            at += 2
        else:
            point, at = _point(data, at)
        value: Any = np.int64(entry[point]) if point < KNOWN else UNSEEN
        if value >= LETTER:
            if ZERO <= value <= NINE:
                letters[count], places[count], before = value, place, 0
                count += 1
                continue
            if word < 0:
                if (point | 0x20 == 0x68 or point | 0x20 == 0x77) and _address(data, begun, end):
                    at, place = _behind_address(data, begun, end, place)
                    continue
                word, kind, held, last = count, 0, 0, count
            if count > last:
                kind |= DIGIT_INSIDE
            if held:
                letters[count], places[count], before, kind = held, place - 1, held, kind | LATIN
                count += 1
                held = 0
            if value >= MANY:
                count, kind = _several(value - MANY, place, known, letters, places, count, kind)
                before = letters[count - 1]
            else:
                if value != before:
                    letters[count], places[count], before = value, place, value
                    count += 1
                if value < ALPHABETS:
                    kind |= script[value]
            last = count
        elif value == BOUNDARY:
            if kind & DIGIT_INSIDE or kind & BOTH == BOTH:
                count = _unmasked(letters, places, word, last, count, kind, known.swap)
                before = letters[count - 1]
            word, kind = -1, 0
        elif value != UNSEEN:
            held = ord("a") if value == HELD_A else ord("c")
    if kind & DIGIT_INSIDE or kind & BOTH == BOTH:
        count = _unmasked(letters, places, word, last, count, kind, known.swap)
    return count


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
def _put(letter: int, place: int, letters: Array, places: Array, count: int) -> int:
    """Write a letter, unless it repeats the one before."""
    if count and letters[count - 1] == letter:
        return count
    letters[count], places[count] = letter, place
    return count + 1


@compiled
def _several(
    row: int, place: int, known: Tables, letters: Array, places: Array, count: int, kind: int
) -> tuple[int, int]:
    """Write the letters of one character that stands for several."""
    for column in range(3):
        letter: Any = np.int64(known.many[row, column])
        if letter:
            count = _put(letter, place, letters, places, count)
            if letter < ALPHABETS:
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
        letter = letters[at]
        inside = at < last and letter < ALPHABETS
        if inside and ZERO <= letter <= NINE:
            letter = swap[digits, letter]
        elif inside and script >= 0:
            letter = swap[script, letter]
        if ZERO <= letter <= NINE:
            letters[kept], places[kept] = letter, places[at]
            kept += 1
        else:
            kept = _put(letter, places[at], letters, places, kept)
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
def codes_of(letters: Array, count: int, classes: Array, codes: Array, spots: Array) -> int:
    """Sounds of folded letters: how many. `codes` (u8) gets the class of each, never the same twice
    in a row, `spots` (u32) which of the letters it stands for; both as long as `letters`.
    """
    kept, before = 0, 0
    for spot in range(count):
        # Written in any case: a branch here is guessed wrongly for every third letter.
        code: Any = np.int64(classes[letters[spot]])
        codes[kept], spots[kept] = code, spot
        kept += (code != 0) & (code != before)
        before = code or before
    return kept
