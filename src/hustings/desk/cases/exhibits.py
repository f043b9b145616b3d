"""Exhibits of a finding: the file as it came, and the record as it was read, each by its digest."""

import json
from datetime import datetime

from hustings import evidence
from hustings.desk.cases.models import Exhibit, Finding
from hustings.desk.ledger.models import stamp
from hustings.desk.monitoring.models import Publication
from hustings.refusal import Refusal

ORIGINAL = "original"
RECORD = "record"
LETTER = {ORIGINAL: "A", RECORD: "B"}


def make(finding: Finding, *, store: evidence.Store, at: datetime) -> list[Exhibit]:
    """Both exhibits of a finding. The same bytes keep the same label throughout a case."""
    publication = finding.indication.publication
    if not store.has(publication.file_digest):
        raise Refusal(
            "cases.no_evidence",
            "The file {digest} that this publication came in is not in the store; bring it in "
            "again before a case rests on it.",
            digest=publication.file_digest,
        )
    read = store.seal(as_read(publication))
    return [
        _exhibit(finding, kind=kind, digest=digest, at=sealed_at)
        for kind, digest, sealed_at in (
            (ORIGINAL, publication.file_digest, publication.brought_in.at),
            (RECORD, read, at),
        )
    ]


def _exhibit(finding: Finding, *, kind: str, digest: str, at: datetime) -> Exhibit:
    known = Exhibit.objects.filter(case=finding.case_id, kind=kind)
    same = known.filter(digest=digest).first()
    label = (
        same.label if same else f"{LETTER[kind]}-{known.values('digest').distinct().count() + 1}"
    )
    return Exhibit.objects.create(
        case_id=finding.case_id, finding=finding, label=label, kind=kind, digest=digest,
        sealed_at=at,
    )  # fmt: skip


def as_read(publication: Publication) -> bytes:
    """The publication as the desk read it: JSON, keys in order, moments in UTC."""
    account = publication.account
    read = {
        "id": publication.archive_id,
        "file": publication.file_digest,
        "source": account.source,
        "author": {
            "id": account.key,
            "name": account.name,
            "handle": account.handle,
            "class": publication.author_class,
        },
        "item_id": publication.item_id,
        "url": publication.url,
        "container": publication.container,
        "kind": publication.kind,
        "text": publication.text,
        "published_at": publication.published_at and stamp(publication.published_at),
        "published_at_provenance": publication.published_at_provenance,
        "collected_at": stamp(publication.collected_at),
        "metrics": publication.metrics,
        "mentions": publication.mentions,
        "signals": publication.signals,
        "screened_with": publication.screened_with,
    }
    return json.dumps(read, ensure_ascii=False, sort_keys=True, indent=1).encode()
