"""What the network sees of a publication: its text, with names, capitals and digits hidden.

The same is hidden as from the words of the model (`signals_words`), so no name can raise or lower
a score; only what stands in its place is written as a word that a language network can read.
"""

import polars as pl

from hustings.screening.signals_words import CAPITAL, MENTION

NUMBER = "#"
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
    asked = frame.select("row", "text").join(hidden, on="row", how="left", maintain_order="left")
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
    return "".join([*said, text[reached:]]), [*places, *range(reached, len(text))]
