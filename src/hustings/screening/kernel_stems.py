"""The names of a roster as the compiled pass knows them: stems, and which suffixes each may take.

A name is never written out in all its cases and spellings: a stem says which of few sets of
endings it takes, and the suffix chains of Kyrgyz and Uzbek are one set for all names.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import NamedTuple

import polars as pl

from hustings.screening import fold, forms, names_spelling
from hustings.screening.kernel_classes import OTHER
from hustings.screening.kernel_classes import fold as folded
from hustings.screening.roster import NAMES, Name, Roster, take_apart

SURNAME, GIVEN, PATRONYMIC, FATHER, WHOLE = "S", "G", "P", "F", "W"
SHORTEST = 2
_CYRILLIC_CHAIN, _LATIN_CHAIN = 1, 2
_SETS = 29
_LATIN_ENDINGS = 31  # bits by which a set of endings in Latin letters stands after the Cyrillic one

_LETTERS = dict(
    zip("абвгдеёзийклмнопрстуфцчшщъыьэөүңқғҳў", [
        *"abvgdeezi", "i", *"klmnoprstuf", "ts", "ch", "sh", "shch", "", "y", "", "e", *"ounqghо",
    ], strict=True)
)  # fmt: skip
"""The four ways in which names are mostly written in Latin letters; what differs from _LETTERS."""
_SCHEMES = (
    {"ж": "zh", "х": "kh", "ю": "iu", "я": "ia"},  # as passports spell Kyrgyz names
    {"ж": "zh", "х": "kh", "ю": "yu", "я": "ya", "й": "y", "ё": "yo"},  # English newspapers
    {"ж": "j", "х": "h", "ю": "yu", "я": "ya", "й": "y", "ң": "ng", "ц": "c"},  # chats
    {"ж": "j", "х": "x", "ю": "yu", "я": "ya", "й": "y", "ы": "i", "ц": "s"},  # Uzbek
)
_TABLES = tuple(str.maketrans(_LETTERS | scheme) for scheme in _SCHEMES)


class Stem(NamedTuple):
    """`forgiven`: whether a slip is. Names that differ in what they take are two stems, so that no
    candidate's name is read otherwise because of another's.
    """

    spelled: bytes
    taken: int  # bits of the endings
    forgiven: bool


@dataclass(frozen=True)
class Named:
    """`stems`: sorted; `bearers`: (number of the stem, role, candidate), sorted; `chains`: folded
    suffix → bits of the sets of endings it belongs to.
    """

    stems: list[Stem]
    bearers: list[tuple[int, str, str]]
    chains: dict[bytes, int]


@dataclass
class _Endings:
    """Which bit stands for which set of endings; the sets beyond SETS share the last one."""

    bits: dict[tuple[str, ...], int] = field(default_factory=dict)

    def bit(self, endings: tuple[str, ...]) -> int:
        return 1 << 2 + self.bits.setdefault(endings, min(len(self.bits), _SETS - 1))


def read(roster: Roster) -> Named:
    """All stems of a roster; the same roster gives the same stems.

    A name with letters of an alphabet other than Cyrillic, Latin and Greek has none.
    """
    endings = _Endings()
    borne = {
        (Stem(stem, bits, role == SURNAME), role, candidate)
        for role, candidate, stems in _spelled(roster, endings)
        for stem, bits in stems
        if len(stem) >= SHORTEST and OTHER not in stem
    }
    stems = sorted({stem for stem, _, _ in borne})
    numbers = {stem: number for number, stem in enumerate(stems)}
    return Named(
        stems,
        sorted((numbers[stem], role, candidate) for stem, role, candidate in borne),
        _chains(endings),
    )


Stems = tuple[tuple[bytes, int], ...]


def _spelled(roster: Roster, endings: _Endings) -> Iterator[tuple[str, str, Stems]]:
    """(role, candidate, stems) for each part of each candidate's names."""
    words: dict[tuple[str, str, str], Stems] = {}
    rows = list(roster.candidates.iter_rows(named=True))
    named = [[take_apart(row[column]) for column in NAMES if row[column]] for row in rows]
    sounds = _sounds(named)
    for row, names in zip(rows, named, strict=True):
        sex = _sex(row["sex"], names[0])
        for role, word in dict.fromkeys(part for name in names for part in _parts(name)):
            key = (role, word, sex)
            if key not in words:
                words[key] = _stems(role, word, sex, sounds, endings)
            yield role, row["candidate_id"], words[key]


def _sex(told: str, name: Name) -> str:
    letter = told.upper()[:1] or forms.sex_of(name.surname, name.patronymic)
    return {"М": "M", "Ж": "F", "Э": "M", "А": "F"}.get(letter, letter)


def _parts(name: Name) -> Iterator[tuple[str, str]]:
    """(role, word) for each word of a name in one language."""
    for one in filter(None, name.surname.split("-")):
        yield (FATHER if name.child_of else SURNAME), one
        if name.child_of:
            yield from ((SURNAME, one + child) for child in ("уулу", "кызы"))
        if name.given:
            yield from ((WHOLE, one + name.given), (WHOLE, name.given + one))
    if name.given:
        yield GIVEN, name.given
        if forms.clipped(name.given):
            yield GIVEN, forms.clipped(name.given)
    if name.patronymic:
        yield (PATRONYMIC if forms.sex_of("", name.patronymic) else FATHER), name.patronymic


def _sounds(named: list[list[Name]]) -> dict[str, str]:
    """For the words in Latin letters: how they sound, in Cyrillic ones."""
    words = sorted({
        word
        for names in named for name in names for _, word in _parts(name) if word.isascii()
    })  # fmt: skip
    keys = names_spelling.keys(fold.words(pl.Series("raw", words, dtype=pl.String)))
    return dict(zip(words, keys, strict=True))


def _stems(role: str, word: str, sex: str, sounds: dict[str, str], endings: _Endings) -> Stems:
    """Each stem of one word with the bits of the endings it takes."""
    found: dict[bytes, int] = {}
    latin = word.isascii()
    heard = sounds.get(word, word)
    for place, (stem, ending) in enumerate(_paradigms(tuple(_cases(role, heard, sex)))):
        bit = endings.bit(ending)
        whole = place == 0  # the word as registered: it takes Turkic suffixes
        if not latin:
            _add(found, stem, bit)
        for spelled in _in_latin(stem):
            _add(found, spelled, bit << _LATIN_ENDINGS)
        if latin and whole:
            gone = len(heard) - len(stem)
            _add(found, word[: len(word) - gone], bit << _LATIN_ENDINGS)
    _add(found, word, _LATIN_CHAIN if latin else _CYRILLIC_CHAIN)
    for spelled in _in_latin(heard):
        _add(found, spelled, _LATIN_CHAIN)
    return tuple(found.items())


def _add(found: dict[bytes, int], word: str, bits: int) -> None:
    stem = folded(word)
    found[stem] = found.get(stem, 0) | bits


def _cases(role: str, word: str, sex: str) -> Iterable[str]:
    if role == SURNAME and not word.endswith(("уулу", "кызы")):
        return forms.surname(word, sex)
    if role == GIVEN:
        return forms.given(word, sex)
    return forms.patronymic(word) if role == PATRONYMIC else [word]


def _in_latin(word: str) -> set[str]:
    return {word.translate(table) for table in _TABLES}


@lru_cache(maxsize=1 << 16)
def _paradigms(cases: tuple[str, ...]) -> list[tuple[str, tuple[str, ...]]]:
    """(stem, endings): cases that share all but the last two letters of the first of them, then
    the same of the rest.
    """
    found = []
    rest = list(dict.fromkeys(cases))
    while rest:
        shared = rest[0][: max(SHORTEST, len(rest[0]) - 2)]
        some = [one for one in rest if one.startswith(shared)] or rest[:1]
        stem = _beginning(some)
        found.append((stem, tuple(sorted(one[len(stem) :] for one in some))))
        rest = [one for one in rest if one not in some]
    return found


def _beginning(words: list[str]) -> str:
    first, last = min(words), max(words)
    long = 0
    while long < min(len(first), len(last)) and first[long] == last[long]:
        long += 1
    return first[:long]


def _chains(endings: _Endings) -> dict[bytes, int]:
    """Every legal suffix, folded, with the bits of the sets it belongs to."""
    chains = dict(_turkic())
    for told, place in endings.bits.items():
        bit = 1 << 2 + place
        for ending in told:
            chains[folded(ending)] = chains.get(folded(ending), 0) | bit
            for spelled in _in_latin(ending):
                latin = folded(spelled)
                chains[latin] = chains.get(latin, 0) | bit << _LATIN_ENDINGS
    return chains


@cache
def _turkic() -> dict[bytes, int]:
    chains: dict[bytes, int] = {}
    for chain in sorted(forms.TURKIC):
        for one in {chain, chain.replace("нин", "нинг")}:
            _add(chains, one, _CYRILLIC_CHAIN)
            for narrow in "ыи":
                for spelled in _in_latin(one.replace("и", narrow)):
                    _add(chains, spelled, _LATIN_CHAIN)
    _add(chains, "s", _LATIN_CHAIN)  # the English genitive
    return chains
