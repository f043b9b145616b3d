"""The words of publications as places in sentences: what the lexicon and the model look at.

Names are hidden here: every mention becomes the one word `@`, so no name can raise or lower
a score further on. The model sees still less: it is also spared capitalised words inside a
sentence (namesakes, places) and the digits of numbers.
"""

import polars as pl

from hustings.screening.lexicon_spelling import skeletons

APART = 8  # more than the widest gap of a pattern, so that no sequence leaves its sentence
MENTION = "@"
CAPITAL = "^"
SENTENCE = 2
CLAUSE = 1
LONG_CLAUSE = 60
LONG_SENTENCE = 240
PLACED = (
    "row",
    "at",
    "key",
    "seen",
    "start",
    "end",
    "clause",
    "sentence",
    "quoted",
    "target",
)
_ROW = 1 << 32
_PICTURE = r"\p{Extended_Pictographic}"
_ENDS = rf"[.!?…]+[\s)»”\"]|\n|{_PICTURE}"
_PARTS = rf"{_ENDS}|[:;,][\s\p{{L}}]|[«»“”„\"()•|]|\s[—–-]+\s"
_OPENS = "«“„"
_CLOSES = "»”"

KEYED = pl.Schema(
    {
        "row": pl.UInt32,
        "start": pl.Int64,
        "end": pl.Int64,
        "key": pl.String,
        "seen": pl.String,
        "parts": pl.Int8,
        "quotes": pl.Int8,
        "straight": pl.Int8,
    }
)


def keys(tokens: pl.DataFrame) -> pl.DataFrame:
    """Words with their skeletons, in the shape of KEYED and the order of the text.

    `tokens` is `fold.tokens`'s. `key` is the skeleton, `seen` what the model sees of it,
    `parts`: 2 where a sentence begins, 1 where a clause begins; `quotes`: how many quotation
    marks open (less close) before the word, `straight`: how many `"` stand there.
    """
    words = tokens.select("raw", "folded").unique("raw")
    known = words.with_columns(skeletons(words["folded"]).alias("key")).with_columns(
        pl.when(pl.col("raw").str.contains(r"^\p{Lu}\p{Ll}"))
        .then(pl.lit(CAPITAL))
        .when(pl.col("key").str.contains(r"^\d"))
        .then(pl.lit("#"))
        .otherwise("key")
        .alias("seen")
    )
    gaps = tokens.select("gap").unique()
    gap = pl.col("gap")
    between = gaps.with_columns(
        pl.when(gap.str.contains(_ENDS))
        .then(SENTENCE)
        .when(gap.str.contains(_PARTS))
        .then(CLAUSE)
        .otherwise(0)
        .alias("parts"),
        (gap.str.count_matches(f"[{_OPENS}]").cast(pl.Int8))
        .sub(gap.str.count_matches(f"[{_CLOSES}]").cast(pl.Int8))
        .alias("quotes"),
        gap.str.count_matches('"', literal=True).alias("straight"),
    )
    return (
        tokens.join(known, on="raw", how="left", maintain_order="left")
        .join(between, on="gap", how="left", maintain_order="left")
        .filter(pl.col("key").str.len_bytes() > 0)
        .select(KEYED.names())
        .cast(KEYED, strict=False)
    )


def place(keyed: pl.DataFrame, named: pl.DataFrame) -> pl.DataFrame:
    """Words in their sentences: [row, at, key, seen, start, end, clause, sentence, quoted,
    target].

    `keyed` is `keys`'s; `named` [row, start, end, target] are the stretches to hide behind
    `@`: mentions and party names; without a target (likely a namesake) behind `^`. `at` counts
    words through the frame and leaps at each sentence's end, so words that follow one another
    within a sentence, and only those, have neighbouring numbers.
    """
    seen = _hidden(_numbered(keyed), named)
    begins = pl.col("sentence") != pl.col("sentence").shift(1, fill_value=0)
    again = (pl.col("until") == pl.col("until").shift(1)) & pl.col("hide")
    leaps = pl.col("sentence").cast(pl.Int64) * APART
    return (
        seen.with_columns(
            pl.when((pl.col("seen") == CAPITAL) & begins & ~pl.col("hide"))
            .then("key")
            .otherwise("seen")
            .alias("seen")
        )
        .filter(~again.fill_null(value=False))
        .with_row_index("index")
        .with_columns((pl.col("index").cast(pl.Int64) + leaps).alias("at"))
        .select(PLACED)
    )


def _numbered(keyed: pl.DataFrame) -> pl.DataFrame:
    """Words with the numbers of their clause and sentence, and whether they are quoted."""
    first = (pl.col("row") != pl.col("row").shift(1)).fill_null(value=True)
    keyed = keyed.with_columns(_breathless("parts", first))
    opened = pl.col("quotes").cast(pl.Int32).cum_sum()
    straight = pl.col("straight").cast(pl.Int32).cum_sum()
    return keyed.with_columns(
        (first | (pl.col("parts") == SENTENCE)).cum_sum().alias("sentence"),
        (first | (pl.col("parts") >= CLAUSE)).cum_sum().alias("clause"),
        (opened - pl.when(first).then(opened - pl.col("quotes")).forward_fill()).alias("open"),
        (straight - pl.when(first).then(straight - pl.col("straight")).forward_fill()).alias(
            "marks"
        ),
    ).with_columns(((pl.col("open") > 0) | (pl.col("marks") % 2 == 1)).alias("quoted"))


def _breathless(parts: str, first: pl.Expr) -> pl.Expr:
    """Breaks also where nobody breathes: a clause after LONG_CLAUSE words, a sentence after
    LONG_SENTENCE, so that what is quoted stays short and no text is one sentence. Counted anew from
    the `first` word of each text: what stands before it is another's.
    """
    at = pl.int_range(pl.len())
    last = pl.when((pl.col(parts) > 0) | first).then(at).forward_fill().fill_null(0)
    since = at - last
    return (
        pl.when((since > 0) & (since % LONG_SENTENCE == 0))
        .then(SENTENCE)
        .when((since > 0) & (since % LONG_CLAUSE == 0))
        .then(pl.max_horizontal(pl.col(parts), CLAUSE))
        .otherwise(parts)
        .cast(pl.Int8)
        .alias(parts)
    )


def _hidden(words: pl.DataFrame, named: pl.DataFrame) -> pl.DataFrame:
    """Every word of a stretch in `named` as the sign it hides behind, `until` being its end."""
    position = pl.col("row").cast(pl.Int64) * _ROW
    stretches = named.select(
        (position + pl.col("start")).alias("there"),
        (position + pl.col("end")).alias("until"),
        pl.col("start").alias("named_from"),
        "target",
    ).sort("there")
    nobody = pl.col("target").is_null()
    sign = pl.when(nobody).then(pl.lit(CAPITAL)).otherwise(pl.lit(MENTION))
    first = pl.min_horizontal("start", "named_from")
    return (
        words.with_columns((position + pl.col("end") - 1).alias("there"))
        .join_asof(stretches, on="there", strategy="backward")
        .with_columns(
            (pl.col("until") > position + pl.col("start")).fill_null(value=False).alias("hide")
        )
        .with_columns(
            pl.when("hide").then(sign).otherwise("key").alias("key"),
            pl.when("hide").then(sign).otherwise("seen").alias("seen"),
            pl.when("hide").then("target").alias("target"),
            pl.when("hide").then(pl.col("until") - position).otherwise("end").alias("end"),
            pl.when("hide").then(first).otherwise("start").alias("start"),
        )
    )
