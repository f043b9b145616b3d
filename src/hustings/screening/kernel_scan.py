"""The compiled pass over texts laid side by side: pieces, their words, the names these may be.

Of most words only the first letters are decoded: no name begins so. All texts are one stretch of
bytes, each followed by a line break, so no word and no character reaches from one into the next;
to which text a hit belongs is looked up last.
"""

# ruff: noqa: PLR0917 - numba knows no keyword-only arguments
# ruff: noqa: FBT001 - the same

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hustings.screening.kernel_block import (
    WIDE,
    Bytes,
    Masks64,
    Places,
    eight,
    length,
    pieces,
    stretch,
)
from hustings.screening.kernel_fold import SECOND, four, packed, plain, seven, word_end
from hustings.screening.kernel_jit import compiled, inlined
from hustings.screening.kernel_match import (
    Masks,
    Stems,
    begins,
    exact,
    glued,
    near,
    opens,
    slips,
)
from hustings.screening.kernel_tables import FOUR, LONGEST, OPENING, SLIP_LEAST, Tables, powers
from hustings.screening.kernel_words import (
    DROPPED,
    HASHTAG,
    LINE,
    SPELLED_OUT,
    TO_BE_FOUND,
    apart,
    first_letter,
    spelled_out,
)

HANDLE, SPACE = 0x40, 0x20
EXACT, SLIP, GLUED, NOTHING, ALONE = range(5)  # what a word is
_KNOWN, _NEVER = -1, -2  # places of pieces that are remembered, that must not be
FIELDS = 4  # of a hit: start, end, EXACT, SLIP or GLUED, stem
SEGMENT = 1 << 15  # bytes whose pieces are kept at a time, so that they stay in the near caches
SEEN, KEY = 13, 24  # 2 to this power pieces are remembered as no name, of so many bytes at most
_LANE = 8  # bytes that are compared at a time
_A, _B, _C = (
    np.uint64(odd) for odd in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)
)
_SLOT = np.uint64(64 - SEEN)
SPARE = 128  # readable bytes after the last text
Hits = NDArray[np.uint32]


class Scratch(NamedTuple):
    """Room to work in: the pieces of a segment, pieces seen before, the words of a piece, one word's
    matching.
    """

    starts: Places
    inside: Masks64
    odd: Masks64
    seen: Masks64
    shorter: Masks64
    folded: Bytes
    begun: Places
    until: Places
    firsts: Places
    powers: Masks
    hashes: Masks
    legal: Masks
    names: Stems


def scratch(longest: int, stems: int) -> Scratch:
    """Room for segments of `longest` bytes and an index of so many stems.

    Letters spelled out and hashtags are written twice. Pieces that were no name are remembered, so
    one room serves one index and one choice of slips.
    """
    shorter = [
        (1 << 8 * min(_LANE, max(0, long - lane))) - 1
        for long in range(KEY + 1)
        for lane in range(0, KEY, _LANE)
    ]
    return Scratch(
        starts=np.zeros(longest // 2 + 80, np.uint32),
        inside=np.zeros(longest // WIDE + 3, np.uint64),
        odd=np.zeros(longest // WIDE + 3, np.uint64),
        seen=np.zeros(KEY // _LANE << SEEN, np.uint64),
        shorter=np.array(shorter, np.uint64),
        folded=np.zeros(2 * longest + LONGEST + 80, np.uint8),
        begun=np.zeros(longest + 8, np.uint32),
        until=np.zeros(longest + 8, np.uint32),
        firsts=np.zeros(longest + 8, np.uint32),
        powers=powers(),
        hashes=np.zeros(LONGEST + 1, np.int64),
        legal=np.zeros(LONGEST + 1, np.int64),
        names=np.zeros(stems + 1, np.int32),
    )


@compiled
def segments(data: Bytes, end: int, ends: Masks) -> int:
    """Writes where segments of at least SEGMENT bytes end, behind a space or a line break, to `ends`
    (first 0; two places more than `end` has SEGMENTs): how many segments.
    """
    count: Any = np.int64(0)
    at: Any = np.int64(0)
    ends[0] = 0
    while at < end:
        at = min(at + SEGMENT, end)
        while at < end and data[at - 1] != SPACE and data[at - 1] != LINE:
            at += 1
        count += 1
        ends[count] = at
    return int(count)


@compiled
def scan(  # noqa: C901 - what every word passes stands here and in no call
    tables: Tables, data: Bytes, ends: Masks, room: Scratch, hits: Hits, done: Masks, slips_too: bool
) -> None:  # fmt: skip
    """Writes hits, FIELDS wide. `ends`: `segments`'; `done`: which segment is next, how many hits
    there are, up to which byte letters spelled out were read. Stops short of a segment whose hits
    have no room in `hits`.
    """
    count, read = done[1], done[2]
    for number in range(done[0], ends.shape[0] - 1):
        base = ends[number]
        found = pieces(data, base, ends[number + 1], room.starts, room.inside, room.odd)
        room.starts[found] = ends[number + 1]
        for piece in range(found):
            start: Any = np.int64(room.starts[piece])
            following: Any = np.int64(room.starts[piece + 1])
            odd = stretch(room.odd, start - base)
            told, whole = _told_apart(tables, data, start, following, odd, read, slips_too)
            if told:
                continue
            long = length(stretch(room.inside, start - base))
            slot = _slot(room, data, start, long)
            if slot == _KNOWN:
                continue
            words, read = _words(tables.classes, data, room, start, following, read, whole)
            for word in range(words):
                kind, names = _named(tables, data, room, word, slips_too)
                slot = slot if kind == NOTHING else _NEVER
                if names:
                    if count + names > hits.shape[0]:
                        return
                    count = _written(
                        tables.classes, data, room.begun[word], room.until[word], room.names,
                        hits, count, kind, names,
                    )  # fmt: skip
            if slot >= 0:
                _remember(room, data, start, long, slot)
        done[0], done[1], done[2] = number + 1, count, read


@inlined
def _told_apart(
    tables: Tables, data: Bytes, start: int, following: int, odd: Any, read: int, slips_too: bool
) -> tuple[bool, bool]:  # fmt: skip
    """(whether the piece is surely no name, whether it is plain); of a piece that is read letter by
    letter both are false. `odd`: its odd bytes, a bit each.
    """
    wide = min(following - start, WIDE - 1)
    if wide == WIDE - 1 or odd << np.uint64(WIDE - wide) or data[start - 1] == HASHTAG:
        return False, False
    letters, at, sure = four(tables.classes, data, start)
    if letters & SECOND == 0:
        alone = start < read or spelled_out(tables.classes, data, start) < SPELLED_OUT
        return sure and alone, False
    if not sure or begins(tables.beginnings, letters):
        return False, True
    if not slips_too or following - at <= SLIP_LEAST - FOUR:
        return True, True
    letters, sure = seven(tables.classes, data, at, letters)
    return sure and not near(tables.heads, tables.middles, letters), True


@inlined
def _words(
    classes: Bytes, data: Bytes, room: Scratch, start: int, following: int, read: int, whole: bool
) -> tuple[int, int]:  # fmt: skip
    """`apart`; a plain piece is one word."""
    if not whole:
        return apart(
            classes, data, start, following, read, room.folded, room.begun, room.until, room.firsts
        )
    room.begun[0], room.until[0] = first_letter(classes, data, start), TO_BE_FOUND
    room.firsts[0] = 0
    room.firsts[1] = plain(classes, data, start, room.folded, LONGEST + 1) + 1
    return 1, read


@inlined
def _slot(room: Scratch, data: Bytes, start: int, long: int) -> int:
    """Where a piece that is no name is remembered: _KNOWN if it is, _NEVER if it must not be."""
    if long > KEY or data[start - 1] == HASHTAG:
        return _NEVER
    one, two, three = _lanes(room.shorter, data, start, long)
    slot: Any = np.int64((one * _A ^ two * _B ^ three * _C) >> _SLOT) * (KEY // _LANE)
    if room.seen[slot] == one and room.seen[slot + 1] == two and room.seen[slot + 2] == three:
        return _KNOWN
    return int(slot)


@inlined
def _lanes(shorter: Masks64, data: Bytes, start: int, long: int) -> tuple[Any, Any, Any]:
    """The bytes of a piece, zeros behind it, as three numbers."""
    mask = long * (KEY // _LANE)
    return (
        eight(data, start) & shorter[mask],
        eight(data, start + _LANE) & shorter[mask + 1],
        eight(data, start + 2 * _LANE) & shorter[mask + 2],
    )


@inlined
def _remember(room: Scratch, data: Bytes, start: int, long: int, slot: int) -> None:
    room.seen[slot], room.seen[slot + 1], room.seen[slot + 2] = _lanes(
        room.shorter, data, start, long
    )


@inlined
def _named(
    tables: Tables, data: Bytes, room: Scratch, word: int, slips_too: bool
) -> tuple[int, int]:
    """(EXACT, SLIP, GLUED, NOTHING, or ALONE of a single letter; how many names the word is)."""
    at: Any = np.int64(room.firsts[word])
    long: Any = np.int64(room.firsts[word + 1]) - at - 1
    if long == 1:
        return ALONE, 0
    if room.until[word] == DROPPED:
        return NOTHING, 0
    letters = packed(room.folded, at, long)
    found, upto = 0, OPENING - 1
    if opens(tables.openings, letters) and long <= LONGEST:
        found, upto = exact(tables, room.folded, at, long, room.legal, room.names)
        if found:
            return EXACT, found
    sign = data[room.begun[word] - 1]
    if sign in (HASHTAG, HANDLE) and room.until[word] == TO_BE_FOUND:
        found = glued(
            tables.letters, tables.children, tables.ends, tables.firsts,
            room.folded, at, long, room.names,
        )  # fmt: skip
        if found:
            return GLUED, found
    if slips_too and long <= LONGEST and near(tables.heads, tables.middles, letters):
        found = slips(
            tables, room.folded, at, long, upto, room.powers, room.hashes, room.legal, room.names
        )
    return (SLIP if found else NOTHING), found


@compiled
def _written(
    classes: Bytes, data: Bytes, begun: int, until: int, names: Stems, hits: Hits, count: int,
    kind: int, found: int,
) -> int:  # fmt: skip
    """How many hits there are with those of a word."""
    end = word_end(classes, data, begun) if until == TO_BE_FOUND else until
    for place in range(found):
        hits[count + place, 0], hits[count + place, 1] = begun, end
        hits[count + place, 2], hits[count + place, 3] = kind, names[place]
    return count + found
