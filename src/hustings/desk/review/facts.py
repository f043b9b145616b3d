"""What the desk keeps of a publication, as the law asks for it: the same that screening put before it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import polars as pl
from polars._typing import PolarsDataType

from hustings import law
from hustings.desk.monitoring.models import Publication
from hustings.screening.screened import SURE

NATURAL = (
    "natural"  # screening takes every author for a natural person, until a case says otherwise
)
FRAME: dict[str, PolarsDataType] = {
    "id": pl.Int64, "published_at": pl.Datetime("us", "UTC"), "published_at_provenance": pl.String,
    "author_class": pl.String, "person": pl.String,
    "signals": pl.List(pl.Struct({"kind": pl.String, "stance": pl.String})),
    "place": pl.String, "act": pl.String, "area": pl.String,
    **dict.fromkeys(law.FACTS, pl.Boolean),
}  # fmt: skip


KEPT = ("published_at", "published_at_provenance", "author_class", "signals", "stated")


def said(publication: Publication, *, author_class: str = "", person: str = "") -> dict[str, Any]:
    """Facts as `law.assess` takes them: what was read in it, and what somebody stated of it.

    `author_class`, `person`: as a case established them.
    """
    kept = {name: getattr(publication, name) for name in KEPT}
    return told(kept, election=publication.election.code, author_class=author_class, person=person)


def told(
    kept: Mapping[str, Any], *, election: str, author_class: str = "", person: str = ""
) -> dict[str, Any]:
    """The same of the columns KEPT, for many rows that need not become objects."""
    stated = kept["stated"]
    given = author_class or stated.get("author_class") or kept["author_class"]
    return {
        **stated, "election": election, "published_at": kept["published_at"],
        "published_at_provenance": kept["published_at_provenance"],
        "author_class": given if given in law.AUTHORS else "voter",
        "person": person or stated.get("person") or NATURAL, "signals": sure(kept["signals"]),
    }  # fmt: skip


def sure(signals: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """The signals that are sure enough to be put before the law."""
    return [
        {"kind": one["kind"], "stance": one.get("stance") or "none"}
        for one in signals
        if one.get("probability", 1.0) >= SURE
    ]


def frame(rows: Iterable[tuple[int, Mapping[str, Any]]]) -> pl.DataFrame:
    """(id, facts as `said` tells them) as the columns that `law.assess_columns` reads."""
    told = [
        {"id": identity, **{key: facts.get(key) for key in FRAME if key != "id"}}
        for identity, facts in rows
    ]
    return pl.DataFrame(told, schema=FRAME)


def moment_of(publication: Publication) -> datetime | None:
    """When it appeared, where that is exact; else nobody knows, and no rule of time fires."""
    exact = publication.published_at_provenance in {"zoned", "unix"}
    return publication.published_at if exact else None
