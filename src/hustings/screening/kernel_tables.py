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
MIX_AGAIN = -4417276706812531889
BASE = 1_000_003  # of the polynomial that a word's hash is
GRAM = 6  # bits of a letter class
MARK = 1 << 4 * GRAM  # tells the second kind of `middles` from the first
FOUR, OPENING, SEVEN = 4, 5, 7  # letters of a word by which it is told from all names
GLUED_LEAST = 6  # letters of a name from which on it is looked for inside hashtags and handles


class Tables(NamedTuple):
    """The index of one roster, for `kernel_scan`; what is a bit mask is int64 throughout.

    classes: `kernel_classes.table()`. Bitmaps of hashed letters, for the words that pass:
    beginnings and openings, of the FOUR and the OPENING first letters of a name with its endings; of
    surnames with a slip, heads, of the first four letters and one of the next two; middles, of
    the first two, fifth and sixth, and of the first, third to fifth (with MARK).
    Node n of the trie of names has the children letters[n] (a bit mask), numbered from
    children[n] on, and ends the spelling e = ends[n] (−1: none) of the stems firsts[e] to
    firsts[e + 1] − 1. Stem s takes the suffixes taken[s] and is spelled
    text[spelled[s]:spelled[s + 1]]. Suffixes are read backwards: from state q the
    letter c leads to tails[q << 6 | c] (0: nowhere), where the suffixes allowed[q] are complete.
    For slips: bloom, then slots (hash or 0) and found (position in runs), then
    listed[runs[i]:runs[i + 1]]: the surnames that have this hash, themselves or less one letter.
    """

    classes: NDArray[np.uint8]
    beginnings: NDArray[np.uint8]
    openings: NDArray[np.uint8]
    heads: NDArray[np.uint8]
    middles: NDArray[np.uint8]
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
