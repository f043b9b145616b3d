"""The words that stand around names, and what they tell; kept as data in names.toml."""

import tomllib
from functools import cache
from importlib import resources
from typing import Any

import polars as pl

from hustings.screening import fold, names_spelling

WORDS = pl.Schema({"key": pl.String, "whole": pl.Boolean, "told": pl.String, "value": pl.Int16})


@cache
def table() -> pl.DataFrame:
    """All listed words in the shape of WORDS: a key, whether it is the whole word or its
    beginning, what it tells, and the number it stands for (null: none).
    """
    rows: list[tuple[str, bool, str, int | None]] = []
    for told, listed in _data().items():
        if told == "short":
            continue
        numbered = {"": listed} if isinstance(listed, str) else listed
        rows += [
            (word.rstrip("*"), not word.endswith("*"), told, int(number) if number else None)
            for number, words in numbered.items()
            for word in words.split()
        ]
    frame = pl.DataFrame(rows, schema=WORDS, orient="row")
    keyed = names_spelling.keys(fold.words(frame["key"].alias("raw")))
    return frame.with_columns(
        pl.when(pl.col("key") == "№").then("key").otherwise(keyed).alias("key")
    ).unique(maintain_order=True)


@cache
def short_forms() -> dict[str, tuple[str, ...]]:
    """Everyday short forms by the key of the given name in full."""
    listed = {name: forms for names, forms in _data()["short"].items() for name in names.split()}
    keys = names_spelling.keys(fold.words(pl.Series("raw", list(listed), dtype=pl.String)))
    return {key: tuple(listed[name].split()) for name, key in zip(listed, keys, strict=True)}


@cache
def _data() -> dict[str, Any]:
    words = resources.files("hustings.screening").joinpath("names.toml")
    return tomllib.loads(words.read_text("utf-8"))


def told(keys: pl.DataFrame) -> pl.DataFrame:
    """What each distinct key tells: [key, told, value]; a key may tell several things."""
    words = table()
    found = [
        keys.select("key").join(words.filter("whole"), on="key").select("key", "told", "value")
    ]
    stems = words.filter(~pl.col("whole")).with_columns(pl.col("key").str.len_chars().alias("long"))
    for (length,), some in stems.group_by("long"):
        found.append(
            keys.select("key", stem=pl.col("key").str.head(int(str(length))))
            .join(some.select(pl.col("key").alias("stem"), "told", "value"), on="stem")
            .select("key", "told", "value")
        )
    return pl.concat(found).unique()


@cache
def occupation(text: str) -> int | None:
    """The number of the group in names.toml that an occupation as registered belongs to."""
    words = fold.words(pl.Series("raw", text.split(), dtype=pl.String))
    keys = names_spelling.keys(words).alias("key").to_frame()
    found = told(keys).filter(pl.col("told") == "occupation")["value"].sort()
    return int(found[0]) if found.len() else None


@cache
def given() -> frozenset[str]:
    """Keys of the given names in names.toml."""
    return frozenset(table().filter(pl.col("told") == "given")["key"])


@cache
def whole() -> frozenset[str]:
    """Keys of all words in names.toml that are listed as whole words."""
    return frozenset(table().filter("whole")["key"])
