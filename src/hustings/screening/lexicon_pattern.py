r"""The small pattern grammar of the lexicon: what a lawyer may write in the column `pattern`.

A pattern is a row of places parted by spaces; all its places stand in one sentence.

| written | a place that takes |
| --- | --- |
| `добуш` | this word, in Cyrillic or Latin letters |
| `голос*` | a word that begins so |
| `*бегиле` | a word that ends so |
| `бер*бегиле` | a word that begins and ends so |
| `берели\|беребиз` | one of several (each may bear `*`) |
| `@` | a mention of a candidate or a party |
| `#` | a number written in digits |
| `<ordinal>` | a word of that class in `classes.csv` |
| `[бы]` | the place may be missing |
| `~` or `~5` | a gap of up to three (five) words |
| `A & B` | A and B in either order, at most six words apart |

Spelling is compared on the skeleton of `lexicon_spelling`, so letters that people swap
(ө and о, ы and и, Cyrillic and Latin) are one letter.
"""

import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass

from hustings.refusal import Refusal
from hustings.screening.lexicon_spelling import skeleton

WIDEST_GAP = 6
MOST_PLACES = 8
MOST_READINGS = 64
_WORD = re.compile(r"\*?[\w'ʻ’№%-]*\*?[\w'ʻ’-]*")
_GAP = re.compile(r"~([1-6]?)")


class PatternRefusal(Refusal):
    """Code `lexicon.pattern`: the pattern cannot be read; `why` says what is wrong in it."""


@dataclass(frozen=True, order=True)
class Word:
    """One way to fill a place: `begins` and `ends` are skeletons; `whole`: nothing between."""

    begins: str
    ends: str
    whole: bool


@dataclass(frozen=True)
class Place:
    """What one place takes, and how many words may stand before it (0: none)."""

    words: frozenset[Word]
    gap: int


Reading = tuple[Place, ...]
MENTION = Word("@", "", whole=True)
NUMBER = Word("#", "", whole=True)


def readings(pattern: str, classes: Mapping[str, frozenset[Word]]) -> list[Reading]:
    """Every sequence of places that the pattern stands for (orders and missing places)."""
    halves = [half.split() for half in pattern.split("&")]
    if len(halves) > 2 or not all(halves):  # noqa: PLR2004  # either order is said of two
        raise _refusal(pattern, "`&` stands between two things, once")
    orders = [halves[0]]
    if len(halves) == 2:  # noqa: PLR2004  # as above
        bridge = [f"~{WIDEST_GAP}"]
        orders = [halves[0] + bridge + halves[1], halves[1] + bridge + halves[0]]
    found = [
        _reading(pattern, places, classes)
        for order in orders
        for places in itertools.product(*(_presences(place) for place in order))
    ]
    if len(found) > MOST_READINGS:
        raise _refusal(pattern, "too many places that may be missing")
    return found


def words(text: str, pattern: str) -> frozenset[Word]:
    """The alternatives written in one place without a class, a gap or a mention."""
    return frozenset(_word(part, pattern) for part in text.split("|"))


def _presences(place: str) -> tuple[str, ...]:
    if place.startswith("[") and place.endswith("]"):
        return (place[1:-1], "")
    return (place,)


def _reading(
    pattern: str, written: tuple[str, ...], classes: Mapping[str, frozenset[Word]]
) -> Reading:
    places: list[Place] = []
    gap = 0
    for part in filter(None, written):
        if match := _GAP.fullmatch(part):
            gap = min(WIDEST_GAP, gap + int(match[1] or 3))
            continue
        places.append(Place(_place(part, pattern, classes), gap if places else 0))
        gap = 0
    if not places:
        raise _refusal(pattern, "there is no word in it")
    if len(places) > MOST_PLACES:
        raise _refusal(pattern, f"it has more than {MOST_PLACES} places")
    return tuple(places)


def _place(part: str, pattern: str, classes: Mapping[str, frozenset[Word]]) -> frozenset[Word]:
    taken: set[Word] = set()
    for choice in part.split("|"):
        if choice == "@":
            taken.add(MENTION)
        elif choice == "#":
            taken.add(NUMBER)
        elif choice.startswith("<") and choice.endswith(">"):
            if choice[1:-1] not in classes:
                raise _refusal(pattern, f"there is no class {choice} in classes.csv")
            taken |= classes[choice[1:-1]]
        else:
            taken.add(_word(choice, pattern))
    return frozenset(taken)


def _word(choice: str, pattern: str) -> Word:
    if not choice or not _WORD.fullmatch(choice):
        raise _refusal(pattern, f"`{choice}` is no word, stem or sign of the grammar")
    begins, star, ends = choice.partition("*")
    word = Word(skeleton(begins), skeleton(ends), whole=not star)
    if not word.begins and not word.ends:
        raise _refusal(pattern, f"`{choice}` would take every word")
    return word


def _refusal(pattern: str, why: str) -> PatternRefusal:
    return PatternRefusal(
        "lexicon.pattern",
        "The pattern “{pattern}” cannot be read: {why}. The grammar stands in docs/signals.md.",
        pattern=pattern,
        why=why,
    )
