"""The packet of a referral: one ZIP, the same bytes from the same resolution."""

import io
import json
import zipfile
from collections.abc import Mapping
from types import MappingProxyType

from django.conf import settings

from hustings import evidence
from hustings.desk.cases.models import Exhibit
from hustings.desk.commission.models import Resolution

NONE: Mapping[str, str] = MappingProxyType({})
EPOCH = (1980, 1, 1, 0, 0, 0)  # ZIP's earliest moment: no clock gets into the packet


def packet(resolution: Resolution, *, letter: Mapping[str, str] = NONE) -> bytes:
    """The letter in its languages, what `contents` names, and a list of all of it by digest."""
    store = evidence.Store(settings.STORE)
    files = {f"letter.{code}.pdf": digest for code, digest in letter.items()} | contents(resolution)
    listed = json.dumps(files, ensure_ascii=False, indent=1, sort_keys=True).encode()
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in [("attachments.json", listed), *_read(store, files)]:
            archive.writestr(zipfile.ZipInfo(name, EPOCH), content, zipfile.ZIP_DEFLATED)
    return body.getvalue()


def contents(resolution: Resolution) -> dict[str, str]:
    """File → digest: the papers of the act, its record, and every exhibit's bytes."""
    files = {f"resolution.{code}.pdf": digest for code, digest in resolution.papers.items()}
    files["resolution.json"] = resolution.record_digest
    for exhibit in Exhibit.objects.filter(case=resolution.item.case).order_by("pk"):
        files[f"exhibits/{exhibit.label.replace('/', '-')}.bin"] = exhibit.digest
    return files


def _read(store: evidence.Store, files: dict[str, str]) -> list[tuple[str, bytes]]:
    return [(name, store.read(digest)) for name, digest in sorted(files.items())]
