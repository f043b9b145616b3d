"""Phase one of the compiled pass: bytes to letter classes and word beginnings.

UTF-8 is decoded here and never trusted: a byte that begins no well-formed character separates
words and is stepped over alone. Every text is followed by a line break and the last one by
readable bytes, so that a character cut short ends there. The plain twin is `kernel_oracle`.
"""

# ruff: noqa: PLR2004 - bytes of UTF-8 as RFC 3629 writes them
# ruff: noqa: PLR0917 - numba knows no keyword-only arguments

from typing import Any

import numpy as np

from hustings.screening.kernel_block import Bytes, Places
from hustings.screening.kernel_classes import IGNORED, INSIDE, LETTER, SEPARATOR
from hustings.screening.kernel_jit import compiled, inlined
from hustings.screening.kernel_tables import GRAM, SIX


@compiled
def step(classes: Bytes, data: Bytes, at: int) -> tuple[int, int]:
    """(`kernel_classes` byte of the character at `at`, where the next begins)."""
    byte = int(data[at])
    if byte < 0x80:
        return int(classes[byte]), at + 1
    if byte < 0xE0:
        if byte >= 0xC2 and data[at + 1] & 0xC0 == 0x80:
            return int(classes[(byte & 0x1F) << 6 | int(data[at + 1]) & 0x3F]), at + 2
        return SEPARATOR, at + 1
    return _far_step(classes, data, at)


@compiled
def after(classes: Bytes, data: Bytes, at: int) -> int:
    """Where the next character begins."""
    _, following = step(classes, data, at)
    return following


@compiled
def _far_step(classes: Bytes, data: Bytes, at: int) -> tuple[int, int]:
    """`step` for characters of three and four bytes (Unicode 17, table 3-7: no long forms, no
    surrogates, nothing beyond U+10FFFF).
    """
    byte = int(data[at])
    long = 3 if byte < 0xF0 else 4
    if byte > 0xF4:
        return SEPARATOR, at + 1
    point = byte & (0x0F if long == 3 else 0x07)
    for place in range(at + 1, at + long):
        if data[place] & 0xC0 != 0x80:
            return SEPARATOR, at + 1
        point = point << 6 | int(data[place]) & 0x3F
    least = 0x800 if long == 3 else 0x10000
    if point < least or point > 0x10FFFF or 0xD800 <= point < 0xE000:
        return SEPARATOR, at + 1
    return int(classes[point]), at + long


@inlined
def near_step(classes: Bytes, data: Bytes, at: int) -> tuple[int, int]:
    """`step` in a piece without an odd byte, whose characters are whole and of two bytes at most."""
    byte = int(data[at])
    if byte < 0x80:
        return int(classes[byte]), at + 1
    return int(classes[(byte & 0x1F) << 6 | int(data[at + 1]) & 0x3F]), at + 2


@inlined
def plain(classes: Bytes, data: Bytes, at: int, folded: Bytes, most: int) -> int:
    """Folds the word that a plain piece is into `folded`, with a 0 behind it: how many letters it
    has; of more than `most` no more are read.
    """
    count, last = 0, SEPARATOR
    while count < most:
        kind, at = near_step(classes, data, at)
        letter = kind & LETTER
        folded[count] = letter
        if kind == SEPARATOR:
            break
        fresh = (kind < INSIDE) & (letter != last)
        count += fresh
        last = letter if fresh else last
    folded[count] = SEPARATOR
    return count


@inlined
def packed(folded: Bytes, at: int, long: int) -> int:
    """The first six letters of a folded word as one number, zeros behind its end."""
    letters: Any = np.int64(0)
    for place in range(SIX):
        letters = letters << GRAM | np.int64(folded[at + place] if place < long else SEPARATOR)
    return int(letters)


@compiled
def joined(classes: Bytes, data: Bytes, at: int) -> int:
    """Where the next letter stands, if nothing but figures, apostrophes and marks stand between
    `at` and it; else `at`.
    """
    place = at
    while True:
        kind, following = step(classes, data, place)
        if kind < INSIDE:
            return at if kind == SEPARATOR else place
        place = following


@compiled
def fold(
    classes: Bytes, data: Bytes, begin: int, end: int, folded: Bytes, begun: Places,
    firsts: Places, words: int, filled: int,
) -> int:  # fmt: skip
    """Writes each word of data[begin:end]: its letter classes and a 0 into `folded` from `filled`
    on, the byte it begins at into `begun`, its place in `folded` into `firsts`, both from `words`
    on (`firsts` has one place more); how many words there are then.
    """
    last = SEPARATOR
    reach = at = begin  # signs before `reach` stand between two letters
    while at < end:
        here = at
        kind, at = step(classes, data, at)
        if kind == IGNORED:
            continue
        if kind >= INSIDE:
            if last != SEPARATOR and here >= reach:
                reach = joined(classes, data, here)
            inside = last != SEPARATOR and here < reach
            if inside and kind == INSIDE:
                continue
            kind = kind if inside else SEPARATOR
        letter = kind & LETTER
        if last == SEPARATOR and letter != SEPARATOR:
            begun[words], firsts[words] = here, filled
            words += 1
        folded[filled] = letter
        filled += letter != last
        last = letter
    if last != SEPARATOR:
        folded[filled] = SEPARATOR
        filled += 1
    firsts[words] = filled
    return words


@compiled
def word_end(classes: Bytes, data: Bytes, start: int) -> int:
    """The byte after the last letter or mark of the word that begins at `start`."""
    at = until = start
    while True:
        kind, following = step(classes, data, at)
        if kind == SEPARATOR:
            return until
        if INSIDE <= kind < IGNORED:
            letter = joined(classes, data, at)
            if letter == at:
                return until
            at = letter
        else:
            at = until = following
