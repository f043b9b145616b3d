"""Claims as patterns of sounds, and a table of the n-grams by which they are found again."""

from typing import NamedTuple

import numpy as np
import polars as pl

from hustings.screening.claims_letters import compiled, fold_texts, inlined, mixed
from hustings.screening.claims_tables import Array

GRAM = 10  # sounds of one n-gram; 5 bits each, so no more than 12
SHORT = 24  # sounds below which a text has too few n-grams to be told by: it is found only whole
STRETCH = 10  # sounds of a claim of which the rarest n-gram is kept; in short claims fewer
KEPT = 10  # n-grams that a claim keeps at least, where it has so many
CROWD = 16  # claims that may share an n-gram; what more of them share tells none of them
SHARE = 0.18  # of a claim's weight that must lie together before it is compared sound by sound
WEIGHT = 5_040  # of an n-gram that one claim has; of one that two have, half
LIGHTEST = 4  # and a quarter of one that many have
RAREST = 12  # weight of a sound in words that no other claim has
LEAST = 4  # and of one in words that many have: a claim told in many wordings is still found
SPAN = 0.12  # of its length that they must span: hits within a word or two say nothing
DRIFT = 0.33  # of its length by which hits may be shifted against each other: words put in
SLACK = 6  # and so many sounds more
_FILTER_BITS = 12  # an n-gram kept: of others one in some forty passes the filter

_MASK = np.uint64(2 ** (5 * GRAM) - 1)
_FIVE, _BITS, _ONE = np.uint64(5), np.uint64(63), np.uint64(1)
_FIRST_BIT, _SECOND_BIT, _BLOCK, _SLOT = (np.uint64(bits) for bits in (58, 52, 20, 8))


class Patterns(NamedTuple):
    """Distinct texts of claims: text i has the sounds codes[starts[i]:starts[i + 1]]."""

    codes: Array  # u8
    starts: Array  # i64
    whole: Array  # u64, the digest of all its letters
    which: Array  # for each claim given, its text's number


class Index(NamedTuple):
    """What the search reads; n-grams lie in an open table, behind a filter that fits the cache."""

    codes: Array  # u8, of the patterns
    weights: Array  # u8, of each sound: RAREST where no other claim has its n-grams, else less
    totals: Array  # i64, the weights of each pattern together
    starts: Array  # i64
    needed: Array  # (n, 3) i32: weight of hits needed, sounds between them, and drift allowed
    bloom: Array  # u64
    table: Array  # (n, 2) u64: an n-gram, 0 in an empty slot; first of its postings << 32 | behind
    postings: Array  # (n, 3) i32: whose n-gram this is, where in it, and its weight
    short: Array  # u64, digests of patterns found only whole, ascending
    short_of: Array  # i32, which patterns these are


def build(texts: pl.Series) -> tuple[Index, Array]:
    """(the index, for each text the number of its pattern). A text has letters, and no null."""
    patterns = _patterns(texts)
    lengths = np.diff(patterns.starts)
    grams, owners, places = _grams(patterns.codes, patterns.starts)
    _, which, counts = np.unique(grams, return_inverse=True, return_counts=True)
    crowd = counts[which] if grams.size else counts
    rarity = _rarity(owners, places, crowd, patterns.starts)
    kept = _rarest(grams, owners, places, crowd, lengths)
    grams, owners, places, weights = (
        grams[kept],
        owners[kept],
        places[kept],
        WEIGHT // np.minimum(crowd[kept], LIGHTEST),
    )
    order = np.lexsort((places, owners, grams))
    keys, first = np.unique(grams[order], return_index=True)
    short = np.flatnonzero(lengths < SHORT)
    short = short[np.argsort(patterns.whole[short], kind="stable")]
    told = np.bincount(owners, weights=weights, minlength=lengths.size)
    return Index(
        patterns.codes,
        rarity,
        np.diff(np.append(0, np.cumsum(rarity, dtype=np.int64))[patterns.starts]),
        patterns.starts,
        np.stack([told * SHARE, lengths * SPAN, lengths * DRIFT + SLACK], axis=1).astype(np.int32),
        _filter(keys, 2 ** int(np.ceil(np.log2(max(keys.size * _FILTER_BITS / 64, 64))))),
        _table(
            keys, np.append(first, order.size), 2 ** int(np.ceil(np.log2(keys.size * 1.4 + 16)))
        ),
        np.stack([owners[order], places[order], weights[order]], axis=1).astype(np.int32),
        patterns.whole[short],
        short.astype(np.int32),
    ), patterns.which


def _patterns(texts: pl.Series) -> Patterns:
    told = fold_texts(texts)
    _, distinct, which = np.unique(told.told, return_index=True, return_inverse=True)
    parts = [told.codes[told.starts[row] : told.starts[row + 1]] for row in distinct]
    ends = np.cumsum([0, *(part.size for part in parts)], dtype=np.int64)
    joined = np.concatenate([*parts, np.zeros(0, np.uint8)])
    return Patterns(joined, ends, told.told[distinct], which)


def _rarest(grams: Array, owners: Array, places: Array, crowd: Array, lengths: Array) -> Array:
    """Which n-grams are kept: of each stretch of a claim the one that fewest claims have; none that
    is a crowd's, unless the claim would lose most of them.
    """
    kept = _least_of_stretches(grams, owners, places, crowd, lengths)
    all_of = np.bincount(owners[kept], minlength=lengths.size)
    few_of = np.bincount(owners[kept & (crowd <= CROWD)], minlength=lengths.size)
    kept &= (crowd <= CROWD) | (few_of < all_of / 2)[owners]
    return np.asarray(kept)


@inlined
def joined(gram: np.uint64, code: int) -> np.uint64:
    """The n-gram one sound further."""
    return (gram << _FIVE | np.uint64(code)) & _MASK


@inlined
def block_of(spread: np.uint64) -> int:
    """Where in the filter an n-gram is marked, to be cut to its size."""
    return int(spread >> _BLOCK)


@inlined
def bits_of(spread: np.uint64) -> np.uint64:
    """How it is marked there."""
    return _ONE << (spread >> _FIRST_BIT) | _ONE << ((spread >> _SECOND_BIT) & _BITS)


@inlined
def slot_of(spread: np.uint64) -> int:
    """Where in the table an n-gram's place begins to be looked for, to be cut to its size."""
    return int(spread >> _SLOT)


@compiled
def _grams(codes: Array, starts: Array) -> tuple[Array, Array, Array]:
    """(n-gram, pattern, place of its last sound) of texts that are not short."""
    grams = np.empty(codes.size, np.uint64)
    owners, places = np.empty(codes.size, np.int64), np.empty(codes.size, np.int64)
    found = 0
    for row in range(starts.size - 1):
        if starts[row + 1] - starts[row] < SHORT:
            continue
        gram = np.uint64(0)
        for at in range(starts[row + 1] - starts[row]):
            gram = joined(gram, codes[starts[row] + at])
            if at >= GRAM - 1:
                grams[found], owners[found], places[found] = gram, row, at
                found += 1
    return grams[:found], owners[:found], places[:found]


@compiled
def _rarity(owners: Array, places: Array, crowd: Array, starts: Array) -> Array:
    """Weight of each sound: the mean of its n-grams', each RAREST by the claims that have it."""
    told, many = np.zeros(starts[-1]), np.zeros(starts[-1])
    for at in range(owners.size):
        last = starts[owners[at]] + places[at]
        told[last - GRAM + 1 : last + 1] += RAREST / crowd[at]
        many[last - GRAM + 1 : last + 1] += 1
    return np.maximum(LEAST, told / np.maximum(many, 1)).astype(np.uint8)


@compiled
def _least_of_stretches(
    grams: Array, owners: Array, places: Array, crowd: Array, lengths: Array
) -> Array:
    """Which n-grams are the rarest of their stretch; of equals the one whose bits are least."""
    kept = np.zeros(grams.size, np.bool_)
    best, before = 0, -1
    for at in range(grams.size):
        long = max(1, min(STRETCH, (lengths[owners[at]] - GRAM + 1) // KEPT))
        stretch = owners[at] << 20 | (places[at] - GRAM + 1) // long
        if stretch != before:
            best, before = at, stretch
        elif crowd[at] < crowd[best] or (
            crowd[at] == crowd[best] and mixed(grams[at]) < mixed(grams[best])
        ):
            kept[best] = False
            best = at
        kept[best] = True
    return kept


@compiled
def _filter(keys: Array, words: int) -> Array:
    bloom = np.zeros(words, np.uint64)
    for gram in keys:
        spread = mixed(gram)
        bloom[block_of(spread) & (words - 1)] |= bits_of(spread)
    return bloom


@compiled
def _table(keys: Array, bounds: Array, size: int) -> Array:
    table = np.zeros((size, 2), np.uint64)
    for number in range(keys.size):
        slot = slot_of(mixed(keys[number])) & (size - 1)
        while table[slot, 0]:
            slot = (slot + 1) & (size - 1)
        table[slot, 0] = keys[number]
        table[slot, 1] = bounds[number] << 32 | bounds[number + 1]
    return table
