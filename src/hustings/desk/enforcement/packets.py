"""The packet of a referral: one ZIP, the same bytes from the same resolution."""

import io
import json
import zipfile

from django.conf import settings

from hustings import evidence
from hustings.desk.cases.models import Exhibit
from hustings.desk.commission.models import Resolution

EPOCH = (1980, 1, 1, 0, 0, 0)  # ZIP's earliest moment: no clock gets into the packet


def packet(resolution: Resolution) -> bytes:
    """The papers, the record, every exhibit's bytes, and a list of all of them by digest."""
    store = evidence.Store(settings.STORE)
    files = {f"resolution.{code}.pdf": digest for code, digest in resolution.papers.items()}
    files["resolution.json"] = resolution.record_digest
    for exhibit in Exhibit.objects.filter(case=resolution.item.case).order_by("pk"):
        files[f"exhibits/{exhibit.label.replace('/', '-')}.bin"] = exhibit.digest
    listed = json.dumps(files, ensure_ascii=False, indent=1, sort_keys=True).encode()
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in [("attachments.json", listed), *_read(store, files)]:
            archive.writestr(zipfile.ZipInfo(name, EPOCH), content, zipfile.ZIP_DEFLATED)
    return body.getvalue()


def _read(store: evidence.Store, files: dict[str, str]) -> list[tuple[str, bytes]]:
    return [(name, store.read(digest)) for name, digest in sorted(files.items())]
