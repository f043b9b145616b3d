"""From the stems of a roster to the arrays of `kernel_tables`: a trie, an automaton of suffixes, a
table of surnames with one letter left out.
"""

from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hustings.screening.kernel_classes import table
from hustings.screening.kernel_jit import compiled
from hustings.screening.kernel_match import spread
from hustings.screening.kernel_stems import Named
from hustings.screening.kernel_tables import (
    BASE,
    FOUR,
    GRAM,
    LONGEST,
    MIX,
    MIX_AGAIN,
    OPENING,
    SLIP_LEAST,
    TURKIC,
    Tables,
)

_ROOMY = 2  # slots for each hash, at least
_BLOOM = 16  # bits for each hash, at least
_SPARSE = 24  # bits for each few letters, at least
_LETTERS = 1 << GRAM
_MARKED = b"\1"  # MARK, before four letters


def tables(named: Named) -> Tables:
    """The index of all stems."""
    stems = [stem.spelled for stem in named.stems]
    slips = [
        number
        for number, stem in enumerate(named.stems)
        if stem.forgiven and SLIP_LEAST <= len(stem.spelled) <= LONGEST
    ]
    surnames = [stems[number] for number in slips]
    letters, children, ends = _trie(list(dict.fromkeys(stems)))
    tails, allowed = _tails(named.chains)
    bloom, slots, found, runs, listed = _slips(stems, slips)
    return Tables(
        classes=table(),
        beginnings=_bitmap(_openings(named, FOUR)),
        openings=_bitmap(_openings(named, OPENING)),
        heads=_bitmap(
            {stem[:4] + stem[place : place + 1] for stem in surnames for place in (4, 5)}
        ),
        middles=_bitmap(_middles(surnames, named.chains)),
        letters=letters,
        children=children,
        ends=ends,
        firsts=_firsts(stems),
        taken=np.array([stem.taken for stem in named.stems], np.int64),
        spelled=np.cumsum([0, *map(len, stems)], dtype=np.int32),
        text=np.frombuffer(b"".join(stems), np.uint8),
        tails=tails,
        allowed=allowed,
        bloom=bloom,
        slots=slots,
        found=found,
        runs=runs,
        listed=listed,
    )


def _firsts(stems: list[bytes]) -> NDArray[np.int32]:
    """Where each spelling begins in the sorted stems, and how many there are."""
    begins = [
        number for number, stem in enumerate(stems) if number == 0 or stem != stems[number - 1]
    ]
    return np.array([*begins, len(stems)], np.int32)


def _openings(named: Named, long: int) -> set[bytes]:
    """The first `long` letters of each stem; of a shorter one, with each ending it may take."""
    some: set[bytes] = set()
    tails: dict[tuple[int, int], set[bytes]] = {}
    for stem, taken, _ in named.stems:
        left = long - len(stem)
        if left <= 0:
            some.add(stem[:long])
            continue
        if (taken, left) not in tails:
            tails[taken, left] = _beginnings(named.chains, taken, left)
        some |= {stem + tail for tail in tails[taken, left]}
    return some


def _beginnings(chains: dict[bytes, int], taken: int, long: int) -> set[bytes]:
    """What may follow a name that takes such endings: `long` letters, 0 behind the word's end."""
    whole = {chain for chain, bits in chains.items() if bits & taken}
    merged = {chain[1:] for chain in whole if chains[chain] & taken & TURKIC and chain}
    return {tail[:long].ljust(long, b"\0") for tail in whole | merged}


def _middles(stems: list[bytes], chains: dict[bytes, int]) -> set[bytes]:
    """First two, fifth and sixth letters of words that are surnames with a letter mistaken, put in,
    left out or swapped at the third or fourth; first and third to fifth, where it is the second.
    """
    after = _beginnings(chains, -1, 1)
    some: set[bytes] = set()
    for stem in stems:
        first, two = stem[:1], stem[:2]
        some |= {two + stem[4:6], two + stem[3:5], two + stem[3:4] + stem[5:6]}
        some |= {two + stem[5:7]} if stem[6:] else {two + stem[5:6] + tail for tail in after}
        moved = stem[2:5], stem[1:4], stem[3:6], stem[1:2] + stem[3:5]
        some |= {_MARKED + first + three for three in moved}
    return some


def _bitmap(some: set[bytes]) -> NDArray[np.uint8]:
    """A bit for each of some letters, hashed; one in _SPARSE is set at most."""
    numbers = np.zeros(len(some), np.int64)
    for row, letters in enumerate(some):
        numbers[row] = int.from_bytes(letters)
    packed = np.zeros_like(numbers)
    for place in range(8):
        letter = numbers >> 8 * (7 - place) & 0xFF
        packed = packed << GRAM | letter
    size = _power(_SPARSE * len(some))
    bitmap = np.zeros(size, np.uint8)
    bitmap[(packed * np.int64(MIX) >> 40) & (size - 1)] = 1
    return np.packbits(bitmap, bitorder="little")


def _trie(
    stems: list[bytes],
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]]:
    """(letters, children, stems) of the nodes, by depth, then in the order of the stems."""
    long = np.array([len(stem) for stem in stems], np.int64)
    grid = np.zeros((len(stems), int(long.max(initial=0))), np.int64)
    for number, stem in enumerate(stems):
        grid[number, : len(stem)] = np.frombuffer(stem, np.uint8)
    nodes = 1 + int(long.sum())  # at most
    letters = np.zeros(nodes, np.int64)
    children = np.zeros(nodes, np.int32)
    ends = np.full(nodes, -1, np.int32)
    here = np.zeros(len(stems), np.int64)  # the node at which each stem has arrived
    made = 1
    for depth in range(grid.shape[1]):
        rows = np.flatnonzero(long > depth)
        parent, letter = here[rows], grid[rows, depth]
        new = np.ones(len(rows), bool)
        new[1:] = (parent[1:] != parent[:-1]) | (letter[1:] != letter[:-1])
        here[rows] = made - 1 + np.cumsum(new)
        np.bitwise_or.at(letters, parent[new], np.int64(1) << letter[new])
        eldest = np.unique(parent[new], return_index=True)
        children[eldest[0]] = here[rows][new][eldest[1]]
        done = rows[long[rows] == depth + 1]
        ends[here[done]] = done
        made += int(new.sum())
    return letters[:made].copy(), children[:made].copy(), ends[:made].copy()


def _tails(chains: dict[bytes, int]) -> tuple[NDArray[np.uint16], NDArray[np.int64]]:
    """The smallest automaton that reads the suffixes backwards; state 0 begins, nothing leads
    back to it.
    """
    known: dict[tuple[Any, ...], int] = {}
    states: list[tuple[int, tuple[tuple[int, int], ...]]] = [(0, ())]

    def state(some: list[tuple[bytes, int]]) -> tuple[int, tuple[tuple[int, int], ...]]:
        bits = some[0][1] if not some[0][0] else 0
        rest = some[1:] if not some[0][0] else some
        return bits, tuple(
            (letter, number([(tail[1:], mask) for tail, mask in group]))
            for letter, group in groupby(rest, key=lambda one: one[0][0])
        )

    def number(some: list[tuple[bytes, int]]) -> int:
        told = state(some)
        if told not in known:
            known[told] = len(states)
            states.append(told)
        return known[told]

    states[0] = state(sorted((tail[::-1], bits) for tail, bits in chains.items()))
    if len(states) > np.iinfo(np.uint16).max:
        raise OverflowError("more suffixes than the automaton's numbers can tell apart")
    onward = np.zeros((len(states), _LETTERS), np.uint16)
    for place, (_, steps) in enumerate(states):
        for letter, to in steps:
            onward[place, letter] = to
    return onward.reshape(-1), np.array([bits for bits, _ in states], np.int64)


def _slips(
    stems: list[bytes], some: list[int]
) -> tuple[
    NDArray[np.int64], NDArray[np.int64], NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]
]:
    """(bloom, slots, found, runs, listed) of the stems numbered in `some`."""
    hashes, numbers = _less_one_letter(stems, some)
    order = np.lexsort((numbers, hashes))
    pairs = np.stack([hashes[order], numbers[order]], axis=1)
    fresh = np.ones(len(pairs), bool)
    fresh[1:] = (pairs[1:] != pairs[:-1]).any(axis=1)
    pairs = pairs[fresh]
    keys, runs = np.unique(pairs[:, 0], return_index=True)
    slots = np.zeros(_power(_ROOMY * len(keys)), np.int64)
    found = np.zeros(len(slots), np.int32)
    bloom = np.zeros(max(_power(_BLOOM * len(keys)) >> 6, len(slots) >> 6, 1), np.int64)
    _place(keys, bloom, slots, found)
    return (
        bloom,
        slots,
        found,
        np.append(runs, len(pairs)).astype(np.int32),
        pairs[:, 1].astype(np.int32),
    )


def _less_one_letter(
    stems: list[bytes], some: list[int]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """(hashes, numbers): each stem as it is and with each letter but the first left out."""
    hashes = [np.zeros(0, np.int64)]
    numbers = [np.zeros(0, np.int64)]
    for long, group in groupby(
        sorted(some, key=lambda one: len(stems[one])), lambda one: len(stems[one])
    ):
        alike = np.array(list(group), np.int64)
        grid = np.frombuffer(b"".join(stems[one] for one in alike), np.uint8)
        grid = grid.reshape(len(alike), long)
        for gone in range(long):
            left = grid if gone == 0 else np.delete(grid, gone, axis=1)
            value = np.zeros(len(alike), np.uint64)
            for letter in left.T:
                value = value * np.uint64(BASE) + letter
            hashes.append(value.view(np.int64))
            numbers.append(alike)
    return np.concatenate(hashes), np.concatenate(numbers)


def _power(least: int) -> int:
    return 1 << max(6, (least - 1).bit_length())


@compiled
def _place(
    keys: NDArray[np.int64],
    bloom: NDArray[np.int64],
    slots: NDArray[np.int64],
    found: NDArray[np.int32],
) -> None:
    places = bloom.shape[0] * 64 - 1
    last = slots.shape[0] - 1
    for number in range(keys.shape[0]):
        for factor in (MIX, MIX_AGAIN):
            place = spread(keys[number], factor) & places
            bloom[place >> 6] |= np.int64(1) << (place & 63)
        slot = spread(keys[number], MIX) & places & last
        while slots[slot] != 0:
            slot = slot + 1 & last
        slots[slot] = keys[number]
        found[slot] = number
