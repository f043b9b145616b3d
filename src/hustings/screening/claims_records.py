"""Refuted claims as schema.org ClaimReview records, read one by one.

What may stand in a record: https://schema.org/ClaimReview. A record that cannot be used is
refused by its number and field, with what to do; the others are taken. Each is kept as it
came, so that what is handed on has every field.
"""

import functools
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import polars as pl
from polars._typing import PolarsDataType

from hustings.refusal import Refusal
from hustings.screening import claims_index, claims_review

CONTEXT = "https://schema.org"
TYPE = "ClaimReview"

_COLUMNS: dict[str, PolarsDataType] = {
    "claim": pl.String,  # @id, else a digest of the record
    "text": pl.String,  # claimReviewed
    "language": pl.String,
    "said_by": pl.String,  # itemReviewed.author
    "appearances": pl.List(pl.String),  # where it was said: addresses, as given
    "rating": pl.String,  # in words, else the value
    "url": pl.String,  # of the review
    "published_on": pl.String,  # as given
    "reviewer": pl.String,  # author of the review
    "record": pl.String,  # the whole record, JSON
}
CLAIMS = pl.Schema(_COLUMNS)


@dataclass(frozen=True, kw_only=True)
class Refused:
    """A record that was not taken: its number (from 1, in a file of lines the line's), the field,
    and the sentence that says why and what to do.
    """

    number: int
    field: str
    reason: Refusal


@dataclass(frozen=True, kw_only=True)
class Claims:
    """Refuted claims, one line each in the shape of CLAIMS, and what was refused beside them."""

    frame: pl.DataFrame
    refused: tuple[Refused, ...] = ()

    @classmethod
    def read(cls, path: Path) -> Self:
        """The records of a file; Refusal `claims.not_json`."""
        return cls.of(claims_review.records(path.read_bytes(), where=path.name))

    @classmethod
    def of(cls, records: Iterable[Mapping[str, Any]]) -> Self:
        """Claims of ClaimReview records; claimReviewed alone is enough. Equal ones are taken once."""
        lines: dict[str, tuple[int, dict[str, Any]]] = {}
        refused = []
        for number, record in enumerate(records, 1):
            field, reason = claims_review.fault(number, record)
            if reason is not None:
                refused.append(Refused(number=number, field=field, reason=reason))
                continue
            line = _line(record)
            first, known = lines.setdefault(line["claim"], (number, line))
            if known != line:
                reason = Refusal(
                    "claims.same_id",
                    "Record {number}, @id: {value} stands in record {first} already, with other "
                    "contents. Give each claim an @id of its own.",
                    number=number, value=line["claim"], first=first,
                )  # fmt: skip
                refused.append(Refused(number=number, field="@id", reason=reason))
        rows = [line for _, line in lines.values()]
        return cls(frame=pl.DataFrame(rows, schema=CLAIMS), refused=tuple(refused))

    def records(self) -> list[dict[str, Any]]:
        """The records as they came."""
        return [json.loads(record) for record in self.frame["record"]]

    @functools.cached_property
    def index(self) -> tuple[claims_index.Index, pl.DataFrame]:
        """(what the search reads, [pattern, claim]); made once."""
        index, which = claims_index.build(self.frame["text"])
        return index, pl.DataFrame({"pattern": which, "claim": self.frame["claim"]})


def from_claimreview(document: str | bytes) -> Claims:
    """Claims of a JSON document: one record, a list, an @graph, a DataFeed, or a record a line.

    Refusal `claims.not_json`; records that cannot be used are in `refused`.
    """
    return Claims.of(claims_review.records(document, where="ClaimReview"))


def to_claimreview(claims: Claims) -> str:
    """One JSON-LD document (@graph) with every field of every record, and its @type."""
    graph = [{"@type": TYPE, **record} for record in claims.records()]
    return json.dumps({"@context": CONTEXT, "@graph": graph}, ensure_ascii=False, indent=1)


def _line(record: Mapping[str, Any]) -> dict[str, Any]:
    kept = json.dumps(dict(record), ensure_ascii=False, sort_keys=True)
    item = claims_review.one(record.get("itemReviewed"))
    rating = claims_review.one(record.get("reviewRating"))
    rated = rating.get("alternateName") or rating.get("name") or rating.get("ratingValue")
    return {
        "claim": record.get("@id") or f"claim:{hashlib.sha256(kept.encode()).hexdigest()[:16]}",
        "text": record["claimReviewed"],
        "language": claims_review.language(record.get("inLanguage")),
        "said_by": claims_review.name(item.get("author")),
        "appearances": claims_review.addresses(item),
        "rating": None if rated is None else str(rated),
        "url": record.get("url"),
        "published_on": record.get("datePublished"),
        "reviewer": claims_review.name(record.get("author")),
        "record": json.dumps(dict(record), ensure_ascii=False),
    }
