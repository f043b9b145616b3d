"""A lexicon's patterns as arrays: which words open a reading, what must follow, what it tells."""

# ruff: noqa: PLR0917 - numba knows no keyword-only arguments

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hustings.screening.gate_jit import compiled, inlined
from hustings.screening.gate_words import Numbers, Places
from hustings.screening.lexicon import KINDS, Lexicon

ANYWHERE, MENTION, NUMBER = range(3)  # what must stand in the sentence of a hit
_NEAR = {"": ANYWHERE, "mention": MENTION, "number": NUMBER}


class Steps(NamedTuple):
    """The readings that begin at place p: opens[opens_from[p]:opens_from[p + 1]]; reading r takes the
    places place[steps_from[r]:steps_from[r + 1]], each up to `gap` words after the one before.
    """

    opens_from: Places
    opens: Numbers
    steps_from: Places
    place: Numbers
    gap: Numbers
    pattern: Numbers


class Patterns(NamedTuple):
    """What each pattern tells: the number of its feature, how much, its kind (−1: a context), whether it
    denies its kind, what must stand near.
    """

    feature: Numbers
    value: NDArray[np.float64]
    kind: Numbers
    denies: NDArray[np.bool_]
    near: Numbers


def steps(lexicon: Lexicon) -> Steps:
    """The readings of a lexicon, numbered anew."""
    rows = lexicon.steps.sort("reading", "step").with_columns(
        pl.col("reading").rle_id().alias("number")
    )
    first = rows.filter(step=0).sort("place", "number")
    places = int(lexicon.places["place"].max() or 0) + 1 if lexicon.places.height else 0  # type: ignore[arg-type]
    opening = first["place"].to_numpy()
    readings = first.height
    return Steps(
        np.searchsorted(opening, np.arange(places + 1)).astype(np.int64),
        first["number"].to_numpy().astype(np.int32),
        np.searchsorted(rows["number"].to_numpy(), np.arange(readings + 1)).astype(np.int64),
        rows["place"].to_numpy().astype(np.int32),
        rows["gap"].to_numpy().astype(np.int32),
        first.sort("number")["pattern"].to_numpy().astype(np.int32),
    )


def patterns(lexicon: Lexicon) -> tuple[Patterns, list[str]]:
    """(what patterns tell, the names of their features as `model_features.found` has them)."""
    table = lexicon.patterns.sort("pattern").with_columns(
        pl.when(pl.col("kind").is_not_null())
        .then(pl.format("lex:{}:{}", "kind", "stance"))
        .otherwise(pl.format("ctx:{}", "context"))
        .alias("feature"),
        pl.when(pl.col("kind").is_not_null())
        .then(pl.col("weight") / 3)
        .otherwise(1.0)
        .alias("value"),
    )
    names = table["feature"].unique().sort().to_list()
    return Patterns(
        _numbers(table["feature"], names),
        table["value"].to_numpy(),
        _numbers(table["kind"], KINDS),
        (table["sense"] == "denies").to_numpy(),
        np.array([_NEAR[near] for near in table["near"]], np.int32),
    ), names


def _numbers(column: pl.Series, names: Sequence[str]) -> Numbers:
    known = {name: number for number, name in enumerate(names)}
    return np.array([known.get(name, -1) for name in column], np.int32)


@compiled
def matches(
    steps: Steps,
    reading: int,
    at: int,
    end: int,
    keys: Numbers,
    places_from: Places,
    places: Numbers,
) -> bool:
    """Whether a reading that opens at the word `at` goes on before the word `end`; of all ways to go on
    the nearest counts, as in `signals_match`.
    """
    here: Any = np.int64(at)
    for step in range(steps.steps_from[reading] + 1, steps.steps_from[reading + 1]):
        reach = min(end, here + steps.gap[step] + 2)
        following: Any = here + 1
        while following < reach:
            if takes(keys[following], steps.place[step], places_from, places):
                break
            following += 1
        if following >= reach:
            return False
        here = following
    return True


@inlined
def takes(key: int, place: int, places_from: Places, places: Numbers) -> bool:
    """Whether a place of a pattern takes a word."""
    for one in range(places_from[key], places_from[key + 1]):  # noqa: SIM110 - numba compiles no generator
        if places[one] == place:
            return True
    return False
