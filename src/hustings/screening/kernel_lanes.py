"""The first letters of eight pieces at a time, and whether any name begins so: vector instructions.

A lane is a piece. Its letters are taken from a table of pairs of bytes, one after the other, as six
bits each of one number; a letter that is silent or repeats the one before is left out, once. All
lanes go the same way, so the processor has nothing to guess. Where it knows no such
instructions, LLVM writes plain ones.
"""

import sys
from collections.abc import Callable
from functools import reduce
from typing import Any, cast

import numpy as np
from llvmlite import ir  # type: ignore[import-untyped]
from numba import types
from numba.extending import intrinsic
from numpy.typing import NDArray

from hustings.screening.kernel_block import Bytes, Places
from hustings.screening.kernel_classes import FOREIGN, LETTER, PAIRS
from hustings.screening.kernel_tables import FAR, GRAM, MIX_FOUR, NEAR, SIX

LANES = 8
READ = SIX + 1  # letters that are decoded, so that one of them may be left out
WHOLE = 4  # of them stand in eight bytes
_WORD, _HALF, _BIT = ir.IntType(64), ir.IntType(32), ir.IntType(1)
_LANES, _HALVES = ir.VectorType(_WORD, LANES), ir.VectorType(_HALF, LANES)
_BITS = ir.VectorType(_BIT, LANES)
_PLACES = ir.VectorType(ir.IntType(8).as_pointer(), LANES)
Table = NDArray[np.uint64]


def _each(value: int) -> Any:
    return ir.Constant(_LANES, [value & (1 << 64) - 1] * LANES)


def _fields(value: int) -> int:
    """The same six bits for each letter that is decoded."""
    return sum(value << GRAM * letter for letter in range(READ))


_TOPS = _fields(LETTER + 1 >> 1)


class _Lanes:
    """Eight numbers of 64 bits at a time, in LLVM's words."""

    def __init__(self, context: Any, builder: Any) -> None:
        self._context, self._builder = context, builder

    def array(self, kind: Any, array: Any) -> Any:
        """The address of an array's first item."""
        return self._context.make_array(kind)(self._context, self._builder, array).data

    def last(self, kind: Any, array: Any) -> Any:
        """The number of an array's last item, in each lane."""
        made = self._context.make_array(kind)(self._context, self._builder, array)
        long = self._builder.extract_value(made.shape, 0)
        return self.spread(self._builder.sub(long, ir.Constant(_WORD, 1)))

    def spread(self, one: Any) -> Any:
        first = ir.Constant(_HALF, 0)
        alone = self._builder.insert_element(ir.Constant(_LANES, ir.Undefined), one, first)
        return self._builder.shuffle_vector(
            alone, ir.Constant(_LANES, ir.Undefined), ir.Constant(_HALVES, [0] * LANES)
        )

    def halves(self, array: Any, at: Any) -> Any:
        """Eight numbers of 32 bits in a row."""
        place = self._builder.bitcast(self._builder.gep(array, [at]), _HALVES.as_pointer())
        return self._builder.zext(self._builder.load(place, align=1), _LANES)

    def at(self, array: Any, places: Any) -> Any:
        """The eight bytes at each place of an array, as one number."""
        builder = self._builder
        pointers = builder.gep(array, [places], source_etype=array.type.pointee)
        pointers.type = _PLACES  # llvmlite does not tell
        every = ir.Constant(_BITS, [1] * LANES)
        some = [pointers, ir.Constant(_HALF, 1), every, _each(0)]
        return builder.call(self._function("masked.gather", "v8i64.v8p0", some), some)

    def falling(self, array: Any, places: Any) -> Any:
        """The same, the first byte highest."""
        told = self.at(array, places)
        if sys.byteorder != "little":
            return told
        return self._builder.call(self._function("bswap", "v8i64", [told]), [told])

    def _function(self, name: str, kinds: str, given: list[Any]) -> Any:
        """One of LLVM's own, from lanes to lanes."""
        whole = f"llvm.{name}.{kinds}"
        known = self._builder.module.globals.get(whole)
        kind = ir.FunctionType(_LANES, [one.type for one in given])
        return known or ir.Function(self._builder.module, kind, whole)

    def add(self, one: Any, other: Any) -> Any:
        return self._builder.add(one, other)

    def less(self, one: Any, other: Any) -> Any:
        return self._builder.sub(one, other)

    def times(self, one: Any, factor: int) -> Any:
        return self._builder.mul(one, _each(factor))

    def both(self, one: Any, other: Any) -> Any:
        return self._builder.and_(one, _each(other) if isinstance(other, int) else other)

    def either(self, one: Any, *others: Any) -> Any:
        return reduce(self._builder.or_, others, one)

    def differ(self, one: Any, other: Any) -> Any:
        return self._builder.xor(one, other)

    def neither(self, one: Any) -> Any:
        return self._builder.not_(one)

    def up(self, one: Any, by: Any) -> Any:
        return self._builder.shl(one, _each(by) if isinstance(by, int) else by)

    def down(self, one: Any, by: Any) -> Any:
        return self._builder.lshr(one, _each(by) if isinstance(by, int) else by)

    def some(self, one: Any) -> Any:
        """A bit for each lane that is not zero."""
        return self._bits("!=", one)

    def none(self, one: Any) -> Any:
        """A bit for each lane that is zero."""
        return self._bits("==", one)

    def there(self, one: Any) -> Any:
        """1 in each lane that is not zero."""
        return self._builder.zext(self._builder.icmp_unsigned("!=", one, _each(0)), _LANES)

    def _bits(self, how: str, one: Any) -> Any:
        bits = self._builder.icmp_unsigned(how, one, _each(0))
        return self._builder.zext(self._builder.bitcast(bits, ir.IntType(LANES)), _WORD)


def _decoded(to: _Lanes, data: Any, pairs: Any, starts: Any) -> Any:
    """The first letters of plain pieces, READ of them, whatever stands behind their end."""
    some = to.falling(data, starts)
    two = to.down(some, 63)
    width = to.up(to.add(two, _each(1)), 3)  # bits of a letter
    shift = to.less(_each(64), width)
    mask = to.less(to.up(_each(1), width), _each(1))
    second = to.up(to.less(_each(1), two), PAIRS.bit_length() - 1)
    letters, by = _each(0), shift
    for letter in range(READ):
        if letter == WHOLE:
            some, by = to.falling(data, to.add(starts, to.down(width, 1))), shift
        pair = to.either(to.both(to.down(some, by), mask), second)
        letters = to.either(to.up(letters, GRAM), to.at(pairs, pair))
        by = to.less(by, width)
    return to.both(letters, _fields(LETTER))


def _filled(to: _Lanes, letters: Any) -> Any:
    """The highest bit of each letter that is not zero."""
    rest = _each(_fields(LETTER >> 1))
    carried = to.add(to.both(letters, _fields(LETTER >> 1)), rest)
    return to.both(to.either(carried, letters), _TOPS)


def _from(to: _Lanes, tops: Any) -> Any:
    """All bits of the letters from the first on of which the highest bit is set."""
    for letters in (1, 2, 4):
        tops = to.either(tops, to.down(tops, GRAM * letters))
    return to.either(tops, to.less(tops, to.down(tops, GRAM - 1)))


def _unread(to: _Lanes, letters: Any) -> Any:
    """The highest bit of each letter that is silent, or repeats the one before."""
    apart = _filled(to, to.differ(letters, to.down(letters, GRAM)))
    read = _filled(to, to.neither(letters))
    return to.both(to.neither(to.both(apart, read)), _filled(to, letters))


def _six(to: _Lanes, data: Any, pairs: Any, starts: Any) -> tuple[Any, Any]:
    """(the first six letters that are read, zeros behind the end; not zero, where there is more than
    one among them that is not, or some take two bytes and some one).
    """
    letters = _decoded(to, data, pairs, starts)
    over = _from(to, to.both(to.neither(_filled(to, letters)), _TOPS))
    letters = to.both(letters, to.neither(over))
    gone = _from(to, _unread(to, letters))
    after = to.up(to.both(letters, to.down(gone, GRAM)), GRAM)
    letters = to.either(to.both(letters, to.neither(gone)), after)
    foreign = _filled(to, to.differ(letters, _each(_fields(FOREIGN))))
    foreign = to.both(to.neither(foreign), _TOPS)
    return to.down(letters, GRAM), to.down(to.either(foreign, _unread(to, letters)), GRAM)


def _told(to: _Lanes, table: tuple[Any, Any], four: Any) -> Any:
    """The word of a table for four letters, and how the letters that may follow are moved in it."""
    array, last = table
    mixed = to.times(four, MIX_FOUR)
    return to.at(array, to.both(to.down(mixed, FAR), last)), to.down(mixed, NEAR)


def _asked(to: _Lanes, told: Any, letter: Any) -> Any:
    word, moved = told
    return to.down(word, to.both(to.differ(letter, moved), LETTER))


def _letter(to: _Lanes, six: Any, number: int) -> Any:
    """One of six letters, counted from 1, above it those before."""
    return to.down(six, GRAM * (SIX - number))


def _opening(to: _Lanes, tables: Any, six: Any) -> Any:
    told = _told(to, tables[0], _letter(to, six, 4))
    return _asked(to, told, _letter(to, six, 5))


def _near(to: _Lanes, tables: Any, six: Any) -> Any:
    heads, middles = tables
    fifth = to.both(_letter(to, six, 5), LETTER)
    gone = to.either(to.up(_letter(to, six, 3), GRAM), fifth)
    front = to.up(_letter(to, six, 1), 3 * GRAM)
    ends = to.either(front, to.both(six, (1 << 3 * GRAM) - 1))
    whole = _told(to, heads, _letter(to, six, 4))
    inner = _told(to, middles, ends)
    later = to.either(
        _asked(to, whole, six),
        _asked(to, _told(to, heads, gone), six),
        _asked(to, inner, _letter(to, six, 2)),
        _asked(to, inner, _letter(to, six, 3)),
    )
    first = _asked(to, whole, _letter(to, six, 5))
    return to.either(first, to.both(later, to.there(to.both(six, LETTER))))


def _sifted(asked: Callable[..., Any]) -> Any:
    """Of the eight pieces from one on, a bit a lane each: which may be names; of which the letters are
    not told by this; which have one letter.
    """

    def build(
        _typing: Any, data: Any, starts: Any, pairs: Any, one: Any, other: Any, _at: Any
    ) -> Any:
        answer = types.UniTuple(types.uint64, 3)  # type: ignore[no-untyped-call]

        def generate(context: Any, builder: Any, signature: Any, given: Any) -> Any:
            to = _Lanes(context, builder)
            arrays = [to.array(*some) for some in zip(signature.args[:5], given[:5], strict=True)]
            tables = [(arrays[n], to.last(signature.args[n], given[n])) for n in (3, 4)]
            begun = to.halves(arrays[1], given[5])
            six, uneven = _six(to, arrays[0], arrays[2], begun)
            marks = (
                to.some(to.both(asked(to, tables, six), 1)),
                to.some(uneven),
                to.none(to.both(six, (1 << GRAM * (SIX - 1)) - 1)),
            )
            return context.make_tuple(builder, signature.return_type, marks)

        return answer(data, starts, pairs, one, other, types.int64), generate

    return intrinsic(build)


_Sieve = Callable[[Bytes, Places, Table, Table, Table, int], tuple[Any, Any, Any]]
opening = cast("_Sieve", _sifted(_opening))
slipped = cast("_Sieve", _sifted(_near))
