"""From the stems of a roster to the arrays of `kernel_tables`: a trie, an automaton of suffixes, a
table of surnames with one letter left out.
"""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hustings.screening.kernel_classes import pairs, table
from hustings.screening.kernel_jit import compiled
from hustings.screening.kernel_match import spread
from hustings.screening.kernel_stems import Named
from hustings.screening.kernel_tables import (
    BASE,
    FAR,
    GRAM,
    LONGEST,
    MIX,
    MIX_AGAIN,
    MIX_FOUR,
    NEAR,
    OPENING,
    SIX,
    SLIP_LEAST,
    TURKIC,
    Tables,
)

_ROOMY = 2  # slots for each hash, at least
_BLOOM = 16  # bits for each hash, at least
_SPARSE = 128  # bits for each five letters, at least
_LETTERS = 1 << GRAM


def tables(named: Named) -> Tables:
    """The index of all stems."""
    stems = [stem.spelled for stem in named.stems]
    slips = [
        number
        for number, stem in enumerate(named.stems)
        if stem.forgiven and SLIP_LEAST <= len(stem.spelled) <= LONGEST
    ]
    letters, children, ends = _trie(list(dict.fromkeys(stems)))
    openings = _openings(named, OPENING)
    lessened = _lessened(stems[number] for number in slips)
    tails, allowed = _tails(named.chains)
    bloom, slots, found, runs, listed = _slips(stems, slips)
    return Tables(
        classes=table(),
        pairs=pairs(),
        openings=_bitmap(openings),
        heads=_bitmap(openings | lessened),
        middles=_bitmap({less[:1] + less[2:] + less[1:2] for less in lessened}),
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


def _lessened(stems: Iterable[bytes]) -> set[bytes]:
    """What is left of the first six letters of a surname, or of a word one slip away from it, when one
    that is not the first is left out: five letters.
    """
    return {stem[:gone] + stem[gone + 1 : SIX] for stem in stems for gone in range(1, SIX)}


def _bitmap(some: set[bytes]) -> NDArray[np.uint64]:
    """For four letters a word, hashed, in it a bit for each that may follow; one bit in _SPARSE is set
    at most. `kernel_sieve.marked` reads it.
    """
    letters = np.frombuffer(b"".join(sorted(some)), np.uint8).reshape(-1, OPENING).astype(np.uint64)
    words = np.zeros(_power(_SPARSE * len(some)) >> 6, np.uint64)
    four = np.zeros(len(letters), np.uint64)
    for place in range(OPENING - 1):
        four = four << np.uint64(GRAM) | letters[:, place]
    mixed = four * np.uint64(MIX_FOUR)
    bits = (letters[:, OPENING - 1] ^ mixed >> np.uint64(NEAR)) & np.uint64(_LETTERS - 1)
    places = mixed >> np.uint64(FAR) & np.uint64(words.size - 1)
    np.bitwise_or.at(words, places, np.uint64(1) << bits)
    return words


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
