"""Which of 64 bytes of UTF-8 belong to words, told with vector instructions before any is decoded.

Letters of two bytes at most are *plain*; what surely separates words is nothing; the rest
(figures, quotes that may hide in a word, marks, other alphabets, malformed bytes) is *odd*, and
is read letter by letter. A plain or odd byte that follows none begins a *piece*; figures and signs
with no letter before them belong to none.
"""

# ruff: noqa: PLR0917 - numba knows no keyword-only arguments

from collections.abc import Callable
from typing import Any, cast

import numpy as np
from llvmlite import ir  # type: ignore[import-untyped]
from numba import types
from numba.extending import intrinsic
from numpy.typing import NDArray

from hustings.screening.kernel_jit import compiled, inlined

WIDE = 64
_VECTOR = ir.VectorType(ir.IntType(8), WIDE)
_WORD = ir.IntType(64)
_ONE, _TWO, _THREE = np.uint64(1), np.uint64(2), np.uint64(3)
_LAST, _LAST_TWO, _LAST_THREE = np.uint64(63), np.uint64(62), np.uint64(61)
_TOP = np.uint64(1 << 63)
_AT_ONCE = 8  # beginnings written without asking how many there are

Bytes = NDArray[np.uint8]
Places = NDArray[np.uint32]
Masks64 = NDArray[np.uint64]


class _Compare:
    """Comparisons of 64 bytes at a time, in LLVM's words."""

    def __init__(self, builder: Any) -> None:
        self._builder = builder

    def equal(self, some: Any, *values: int) -> Any:
        first, *rest = values
        found = self._builder.icmp_unsigned("==", some, _all(first))
        for value in rest:
            found = self._builder.or_(found, self._builder.icmp_unsigned("==", some, _all(value)))
        return found

    def within(self, some: Any, first: int, last: int) -> Any:
        shifted = self._builder.sub(some, _all(first))
        return self._builder.icmp_unsigned("<=", shifted, _all(last - first))

    def either(self, one: Any, *others: Any) -> Any:
        for other in others:
            one = self._builder.or_(one, other)
        return one

    def both(self, one: Any, other: Any) -> Any:
        return self._builder.and_(one, other)

    def neither(self, one: Any) -> Any:
        return self._builder.not_(one)

    def small(self, some: Any) -> Any:
        return self._builder.or_(some, _all(0x20))


def _all(value: int) -> Any:
    return ir.Constant(_VECTOR, [value] * WIDE)


def _marks(to: _Compare, here: Any, after: Any, then: Any) -> tuple[Any, ...]:
    """(ASCII letters, first bytes of plain letters of two, first bytes of separators of two or
    three, the same of four, continuation bytes, bytes beyond ASCII, figures and signs, # and @).

    `after` and `then` are the bytes one and two places further on.
    """
    letters = to.within(to.small(here), 0x61, 0x7A)
    latin = to.both(to.equal(here, 0xC3), to.neither(to.equal(after, 0x97, 0xB7)))  # not × ÷
    kyrgyz = to.both(to.equal(here, 0xD2), to.within(after, 0x90, 0xBF))  # U+0480–048F are mixed
    leads = to.either(to.within(here, 0xD0, 0xD1), to.within(here, 0xC4, 0xC5), latin, kyrgyz)
    leads = to.either(leads, to.equal(here, 0xD3))
    pairs = to.both(leads, to.within(after, 0x80, 0xBF))
    quotes = to.both(to.equal(here, 0xC2), to.equal(after, 0xA0, 0xAB, 0xBB))  # space « »
    dashes = to.either(to.within(then, 0x90, 0x97), to.within(then, 0x9C, 0xA9))  # – — “ ” • …
    signs = to.either(
        to.within(after, 0x98, 0x9E),  # U+2600–27BF: symbols
        to.both(to.equal(after, 0x80), dashes),
    )
    three = to.both(to.equal(here, 0xE2), signs)
    emoji = to.both(to.equal(after, 0x9F), to.neither(to.equal(then, 0xAF)))  # U+1FBF0: figures
    four = to.both(to.equal(here, 0xF0), emoji)
    inside = to.either(to.within(here, 0x30, 0x39), to.equal(here, *b"@$*'`"))
    tags = to.equal(here, *b"#@")
    return (
        letters,
        pairs,
        to.either(quotes, three),
        four,
        to.within(here, 0x80, 0xBF),
        to.within(here, 0x80, 0xFF),
        inside,
        tags,
    )


@intrinsic
def _block(_typing: Any, data: Any, _at: Any) -> Any:
    """`_marks` of the 64 bytes from `at` on, a bit a byte; two bytes more are read."""
    answer = types.UniTuple(types.uint64, 8)  # type: ignore[no-untyped-call]

    def generate(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        array = context.make_array(signature.args[0])(context, builder, given[0])

        def loaded(further: int) -> Any:
            place = builder.add(given[1], ir.Constant(_WORD, further))
            pointer = builder.bitcast(builder.gep(array.data, [place]), _VECTOR.as_pointer())
            return builder.load(pointer, align=1)

        marks = _marks(_Compare(builder), loaded(0), loaded(1), loaded(2))
        words = [builder.bitcast(mark, _WORD) for mark in marks]
        return context.make_tuple(builder, signature.return_type, words)

    return answer(data, types.int64), generate


@intrinsic
def _lowest(_typing: Any, _mask: Any) -> Any:
    """The number of the lowest bit that is set; one must be."""

    def generate(_context: Any, builder: Any, _signature: Any, given: Any) -> Any:
        return builder.cttz(given[0], ir.Constant(ir.IntType(1), 1))

    return types.int64(types.uint64), generate


@intrinsic
def _bits(_typing: Any, _mask: Any) -> Any:
    """How many bits are set."""

    def generate(_context: Any, builder: Any, _signature: Any, given: Any) -> Any:
        return builder.ctpop(given[0])

    return types.int64(types.uint64), generate


_marked = cast("Callable[[Bytes, int], tuple[Any, ...]]", _block)
lowest = cast("Callable[[Any], int]", _lowest)
bits = cast("Callable[[Any], int]", _bits)


@intrinsic
def _eight(_typing: Any, data: Any, _at: Any) -> Any:
    """Eight bytes as one number, the first lowest where the machine is little-endian."""

    def generate(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        array = context.make_array(signature.args[0])(context, builder, given[0])
        pointer = builder.bitcast(builder.gep(array.data, [given[1]]), _WORD.as_pointer())
        return builder.load(pointer, align=1)

    return types.uint64(data, types.int64), generate


eight = cast("Callable[[Bytes, int], Any]", _eight)


@inlined
def length(masks: Masks64, place: int) -> int:
    """How many bits are set in a row from the bit `place` on, up to 63."""
    number, shift = place >> 6, np.uint64(place & 63)
    ahead = masks[number] >> shift | masks[number + 1] << (_LAST - shift) << _ONE
    return lowest(~ahead | _TOP)


@compiled
def pieces(
    data: Bytes, begin: int, end: int, starts: Places, words: Masks64, mixed: Masks64
) -> int:
    """Where in data[begin:end] pieces begin, into `starts`: how many. A bit for each byte that belongs
    to a piece goes into `words`, 64 zeros behind them, and a bit for each piece with an odd byte, or
    behind # or @, into `mixed`.

    No piece may lie across `begin` or `end`. 66 bytes after `end` must be readable; `starts`
    needs 8 places more than half as many as there are bytes.
    """
    count: Any = np.int64(0)
    number: Any = np.int64(0)
    told: Any = np.int64(0)
    word_before: Any = np.uint64(0)
    pairs_before = three_before = four_before = tags_before = plain_before = word_before
    mixed[: (end - begin >> 7) + 2] = 0
    for base in range(begin, end, WIDE):
        letters, pairs, three, four, going_on, high, inside, tags = _marked(data, base)
        plain = letters | pairs | pairs << _ONE | pairs_before >> _LAST
        apart = _apart(three, three_before, four, four_before)
        apart &= going_on | three | four
        odd = high & ~plain & ~apart
        word = plain | odd
        # A sum carries through figures and signs behind a letter; before a word they are none of it.
        inside &= ~(inside + (inside & (word << _ONE | word_before)))
        word |= inside
        odd |= inside | word & (tags << _ONE | tags_before >> _LAST)
        if end - base < WIDE:
            word &= (_ONE << np.uint64(end - base)) - _ONE
        first = word & ~(word << _ONE | word_before)
        # Again a sum: from where a piece begins it carries to its first odd byte, or to its end.
        plain = word & ~odd
        until = plain + (first | plain_before)
        plain_before = np.uint64(until < plain)
        until &= ~plain
        told = _mixed(until, until & odd & word, mixed, told)
        count = _written(first, base, starts, count)
        words[number] = word
        number += 1
        word_before, pairs_before, tags_before = word >> _LAST, pairs, tags
        three_before, four_before = three, four
    words[number] = 0
    return int(count)


@inlined
def _apart(three: Any, three_before: Any, four: Any, four_before: Any) -> Any:
    """All bytes of separators of three and four, of which the first ones are told."""
    apart = three | three << _ONE | three_before >> _LAST
    apart |= three << _TWO | three_before >> _LAST_TWO
    apart |= four | four << _ONE | four_before >> _LAST
    apart |= four << _TWO | four_before >> _LAST_TWO
    return apart | four << _THREE | four_before >> _LAST_THREE


@inlined
def _mixed(until: Any, found: Any, mixed: Masks64, told: int) -> int:
    """Marks the pieces that have an odd byte, `found`: the n-th of `until` is of the n-th piece after
    those `told`.
    """
    left = found
    while left:
        piece = told + bits(until & (left ^ left - _ONE)) - 1
        mixed[piece >> 6] |= _ONE << np.uint64(piece & 63)
        left &= left - _ONE
    return told + bits(until)


@inlined
def _written(first: Any, base: int, starts: Places, count: int) -> int:
    place = count
    left = first
    while True:
        for number in range(_AT_ONCE):
            starts[place + number] = base + lowest(left | _TOP)
            left &= left - _ONE
        place += _AT_ONCE
        if left == 0:
            return count + bits(first)
