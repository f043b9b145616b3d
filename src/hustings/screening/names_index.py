"""What a roster's names look like in a text: stems, whose they are, and who stands where.

Built once for each version of a roster; 10,000 candidates take seconds.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import polars as pl

from hustings.screening import fold, forms, names_slips, names_spelling, names_words
from hustings.screening.roster import NAMES, Name, Roster, take_apart

SURNAME, GIVEN, PATRONYMIC, FATHER, OFFSPRING, WHOLE = "S", "G", "P", "F", "O", "W"
SHORTEST = 2  # letters of a key; a surname of three letters counts only in company
PARTICLES = ("улу", "кизи", "угли", "огли")
_SHAPED = re.compile(r"(?:[оеё]ва?|[иы]на?|ск(?:ий|ая)|цк(?:ий|ая)|енко|чук|ян|швили|дзе)$")

STEMS = pl.Schema(
    {
        "key": pl.String,
        "part": pl.UInt32,
        "kind": pl.String,
        "bare": pl.Boolean,  # takes Turkic suffixes
        "certain": pl.Boolean,  # false: a clipped name, or a scheme that confuses sounds
        "look": pl.String,
    }
)
PEOPLE = pl.Schema(
    {
        "candidate": pl.String,
        "district": pl.String,
        "region": pl.String,
        "number": pl.Int16,
        "sex": pl.String,
        "given_key": pl.String,
        "patronymic_key": pl.String,
        "shaped": pl.Boolean,  # the surname has an ending that only surnames have
        "brief": pl.Boolean,  # the surname has three letters or fewer
        "common": pl.Boolean,  # the surname is a given name too
        "occupation": pl.Int16,  # number of its group in names.toml, null: not listed there
        "order": pl.UInt32,
    }
)


class Spelling(NamedTuple):
    kind: str
    word: str
    seen: str  # as the roster has it
    bare: bool = True
    certain: bool = True


@dataclass(frozen=True)
class Index:
    """`stems`: STEMS; `slips`: `names_slips.table`'s; `bearers`: [part, candidate];
    `people`: PEOPLE; `digest`: of the roster and all of it.
    """

    stems: pl.DataFrame
    slips: pl.DataFrame
    bearers: pl.DataFrame
    people: pl.DataFrame
    parties: tuple[str, ...]
    digest: str


@lru_cache(maxsize=8)
def build(roster: Roster) -> Index:
    """The index of a roster; the same roster gives the same index."""
    numbers: dict[tuple[str, str, str], int] = {}
    spelled: list[tuple[int, Spelling]] = []
    bearers: set[tuple[int, str]] = set()
    people = []
    rows = list(roster.candidates.iter_rows(named=True))
    named = [[take_apart(row[column]) for column in NAMES if row[column]] for row in rows]
    sounds = _sounds(named)
    for order, (row, names) in enumerate(zip(rows, named, strict=True)):
        sex = row["sex"].upper()[:1] or forms.sex_of(names[0].surname, names[0].patronymic)
        sex = {"М": "M", "Ж": "F", "Э": "M", "А": "F"}.get(sex, sex)
        for spelling in _spellings(names, sex, sounds):
            kind = spelling.kind if spelling.kind != OFFSPRING else PATRONYMIC
            part = numbers.setdefault((kind, _owner(names, kind), sex), len(numbers))
            bearers.add((part, row["candidate_id"]))
            spelled.append((part, spelling))
        people.append(_person(row, names[0], sex, order, sounds))
    stems = _stems(spelled)
    told = hashlib.sha256(roster.digest.encode() + stems.write_csv().encode())
    return Index(
        stems,
        names_slips.table(stems.filter(kind=SURNAME)),
        pl.DataFrame(
            sorted(bearers), schema={"part": pl.UInt32, "candidate": pl.String}, orient="row"
        ),
        pl.DataFrame(people, schema=PEOPLE, orient="row"),
        roster.parties,
        f"sha256:{told.hexdigest()}",
    )


def _owner(names: list[Name], kind: str) -> str:
    name = names[0]
    whole = f"{name.surname} {name.given}"
    return {
        SURNAME: name.surname,
        FATHER: name.surname,
        GIVEN: name.given,
        WHOLE: whole,
    }.get(kind, name.patronymic)


def _spellings(names: list[Name], sex: str, sounds: dict[str, str]) -> Iterator[Spelling]:
    """All spellings of one person's name."""
    for name in names:
        surnames = [one for one in name.surname.split("-") if one]
        for one in surnames:
            if name.child_of:
                yield Spelling(FATHER, one, one, bare=False)
                for particle in ("уулу", "кызы"):
                    yield Spelling(SURNAME, one + particle, one)
            else:
                yield from _cases(SURNAME, forms.surname(_written(one, sounds), sex), one)
            if name.given:
                yield Spelling(WHOLE, one + name.given, one)
                yield Spelling(WHOLE, name.given + one, one)
        yield from _given(name, sex, sounds)


def _given(name: Name, sex: str, sounds: dict[str, str]) -> Iterator[Spelling]:
    if name.given:
        given = _written(name.given, sounds)
        yield from _cases(GIVEN, forms.given(given, sex), name.given)
        clipped = forms.given(forms.clipped(name.given), sex)
        for one in (*clipped, *names_words.short_forms().get(sounds[name.given], ())):
            if one:
                yield Spelling(GIVEN, one, name.given, certain=False)
    if name.patronymic and not forms.sex_of("", name.patronymic):
        yield Spelling(OFFSPRING, name.patronymic, name.patronymic, bare=False)
    elif name.patronymic:
        father = _written(name.patronymic, sounds)
        yield from _cases(PATRONYMIC, forms.patronymic(father), name.patronymic)


def _sounds(names: list[list[Name]]) -> dict[str, str]:
    """The sound of each word of the names."""
    words = {
        word
        for name in (name for one in names for name in one)
        for word in (name.surname, *name.surname.split("-"), name.given, name.patronymic)
    }
    listed = pl.Series("raw", sorted(words), dtype=pl.String)
    return dict(zip(listed, names_spelling.keys(fold.words(listed)), strict=True))


def _cases(kind: str, words: list[str], seen: str) -> Iterator[Spelling]:
    for number, word in enumerate(words):
        yield Spelling(kind, word, seen, bare=number == 0)
        if "кс" in word:  # Uzbek and English x
            yield Spelling(kind, word.replace("кс", "х"), seen, bare=number == 0)


def _person(
    row: dict[str, str], name: Name, sex: str, order: int, sounds: dict[str, str]
) -> tuple[object, ...]:
    digits = re.sub(r"\D", "", row["ballot_number"])
    district = re.search(r"\d+", row["district"])
    return (
        row["candidate_id"],
        str(int(district.group())) if district else row["district"].casefold(),
        row["region"],
        int(digits) if digits and len(digits) < 4 else None,  # noqa: PLR2004 - no ballot is longer
        sex,
        sounds[name.given],
        sounds[name.patronymic] or None,
        bool(_SHAPED.search(name.surname)) or name.child_of,
        len(sounds[name.surname]) <= 3,  # noqa: PLR2004 - Ким, Цой: кимге is also “to whom”
        sounds[name.surname] in names_words.given(),
        names_words.occupation(row["occupation"]),
        order,
    )


def _written(word: str, sounds: dict[str, str]) -> str:
    """The word, a Latin one by its sound, so that Russian endings can be told from it."""
    return sounds[word] if word.isascii() else word


def _stems(spelled: list[tuple[int, Spelling]]) -> pl.DataFrame:
    frame = pl.DataFrame(
        [(part, *spelling) for part, spelling in spelled],
        schema={
            "part": pl.UInt32,
            "kind": pl.String,
            "word": pl.String,
            "seen": pl.String,
            "bare": pl.Boolean,
            "certain": pl.Boolean,
        },
        orient="row",
    )
    seen = fold.words(frame["seen"].alias("raw")).alias("seen").to_frame()
    return (
        frame.with_columns(
            names_spelling.keys(fold.words(frame["word"].alias("raw"))).alias("key"),
            seen.select(look=names_spelling.looks(pl.col("seen"))).to_series(),
        )
        .filter(pl.col("key").str.len_chars() >= SHORTEST)
        .group_by("key", "part", "kind", "look")
        .agg(pl.col("bare").any(), pl.col("certain").any())
        .select(STEMS.names())
        .sort("key", "part", "kind", "look")
    )
