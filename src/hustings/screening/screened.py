"""From publications to what deserves a look: names → signals → assessment → rank."""

import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import polars as pl
from polars._typing import PolarsDataType

from hustings import law
from hustings.screening import (
    fold,
    gate,
    lexicon,
    model,
    names,
    names_index,
    names_places,
    rank,
    screened_why,
    signals,
)
from hustings.screening.names_index import Index
from hustings.screening.roster import Roster

AT_ONCE = 50_000  # publications held in memory together; more gains little speed
SURE = 0.5  # from which probability on a signal is put before the law

MENTION = pl.Struct(
    {
        "candidate": pl.String,
        "surface": pl.String,
        "start": pl.UInt32,
        "end": pl.UInt32,
        "probability": pl.Float64,
    }
)
MOMENT = pl.Datetime("us", "UTC")
CLASS, PROVENANCE = "author_class", "published_at_provenance"
EXACT = ("zoned", "unix")  # only these provenances may trigger a rule about time
WITH = pl.Struct(dict.fromkeys(("pack", "roster", "engine", "lexicon", "model"), pl.String))
SIGNAL = pl.Struct({name: kind for name, kind in signals.SIGNALS.items() if name != "row"})


def screen(
    frame: pl.DataFrame,
    *,
    pack: law.Pack,
    election: law.Election | str,
    roster: Roster,
    index: Index | None = None,
) -> pl.DataFrame:
    """What each publication names, does and may violate, and why: [id, mentions, signals,
    indications, rank, why, unchecked, with], one line a publication, in the order of `frame`.
    `with` are `versions`.

    `frame` has id and text, and may have the other columns of `publications.SCHEMA` and `place`
    (one of `law.PLACES`). An author of no known class counts as a voter, every author as a
    natural person. Without a `published_at` of exact provenance nothing is put before the law.
    `index`: the roster's, if it was built before. Each publication is read by itself: the
    same one gives the same line in any company and order. Refusal `law.unknown_election`.
    """
    return pl.concat(
        [
            part
            for part, _ in batches(
                [frame], pack=pack, election=election, roster=roster, index=index
            )
        ]
    )


def batches(
    frames: Iterable[pl.DataFrame],
    *,
    pack: law.Pack,
    election: law.Election | str,
    roster: Roster,
    index: Index | None = None,
) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
    """`screen`, a handful at a time: (what was found, the publications it was found in)."""
    calendar = pack.election(election) if isinstance(election, str) else election
    index = index or names_index.build(roster)
    told = pl.lit(versions(pack, roster), WITH).alias("with")
    for frame in frames:
        for part in frame.iter_slices(AT_ONCE) if frame.height else [frame]:
            yield _screen(part, pack, calendar, index).with_columns(told), part


def versions(pack: law.Pack, roster: Roster) -> dict[str, str]:
    """Digests of what a screening was done with: pack, roster, engine (this code and its words),
    and of the pack its lexicon and its model (“none” where it has none).
    """
    learned = model.load(pack.folder / "lexicon" / "model")
    return {
        "pack": pack.digest,
        "roster": roster.digest,
        "engine": _engine(),
        "lexicon": lexicon.load(pack.folder).digest,
        "model": learned.digest if learned else "none",
    }


@cache
def _engine() -> str:
    told = hashlib.sha256()
    for file in sorted(Path(__file__).parent.iterdir()):
        if file.suffix in {".py", ".toml"}:
            told.update(file.name.encode() + b"\0" + file.read_bytes())
    return f"sha256:{told.hexdigest()}"


def _screen(
    frame: pl.DataFrame, pack: law.Pack, election: law.Election, index: Index
) -> pl.DataFrame:
    rows = _rows(frame)
    places = names_places.load(pack.folder)

    def named(some: pl.DataFrame) -> pl.DataFrame:
        return names.find(some, tokens=fold.tokens(some), index=index, places=places)

    mentions, likely = gate.of(index, pack.folder).passed(rows, named)
    said = rows.filter(pl.Series(likely))
    tokens = fold.tokens(said)
    there = mentions.join(said, on="row", how="semi", maintain_order="left")
    read = signals.read(said, tokens=tokens, mentions=there, pack=pack, parties=index.parties)
    found = signals.told(said, read)
    screened = (
        rows.join(
            _lists(mentions, "mentions", MENTION), on="row", how="left", maintain_order="left"
        )
        .join(_lists(found, "signals", SIGNAL), on="row", how="left", maintain_order="left")
        .with_columns(pl.col("mentions", "signals").fill_null([]))
    )
    indications = law.assess_columns(pack, _facts(screened), election=election)
    forbidden = rows.select("row").filter(indications["indications"].list.len() > 0)
    because = screened_why.why(found, said, read=read)
    return screened.join(because, on="row", how="left", maintain_order="left").select(
        "id",
        "mentions",
        "signals",
        indications["indications"],
        rank.rank(found, forbidden, rows.select("row", "viewers"))["rank"],
        pl.col("why").fill_null([]),
        screened_why.unchecked(rows, found)["unchecked"],
    )


def _rows(frame: pl.DataFrame) -> pl.DataFrame:
    """The columns that screening reads; what is missing is null.

    `about` are the names of author and page: they may tell whom a surname means.
    """
    given = _field(frame, "author", "class", pl.String)
    about = [
        _field(frame, "author", "name", pl.String),
        _field(frame, "author", "handle", pl.String),
        _field(frame, "container", None, pl.String),
    ]
    return frame.with_row_index("row").select(
        pl.col("row"),
        pl.col("id").cast(pl.String),
        pl.col("text").fill_null(""),
        pl.concat_str(about, separator="\n", ignore_nulls=True).alias("about"),
        pl.when(given.is_in(law.AUTHORS)).then(given).otherwise(pl.lit("voter")).alias(CLASS),
        _field(frame, "published_at", None, MOMENT).alias("published_at"),
        _field(frame, PROVENANCE, None, pl.String).fill_null("unknown").alias(PROVENANCE),
        _field(frame, "place", None, pl.String).alias("place"),
        _field(frame, "metrics", "views", pl.Int64).alias("viewers"),
        given.is_in(law.AUTHORS).fill_null(value=False).alias("classed"),
        _exact(frame).alias("exact"),
        _field(frame, "place", None, pl.String).is_not_null().alias("placed"),
        _field(frame, "paid", None, pl.Boolean).is_not_null().alias("settled"),
        _several(frame, "media").alias("pictured"),
        _several(frame, "links").alias("linked"),
    )


def _exact(frame: pl.DataFrame) -> pl.Expr:
    known = _field(frame, PROVENANCE, None, pl.String).is_in(EXACT).fill_null(value=False)
    return known & _field(frame, "published_at", None, MOMENT).is_not_null()


def _several(frame: pl.DataFrame, column: str) -> pl.Expr:
    return (_field(frame, column, None, pl.List(pl.String)).list.len() > 0).fill_null(value=False)


def _field(frame: pl.DataFrame, column: str, part: str | None, kind: PolarsDataType) -> pl.Expr:
    """A column, or one field of it; null where the frame has none."""
    known = frame.schema.get(column)
    if part is None:
        there = known is not None
        value = pl.col(column)
    else:
        fields = known.fields if isinstance(known, pl.Struct) else []
        there = part in [field.name for field in fields]
        value = pl.col(column).struct.field(part)
    return (value if there else pl.lit(None)).cast(kind)


def _facts(screened: pl.DataFrame) -> pl.DataFrame:
    sure = pl.element().struct.field("probability") >= SURE
    return screened.select(
        "id",
        "published_at",
        PROVENANCE,
        CLASS,
        pl.lit("natural").alias("person"),
        "place",
        pl.col("signals").list.filter(sure),
    )


def _lists(found: pl.DataFrame, name: str, kind: pl.Struct) -> pl.DataFrame:
    """[row, name]: the rows of each publication as one list of structs."""
    return found.group_by("row", maintain_order=True).agg(
        pl.struct(field.name for field in kind.fields).cast(kind).alias(name)
    )
