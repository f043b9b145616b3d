"""Text brought to one spelling, word by word, with the way back to the original characters.

Whoever hides a name writes it with look-alike letters, digits, stress marks, stretched or spaced
out; whoever types in a hurry leaves the Kyrgyz letters out. All of that is undone here, on both
sides: the roster is folded by the same rules. `tokens` works on columns; `hustings.screening
.fold_oracle` is its plain twin, and a property test holds them equal.
"""

import polars as pl

LONGEST = 64  # letters of a word that are read; the longest real word of the four languages has 44
SPELLED_OUT = 4  # single letters in a row, from which on they are read as one word

# Zero-width, soft hyphen, direction marks: they hide inside words and separate nothing.
UNSEEN = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
INSIDE = r"\p{Nd}@$*'’‘`´"  # counts as part of a word only between two letters
WORD = rf"\p{{L}}(?:[\p{{L}}\p{{M}}{UNSEEN}]|[{INSIDE}][{INSIDE}\p{{M}}{UNSEEN}]*\p{{L}})*"
NUMBER = rf"\p{{Nd}}+[\p{{M}}{UNSEEN}]*"
ADDRESS = r"[Hh][Tt][Tt][Pp][Ss]?://[!-~\u0400-\u04ff]*|[Ww][Ww][Ww]\.[!-~\u0400-\u04ff]+"
PIECE = rf"{ADDRESS}|{WORD}|{NUMBER}|№|[^\p{{L}}\p{{Nd}}№]+"

LETTERS = {
    **dict(zip("өүңқғҳўәіїҡҝһҷґєςı", "оункгхоеииккхжгеσi", strict=True)),
    **dict(zip("ʻʼʹʺ", [""] * 4, strict=True)),
}  # fmt: skip
BEFORE = {"@": "a", "$": "c", "ў": "о", "Ў": "о", "№": "№"}
LOOKS_LATIN = "abcehikmnoprtuxyj"
TO_CYRILLIC = dict(zip(LOOKS_LATIN, "авсенікмпоргтихуж", strict=True)) | {"i": "и"}
TO_LATIN = dict(zip("авсенкмпоргтихуіь", "abcehkmnoprtuxyib", strict=True))
DIGITS_CYRILLIC = dict(zip("013468", "оизчбв", strict=True))
DIGITS_LATIN = dict(zip("013457", "oieast", strict=True))
RUNNING = "abcdefghijklmnopqrstuvwxyzабвгдежзиклмнопрстуфхцчшщъыьэюя"
_CYRILLIC = "[\u0400-\u052f]"
_NO_ROW = 2**32 - 1
_RUNS = {letter * length: letter for length in range(12, 1, -1) for letter in RUNNING}

TOKENS = pl.Schema(
    {
        "row": pl.UInt32,
        "start": pl.UInt32,
        "end": pl.UInt32,
        "raw": pl.String,
        "gap": pl.String,
        "folded": pl.String,
    }
)


def tokens(frame: pl.DataFrame) -> pl.DataFrame:
    """Words and numbers of each text, in the shape of TOKENS, in the order of rows and text.

    `frame` has row (UInt32, ascending) and text (null counts as empty). start and end are
    character offsets (Python str indices) of `raw` in the text; `gap` is what stands between
    the word before and this one (a line break where an address of a page stands). Hashtags are cut
    where a capital follows a small letter; letters spaced out are read as one word.
    """
    found = _pieces(frame)
    found = _hashtags_cut(found)
    found = _spelled_out(found)
    distinct = found.select("raw").unique()
    folded = distinct.with_columns(words(distinct["raw"]).alias("folded"))
    return found.join(folded, on="raw", how="left", maintain_order="left").select(TOKENS.names())


def words(raw: pl.Series) -> pl.Series:
    """Folded forms of words (Utf8 in, Utf8 out)."""
    text = pl.col("raw")
    plain = (
        text.str.replace_many(BEFORE)
        .str.normalize("NFKD")
        .str.to_lowercase()
        .str.replace_all(r"[^\p{L}\p{N}]+", "")
        .str.replace_many(LETTERS)
        .str.head(LONGEST)
    )
    return (
        raw.alias("raw")
        .to_frame()
        .select(word=pl.when(text == "№").then(pl.lit("№")).otherwise(plain))
        .with_columns(_one_script().alias("word"))
        .with_columns(_without_digits().alias("word"))
        .select(collapse(pl.col("word")))
        .to_series()
    )


def _one_script() -> pl.Expr:
    """A word of two alphabets in the one whose letters the other's imitate."""
    word = pl.col("word")
    mixed = word.str.contains(_CYRILLIC) & word.str.contains("[a-z]")
    latin_imitates = ~word.str.contains(f"[a-z--{LOOKS_LATIN}]")
    cyrillic_imitates = ~word.str.contains(f"[\u0400-\u052f--{''.join(TO_LATIN)}]")
    return (
        pl.when(mixed & latin_imitates)
        .then(word.str.replace_many(TO_CYRILLIC))
        .when(mixed & cyrillic_imitates)
        .then(word.str.replace_many(TO_LATIN))
        .otherwise(word)
    )


def _without_digits() -> pl.Expr:
    """Digits inside a word as the letters they imitate."""
    word = pl.col("word")
    return (
        pl.when(~word.str.contains(r"\d"))
        .then(word)
        .when(word.str.contains(_CYRILLIC))
        .then(word.str.replace_many(DIGITS_CYRILLIC))
        .when(word.str.contains("[a-z]"))
        .then(word.str.replace_many(DIGITS_LATIN))
        .otherwise(word)
    )


def collapse(text: pl.Expr) -> pl.Expr:
    """Runs of one letter as one letter, in a text of at most LONGEST letters."""
    return text.str.replace_many(_RUNS, leftmost=True).str.replace_many(_RUNS, leftmost=True)


def _pieces(frame: pl.DataFrame) -> pl.DataFrame:
    long = pl.col("piece").str.len_chars().cast(pl.Int64)
    starts = pl.col("piece").str.contains(r"^[\p{L}\p{Nd}№]")
    text = pl.col("text").fill_null("")
    before = text.str.len_chars().cast(pl.Int64)
    return (
        frame.select(
            "row",
            (before.cum_sum() - before).alias("before"),
            text.str.extract_all(PIECE).alias("piece"),
        )
        .explode("piece", empty_as_null=False)
        .with_columns((long.cum_sum() - pl.col("before")).alias("end"))
        .with_columns(
            (pl.col("end") - long).cast(pl.UInt32).alias("start"),
            pl.col("end").cast(pl.UInt32),
            starts.alias("starts"),
            (starts & pl.col("piece").str.contains("[:.]")).alias("address"),
        )
        .with_columns(
            pl.when(pl.col("row") != pl.col("row").shift(1, fill_value=_NO_ROW))
            .then(pl.lit(""))
            .when(
                pl.col("address").shift(1)
                | (
                    pl.col("address").shift(2)
                    & ~pl.col("starts").shift(1)
                    & (pl.col("row") == pl.col("row").shift(2))
                )
            )
            .then(pl.lit("\n"))
            .when(pl.col("starts").shift(1))
            .then(pl.lit(""))
            .otherwise(pl.col("piece").shift(1))
            .alias("gap"),
        )
        .filter(pl.col("starts") & ~pl.col("address"))
        .select("row", "start", "end", pl.col("piece").alias("raw"), "gap")
    )


def _hashtags_cut(found: pl.DataFrame) -> pl.DataFrame:
    glued = pl.col("gap").str.ends_with("#") & pl.col("raw").str.contains(r"\p{Ll}\p{Lu}")
    marked = found.with_columns(glued.alias("glued"))
    cut = marked.filter("glued")
    if not cut.height:
        return found
    long = pl.col("raw").str.len_chars().cast(pl.UInt32)
    parts = (
        cut.with_columns(
            pl.col("raw").str.replace_all(r"(\p{Ll})(\p{Lu})", "$1\u0000$2").str.split("\u0000")
        )
        .with_columns(pl.int_ranges(pl.col("raw").list.len()).alias("part"))
        .explode("raw", "part")
        .with_columns((long.cum_sum().over("row", "start") + pl.col("start")).alias("end"))
        .with_columns(
            (pl.col("end") - long).alias("start"),
            pl.when(pl.col("part") == 0).then("gap").otherwise(pl.lit("")).alias("gap"),
        )
        .select(found.columns)
    )
    return pl.concat([marked.filter(~pl.col("glued")).select(found.columns), parts]).sort(
        "row", "start"
    )


def _spelled_out(found: pl.DataFrame) -> pl.DataFrame:
    same_row = pl.col("row") == pl.col("row").shift(1)
    letter = pl.col("raw").str.contains(r"^\p{L}$")
    narrow = pl.col("gap").str.contains(r"^[^\n]$")
    linked = letter & letter.shift(1) & narrow & same_row
    joined = linked & (~linked.shift(1) | (pl.col("gap") == pl.col("gap").shift(1)))
    runs = found.select(joined.fill_null(value=False).alias("joined")).with_columns(
        (~pl.col("joined")).cum_sum().alias("run")
    )
    long = (
        runs.filter("joined")
        .group_by("run")
        .len()
        .filter(pl.col("len") + 1 >= SPELLED_OUT)
        .get_column("run")
    )
    if not long.len():
        return found
    marked = found.with_columns(runs["run"], runs["run"].is_in(long.implode()).alias("long"))
    merged = (
        marked.filter("long")
        .group_by("run", maintain_order=True)
        .agg(
            pl.col("row").first(),
            pl.col("start").first(),
            pl.col("end").last(),
            (pl.col("gap") + pl.col("raw")).str.join("").alias("raw"),
            pl.col("gap").first(),
        )
        .with_columns(pl.col("raw").str.slice(pl.col("gap").str.len_chars()))
        .select(found.columns)
    )
    return pl.concat([marked.filter(~pl.col("long")).select(found.columns), merged]).sort(
        "row", "start"
    )
