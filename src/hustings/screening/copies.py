"""One message, sent by many accounts on many platforms, is one group with its spread."""

import numpy as np
import polars as pl
from polars._typing import PolarsDataType

from hustings.screening import copies_groups
from hustings.screening.claims_letters import Folded, fold_texts

AT_ONCE = 20_000  # messages folded together

GROUPS = pl.Schema({"id": pl.String, "group": pl.String, "likeness": pl.Float64})
_SPREAD: dict[str, PolarsDataType] = {
    "group": pl.String,
    "messages": pl.UInt32,
    "accounts": pl.UInt32,
    "platforms": pl.UInt32,
    "first_seen": pl.Datetime("us", "UTC"),
    "hours": pl.Float64,
}
SPREAD = pl.Schema(_SPREAD)


def groups(frame: pl.DataFrame) -> pl.DataFrame:
    """Which messages are one: in the shape of GROUPS, a line a message, in the order of `frame`.

    `frame` has id and text (null counts as empty); its order does not matter to the answer. A
    group is called by its smallest id; a message without a copy is a group by itself, and
    so is one without a word. Every member resembles its group's most frequent (then longest) wording:
    likeness is the share of n-grams, of the shorter of the two, that both have, from 0.65; neither is
    more than twice as long. Messages under 24 sounds are one only when all their letters are.
    Time grows with the number of messages, some microseconds each; half a kilobyte of memory
    for each distinct wording.
    """
    wordings = pl.concat(
        [_WORDINGS.to_frame(), *(_wordings(part["text"]) for part in frame.iter_slices(AT_ONCE))]
    )
    messages = wordings.with_columns(id=frame["id"].cast(pl.String)).with_row_index("row")
    distinct = (
        messages.filter(pl.col("letters") > 0)
        .group_by("told", "also")
        .agg(pl.col("row").min(), pl.len().alias("copies"), pl.col("sounds").first())
        .sort("copies", "sounds", "told", "also", descending=[True, True, False, False])
        .with_row_index("wording")
    )
    placed = distinct.hstack(_led(frame["text"], distinct))
    grouped = messages.join(
        placed.select("told", "also", "leader", "likeness"),
        on=["told", "also"],
        how="left",
        maintain_order="left",
    )
    named = grouped.filter(pl.col("leader").is_not_null())
    names = named.group_by("leader").agg(pl.col("id").min().alias("group"))
    return grouped.join(names, on="leader", how="left", maintain_order="left").select(
        "id",
        pl.coalesce("group", "id").alias("group"),
        pl.col("likeness").fill_null(1.0),
    )


def spread(frame: pl.DataFrame, groups: pl.DataFrame) -> pl.DataFrame:
    """How far each group went, in the shape of SPREAD, the widest first.

    `frame` has id, and of `publications.SCHEMA` source, author and published_at; `groups` is what
    `groups(frame)` gave. An account is an author's id (else handle, else name) on one platform;
    platforms are sources. hours: from the first message to the last. What is null counts nowhere.
    """
    author = pl.coalesce(pl.col("author").struct.field(name) for name in ("id", "handle", "name"))
    account = pl.when(author.is_not_null()).then(pl.struct(pl.col("source"), author.alias("who")))
    seen = pl.col("published_at")
    return (
        frame.select(pl.col("id").cast(pl.String), "source", "author", "published_at")
        .join(groups.unique("id"), on="id")
        .group_by("group")
        .agg(
            pl.len().alias("messages"),
            account.drop_nulls().n_unique().alias("accounts"),
            pl.col("source").drop_nulls().n_unique().alias("platforms"),
            seen.min().alias("first_seen"),
            ((seen.max() - seen.min()).dt.total_seconds(fractional=True) / 3600).alias("hours"),
        )
        .sort("accounts", "messages", "first_seen", "group", descending=[True, True, False, False])
        .cast(_SPREAD)  # type: ignore[arg-type]  # invariance of dict
    )


_WORDINGS = pl.Schema(
    {"told": pl.UInt64, "also": pl.UInt64, "letters": pl.Int64, "sounds": pl.Int64}
)


def _wordings(texts: pl.Series) -> pl.DataFrame:
    """What each text is, letter by letter: 128 bits of its folded letters, and how many."""
    some = _folded(texts)
    return pl.DataFrame(
        {
            "told": some.told,
            "also": some.also,
            "letters": some.counts,
            "sounds": np.diff(some.starts),
        },
        schema=_WORDINGS,
    )


def _led(texts: pl.Series, distinct: pl.DataFrame) -> pl.DataFrame:
    """[leader, likeness] for each distinct wording: the number of its group's leader."""
    codes, lengths = [np.zeros(0, np.uint8)], [np.zeros(1, np.int64)]
    for part in distinct.iter_slices(AT_ONCE):
        some = _folded(texts.gather(part["row"]))
        codes.append(some.codes[: some.starts[-1]].copy())
        lengths.append(np.diff(some.starts))
    leaders, likeness = copies_groups.led(np.concatenate(codes), np.cumsum(np.concatenate(lengths)))
    return pl.DataFrame({"leader": leaders, "likeness": likeness})


def _folded(texts: pl.Series) -> Folded:
    return fold_texts(texts.cast(pl.String), longest=copies_groups.LONGEST)
