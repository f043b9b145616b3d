"""The words of texts in their sentences, as `signals_words.place` has them, compiled.

Of a text only the numbers of its words and gaps are read; what these mean was worked out once.
"""

# ruff: noqa: PLR0917 - numba knows no keyword-only arguments
# ruff: noqa: C901, PLR0915 - a pass over the words of a text is one loop

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hustings.screening import gate_marks, signals_words
from hustings.screening.gate_jit import compiled, inlined
from hustings.screening.gate_lexicon import Steps, takes
from hustings.screening.gate_marks import WRITTEN, Kinds
from hustings.screening.gate_strings import Told
from hustings.screening.gate_words import Numbers, Places
from hustings.screening.kernel_block import Bytes
from hustings.screening.model_pieces import Floats

COUNTED = (
    "names none", "names one", "names two", "names many", "mostly quoted", "partly quoted",
    "length", "very short", "numbers", "capitals", "begins with a name",
)  # fmt: skip
"""Circumstances that are counted over words, in the order of the weights behind those of WRITTEN."""
AT, CAPITAL = 0, 1  # the numbers of the strings @ and ^
_NOTHING: Any = np.int64(0)
_NONE: Any = np.int64(-1)
_HITS = 4  # a word may open, before a text is passed unread
_LONG_CLAUSE, _LONG_SENTENCE = signals_words.LONG_CLAUSE, signals_words.LONG_SENTENCE
_CLAUSE, _SENTENCE = signals_words.CLAUSE, signals_words.SENTENCE
_START, _END, _GAP, _FROM, _TO = 0, 1, 2, 4, 5  # columns of `fold_tokens.Cells`


class Texts(NamedTuple):
    """Texts as their words: `fold_tokens.Cells`, and the numbers of words and gaps in `Words`."""

    data: Bytes
    begins: Places
    cells: Places
    firsts: Places
    words: Numbers
    gaps: Numbers


class Words(NamedTuple):
    """Of each distinct word: the number of its key (−1: it has none), of what the model sees of it, and its
    `gate_marks`; of each distinct gap whether a clause or a sentence begins, which quotation marks
    open, and its `gate_marks`; `odd`: it counts in no known way.
    """

    key: Numbers
    seen: Numbers
    marks: Kinds
    parts: NDArray[np.int8]
    quotes: NDArray[np.int8]
    straight: NDArray[np.int8]
    odd: NDArray[np.bool_]
    between: Kinds


class Hidden(NamedTuple):
    """Stretches to hide, in the order of texts and places: those of text n are from firsts[n] to
    firsts[n + 1]; `target` −1: nobody is meant.
    """

    firsts: Places
    start: Places
    end: Places
    target: Places


class Scratch(NamedTuple):
    """Room for the words of one text: key, what is seen, sentence, target, whether it is quoted, where it
    starts (a byte); its hits: word, pattern, whether it counts; sums of features and of outputs.
    """

    key: Numbers
    seen: Numbers
    sentence: Numbers
    target: Places
    quoted: NDArray[np.bool_]
    start: Places
    hit: Numbers
    pattern: Numbers
    counts: NDArray[np.bool_]
    features: Floats
    values: Floats
    sums: Floats


def scratch(words: int, features: int, outputs: int) -> Scratch:
    """Room for texts of up to so many words."""
    hits = _HITS * words + 64
    return Scratch(
        np.zeros(words, np.int32), np.zeros(words, np.int32), np.zeros(words, np.int32),
        np.zeros(words, np.int64), np.zeros(words, np.bool_), np.zeros(words, np.int64),
        np.zeros(hits, np.int32), np.zeros(hits, np.int32), np.zeros(hits, np.bool_),
        np.zeros(features), np.zeros(len(WRITTEN) + len(COUNTED)), np.zeros((3, outputs)),
    )  # fmt: skip


@compiled
def placed(
    texts: Texts, row: int, hidden: Hidden, words: Words, told: Told, party: Steps, room: Scratch
) -> tuple[int, bool]:
    """(how many words a text has as `signals_words.place` places them, into `room`; whether something in
    it counts in no known way: a party's name, stretches to hide that cross one another).
    """
    count = last = opened = straight = _NOTHING
    position = sentence = before = _NONE  # before: where the stretch of the word before ends
    stretch: Any = np.int64(hidden.firsts[row]) - 1
    unsure = False
    for at in range(texts.firsts[row], texts.firsts[row + 1]):
        key, gap = words.key[texts.words[at]], texts.gaps[at]
        if key < 0:
            continue
        position += 1
        parts: Any = np.int64(words.parts[gap])
        unsure |= words.odd[gap]
        unsure |= told.party[key] and _names_party(texts, at, row, words, told, party)
        breaks = parts > 0 or position == 0
        parts = parts if breaks else _out_of_breath(position - last)
        last = position if breaks else last
        begins = position == 0 or parts == _SENTENCE
        sentence += begins
        opened += words.quotes[gap]
        straight += words.straight[gap]
        seen: Any = words.seen[texts.words[at]]
        stretch, until = _reached(hidden, row, stretch, texts.cells[at, _END])
        hide = until > texts.cells[at, _START]
        again, before = hide and until == before, until
        if again:
            continue
        room.target[count], room.start[count] = -1, texts.cells[at, _FROM]
        if hide:
            room.target[count] = hidden.target[stretch]
            room.start[count] = _back(texts, at, hidden.start[stretch])
            unsure |= count > 0 and room.start[count] < room.start[count - 1]
            key = seen = np.int32(CAPITAL if hidden.target[stretch] < 0 else AT)
        elif seen == CAPITAL and begins:
            seen = key
        room.key[count], room.seen[count], room.sentence[count] = key, seen, sentence
        room.quoted[count] = opened > 0 or straight & 1
        count += 1
    return count, unsure


@inlined
def _out_of_breath(since: int) -> Any:
    """What begins so many words after the last break."""
    if since % _LONG_SENTENCE == 0:
        return np.int64(_SENTENCE)
    return np.int64(_CLAUSE if since % _LONG_CLAUSE == 0 else 0)


@inlined
def _reached(hidden: Hidden, row: int, stretch: int, end: int) -> tuple[Any, Any]:
    """(the last stretch of a text that begins before a word's end, from one before it on; where that
    ends, −1 where there is none).
    """
    last: Any = np.int64(stretch)
    while last + 1 < hidden.firsts[row + 1] and hidden.start[last + 1] < end:
        last += 1
    return last, np.int64(hidden.end[last] if last >= hidden.firsts[row] else -1)


@inlined
def _back(texts: Texts, at: int, start: int) -> int:
    """The byte of a character at or before a word's first."""
    place: Any = np.int64(texts.cells[at, _FROM])
    for _ in range(texts.cells[at, _START] - start):
        place -= 1
        while texts.data[place] & 0xC0 == 0x80:  # noqa: PLR2004 - goes on a character
            place -= 1
    return int(place)


@compiled
def _names_party(texts: Texts, at: int, row: int, words: Words, told: Told, party: Steps) -> bool:
    """Whether a party's name begins at a word: its words follow one another, whatever stands between."""
    key = words.key[texts.words[at]]
    for one in range(told.party_from[key], told.party_from[key + 1]):
        place = told.parties[one]
        for opening in range(party.opens_from[place], party.opens_from[place + 1]):
            reading = party.opens[opening]
            here: Any = np.int64(at)
            step: Any = np.int64(party.steps_from[reading] + 1)
            while step < party.steps_from[reading + 1]:
                here += 1
                while here < texts.firsts[row + 1] and words.key[texts.words[here]] < 0:
                    here += 1
                if here >= texts.firsts[row + 1]:
                    break
                other = words.key[texts.words[here]]
                if not takes(other, party.place[step], told.party_from, told.parties):
                    break
                step += 1
            if step == party.steps_from[reading + 1]:
                return True
    return False


@compiled
def marks(texts: Texts, row: int, words: Words, signs: Kinds) -> Any:
    """`gate_marks.marks` of a text, from those of its words and gaps."""
    first, last = texts.firsts[row], texts.firsts[row + 1]
    end = texts.begins[row + 1] - 1
    told: Any = np.uint32(0)
    before: Any = np.uint32(0)
    wordy: Any = np.uint32(0)
    figures: Any = np.int64(0)  # how many the word before has, and the one before that
    earlier: Any = np.int64(0)
    apart = False
    for at in range(first, last):
        if texts.cells[at, _GAP] == 0:  # an address was read over
            return gate_marks.marks(signs, texts.data, texts.begins[row], end)
        gap, word = words.between[texts.gaps[at]], words.marks[texts.words[at]]
        told = gate_marks.across(told, gap, word, before)
        if wordy == 0:
            wordy = gate_marks.first_letter(gap, word)
        here: Any = np.int64(word >> gate_marks.FIGURES)
        near = gap & gate_marks.ONE_APART != 0
        if here > 0 and near and gate_marks.telephone(earlier, apart, figures, here):
            told |= gate_marks.TELEPHONE
        earlier, figures, apart, before = figures, here, near, word
    if first == last or texts.cells[last - 1, _TO] < end:
        begin = texts.begins[row] if first == last else texts.cells[last - 1, _TO]
        rest = gate_marks.marks(signs, texts.data, begin, end)
        if before & gate_marks.FIGURE_LAST and gate_marks.share_first(
            signs, texts.data, begin, end
        ):
            told |= gate_marks.PERCENT
        if wordy == 0 and not rest & gate_marks.LOWER:
            wordy = gate_marks.BEGINS_CAPITAL
        told |= rest & ~gate_marks.LOWER
    if not wordy & gate_marks.BEGINS_CAPITAL:
        told |= gate_marks.LOWER
    return told
