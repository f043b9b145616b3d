"""What is learnt from decisions looks at words, as a table; who is named stays hidden.

Mentions and parties are `@`. A word that the queue mostly writes with a capital inside a clause is
`^`: a namesake, a place, a name that nobody found. A number that some candidate's district or place
on the ballot has is `#`. Nothing else of a publication is read than `SEEN`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hustings.screening import fold, model_features, signals, signals_parties, signals_words
from hustings.screening.roster import Roster
from hustings.screening.signals_words import CAPITAL, MENTION

SEEN = ("text", "mentions")
SELDOM = 2  # a feature of one text alone says nothing of another
COMMON = 0.95  # a feature of more texts than this share tells none apart
MOSTLY = 0.5
MENTION_OF = pl.Schema(
    {"row": pl.UInt32, "start": pl.UInt32, "end": pl.UInt32, "probability": pl.Float64}
)

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Table:
    """Texts × features, row by row: those of row i stand at starts[i]:starts[i + 1] of `columns`
    and `values`. Each row has length 1, or is empty.
    """

    starts: Rows
    columns: Rows
    values: Floats
    width: int

    @property
    def height(self) -> int:
        return len(self.starts) - 1

    def take(self, rows: Rows) -> "Table":
        """The same of some rows, in their order."""
        long = self.starts[rows + 1] - self.starts[rows]
        starts = np.concatenate([[0], np.cumsum(long)])
        at = np.arange(starts[-1]) + np.repeat(self.starts[rows] - starts[:-1], long)
        return Table(starts, self.columns[at], self.values[at], self.width)

    def times(self, weights: Floats) -> Floats:
        """One sum a row: its values times the weights of their features."""
        told = self.values * weights[self.columns]
        return np.asarray(np.bincount(self._rows, told, self.height), np.float64)

    def gathered(self, rows: Floats) -> Floats:
        """One sum a feature: its values times the numbers of their rows."""
        told = self.values * rows[self._rows]
        return np.asarray(np.bincount(self.columns, told, self.width), np.float64)

    @cached_property
    def _rows(self) -> Rows:
        return np.repeat(np.arange(self.height), np.diff(self.starts))


def table(frame: pl.DataFrame, *, roster: Roster | None = None) -> Table:
    """The words, pairs of neighbours and pairs of stems of each text, weighed by how rare they
    are in the frame (tf-idf), rows in the order of the frame.

    `frame` has text and may have mentions (as `screened.screen` answers). `roster`: whose parties
    and numbers are hidden. Rows may stand in any order: each keeps its values to the last bit.
    """
    seen = frame.select(name for name in SEEN if name in frame.columns).with_row_index("row")
    counted = (
        _features(_placed(seen, roster.parties if roster else ()), _numbers(roster))
        .group_by("row", "feature")
        .len("times")
    )
    known = (
        counted.group_by("feature")
        .len("texts")
        .filter(pl.col("texts").is_between(SELDOM, max(SELDOM, COMMON * frame.height)))
        .sort("feature")
        .with_row_index("column")
        .with_columns(((1 + frame.height) / (1 + pl.col("texts"))).log().alias("rare") + 1)
    )
    weighed = (
        counted.join(known, on="feature")
        .sort("row", "column")
        .with_columns(((1 + pl.col("times").log()) * pl.col("rare")).alias("value"))
    )
    at, values = weighed["row"].to_numpy(), weighed["value"].to_numpy()
    long = np.bincount(at, minlength=frame.height)
    size = np.sqrt(np.bincount(at, values**2, frame.height))
    return Table(
        np.concatenate([[0], np.cumsum(long)]).astype(np.int64),
        weighed["column"].to_numpy().astype(np.int64),
        values / size[at],
        known.height,
    )


def _placed(seen: pl.DataFrame, parties: Sequence[str]) -> pl.DataFrame:
    texts = seen.select("row", pl.col("text").fill_null(""))
    keyed = signals_words.keys(fold.tokens(texts))
    hidden = [signals.named(_mentions(seen)), signals_parties.named(keyed, parties)]
    return signals_words.place(keyed, pl.concat(hidden))


def _mentions(seen: pl.DataFrame) -> pl.DataFrame:
    """Where somebody is named, but not who."""
    if "mentions" not in seen.columns:
        return pl.DataFrame(schema=MENTION_OF).with_columns(candidate=pl.lit("somebody"))
    there = seen.filter(pl.col("mentions").list.len() > 0).select("row", "mentions")
    return (
        there.explode("mentions", empty_as_null=False)
        .select("row", *(pl.col("mentions").struct.field(name) for name in MENTION_OF.names()[1:]))
        .cast(MENTION_OF)
        .with_columns(candidate=pl.lit("somebody"))
    )


def _numbers(roster: Roster | None) -> pl.Series:
    """Districts and places on the ballot, as they are written."""
    if roster is None:
        return pl.Series([], dtype=pl.String)
    borne = roster.candidates.select(pl.col("district", "ballot_number").cast(pl.String))
    every = pl.concat([borne["district"], borne["ballot_number"]]).drop_nulls().unique()
    return every.filter(every != "")


def _features(placed: pl.DataFrame, numbers: pl.Series) -> pl.DataFrame:
    said = _hidden(placed, numbers)
    words = said.select("row", ("w:" + pl.col("seen")).alias("feature"))
    return pl.concat([words, model_features.pairs(said).select("row", "feature")])


def _hidden(placed: pl.DataFrame, numbers: pl.Series) -> pl.DataFrame:
    """`seen` as the module's head says; where a clause begins, a capital says nothing."""
    hidden = pl.col("key").is_in([MENTION, CAPITAL])
    first = (pl.col("clause") != pl.col("clause").shift(1)).fill_null(value=True)
    capitals = (
        placed.filter(~hidden & ~first)
        .group_by("key")
        .agg((pl.col("seen") == CAPITAL).mean().alias("capital"))
    )
    borne = pl.col("key").str.strip_chars_start("0").is_in(numbers.implode())
    return placed.join(capitals, on="key", how="left", maintain_order="left").with_columns(
        pl.when(hidden)
        .then("key")
        .when(pl.col("capital") > MOSTLY)
        .then(pl.lit(CAPITAL))
        .when(borne)
        .then(pl.lit("#"))
        .otherwise("key")
        .alias("seen")
    )
