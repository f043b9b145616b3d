"""The model's first reading of many texts, compiled: the log-odds that `signals_score.heard` would find.

It reads what is known of each distinct word (`gate_strings`) and adds up. Sums are taken in another
order there, so the two agree to some ten digits; what may come out either way passes.
"""

# ruff: noqa: PLR0917 - numba knows no keyword-only arguments
# ruff: noqa: C901, PLR0912 - sums over words, pairs and circumstances stand in one loop each

from math import log, sqrt
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hustings.screening import gate_marks
from hustings.screening.gate_jit import compiled, inlined
from hustings.screening.gate_lexicon import MENTION, NUMBER, Patterns, Steps, matches
from hustings.screening.gate_marks import WRITTEN, Kinds
from hustings.screening.gate_placed import (
    AT,
    CAPITAL,
    COUNTED,
    Hidden,
    Scratch,
    Texts,
    Words,
    marks,
    placed,
)  # fmt: skip
from hustings.screening.gate_strings import PIECES, THEMES, Pairs, Told
from hustings.screening.gate_words import Numbers
from hustings.screening.model_features import FAMILIES, MOST
from hustings.screening.model_pieces import Floats

(
    _NONE, _ONE, _TWO, _SEVERAL, _MOSTLY, _PARTLY, _LONG, _SHORT, _FIGURES, _CAPITALS, _BEGINS,
) = range(len(WRITTEN), len(WRITTEN) + len(COUNTED))  # fmt: skip
_SPELLED, _PAIRED, _MEANT = FAMILIES.values()
_FEW = 6
_MULTIPLIER, _SHIFT = np.uint64(0x9E3779B97F4A7C15), np.uint64(32)


class Weights(NamedTuple):
    """What circumstances (WRITTEN, COUNTED), classes of authors and the lexicon's features say: `any` for
    any signal, `kinds` for the other outputs; `summed` are the features' sums, `there` that they are.
    """

    bias: Floats
    any: Floats
    kinds: Floats
    class_any: Floats
    class_kinds: Floats
    summed_any: Floats
    there_any: Floats
    summed_kinds: Floats
    there_kinds: Floats


class Heard(NamedTuple):
    """The answer, a line a text: log-odds of any signal; whether the text must be read exactly; where it is
    likely, the odds of the other outputs (NaN: no sentence) and how many are named, 3 at most.
    """

    any: Floats
    unsure: NDArray[np.bool_]
    kinds: Floats
    named: Numbers


@compiled
def score(
    texts: Texts, classes: Numbers, hidden: Hidden, words: Words, told: Told, pairs: Pairs,
    steps: Steps, patterns: Patterns, party: Steps, weights: Weights, signs: Kinds, least: float,
    room: Scratch, heard: Heard,
) -> None:  # fmt: skip
    """Fills `heard`, kinds only where any signal has log-odds of `least` or more."""
    for row in range(heard.any.shape[0]):
        count, unsure = placed(texts, row, hidden, words, told, party, room)
        seen = marks(texts, row, words, signs)
        hits = _hits(steps, told, room, count)
        if hits < 0:
            unsure, hits = True, 0
        _count_hits(patterns, told, room, count, hits)
        _circumstances(gate_marks.finished(seen), told, room, 0, count, room.values)
        _features(patterns, room, 0, hits)
        odds = weights.bias[0] + weights.class_any[classes[row]] + _spoken(told, pairs, room, count)
        for one in range(room.values.shape[0]):
            odds += room.values[one] * weights.any[one]
        for one in range(room.features.shape[0]):
            if room.features[one] > 0:
                odds += (
                    min(room.features[one], MOST) * weights.summed_any[one] + weights.there_any[one]
                )
        heard.any[row], heard.unsure[row] = odds, unsure
        if odds >= least and not unsure:
            heard.named[row] = _several(room, 0, count)
            _kinds(
                texts, row, classes[row], told, pairs, patterns, weights, signs, room, count, hits,
                heard.kinds[row],
            )  # fmt: skip


@compiled
def _hits(steps: Steps, told: Told, room: Scratch, count: int) -> int:
    """How many times a pattern stands in the sentences, each once for a word it opens with; −1: more than
    there is room for.
    """
    found: Any = np.int64(0)
    first: Any = np.int64(0)
    end: Any = np.int64(0)
    for at in range(count):
        while end < count and room.sentence[end] <= room.sentence[at]:
            end += 1
        key = room.key[at]
        first = found
        for one in range(told.takes_from[key], told.takes_from[key + 1]):
            place = told.takes[one]
            if place + 1 >= steps.opens_from.shape[0]:
                continue
            for opening in range(steps.opens_from[place], steps.opens_from[place + 1]):
                reading = steps.opens[opening]
                if not matches(steps, reading, at, end, room.key, told.takes_from, told.takes):
                    continue
                if found >= room.hit.shape[0]:
                    return -1
                pattern = steps.pattern[reading]
                other: Any = np.int64(first)
                while other < found and room.pattern[other] != pattern:
                    other += 1
                if other == found:
                    room.hit[found], room.pattern[found] = at, pattern
                    found += 1
    return int(found)


@compiled
def _count_hits(patterns: Patterns, told: Told, room: Scratch, count: int, hits: int) -> None:
    """Which hits count: a denial takes out those of its kind in its sentence; some need a mention or a
    number near.
    """
    at: Any = np.int64(0)
    hit: Any = np.int64(0)
    while hit < hits:
        sentence = room.sentence[room.hit[hit]]
        while room.sentence[at] < sentence:
            at += 1
        mention = number = False
        while at < count and room.sentence[at] == sentence:
            mention |= room.key[at] == AT
            number |= told.figure[room.key[at]]
            at += 1
        denied: Any = np.int64(0)
        end: Any = np.int64(hit)
        while end < hits and room.sentence[room.hit[end]] == sentence:
            pattern = room.pattern[end]
            if patterns.denies[pattern]:
                denied |= 1 << patterns.kind[pattern]
            end += 1
        for one in range(hit, end):
            pattern = room.pattern[one]
            kind, near = patterns.kind[pattern], patterns.near[pattern]
            out = patterns.denies[pattern] or (kind >= 0 and denied >> kind & 1)
            out |= (near == MENTION and not mention) or (near == NUMBER and not number)
            room.counts[one] = not out
        hit = end


@compiled
def _spoken(told: Told, pairs: Pairs, room: Scratch, count: int) -> float:
    """What the words say for any signal, each family divided by its length."""
    square = said = themes = meant = paired = near = 0.0
    for at in range(count):
        seen = room.seen[at]
        square += told.any[seen, 0]
        said += told.any[seen, 1]
        themes += told.any[seen, 2]
        meant += told.any[seen, 3]
        if at + 1 < count and room.sentence[at + 1] == room.sentence[at]:
            other = room.seen[at + 1]
            for stems in range(2):
                slot = _pair(told, pairs, seen, other, stems)
                if slot >= 0:
                    paired += pairs.any[slot, 0]
                    near += pairs.any[slot, 1]
    total = 0.0
    if square > 0:
        total += _SPELLED * said / sqrt(square)
    if paired > 0:
        total += _PAIRED * near / sqrt(paired)
    if themes > 0:
        total += _MEANT * meant / sqrt(themes)
    return total


@inlined
def _pair(told: Told, pairs: Pairs, one: int, other: int, stems: int) -> int:
    """Where a pair's weights are, −1: it has none."""
    first = told.stem[one] if stems else told.first[one]
    then = told.stem[other] if stems else told.first[other]
    if first == 0 or then == 0:
        return -1
    key = np.uint64(1 << 63) | np.uint64(stems << 62) | np.uint64(first << 31) | np.uint64(then)
    last = pairs.slots.shape[0] - 1
    slot: Any = np.int64(key * _MULTIPLIER >> _SHIFT) & last
    while pairs.slots[slot] != 0:
        if pairs.slots[slot] == key:
            return int(slot)
        slot = (slot + 1) & last
    return -1


@inlined
def _several(room: Scratch, begin: int, end: int) -> int:
    """How many are named between two words, 3 at most."""
    one: Any = np.int64(-1)
    other: Any = np.int64(-1)
    for at in range(begin, end):
        target = room.target[at]
        if target < 0 or target == one or target == other:  # noqa: PLR1714, SIM109 - numba makes no set here
            continue
        if one < 0:
            one = np.int64(target)
        elif other < 0:
            other = np.int64(target)
        else:
            return 3
    return int(one >= 0) + int(other >= 0)


@compiled
def _circumstances(
    seen: Any, told: Told, room: Scratch, begin: int, end: int, values: Floats
) -> None:
    """The values of WRITTEN and COUNTED for the words from `begin` to `end`."""
    for place in range(len(WRITTEN)):
        values[place] = seen >> np.uint32(place) & np.uint32(1)
    values[len(WRITTEN) :] = 0.0
    if begin == end:
        return
    quoted = figures = capitals = 0
    for at in range(begin, end):
        quoted += room.quoted[at]
        figures += told.figure[room.key[at]]
        capitals += room.seen[at] == CAPITAL
    long = end - begin
    values[_NONE + _several(room, begin, end)] = 1.0
    values[_MOSTLY], values[_PARTLY] = 2 * quoted > long, quoted > 0
    values[_LONG], values[_SHORT] = log(long) / 3, long <= _FEW
    values[_FIGURES] = min(figures, 4) / 4
    values[_CAPITALS] = min(capitals / long * 4, 1.0)
    values[_BEGINS] = room.seen[begin] == AT


@compiled
def _features(patterns: Patterns, room: Scratch, begin: int, end: int) -> None:
    """Adds up the lexicon's hits between two of them by feature."""
    room.features[:] = 0.0
    for hit in range(begin, end):
        if room.counts[hit]:
            pattern = room.pattern[hit]
            room.features[patterns.feature[pattern]] += patterns.value[pattern]


@compiled
def _kinds(
    texts: Texts, row: int, author: int, told: Told, pairs: Pairs, patterns: Patterns, weights: Weights,
    signs: Kinds, room: Scratch, count: int, hits: int, answer: Floats,
) -> None:  # fmt: skip
    """The log-odds of each kind of the whole text, then of its loudest sentence, into `answer`; the
    values and features of the whole text are in `room`.
    """
    whole = answer.shape[0] // 2
    _odds(author, told, pairs, weights, room, 0, count, 0, whole, answer)
    answer[whole:] = np.nan
    begin: Any = np.int64(0)
    hit: Any = np.int64(0)
    place: Any = np.int64(texts.begins[row])
    while begin < count:
        end: Any = np.int64(begin)
        while end < count and room.sentence[end] == room.sentence[begin]:
            end += 1
        until = room.start[end] if end < count else texts.begins[row + 1] - 1
        last: Any = np.int64(hit)
        while last < hits and room.hit[last] < end:
            last += 1
        seen = gate_marks.finished(gate_marks.marks(signs, texts.data, place, until))
        _circumstances(seen, told, room, begin, end, room.values)
        _features(patterns, room, hit, last)
        _odds(author, told, pairs, weights, room, begin, end, whole, 2 * whole, answer)
        begin, hit, place = end, last, until


@compiled
def _odds(
    author: int, told: Told, pairs: Pairs, weights: Weights, room: Scratch, begin: int, end: int,
    first: int, last: int, answer: Floats,
) -> None:  # fmt: skip
    """The log-odds of the outputs from `first` to `last` for some words, where they are more than what
    stands in `answer` (NaN, or the whole text's place: always).
    """
    room.sums[:] = 0.0
    square = paired = themes = 0.0
    for at in range(begin, end):
        seen = room.seen[at]
        square += told.any[seen, 0]
        themes += told.any[seen, 2]
        for output in range(first, last):
            room.sums[0, output] += told.kinds[seen, PIECES, output]
        if told.any[seen, 2] > 0:
            for output in range(first, last):
                room.sums[2, output] += told.kinds[seen, THEMES, output]
        if at + 1 < end and room.sentence[at + 1] == room.sentence[at]:
            for stems in range(2):
                slot = _pair(told, pairs, seen, room.seen[at + 1], stems)
                if slot >= 0:
                    paired += pairs.any[slot, 0]
                    for output in range(first, last):
                        room.sums[1, output] += pairs.kinds[slot, output]
    for output in range(first, last):
        odds = weights.bias[1 + output] + weights.class_kinds[author, output]
        if square > 0:
            odds += _SPELLED * room.sums[0, output] / sqrt(square)
        if paired > 0:
            odds += _PAIRED * room.sums[1, output] / sqrt(paired)
        if themes > 0:
            odds += _MEANT * room.sums[2, output] / sqrt(themes)
        for one in range(room.values.shape[0]):
            odds += room.values[one] * weights.kinds[one, output]
        for one in range(room.features.shape[0]):
            if room.features[one] > 0:
                odds += min(room.features[one], MOST) * weights.summed_kinds[one, output]
                odds += weights.there_kinds[one, output]
        if first == 0 or not odds <= answer[output]:
            answer[output] = odds
