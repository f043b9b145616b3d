"""Phase two of the compiled pass: one folded word against the names of a roster.

Three letters that begin no name reject most words after one look. An edit that would turn a word
into a name cannot stand behind the letter at which the trie of names ends, so slips are
looked for by leaving out each letter up to there, in a table of names with one letter left out.
"""

# ruff: noqa: PLR0917 - numba knows no keyword-only arguments

from typing import Any

import numpy as np
from numpy.typing import NDArray

from hustings.screening.kernel_block import bits
from hustings.screening.kernel_jit import compiled, inlined
from hustings.screening.kernel_tables import (
    BASE,
    GLUED_LEAST,
    GRAM,
    LONGEST,
    MIX,
    MIX_AGAIN,
    SIX,
    SLIP_LEAST,
    TURKIC,
    Tables,
)

Bytes = NDArray[np.uint8]
Masks = NDArray[np.int64]
Stems = NDArray[np.int32]


@inlined
def exact(
    tables: Tables, word: Bytes, at: int, long: int, legal: Masks, names: Stems
) -> tuple[int, int]:
    """(how many names the word is, at which letter the names end). The names are written to
    `names`, shorter ones first.
    """
    node: Any = np.int64(0)
    count = 0
    lowest = long + 1
    for place in range(long):
        letter = np.int64(1) << np.int64(word[at + place])
        letters = tables.letters[node]
        if letters & letter == 0:
            return count, place
        node = tables.children[node] + bits(np.uint64(letters & (letter - 1)))
        end = tables.ends[node]
        if end >= 0:
            if lowest > long:
                lowest = suffixes(tables, word, at, long, legal)
            for stem in range(tables.firsts[end], tables.firsts[end + 1]):
                if fits(legal, lowest, place + 1, tables.taken[stem]):
                    names[count] = stem
                    count += 1
    return count, long


@inlined
def suffixes(tables: Tables, word: Bytes, at: int, long: int, legal: Masks) -> int:
    """legal[p]: which kinds of suffix the word is from its letter p on; from the answer on."""
    legal[long] = tables.allowed[0]
    state = 0
    place = long
    while place > 0:
        state = int(tables.tails[state << GRAM | int(word[at + place - 1])])
        if state == 0:
            break
        place -= 1
        legal[place] = tables.allowed[state]
    return place


@inlined
def fits(legal: Masks, lowest: int, place: int, taken: int) -> bool:
    """Whether a name that takes such suffixes may end before the letter `place`."""
    if place >= lowest and legal[place] & taken:
        return True
    return place > lowest and legal[place - 1] & taken & TURKIC != 0


@compiled
def glued(
    letters: Masks, children: Stems, ends: Stems, firsts: Stems, word: Bytes, at: int, long: int,
    names: Stems,
) -> int:  # fmt: skip
    """How many names of GLUED_LEAST letters or more stand anywhere in the word, whatever follows
    them; written to `names`, in ascending order. The first four are of `Tables`.
    """
    count: Any = np.int64(0)
    for begin in range(long - GLUED_LEAST + 1):
        node: Any = np.int64(0)
        for place in range(begin, min(long, begin + LONGEST)):
            letter = np.int64(1) << np.int64(word[at + place])
            if letters[node] & letter == 0:
                break
            node = children[node] + bits(np.uint64(letters[node] & (letter - 1)))
            if ends[node] >= 0 and place - begin + 1 >= GLUED_LEAST:
                for stem in range(firsts[ends[node]], firsts[ends[node] + 1]):
                    count = _put(names, count, stem)
    return int(count)


@inlined
def slips(
    tables: Tables,
    word: Bytes,
    at: int,
    long: int,
    ends: int,
    where: int,
    powers: Masks,
    hashes: Masks,
    legal: Masks,
    names: Stems,
) -> int:
    """How many surnames the word is with one slip; written to `names`, in ascending order.

    `ends`: at which letter the names end; `where`: what `kernel_sieve.near` says.
    """
    lowest = suffixes(tables, word, at, long, legal)
    hashes[0] = 0
    for place in range(long):
        hashes[place + 1] = hashes[place] * BASE + np.int64(word[at + place])
    count = 0
    for until in range(max(SLIP_LEAST - 1, lowest), long + 1):
        if not fits(legal, lowest, until, -1):
            continue
        whole = hashes[until]
        for gone in range(min(ends, until - 1) + 1):
            if where >> (min(gone, SIX - 1) if gone else SIX - 1) & 1 == 0:
                continue
            less = whole
            if gone:
                less += (hashes[gone] - hashes[gone + 1]) * powers[until - gone - 1]
            found = probe(tables, less)
            if found >= 0:
                count = _told(
                    tables.runs, tables.listed, tables.spelled, tables.text, tables.taken,
                    found, word, at, until, legal, lowest, names, count,
                )  # fmt: skip
    return count


@inlined
def spread(key: int, factor: int) -> int:
    """The bits of a hash, well mixed into its low ones."""
    mixed = key * factor
    return mixed ^ mixed >> 32


@inlined
def probe(tables: Tables, key: int) -> int:
    """The run of surnames that have the hash `key`, or −1."""
    places = tables.bloom.shape[0] * 64 - 1
    one = spread(key, MIX) & places
    two = spread(key, MIX_AGAIN) & places
    if tables.bloom[one >> 6] >> (one & 63) & tables.bloom[two >> 6] >> (two & 63) & 1 == 0:
        return -1
    last = tables.slots.shape[0] - 1
    slot = one & last
    while tables.slots[slot] != 0:
        if tables.slots[slot] == key:
            return int(tables.found[slot])
        slot = slot + 1 & last
    return -1


@compiled
def _told(
    runs: Stems, listed: Stems, spelled: Stems, text: Bytes, takes: Masks,
    run: int, word: Bytes, at: int, until: int, legal: Masks, lowest: int, names: Stems, count: int,
) -> int:  # fmt: skip
    """`count` after the surnames of the run that stand one slip apart went into `names`."""
    for place in range(runs[run], runs[run + 1]):
        stem = listed[place]
        start = spelled[stem]
        long = spelled[stem + 1] - start
        if fits(legal, lowest, until, takes[stem]) and one_slip(word, at, until, text, start, long):
            count = _put(names, count, stem)
    return count


@compiled
def one_slip(word: Bytes, at: int, long: int, name: Bytes, start: int, other: int) -> bool:
    """Whether one letter after the first, left out, put in, mistaken or swapped with the next,
    tells word[at:at + long] from name[start:start + other].
    """
    same = 0
    while same < min(long, other) and word[at + same] == name[start + same]:
        same += 1
    if same == 0 or abs(long - other) > 1 or same == max(long, other):
        return False
    left, right = same + (long >= other), same + (other >= long)
    if long == other and same + 1 < long:
        crossed = word[at + same] == name[start + same + 1]
        if crossed and word[at + same + 1] == name[start + same]:
            both = same + 2
            if _alike(word, at + both, name, start + both, long - both):
                return True
    return _alike(word, at + left, name, start + right, long - left)


@compiled
def _alike(word: Bytes, at: int, name: Bytes, start: int, long: int) -> bool:
    for place in range(long):  # noqa: SIM110 - numba compiles no generator
        if word[at + place] != name[start + place]:
            return False
    return True


@compiled
def _put(names: Stems, count: int, stem: int) -> int:
    """Keeps `names` ascending, each once."""
    place = count
    while place > 0 and names[place - 1] >= stem:
        place -= 1
    if place < count and names[place] == stem:
        return count
    for later in range(count, place, -1):
        names[later] = names[later - 1]
    names[place] = stem
    return count + 1
