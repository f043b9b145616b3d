"""Why a signal is told: the words boxed in the text, the row of the lexicon, and what the model adds.

Asked only of publications with a signal, so that the many others cost nothing.
"""

import polars as pl

from hustings.screening import lexicon, signals, signals_score

MODEL = "model"
"""The rule of words that no row of the lexicon takes: the clause in which the model hears it most."""
CONTEXT = "context.csv"

BOX = pl.Struct({"start": pl.UInt32, "end": pl.UInt32, "surface": pl.String, "rule": pl.String})
WHY = pl.Struct(
    {
        "kind": pl.String,
        "words": pl.List(BOX),
        "beside": pl.List(BOX),
        "lexicon": pl.Float64,
        "model": pl.Float64,
    }
)
UNCHECKED = ("moment", "author", "person", "place", "paid", "media", "links", "truth")
"""What nobody checked: whether the moment is exact; of which class the author is (taken for a
voter); whether a natural person wrote (taken for one); where; whether it was paid for; what
pictures and films show; what stands behind links; whether a claim that harms is true."""


def why(found: pl.DataFrame, rows: pl.DataFrame, *, read: signals.Read) -> pl.DataFrame:
    """[row, why]: for each publication with signals a list of WHY, in the order of its signals.

    `found` is `signals.told`'s answer to `rows` and `read`. `words` are the stretches of the text
    that rows of the lexicon (rule “call.csv:12”, its file and line) or the model took for this
    kind; `beside` those that its context.csv took, which soften or strengthen; surface ==
    text[start:end]. `lexicon` and `model`: the probability that each would tell alone; null where
    it would tell nothing.
    """
    frame = rows.join(found, on="row", how="semi")
    hits = read.hits.join(found, on="row", how="semi", maintain_order="left")
    alone = {"lexicon": signals_score.by_lexicon(hits)}
    if read.spoken is not None:
        alone["model"], _ = signals_score.learned(read.hits.clear(), spoken=read.spoken)
    told = found.with_row_index("at").join(
        _boxes(found, frame, hits, read.lexicon),
        on=["row", "kind"],
        how="left",
        maintain_order="left",
    )
    for name in ("lexicon", "model"):
        one = alone.get(name, alone["lexicon"].clear())
        told = told.join(
            one.select("row", "kind", pl.col("probability").alias(name)),
            on=["row", "kind"], how="left", maintain_order="left",
        )  # fmt: skip
    fields = [field.name for field in WHY.fields]
    return told.group_by("row", maintain_order=True).agg(pl.struct(fields).cast(WHY).alias("why"))


def unchecked(rows: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """[row, unchecked]: for each of `rows`, in its order, which of UNCHECKED nobody checked.

    `rows` has the columns exact, classed, placed, settled (whether it is known if it was paid for),
    pictured and linked, all Boolean.
    """
    harms = found.filter(pl.col("kind") == "discredit").select("row").unique()
    said = rows.join(
        harms.with_columns(harms=pl.lit(value=True)), on="row", how="left", maintain_order="left"
    )
    open_still = {
        "moment": ~pl.col("exact"), "author": ~pl.col("classed"), "person": pl.lit(value=True),
        "place": ~pl.col("placed"), "paid": ~pl.col("settled"), "media": pl.col("pictured"),
        "links": pl.col("linked"), "truth": pl.col("harms").fill_null(value=False),
    }  # fmt: skip
    codes = [pl.when(open_still[name]).then(pl.lit(name)) for name in UNCHECKED]
    return said.select("row", pl.concat_list(codes).list.drop_nulls().alias("unchecked"))


def _boxes(
    found: pl.DataFrame, frame: pl.DataFrame, hits: pl.DataFrame, known: lexicon.Lexicon
) -> pl.DataFrame:
    """[row, kind, words, beside] of each signal."""
    ruled = hits.join(known.patterns.select("pattern", "file", "line"), on="pattern").select(
        "row", "kind", "start", "end", rule=pl.format("{}:{}", "file", "line")
    )
    shown = ruled.filter(pl.col("kind").is_not_null())
    heard = found.join(shown, on=["row", "kind"], how="anti").select(
        "row", "kind", "start", "end", rule=pl.lit(MODEL)
    )
    every = pl.concat([shown, heard], how="vertical_relaxed")
    contexts = ruled.filter(pl.col("kind").is_null()).drop("kind")
    return (
        found.select("row", "kind")
        .join(_boxed(every, frame, ["row", "kind"], "words"), on=["row", "kind"], how="left")
        .join(_boxed(contexts, frame, ["row"], "beside"), on="row", how="left")
        .with_columns(pl.col("beside").fill_null([]))
    )


def _boxed(stretches: pl.DataFrame, frame: pl.DataFrame, by: list[str], name: str) -> pl.DataFrame:
    long = pl.col("end") - pl.col("start")
    return (
        stretches.unique()
        .join(frame.select("row", "text"), on="row")
        .with_columns(pl.col("text").str.slice(pl.col("start"), long).alias("surface"))
        .sort("row", "start", "end", "rule")
        .group_by(by, maintain_order=True)
        .agg(pl.struct("start", "end", "surface", "rule").cast(BOX).alias(name))
    )
