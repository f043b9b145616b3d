"""Districts and ballot numbers that a text names, in figures or words."""

import polars as pl

KINDS = ("district", "district_adjective", "number", "institution", "measure")
REACH = 6  # words between a district and a ballot number that are read as one reference
_LARGEST = 999
_CLOSE = r"^[ \u00a0\-‑–]*$"
_ORDINAL = r"(?:инчи|нчи|чи|ынчы|унчу|нчы|nchi|inchi|chu|chi)"
SUFFIX = (
    rf"^(?:и|я|е|ю|го|ого|ому|му|м|ом|х|th|st|nd|rd|{_ORDINAL}|"
    rf"{_ORDINAL}?(?:[дт][аео](?:г[иыу]\w*|н)?|[гк][аео]|[ндт][иыу]н?|[иы]н\w{{0,4}}|"
    r"d[ae](?:gi\w*|n)?|[gk][ae]|ni(?:ng)?))$"
)
_DATIVE = r"нч[иу](?:[гк][аео]|н[иу]|с[иу]\w*)$"
DATIVE_FIGURE = r"^(?:га|ге|ка|ке|ко)$"
_GENITIVE = r"^(?:го|ого|е)$"  # 30-го: rather a date

NUMBERS = pl.Schema(
    {
        "row": pl.UInt32,
        "at": pl.Int64,
        "to": pl.Int64,
        "start": pl.UInt32,
        "end": pl.UInt32,
        "line": pl.UInt32,
        "value": pl.Int16,
        "sure": pl.Float64,
    }
)


def read(words: pl.DataFrame, told: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """(districts, ballot numbers) that are named, both in the shape of NUMBERS; `sure` from 0
    to 1 says how plainly. `words` and `told` are `names_match`'s.
    """
    rows = _numbered(words, told)
    if not rows.height:
        return pl.DataFrame(schema=NUMBERS), pl.DataFrame(schema=NUMBERS)
    return _districts(rows), _ballot(rows)


def _numbered(words: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """The words near any number, with what they tell and the number they are read as."""
    spelled = (
        told.filter(pl.col("told").is_in(["ordinal", "cardinal"]))
        .group_by("at")
        .agg(
            pl.col("value").first().alias("spelled"),
            (pl.col("told") == "ordinal").any().alias("ordinal"),
        )
    )
    flags = (
        told.filter(pl.col("told").is_in(KINDS))
        .group_by("at")
        .agg((pl.col("told") == kind).any().alias(kind) for kind in KINDS)
    )
    return (
        _around(words, spelled)
        .join(spelled, on="at", how="left", maintain_order="left")
        .join(flags, on="at", how="left", maintain_order="left")
        .with_columns(pl.col("ordinal", *KINDS).fill_null(value=False))
        .with_columns(
            (pl.col("number") & (pl.col("key") != "№")).alias("counted"),
            pl.col("raw").str.contains("\u20e3").alias("keycap"),
            (
                _near("digits", -1).is_not_null()
                & pl.col("gap").str.contains(r"^[-‑–]?$")
                & pl.col("folded").str.contains(SUFFIX)
            ).alias("suffix"),
            pl.when(~_clock()).then(pl.coalesce("digits", "spelled")).alias("value"),
        )
        .pipe(_with_suffix)
    )


def _around(words: pl.DataFrame, spelled: pl.DataFrame) -> pl.DataFrame:
    """Words with `digits` and `line`, those far from any number left out."""
    digits = pl.col("folded").str.extract(r"^(\d{1,3})$").cast(pl.Int16, strict=False)
    found = words.select(
        *("row", "at", "start", "end", "raw", "folded", "gap", "key"),
        digits.alias("digits"),
        pl.col("gap").str.contains("\n").cum_sum().alias("line"),
    )
    number = pl.col("digits").is_not_null() | pl.col("at").is_in(spelled["at"].implode())
    near = number.cast(pl.Int8).rolling_max(2 * REACH + 1, min_samples=1, center=True)
    return found.filter(near == 1)


def _clock() -> pl.Expr:
    return (pl.col("gap") == ":") | (_near("gap", 1) == ":").fill_null(value=False)


def _with_suffix(rows: pl.DataFrame) -> pl.DataFrame:
    """Takes a figure's ending (17-му, 4chu) to the figure."""
    ended = _flag("suffix", 1)
    return rows.with_columns(
        (ended | (pl.col("ordinal") & pl.col("digits").is_null())).alias("ordered"),
        pl.when(ended).then(_near("end", 1)).otherwise("end").alias("end"),
        pl.when(ended).then(pl.col("at") + 1).otherwise("at").alias("to"),
        pl.when(ended).then(1).otherwise(0).alias("skip"),
        (
            (pl.col("key").str.contains(_DATIVE) & pl.col("ordinal"))
            | (ended & _near("key", 1).str.contains(DATIVE_FIGURE))
        ).alias("dative"),
    )


def _near(column: str, by: int) -> pl.Expr:
    """The column of the word `by` places further in the same row (null: no such word)."""
    return pl.when(pl.col("at").shift(-by) == pl.col("at") + by).then(pl.col(column).shift(-by))


def _flag(column: str, by: int) -> pl.Expr:
    return _near(column, by).fill_null(value=False)


def _after(column: str, by: int) -> pl.Expr:
    """The flag of the word `by` places after the number and its suffix."""
    return pl.when(pl.col("skip") == 1).then(_flag(column, by + 1)).otherwise(_flag(column, by))


def _district_word() -> pl.Expr:
    """An округ that follows within three words, nothing but adjectives between."""
    return _after("district", 1) | (
        _after("district_adjective", 1)
        & (_after("district", 2) | (_after("district_adjective", 2) & _after("district", 3)))
    )


def _districts(rows: pl.DataFrame) -> pl.DataFrame:
    close = pl.col("gap").str.contains(_CLOSE)
    named_before = close & (
        (_flag("district", -1) & ~_claimed(-1))
        | (_flag("district", -2) & (_near("key", -1) == "№") & ~_claimed(-2))
        | (
            (_near("key", -1) == "№")
            & _flag("district_adjective", -2)
            & (_flag("district_adjective", -3) | _flag("district_adjective", -4))
        )
    )
    letter = (_near("key", -1).is_in(["д", "d"])) & (pl.col("gap") == "")
    measured = (
        _after("measure", 1) | _after("institution", 1) | _after("counted", 1) | _flag("number", -1)
    )
    date = _near("key", 1).str.contains(_GENITIVE) & ~_near("key", -1).is_in(
        ["из", "от", "с", "для", "у"]
    )
    sure = (
        pl.when(_district_word())
        .then(0.95)
        .when(named_before | letter)
        .then(0.9)
        .when(measured | (pl.col("value") > _LARGEST))
        .then(0.0)
        .when((_flag("suffix", 1)) & pl.col("digits").is_not_null())
        .then(pl.when(date).then(0.3).otherwise(0.6))
        .when(pl.col("gap").str.ends_with("#"))
        .then(0.6)
        .when(pl.col("ordered"))
        .then(0.2)
        .when(pl.col("digits").is_not_null() & ~pl.col("keycap"))
        .then(0.3)
        .otherwise(0.0)
    )
    return _chosen(rows, sure)


def _claimed(by: int) -> pl.Expr:
    """Whether the округ `by` words from here has its number before it (17 округ номер 4)."""
    return (
        _near("value", by - 1).is_not_null()
        | (_flag("suffix", by - 1) & _near("value", by - 2).is_not_null())
        | (_flag("district_adjective", by - 1) & _near("ordered", by - 2).fill_null(value=False))
    )


def _ballot(rows: pl.DataFrame) -> pl.DataFrame:
    before = _flag("number", -1) & ~(_flag("district", -2) & ~_claimed(-2))
    after = _after("counted", 1)
    stands = _near("gap", 1).str.contains(r"^ ?[^ \w]").fill_null(value=True)
    elsewhere = _after("institution", 1) | _flag("institution", -2) | _flag("institution", -1)
    sure = (
        pl.when(_district_word() | elsewhere)
        .then(0.0)
        .when(before | after)
        .then(0.95)
        .when(_after("measure", 1))
        .then(0.0)
        .when("keycap")
        .then(0.8)
        .when("dative")
        .then(0.75)
        .when(pl.col("ordered") & pl.col("digits").is_null() & stands)
        .then(0.5)
        .when(pl.col("digits").is_not_null() & ~pl.col("ordered"))
        .then(0.3)
        .otherwise(0.2)
    )
    return _chosen(rows, sure)


def _chosen(rows: pl.DataFrame, sure: pl.Expr) -> pl.DataFrame:
    return (
        rows.with_columns(sure.alias("sure"))
        .filter((pl.col("value") > 0) & (pl.col("sure") > 0))
        .select(NUMBERS.names())
        .cast(NUMBERS)
    )
