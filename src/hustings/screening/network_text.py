"""What the network sees of a publication: its text, with names, capitals and digits hidden.

The same is hidden as from the words of the model (`signals_words`), so no name can raise or lower
a score; only what stands in its place is written as a word that a language network can read.
"""

import re
from collections.abc import Iterator
from typing import Any

import polars as pl

from hustings.screening.signals_words import CAPITAL, MENTION

NUMBER = "#"
_UNSEEN = re.compile(  # it would part words, and is put there to
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
)
WRITTEN = {MENTION: "Асан", CAPITAL: "N", NUMBER: "1"}
"""An invented given name for whoever is named, a letter for other capitalised words, one digit."""


def written(frame: pl.DataFrame, placed: pl.DataFrame) -> pl.DataFrame:
    """[row, written]: the text of each row of `frame` as the network sees it (null counts as empty).

    `placed` is `signals_words.place`'s, start and end counting characters.
    """
    asked = _hidden(frame, placed)
    told = [
        _UNSEEN.sub("", "".join(part for part, _, _ in _parts(text, spans)))
        for text, spans in asked.select("text", "hidden").iter_rows()
    ]
    return asked.select("row", pl.Series("written", told, dtype=pl.String))


def places(frame: pl.DataFrame, placed: pl.DataFrame) -> list[list[int]]:
    """For each row, where in its text each character comes from that `written` tells."""
    asked = _hidden(frame, placed)
    return [
        [
            start + number * step
            for part, start, step in _parts(text, spans)
            for number, letter in enumerate(part)
            if not _UNSEEN.match(letter)
        ]
        for text, spans in asked.select("text", "hidden").iter_rows()
    ]


def _hidden(frame: pl.DataFrame, placed: pl.DataFrame) -> pl.DataFrame:
    """[row, text, hidden]: the stretches to hide, in order."""
    hidden = (
        placed.filter(pl.col("seen").is_in(list(WRITTEN)))
        .sort("row", "start")
        .group_by("row", maintain_order=True)
        .agg(pl.struct("start", "end", "seen").alias("hidden"))
    )
    texts = frame.select("row", pl.col("text").fill_null(""))
    return texts.join(hidden, on="row", how="left", maintain_order="left")


def _parts(text: str, hidden: list[dict[str, Any]] | None) -> Iterator[tuple[str, int, int]]:
    """(what is written, where it comes from in the text, how far apart its characters stand there: 1, or
    0 for a stand-in).
    """
    reached = 0
    for span in hidden or ():
        if span["start"] < reached:
            continue
        yield text[reached : span["start"]], reached, 1
        yield WRITTEN[span["seen"]], span["start"], 0
        reached = span["end"]
    yield text[reached:], reached, 1
