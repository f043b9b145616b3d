"""Times as files write them → UTC, with how it is known. Columns in, columns out."""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import polars as pl

from hustings.publications.reading import EARLIEST_YEAR
from hustings.publications.schema import MOMENT
from hustings.refusal import Refusal

ZONED = r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})$"
LOCAL = r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?$"
DAY = r"^\d{4}-\d{2}-\d{2}$"
DOTTED_DAY = r"^\d{2}\.\d{2}\.\d{4}$"
DOTTED = r"^\d{2}\.\d{2}\.\d{4}[ ,T]+\d{2}:\d{2}(:\d{2})?$"
UNIX = r"^\d{9,10}$"
LATEST_YEAR = 2100


def zone_named(name: str | None) -> str | None:
    """The zone a person named for times without one; a Refusal where there is no such zone."""
    if name is None:
        return None
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise Refusal(
            "publications.unknown_zone",
            "There is no time zone {zone}; name one like Europe/Madrid.",
            zone=name,
        ) from None
    return name


def read_moments(frame: pl.DataFrame, column: str, *, zone: str | None) -> pl.DataFrame:
    """Add `moment` (UTC), `provenance` and `bad` (the text was there and is no moment) for a column.

    A named zone makes local times `zoned` (a person vouched for it). A date alone stands for its
    midnight and is marked `date`: it never triggers a rule of time by itself. An empty cell is
    `unknown`, and no fault.
    """
    text = pl.col(column).cast(pl.String).str.strip_chars()
    empty = text.is_null() | (text == "")
    moment, provenance = _moment(text, zone), _provenance(text, zone)
    framed = frame.with_columns(moment.alias("moment"), empty.alias("_empty"))
    plausible = pl.col("moment").dt.year().is_between(EARLIEST_YEAR, LATEST_YEAR)
    return framed.with_columns(
        (~pl.col("_empty") & ~plausible.fill_null(value=False)).alias("bad"),
        pl.when(pl.col("_empty")).then(pl.lit("unknown")).otherwise(provenance).alias("provenance"),
    ).drop("_empty")


def _moment(text: pl.Expr, zone: str | None) -> pl.Expr:
    """UTC, or null where the text is no moment of a form we know."""
    iso = text.str.replace(" ", "T", literal=True)
    tidy = iso.str.replace(r"Z$", "+00:00").str.replace(r"([+-]\d{2})(\d{2})$", "$1:$2")
    tidy = tidy.str.replace(r"^(.{16})([+-])", "$1:00$2").str.replace_all(r"\s", "")
    whole = iso.str.replace(r"^(.{16})$", "$1:00")
    dotted = text.str.replace_all(r"[ ,T]+", " ").str.replace(r"^(\S+ \d{2}:\d{2})$", "$1:00")
    where = zone or "UTC"

    def local(parsed: pl.Expr) -> pl.Expr:
        placed = parsed.dt.replace_time_zone(where, ambiguous="earliest", non_existent="null")
        return placed.dt.convert_time_zone("UTC").cast(MOMENT)

    zoned = tidy.str.to_datetime("%+", time_unit="us", time_zone="UTC", strict=False, exact=True)
    return (
        pl.when(text.str.contains(ZONED)).then(zoned.cast(MOMENT))
        .when(text.str.contains(UNIX)).then(pl.from_epoch(text.cast(pl.Int64, strict=False))
                                            .cast(pl.Datetime("us")).dt.replace_time_zone("UTC"))
        .when(text.str.contains(LOCAL))
        .then(local(whole.str.to_datetime("%Y-%m-%dT%H:%M:%S%.f", time_unit="us", strict=False)))
        .when(text.str.contains(DAY))
        .then(local(text.str.to_datetime("%Y-%m-%d", time_unit="us", strict=False)))
        .when(text.str.contains(DOTTED))
        .then(local(dotted.str.to_datetime("%d.%m.%Y %H:%M:%S", time_unit="us", strict=False)))
        .when(text.str.contains(DOTTED_DAY))
        .then(local(text.str.to_datetime("%d.%m.%Y", time_unit="us", strict=False)))
    )  # fmt: skip


def _provenance(text: pl.Expr, zone: str | None) -> pl.Expr:
    vouched = "zoned" if zone else "local"
    return (
        pl.when(text.str.contains(ZONED)).then(pl.lit("zoned"))
        .when(text.str.contains(UNIX)).then(pl.lit("unix"))
        .when(text.str.contains(f"{DAY}|{DOTTED_DAY}")).then(pl.lit("date"))
        .otherwise(pl.lit(vouched))
    )  # fmt: skip
