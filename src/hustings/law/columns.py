"""The same reading of the rules over columns: one expression a rule, no row by row."""

import operator
from functools import reduce

import polars as pl

from hustings.law.pack import Election, Pack, Rule

INDICATION = pl.Struct({
    "offence": pl.String, "provision": pl.String, "window": pl.String, "because": pl.List(pl.String),
    "units": pl.Int64, "amount": pl.Int64, "currency": pl.String, "verified": pl.Boolean,
})  # fmt: skip
EXACT = ("zoned", "unix")  # the provenances of time that may trigger a rule of time


def zone_of(election: Election) -> pl.Expr:
    """The zone's code of each `published_at` (UTC); null where the moment is not exact."""
    code = pl.lit(election.zones[-1].code)
    for zone in reversed(election.zones[:-1]):
        code = pl.when(pl.col("published_at") < zone.ends).then(pl.lit(zone.code)).otherwise(code)
    exact = pl.col("published_at").is_not_null() & pl.col("published_at_provenance").is_in(EXACT)
    return pl.when(exact).then(code)


def fires(rule: Rule, election: Election) -> pl.Expr:
    """Whether every condition of the rule holds, for each row."""
    held = [pl.col("author_class").is_in(sorted(rule.authors - rule.not_authors)),
            pl.col("zone").is_not_null()]  # fmt: skip
    if rule.kinds:
        kinds = pl.col("signals").list.eval(
            pl.element().struct.field("kind").is_in(sorted(rule.kinds))
        )
        held.append(kinds.list.any())
    if rule.zones:
        held.append(pl.col("zone").is_in(sorted(rule.zones)))
    if rule.places:
        held.append(pl.col("place").is_in(sorted(rule.places)))
    if start := election.events.get(rule.from_event):
        held.append(pl.col("published_at") >= start)
    if end := election.events.get(rule.to_event):
        held.append(pl.col("published_at") < end)
    return reduce(operator.and_, held).fill_null(value=False)


def assess_columns(pack: Pack, frame: pl.DataFrame, *, election: Election) -> pl.DataFrame:
    """A frame with id and indications (list of INDICATION), one row for each row of `frame`.

    `frame`: id, published_at (Datetime, UTC), published_at_provenance, author_class, person,
    signals (list of structs with kind), place (may be absent).
    """
    place = pl.col("place") if "place" in frame.columns else pl.lit(None, pl.String)
    facts = frame.select(
        "id", "published_at", "author_class", "person", "signals", place.alias("place"),
        zone_of(election).alias("zone"), pl.int_range(pl.len()).alias("row"),
    )  # fmt: skip
    hits = pl.concat(
        facts.lazy().filter(fires(rule, election)).select("row", pl.lit(number).alias("rule"))
        for number, rule in enumerate(pack.rules)
    ).collect()  # fmt: skip
    if hits.is_empty():
        return frame.select("id", pl.lit([], pl.List(INDICATION)).alias("indications"))
    found = _described(pack, facts, hits, election)
    return (
        facts.select("row", "id").join(found, on="row", how="left", maintain_order="left")
        .select("id", pl.col("indications").fill_null(pl.lit([], pl.List(INDICATION))))
    )  # fmt: skip


def _described(
    pack: Pack, facts: pl.DataFrame, hits: pl.DataFrame, election: Election
) -> pl.DataFrame:
    """The indications of each row; the law is asked once for each combination that occurs."""
    from hustings.law.assess import indication  # noqa: PLC0415  # the scalar reading describes

    day = pl.col("published_at").dt.convert_time_zone(str(election.timezone)).dt.date().alias("on")
    grouped = (
        hits.join(facts.select("row", "zone", "author_class", "person", day), on="row")
        .with_columns(
            pl.col("rule").replace_strict(
                {n: f"{r.offence} {r.provision}" for n, r in enumerate(pack.rules)}
            ).alias("where")
        )
        .sort("row", "rule")
        .group_by("row", "where", maintain_order=True)
        .agg("rule", pl.col("zone", "author_class", "person", "on").first())
    )  # fmt: skip
    kinds = ["where", "rule", "zone", "author_class", "person", "on"]
    described = grouped.select(kinds).unique(maintain_order=True)
    told = [
        indication(pack, [pack.rules[n] for n in one["rule"]], zone=election.zone_named(one["zone"]),
                   author_class=one["author_class"], person=one["person"], on=one["on"]).as_dict()
        for one in described.iter_rows(named=True)
    ]  # fmt: skip
    described = described.with_columns(pl.Series("indications", told, dtype=INDICATION))
    return (
        grouped.join(described, on=kinds, how="left", maintain_order="left")
        .group_by("row", maintain_order=True).agg("indications")
    )  # fmt: skip
