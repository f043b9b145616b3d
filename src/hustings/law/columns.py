"""The same reading of the rules over columns: one expression a condition, no row by row.

Publications that differ in nothing the law looks at are one situation: same class of author, same
signals, same stretch of the calendar. Each situation that occurs is put before the rules once.
"""

import operator
from dataclasses import dataclass
from functools import cached_property, reduce

import polars as pl

from hustings.law.assess import dated, indication
from hustings.law.condition import Condition, Facts, every
from hustings.law.election import Election
from hustings.law.pack import Held, Pack, Rule
from hustings.law.situations import (
    NO,
    SIGNAL,
    WORDS,
    YES,
    Stretch,
    bits,
    coded,
    stretches,
    words,
)
from hustings.law.vocabulary import KINDS, STANCES

INDICATION = pl.Struct({
    "offence": pl.String, "provision": pl.String, "window": pl.String, "because": pl.List(pl.String),
    "units": pl.Int64, "amount": pl.Int64, "currency": pl.String, "verified": pl.Boolean,
    "confidence": pl.String, "route": pl.String, "least": pl.Int64, "most": pl.Int64, "per": pl.String,
    "liable": pl.List(pl.String), "measures": pl.List(pl.String), "rules": pl.List(pl.String),
})  # fmt: skip
COLUMN = {
    "authors": "author_class", "not_authors": "author_class", "persons": "person",
    "places": "place", "acts": "act",
}  # fmt: skip
IN_TIME = {"zones", "from_event", "to_event"}
TOGETHER = (
    48  # rules of one provision and offence that one number holds; above them, the first that fired
)


def assess_columns(pack: Pack, frame: pl.DataFrame, *, election: Election) -> pl.DataFrame:
    """A frame with id and indications (list of INDICATION), one row for each row of `frame`.

    `frame`: id, published_at (Datetime, UTC), published_at_provenance, author_class, person,
    signals (list of structs with kind and perhaps stance); and, where they are known, place, act,
    area and any of FACTS (Boolean).
    """
    rows = coded(pack, frame, election)
    keys = rows.columns
    situations = rows.unique(maintain_order=True).with_row_index("situation")
    found = _found(Asked(pack, election, stretches(pack, election)), situations)
    return (
        pl.concat([frame.select("id"), rows], how="horizontal")
        .join(situations, on=keys, how="left", maintain_order="left")
        .join(found, on="situation", how="left", maintain_order="left")
        .select("id", pl.col("indications").fill_null(pl.lit([], pl.List(INDICATION))))
    )  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """The law of one election, asked of situations."""

    pack: Pack
    election: Election
    stretches: list[Stretch]

    @cached_property
    def groups(self) -> list[list[Rule]]:
        """Rules of one offence and provision together: they make one indication."""
        found: dict[tuple[str, str], list[Rule]] = {}
        for rule in self.pack.rules:
            found.setdefault((rule.offence, rule.provision), []).append(rule)
        return list(found.values())

    def fires(self, rule: Rule) -> pl.Expr:
        """Whether every condition is known to hold on that day and no exception is, for each situation."""
        fired = self._holds(rule)
        for exception in rule.exceptions:
            fired &= ~self._excepted(exception)
        return fired

    def _excepted(self, exception: Held) -> pl.Expr:
        held = self._holds(exception)
        for inner in exception.exceptions:
            held &= ~self._excepted(inner)
        return held

    def _holds(self, held: Held) -> pl.Expr:
        return reduce(operator.and_, [self._in_time(held), *map(_known, held.when)])

    def _in_time(self, held: Held) -> pl.Expr:
        """What depends on moment and area alone is answered once for each stretch."""
        asked = [one for one in held.when if one.word in IN_TIME]
        good = [n for n, one in enumerate(self.stretches) if _timely(held, asked, one.facts)]
        if len(good) == len(self.stretches):
            return pl.lit(value=True)
        return pl.col("when").is_in(good)


def _timely(held: Held, asked: list[Condition], facts: Facts) -> bool:
    return every([dated(held, facts), *(one.holds(facts) for one in asked)]) is True


def _known(condition: Condition) -> pl.Expr:
    """Whether the condition is known to hold; as `Condition.holds` says it of one row."""
    values = condition.values
    match condition.word:
        case "kinds":
            return _any(pl.col("signals"), [SIGNAL[k, s] for k in values for s in STANCES])
        case "stances":
            kinds = condition.with_kinds or KINDS
            return _any(pl.col("signals"), [SIGNAL[k, s] for k in kinds for s in values])
        case "yes" | "no":
            table = YES if condition.word == "yes" else NO
            asked = reduce(operator.or_, [table[name] for name in values], 0)
            return (pl.col("known") & asked) == asked
        case word if word in IN_TIME:
            return pl.lit(value=True)  # answered for each stretch
        case word:
            column = COLUMN[word]
            said = [one for one in WORDS[column] if (one in values) == (word != "not_authors")]
            return (pl.col("who") & bits(column, said)) != 0


def _any(column: pl.Expr, told: list[int]) -> pl.Expr:
    return (column & reduce(operator.or_, told, 0)) != 0


def _found(asked: Asked, situations: pl.DataFrame) -> pl.DataFrame:
    """[situation, indications]: the law is asked once for each combination that occurs."""
    hits = _hits(asked, situations)
    shapes = hits.select("group", "fired", "who", "turn").unique(maintain_order=True)
    told = [_indication(asked, *one) for one in shapes.iter_rows()]
    shapes = shapes.with_columns(pl.Series("indications", told, dtype=INDICATION))
    return (
        hits.join(shapes, on=["group", "fired", "who", "turn"], how="left", maintain_order="left")
        .group_by("situation", maintain_order=True)
        .agg("indications")
    )


def _hits(asked: Asked, situations: pl.DataFrame) -> pl.DataFrame:
    """[situation, group, fired, who, turn], by situation and the first rule that fired: which rules of
    which group fired (as bits), for whom, and at which turn of zone and law.
    """
    order = {rule.name: n for n, rule in enumerate(asked.pack.rules)}
    columns = []
    for number, rules in enumerate(asked.groups):
        fires = [asked.fires(rule) for rule in rules]
        first = pl.coalesce(
            pl.when(fired).then(order[rule.name] << TOGETHER)
            for rule, fired in zip(rules, fires, strict=True)
        )
        which = reduce(
            operator.add, [fired.cast(pl.Int64) * (1 << n) for n, fired in enumerate(fires)]
        )
        columns.append((first + which).fill_null(0).cast(pl.Int64).alias(str(number)))
    turn, sights = _turns(asked), _sights(asked.pack)
    return (
        situations.lazy()
        .select("situation", pl.col("who") & sights, turn.alias("turn"), *columns)
        .unpivot(index=["situation", "who", "turn"], variable_name="group", value_name="fired")
        .filter(pl.col("fired") > 0)
        .sort("situation", "fired")
        .with_columns(pl.col("group").cast(pl.UInt32), pl.col("fired") & ((1 << TOGETHER) - 1))
        .collect()
    )


def _sights(pack: Pack) -> int:
    """The words of `who` that an indication tells or that past decisions depend on."""
    told = bits("author_class", WORDS["author_class"]) | bits("person", WORDS["person"])
    practice = [one for rule in pack.rules for one in rule.practice]
    return told | bits("place", {one.place for one in practice if one.place})


def _turns(asked: Asked) -> pl.Expr:
    """The first stretch with the same zone and day: which wording, rates and window hold."""
    first: dict[object, int] = {}
    same = [
        first.setdefault((one.zone and (one.zone.code, one.zone.confidence), one.day), n)
        for n, one in enumerate(asked.stretches)
    ]
    return pl.col("when").replace_strict(dict(enumerate(same)), return_dtype=pl.UInt32)


def _indication(asked: Asked, group: int, fired: int, who: int, turn: int) -> dict[str, object]:
    rules = [rule for n, rule in enumerate(asked.groups[group]) if fired >> n & 1]
    stretch = asked.stretches[turn]
    return indication(
        asked.pack, rules, election=asked.election, zone=stretch.zone, on=stretch.day,
        author_class=words("author_class", who) or "", person=words("person", who) or "",
        place=words("place", who),
    ).as_dict()  # fmt: skip
