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
)
from hustings.screening.kernel_fold import packed, plain, word_end
from hustings.screening.kernel_jit import compiled, inlined
from hustings.screening.kernel_lanes import LANES
from hustings.screening.kernel_match import Masks, Stems, exact, glued, slips
from hustings.screening.kernel_sieve import (
    KIND,
    PLAIN,
    SINGLE,
    marked,
    near,
    sieve,
)
from hustings.screening.kernel_tables import GRAM, LONGEST, OPENING, Tables, powers
from hustings.screening.kernel_texts import LINE, gathered
from hustings.screening.kernel_words import (
    DROPPED,
    HANDLE,
    HASHTAG,
    SPELLED_OUT,
    TO_BE_FOUND,
    apart,
    first_letter,
    spelled_out,
)

SPACE = 0x20
EXACT, SLIP, GLUED, NOTHING, ALONE = range(5)  # what a word is
_KNOWN, _NEVER = -1, -2  # places of pieces that are remembered, that must not be
FIELDS = 5
ROW, START, END, KIND_OF, STEM = range(FIELDS)  # of a hit; KIND_OF: EXACT, SLIP or GLUED
SEGMENT = 1 << 15  # bytes whose pieces are kept at a time, so that they stay in the near caches
SEEN, KEY = 15, 24  # 2 to this power pieces are remembered as no name, of so many bytes at most
_LANE = 8  # bytes that are compared at a time
_A, _B, _C = (
    np.uint64(odd) for odd in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)
)
_SLOT = np.uint64(64 - SEEN)
SPARE = 128  # readable bytes after the last text
MARGIN = 8
Hits = NDArray[np.uint32]


class Scratch(NamedTuple):
    """Room to work in: texts side by side, where they and their segments begin, the pieces of a
    segment, those that stay, pieces seen before, the words of a piece, one word's matching.
    """

    data: Bytes
    begins: Places
    parts: Masks
    starts: Places
    inside: Masks64
    mixed: Masks64
    left: Places
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


def scratch(most: int, longest: int, stems: int) -> Scratch:
    """Room for texts of `most` bytes, segments of `longest` and an index of so many stems.

    Letters spelled out and hashtags are written twice. Pieces that were no name are remembered, so
    one room serves one index and one choice of slips.
    """
    shorter = [
        (1 << 8 * min(_LANE, max(0, long - lane))) - 1
        for long in range(KEY + 1)
        for lane in range(0, KEY, _LANE)
    ]
    return Scratch(
        data=np.zeros(SEGMENT + most + 2 + SPARE, np.uint8),
        begins=np.zeros(SEGMENT + 2, np.uint32),
        parts=np.zeros(most // SEGMENT + 4, np.int64),
        starts=np.zeros(longest // 2 + 80, np.uint32),
        inside=np.zeros(longest // WIDE + 3, np.uint64),
        mixed=np.zeros(longest // WIDE // 2 + 3, np.uint64),
        left=np.zeros(longest // 2 + 80, np.uint32),
        seen=np.zeros(KEY // _LANE << SEEN, np.uint64),
        shorter=np.array(shorter, np.uint64),
        folded=np.zeros(2 * longest + LONGEST + 80, np.uint8),
        begun=np.zeros(longest + MARGIN, np.uint32),
        until=np.zeros(longest + MARGIN, np.uint32),
        firsts=np.zeros(longest + MARGIN, np.uint32),
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
def scan(
    tables: Tables, addresses: Masks, longs: Masks, room: Scratch, hits: Hits, done: Masks,
    slips_too: bool,
) -> None:  # fmt: skip
    """Writes hits, FIELDS wide, of texts that stand at `addresses` and are `longs` bytes long. `done`:
    which text is next, how many hits there are, what room is wanted. Stops short of a text whose
    hits have no room in `hits`, or whose longest segment has none in `room`: then done[2] tells how
    many bytes that has.
    """
    while done[0] < addresses.shape[0]:
        text, filled = gathered(addresses, longs, done[0], SEGMENT, room.data, room.begins)
        parts = segments(room.data, filled, room.parts)
        for part in range(parts):
            done[2] = max(done[2], room.parts[part + 1] - room.parts[part])
        if done[2] > room.begun.shape[0] - MARGIN:
            return
        count: Any = done[1]
        read: Any = np.int64(0)
        for part in range(parts):
            count, read = _segment(
                tables, room, room.parts[part], room.parts[part + 1], hits, count, read, slips_too
            )
            if count < 0:
                return
        _placed(room.begins, hits, done[1], count, done[0])
        done[0], done[1] = text, count


@compiled
def _placed(begins: Places, hits: Hits, first: int, count: int, row: int) -> None:
    """Puts texts and bytes of these into hits[first:count], whose bytes are those of `room.data`."""
    text: Any = np.int64(0)
    for hit in range(first, count):
        while begins[text] > hits[hit, START]:
            text -= 1
        while begins[text + 1] <= hits[hit, START]:
            text += 1
        hits[hit, ROW] = row + text
        hits[hit, START] -= begins[text]
        hits[hit, END] -= begins[text]


@inlined
def _segment(  # noqa: C901 - what every piece that stays passes stands here and in no call
    tables: Tables, room: Scratch, base: int, end: int, hits: Hits, count: int, read: int,
    slips_too: bool,
) -> tuple[int, int]:  # fmt: skip
    """(how many hits there are with those of a segment, −1 if they have no room; up to which byte
    letters spelled out were read).
    """
    data = room.data
    found = pieces(data, base, end, room.starts, room.inside, room.mixed)
    for spare in range(found, found + LANES):
        room.starts[spare] = end
    left = sieve(tables, data, found, room.starts, room.mixed, room.left, slips_too)
    for place in range(left):
        piece: Any = np.int64(room.left[place])
        how = piece & (1 << KIND) - 1
        piece >>= KIND
        start: Any = np.int64(room.starts[piece])
        if how == SINGLE and (
            start < read or spelled_out(tables.classes, data, start) < SPELLED_OUT
        ):
            continue
        following: Any = np.int64(room.starts[piece + 1])
        long = length(room.inside, start - base)
        slot = _slot(room, data, start, long)
        if slot == _KNOWN:
            continue
        words, read = _words(tables.classes, data, room, start, following, read, how == PLAIN)
        for word in range(words):
            kind, names = _named(tables, data, room, word, slips_too)
            slot = slot if kind == NOTHING else _NEVER
            if names:
                if count + names > hits.shape[0]:
                    return -1, read
                count = _written(
                    tables.classes, data, room.begun[word], room.until[word], room.names,
                    hits, count, kind, names,
                )  # fmt: skip
        if slot >= 0:
            _remember(room, data, start, long, slot)
    return count, read


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
    if long > KEY or data[start - 1] == HASHTAG or data[start - 1] == HANDLE:
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
    if marked(tables.openings, letters >> 2 * GRAM, letters >> GRAM) and long <= LONGEST:
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
    where = near(tables.middles, letters) if slips_too and long <= LONGEST else 0
    if where:
        found = slips(
            tables, room.folded, at, long, upto, where, room.powers, room.hashes, room.legal,
            room.names,
        )  # fmt: skip
    return (SLIP if found else NOTHING), found


@compiled
def _written(
    classes: Bytes, data: Bytes, begun: int, until: int, names: Stems, hits: Hits, count: int,
    kind: int, found: int,
) -> int:  # fmt: skip
    """How many hits there are with those of a word."""
    end = word_end(classes, data, begun) if until == TO_BE_FOUND else until
    for place in range(found):
        hits[count + place, START], hits[count + place, END] = begun, end
        hits[count + place, KIND_OF], hits[count + place, STEM] = kind, names[place]
    return count + found
