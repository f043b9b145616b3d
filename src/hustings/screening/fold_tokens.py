"""Where the words of many texts stand: what `fold_oracle` says letter by letter, compiled.

A text's characters are told apart first, by kind; everything after that counts characters, as
Python does. Each distinct word gets a number, so that whatever is done with a word is done once.
"""

# ruff: noqa: PLR2004 - bytes of UTF-8 as RFC 3629 writes them
# ruff: noqa: PLR0917 - numba knows no keyword-only arguments

import unicodedata
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hustings.screening.kernel_block import Bytes
from hustings.screening.kernel_jit import compiled, inlined

# What a character is to a word; the rest are blanks. INSIDE: only between two letters.
LETTER, DIGIT, SIGN, MARK, INSIDE = range(1, 6)
_KIND, _SMALL, _CAPITAL = 7, 8, 16
_ASSIGNED = ((0, 0x33480), (0xE0000, 0xE1000))
SPELLED_OUT = 4  # single letters in a row, from which on they are read as one word
_LINE, _HASHTAG = 0x0A, 0x23
_MIX, _SHIFT = np.uint64(0x9E3779B97F4A7C15), np.uint64(29)
_FIELDS = 6
START, END, GAP, GAP_END, FROM, TO = range(_FIELDS)  # characters four times, then bytes
Places = NDArray[np.int64]


class Found(NamedTuple):
    """Words of texts, one a line: `rows` counts the texts from 0, `starts` and `ends` count
    characters; `raw` and `gap` are numbers of `words` and `gaps`.
    """

    rows: NDArray[np.uint32]
    starts: NDArray[np.uint32]
    ends: NDArray[np.uint32]
    raw: NDArray[np.uint32]
    gap: NDArray[np.uint32]
    words: list[str]
    gaps: list[str]


class Cells(NamedTuple):
    """Where words stand, one a line: `rows` counts the texts from 0; the columns of `cells` are START,
    END (characters of the word), GAP, GAP_END, FROM and TO (bytes of `data`: of what stands before
    the word, and of the word). `begins`: where each text begins in `data`, and where the last ends.
    """

    data: Bytes
    begins: Places
    rows: NDArray[np.uint32]
    cells: Places


def find(texts: pl.Series, unseen: frozenset[str], inside: str) -> Found:
    """Words and numbers of each text (String; null counts as empty)."""
    data, _, rows, cells = places(texts, unseen, inside)
    raw, words = _numbered(data, cells[:, FROM].copy(), cells[:, TO].copy())
    gap, gaps = _numbered(data, cells[:, GAP].copy(), cells[:, GAP_END].copy())
    starts, ends = cells[:, START].astype(np.uint32), cells[:, END].astype(np.uint32)
    return Found(rows.copy(), starts, ends, raw, gap, words, gaps)


def places(texts: pl.Series, unseen: frozenset[str], inside: str) -> Cells:
    """Where the words and numbers of each text stand (String; null counts as empty)."""
    data, begins = _bytes(texts.fill_null(""))
    longest = int(np.diff(begins).max(initial=0))
    kinds, at = np.zeros(longest + 1, np.uint8), np.zeros(longest + 1, np.int64)
    table = _table(unseen, inside)
    done = np.zeros(2, np.int64)
    cells = np.zeros((data.size // 6 + longest + 64, _FIELDS), np.int64)
    rows = np.zeros(len(cells), np.uint32)
    while True:
        _read(table, data, begins, kinds, at, cells, rows, done)
        if done[0] == begins.size - 1:
            break
        cells, rows = np.concatenate([cells, np.zeros_like(cells)]), np.append(rows, rows)
    return Cells(data, begins, rows[: done[1]], cells[: done[1]])


def _bytes(texts: pl.Series) -> tuple[Bytes, Places]:
    """(a line break, all texts with a line break after each; where each begins)."""
    parts = pl.Series("text", [""]).append(texts).append(pl.Series("text", ["\0" * 8]))
    data = np.frombuffer(parts.str.join("\n").cast(pl.Binary).item(), np.uint8)
    long = texts.str.len_bytes().to_numpy().astype(np.int64) + 1
    return data, np.append(1, 1 + np.cumsum(long))


@cache
def _table(unseen: frozenset[str], inside: str) -> Bytes:
    """The kind of each code point."""
    table = np.zeros(0x110000, np.uint8)
    for first, last in _ASSIGNED:
        table[first:last] = [_kind(chr(point), unseen, inside) for point in range(first, last)]
    return table


def _kind(character: str, unseen: frozenset[str], inside: str) -> int:
    category = unicodedata.category(character)
    if character == "№":
        return SIGN
    if category[0] == "L":
        return LETTER | {"Ll": _SMALL, "Lu": _CAPITAL}.get(category, 0)
    if category == "Nd":
        return DIGIT
    if category[0] == "M" or character in unseen:
        return MARK
    return INSIDE if character in inside else 0


@compiled
def _read(
    table: Bytes, data: Bytes, begins: Places, kinds: Bytes, places: Places, cells: Places,
    rows: NDArray[np.uint32], done: Places,
) -> None:  # fmt: skip
    """Writes the words of all texts from done[0] on behind the done[1] words that are there; stops at
    a text whose words may have no room.
    """
    for row in range(done[0], begins.shape[0] - 1):
        long = _characters(table, data, begins[row], begins[row + 1] - 1, kinds, places)
        count = done[1]
        if count + long + 1 > cells.shape[0]:
            return
        found = _words(data, kinds, places, long, cells, count)
        rows[count:found] = row
        done[0], done[1] = row + 1, found


@compiled
def _characters(
    table: Bytes, data: Bytes, begin: int, end: int, kinds: Bytes, places: Places
) -> int:
    """How many characters a text has; their kinds, and where each stands."""
    count: Any = np.int64(0)
    at: Any = np.int64(begin)
    while at < end:
        places[count] = at
        first: Any = np.int64(data[at])
        if first < 0x80:
            point, long = first, 1
        elif first < 0xE0:
            point, long = (first & 0x1F) << 6 | np.int64(data[at + 1]) & 0x3F, 2
        else:
            last = np.int64(data[at + 1]) & 0x3F
            last = last << 6 | np.int64(data[at + 2]) & 0x3F
            point, long = (first & 0x0F) << 12 | last, 3
            if first >= 0xF0:
                last = last << 6 | np.int64(data[at + 3]) & 0x3F
                point, long = (first & 0x07) << 18 | last, 4
        kinds[count] = table[point]
        count += 1
        at += long
    places[count] = end
    kinds[count] = 0
    return int(count)


@compiled
def _words(data: Bytes, kinds: Bytes, places: Places, long: int, cells: Places, count: int) -> int:
    """How many words there are with those of one text."""
    at: Any = np.int64(0)
    before: Any = np.int64(0)
    run: Any = np.int64(count)  # the first of words that may be letters spelled out
    address = False
    while at < long:
        page = _address_end(data, places, long, at)
        kind = kinds[at] & _KIND
        if page > at:
            at, address = page, True
        elif LETTER <= kind <= SIGN:
            end = _end(kinds, long, at, kind)
            gap = -1 if address else before
            glued = not address and at > before and data[places[at] - 1] == _HASHTAG
            for stop in range(at + 1, end + 1):
                capital = stop < end and kinds[stop] & _CAPITAL and kinds[stop - 1] & _SMALL
                if stop == end or (glued and capital):
                    run, count = _put(data, kinds, places, cells, run, count, gap, at, stop)
                    at = before = stop
                    gap = stop
            address = False
        else:
            at += 1
    return int(_merged(cells, run, count))


@inlined
def _put(
    data: Bytes, kinds: Bytes, places: Places, cells: Places, run: int, count: int,
    gap: int, at: int, end: int,
) -> tuple[int, int]:  # fmt: skip
    """(where the run of single letters begins now, how many words there are) with one word more,
    after a gap that began at the character `gap` (−1: an address, which counts as a line break).
    """
    if run < count and not _linked(data, kinds, places, cells, run, count, gap, at, end):
        count = _merged(cells, run, count)
        run = count
    cells[count, START], cells[count, END] = at, end
    cells[count, FROM], cells[count, TO] = places[at], places[end]
    cells[count, GAP] = places[gap] if gap >= 0 else 0
    cells[count, GAP_END] = places[at] if gap >= 0 else 1
    return run, count + 1


@inlined
def _linked(
    data: Bytes, kinds: Bytes, places: Places, cells: Places, run: int, count: int,
    gap: int, at: int, end: int,
) -> bool:  # fmt: skip
    """Whether this word goes on a run of single letters: with the same character between them as
    between those before.
    """
    last = count - 1
    narrow = gap >= 0 and at - gap == 1 and data[places[gap]] != _LINE
    single = end - at == 1 and kinds[at] & _KIND == LETTER
    start = cells[last, START]
    if not (narrow and single and cells[last, END] - start == 1 and kinds[start] & _KIND == LETTER):
        return False
    if run == last:
        return True
    one, long = cells[last, GAP], cells[last, GAP_END] - cells[last, GAP]
    if long != places[at] - places[gap]:
        return False
    return _same(data, one, places[gap], long)


@compiled
def _merged(cells: Places, run: int, count: int) -> int:
    """How many words there are when a run of letters from `run` on is one, if it is long enough."""
    if count - run < SPELLED_OUT:
        return count
    cells[run, END], cells[run, TO] = cells[count - 1, END], cells[count - 1, TO]
    return run + 1


@compiled
def _end(kinds: Bytes, long: int, at: int, kind: int) -> int:
    """Behind the word, number or sign that begins at `at`."""
    if kind == LETTER:
        return _word_end(kinds, long, at + 1)
    end: Any = np.int64(at + 1)
    if kind == DIGIT:
        while end < long and kinds[end] & _KIND == DIGIT:
            end += 1
        while end < long and kinds[end] & _KIND == MARK:
            end += 1
    return int(end)


@compiled
def _word_end(kinds: Bytes, long: int, at: int) -> int:
    end: Any = np.int64(at)
    while end < long:
        here = kinds[end] & _KIND
        ahead = end
        if here in (DIGIT, INSIDE):
            while ahead < long and kinds[ahead] & _KIND in (DIGIT, INSIDE, MARK):
                ahead += 1
            if ahead == long or kinds[ahead] & _KIND != LETTER:
                break
        elif here not in (LETTER, MARK):
            break
        end = ahead + 1
    return int(end)


@compiled
def _address_end(data: Bytes, places: Places, long: int, at: int) -> int:
    """Behind the address of a page that begins at the character `at`; `at`, where none does."""
    place = places[at]
    if data[place] & 0xDF not in (0x48, 0x57):  # H, W
        return at
    head: Any = np.int64(0)
    if _says(data, place, 0x777777) and data[place + 3] == 0x2E:  # www.
        head = np.int64(4)
    elif _says(data, place, 0x68747470):  # http
        secure: Any = np.int64(data[place + 4] | 0x20 == 0x73)
        place += 4 + secure
        if data[place] == 0x3A and data[place + 1] == 0x2F and data[place + 2] == 0x2F:
            head = 7 + secure
    end: Any = np.int64(at + head)
    while head > 0 and end < long and _in_address(data[places[end]]):
        end += 1
    return at if head == 4 and end == at + head else int(end)


@inlined
def _in_address(byte: int) -> bool:
    """! to ~, and the first byte of U+0400 to U+04FF."""
    return 0x21 <= byte <= 0x7E or 0xD0 <= byte <= 0xD3


@compiled
def _says(data: Bytes, place: int, word: int) -> bool:
    """Whether ASCII letters stand there, small or capital; `word` holds them, the first highest."""
    at: Any = np.int64(place)
    shift: Any = np.int64(24 if word >> 24 else 16)
    while shift >= 0:
        if data[at] | 0x20 != word >> shift & 0xFF:
            return False
        at += 1
        shift -= 8
    return True


def _numbered(data: Bytes, begins: Places, ends: Places) -> tuple[NDArray[np.uint32], list[str]]:
    """(the number of each stretch of bytes, the distinct stretches in the order of their numbers)."""
    slots = np.full(1 << max(6, (2 * len(begins) - 1).bit_length()), -1, np.int32)
    numbers, firsts = np.zeros(len(begins), np.uint32), np.zeros(len(begins), np.int64)
    found = _number(data, begins, ends, slots, numbers, firsts)
    raw = data.tobytes()
    spans = zip(begins[firsts[:found]].tolist(), ends[firsts[:found]].tolist(), strict=True)
    return numbers, [raw[begin:end].decode() for begin, end in spans]


@compiled
def _number(
    data: Bytes, begins: Places, ends: Places, slots: NDArray[np.int32],
    numbers: NDArray[np.uint32], firsts: Places,
) -> int:  # fmt: skip
    """How many distinct stretches there are; the number of each, where each stands first."""
    count: Any = np.int64(0)
    last = slots.shape[0] - 1
    for one in range(begins.shape[0]):
        begin, long = begins[one], ends[one] - begins[one]
        mixed = np.uint64(long)
        for place in range(long):
            mixed = (mixed ^ np.uint64(data[begin + place])) * _MIX
        slot: Any = np.int64((mixed ^ mixed >> _SHIFT) >> np.uint64(20)) & last
        while slots[slot] >= 0 and not _alike(data, begins, ends, firsts[slots[slot]], one):
            slot = (slot + 1) & last
        if slots[slot] < 0:
            slots[slot], firsts[count] = count, one
            count += 1
        numbers[one] = slots[slot]
    return int(count)


@inlined
def _alike(data: Bytes, begins: Places, ends: Places, one: int, other: int) -> bool:
    long = ends[one] - begins[one]
    return ends[other] - begins[other] == long and _same(data, begins[one], begins[other], long)


@compiled
def _same(data: Bytes, one: int, other: int, long: int) -> bool:
    for place in range(long):  # noqa: SIM110 - numba compiles no generator
        if data[one + place] != data[other + place]:
            return False
    return True
