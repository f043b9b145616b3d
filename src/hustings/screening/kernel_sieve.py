"""The sieve of the compiled pass: of most pieces the first six letters say that they are no name.

`kernel_lanes` tells eight pieces at a time; here those that stay are listed, and what must be read
letter by letter among them.
"""

# ruff: noqa: PLR0917 - numba knows no keyword-only arguments
# ruff: noqa: FBT001 - the same

from typing import Any

import numpy as np

from hustings.screening.kernel_block import WIDE, Bytes, Masks64, Places, bits, lowest
from hustings.screening.kernel_classes import LETTER
from hustings.screening.kernel_jit import compiled, inlined
from hustings.screening.kernel_lanes import LANES, Table, opening, slipped
from hustings.screening.kernel_tables import FAR, GRAM, MIX_FOUR, NEAR, SIX, Tables

MIXED, PLAIN, SINGLE = range(3)  # how a piece that stays is to be read; in the low KIND bits
KIND = 2
_NONE, _ONE, _LAST = np.uint64(0), np.uint64(1), np.uint64(63)
_EVERY, _TOP = np.uint64((1 << 64) - 1), np.uint64(1 << 63)
_AT_ONCE = 4  # numbers written without asking how many there are
_THREE = (1 << 3 * GRAM) - 1


@compiled
def sieve(
    tables: Tables, data: Bytes, found: int, starts: Places, mixed: Masks64, left: Places,
    slips_too: bool,
) -> int:  # fmt: skip
    """How many of the `found` pieces may be names, or must be read letter by letter; their numbers,
    and below them how, go into `left`. Eight starts more must be readable.
    """
    count: Any = np.int64(0)
    lone_before: Any = _NONE
    for base in range(0, found, WIDE):
        stays, uneven, single = _NONE, _NONE, _NONE
        for first in range(base, min(found, base + WIDE), LANES):
            if slips_too:
                some, strange, short = slipped(
                    data, starts, tables.pairs, tables.heads, tables.middles, first
                )
            else:
                some, strange, short = opening(
                    data, starts, tables.pairs, tables.openings, tables.openings, first
                )
            lane = np.uint64(first - base)
            stays, uneven, single = (
                stays | some << lane,
                uneven | strange << lane,
                single | short << lane,
            )
        there = _EVERY >> np.uint64(max(0, base + WIDE - found))
        odd = mixed[base >> 6]
        lone = single & ~uneven & ~odd & there
        goes_on = lone | odd | ~there  # behind one letter there may be another, spelled out
        if lone_before & goes_on:
            left[count] = (base - 1) << KIND | SINGLE
            count += 1
        lone_before = lone >> _LAST
        todo = (stays & ~lone | uneven | odd | lone & goes_on >> _ONE) & there
        count = _listed(todo, odd, lone, base, left, count)
    if lone_before:
        left[count] = (found - 1) << KIND | SINGLE
        count += 1
    return int(count)


@inlined
def _listed(todo: Any, odd: Any, lone: Any, base: int, left: Places, count: int) -> int:
    place = count
    some = todo
    while some:
        for number in range(_AT_ONCE):
            lane = lowest(some | _TOP)
            how = PLAIN - np.int64(odd >> np.uint64(lane) & _ONE)
            how += np.int64(lone >> np.uint64(lane) & _ONE)
            left[place + number] = base + lane << KIND | how
            some &= some - _ONE
        place += _AT_ONCE
    return count + bits(todo)


@inlined
def marked(table: Table, four: int, last: int) -> bool:
    """Whether five letters may be among those of a table: four and, in the low bits, the last."""
    mixed = np.uint64(four) * np.uint64(MIX_FOUR)
    word = table[mixed >> np.uint64(FAR) & np.uint64(table.shape[0] - 1)]
    return bool(word >> ((np.uint64(last) ^ mixed >> np.uint64(NEAR)) & np.uint64(LETTER)) & _ONE)


@inlined
def near(middles: Table, letters: int) -> int:
    """Whether a word with these six letters may be a surname with one slip, and where: the bit n is set
    if the six less the one behind the first n are five of a surname's first six, 1 to 5; 0 of a
    shorter word. An edit behind the sixth letter leaves the first five.
    """
    found: Any = np.int64(0)
    if letters & LETTER:
        for gone in range(1, SIX):
            low = GRAM * (SIX - 1 - gone)
            five = letters >> low + GRAM << low | letters & (1 << low) - 1
            four = five >> 4 * GRAM << 3 * GRAM | five & _THREE
            found |= np.int64(marked(middles, four, five >> 3 * GRAM)) << gone
    return int(found)
