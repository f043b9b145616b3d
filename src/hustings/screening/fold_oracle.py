"""The plain twin of `fold.tokens`: one text at a time, one character at a time, no regular
expression, so that a test can hold the columns against it.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from hustings.refusal import Refusal
from hustings.screening import fold, fold_tokens

_ADDRESS = re.compile(fold.ADDRESS)
_UNSEEN = re.compile(f"[{fold.UNSEEN}]")
_INSIDE = "@$*'’‘`´"


Word = tuple[str, int, int]  # gap before it, start, end


class Token(NamedTuple):
    start: int
    end: int
    gap: str
    folded: str
    origin: tuple[int, ...]  # for each folded letter, the character of the text it stands for


def fold_text(text: str) -> tuple[str, list[int]]:
    """The text's folded words, one space apart, and for each of their characters the index of
    the character in `text` it stands for (a space: where the next word begins).

    Refusal `screening.surrogates`: half a character, which no file in UTF-8 can hold.
    """
    folded: list[str] = []
    origin: list[int] = []
    for token in tokens(text):
        if folded:
            folded.append(" ")
            origin.append(token.start)
        folded.append(token.folded)
        origin.extend(token.origin)
    return "".join(folded), origin


def tokens(text: str) -> list[Token]:
    """What `fold.tokens` finds in one text."""
    if any(unicodedata.category(letter) == "Cs" for letter in text):
        raise Refusal(
            "screening.surrogates",
            "The text holds half of a character (a lone surrogate). "
            "Save the file as UTF-8 and bring it in again.",
        )
    words = _spelled_out(text, _cut(text, _words(text)))
    return [_token(text, gap, start, end) for gap, start, end in words]


def _words(text: str) -> Iterator[Word]:
    at = before = 0
    address = False
    while at < len(text):
        kind = _kind(text[at])
        page = _ADDRESS.match(text, at) if text[at] in "hHwW" else None
        if page:
            at = page.end()
            address = True
        elif kind in "L1№":
            end = _END[kind](text, at + 1)
            yield "\n" if address else text[before:at], at, end
            at = before = end
            address = False
        else:
            at += 1


def _kind(letter: str) -> str:
    """L: letter, 1: digit, №, m: part of the letter before, i: only between letters; else blank."""
    category = unicodedata.category(letter)
    if category[0] == "L" or letter == "№":
        return category[0] if letter != "№" else letter
    if category == "Nd":
        return "1"
    if category[0] == "M" or _UNSEEN.match(letter):
        return "m"
    return "i" if letter in _INSIDE else " "


def _word_end(text: str, at: int) -> int:
    while at < len(text):
        kind = _kind(text[at])
        if kind in "Lm":
            at += 1
        elif kind in "1i":
            ahead = at
            while ahead < len(text) and _kind(text[ahead]) in "1im":
                ahead += 1
            if ahead == len(text) or _kind(text[ahead]) != "L":
                return at
            at = ahead + 1
        else:
            return at
    return at


def _number_end(text: str, at: int) -> int:
    while at < len(text) and _kind(text[at]) == "1":
        at += 1
    while at < len(text) and _kind(text[at]) == "m":
        at += 1
    return at


def _sign_end(_text: str, at: int) -> int:
    return at


_END = {"L": _word_end, "1": _number_end, "№": _sign_end}


def _cut(text: str, words: Iterable[Word]) -> Iterator[Word]:
    for gap, start, end in words:
        cuts = [start]
        if gap.endswith("#"):
            cuts += [
                at
                for at in range(start + 1, end)
                if unicodedata.category(text[at - 1]) == "Ll"
                and unicodedata.category(text[at]) == "Lu"
            ]
        for number, (one, other) in enumerate(zip(cuts, [*cuts[1:], end], strict=True)):
            yield "" if number else gap, one, other


def _spelled_out(text: str, words: Iterable[Word]) -> Iterator[Word]:
    run: list[Word] = []
    between = ""
    for gap, start, end in words:
        narrow = len(gap) == 1 and gap != "\n"
        linked = narrow and bool(run) and _letter(text, start, end) and _letter(text, *run[-1][1:])
        if run and not (linked and between in {"", gap}):
            yield from _merged(run)
            run = []
        run.append((gap, start, end))
        between = gap if linked else ""
    yield from _merged(run)


def _letter(text: str, start: int, end: int) -> bool:
    return end - start == 1 and _kind(text[start]) == "L"


def _merged(run: list[Word]) -> list[Word]:
    return [(run[0][0], run[0][1], run[-1][2])] if len(run) >= fold_tokens.SPELLED_OUT else run


def _token(text: str, gap: str, start: int, end: int) -> Token:
    if text[start:end] == "№":
        return Token(start, end, gap, "№", (start,))
    letters: list[tuple[str, int]] = []
    for at in range(start, end):
        for one in unicodedata.normalize("NFKD", fold.BEFORE.get(text[at], text[at])):
            for small in one.lower():
                if unicodedata.category(small)[0] in "LN":
                    letters += [(plain, at) for plain in fold.LETTERS.get(small, small)]
    letters = _collapsed(_leet(_one_script(letters[: fold.LONGEST])))
    folded = "".join(letter for letter, _ in letters)
    return Token(start, end, gap, folded, tuple(at for _, at in letters))


def _cyrillic(letter: str) -> bool:
    return "\u0400" <= letter <= "\u052f"


def _latin(letter: str) -> bool:
    return "a" <= letter <= "z"


def _one_script(letters: list[tuple[str, int]]) -> list[tuple[str, int]]:
    latin = {letter for letter, _ in letters if _latin(letter)}
    cyrillic = {letter for letter, _ in letters if _cyrillic(letter)}
    if not (latin and cyrillic):
        return letters
    if latin <= set(fold.LOOKS_LATIN):
        return [(fold.TO_CYRILLIC.get(letter, letter), at) for letter, at in letters]
    if cyrillic <= set(fold.TO_LATIN):
        return [(fold.TO_LATIN.get(letter, letter), at) for letter, at in letters]
    return letters


def _leet(letters: list[tuple[str, int]]) -> list[tuple[str, int]]:
    if any(_cyrillic(letter) for letter, _ in letters):
        return [(fold.DIGITS_CYRILLIC.get(letter, letter), at) for letter, at in letters]
    if any(_latin(letter) for letter, _ in letters):
        return [(fold.DIGITS_LATIN.get(letter, letter), at) for letter, at in letters]
    return letters


def _collapsed(letters: list[tuple[str, int]]) -> list[tuple[str, int]]:
    return [
        pair
        for number, pair in enumerate(letters)
        if number == 0 or pair[0] != letters[number - 1][0] or pair[0] not in fold.RUNNING
    ]
