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

from hustings.screening.lexicon_spelling import skeleton

WIDEST_GAP = 6
MOST_PLACES = 8
MOST_READINGS = 64
_WORD = re.compile(r"\*?[\w'ʻ’№%-]*\*?[\w'ʻ’-]*")
_GAP = re.compile(r"~([1-6]?)")


class PatternError(ValueError):
    """A pattern that cannot be read: `place` is the part at fault, `fault` one of "place",
    "class", "order", "length".
    """

    def __init__(self, fault: str, place: str) -> None:
        super().__init__(fault, place)
        self.fault = fault
        self.place = place


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
        raise PatternError("order", pattern)
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
        raise PatternError("length", pattern)
    return found


def words(text: str) -> frozenset[Word]:
    """The alternatives written in one place without a class, a gap or a mention."""
    return frozenset(_word(part) for part in text.split("|"))


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
        places.append(Place(_place(part, classes), gap if places else 0))
        gap = 0
    if not places:
        raise PatternError("place", pattern)
    if len(places) > MOST_PLACES:
        raise PatternError("length", pattern)
    return tuple(places)


def _place(part: str, classes: Mapping[str, frozenset[Word]]) -> frozenset[Word]:
    taken: set[Word] = set()
    for choice in part.split("|"):
        if choice == "@":
            taken.add(MENTION)
        elif choice == "#":
            taken.add(NUMBER)
        elif choice.startswith("<") and choice.endswith(">"):
            if choice[1:-1] not in classes:
                raise PatternError("class", choice)
            taken |= classes[choice[1:-1]]
        else:
            taken.add(_word(choice))
    return frozenset(taken)


def _word(choice: str) -> Word:
    if not choice or not _WORD.fullmatch(choice):
        raise PatternError("place", choice)
    begins, star, ends = choice.partition("*")
    word = Word(skeleton(begins), skeleton(ends), whole=not star)
    if not word.begins and not word.ends:
        raise PatternError("place", choice)
    return word
