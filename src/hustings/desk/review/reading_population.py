"""The population of a reading: fixed when it is opened, screened once by the worker, and kept at hand.

What is fixed is the sealed list of archive ids. Texts and what screening said of them lie in a file of
the desk's folder that is made again from the archive whenever it is missing.
"""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
from django.conf import settings

from hustings import evidence, publications, screening
from hustings.desk import packs
from hustings.desk.monitoring.models import Election, Import
from hustings.desk.review.models import Reading, Shown
from hustings.screening import reading_ration

FOLDER = "readings"
ORIGIN = ("item_id", "source", "url", "container", "published_at", "published_at_provenance")


def ids_of(election: Election, *, brought_in: Import | None, day: date | None) -> list[str]:
    """Archive ids of what one import brought, or of one day by the election's clock, as it stands."""
    kept = publications.Archive(settings.ARCHIVE).scan()
    if brought_in is not None:
        some = kept.filter(pl.col("raw_ref") == brought_in.file_digest)
    else:
        assert day is not None, "an import or a day, as the rules asked"
        clock = ZoneInfo(str(packs.of(election).election(election.code).timezone))
        begins = datetime.combine(day, time(), clock).astimezone(UTC)
        ends = datetime.combine(day + timedelta(days=1), time(), clock).astimezone(UTC)
        files = list(election.imports.values_list("file_digest", flat=True))
        at = pl.col("published_at")
        some = kept.filter((at >= begins) & (at < ends) & pl.col("raw_ref").is_in(files))
    return some.select("id").collect()["id"].sort().to_list()


def elsewhere(election: Election) -> set[str]:
    """Ids that another reading has: all of an open one, what was answered in a closed one."""
    taken: set[str] = set()
    for one in election.readings.filter(closed_at=None):
        taken.update(ids(one.population))
    answered = Shown.objects.filter(reading__election=election).exclude(outcome="")
    return taken | set(answered.values_list("archive_id", flat=True))


def sealed(wanted: list[str]) -> str:
    """The digest of the list, once it is durable."""
    return evidence.Store(settings.STORE).seal(json.dumps(sorted(wanted)).encode())


def ids(digest: str) -> list[str]:
    """The sealed list. Refusals: evidence.missing, evidence.changed."""
    return list(_ids(settings.STORE, digest))


@lru_cache(maxsize=8)
def _ids(store: Path, digest: str) -> tuple[str, ...]:
    return tuple(json.loads(evidence.Store(store).read(digest)))


def lots(one: Reading) -> tuple[str, ...]:
    """The whole population in the order of the ration."""
    return _lots(settings.STORE, one.population, one.seed)


@lru_cache(maxsize=8)
def _lots(store: Path, digest: str, seed: str) -> tuple[str, ...]:
    known = _ids(store, digest)
    return tuple(sorted(known, key=lambda record: (reading_ration.lot(seed, record), record)))


def record(one: Reading, archive_id: str) -> Mapping[str, Any]:
    """One publication as it is shown: text, origin, and the spans that screening boxed, if it has
    looked already.
    """
    path = _path(one)
    if path.exists():
        found = pl.scan_parquet(path).filter(pl.col("id") == archive_id).collect()
    else:
        kept = publications.Archive(settings.ARCHIVE).scan()
        found = kept.filter(pl.col("id") == archive_id).collect().pipe(_shaped)
    return dict(found.row(0, named=True))


def frame(one: Reading) -> tuple[pl.DataFrame, str]:
    """The population with what screening says of it, sorted by id; and the digest of what it was
    screened with. Screened again where the file is not there.
    """
    path, told = _path(one), _path(one).with_suffix(".json")
    if not (path.exists() and told.exists()):
        screened, versions = _screened(one)
        path.parent.mkdir(parents=True, exist_ok=True)
        digest = evidence.Store(settings.STORE).seal(json.dumps(versions, sort_keys=True).encode())
        _write(told, json.dumps({"screened_with": digest}).encode())
        fresh = path.with_suffix(".new")
        screened.write_parquet(fresh)
        fresh.replace(path)
    return pl.read_parquet(path), json.loads(told.read_text())["screened_with"]


def _path(one: Reading) -> Path:
    return Path(settings.HOME) / FOLDER / f"{one.population.removeprefix('sha256:')[:32]}.parquet"


def _write(path: Path, content: bytes) -> None:
    fresh = path.with_suffix(".part")
    fresh.write_bytes(content)
    fresh.replace(path)


def _screened(one: Reading) -> tuple[pl.DataFrame, Mapping[str, str]]:
    election = one.election
    pack = packs.of(election)
    roster = roster_of(election)
    wanted = pl.DataFrame({"id": ids(one.population)}, schema={"id": pl.String})
    kept = publications.Archive(settings.ARCHIVE).scan()
    if one.brought_in is not None:
        kept = kept.filter(pl.col("raw_ref") == one.brought_in.file_digest)
    arrived = kept.join(wanted.lazy(), on="id", how="semi").collect().sort("id")
    found = screening.screen(arrived, pack=pack, election=election.code, roster=roster)
    calendar = pack.election(election.code)
    ends = {zone.code: zone.ends for zone in calendar.zones}
    window = pl.element().struct.field("window").replace_strict(
        ends, default=None, return_dtype=pl.Datetime("us", "UTC")
    )  # fmt: skip
    said = found.select(
        "id", "mentions", "signals", pl.col("indications").list.eval(window).alias("ends"),
        pl.col("indications").list.len().alias("indicated"),
    )  # fmt: skip
    whole = _shaped(arrived).drop("mentions", "signals", "ends", "indicated").join(
        said, on="id", maintain_order="left"
    )  # fmt: skip
    return whole, {**screening.versions(pack, roster), "calendar": election.calendar or "{}"}


def roster_of(election: Election) -> screening.Roster:
    return screening.Roster.of(evidence.Store(settings.STORE).read(election.roster_digest))


def _shaped(arrived: pl.DataFrame) -> pl.DataFrame:
    """The columns of a population; what only screening says is empty."""
    author = pl.col("author").struct
    return arrived.select(
        "id", "text", *ORIGIN,
        pl.coalesce(author.field("name"), author.field("handle"), author.field("id"), "container")
        .alias("account"),
        pl.col("metrics").struct.field("views").cast(pl.Int64).alias("viewers"),
        pl.lit([], pl.List(pl.Struct({"start": pl.UInt32, "end": pl.UInt32}))).alias("mentions"),
        pl.lit([], pl.List(pl.Struct({"start": pl.UInt32, "end": pl.UInt32}))).alias("signals"),
        pl.lit([], pl.List(pl.Datetime("us", "UTC"))).alias("ends"),
        pl.lit(0, pl.UInt32).alias("indicated"),
    )  # fmt: skip
