"""Neighbouring parts of one candidate's name, taken together, and who stands beside them."""

import polars as pl

from hustings.screening.names_index import GIVEN, PATRONYMIC, SURNAME, WHOLE, Index

SPANS = (
    "row", "candidate", "at", "to", "chain", "start", "end", "surname", "given", "patronymic",
    "bare", "certain", "alike", "slip", "capital", "ambiguous", "initial", "stranger", "nickname",
    "strength",
)  # fmt: skip


def spans(
    words: pl.DataFrame, parts: pl.DataFrame, told: pl.DataFrame, strangers: pl.DataFrame,
    index: Index,
) -> pl.DataFrame:  # fmt: skip
    """One row for each stretch of a text and each candidate it may name: SPANS.

    surname, given, patronymic: which parts stand in it; bare: the surname is in the nominative or
    has a Turkic suffix; alike: spelled as in the roster; slip: with a slip of the pen; initial: +1
    the candidate's, −1 another's, 0 none; stranger: another given name or patronymic stands beside
    it; nickname: a short form of the candidate's; strength: how many parts speak for it.
    """
    joined = _joined(words, parts, told, strangers, index)
    beside = _initials(words, joined, index)
    return _strangers(words, beside, strangers, index).with_columns(_strength().alias("strength"))


def unrivalled(spans: pl.DataFrame) -> pl.DataFrame:
    """Without those that a stronger reading of one of their words rules out."""
    covered = spans.select(pl.int_ranges("at", pl.col("to") + 1).alias("word"), "strength").explode(
        "word"
    )
    best = covered.group_by("word").agg(pl.col("strength").max().alias("best"))
    return (
        spans.with_columns(pl.int_ranges("at", pl.col("to") + 1).alias("word"))
        .explode("word")
        .join(best, on="word", how="left")
        .group_by("row", "candidate", "at", maintain_order=True)
        .agg(
            pl.exclude("word", "best").first(),
            (pl.col("best") > pl.col("strength")).any().alias("beaten"),
        )
        .filter(~pl.col("beaten"))
        .select(spans.columns)
    )


def _strength() -> pl.Expr:
    parts = pl.sum_horizontal(pl.col("surname", "given", "patronymic").cast(pl.Int8))
    return (
        parts
        + pl.col("nickname")
        + (pl.col("initial") == 1)
        - (pl.col("initial") == -1)
        - pl.col("stranger")
    )


def _joined(
    words: pl.DataFrame, parts: pl.DataFrame, told: pl.DataFrame, strangers: pl.DataFrame,
    index: Index,
) -> pl.DataFrame:  # fmt: skip
    between = pl.concat(
        [
            told.filter(pl.col("told") == "respect").select("at"),
            words.filter("letter").select("at"),
            strangers.filter("is_patronymic").select("at"),
        ]
    ).unique()
    claims = parts.join(index.bearers, on="part").sort("candidate", "at", "to")
    same = (pl.col("candidate") == pl.col("candidate").shift(1)) & (
        pl.col("chain") == pl.col("chain").shift(1)
    )
    apart = pl.col("at") - pl.col("to").shift(1)
    bridge = (pl.col("at") - 1).is_in(between["at"].implode())
    near = same & ((apart <= 1) | ((apart == 2) & bridge))  # noqa: PLR2004 - one word between
    kind = pl.col("kind")
    return (
        claims.with_columns((~near.fill_null(value=False)).cum_sum().alias("span"))
        .group_by("span", maintain_order=True)
        .agg(
            pl.col("row", "candidate", "at", "chain", "start").first(),
            pl.col("to", "end").max(),
            kind.is_in([SURNAME, WHOLE]).any().alias("surname"),
            kind.is_in([GIVEN, WHOLE]).any().alias("given"),
            (kind == PATRONYMIC).any().alias("patronymic"),
            pl.col("bare").filter(kind.is_in([SURNAME, WHOLE])).any().alias("bare"),
            pl.col("certain").all(),
            pl.col("alike").filter(kind.is_in([SURNAME, WHOLE])).any().alias("alike"),
            pl.col("slip").any(),
            pl.col("capital").all(),
            pl.col("ambiguous").any(),
        )
        .drop("span")
    )


def _initials(words: pl.DataFrame, joined: pl.DataFrame, index: Index) -> pl.DataFrame:
    dotted = pl.col("gap").shift(-1).str.starts_with(".") | (
        pl.col("row") != pl.col("row").shift(-1)
    )
    letters = words.filter(pl.col("letter") & dotted.fill_null(value=True)).select(
        "at", "chain", "start", "end", pl.col("key").str.head(1).alias("sign")
    )
    found = joined.join(index.people.select("candidate", "given_key"), on="candidate", how="left")
    for name, place in (
        ("one", pl.col("to") + 1),
        ("two", pl.col("to") + 2),
        ("before", pl.col("at") - 1),
        ("first", pl.col("at") - 2),
    ):
        found = _beside(found, letters, name, place)
    sign = pl.coalesce("one_sign", "first_sign", "before_sign")
    fits = sign == pl.col("given_key").str.head(1)
    wanted = pl.col("surname") & ~pl.col("given") & (pl.col("given_key") != "")
    right = wanted & pl.col("one_sign").is_not_null()
    left = wanted & pl.col("one_sign").is_null()
    return found.with_columns(
        pl.when(wanted & fits).then(1).when(wanted & ~fits).then(-1).otherwise(0).alias("initial"),
        pl.when(right).then(pl.coalesce("two_end", "one_end")).otherwise("end").alias("end"),
        pl.when(left)
        .then(pl.coalesce("first_start", "before_start", "start"))
        .otherwise("start")
        .alias("start"),
    ).select(*joined.columns, "initial", "given_key")


def _beside(found: pl.DataFrame, others: pl.DataFrame, name: str, place: pl.Expr) -> pl.DataFrame:
    """The columns of `others` for the word at `place`, if it stands in the same chain."""
    known = others.rename({column: f"{name}_{column}" for column in others.columns})
    return (
        found.with_columns(place.alias("place"))
        .join(
            known, left_on=["place", "chain"], right_on=[f"{name}_at", f"{name}_chain"], how="left"
        )
        .drop("place")
    )


def _strangers(
    words: pl.DataFrame, found: pl.DataFrame, strangers: pl.DataFrame, index: Index
) -> pl.DataFrame:
    """Adds stranger and nickname: beside a surname stands another's given name or patronymic, or
    a short form of the candidate's own (Бека for Бектур).
    """
    beside = (
        words.filter("capital")
        .select("at", "chain", "key")
        .join(strangers, on="at", how="left")
        .with_columns(pl.col("is_given", "is_patronymic").fill_null(value=False))
    )
    known = index.people.select("candidate", pl.col("patronymic_key").is_not_null().alias("has"))
    found = found.join(known, on="candidate", how="left")
    sides = ("right", "left")
    for name, place in zip(sides, (pl.col("to") + 1, pl.col("at") - 1), strict=True):
        found = _beside(found, beside, name, place)
    alone = pl.col("surname") & ~pl.col("given") & (pl.col("initial") != 1)
    fathers = (
        pl.col("has") & ~pl.col("patronymic") & pl.col("right_is_patronymic").fill_null(value=False)
    )
    other = pl.any_horizontal(_other(name) for name in sides)
    short = pl.any_horizontal(_short(name) for name in sides)
    return found.with_columns(
        ((alone & other) | (pl.col("given") & fathers)).alias("stranger"),
        (alone & short & ~other).alias("nickname"),
    ).select(*[column for column in SPANS if column != "strength"])


def _other(name: str) -> pl.Expr:
    word = pl.col(f"{name}_key")
    stem = word.str.head(pl.max_horizontal(3, word.str.len_chars().cast(pl.Int64) - 1))
    return (pl.col(f"{name}_is_given") & ~pl.col("given_key").str.starts_with(stem)).fill_null(
        value=False
    )


def _short(name: str) -> pl.Expr:
    word = pl.col(f"{name}_key")
    shorter = word.str.len_chars().is_between(3, pl.col("given_key").str.len_chars())
    return (shorter & (word.str.head(2) == pl.col("given_key").str.head(2))).fill_null(value=False)
