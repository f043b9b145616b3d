"""The same reading of the rules over columns: one expression a condition, no row by row.

Publications that differ in nothing the law looks at are one situation: same class of author, same
signals, same stretch of the calendar. Each situation that occurs is put before the rules once.
"""

import operator
from datetime import UTC, datetime, timedelta
from functools import reduce

import polars as pl

from hustings.law.assess import indication
from hustings.law.condition import Condition
from hustings.law.election import Election, Zone
from hustings.law.pack import Exempting, Held, Pack, Rule
from hustings.law.vocabulary import ACTS, AUTHORS, EXACT, FACTS, KINDS, PERSONS, PLACES, STANCES

INDICATION = pl.Struct({
    "offence": pl.String, "provision": pl.String, "window": pl.String, "because": pl.List(pl.String),
    "units": pl.Int64, "amount": pl.Int64, "currency": pl.String, "verified": pl.Boolean,
    "confidence": pl.String, "route": pl.String, "least": pl.Int64, "most": pl.Int64, "per": pl.String,
    "liable": pl.List(pl.String), "measures": pl.List(pl.String), "rules": pl.List(pl.String),
})  # fmt: skip
SIGNAL = {f"{kind}/{stance}": 1 << (3 * k + s)
          for k, kind in enumerate(KINDS) for s, stance in enumerate(STANCES)}  # fmt: skip
UNTIMED = datetime(2000, 1, 1, tzinfo=UTC)  # any moment, where the law knows none at which it turns
NOBODY = 255  # the code of what nobody knows
UNTOLD = pl.lit(2**32 - 1)  # the stretch of a moment that nobody knows exactly
CODES = {"author_class": AUTHORS, "person": PERSONS, "place": PLACES, "act": ACTS}


def assess_columns(pack: Pack, frame: pl.DataFrame, *, election: Election) -> pl.DataFrame:
    """A frame with id and indications (list of INDICATION), one row for each row of `frame`.

    `frame`: id, published_at (Datetime, UTC), published_at_provenance, author_class, person,
    signals (list of structs with kind and perhaps stance); and, where they are known, place, act,
    area and any of FACTS (Boolean).
    """
    coded = _coded(pack, frame, election)
    situations = coded.unique(maintain_order=True).with_row_index("situation")
    facts = _told(situations, election, moments(pack, election))
    found = _found(pack, facts, election)
    keys = coded.columns
    return (
        pl.concat([frame.select("id"), coded], how="horizontal")
        .join(situations.select("situation", *keys), on=keys, how="left", maintain_order="left")
        .join(found, on="situation", how="left", maintain_order="left")
        .select("id", pl.col("indications").fill_null(pl.lit([], pl.List(INDICATION))))
    )  # fmt: skip


def moments(pack: Pack, election: Election) -> list[datetime]:
    """Every moment at which the answer may turn: events, and the days on which law or rates change."""
    events = [
        *election.events.values(),
        *(m for area in election.areas.values() for m in area.events.values()),
    ]
    days = {day for one in pack.held for day in (one.since, one.until)}
    days |= {day for some in pack.places.values() for one in some for day in (one.since, one.until)}
    days |= {one["since"] for one in pack.unit_values}
    days |= {
        rate.get(key)
        for one in pack.offences.values()
        for rate in one.tariffs
        for key in ("since", "until")
    }
    turns = pl.Series([day for day in days if day], dtype=pl.Date).cast(pl.Datetime("us"))
    local = turns.dt.replace_time_zone(
        str(election.timezone), ambiguous="earliest", non_existent="null"
    )
    return sorted({*events, *local.dt.convert_time_zone("UTC").drop_nulls().to_list()})


def _coded(pack: Pack, frame: pl.DataFrame, election: Election) -> pl.DataFrame:
    """Two numbers a row: everything the law looks at. Equal numbers, equal answers."""
    exact = pl.col("published_at").is_not_null() & pl.col("published_at_provenance").is_in(EXACT)
    turns = pl.Series(moments(pack, election), dtype=pl.Datetime("us", "UTC"))
    stretch = turns.search_sorted(frame["published_at"].cast(turns.dtype), side="right")
    codes = {name: _code(frame, name, words) for name, words in CODES.items()}
    codes["area"] = _code(frame, "area", tuple(election.areas))
    known = [
        pl.when(pl.col(name).is_null()).then(0).when(pl.col(name)).then(1).otherwise(2)
        if name in frame.columns else pl.lit(0)
        for name in FACTS
    ]  # fmt: skip
    asked = reduce(operator.add, [one.cast(pl.UInt64) * 4**n for n, one in enumerate(known)])
    packed = reduce(
        lambda total, one: total * 256 + one.cast(pl.UInt64), codes.values(), pl.lit(0, pl.UInt64)
    )
    timed = pl.when(exact).then(pl.Series(stretch, dtype=pl.UInt32)).otherwise(UNTOLD)
    return frame.select(
        timed.cast(pl.UInt32).alias("stretch"),
        packed.alias("who"), _signals(frame).alias("signals"), asked.cast(pl.UInt64).alias("known"),
    )  # fmt: skip


def _code(frame: pl.DataFrame, name: str, words: tuple[str, ...]) -> pl.Expr:
    """The number of each word; NOBODY where it is not known, or no word of ours."""
    if name not in frame.columns:
        return pl.lit(words.index("post") if name == "act" else NOBODY)
    codes = pl.col(name).replace_strict(
        {word: n for n, word in enumerate(words)}, default=NOBODY, return_dtype=pl.UInt8
    )
    unsaid = words.index("post") if name == "act" else NOBODY
    return pl.when(pl.col(name).is_null()).then(unsaid).otherwise(codes)


def _signals(frame: pl.DataFrame) -> pl.Expr:
    """The signals of each row as bits of one number."""
    kind = frame.schema["signals"]
    inner = kind.inner if isinstance(kind, pl.List) else None
    fields = [field.name for field in inner.fields] if isinstance(inner, pl.Struct) else []
    if "kind" not in fields:
        return pl.lit(0, pl.UInt32)
    stance = (
        pl.element().struct.field("stance").fill_null("none")
        if "stance" in fields
        else pl.lit("none")
    )
    told = pl.concat_str(pl.element().struct.field("kind"), pl.lit("/"), stance)
    bits = told.replace_strict(SIGNAL, default=0, return_dtype=pl.UInt32)
    return pl.col("signals").list.eval(bits).list.unique().list.sum().cast(pl.UInt32).fill_null(0)


def _told(situations: pl.DataFrame, election: Election, turns: list[datetime]) -> pl.DataFrame:
    """The situations spelled out again: words, zone, moment (any of the stretch), local day."""
    # Within a stretch the answer is the same; its first moment stands for it, and what lies before
    # the first is a day before it.
    firsts = [*([turns[0] - timedelta(days=1)] if turns else [UNTIMED]), *turns]
    moment = pl.col("stretch").replace_strict(
        dict(enumerate(firsts)),
        default=None,
        return_dtype=pl.Datetime("us", "UTC"),
    )
    who, names = pl.col("who"), [*CODES, "area"]
    words = {**CODES, "area": tuple(election.areas)}
    told = [
        ((who // 256 ** (len(names) - 1 - n)) % 256).replace_strict(
            dict(enumerate(words[name])), default=None, return_dtype=pl.String
        ).alias(name)
        for n, name in enumerate(names)
    ]  # fmt: skip
    known = [
        ((pl.col("known") // 4**n) % 4)
        .replace_strict({1: True, 2: False}, default=None, return_dtype=pl.Boolean)
        .alias(name)
        for n, name in enumerate(FACTS)
    ]
    local = pl.col("moment").dt.convert_time_zone(str(election.timezone))
    return situations.select(
        "situation", "signals", moment.alias("moment"), *told, *known
    ).with_columns(zone_of(election), local.dt.date().alias("on"))


def zone_of(election: Election) -> pl.Expr:
    """The zone's code of each `moment`; null without a moment, or where the area is not known."""
    zone = _zone(election.zones)
    for code, area in election.areas.items():
        zone = pl.when(pl.col("area") == code).then(_zone(area.zones)).otherwise(zone)
    return pl.when(pl.col("moment").is_not_null()).then(zone).alias("zone")


def _zone(zones: tuple[Zone, ...]) -> pl.Expr:
    if not zones:
        return pl.lit(None, pl.String)
    code = pl.lit(zones[-1].code)
    for zone in reversed(zones[:-1]):
        code = pl.when(pl.col("moment") < zone.ends).then(pl.lit(zone.code)).otherwise(code)
    return code


COLUMN = {
    "zones": "zone", "authors": "author_class", "persons": "person", "places": "place", "acts": "act",
}  # fmt: skip


def holds(condition: Condition, election: Election) -> pl.Expr:
    """So, not so, or null: unknown; as `Condition.holds` says it of one row."""
    values = list(condition.values)
    match condition.word:
        case "kinds":
            found = _any_bit([f"{kind}/{stance}" for kind in values for stance in STANCES])
        case "stances":
            kinds = condition.with_kinds or KINDS
            found = _any_bit([f"{kind}/{stance}" for kind in kinds for stance in values])
        case "from_event":
            found = pl.col("moment") >= _event(values[0], election)
        case "to_event":
            found = pl.col("moment") < _event(values[0], election)
        case "not_authors":
            found = ~pl.col("author_class").is_in(values)
        case "yes" | "no":
            wanted = pl.lit(condition.word == "yes")
            found = reduce(operator.and_, [pl.col(name) == wanted for name in values])
        case word:
            found = pl.col(COLUMN[word]).is_in(values)
    return found


def _any_bit(told: list[str]) -> pl.Expr:
    return (pl.col("signals") & reduce(operator.or_, [SIGNAL[one] for one in told])) != 0


def _event(name: str, election: Election) -> pl.Expr:
    event = pl.lit(election.events.get(name), pl.Datetime("us", "UTC"))
    for code, area in election.areas.items():
        own = pl.lit(area.events.get(name), pl.Datetime("us", "UTC"))
        event = pl.when(pl.col("area") == code).then(own).otherwise(event)
    return event


def fires(rule: Rule, election: Election) -> pl.Expr:
    """Whether every condition holds on that day and no exception does, for each situation."""
    fired = _held(rule, election).fill_null(value=False)
    for exception in rule.exceptions:
        fired &= ~_excepted(exception, election).fill_null(value=False)
    return fired


def _held(one: Held, election: Election) -> pl.Expr:
    """Its conditions, and that it was in force; null where that is not known."""
    held = [holds(condition, election) for condition in one.when]
    held += [pl.col("on") >= one.since] if one.since else []
    held += [pl.col("on") < one.until] if one.until else []
    return reduce(operator.and_, held, pl.lit(value=True))


def _excepted(exception: Exempting, election: Election) -> pl.Expr:
    held = _held(exception, election)
    for inner in exception.exceptions:
        held &= ~_excepted(inner, election).fill_null(value=False)
    return held


def _found(pack: Pack, facts: pl.DataFrame, election: Election) -> pl.DataFrame:
    """[situation, indications]: the law is asked once for each combination that occurs."""
    fired = facts.select(
        "situation", *(fires(rule, election).alias(str(n)) for n, rule in enumerate(pack.rules))
    )
    hits = (
        fired.unpivot(index="situation", variable_name="rule", value_name="fired").filter("fired")
        .select("situation", pl.col("rule").cast(pl.Int64))
    )  # fmt: skip
    place = {n: f"{rule.offence} {rule.provision}" for n, rule in enumerate(pack.rules)}
    shape = ["zone", "author_class", "person", "place", "on"]
    grouped = (
        hits.with_columns(pl.col("rule").replace_strict(place, return_dtype=pl.String).alias("where"))
        .sort("situation", "rule")
        .group_by("situation", "where", maintain_order=True).agg("rule")
        .join(facts.select("situation", *shape), on="situation", maintain_order="left")
    )  # fmt: skip
    described = grouped.select("where", "rule", *shape).unique(maintain_order=True)
    zones = {
        zone.code: zone
        for zone in (*election.zones, *(z for a in election.areas.values() for z in a.zones))
    }
    told = [
        indication(
            pack, [pack.rules[n] for n in one["rule"]], election=election, on=one["on"],
            zone=zones.get(one["zone"]), author_class=one["author_class"], person=one["person"],
            place=one["place"],
        ).as_dict()
        for one in described.iter_rows(named=True)
    ]  # fmt: skip
    described = described.with_columns(pl.Series("indications", told, dtype=INDICATION))
    alike = ["where", "rule", *shape]
    return (
        grouped.join(described, on=alike, how="left", nulls_equal=True, maintain_order="left")
        .group_by("situation", maintain_order=True).agg("indications")
    )  # fmt: skip
