"""The plain twin of the compiled pass: one text at a time, one character at a time, every name tried
on every word, so that a test can hold the kernel against it. Slow.
"""

from collections.abc import Iterator
from typing import NamedTuple

from hustings.screening.kernel_classes import CAPITAL, IGNORED, INSIDE, LETTER, SEPARATOR, of
from hustings.screening.kernel_stems import Named, Stem
from hustings.screening.kernel_tables import GLUED_LEAST, LONGEST, SLIP_LEAST, TURKIC
from hustings.screening.kernel_words import SPELLED_OUT


class Character(NamedTuple):
    kind: int  # its `kernel_classes` byte
    start: int
    end: int


class Word(NamedTuple):
    start: int
    end: int
    letters: bytes
    tagged: bool = False  # stands behind a # or an @, and was not cut


Hit = tuple[int, int, str, int]  # start, end, kind, stem


def scan(text: bytes, named: Named, *, slips: bool = True) -> list[Hit]:
    """Hits (bytes of the text, kind, number of the stem), in the order of start, stem and end."""
    found = {
        (word.start, word.end, kind, stem)
        for word in words(text)
        for kind, stems in [_named(word, named, slips=slips)]
        for stem in stems
    }
    return sorted(found, key=lambda hit: (hit[0], hit[3], hit[1]))


def words(text: bytes) -> list[Word]:
    """The words of a text, those cut from hashtags and spelled out letter by letter behind them."""
    characters = _characters(text)
    plain = [_word(characters, first, last) for first, last in _spans(characters)]
    found = []
    for word in plain:
        sign = text[word.start - 1 : word.start]
        parts = _cut(characters, word) if sign == b"#" else []
        found += parts or [word._replace(tagged=sign in {b"#", b"@"} and sign != b"")]
    return found + list(_spelled_out(text, characters, plain))


def _characters(text: bytes) -> list[Character]:
    """Malformed UTF-8 separates words, byte by byte."""
    found = []
    at = 0
    while at < len(text):
        for long in (1, 2, 3, 4):
            try:
                one = ord(text[at : at + long].decode())
            except (UnicodeDecodeError, TypeError):
                continue
            found.append(Character(of(chr(one)), at, at + long))
            break
        else:
            found.append(Character(SEPARATOR, at, at + 1))
        at = found[-1].end
    return found


def _is_letter(one: Character) -> bool:
    return SEPARATOR < one.kind < INSIDE


def _spans(characters: list[Character]) -> Iterator[tuple[int, int]]:
    """(first, last) letter of each word."""
    first = last = None
    for number, one in enumerate(characters):
        if one.kind == SEPARATOR:
            if first is not None and last is not None:
                yield first, last
            first = None
        elif _is_letter(one):
            first = number if first is None else first
            last = number
    if first is not None and last is not None:
        yield first, last


def _word(characters: list[Character], first: int, last: int) -> Word:
    end = last
    while end + 1 < len(characters) and characters[end + 1].kind == IGNORED:
        end += 1
    letters = _collapsed(one.kind for one in characters[first : last + 1])
    return Word(characters[first].start, characters[end].end, letters)


def _collapsed(kinds: Iterator[int]) -> bytes:
    letters: list[int] = []
    for kind in kinds:
        letter = kind & LETTER
        if kind < IGNORED and letter and letters[-1:] != [letter]:
            letters.append(letter)
    return bytes(letters)


def _cut(characters: list[Character], word: Word) -> list[Word]:
    """A hashtag cut where a capital follows a small letter; nothing, where none does."""
    inside = [one for one in characters if word.start <= one.start < word.end]
    cuts = [
        number
        for number in range(1, len(inside))
        if SEPARATOR < inside[number - 1].kind < CAPITAL < inside[number].kind < INSIDE
    ]
    if not cuts:
        return []
    parts = [inside[one:other] for one, other in zip([0, *cuts], [*cuts, len(inside)], strict=True)]
    return [
        Word(part[0].start, part[-1].end, _collapsed(one.kind for one in part)) for part in parts
    ]


def _spelled_out(text: bytes, characters: list[Character], plain: list[Word]) -> Iterator[Word]:
    """Runs of SPELLED_OUT words and more of one letter, the same character between all of them."""
    by_start = {one.start: one for one in characters}
    number = 0
    while number < len(plain):
        run: list[Word] = []
        gap = b""
        for word in plain[number:]:
            one = by_start[word.start]
            if word.end != one.end:
                break
            if run:
                between = text[run[-1].end : word.start]
                single = by_start[run[-1].end].end == word.start
                if not single or between == b"\n" or (gap and between != gap):
                    break
                gap = between
            run.append(word)
        if len(run) >= SPELLED_OUT:
            letters = _collapsed(by_start[word.start].kind for word in run)
            yield Word(run[0].start, run[-1].end, letters)
            number += len(run)
        else:
            number += 1


def _named(word: Word, named: Named, *, slips: bool) -> tuple[str, list[int]]:
    letters = word.letters
    short = 1 < len(letters) <= LONGEST
    if short and (
        found := [n for n, stem in enumerate(named.stems) if _takes(letters, stem, named)]
    ):
        return "exact", found
    if word.tagged and (found := _glued(letters, named)):
        return "glued", found
    if slips and short and len(letters) >= SLIP_LEAST:
        return "slip", [n for n, stem in enumerate(named.stems) if _slipped(letters, stem, named)]
    return "", []


def _takes(word: bytes, stem: Stem, named: Named) -> bool:
    return word.startswith(stem.spelled) and _legal(word, len(stem.spelled), stem.taken, named)


def _legal(word: bytes, at: int, taken: int, named: Named) -> bool:
    """Whether a name may end before the letter `at`: what follows is an ending it takes, whose first
    letter may have merged with the name's last.
    """
    merged = named.chains.get(word[at - 1 :], 0) & TURKIC
    return bool((named.chains.get(word[at:], 0) | merged) & taken)


def _glued(word: bytes, named: Named) -> list[int]:
    return [
        number
        for number, stem in enumerate(named.stems)
        if GLUED_LEAST <= len(stem.spelled) <= LONGEST and stem.spelled in word
    ]


def _slipped(word: bytes, stem: Stem, named: Named) -> bool:
    long = len(stem.spelled)
    if not stem.forgiven or not SLIP_LEAST <= long <= LONGEST:
        return False
    return any(
        _one_slip(word[:until], stem.spelled) and _legal(word, until, stem.taken, named)
        for until in range(max(SLIP_LEAST - 1, long - 1), min(len(word), long + 1) + 1)
    )


def _one_slip(word: bytes, name: bytes) -> bool:
    """One letter after the first left out, put in, mistaken, or swapped with the next."""
    if word == name or word[0] != name[0]:
        return False
    less = {word[:at] + word[at + 1 :] for at in range(1, len(word))}
    more = {name[:at] + name[at + 1 :] for at in range(1, len(name))}
    mistaken = len(word) == len(name) and sum(a != b for a, b in zip(word, name, strict=True)) == 1
    swapped = len(word) == len(name) and any(
        word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :] == name
        for at in range(1, len(word) - 1)
    )
    return name in less or word in more or mistaken or swapped
