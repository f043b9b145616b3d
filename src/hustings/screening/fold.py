"""Text brought to one spelling, word by word, with the way back to the original characters.

Whoever hides a name writes it with look-alike letters, digits, stress marks, stretched or spaced
out; whoever types in a hurry leaves the Kyrgyz letters out. All of that is undone here, on both
sides: the roster is folded by the same rules. `tokens` works on columns; `hustings.screening
.fold_oracle` is its plain twin, and a property test holds them equal.
"""

import re
import sys
from functools import cache

import polars as pl

from hustings.screening import fold_tokens

LONGEST = 64  # letters of a word that are read; the longest real word of the four languages has 44

# Zero-width, soft hyphen, direction marks: they hide inside words and separate nothing.
UNSEEN = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_INSIDE = "@$*'’‘`´"  # counts as part of a word only between two letters
ADDRESS = r"[Hh][Tt][Tt][Pp][Ss]?://[!-~\u0400-\u04ff]*|[Ww][Ww][Ww]\.[!-~\u0400-\u04ff]+"

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
    found = fold_tokens.find(frame["text"], _unseen(), _INSIDE)
    distinct = pl.Series("raw", found.words, dtype=pl.String)
    gaps = pl.Series("gap", found.gaps, dtype=pl.String)
    return pl.DataFrame(
        {
            "row": frame["row"].gather(found.rows),
            "start": found.starts,
            "end": found.ends,
            "raw": distinct.gather(found.raw),
            "gap": gaps.gather(found.gap),
            "folded": words(distinct).gather(found.raw),
        },
        schema=TOKENS,
    )


def places(texts: pl.Series) -> fold_tokens.Cells:
    """Where the words of `tokens` stand in each text, without the words."""
    return fold_tokens.places(texts, _unseen(), _INSIDE)


@cache
def _unseen() -> frozenset[str]:
    listed = re.compile(f"[{UNSEEN}]")
    return frozenset(filter(listed.match, map(chr, range(sys.maxunicode + 1))))


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
