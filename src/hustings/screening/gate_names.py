"""Which texts can name a candidate at all: what `names.find` answers for the others is nothing.

Everything that makes a mention is a property of single words or of words side by side: a part of a
name, a number, a word for district. The words are told apart once each, by the very functions that
`names.find` calls; the texts are then looked through in compiled code. What is not read here, the
weights of `names_context`, only makes more texts pass: see `_enough`.
"""

# ruff: noqa: PLR0917 - numba knows no keyword-only arguments

from math import log
from typing import Any, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hustings.screening import (
    names,
    names_context,
    names_match,
    names_numbers,
    names_slips,
    names_words,
)
from hustings.screening.gate_jit import compiled, inlined
from hustings.screening.gate_words import Numbers, Places
from hustings.screening.names_index import (
    FATHER,
    GIVEN,
    OFFSPRING,
    PARTICLES,
    PATRONYMIC,
    SURNAME,
    WHOLE,
    Index,
)

Flags = NDArray[np.uint32]
_NAMES = (
    "surname", "father", "given", "patronymic", "particle", "slip", "capital", "number", "district",
    "ballot", "suffix", "letter", "respect", "work", "grammar", "bare",
)  # fmt: skip
(
    _SURNAME, _FATHER, _GIVEN, _PATRONYMIC, _PARTICLE, _SLIP, _CAPITAL, _NUMBER, _DISTRICT, _BALLOT,
    _SUFFIX, _LETTER, _RESPECT, _WORK, _GRAMMAR, _FIGURES,
) = (np.uint32(1 << place) for place in range(len(_NAMES)))  # fmt: skip
TIGHT, JOINED, HASHTAG = 1, 2, 4  # of a gap: nothing; nothing or a hyphen; ends in #
_NEAR = 2  # words between which parts of one name, and initials, may stand
_KINDS = {
    "surname": [SURNAME, WHOLE], "father": [FATHER, OFFSPRING], "given": [GIVEN],
    "patronymic": [PATRONYMIC],
}  # fmt: skip
_TOLD = {
    "number": ["ordinal", "cardinal"], "district": ["district"], "ballot": ["number", "ordinal"],
    "respect": ["respect"], "work": ["occupation"], "grammar": ["oblique"],
}  # fmt: skip


class Rules(NamedTuple):
    """What the weights of `names_context` allow to be left unread; each False lets more texts pass."""

    given: bool  # a given name alone needs a district or a number that is plainly said
    slip: bool  # … and a slip in small letters something beside it


def rules() -> Rules:
    """By the weights as they are: the best that a text can say for a part that stands alone."""
    told = names_context
    least = log(names.LEAST / (1 - names.LEAST))
    beside = told.RESPECT[1] + told.OCCUPATION[1] + told.REPEATED
    most = max(beside - min(told.RESPECT[1], told.OCCUPATION[1]) + told.DISTRICT_MAYBE[1], beside)
    slip = told.SURNAME + told.SLIP_ALONE + told.SMALL + told.DISTRICT_MAYBE[0] + told.REPEATED
    slip += told.OCCUPATION[0] + told.RESPECT[0]
    return Rules(told.GIVEN + most < least, slip < least)


def words(raw: pl.DataFrame, index: Index) -> Flags:
    """What each distinct word is to a name. `raw`: [raw, folded], as `fold.tokens` has them."""
    known = raw.join(names_match.known(raw), on="raw", how="left", maintain_order="left")
    keys = known.select("key").unique()
    named = names_match.named(keys, index.stems)
    said = names_words.told(keys)
    rest = keys.join(named, on="key", how="anti")
    lists = {name: named.filter(pl.col("kind").is_in(kinds)) for name, kinds in _KINDS.items()}
    lists |= {name: said.filter(pl.col("told").is_in(told)) for name, told in _TOLD.items()}
    lists["slip"] = names_slips.find(rest, index.slips)
    key, folded = pl.col("key"), pl.col("folded")
    listed = {name: key.is_in(found["key"].implode()) for name, found in lists.items()}
    figures = folded.str.contains(r"^\d{1,3}$")
    shapes = {
        "particle": pl.any_horizontal(key.str.starts_with(one) for one in PARTICLES),
        "capital": pl.col("capital"),
        "number": figures,
        "ballot": pl.col("raw").str.contains("\u20e3"),
        "suffix": folded.str.contains(names_numbers.SUFFIX)
        | key.str.contains(names_numbers.DATIVE_FIGURE),
        "district": key == "№",
        "letter": key.is_in(["д", "d"]),
        "grammar": key.str.contains(names_context.FEMININE)
        | key.str.contains(names_context.MASCULINE),
        "bare": figures,
    }
    told = [
        (listed.get(name, pl.lit(value=False)) | shapes.get(name, pl.lit(value=False)))
        .fill_null(value=True)
        .cast(pl.UInt32)
        * (1 << place)
        for place, name in enumerate(_NAMES)
    ]
    return known.select(pl.sum_horizontal(told).cast(pl.UInt32).alias("told"))["told"].to_numpy()


def gaps(between: pl.Series) -> Flags:
    """What each distinct stretch between two words is: TIGHT, JOINED, HASHTAG."""
    gap = pl.col("gap")
    told = (
        (gap == "").cast(pl.UInt32) * TIGHT
        + gap.str.contains(r"^[-‑–]?$").cast(pl.UInt32) * JOINED
        + gap.str.ends_with("#").cast(pl.UInt32) * HASHTAG
    )
    return between.alias("gap").to_frame().select(told.alias("told"))["told"].to_numpy()


@compiled
def may_name(
    firsts: Places, numbers: Numbers, between: Numbers, told: Flags, gap: Flags, rules: Rules,
    answer: NDArray[np.bool_],
) -> None:  # fmt: skip
    """Whether each text may name somebody, into `answer`.

    The words of text n are those from firsts[n] to firsts[n + 1]; `numbers` are theirs in `told`,
    `between` those of the gaps before them in `gap`.
    """
    for row in range(answer.shape[0]):
        begin, end = firsts[row], firsts[row + 1]
        answer[row] = begin < end and _may(begin, end, numbers, between, told, gap, rules)


@compiled
def has_part(firsts: Places, numbers: Numbers, told: Flags, answer: NDArray[np.bool_]) -> None:
    """Also answers for each text that has a word which may be part of a name. Shapes as in `may_name`."""
    part = _SURNAME | _FATHER | _GIVEN | _PATRONYMIC | _SLIP
    for row in range(answer.shape[0]):
        for at in range(firsts[row], firsts[row + 1]):
            if told[numbers[at]] & part:
                answer[row] = True
                break


@compiled
def _may(
    begin: int, end: int, numbers: Numbers, between: Numbers, told: Flags, gap: Flags, rules: Rules
) -> bool:
    every: Any = np.uint32(0)
    count: Any = np.int64(0)
    plain: Any = np.uint32(0)  # _DISTRICT and _BALLOT where they are plainly said
    before: Any = np.uint32(0)
    for at in range(begin, end):
        here = told[numbers[at]]
        kind = gap[between[at]]
        every |= here & ~_FATHER
        count += (here & _NUMBER) != 0
        plain |= here & (_DISTRICT | _BALLOT)
        if here & _SUFFIX and before & _FIGURES and kind & JOINED:
            plain |= _DISTRICT | _BALLOT
        if here & _NUMBER and (kind & HASHTAG or (before & _LETTER and kind & TIGHT)):
            plain |= _DISTRICT
        if here & _PARTICLE and before & _FATHER:
            every |= _SURNAME
        before = here
    return bool(_enough(every, count, plain, rules)) or bool(
        every & _SLIP
        and every & (_GIVEN | _PATRONYMIC | _NUMBER)
        and _slipped(begin, end, numbers, told, every, plain, rules)
    )


@inlined
def _enough(every: Any, count: int, plain: Any, rules: Rules) -> bool:
    """Whether parts of names as they stand, or a district and a number, may be a mention.

    A given name without anything else of the name counts only where a district or a number is said
    to be one; a mere figure does not do, but with both a word of respect and an occupation.
    """
    if every & _SURNAME or (every & _GIVEN and every & _PATRONYMIC):
        return True
    if every & (_GIVEN | _PATRONYMIC) and every & _NUMBER:
        said = every & _RESPECT and every & _WORK
        if plain or said or not rules.given:
            return True
    return bool(count > 1 and plain & _DISTRICT and plain & _BALLOT)


@compiled
def _slipped(
    begin: int, end: int, numbers: Numbers, told: Flags, every: Any, plain: Any, rules: Rules
) -> bool:
    """Whether a surname with a slip may be meant: one in small letters where others are capitals needs
    another part of the name beside it, a capital, a verb or a number.
    """
    if plain or every & _GRAMMAR or not every & _CAPITAL or not rules.slip:
        return True
    for at in range(begin, end):
        if told[numbers[at]] & _SLIP:
            for other in range(max(begin, at - _NEAR), min(end, at + _NEAR + 1)):
                if told[numbers[other]] & (_CAPITAL | _GIVEN | _PATRONYMIC):
                    return True
    return False
