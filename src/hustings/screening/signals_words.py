"""The words of publications as places in sentences: what the lexicon and the model look at.

Names are hidden here: every mention becomes the one word `@`, so no name can raise or lower
a score further on.
"""

import polars as pl

from hustings.screening.lexicon_spelling import skeletons

APART = 8  # more than the widest gap of a pattern, so that no sequence leaves its sentence
_ROW = 1 << 32
_MARK = "\u0001"
_EMOJI = r"\p{Extended_Pictographic}"
_END = rf"[.!?…]+(?:[\s)»”\"]|$)|\n|{_EMOJI}"
_BREAK = rf"(?:{_END}|[:;,]+(?:\s|$)|[«»“”„\"()•|]|\s[—–-]+\s)+"
_QUOTES = {"«": 1, "“": 1, "„": 1, "»": -1, "”": -1}

NAMED = pl.Schema({"row": pl.UInt32, "start": pl.Int64, "end": pl.Int64, "target": pl.String})


def breaks(frame: pl.DataFrame) -> pl.DataFrame:
    """Where clauses and sentences part: [row, from, clause, sentence, quoted], one a piece.

    `frame` has row (UInt32) and text. `from` is a character offset; clause and sentence are
    numbered through the whole frame.
    """
    pieces = (
        frame.select(
            "row",
            pl.col("text")
            .str.replace_all(_MARK, " ", literal=True)
            .str.replace_all(_BREAK, _MARK + "$0" + _MARK)
            .str.split(_MARK)
            .alias("piece"),
        )
        .with_columns(pl.int_ranges(pl.col("piece").list.len()).alias("no"))
        .explode("piece", "no", empty_as_null=False)
    )
    long = pl.col("piece").str.len_chars().cast(pl.Int64)
    parts = pl.col("no") % 2 == 1
    first = pl.col("no") == 0
    ends = first | (parts & pl.col("piece").str.contains(_END))
    opens = pl.sum_horizontal(
        pl.col("piece").str.count_matches(sign, literal=True).cast(pl.Int32) * step
        for sign, step in _QUOTES.items()
    )
    return pieces.with_columns(
        (long.cum_sum() - long).alias("from"),
        (parts | first).cum_sum().alias("clause"),
        ends.cum_sum().alias("sentence"),
        (opens * parts).cum_sum().alias("open"),
        pl.when(parts)
        .then(pl.col("piece").str.count_matches('"', literal=True))
        .otherwise(0)
        .cum_sum()
        .alias("straight"),
    ).select(
        "row",
        (pl.col("from") - pl.col("from").first().over("row")).alias("from"),
        "clause",
        "sentence",
        (
            (pl.col("open") > pl.col("open").first().over("row"))
            | ((pl.col("straight") - pl.col("straight").first().over("row")) % 2 == 1)
        ).alias("quoted"),
        (parts & pl.col("piece").str.contains("?", literal=True)).alias("asks"),
    )


def place(frame: pl.DataFrame, keyed: pl.DataFrame, named: pl.DataFrame) -> pl.DataFrame:
    """Words in their sentences: [row, at, key, start, end, clause, sentence, quoted, target].

    `keyed` is the frame of `keys`; `named` [row, start, end, target] are the
    stretches to hide behind `@`: mentions and party names. `at` counts words through the frame and leaps at each sentence's end, so words that
    follow one another within a sentence, and only those, have neighbouring numbers.
    """
    position = pl.col("row").cast(pl.Int64) * _ROW
    hidden = named.select(
        (position + pl.col("start")).alias("there"),
        (position + pl.col("end")).alias("until"),
        pl.col("start").alias("named_from"),
        "target",
    ).sort("there")
    placed = (
        keyed.with_columns((position + pl.col("end") - 1).alias("there"))
        .sort("there")
        .join_asof(hidden, on="there", strategy="backward")
        .with_columns((pl.col("until") > position + pl.col("start")).alias("hide"))
        .with_columns(
            pl.when("hide").then(pl.col("target")).alias("target"),
            pl.when("hide").then(pl.lit("@")).otherwise("key").alias("key"),
            pl.when("hide").then("until").alias("until"),
            pl.when("hide").then(pl.col("until") - position).otherwise("end").alias("end"),
            pl.when("hide")
            .then(pl.min_horizontal("start", "named_from"))
            .otherwise("start")
            .alias("start"),
        )
    )
    again = (pl.col("until") == pl.col("until").shift(1)).fill_null(value=False)
    where = breaks(frame).with_columns((position + pl.col("from")).alias("there"))
    return (
        placed.filter(~again)
        .select("row", "key", "start", "end", "target")
        .with_columns((position + pl.col("start")).alias("there"))
        .join_asof(where.drop("row"), on="there", strategy="backward")
        .with_row_index("index")
        .with_columns(
            (pl.col("index").cast(pl.Int64) + pl.col("sentence").cast(pl.Int64) * APART).alias("at")
        )
        .select("row", "at", "key", "start", "end", "clause", "sentence", "quoted", "target")
    )


def keys(tokens: pl.DataFrame) -> pl.DataFrame:
    """Tokens with their skeletons [row, start, end, key], in the order of the text."""
    distinct = tokens.select("folded").unique()
    known = distinct.with_columns(skeletons(distinct["folded"]).alias("key"))
    return (
        tokens.join(known, on="folded", how="left", maintain_order="left")
        .filter(pl.col("key").str.len_bytes() > 0)
        .select(
            "row",
            pl.col("start").cast(pl.Int64),
            pl.col("end").cast(pl.Int64),
            "key",
        )
        .sort("row", "start")
    )
