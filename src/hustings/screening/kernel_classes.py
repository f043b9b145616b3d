"""What one character is to the compiled pass: one byte.

The low six bits are a class of letters that look or sound alike, so that a name hidden behind
another alphabet, figures or missing Kyrgyz letters folds to the same bytes as the name. The high
two bits say how the character stands in a word. `table` is looked up by the compiled pass; `of`
is asked by its plain twin and wherever a word is folded while an index is built.
"""

import unicodedata
from functools import cache

import numpy as np
from numpy.typing import NDArray

# How a character stands in a word: the high two bits. SEPARATOR is the whole byte.
SEPARATOR = 0
CAPITAL = 0x40  # a letter, and a capital: hashtags are cut there
INSIDE = 0x80  # figures, apostrophes: part of a word only between two letters
IGNORED = 0xC0  # marks, invisible characters, ь ъ: they end no word and are not read
LETTER = 0x3F

CODE_POINTS = 0x110000
_OWN = "абвгдежзиклмнопрстуфхцчшщюя" + "dfgjlqsuvwz"  # Latin letters that look like no Cyrillic one
OTHER = len(_OWN) + 1  # a letter of another alphabet, or a figure like no letter: matches nothing
CLASSES = OTHER + 1
SILENT = LETTER  # in `pairs`, what is read as no letter
FOREIGN = LETTER - 1  # there, a letter that takes more or fewer bytes
PAIRS = 1 << 16

_HURRIED = "ёе эе әе єе йи ыи іи їи ıи өо ўо үу ұу ңн қк ҝк ҡк ғг ґг ҳх һх ҷж ѕs јj"
_LIKE = {
    **dict(zip("abcehikmnoprtxy", "авсеникмпоргтху", strict=True)),  # one shape, small or capital
    **dict(zip("αβεηικμνορτυχ", "авеникмпортух", strict=True)),
    **{pair[0]: pair[1] for pair in _HURRIED.split()},
}
_FIGURES = dict(zip("01345678", "оизчsбтв", strict=True))
_SIGNS = {"@": "а", "$": "с"}
_JOINING = "*'’‘`´"  # between two letters they hide in a word and stand for none
_SILENT = "ьъʻʼʹʺ"
_NAMED = {letter: number for number, letter in enumerate(_OWN, 1)}


@cache
def of(character: str) -> int:
    """The byte of one character."""
    if character in _SIGNS:
        return INSIDE | _NAMED[_SIGNS[character]]
    if character in _JOINING:
        return INSIDE
    kind = unicodedata.category(character)
    if kind[0] == "M" or kind == "Cf" or character.lower() in _SILENT:
        return IGNORED
    if kind == "Nd":
        alike = _FIGURES.get(str(unicodedata.decimal(character)))
        return INSIDE | (_NAMED[alike] if alike else OTHER)
    if kind[0] != "L":
        return SEPARATOR
    return _letter(character) | (CAPITAL if kind in {"Lu", "Lt"} else 0)


def _letter(character: str) -> int:
    small = character.lower()
    if small not in _LIKE and small not in _NAMED:  # ѝ, full-width, mathematical letters
        plain = unicodedata.normalize("NFKD", character).lower()
        small = "".join(one for one in plain if unicodedata.category(one)[0] == "L")
    return _NAMED.get(_LIKE.get(small, small), OTHER)


def fold(word: str) -> bytes:
    """The letter classes of a word of the roster or of an ending, runs collapsed.

    Signs that join words in text (figures, apostrophes) are not read here at all.
    """
    folded: list[int] = []
    for character in word:
        kind = of(character)
        if 0 < kind < INSIDE and folded[-1:] != [kind & LETTER]:
            folded.append(kind & LETTER)
    return bytes(folded)


@cache
def table() -> NDArray[np.uint8]:
    """The byte of each code point: CODE_POINTS long."""
    classes = np.zeros(CODE_POINTS, np.uint8)
    for first, last in ((0, 0x33480), (0xE0000, 0xE1000)):  # elsewhere no character is assigned
        classes[first:last] = [of(chr(point)) for point in range(first, last)]
    return classes


@cache
def pairs() -> NDArray[np.uint64]:
    """For two bytes as one number, the first one the higher: the class of the character that they are,
    SILENT of one that is not read, SEPARATOR of what separates words, FOREIGN of a letter of one
    byte. From PAIRS on the same for a byte: FOREIGN of what is not ASCII.
    """
    kinds = table()[:0x800]
    kinds = np.where(kinds < INSIDE, kinds & LETTER, SILENT).astype(np.uint64)
    two, one = np.zeros((256, 256), np.uint64), np.full(256, FOREIGN, np.uint64)
    for first in range(0xC2, 0xE0):
        two[first, 0x80:0xC0] = kinds[(first & 0x1F) << 6 :][:64]
    two[:0x80][(kinds[:0x80] != SEPARATOR) & (kinds[:0x80] != SILENT)] = FOREIGN
    one[:0x80] = kinds[:0x80]
    return np.append(two, one)
