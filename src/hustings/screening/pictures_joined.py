"""Words of pictures and sounds join the publication that carries them; the way back is kept.

frame = joined(publications, readings)       # one text: the author's, then what is in the media
found = screening.screen(frame, …)           # mentions, signals and claims as in any text
boxes(spans, placed(frame, seen))            # … and where in which picture they stand
"""

from collections.abc import Mapping

import polars as pl

from hustings.screening.pictures import Seen

BETWEEN = "\n\n"  # a sentence does not run from a post into its picture

READINGS = pl.Schema({"id": pl.String, "kind": pl.String, "medium": pl.String, "text": pl.String})
STRETCH = pl.Struct({"kind": pl.String, "medium": pl.String, "start": pl.UInt32, "end": pl.UInt32})
PLACED = pl.Schema(
    {
        "id": pl.String,
        "medium": pl.String,
        "start": pl.UInt32,
        "end": pl.UInt32,
        "left": pl.UInt32,
        "top": pl.UInt32,
        "width": pl.UInt32,
        "height": pl.UInt32,
        "confidence": pl.Float64,
    }
)


def joined(frame: pl.DataFrame, readings: pl.DataFrame) -> pl.DataFrame:
    """`frame` with what its media say behind each text, and `media_text`: which stretch of the text
    came from where, a list of {kind, medium, start, end} (kind `ocr` or `speech`).

    `frame` has id and text (null counts as empty); `readings` is in the shape of READINGS, in the
    order in which they shall stand. What has no words adds nothing; the author's words keep
    their offsets.
    """
    long, behind = pl.col("text").str.len_chars(), pl.col("text").str.len_chars() + len(BETWEEN)
    own = frame.select(pl.col("id").cast(pl.String), pl.col("text").fill_null(""))
    said = (
        readings.filter(pl.col("text").str.len_chars() > 0)
        .join(own.select("id", before=long), on="id", maintain_order="left")
        .with_columns(ends=pl.col("before") + behind.cum_sum().over("id"))
        .with_columns(start=pl.col("ends") - long)
    )
    stretches = said.group_by("id", maintain_order=True).agg(
        pl.col("text").str.join(BETWEEN).alias("said"),
        pl.struct("kind", "medium", "start", pl.col("ends").alias("end"))
        .cast(STRETCH)
        .alias("media_text"),
    )
    added = pl.when(pl.col("said").is_not_null()).then(BETWEEN + pl.col("said"))
    return (
        frame.with_columns(own["id"], own["text"])
        .join(stretches, on="id", how="left", maintain_order="left")
        .with_columns(
            pl.col("text") + added.otherwise(pl.lit("")), pl.col("media_text").fill_null([])
        )
        .drop("said")
    )


def placed(frame: pl.DataFrame, seen: Mapping[str, Seen]) -> pl.DataFrame:
    """The words of pictures in the shape of PLACED: start and end in the joined text, the box in the
    picture. `frame` is what `joined` gave; `seen` is what was read, by the medium's name.
    """
    words = pl.DataFrame(
        [
            (medium, one.start, one.end, one.left, one.top, one.width, one.height, one.confidence)
            for medium, picture in seen.items()
            for one in picture.words
        ],
        schema=[(name, kind) for name, kind in PLACED.items() if name != "id"],
        orient="row",
    )
    stretches = (
        frame.select("id", "media_text")
        .explode("media_text", empty_as_null=False)
        .unnest("media_text")
        .filter(pl.col("kind") == "ocr")
        .select("id", "medium", pl.col("start").alias("first"))
    )
    return stretches.join(words, on="medium", maintain_order="left_right").select(
        "id",
        "medium",
        pl.col("start") + pl.col("first"),
        pl.col("end") + pl.col("first"),
        *PLACED.names()[4:],
    )


def boxes(spans: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """Where in pictures the spans stand: `spans` (id, start, end, whatever else), and the medium and
    box of each word that they touch, a line a word. A span in the author's own words has none.
    """
    names = ["medium", "left", "top", "width", "height", "confidence"]
    there = places.rename({"start": "begins", "end": "stops"})
    return (
        spans.join(there, on="id", maintain_order="left_right")
        .filter((pl.col("begins") < pl.col("end")) & (pl.col("stops") > pl.col("start")))
        .select(*spans.columns, *names)
    )
