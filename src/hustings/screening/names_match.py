"""Which words of the texts may be parts of a registered name: joins on distinct words only."""

import polars as pl

from hustings.screening import forms, names_slips, names_spelling
from hustings.screening.names_index import (
    FATHER,
    GIVEN,
    OFFSPRING,
    PARTICLES,
    PATRONYMIC,
    SURNAME,
    Index,
)

ROW_APART = 8  # more than any distance at which words are looked at together
LEAST_PATRONYMIC = 6
_LONGEST = 40
_SOFT = r"^[ \u00a0_\-–]{0,2}$"
_DOT = r"^\.? ?$"
_TAILS = pl.DataFrame({"tail": sorted(forms.TURKIC)})
_PATRONYMIC = r"(?:ович|евич|овн|евн|ична)(?:а|у|ем|е|и|ои|ои)?$"


def known(tokens: pl.DataFrame) -> pl.DataFrame:
    """What can be said of each distinct word by itself: [raw, key, capital, letter]; letter: a
    single capital, as initials are.
    """
    distinct = tokens.select("raw", "folded").unique("raw")
    key = (
        pl.when(pl.col("folded") == "№")
        .then("folded")
        .when(pl.col("raw").str.contains(r"['’]s$"))  # the English genitive
        .then(pl.col("key").str.head(-1))
        .otherwise("key")
    )
    return distinct.with_columns(names_spelling.keys(distinct["folded"]).alias("key")).select(
        "raw",
        key.alias("key"),
        pl.col("raw").str.contains(r"^\p{Lu}").alias("capital"),
        pl.col("raw").str.contains(r"^\p{Lu}\p{M}*$").alias("letter"),
    )


def words(tokens: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Tokens with what names need: [at, row, start, end, raw, folded, gap, key, capital,
    letter, chain]. Neighbours in a row have neighbouring `at`; words of one `chain` have
    nothing but a space or a hyphen, or the dot of an initial, between them.
    """
    first = pl.col("row") != pl.col("row").shift(1)
    letter = pl.col("letter") | pl.col("letter").shift(1)
    soft = pl.col("gap").str.contains(_SOFT) | (letter & pl.col("gap").str.contains(_DOT))
    return (
        tokens.join(known, on="raw", how="left", maintain_order="left")
        .with_row_index("index")
        .with_columns(
            (pl.col("index").cast(pl.Int64) + pl.col("row").cast(pl.Int64) * ROW_APART).alias("at"),
            (first | ~soft).fill_null(value=True).cum_sum().alias("chain"),
        )
        .drop("index")
    )


def told(words: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """What words tell by names.toml: [at, row, told, value]; `known` is `names_words.told`'s."""
    return words.select("at", "row", "key").join(known, on="key").drop("key")


def named(keys: pl.DataFrame, stems: pl.DataFrame) -> pl.DataFrame:
    """[key, part, kind, bare, certain, look] for each distinct word and stem it begins with,
    where the rest of the word is nothing or, after a bare name, a Turkic suffix chain (its
    first letter may have folded into the name's last).
    """
    keys = keys.filter(pl.col("key").str.len_chars() <= _LONGEST)
    first = stems.select(pl.col("key").str.head(2).alias("begin")).unique()
    keys = keys.with_columns(pl.col("key").str.head(2).alias("begin")).join(
        first, on="begin", how="semi"
    )
    whole = keys.select("key").join(stems, on="key")
    bare = stems.filter("bare").with_columns(pl.col("key").str.len_chars().alias("long"))
    begun = [
        keys.select(
            "key",
            stem=pl.col("key").str.head(int(str(length))),
            tail=pl.col("key").str.slice(int(str(length))),
            seam=pl.col("key").str.slice(int(str(length)) - 1),
        )
        .filter(pl.col("tail") != "")
        .join(some.drop("long").rename({"key": "stem"}), on="stem")
        for (length,), some in bare.group_by("long")
    ]
    if not begun:
        return whole
    after = pl.concat(begun).with_row_index("one")
    fits = pl.concat(
        [
            after.join(_TAILS, on="tail", how="semi").select("one"),
            after.join(_TAILS, left_on="seam", right_on="tail", how="semi").select("one"),
        ]
    ).unique()
    suffixed = after.join(fits, on="one", how="semi").select(whole.columns)
    return pl.concat([whole, suffixed])


def parts(
    words: pl.DataFrame, told: pl.DataFrame, named: pl.DataFrame, index: Index
) -> pl.DataFrame:
    """Words that may be parts of names: [at, to, row, chain, start, end, part, kind, bare,
    certain, alike, slip, capital, ambiguous]; kind is SURNAME, GIVEN, PATRONYMIC or
    WHOLE; ambiguous: in Russian this may be a woman's nominative or a man's genitive.

    A father's name counts only with its уулу or кызы, and then as surname or patronymic; any other
    name before that particle is somebody's father and no part.
    """
    found = pl.concat(
        [
            words.join(named, on="key").with_columns(slip=pl.lit(value=False)),
            _slipped(words, told, named, index),
        ],
        how="diagonal",
    )
    father = pl.col("kind").is_in([FATHER, OFFSPRING])
    return (
        found.join(_particles(words), left_on=pl.col("at") + 1, right_on="there", how="left")
        .with_columns(
            (names_spelling.looks(pl.col("folded")) == pl.col("look")).alias("alike"),
            pl.col("until").is_not_null().alias("child"),
        )
        .filter(father == pl.col("child"))
        .with_columns(
            pl.when("child").then(pl.col("at") + 1).otherwise("at").alias("to"),
            pl.when("child").then("until").otherwise("end").alias("end"),
            pl.col("kind").replace({FATHER: SURNAME, OFFSPRING: PATRONYMIC}),
        )
        .group_by("at", "to", "part", "kind")
        .agg(
            pl.col("row", "chain", "start", "end", "capital").first(),
            pl.col("key").str.contains(r"[вн]а$").any().alias("ambiguous"),
            pl.col("bare", "certain", "alike").any(),
            pl.col("slip").all(),
        )
    )


def strangers(words: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """Words that are given names or patronymics, anybody's: [at, is_given, is_patronymic]."""
    given = told.filter(pl.col("told") == "given").select("at").unique()
    patronymic = (
        words.filter(pl.col("capital") & (pl.col("key").str.len_chars() > LEAST_PATRONYMIC))
        .filter(pl.col("key").str.contains(_PATRONYMIC))
        .select("at")
    )
    return (
        words.select("at", "capital")
        .filter("capital")
        .select(
            "at",
            pl.col("at").is_in(given["at"].implode()).alias("is_given"),
            pl.col("at").is_in(patronymic["at"].implode()).alias("is_patronymic"),
        )
        .filter(pl.col("is_given") | pl.col("is_patronymic"))
    )


def _slipped(
    words: pl.DataFrame, told: pl.DataFrame, named: pl.DataFrame, index: Index
) -> pl.DataFrame:
    """Words that are surnames with a slip, in texts where a given name or a number stands too."""
    given = named.filter(pl.col("kind").is_in([GIVEN, PATRONYMIC])).select("key").unique()
    rows = pl.concat(
        [
            words.join(given, on="key", how="semi").select("row"),
            words.filter(pl.col("folded").str.contains(r"^\d{1,3}$")).select("row"),
            told.filter(pl.col("told").is_in(["ordinal", "cardinal"])).select("row"),
        ]
    ).unique()
    listed = told.filter(pl.col("told") != "advert").select("at").unique()
    asked = (
        words.join(rows, on="row", how="semi")
        .join(listed, on="at", how="anti")
        .join(named.select("key").unique(), on="key", how="anti")
    )
    found = names_slips.find(asked.select("key").unique(), index.slips)
    return asked.join(found, on="key").with_columns(
        kind=pl.lit(SURNAME), certain=pl.lit(value=True), slip=pl.lit(value=True)
    )


def _particles(words: pl.DataFrame) -> pl.DataFrame:
    starts = pl.any_horizontal(pl.col("key").str.starts_with(one) for one in PARTICLES)
    return (
        words.filter(starts & (pl.col("key").str.len_chars() < 10))  # noqa: PLR2004 - кызынын, уулуна
        .filter(pl.col("gap").str.contains(_SOFT))
        .select(pl.col("at").alias("there"), pl.col("end").alias("until"))
    )
