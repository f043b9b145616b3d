"""Surnames with one slip of the pen: a letter left out, put in, swapped or mistaken.

Vowels that hurried hands and Uzbek spelling exchange (а о у; е и) count as one letter. A slip is
weak evidence: `names_context` believes it only beside a given name or a district.
"""

import polars as pl

from hustings.screening import forms

LEAST = 6  # letters of a surname from which on one slip is forgiven
LONGEST = 24
_ENDING = 7  # letters a suffix chain may have here
_COARSE = {"о": "а", "у": "а", "и": "е"}
_TAILS = pl.DataFrame({"tail": ["", *sorted(forms.TURKIC - {""})]})


def coarse(key: pl.Expr) -> pl.Expr:
    """The key without the difference of vowels that are often exchanged."""
    return key.str.replace_many(_COARSE)


def table(surnames: pl.DataFrame) -> pl.DataFrame:
    """[gone, coarse, part, key, bare, look] of surnames' stems: each with one letter gone."""
    long = surnames.filter(pl.col("key").str.len_chars().is_between(LEAST, LONGEST))
    return _gone(long.select("key", "part", "bare", "look", coarse(pl.col("key")).alias("coarse")))


def find(keys: pl.DataFrame, slips: pl.DataFrame) -> pl.DataFrame:
    """[key, part, bare, look] for distinct words (`key`) one slip away from a surname."""
    begun = (
        _near(keys, slips)
        .filter(pl.col("key").str.len_chars().is_between(LEAST - 1, LONGEST + _ENDING))
        .with_columns(
            pl.int_ranges(
                pl.max_horizontal(
                    pl.lit(LEAST - 1), pl.col("key").str.len_chars().cast(pl.Int64) - _ENDING
                ),
                pl.col("key").str.len_chars().cast(pl.Int64) + 1,
            ).alias("long")
        )
        .explode("long")
        .with_columns(
            pl.col("key").str.slice(pl.col("long")).alias("tail"),
            coarse(pl.col("key").str.head(pl.col("long"))).alias("coarse"),
        )
        .join(_TAILS, on="tail", how="semi")
    )
    met = (
        _gone(begun.select("key", "tail", "coarse"))
        .join(slips, on="gone", suffix="_stem")
        .filter((pl.col("tail") == "") | pl.col("bare"))
        .filter(
            pl.col("key").str.head(1).replace(_COARSE)
            == pl.col("key_stem").str.head(1).replace(_COARSE)
        )
        # With the word's reading: as stem and ending it may lie too far where as a stem it does not.
        .unique(["key", "coarse", "key_stem", "part", "look"], maintain_order=True)
    )
    return (
        met.join(_near_pairs(met), on=["coarse", "coarse_stem"], how="semi")
        .unique(["key", "key_stem", "part", "look"], maintain_order=True)
        .select("key", "part", "bare", "look")
    )


def _near_pairs(met: pl.DataFrame) -> pl.DataFrame:
    """[coarse, coarse_stem] of those that one slip tells apart, each looked at once."""
    pairs = met.select("coarse", "coarse_stem").unique()
    near = [_one_slip(one, other) for one, other in pairs.iter_rows()]
    return pairs.filter(pl.Series(near, dtype=pl.Boolean))


def _near(keys: pl.DataFrame, slips: pl.DataFrame) -> pl.DataFrame:
    """The keys that a slip may tell from a surname: it leaves the first three letters, or the first,
    fourth and fifth, moved by one at most. Nine of ten words of a text have neither.
    """
    stems = slips.select("coarse").unique()
    words = keys.select("key", coarse=coarse(pl.col("key")))
    moved = pl.concat([stems.select(_letters(0, *two)) for two in ((3, 4), (2, 3), (4, 5), (2, 4))])
    begun = stems.select(_letters(0, 1, 2))
    found = [
        words.select("key", _letters(*places)).join(some.unique(), on="letters", how="semi")
        for places, some in (((0, 1, 2), begun), ((0, 3, 4), moved))
    ]
    return pl.concat(found).select("key").unique(maintain_order=True)


def _letters(*places: int) -> pl.Expr:
    letters = [pl.col("coarse").str.slice(place, 1) for place in places]
    return pl.concat_str(letters, separator=" ").alias("letters")


def _gone(frame: pl.DataFrame) -> pl.DataFrame:
    """One line for the coarse key as it is and for each of its letters gone."""
    return (
        frame.with_columns(pl.int_ranges(pl.col("coarse").str.len_chars() + 1).alias("without"))
        .explode("without")
        .with_columns(
            (
                pl.col("coarse").str.head(pl.col("without"))
                + pl.col("coarse").str.slice(pl.col("without") + 1)
            ).alias("gone")
        )
        .drop("without")
        .unique(maintain_order=True)
    )


def _one_slip(one: str, other: str) -> bool:
    """Whether one letter left out, put in, mistaken or swapped leads from one to the other."""
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    left, right = one[start:], other[start:]
    return (
        left == right
        or left[1:] == right
        or left == right[1:]
        or left[1:] == right[1:]
        or (left[:2] == right[1::-1] and left[2:] == right[2:])
    )
