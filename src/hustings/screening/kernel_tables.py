"""What the compiled pass looks up: arrays only, so that an index can be kept, compared and named
by its digest.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

LONGEST = 48  # letter classes of a word that is looked up; longer words are no names
SLIP_LEAST = 6  # letters of a word, and of a surname, from which on one slip is forgiven
TURKIC = 3  # legal-suffix bits whose first letter may have merged with the last of the name
MIX = -7046029254386353131  # 2⁶⁴ ÷ the golden ratio, odd: spreads a product over its high bits
MIX_FOUR = 0x9E3779B1  # 2³² ÷ the golden ratio: a product of 24 bits and 32, its bits from …
NEAR, FAR = 18, 24  # … NEAR on move the letters of a word in a table, from FAR on find the word
MIX_AGAIN = -4417276706812531889
BASE = 1_000_003  # of the polynomial that a word's hash is
GRAM = 6  # bits of a letter class
OPENING, SIX = 5, 6  # letters of a word by which it is told from all names, and with a slip
GLUED_LEAST = 6  # letters of a name from which on it is looked for inside hashtags and handles


class Tables(NamedTuple):
    """The index of one roster, for `kernel_scan`; what is a bit mask is int64 throughout.

    classes: `kernel_classes.table()`; pairs: `kernel_classes.pairs()`. Bitmaps of hashed letters, for
    the words that pass, of five letters each (`kernel_sieve.marked`): openings, of the first of a name
    with its endings; heads, of those and of the first SIX of a surname less one that is not the
    first, and of its first five; middles, of the latter two, the second letter last.
    Node n of the trie of names has the children letters[n] (a bit mask), numbered from
    children[n] on, and ends the spelling e = ends[n] (−1: none) of the stems firsts[e] to
    firsts[e + 1] − 1. Stem s takes the suffixes taken[s] and is spelled
    text[spelled[s]:spelled[s + 1]]. Suffixes are read backwards: from state q the
    letter c leads to tails[q << 6 | c] (0: nowhere), where the suffixes allowed[q] are complete.
    For slips: bloom, then slots (hash or 0) and found (position in runs), then
    listed[runs[i]:runs[i + 1]]: the surnames that have this hash, themselves or less one letter.
    """

    classes: NDArray[np.uint8]
    pairs: NDArray[np.uint64]
    openings: NDArray[np.uint64]
    heads: NDArray[np.uint64]
    middles: NDArray[np.uint64]
    letters: NDArray[np.int64]
    children: NDArray[np.int32]
    ends: NDArray[np.int32]
    firsts: NDArray[np.int32]
    taken: NDArray[np.int64]
    spelled: NDArray[np.int32]
    text: NDArray[np.uint8]
    tails: NDArray[np.uint16]
    allowed: NDArray[np.int64]
    bloom: NDArray[np.int64]
    slots: NDArray[np.int64]
    found: NDArray[np.int32]
    runs: NDArray[np.int32]
    listed: NDArray[np.int32]


def powers() -> NDArray[np.int64]:
    """BASE to the powers 0 to LONGEST, modulo 2⁶⁴."""
    return np.cumprod(np.array([1] + [BASE] * LONGEST, np.uint64), dtype=np.uint64).view(np.int64)
