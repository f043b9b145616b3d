"""The sound of a name as one key, whichever alphabet and scheme it is written in.

Жумабаев, Джумабаев, Jumabaev and Zhumabayev have one key; so have Гульнара and Gulnara.
"""

import polars as pl

from hustings.screening import fold
from hustings.screening.lexicon_spelling import skeletons

# Schemes differ in whether a soft sign and a й before a vowel are written.
_SOUNDS = {"дж": "ж", "ие": "е", "иу": "у", "ио": "о", "нк": "нк"}
_EYE = dict(zip("abcdefghijklmnopqrstuvwxyz", "абсдефгхийклмнопкрстувшхыз", strict=True))


def keys(folded: pl.Series) -> pl.Series:
    """Keys of folded words (Utf8 in, Utf8 out)."""
    frame = skeletons(folded).alias("key").to_frame()
    return frame.select(
        fold.collapse(pl.col("key").str.replace_many(_SOUNDS, leftmost=True))
    ).to_series()


def key(word: str) -> str:
    """The key of one word as written in the roster."""
    return str(keys(fold.words(pl.Series("raw", [word])))[0])


def looks(folded: pl.Expr) -> pl.Expr:
    """The first letters as the eye sees them: tells Мирзаев from Мырзаев, which sound alike."""
    return folded.str.replace_many(_EYE).str.head(3)
