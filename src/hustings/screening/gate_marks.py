"""The circumstances of a text that single characters show, as `model_features` tells them, compiled.

One pass over a stretch of UTF-8; what kind each character is, is asked of the same regular
expressions once for each character there is.
"""

# ruff: noqa: FBT001 - numba knows no keyword-only arguments

from functools import cache
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hustings.screening import model_features
from hustings.screening.gate_jit import compiled, inlined
from hustings.screening.kernel_block import Bytes

Kinds = NDArray[np.uint32]
WRITTEN = (
    "asks", "calls out", "quotes", "hashtag", "lines", "laughs", "warms", "marks", "warns",
    "calls loud", "percent", "address", "telephone", "brackets", "upper", "lower",
)  # fmt: skip
"""The bits of `marks`, the first lowest: those that one character decides, then the others."""
_ALONE = 9
_LOUD, PERCENT, _ADDRESS, TELEPHONE, _BRACKETS, _UPPER, LOWER = (
    np.uint32(1 << place) for place in range(_ALONE, len(WRITTEN))
)
(
    OPEN, _CALLS, _AFTER, _TWICE, _SHARE, _DIGIT, _BLANK, _CLOSE, _CAPITAL, _WORD, _APART, _H,
) = (np.uint32(1 << place) for place in range(16, 28))  # fmt: skip
_KEPT = np.uint32((1 << _ALONE) - 1) | OPEN
# Of a word or a gap by itself, beside the bits of WRITTEN and OPEN (their places are used again).
WORDY, BEGINS_CAPITAL = np.uint32(1 << 17), np.uint32(1 << 18)  # has a \\w; the first is a capital
ONE_FIRST, FIGURE_LAST = np.uint32(1 << 19), np.uint32(1 << 20)
CALLS_LAST, SHARE_FIRST, ONE_APART = (np.uint32(1 << place) for place in (21, 22, 23))
FIGURES = np.uint32(24)  # from this bit on: of how many figures a word of figures is, 15 at most
_MANY = 15
_ASSIGNED = ((0, 0xD800), (0xE000, 0x33480), (0xE0000, 0xE1000))
_NUMBER, _NUMBER_APART = 0b111011011, 0b000100100  # 123 45-67, the last character lowest
_SHORT, _SHORT_APART = 0b11110111, 0b00001000  # 1234-567
_LONGEST, _CAPITALS = 511, 4
_ALL = np.uint32((1 << len(WRITTEN)) - 1)


def single() -> bool:
    """Whether each sign that is looked for is one character, as it must be here."""
    return all(len(sign) == 1 for signs in _signs() for sign in signs)


def _signs() -> tuple[list[str], ...]:
    return (
        model_features.LAUGHS,
        model_features.WARMS,
        model_features.MARKS,
        model_features.WARNS,
    )


@cache
def kinds() -> Kinds:
    """What each code point is."""
    points = [point for first, last in _ASSIGNED for point in range(first, last)]
    character = pl.Series("one", map(chr, points), dtype=pl.String)
    listed = [["?"], ["!"], [*'«“"'], ["#"], ["\n"], *_signs()]
    shapes = {_DIGIT: r"\d", _BLANK: r"\s", _CAPITAL: r"\p{Lu}", _WORD: r"\w"}
    told = np.zeros(0x110000, np.uint32)
    for place, signs in enumerate(listed):
        told[[ord(sign) for sign in signs]] |= np.uint32(1 << place)
    for bit, shape in shapes.items():
        told[points] |= character.str.contains(shape).to_numpy().astype(np.uint32) * bit
    several = {OPEN: "(", _CLOSE: ")", _APART: " -", _H: "h", _CALLS: "!", _AFTER: "!1❗"}
    for bit, listing in (several | {_TWICE: "‼", _SHARE: "%"}).items():
        told[[ord(sign) for sign in listing]] |= bit
    return told


@compiled
def marks(table: Kinds, data: Bytes, begin: int, end: int) -> Any:  # noqa: C901, PLR0915 - a table of rules
    """The bits of WRITTEN for data[begin:end], and OPEN; three bytes after it must be readable.

    Brackets are told though one may be open: `finished` takes that back.
    """
    seen: Any = np.uint32(0)
    told: Any = np.uint32(0)
    before: Any = np.uint32(0)
    second: Any = np.uint32(0)
    figures: Any = np.int64(0)
    apart: Any = np.int64(0)
    capitals: Any = np.int64(0)
    at: Any = np.int64(begin)
    while at < end:
        point, at = _character(data, at)
        here = table[point]
        if not seen & _WORD and here & _WORD and not here & _CAPITAL:
            told |= LOWER
        seen |= here
        capitals = capitals + 1 if here & _CAPITAL else 0
        if capitals >= _CAPITALS:
            told |= _UPPER
        figures = (figures << 1 | ((here & _DIGIT) != 0)) & _LONGEST
        apart = (apart << 1 | ((here & _APART) != 0)) & _LONGEST
        if here & ~(_WORD | _CAPITAL) or before & _CLOSE:
            told |= _beside(here, before, second)
            if here & _H and end - at >= 3 and _goes_on(data, at):  # noqa: PLR2004 - as many as ttp
                told |= _ADDRESS
            if here & _DIGIT and (
                (figures & _NUMBER == _NUMBER and apart & _NUMBER_APART == _NUMBER_APART)
                or (figures & _SHORT == _SHORT and apart & _SHORT_APART == _SHORT_APART)
            ):
                told |= TELEPHONE
        second, before = before, here
    if before & _CLOSE:
        told |= _BRACKETS
    if not seen & _WORD:
        told |= LOWER
    return told | seen & _KEPT


@inlined
def _character(data: Bytes, at: int) -> tuple[Any, Any]:
    """(the code point that stands there, where the next one does)."""
    first: Any = np.int64(data[at])
    if first < 0x80:  # noqa: PLR2004 - UTF-8, as RFC 3629 writes it
        return first, at + 1
    if first < 0xE0:  # noqa: PLR2004
        return (first & 0x1F) << 6 | np.int64(data[at + 1] & 0x3F), at + 2
    point: Any = np.int64(data[at + 1] & 0x3F) << 6 | np.int64(data[at + 2] & 0x3F)
    if first < 0xF0:  # noqa: PLR2004
        return (first & 0x0F) << 12 | point, at + 3
    return (first & 0x07) << 18 | point << 6 | np.int64(data[at + 3] & 0x3F), at + 4


@inlined
def _beside(here: Any, before: Any, second: Any) -> Any:
    """What a character tells together with the two before it."""
    told: Any = np.uint32(0)
    if (before & _CALLS and here & _AFTER) or here & _TWICE:
        told |= _LOUD
    if here & _SHARE and (before & _DIGIT or (before & _BLANK and second & _DIGIT)):
        told |= PERCENT
    if before & _CLOSE and here & _BLANK:
        told |= _BRACKETS
    return told


@inlined
def _goes_on(data: Bytes, at: int) -> bool:
    """Whether ttp stands there."""
    return bool(data[at] == 0x74 and data[at + 1] == 0x74 and data[at + 2] == 0x70)  # noqa: PLR2004


@inlined
def finished(told: Any) -> Any:
    """What `marks` told of a whole text, with brackets only where none is opened."""
    return told & ~_BRACKETS if told & OPEN else told


def of_words(raw: pl.Series) -> Kinds:
    """What each word adds to its text wherever it stands."""
    word = pl.col("raw")
    figures = pl.when(word.str.contains(r"^\d+$")).then(word.str.len_chars().clip(0, _MANY))
    beside = {
        WORDY: word.str.contains(r"\w"),
        BEGINS_CAPITAL: word.str.contains(r"^\W*\p{Lu}"),
        ONE_FIRST: word.str.starts_with("1"),
        FIGURE_LAST: word.str.contains(r"\d$"),
    }
    many = figures.fill_null(0).cast(pl.UInt32) * (1 << int(FIGURES))
    return _told(raw, beside) | _numbers(raw, many)


def of_gaps(gaps: pl.Series) -> Kinds:
    """What each stretch between two words adds to its text wherever it stands."""
    gap = pl.col("raw")
    beside = {
        WORDY: gap.str.contains(r"\w"),
        CALLS_LAST: gap.str.ends_with("!"),
        SHARE_FIRST: gap.str.contains(r"^\s?%"),
        ONE_APART: gap.is_in([" ", "-"]),
    }
    return _told(gaps, beside)


def _told(stretches: pl.Series, beside: dict[np.uint32, pl.Expr]) -> Kinds:
    """The bits of each stretch as if a small letter stood behind it, and those of `beside`."""
    data = (
        (stretches + "\u0430").str.join("").cast(pl.Binary).item() + b"\0" * 8
        if stretches.len()
        else b""
    )
    ends = np.append(0, np.cumsum(stretches.str.len_bytes().to_numpy().astype(np.int64) + 2))
    told = np.zeros(stretches.len(), np.uint32)
    _each(kinds(), np.frombuffer(data, np.uint8), ends, told)
    other = [one.cast(pl.UInt32) * int(bit) for bit, one in beside.items()]
    return (told & ~LOWER) | _numbers(stretches, pl.sum_horizontal(other))


def _numbers(stretches: pl.Series, told: pl.Expr) -> Kinds:
    frame = stretches.alias("raw").to_frame().select(told.cast(pl.UInt32).alias("told"))
    return np.asarray(frame["told"], np.uint32)


@compiled
def _each(table: Kinds, data: Bytes, ends: NDArray[np.int64], told: Kinds) -> None:
    for one in range(told.shape[0]):
        told[one] = marks(table, data, ends[one], ends[one + 1])


@inlined
def across(told: Any, gap: Any, word: Any, before: Any) -> Any:
    """`told` of a text so far, with what a gap and a word tell together with the word `before`
    (0: the gap is the text's first).
    """
    told |= (gap | word) & (_ALL | OPEN)
    if gap & CALLS_LAST and word & ONE_FIRST:
        told |= _LOUD
    if gap & SHARE_FIRST and before & FIGURE_LAST:
        told |= PERCENT
    return told


@inlined
def first_letter(gap: Any, word: Any) -> Any:
    """WORDY where a gap or the word behind it has a letter or what counts as one, with BEGINS_CAPITAL
    where the first is a capital; else 0.
    """
    if gap & WORDY:
        return WORDY
    return word & (WORDY | BEGINS_CAPITAL)


@inlined
def _blank(table: Kinds, data: Bytes, at: int) -> int:
    """How many bytes the blank has that stands there; 0: none does."""
    first = np.int64(data[at])
    point: Any = first
    long = 1
    if first >= 0xE0:  # noqa: PLR2004 - no blank has four bytes
        point = (
            (first & 0x0F) << 12
            | np.int64(data[at + 1] & 0x3F) << 6
            | np.int64(data[at + 2] & 0x3F)
        )
        long = 3
    elif first >= 0xC2:  # noqa: PLR2004
        point, long = (first & 0x1F) << 6 | np.int64(data[at + 1] & 0x3F), 2
    return long if table[point] & _BLANK else 0


@compiled
def share_first(table: Kinds, data: Bytes, begin: int, end: int) -> bool:
    """Whether data[begin:end] begins with a percent sign, or a blank and one."""
    at: Any = np.int64(begin)
    while at < end and at - begin < 4:  # noqa: PLR2004 - bytes of a blank, at most
        if data[at] == 0x25:  # noqa: PLR2004 - %
            return bool(at == begin or _blank(table, data, begin) == at - begin)
        at += 1
    return False


@inlined
def telephone(first: int, apart: bool, middle: int, last: int) -> bool:
    """Whether words of so many figures, one sign apart, are a telephone's: `middle` and `last` the
    last two; `first` and whether it stood one sign `apart` from them.
    """
    return bool(
        (middle >= 4 and last >= 3) or (apart and first >= 3 and middle == 2 and last >= 2)  # noqa: PLR2004 - 1234-567, 123-45-67
    )
