"""The words of a piece that is not plain: letters spelled out one by one, hashtags, figures inside
words, marks, other alphabets, malformed bytes.
"""

# ruff: noqa: PLR0917 - numba knows no keyword-only arguments

from hustings.screening.kernel_block import Bytes, Places
from hustings.screening.kernel_classes import CAPITAL, IGNORED, INSIDE, LETTER, SEPARATOR
from hustings.screening.kernel_fold import after, fold, step, word_end
from hustings.screening.kernel_jit import compiled
from hustings.screening.kernel_tables import LONGEST
from hustings.screening.kernel_texts import LINE

HASHTAG, HANDLE = 0x23, 0x40
SPELLED_OUT = 4  # single letters in a row, from which on they are read as one word
TO_BE_FOUND, DROPPED = 0, 0xFFFFFFFF  # ends of words: of one as it stands; of one read otherwise


@compiled
def apart(
    classes: Bytes, data: Bytes, start: int, following: int, read: int,
    folded: Bytes, begun: Places, until: Places, firsts: Places,
) -> tuple[int, int]:  # fmt: skip
    """(how many words the piece at `start` has, up to which byte letters spelled out were read).

    Word w begins at the byte begun[w] and ends at until[w]; its letters and a 0 stand in
    folded[firsts[w]:firsts[w + 1]].
    """
    plain = words = fold(classes, data, start, following, folded, begun, firsts, 0, 0)
    for word in range(plain):
        until[word] = TO_BE_FOUND
        first = int(begun[word])
        if firsts[word + 1] - firsts[word] == 2:  # noqa: PLR2004 - a letter and the 0
            run = spelled_out(classes, data, first) if first >= read else 0
            if run >= SPELLED_OUT:
                read = _join(classes, data, first, run, folded, firsts, words)
                begun[words], until[words] = first, read
                words += 1
        elif data[first - 1] == HASHTAG:
            parts = _cut(classes, data, first, folded, begun, until, firsts, words)
            if parts > words:
                until[word], words = DROPPED, parts
    return words, read


@compiled
def first_letter(classes: Bytes, data: Bytes, at: int) -> int:
    """Where the first letter of a word stands that may begin with silent ones."""
    kind, following = step(classes, data, at)
    while kind == IGNORED:
        at = following
        kind, following = step(classes, data, at)
    return at


@compiled
def spelled_out(classes: Bytes, data: Bytes, at: int) -> int:
    """How many words from the one at `at` on are a single letter each, with one and the same
    character, which breaks no line, between them.
    """
    gap = run = 0
    while _single(classes, data, at):
        run += 1
        until = after(classes, data, at)
        at = after(classes, data, until)
        if data[until] == LINE or not _same(data, gap or until, until, at - until):
            break
        gap = gap or until
    return run


@compiled
def _single(classes: Bytes, data: Bytes, at: int) -> bool:
    """Whether a word of one letter and nothing else begins here."""
    kind, following = step(classes, data, at)
    return SEPARATOR < kind < INSIDE and word_end(classes, data, at) == following


@compiled
def _same(data: Bytes, one: int, other: int, long: int) -> bool:
    for place in range(long):  # noqa: SIM110 - numba compiles no generator
        if data[one + place] != data[other + place]:
            return False
    return True


@compiled
def _join(
    classes: Bytes, data: Bytes, at: int, run: int, folded: Bytes, firsts: Places, words: int
) -> int:
    """Folds the word that `run` single letters from `at` on spell, as the word `words`: where it
    ends. Of more than LONGEST letters no more are written.
    """
    first = filled = int(firsts[words])
    end = at
    for _ in range(run):
        kind, end = step(classes, data, at)
        at = after(classes, data, end)
        letter = kind & LETTER
        if filled - first <= LONGEST and (filled == first or folded[filled - 1] != letter):
            folded[filled] = letter
            filled += 1
    folded[filled] = SEPARATOR
    firsts[words + 1] = filled + 1
    return end


@compiled
def _cut(
    classes: Bytes, data: Bytes, at: int, folded: Bytes, begun: Places, until: Places,
    firsts: Places, words: int,
) -> int:  # fmt: skip
    """Adds the parts of a hashtag that is cut where a capital follows a small letter: how many words
    there are then; none more where nothing is cut.
    """
    first = begin = at
    end = word_end(classes, data, at)
    small = False
    while at < end:
        kind, following = step(classes, data, at)
        if small and CAPITAL < kind < INSIDE:
            until[words] = at
            words = fold(
                classes, data, begin, at, folded, begun, firsts, words, int(firsts[words])
            )  # fmt: skip
            begin = at
        small = SEPARATOR < kind < CAPITAL
        at = following
    if begin > first:
        until[words] = end
        words = fold(classes, data, begin, end, folded, begun, firsts, words, int(firsts[words]))
    return words
