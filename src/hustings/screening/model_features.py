"""What the learned model looks at: pieces of words, pairs of words, and the circumstances.

The same functions serve training and screening, so that both see the same.
"""

import polars as pl

from hustings.screening import signals_match

SHORTEST = 2
LONGEST = 5
STEM = 5
FAMILIES = {"^[cws]:": 3.0, "^[bt]:": 2.0, "^k:": 1.5}
"""How loud letters, pairs and themes speak beside circumstances; chosen on authors left out."""
LAUGHS = ["🤡", "🙃", "😏", "😂", "🤣", "😆", "😁", "🤭", "🙈"]
WARMS = ["❤", "💚", "💜", "💙", "🧡", "💛", "🙏", "💪", "🔥", "👏", "🤲", "🌷", "🌹", "😍"]
MARKS = ["✅", "🗳", "✔", "☑", "👇", "👉", "✍", "❎", "👍", "💯"]
WARNS = ["❗", "‼", "⚠", "🚨", "📢", "📣", "😡", "🤬", "👎", "❌"]
MOST = 2.5


def pieces(words: pl.Series) -> pl.DataFrame:
    """[seen, feature]: for each distinct word the word itself, its stem and its letter n-grams
    of 2 to 5 letters, word ends marked by a space.
    """
    frame = words.alias("seen").to_frame()
    padded = frame.with_columns((" " + pl.col("seen") + " ").alias("padded"))
    long = pl.col("padded").str.len_chars().cast(pl.Int64)
    grams = [
        padded.filter(long >= size)
        .with_columns(pl.int_ranges(0, long - size + 1).alias("from"))
        .explode("from", empty_as_null=False)
        .select("seen", ("c:" + pl.col("padded").str.slice(pl.col("from"), size)).alias("feature"))
        for size in range(SHORTEST, LONGEST + 1)
    ]
    whole = frame.select("seen", ("w:" + pl.col("seen")).alias("feature"))
    stems = frame.filter(pl.col("seen").str.len_chars() > STEM).select(
        "seen", ("s:" + pl.col("seen").str.head(STEM)).alias("feature")
    )
    return pl.concat([whole, stems, *grams])


def themed(words: pl.Series, themes: pl.DataFrame) -> pl.DataFrame:
    """[seen, feature]: the pack's word fields (`Lexicon.themes`) that each word belongs to."""
    taken = signals_match.taken(words.alias("key").to_frame(), themes.drop("theme"))
    names = themes.select("place", "theme").unique()
    return (
        taken.join(names, on="place")
        .select(pl.col("key").alias("seen"), ("k:" + pl.col("theme")).alias("feature"))
        .unique(maintain_order=True)
    )


def pairs(placed: pl.DataFrame) -> pl.DataFrame:
    """[row, clause, feature]: neighbouring words, and neighbouring stems."""
    neighbours = placed.with_columns(
        pl.when(pl.col("at").shift(-1) == pl.col("at") + 1)
        .then(pl.col("seen").shift(-1))
        .alias("next")
    ).filter(pl.col("next").is_not_null())
    stem = pl.col("seen").str.head(STEM) + " " + pl.col("next").str.head(STEM)
    both = pl.col("seen") + " " + pl.col("next")
    return pl.concat(
        [
            neighbours.select("row", "clause", ("b:" + both).alias("feature")),
            neighbours.select("row", "clause", ("t:" + stem).alias("feature")),
        ]
    )


def circumstances(frame: pl.DataFrame, placed: pl.DataFrame, hits: pl.DataFrame) -> pl.DataFrame:
    """[row, feature, value]: who wrote, how many are named, quotation marks, emoji, numbers,
    and what the lexicon found. No name, no address, no time.
    """
    return pl.concat([_written(frame), _counted(placed), found(hits, ["row"])])


def found(hits: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    """[*by, feature, value]: the lexicon's hits added up by kind and stance, or by context."""
    named = hits.with_columns(
        pl.when(pl.col("kind").is_not_null())
        .then(pl.format("lex:{}:{}", "kind", "stance"))
        .otherwise(pl.format("ctx:{}", "context"))
        .alias("feature"),
        pl.when(pl.col("kind").is_not_null())
        .then(pl.col("weight") / 3)
        .otherwise(1.0)
        .alias("value"),
    )
    summed = named.group_by(*by, "feature").agg(pl.col("value").sum().clip(upper_bound=MOST))
    there = summed.select(*by, (pl.col("feature") + "+").alias("feature"), value=pl.lit(1.0))
    return pl.concat([summed, there])


def _written(frame: pl.DataFrame) -> pl.DataFrame:
    text = pl.col("text").fill_null("")
    flags = {
        "asks": text.str.contains("?", literal=True),
        "calls out": text.str.contains("!", literal=True),
        "calls loud": text.str.contains(r"![!1❗]|‼"),
        "percent": text.str.contains(r"\d\s?%"),
        "address": text.str.contains("http", literal=True),
        "quotes": text.str.contains('[«“"]'),
        "hashtag": text.str.contains("#", literal=True),
        "lines": text.str.contains("\n", literal=True),
        "telephone": text.str.contains(r"\d{3}[ -]\d{2}[ -]\d{2}|\d{4}[ -]\d{3}"),
        "laughs": text.str.contains_any(LAUGHS),
        "brackets": text.str.contains(r"\){1,}(?:\s|$)") & ~text.str.contains("(", literal=True),
        "warms": text.str.contains_any(WARMS),
        "marks": text.str.contains_any(MARKS),
        "warns": text.str.contains_any(WARNS),
        "upper": text.str.contains(r"\p{Lu}{4}"),
        "lower": ~text.str.contains(r"^\W*\p{Lu}"),
    }
    wide = frame.select(
        "row",
        pl.format("class:{}", author_class(frame)).alias("class"),
        *(flag.cast(pl.Float64).alias(name) for name, flag in flags.items()),
    )
    long = wide.drop("class").unpivot(index="row", variable_name="feature", value_name="value")
    classes = wide.select("row", pl.col("class").alias("feature"), value=pl.lit(1.0))
    return pl.concat([long.filter(pl.col("value") > 0), classes])


def author_class(frame: pl.DataFrame) -> pl.Expr:
    """Who wrote: `author_class`, or the class within `author`; "unknown" where neither says."""
    if "author_class" in frame.columns:
        return pl.col("author_class").fill_null("unknown")
    if "author" in frame.columns:
        return pl.col("author").struct.field("class").fill_null("unknown")
    return pl.lit("unknown")


def _counted(placed: pl.DataFrame) -> pl.DataFrame:
    several = pl.col("target").drop_nulls().n_unique()
    wide = placed.group_by("row").agg(
        (several == 0).alias("names none"),
        (several == 1).alias("names one"),
        (several == 2).alias("names two"),  # noqa: PLR2004  # said in its name
        (several > 2).alias("names many"),  # noqa: PLR2004  # the same
        (pl.col("quoted").mean() > 0.5).alias("mostly quoted"),  # noqa: PLR2004  # the same
        pl.col("quoted").any().alias("partly quoted"),
        (pl.len().cast(pl.Float64).log() / 3).alias("length"),
        (pl.len() <= 6).alias("very short"),  # noqa: PLR2004  # as many words as a slogan has
        (pl.col("key").str.contains(r"^\d").sum().clip(upper_bound=4) / 4).alias("numbers"),
        (pl.col("seen") == "^").mean().mul(4).clip(upper_bound=1).alias("capitals"),
        (pl.col("seen").first() == "@").alias("begins with a name"),
    )
    columns = [pl.col(name).cast(pl.Float64) for name in wide.columns if name != "row"]
    return (
        wide.select("row", *columns)
        .unpivot(index="row", variable_name="feature", value_name="value")
        .filter(pl.col("value") > 0)
    )
