"""A file comes in: sealed before it is read, archived once, told to the ledger, acknowledged."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from hustings import evidence
from hustings.publications.archive import Archive, Kept
from hustings.publications.bundles import BEGINNING, Bundle
from hustings.publications.feeds import read_feed
from hustings.publications.moments import zone_named
from hustings.publications.reading import Reading
from hustings.publications.sniffing import sniff, text_of
from hustings.publications.tables import read_csv, read_jsonl
from hustings.publications.telegram import read_telegram
from hustings.refusal import Refusal

IMPORTS = uuid.UUID("6a0e5c0e-6c38-4f5b-9d0f-6b2f3a0f2b11")  # the namespace of import entries' ids


@dataclass(frozen=True, kw_only=True)
class Report:
    """One file: what it was, its seal, what was kept, and its place in the ledger."""

    file: str
    digest: str
    format: str
    kept: Kept
    index: int


def read(
    path: Path,
    *,
    format: str | None = None,  # noqa: A002  # the word of the field and of the command line
    mapping: Mapping[str, str] | None = None,
    zone: str | None = None,
    encoding: str | None = None,
    name: str | None = None,
) -> Reading:
    """A file → rows in the shape of SCHEMA, and the rows that could not be read.

    A ZIP is read as the one file of publications in it (`bundles`).

    `format` overrules the signature; `mapping` is field → column; `zone` is the zone of times
    written without one. Raises Unreadable where nothing can be read.
    """
    called = name or path.name
    zone = zone_named(zone)
    body = path.read_bytes()
    if body.startswith(BEGINNING):
        bundle = Bundle.of(body, called)
        called, body = bundle.name, bundle.document
    text = text_of(body, called, encoding=encoding)
    found = format or sniff(text, called)
    if found == "telegram":
        return read_telegram(text, called, zone=zone)
    if found in {"rss", "atom"}:
        return read_feed(text, called, format_name=found, zone=zone)
    reader = read_csv if found == "csv" else read_jsonl
    return reader(text, called, mapping=mapping, zone=zone)


def bring_in(
    paths: Sequence[Path],
    *,
    archive: Archive,
    store: evidence.Store,
    ledger: evidence.Ledger,
    by: str,
    at: datetime,
    ground: str,
    format: str | None = None,  # noqa: A002  # the word of the field and of the command line
    mapping: Mapping[str, str] | None = None,
    zone: str | None = None,
    encoding: str | None = None,
    progress: Callable[[Path], None] | None = None,
) -> list[Report]:
    """Seal, read, archive, write the ledger's entry; a report is the acknowledgement.

    The entry's id follows from the file's digest: a file brought in again, or one whose import died
    before its entry, has exactly one entry. Raises Unreadable for a file that cannot be read (its
    bytes stay sealed; no row and no entry is made).
    """
    reports = []
    for path in paths:
        if progress is not None:
            progress(path)
        digest = store.seal(path)
        reading = read(path, format=format, mapping=mapping, zone=zone, encoding=encoding)
        kept = archive.keep(reading, raw_ref=digest, collected_at=at)
        index = _told(
            ledger, digest, format_name=reading.format, kept=kept, by=by, at=at, ground=ground
        )
        reports.append(
            Report(file=path.name, digest=digest, format=reading.format, kept=kept, index=index)
        )
    return reports


def _told(
    ledger: evidence.Ledger, digest: str, *, format_name: str, kept: Kept, by: str, at: datetime,
    ground: str,
) -> int:  # fmt: skip
    """The place of the file's one entry: written now, or by an import before this one."""
    identity = str(uuid.uuid5(IMPORTS, digest))
    if (place := ledger.place(identity)) is not None:
        return place
    row = f"file:{digest}"
    state: dict[str, str | int | bool | None] = {
        "format": format_name, "read": kept.read, "in_archive": kept.kept + kept.duplicate,
        "unreadable": len(kept.unreadable),
    }  # fmt: skip
    entry = evidence.entry(
        id=identity, at=at, by=by, role="import", act="publications.import", on=[row],
        ground=ground, now={row: state}, seals=[digest],
    )  # fmt: skip
    try:
        (place,) = ledger.append([entry])
    except Refusal as refusal:
        # Somebody else brought the same file in between the question and the answer.
        if refusal.code != "evidence.id_taken" or (place := ledger.place(identity)) is None:
            raise
    return place
