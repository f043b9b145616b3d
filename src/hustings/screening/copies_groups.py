"""Groups of wordings: a sketch proposes whose copy one is, n-grams in common decide."""

# ruff: noqa: PLR0917 - numba knows no keyword-only arguments

from typing import Any

import numpy as np

from hustings.screening.claims_index import SHORT
from hustings.screening.claims_letters import compiled, inlined, mixed
from hustings.screening.claims_tables import Array

GRAM = 8  # sounds of one n-gram
SKETCH = 16  # least n-grams kept of each wording, one a bucket (Li, Owen and Zhang 2012)
ASKED = 2  # of them that two wordings must have in common to be compared
CROWD = 16  # leaders that may share one; later ones are found by their others
COMPARED = 8  # leaders that a wording is compared with
LIKE = 0.65  # of the shorter wording's n-grams that both must have
LONGER = 2  # times, at most, that one may have as many n-grams as the other
LONGEST = 65_536  # sounds of a wording that are compared; equal wordings are found at any length

_MASK = np.uint64(2 ** (5 * GRAM) - 1)
_FIVE, _BUCKET = np.uint64(5), np.uint64(60)
_EMPTY = np.uint64(2**64 - 1)


@compiled
def led(codes: Array, starts: Array) -> tuple[Array, Array]:
    """(leader of each wording, likeness to it). Wordings come in their order of precedence; the
    first is a leader, and so is each that resembles none before it. Short ones lead themselves.
    """
    rows, longest = starts.size - 1, 16
    number: Any = np.int64(0)  # a bare 0 would have `_lead` compiled once more
    for row in range(rows):
        longest = max(longest, starts[row + 1] - starts[row])
    leaders, likeness = np.arange(rows), np.ones(rows)
    table, marks = np.empty(_power(2 * longest), np.uint64), np.empty(_power(2 * longest), np.int64)
    size = _power(rows * SKETCH * 3 // 2)
    keys, heads = np.full(size, _EMPTY, np.uint64), np.full(size, -1, np.int32)
    crowds, entries = np.zeros(size, np.uint8), np.empty((rows * SKETCH, 2), np.int32)
    shares, grams = np.full((rows, 2), -1, np.int32), np.zeros(rows, np.int64)
    near = np.empty(SKETCH * CROWD, np.int64)
    for row in range(rows):
        if starts[row + 1] - starts[row] < SHORT:
            continue
        own = codes[starts[row] : starts[row + 1]]
        sketch = _sketch(own)
        count = _near(row, sketch, keys, heads, entries, shares, near)
        grams[row] = _entered(own, table, marks)
        best, best_share = _most_alike(
            row, near, count, shares, grams, codes, starts, table[: _power(2 * own.size)], marks
        )
        if best >= 0:
            leaders[row], likeness[row] = best, best_share
        else:
            number = _lead(row, sketch, keys, heads, crowds, entries, number)
    return leaders, likeness


@compiled
def _most_alike(
    row: int,
    near: Array,
    count: int,
    shares: Array,
    grams: Array,
    codes: Array,
    starts: Array,
    table: Array,
    marks: Array,
) -> tuple[int, float]:
    """(leader, likeness) of those near that a wording resembles most; −1 where it does none."""
    best, best_share = -1, 0.0
    for _ in range(COMPARED):
        other = _nearest(near, count, shares)
        if other < 0:
            break
        least, most = min(grams[other], grams[row]), max(grams[other], grams[row])
        if most <= LONGER * least:
            share = _common(codes[starts[other] : starts[other + 1]], other, table, marks) / least
            if share >= LIKE and share > best_share:
                best, best_share = other, share
    return best, best_share


@compiled
def _power(least: int) -> int:
    size = 16
    while size < least:
        size *= 2
    return size


@inlined
def _joined(gram: np.uint64, code: int) -> np.uint64:
    return (gram << _FIVE | np.uint64(code)) & _MASK


@compiled
def _sketch(codes: Array) -> Array:
    """The least of the mixed n-grams in each of SKETCH buckets; _EMPTY where one has none."""
    least = np.full(SKETCH, _EMPTY, np.uint64)
    gram = np.uint64(0)
    for at in range(codes.size):
        gram = _joined(gram, codes[at])
        if at >= GRAM - 1:
            spread = mixed(gram)
            bucket = np.int64(spread >> _BUCKET)
            least[bucket] = min(least[bucket], spread)
    return least


@compiled
def _slot(key: np.uint64, keys: Array) -> int:
    """Where the key stands, or would stand."""
    slot = np.int64(key & np.uint64(keys.size - 1))
    while keys[slot] != _EMPTY and keys[slot] != key:
        slot = (slot + 1) & (keys.size - 1)
    return int(slot)


@compiled
def _near(
    row: int, sketch: Array, keys: Array, heads: Array, entries: Array, shares: Array, near: Array
) -> int:
    """Leaders that share something of the sketch, written to `near`: how many. `shares` counts."""
    count = 0
    for key in sketch:
        entry = heads[_slot(key, keys)] if key != _EMPTY else -1
        while entry >= 0:
            leader = entries[entry, 0]
            if shares[leader, 0] != row:
                shares[leader, 0], shares[leader, 1] = row, 0
                near[count] = leader
                count += 1
            shares[leader, 1] += 1
            entry = entries[entry, 1]
    return count


@compiled
def _nearest(near: Array, count: int, shares: Array) -> int:
    """The leader that shares most, the earlier of equals, taken from the list; −1 if none is left."""
    best = -1
    for at in range(count):
        leader = near[at]
        most = shares[best, 1] if best >= 0 else ASKED - 1
        if shares[leader, 1] > most or (shares[leader, 1] == most and leader < best):
            best = leader
    if best >= 0:
        shares[best, 1] = 0
    return int(best)


@compiled
def _lead(
    row: int,
    sketch: Array,
    keys: Array,
    heads: Array,
    crowds: Array,
    entries: Array,
    number: int,
) -> int:
    for key in sketch:
        if key == _EMPTY:
            continue
        slot = _slot(key, keys)
        if crowds[slot] < CROWD:
            entries[number, 0], entries[number, 1] = row, heads[slot]
            keys[slot], heads[slot] = key, number
            crowds[slot] += 1
            number += 1
    return number


@compiled
def _entered(codes: Array, table: Array, marks: Array) -> int:
    """Put the n-grams into the emptied table: how many distinct ones there are."""
    room = table[: _power(2 * codes.size)]
    room[:] = _EMPTY
    gram, count = np.uint64(0), 0
    for at in range(codes.size):
        gram = _joined(gram, codes[at])
        if at >= GRAM - 1:
            slot = _slot(mixed(gram), room)
            count += room[slot] == _EMPTY
            room[slot], marks[slot] = mixed(gram), -1
    return count


@compiled
def _common(codes: Array, whose: int, table: Array, marks: Array) -> int:
    """How many distinct n-grams stand in the table that `_entered` filled."""
    gram, count = np.uint64(0), 0
    for at in range(codes.size):
        gram = _joined(gram, codes[at])
        if at >= GRAM - 1:
            slot = _slot(mixed(gram), table)
            if table[slot] != _EMPTY and marks[slot] != whose:
                marks[slot] = whose
                count += 1
    return count
