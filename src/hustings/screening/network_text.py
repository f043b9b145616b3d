"""What the network sees of a publication: its text, with names, capitals and digits hidden.

The same is hidden as from the words of the model (`signals_words`), so no name can raise or lower
a score; only what stands in its place is written as a word that a language network can read.
"""

import re

import polars as pl

from hustings.screening.signals_words import CAPITAL, MENTION

NUMBER = "#"
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
WRITTEN = {MENTION: "Асан", CAPITAL: "N", NUMBER: "1"}
"""An invented given name for whoever is named, a letter for other capitalised words, one digit."""


def written(frame: pl.DataFrame, placed: pl.DataFrame) -> pl.DataFrame:
    """[row, written, at]: the text of each row of `frame` as the network sees it; `at[i]` is where in the
    text its i-th character comes from.

    `placed` is `signals_words.place`'s, start and end counting characters.
    """
    hidden = (
        placed.filter(pl.col("seen").is_in(list(WRITTEN)))
        .sort("row", "start")
        .group_by("row", maintain_order=True)
        .agg(pl.struct("start", "end", "seen").alias("hidden"))
    )
    texts = frame.select("row", pl.col("text").fill_null(""))
    asked = texts.join(hidden, on="row", how="left", maintain_order="left")
    told = [_one(text, spans or []) for text, spans in asked.select("text", "hidden").iter_rows()]
    return asked.select("row").with_columns(
        pl.Series("written", [text for text, _ in told], dtype=pl.String),
        pl.Series("at", [places for _, places in told], dtype=pl.List(pl.UInt32)),
    )


def _one(text: str, hidden: list[dict[str, object]]) -> tuple[str, list[int]]:
    said: list[str] = []
    places: list[int] = []
    reached = 0
    for span in hidden:
        start, end, sign = int(str(span["start"])), int(str(span["end"])), str(span["seen"])
        if start < reached:
            continue
        said += [text[reached:start], WRITTEN[sign]]
        places += [*range(reached, start), *[start] * len(WRITTEN[sign])]
        reached = end
    return _seen("".join([*said, text[reached:]]), [*places, *range(reached, len(text))])


def _seen(text: str, places: list[int]) -> tuple[str, list[int]]:
    """Without what nobody sees: it would part words, and is put there to."""
    if not _UNSEEN.search(text):
        return text, places
    kept = [number for number, letter in enumerate(text) if not _UNSEEN.match(letter)]
    return "".join(text[number] for number in kept), [places[number] for number in kept]
