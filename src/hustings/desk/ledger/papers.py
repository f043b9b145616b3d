"""A row whose act is on paper, in each language that its law pack draws."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import models

from hustings import documents, evidence
from hustings.desk.ledger.models import Recorded


class Papered(Recorded):
    """`papers`: language → digest of the sealed PDF, in the pack's order.

    A ledger line tells each as `paper_<language>`, beside the RECORDED fields.
    """

    papers = models.JSONField(default=dict)

    class Meta:
        abstract = True

    def now(self) -> dict[str, str | int | bool | None]:
        """The row's state, and the digest of each of its papers."""
        return super().now() | {f"paper_{code}": digest for code, digest in self.papers.items()}


def sealed(*, template: str, record: Mapping[str, Any], pack: str) -> dict[str, str]:
    """Draw the act in every language of the pack that has a form of it, and seal each."""
    store = evidence.Store(settings.STORE)
    drawn = documents.papers(template=template, record=record, pack=pack)
    return {language: store.seal(body) for language, body in drawn.items()}
