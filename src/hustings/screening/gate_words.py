"""Distinct words, numbered once: what is said of a word is looked up, not worked out again.

A stream has few distinct words beside its words. Their bytes are hashed in compiled code; each
number stays with its word from one handful of texts to the next.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hustings.screening.gate_jit import compiled, inlined
from hustings.screening.kernel_block import Bytes, eight

MOST = 1 << 20  # words remembered together; 100 MB with all that is said of them
_A, _B = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)
_FOLD, _TAG = np.uint64(29), np.uint64(33)
_EIGHT, _BITS = np.uint64(8), np.uint64(64)
_LANE = 8
_NUMBER = 0x7FFFFFFF
Places = NDArray[np.int64]
Numbers = NDArray[np.int32]


class Memo:
    """Stretches of bytes and their numbers, from 0 on in the order in which they came."""

    def __init__(self) -> None:
        self._slots = np.full(1 << 12, -1, np.int64)
        self._begins = np.zeros(1 << 11, np.int64)
        self._bytes = np.zeros(1 << 15, np.uint8)
        self.count = 0

    def numbered(self, data: Bytes, cells: Places, begin: int, end: int) -> Numbers:
        """The number of each stretch data[cells[:, begin] : cells[:, end]]; new ones are added. Eight
        bytes after each stretch must be readable.
        """
        numbers = np.zeros(len(cells), np.int32)
        done = np.array([0, self.count], np.int64)
        while True:
            _number(data, cells, begin, end, self._slots, self._begins, self._bytes, numbers, done)
            self.count = int(done[1])
            if done[0] == len(cells):
                return numbers
            self._grow(int(cells[done[0], end] - cells[done[0], begin]))

    def arrays(self) -> tuple[Places, Places, Bytes]:
        """Slots, beginnings and bytes, to be looked into by other compiled code."""
        return self._slots, self._begins, self._bytes

    def since(self, number: int) -> Iterator[str]:
        """The stretches from a number on, as text."""
        places = self._begins[number : self.count + 1]
        data = self._bytes[places[0] : places[-1]].tobytes()
        for begin, end in pairwise((places - places[0]).tolist()):
            yield data[begin:end].decode()

    def _grow(self, long: int) -> None:
        if 2 * (self.count + 2) > self._slots.size:
            self._slots = np.full(4 * self._slots.size, -1, np.int64)
            self._begins = np.append(self._begins, np.zeros(3 * self._begins.size, np.int64))
            _again(self._bytes, self._begins, self.count, self._slots)
        if self._begins[self.count] + long + _LANE > self._bytes.size:
            more = 3 * self._bytes.size + long + _LANE
            self._bytes = np.append(self._bytes, np.zeros(more, np.uint8))


@inlined
def mixed(data: Bytes, begin: int, long: int) -> Any:
    """A number that hardly two stretches have in common."""
    total: Any = np.uint64(long) * _A
    at: Any = np.int64(0)
    while at < long:
        lane = eight(data, begin + at)
        if long - at < _LANE:
            lane = lane << (_BITS - _EIGHT * np.uint64(long - at))
        total = (total ^ lane) * _B
        total ^= total >> _FOLD
        at += _LANE
    return (total ^ total >> _FOLD) * _A


@inlined
def alike(data: Bytes, one: int, others: Bytes, other: int, long: int) -> bool:
    """Whether `long` bytes are the same."""
    at: Any = np.int64(0)
    while at < long:
        differ = eight(data, one + at) ^ eight(others, other + at)
        if long - at < _LANE:
            differ = differ << (_BITS - _EIGHT * np.uint64(long - at))
        if differ != 0:
            return False
        at += _LANE
    return True


@compiled
def _number(  # noqa: PLR0917 - numba knows no keyword-only arguments
    data: Bytes, cells: Places, begin: int, end: int, slots: Places, begins: Places, kept: Bytes,
    numbers: Numbers, done: Places,
) -> None:  # fmt: skip
    """Goes on from line done[0], done[1] being how many are known; stops where there is no room."""
    last = slots.shape[0] - 1
    count: Any = np.int64(done[1])
    line: Any = np.int64(done[0])
    while line < cells.shape[0]:
        at, long = cells[line, begin], cells[line, end] - cells[line, begin]
        hashed = mixed(data, at, long)
        tag = np.int64(hashed >> _TAG)
        slot: Any = np.int64(hashed) & last
        found: Any = np.int64(-1)
        while slots[slot] >= 0:
            if slots[slot] >> 32 == tag:
                found = slots[slot] & _NUMBER
                place = begins[found]
                if begins[found + 1] - place == long and alike(data, at, kept, place, long):
                    break
            found = np.int64(-1)
            slot = (slot + 1) & last
        if found < 0:
            place = begins[count]
            if 2 * (count + 2) > slots.shape[0] or place + long + _LANE > kept.shape[0]:
                break
            for one in range(long):
                kept[place + one] = data[at + one]
            begins[count + 1] = place + long
            slots[slot] = tag << 32 | count
            found = count
            count += 1
        numbers[line] = found
        line += 1
    done[0], done[1] = line, count


@compiled
def _again(kept: Bytes, begins: Places, count: int, slots: Places) -> None:
    """Puts what is known into new slots."""
    last = slots.shape[0] - 1
    for one in range(count):
        hashed = mixed(kept, begins[one], begins[one + 1] - begins[one])
        slot: Any = np.int64(hashed) & last
        while slots[slot] >= 0:
            slot = (slot + 1) & last
        slots[slot] = np.int64(hashed >> _TAG) << 32 | one
