"""The search for patterns in texts: n-grams shared, lying together; then sound by sound."""

# ruff: noqa: PLR0917 - numba knows no keyword-only arguments

from typing import Any

import numpy as np

from hustings.screening.claims_index import (
    SHORT,
    SLACK,
    Index,
    bits_of,
    block_of,
    joined,
    slot_of,
)
from hustings.screening.claims_letters import Folded, compiled, inlined, mixed
from hustings.screening.claims_tables import Array

LIKE = 0.6  # of a pattern's sounds, matched ones less slips, that make it found again
LIKE_SHORT = 0.65  # the same for a pattern of SHORT sounds; between, in proportion
LONG = 60  # sounds from which on LIKE is enough
COLUMNS = 6
_TEXT, _WEIGHT, _LOW, _HIGH, _FIRST, _LAST, _ROW = range(7)


def search(texts: Folded, index: Index) -> Array:
    """(n, COLUMNS) i64: text, pattern, first character, the one behind the last, score, the
    best score possible; a row for each place. Score: sounds of the pattern found in their order
    less the slips between them, each by its weight.
    """
    found = _search(texts.codes, texts.spots, texts.starts, index)
    return np.concatenate([found, _short(texts, index)])


def _short(texts: Folded, index: Index) -> Array:
    """Texts that are, letter by letter, a whole short pattern."""
    brief = (np.diff(texts.starts) < SHORT) & (texts.counts > 0)
    rows = np.flatnonzero(brief & np.isin(texts.told, index.short))
    which = index.short_of[np.searchsorted(index.short, texts.told[rows])]
    one = np.ones_like(rows)
    return np.column_stack([rows, which, texts.bounds[rows], one, one])


@compiled
def _search(codes: Array, spots: Array, starts: Array, index: Index) -> Array:
    chains = np.full((index.needed.shape[0], 7), -1, np.int32)
    likely = np.empty((1_024, 3), np.int64)
    found = np.empty((1_024, COLUMNS), np.int64)
    count: Any = np.int64(0)  # a bare 0 would have `_written` compiled once more
    for row in range(starts.size - 1):
        kept = starts[row + 1] - starts[row]
        if kept < SHORT:
            continue
        own = codes[starts[row] : starts[row + 1]]
        likely, number = _likely(
            row, own, kept, index.bloom, index.table, index.postings, index.needed, chains, likely
        )
        for one in range(number):
            pattern, low, high = likely[one]
            begin, long = index.starts[pattern], index.starts[pattern + 1] - index.starts[pattern]
            slack = SLACK + long // 12
            score, first, last = _aligned(
                index.codes[begin : begin + long], index.weights[begin : begin + long],
                own, kept, low - slack, high + slack,
            )  # fmt: skip
            most = 2 * index.totals[pattern]
            if score >= most * least(long):
                first, last = spots[starts[row] + first], spots[starts[row] + last] + 1
                found = _written(found, count, row, pattern, first, last, score, most)
                count += 1
    return found[:count]


@compiled
def _likely(
    row: int,
    codes: Array,
    kept: int,
    bloom: Array,
    table: Array,
    postings: Array,
    needed: Array,
    chains: Array,
    likely: Array,
) -> tuple[Array, int]:
    """(rows, how many): pattern, and from which to which shift (place in the text less place in
    the pattern) its hits lie. A chain of hits that drift no further than the pattern allows is
    likely when it has enough weight over enough of the pattern.
    """
    gram, number, words = np.uint64(0), 0, bloom.size - 1
    for at in range(kept):
        gram = joined(gram, codes[at])
        spread = mixed(gram)
        bits = bits_of(spread)
        if bloom[block_of(spread) & words] & bits != bits:
            continue
        first, behind = _postings(gram, spread, table)
        for posting in range(first, behind):
            owner = np.int64(postings[posting, 0])
            _chained(row, at, postings[posting], needed[owner], chains[owner])
            if (
                chains[owner, _WEIGHT] >= needed[owner, 0]
                and chains[owner, _LAST] - chains[owner, _FIRST] >= needed[owner, 1]
            ):
                if chains[owner, _ROW] < 0:
                    if number == likely.shape[0]:
                        likely = _larger(likely)
                    chains[owner, _ROW] = number
                    number += 1
                one = chains[owner, _ROW]
                likely[one, 0] = owner
                likely[one, 1], likely[one, 2] = chains[owner, _LOW], chains[owner, _HIGH]
    return likely, number


@inlined
def _postings(gram: np.uint64, spread: np.uint64, table: Array) -> tuple[int, int]:
    """From which to which posting an n-gram's are; none where the filter let a stranger pass."""
    slot = slot_of(spread) & (table.shape[0] - 1)
    while table[slot, 0] != gram and table[slot, 0]:
        slot = (slot + 1) & (table.shape[0] - 1)
    bounds: Any = np.int64(table[slot, 1])
    return bounds >> 32, bounds & 0xFFFFFFFF


@inlined
def _chained(row: int, at: int, posting: Array, needed: Array, chain: Array) -> None:
    """Add a hit to its pattern's chain, or begin a new one."""
    place = np.int64(posting[1])
    low, high = min(at - place, chain[_LOW]), max(at - place, chain[_HIGH])
    if chain[_TEXT] != row or high - low > needed[2]:
        chain[_TEXT], chain[_WEIGHT], chain[_ROW] = row, 0, -1
        chain[_FIRST] = chain[_LAST] = place
        low = high = at - place
    chain[_LOW], chain[_HIGH] = low, high
    chain[_WEIGHT] += posting[2]
    chain[_FIRST] = min(chain[_FIRST], place)
    chain[_LAST] = max(chain[_LAST], place)


@compiled
def _larger(rows: Array) -> Array:
    larger = np.empty((2 * rows.shape[0], rows.shape[1]), rows.dtype)
    larger[: rows.shape[0]] = rows
    return larger


@compiled
def _written(
    found: Array,
    count: int,
    row: int,
    pattern: int,
    first: int,
    last: int,
    score: int,
    most: int,
) -> Array:
    if count == found.shape[0]:
        found = _larger(found)
    found[count, 0], found[count, 1], found[count, 2] = row, pattern, first
    found[count, 3], found[count, 4], found[count, 5] = last, score, most
    return found


@compiled
def _aligned(
    pattern: Array, weights: Array, codes: Array, end: int, low: int, high: int
) -> tuple[int, int, int]:
    """The best local alignment (Smith and Waterman 1981: twice its weight for a sound matched, as
    much less for one changed, half of it for one left out or put in) in the diagonals from `low` to
    `high`: (score, first sound, last sound in `codes`).
    """
    width = high - low + 1
    # A cell is score << 32 | first sound: one maximum then carries both, without a branch.
    cells = np.arange(low, low + width + 1)
    cells[width] = -1
    best: Any = np.int64(0)
    last = 0
    for row in range(pattern.size):
        left = np.int64(-1)
        code, gap = pattern[row], np.int64(weights[row]) << 32
        for band in range(max(0, -row - low), min(width, end - row - low)):
            at = row + low + band
            cell = max(cells[band], 0) + (2 * gap if codes[at] == code else -2 * gap)
            cell = max(cell, max(cells[band + 1], left) - gap, at + 1)
            cells[band] = left = cell
            if cell >> 32 > best >> 32:
                best, last = cell, at
    return best >> 32, best & 0xFFFFFFFF, last


@inlined
def least(long: int) -> float:
    """The share of the best score from which on a pattern of so many sounds counts as found."""
    return LIKE + (LIKE_SHORT - LIKE) * max(0.0, (LONG - long) / (LONG - SHORT))
