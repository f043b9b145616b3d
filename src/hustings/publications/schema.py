"""The one shape that every source maps to (docs/publications.md tells it in words)."""

from typing import Any

import polars as pl

PROVENANCES = ("zoned", "unix", "local", "date", "relative", "unknown")
MOMENT = pl.Datetime("us", "UTC")

_FIELDS: dict[str, Any] = {
    "id": pl.String,
    "source": pl.String,
    "format": pl.String,
    "item_id": pl.String,
    "url": pl.String,
    "container": pl.String,
    "author": pl.Struct(
        {"id": pl.String, "name": pl.String, "handle": pl.String, "class": pl.String}
    ),
    "text": pl.String,
    "published_at": MOMENT,
    "published_at_provenance": pl.String,
    "edited_at": MOMENT,
    "collected_at": MOMENT,
    "kind": pl.String,
    "reply_to": pl.String,
    "repost_of": pl.String,
    "links": pl.List(pl.String),
    "media": pl.List(pl.String),
    "metrics": pl.Struct(
        {
            "views": pl.Int64,
            "likes": pl.Int64,
            "shares": pl.Int64,
            "comments": pl.Int64,
            "as_of": MOMENT,
        }
    ),
    "paid": pl.Boolean,
    "sponsor": pl.String,
    "deleted": pl.Boolean,
    "raw_ref": pl.String,
}
SCHEMA = pl.Schema(_FIELDS)
# What a reader fills; the archive adds id, collected_at and raw_ref.
READ = [name for name in SCHEMA if name not in {"id", "collected_at", "raw_ref"}]
IDENTITY = ["source", "container", "item_id", "text"]


def conformed(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with every column of SCHEMA in order; what is missing is null, never guessed."""
    author = SCHEMA["author"]
    if "author" not in frame.columns:
        parts = [
            pl.col(f"author.{field.name}").cast(pl.String).alias(field.name)
            if f"author.{field.name}" in frame.columns
            else pl.lit(None, pl.String).alias(field.name)
            for field in author.fields  # type: ignore[attr-defined]  # a Struct
        ]
        frame = frame.with_columns(pl.struct(parts).alias("author"))
    frame = frame.with_columns(
        pl.lit(None, kind).alias(name) for name, kind in SCHEMA.items() if name not in frame.columns
    )
    return frame.select(pl.col(name).cast(kind) for name, kind in SCHEMA.items())


def identified(frame: pl.DataFrame) -> pl.DataFrame:
    """Give each row its id: the item's place in its source, and the version of its text.

    The same item always gets the same id; an edited text is another version, another id.
    """
    item = pl.concat_str(
        [pl.col(name).fill_null("") for name in ("source", "container", "item_id")],
        separator="\x1f",
    )
    return frame.with_columns(
        pl.concat_str(
            digest_of(item), pl.lit("."), digest_of(pl.col("text").fill_null("")).str.head(16)
        ).alias("id")
    )


def digest_of(column: pl.Expr) -> pl.Expr:
    """SHA-256 of each text, 32 hexadecimal digits of it: 128 bits do not collide by chance.

    Over unique values: a digest has no column expression, and repeats are common.
    """
    return column.map_batches(_digests, return_dtype=pl.String)


def _digests(texts: pl.Series) -> pl.Series:
    import hashlib  # noqa: PLC0415  # only here

    unique = texts.unique()
    known = {text: hashlib.sha256(text.encode()).hexdigest()[:32] for text in unique}
    return texts.replace_strict(known, return_dtype=pl.String)
