"""Columns of text as a file gave them → the shape of SCHEMA, and the rows that do not fit."""

from collections.abc import Mapping

import polars as pl

from hustings.publications.moments import read_moments
from hustings.publications.reading import BadRow, shown
from hustings.publications.schema import READ, conformed

# Field of the schema → names that files use for it, first match wins. A mapping given by a person
# comes before these.
USUAL: Mapping[str, tuple[str, ...]] = {
    "item_id": ("item_id", "id", "guid", "post_id", "url", "link"),
    "source": ("source", "platform", "network", "source_system"),
    "url": ("url", "link", "post_url", "permalink"),
    "container": ("container", "group", "group_name", "page", "channel", "chat"),
    "author.id": ("author.id", "author_id"),
    "author.name": ("author.name", "author_name", "author", "from", "user_name"),
    "author.handle": ("author.handle", "author_handle", "handle", "username"),
    "author.class": ("author.class", "author_class"),
    "text": ("text", "body", "message", "description", "content"),
    "published_at": ("published_at", "date", "created_at", "timestamp", "time", "published"),
    "edited_at": ("edited_at", "updated_at"),
    "kind": ("kind", "type"),
    "reply_to": ("reply_to",),
    "repost_of": ("repost_of",),
    "media": ("media", "pictures", "images", "photos"),
    "metrics.views": ("metrics.views", "views"),
    "metrics.likes": ("metrics.likes", "likes"),
    "metrics.shares": ("metrics.shares", "shares"),
    "metrics.comments": ("metrics.comments", "comments"),
}
NEEDED = ("item_id", "text")  # of text and media one is enough
MANGLED = r"^\d+([.,]\d+)?[eE]\+\d+$"  # what a spreadsheet makes of a long number
NAMED = ("file", "path", "url", "src")  # of an object in a list of media
NO_ID = "the id is empty; every publication needs the id its source gave it"
MANGLED_ID = "a spreadsheet has rounded this id; export again with the column as text"
NO_TEXT = "the text is empty, no picture is named, and there is nothing to screen"
NO_MOMENT = (
    "this is no date that exists; write 2025-11-09T23:59:59+06:00, or 09.11.2025 23:59 and a zone"
)
REASONS = (NO_ID, MANGLED_ID, NO_TEXT, NO_MOMENT)


def chosen(columns: list[str], mapping: Mapping[str, str] | None) -> dict[str, str]:
    """Which column of the file fills which field: as a person said, else by the usual names."""
    said = dict(mapping or {})
    taken = {
        field: next((name for name in usual if name in columns), None)
        for field, usual in USUAL.items()
    }
    return {field: name for field, name in (taken | said).items() if name is not None}


def shaped(
    frame: pl.DataFrame,
    *,
    picked: Mapping[str, str],
    format_name: str,
    source: str,
    zone: str | None,
) -> tuple[pl.DataFrame, list[BadRow]]:
    """`frame`: text columns and `row` (as a person counts). Good rows in shape, bad ones explained."""
    texts = frame.select(
        "row", _media(frame, picked.get("media")),
        *(pl.col(column).cast(pl.String).alias(field)
          for field, column in picked.items() if field != "media"),
    )  # fmt: skip
    missing = [
        name for name in ("published_at", "edited_at", "source", "text") if name not in picked
    ]
    texts = texts.with_columns(pl.lit(None, pl.String).alias(name) for name in missing)
    judged = _judged(read_moments(texts, "published_at", zone=zone))
    bad = [
        _bad(one, picked)
        for one in judged.filter(pl.col("why").is_not_null()).iter_rows(named=True)
    ]
    good = judged.filter(pl.col("why").is_null())
    edited = read_moments(good.select("edited_at"), "edited_at", zone=zone)["moment"]
    good = good.with_columns(
        pl.col("moment").alias("published_at"),
        pl.col("provenance").alias("published_at_provenance"),
        edited.alias("edited_at"),
        pl.col("text").fill_null(""),
        pl.lit(format_name).alias("format"),
        pl.col("source").fill_null(source),
        pl.struct(*(_count(good, name) for name in ("views", "likes", "shares", "comments"))).alias(
            "metrics"
        ),
    )
    return conformed(good).select(READ), bad


def _judged(timed: pl.DataFrame) -> pl.DataFrame:
    """Adds `why`: which of REASONS speaks against a row; null where none does."""
    wordless = pl.col("text").fill_null("").str.strip_chars() == ""
    why = (
        pl.when(pl.col("item_id").fill_null("").str.strip_chars() == "").then(pl.lit(0))
        .when(pl.col("item_id").str.contains(MANGLED)).then(pl.lit(1))
        .when(wordless & (pl.col("media").list.len() == 0)).then(pl.lit(2))
        .when(pl.col("bad")).then(pl.lit(3))
    )  # fmt: skip
    return timed.with_columns(why.alias("why"))


def _media(frame: pl.DataFrame, column: str | None) -> pl.Expr:
    """Names or addresses of media, a list a row: a text has them on lines or with | between, a list of
    objects under one of NAMED.
    """
    if column is None:
        return pl.lit([], pl.List(pl.String)).alias("media")
    kind, told = frame.schema[column], pl.col(column)
    if isinstance(kind, pl.List) and isinstance(kind.inner, pl.Struct):
        names = [field.name for field in kind.inner.fields]
        parts = [pl.element().struct.field(name) for name in NAMED if name in names]
        told = told.list.eval(
            pl.coalesce(parts).cast(pl.String) if parts else pl.lit(None, pl.String)
        )
    elif not isinstance(kind, pl.List):
        told = told.cast(pl.String).str.replace_all("\n", "|", literal=True).str.split("|")
    trimmed = pl.element().cast(pl.String).str.strip_chars()
    kept = told.list.eval(trimmed.filter(trimmed.is_not_null() & (trimmed != "")))
    return kept.fill_null([]).alias("media")


def _count(frame: pl.DataFrame, name: str) -> pl.Expr:
    """A metric with its thousand separators taken out; hidden by the platform stays missing."""
    column = f"metrics.{name}"
    if column not in frame.columns:
        return pl.lit(None, pl.Int64).alias(name)
    plain = pl.col(column).str.replace_all(r"[\s,\u00a0]", "")
    return plain.cast(pl.Int64, strict=False).alias(name)


def _bad(one: Mapping[str, object], picked: Mapping[str, str]) -> BadRow:
    field = ("item_id", "item_id", "text", "published_at")[int(str(one["why"]))]
    return BadRow(
        row=int(str(one["row"])),
        column=picked.get(field, field),
        value=shown(one[field] or ""),
        reason=REASONS[int(str(one["why"]))],
    )
