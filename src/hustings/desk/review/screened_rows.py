"""What screening found, as rows of the desk."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from hustings import evidence, screening
from hustings.desk.monitoring.models import Account, Import, Publication
from hustings.desk.review.models import Indication
from hustings.screening import names_index

COLUMNS = frozenset(field.name for field in Indication._meta.get_fields())  # noqa: SLF001  # Django's documented name


@lru_cache(maxsize=2)
def prepared(store: Path, digest: str) -> tuple[screening.Roster, names_index.Index]:
    """The roster and its index, built once a roster."""
    roster = screening.Roster.of(evidence.Store(store).read(digest))
    return roster, names_index.build(roster)


def publication(waiting: Import, one: Mapping[str, Any], *, screened_with: str) -> Publication:
    """A new row; `one`: the archive's row with what `screening.screen` found, its rank as screened_rank."""
    metrics = {key: value for key, value in (one["metrics"] or {}).items() if value is not None}
    return Publication.objects.create(
        archive_id=one["id"], election=waiting.election, brought_in=waiting,
        file_digest=waiting.file_digest, account=_account(one),
        author_class=one["author"]["class"] or "voter", item_id=one["item_id"][:255],
        url=one["url"] or "", container=(one["container"] or "")[:255], kind=one["kind"] or "",
        text=one["text"], published_at=one["published_at"],
        published_at_provenance=one["published_at_provenance"], collected_at=one["collected_at"],
        metrics={key: value for key, value in metrics.items() if key != "as_of"},
        mentions=one["mentions"], signals=one["signals"], rank=one["screened_rank"],
        screened_with=screened_with,
    )  # fmt: skip


def _account(one: Mapping[str, Any]) -> Account:
    author = one["author"]
    key = author["id"] or author["handle"] or author["name"] or one["container"] or one["item_id"]
    account, _ = Account.objects.get_or_create(
        source=one["source"][:32], key=key[:255],
        defaults={"name": (author["name"] or key)[:255], "handle": (author["handle"] or "")[:255]},
    )  # fmt: skip
    return account


def indication(publication: Publication, found: Mapping[str, Any]) -> Indication:
    """A new row of the queue; `found` as `law.Indication.as_dict`."""
    told = {name: value for name, value in found.items() if name in COLUMNS}
    return Indication.objects.create(publication=publication, rank=publication.rank, **told)
