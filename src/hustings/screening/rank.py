"""In which order a person should look: how likely a violation is, how many saw it, what runs out.

What the order may not depend on is listed here; tests/screening/test_fairness.py proves it.
"""

import polars as pl

LAWFUL = 0.85  # share of the chance that a signal keeps when no provision forbids it then and there
REACH = 0.1  # by how much each tenfold of viewers strengthens what is likely
NEAR = 1.0  # by how much a deadline strengthens it at its last moment: what is likely counts twice
HALF = 24.0  # hours before a deadline at which half of that is left

CANDIDATES_UNSEEN = (
    "candidate_id", "district", "region", "ballot_number", "name_ru", "name_ky", "name_latin", "sex",
    "nominated_by", "occupation", "registered_on", "status",
)  # fmt: skip
"""Columns of the roster that raise or lower no chance and no rank: they say who is meant, no more."""
PUBLICATIONS_UNSEEN = (
    "source", "format", "item_id", "url", "container", "author", "published_at",
    "published_at_provenance", "edited_at", "collected_at", "kind", "reply_to", "repost_of", "links",
    "media", "paid", "sponsor", "deleted", "raw_ref",
)  # fmt: skip
"""Columns of a publication that what is learnt from decisions may not see (`reading_words`)."""


def rank(signals: pl.DataFrame, indications: pl.DataFrame, reach: pl.DataFrame) -> pl.DataFrame:
    """[row, rank] with rank from 0 to 1, one line for each row of `reach`.

    `signals` has row and probability, `indications` has row, `reach` has row and viewers (null:
    not known, which counts as nobody). Nothing of the candidates enters, and no other publication
    does, so neither names nor the order of reading change a rank.
    """
    likely = signals.group_by("row").agg(_any(pl.col("probability")).alias("likely"))
    forbidden = indications.select("row").unique().with_columns(forbidden=pl.lit(value=True))
    return (
        reach.join(likely, on="row", how="left", maintain_order="left")
        .join(forbidden, on="row", how="left", maintain_order="left")
        .select(
            "row",
            rank=weighed(
                _lawful(
                    pl.col("likely").fill_null(0.0), pl.col("forbidden").fill_null(value=False)
                ),
                viewers=pl.col("viewers"),
            ),
        )
    )


def chance() -> pl.Expr:
    """The chance of a violation, 0 to 1, from the columns `signals` and `indications` that
    `screened.screen` answers: the rank before anybody saw the publication.
    """
    some = pl.col("signals").list.eval(_any(pl.element().struct.field("probability"))).list.first()
    return _lawful(some.fill_null(0.0), pl.col("indications").list.len() > 0).alias("chance")


def weighed(chance: pl.Expr, *, viewers: pl.Expr, hours_left: pl.Expr | None = None) -> pl.Expr:
    """Chance × reach × deadline as one number from 0 to 1, rising in each.

    `viewers`: null counts as nobody. `hours_left` until what can be done about it runs out: null
    where nothing does, negative when it has, which hurries nobody any more.
    """
    louder = 1 + REACH * (1 + viewers.fill_null(0).clip(0)).log10()
    if hours_left is not None:
        near = pl.when(hours_left >= 0).then(NEAR * (-hours_left / HALF * pl.lit(2.0).log()).exp())
        louder += near.fill_null(0.0)
    return 1 - (1 - chance).pow(louder)


def _any(probability: pl.Expr) -> pl.Expr:
    return 1 - (1 - probability.clip(0, 0.999)).product()


def _lawful(likely: pl.Expr, forbidden: pl.Expr) -> pl.Expr:
    return likely * pl.when(forbidden).then(1.0).otherwise(LAWFUL)
