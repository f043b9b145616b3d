"""What each character is when messages are compared: a folded letter, a figure, nothing, a gap.

Made from the letters of `fold`, so that names and messages are folded alike. `sounds` then
brings letters of one sound, in Cyrillic or Latin spelling, to one class.
"""

import functools
import unicodedata
from typing import Any, NamedTuple

import numpy as np

from hustings.screening import fold

Array = np.ndarray[Any, Any]

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


class Tables(NamedTuple):
    """What a code point becomes; made from `fold`'s own letters."""

    entry: Array  # (KNOWN,) u16: BOUNDARY, UNSEEN, HELD_*, a letter, or MANY + row of `many`
    many: Array  # (n, 3) u16: letters of one character, 0 behind the last
    script: Array  # (65,536,) u8: CYRILLIC, LATIN, OWN_* of a letter
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
    script = np.zeros(2**16, np.uint8)
    script[0x400:ALPHABETS] = CYRILLIC | OWN_CYRILLIC
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
