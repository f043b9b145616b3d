"""Refuted claims come in by file or by hand, and are withdrawn."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction

from hustings import evidence
from hustings.desk.accounts import gate
from hustings.desk.accounts.models import Person
from hustings.desk.ledger import record
from hustings.desk.suggestions import procedure
from hustings.desk.suggestions.models import Claim, ClaimFile
from hustings.refusal import Refusal
from hustings.screening import claims, claims_review

CHUNK = 100  # claims in one line of the ledger (≤ 65,535 bytes)
ASKED = 500  # names in one question to the database
SHOWN = 1_000  # refused records listed on the page; all are counted
FIELDS = ("text", "language", "said_by", "rating", "url", "published_on", "reviewer")


@transaction.atomic
def import_claims(
    *, file_name: str, content: bytes, by: Person, at: datetime, ground: str
) -> ClaimFile:
    """Take the records of a ClaimReview file; what cannot be used is refused by its number.

    A record that is here already is counted as known. Refusals: suggestions.too_large,
    claims.not_json (nothing of the file is kept).
    """
    role = gate.require("suggestions.import_claims", by=by, at=at)
    procedure.may_take(size=len(content))
    records = list(claims_review.records(content, where=file_name))
    read = claims.Claims.of(records)
    digest = evidence.Store(settings.STORE).seal(content)
    fresh, faults = _told_apart(read, records)
    refused = [*faults, *({"number": one.number, "field": one.field, **_said(one.reason)}
                          for one in read.refused)]  # fmt: skip
    file = ClaimFile.objects.create(
        file_name=file_name[-255:], file_digest=digest, ground=ground, by=by, at=at,
        taken=len(fresh), known=read.frame.height - len(fresh) - len(faults), refused=len(refused),
        refused_records=sorted(refused, key=lambda one: one["number"])[:SHOWN],
    )  # fmt: skip
    tell = partial(
        record.act, name="suggestions.import_claims", by=by, role=role, at=at, ground=ground
    )
    tell(rows=[file], seals=[digest])
    for first in range(0, len(fresh), CHUNK):
        made = _made(fresh[first : first + CHUNK], file=file, by=by, at=at, ground=ground)
        tell(rows=made, about=[file.row])
    return file


@transaction.atomic
def add_claim(
    *, text: str, rating: str, reviewer: str, url: str = "", said_by: str = "",
    language: str = "", published_on: str = "", by: Person, at: datetime, ground: str,
) -> Claim:  # fmt: skip
    """One claim by hand, with who refuted it and where. Refusals as the record's reader has them."""
    role = gate.require("suggestions.add_claim", by=by, at=at)
    procedure.may_add(rating=rating, reviewer=reviewer)
    said = {
        "@context": "https://schema.org", "@type": "ClaimReview", "claimReviewed": text,
        "reviewRating": {"@type": "Rating", "alternateName": rating},
        "author": {"@type": "Organization", "name": reviewer},
        **({"url": url} if url else {}), **({"inLanguage": language} if language else {}),
        **({"datePublished": published_on} if published_on else {}),
        **({"itemReviewed": {"@type": "Claim", "author": {"name": said_by}}} if said_by else {}),
    }  # fmt: skip
    read = claims.Claims.of([said])
    for one in read.refused:
        raise one.reason
    (row,) = read.frame.iter_rows(named=True)
    known = Claim.objects.filter(name=row["claim"]).first()
    if known is not None:
        return known
    (claim,) = _made([row], file=None, by=by, at=at, ground=ground)
    sealed = evidence.Store(settings.STORE).seal(row["record"].encode())
    record.act(name="suggestions.add_claim", by=by, role=role, at=at, ground=ground, rows=[claim],
               seals=[sealed])  # fmt: skip
    return claim


@transaction.atomic
def withdraw_claim(claim: Claim, *, why: str, by: Person, at: datetime) -> Claim:
    """Search for it no more; what it said and who withdrew it stays."""
    role = gate.require("suggestions.withdraw_claim", by=by, at=at)
    locked = Claim.objects.select_for_update(of=("self",)).get(pk=claim.pk)
    procedure.may_withdraw(withdrawn=locked.withdrawn_at is not None, why=why)
    locked.withdrawn_at, locked.withdrawn_by, locked.withdrawn_why = at, by, why
    locked.save()
    record.act(name="suggestions.withdraw_claim", by=by, role=role, at=at,
               ground="withdrawal of a refuted claim", rows=[locked])  # fmt: skip
    return locked


def _told_apart(
    read: claims.Claims, records: Iterable[Any]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """(records that are new, refusals of those whose name cannot be kept)."""
    numbers: dict[str, int] = {}
    for number, one in enumerate(records, 1):
        if isinstance(one, Mapping):
            numbers.setdefault(json.dumps(dict(one), ensure_ascii=False), number)
    here = _here([name for name in read.frame["claim"].to_list() if "\0" not in name])
    fresh, faults = [], []
    for row in read.frame.iter_rows(named=True):
        known = here.get(row["claim"])
        if known == _digest(row["record"]):
            continue
        number = numbers[row["record"]]
        fault = procedure.fault_of(
            number=number, name=row["claim"], other=known is not None,
            nul=any("\0" in (row[field] or "") for field in ("claim", *FIELDS)),
        )  # fmt: skip
        if fault is None:
            fresh.append(row)
        else:
            faults.append({"number": number, "field": fault[0], **_said(fault[1])})
    return fresh, faults


def _here(names: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for first in range(0, len(names), ASKED):
        some = Claim.objects.filter(name__in=names[first : first + ASKED])
        found |= dict(some.values_list("name", "record_digest"))
    return found


def _made(rows: list[dict[str, Any]], *, file: ClaimFile | None, **who: Any) -> list[Claim]:
    return Claim.objects.bulk_create(
        Claim(name=row["claim"], record=row["record"], record_digest=_digest(row["record"]),
              file=file, **{field: row[field] or "" for field in FIELDS}, **who)
        for row in rows
    )  # fmt: skip


def _digest(told: str) -> str:
    """Of the record with its keys in order: written otherwise, it is the same record."""
    ordered = json.dumps(json.loads(told), ensure_ascii=False, sort_keys=True)
    return f"sha256:{hashlib.sha256(ordered.encode()).hexdigest()}"


def _said(refusal: Refusal) -> dict[str, Any]:
    facts = {name: str(value).replace("\0", "\ufffd") for name, value in refusal.facts.items()}
    return {"text": refusal.text, "facts": facts}
