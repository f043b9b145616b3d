"""Where the bytes of each text of a column stand, read from Arrow's C stream without a copy.

Polars keeps a string of more than twelve bytes in one of a few buffers and a shorter one in its
view (Arrow columnar format, variable-size binary views); joining them into one stretch costs a
sixth of the pass, so `gathered` lays them side by side a few at a time, in the near caches.
"""

# ruff: noqa: PLR0917 - numba knows no keyword-only arguments

import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple, cast

import numpy as np
import polars as pl
from llvmlite import ir  # type: ignore[import-untyped]
from numba import types
from numba.extending import intrinsic
from numpy.typing import NDArray

from hustings.screening.kernel_block import Bytes, Places
from hustings.screening.kernel_jit import compiled

LINE = 0x0A
_VIEW, _INLINE = 16, 12  # bytes of a view; of a string that stands in its view
_UTF8_VIEW = b"vu"
_BYTE, _WORD = ir.IntType(8), ir.IntType(64)
Numbers = NDArray[np.int64]


class Spots(NamedTuple):
    """Where texts stand: `addresses` in memory, `longs` in bytes, both int64. They hold as long as the
    block that they were asked for in is open.
    """

    addresses: Numbers
    longs: Numbers


class _Schema(ctypes.Structure):
    """The Arrow C data interface's ArrowSchema, as far as it is read here."""

    _fields_ = (
        ("format", ctypes.c_char_p),
        ("name", ctypes.c_char_p),
        ("metadata", ctypes.c_char_p),
        ("flags", ctypes.c_int64),
        ("n_children", ctypes.c_int64),
        ("children", ctypes.c_void_p),
        ("dictionary", ctypes.c_void_p),
        ("release", ctypes.c_void_p),
        ("private_data", ctypes.c_void_p),
    )


class _Array(ctypes.Structure):
    """ArrowArray."""

    _fields_ = (
        ("length", ctypes.c_int64),
        ("null_count", ctypes.c_int64),
        ("offset", ctypes.c_int64),
        ("n_buffers", ctypes.c_int64),
        ("n_children", ctypes.c_int64),
        ("buffers", ctypes.POINTER(ctypes.c_void_p)),
        ("children", ctypes.c_void_p),
        ("dictionary", ctypes.c_void_p),
        ("release", ctypes.c_void_p),
        ("private_data", ctypes.c_void_p),
    )


_ASK = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
_RELEASE = ctypes.PYFUNCTYPE(None, ctypes.c_void_p)


class _Stream(ctypes.Structure):
    """ArrowArrayStream; its capsule releases it."""

    _fields_ = (
        ("get_schema", _ASK),
        ("get_next", _ASK),
        ("get_last_error", ctypes.c_void_p),
        ("release", ctypes.c_void_p),
        ("private_data", ctypes.c_void_p),
    )


_pointer = ctypes.pythonapi.PyCapsule_GetPointer
_pointer.restype, _pointer.argtypes = ctypes.c_void_p, [ctypes.py_object, ctypes.c_char_p]


@contextmanager
def spots(texts: pl.Series) -> Iterator[list[Spots]]:
    """Where the texts of a String column without nulls stand, a chunk at a time, in order."""
    capsule = cast("Any", texts).__arrow_c_stream__()
    stream = _Stream.from_address(_pointer(capsule, b"arrow_array_stream"))
    held: list[_Array] = []
    try:
        _checked(stream)
        while (array := _next(stream)) is not None:
            held.append(array)
        yield [_of_views(array) for array in held]
    finally:
        for array in held:
            _RELEASE(array.release)(ctypes.addressof(array))


def within(data: Bytes, begins: Numbers, longs: Numbers) -> Spots:
    """Where stretches of bytes stand, as long as `data` is kept."""
    return Spots(data.ctypes.data + begins, longs)


def _checked(stream: _Stream) -> None:
    schema = _Schema()
    _told(stream.get_schema(ctypes.addressof(stream), ctypes.addressof(schema)))
    told = schema.format
    _RELEASE(schema.release)(ctypes.addressof(schema))
    if told != _UTF8_VIEW:
        raise TypeError(f"a column of strings is wanted, as views; Arrow calls this one {told!r}")


def _next(stream: _Stream) -> _Array | None:
    array = _Array()
    _told(stream.get_next(ctypes.addressof(stream), ctypes.addressof(array)))
    return array if array.release else None


def _told(code: int) -> None:
    if code:
        raise OSError(code, "the column's texts cannot be read through Arrow's C stream")


def _of_views(array: _Array) -> Spots:
    """Buffers: validity, views, those of the long strings, how long these are."""
    found = Spots(np.zeros(array.length, np.int64), np.zeros(array.length, np.int64))
    if array.length:
        first = int(array.buffers[1] or 0) + array.offset * _VIEW
        views = (ctypes.c_uint32 * (4 * array.length)).from_address(first)
        several = range(2, array.n_buffers - 1)
        buffers = np.array([array.buffers[number] or 0 for number in several] or [0], np.int64)
        _located(np.frombuffer(views, np.uint32), first, buffers, *found)
    return found


@compiled
def _located(
    views: Places, first: int, buffers: Numbers, addresses: Numbers, longs: Numbers
) -> None:
    """A view: length, then the string itself, or its beginning, the number of its buffer and its place
    there; four numbers of four bytes.
    """
    for row in range(addresses.shape[0]):
        long = np.int64(views[4 * row])
        longs[row] = long
        if long <= _INLINE:
            addresses[row] = first + row * _VIEW + 4
        else:
            addresses[row] = buffers[views[4 * row + 2]] + np.int64(views[4 * row + 3])


@intrinsic
def _memory(_typing: Any, data: Any, _at: Any, _address: Any, _long: Any) -> Any:
    """Copies bytes from an address in memory into an array."""

    def generate(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        array = context.make_array(signature.args[0])(context, builder, given[0])
        to = builder.gep(array.data, [given[1]])
        source = builder.inttoptr(given[2], _BYTE.as_pointer())
        kinds = [_BYTE.as_pointer(), _BYTE.as_pointer(), _WORD]
        copy = builder.module.declare_intrinsic("llvm.memcpy", kinds)
        builder.call(copy, [to, source, given[3], ir.Constant(ir.IntType(1), 0)])
        return context.get_dummy_value()

    return types.void(data, types.int64, types.int64, types.int64), generate


_copied = cast("Callable[[Bytes, int, int, int], None]", _memory)


@compiled
def gathered(
    addresses: Numbers, longs: Numbers, first: int, least: int, data: Bytes, begins: Places
) -> tuple[int, int]:
    """(the text after the last that was laid into `data`, how many bytes are filled): from the text
    `first` on as many as fill `least` bytes, one at least, each with a line break behind it, one before
    the first. `begins`: where each begins, and where the next would.
    """
    filled: Any = np.int64(1)
    data[0] = LINE
    text: Any = np.int64(first)
    while text < addresses.shape[0] and filled < least:
        _copied(data, filled, addresses[text], longs[text])
        begins[text - first] = filled
        filled += longs[text] + 1
        data[filled - 1] = LINE
        text += 1
    begins[text - first] = filled
    return int(text), int(filled)
