"""What people type: kept as typed, within limits, and never empty where words are required."""

import unicodedata

from django.utils.translation import gettext_lazy, gettext_noop

from hustings.refusal import Refusal

TITLE = 300
NAME = 300
GROUND = 2_000
REASON = 4_000
EXPLANATION = 20_000
PROPOSAL = 20_000
FIELDS = (
    gettext_noop("title"), gettext_noop("name"), gettext_noop("ground"), gettext_noop("reasoning"),
    gettext_noop("explanation"), gettext_noop("text of the proposal"), gettext_noop("place"),
    gettext_noop("dissent"),
)  # fmt: skip


def written(text: str, *, field: str, limit: int, one_line: bool = False) -> str:
    """The text without outer blanks. Refuses NUL and lone surrogates, which no database keeps, a
    text without a letter or digit, and one over `limit` characters. Everything else is kept as it
    is, markup and direction marks included: pages show it inert.
    """
    kept = text.replace("\r\n", "\n").strip()
    if one_line:
        kept = " ".join(kept.split())
    if len(kept) > limit:
        raise Refusal(
            "cases.too_long",
            "The {field} has {length} characters; {limit} are the most. Shorten it; what you "
            "typed is kept in your browser.",
            field=gettext_lazy(field),
            length=len(kept),
            limit=limit,
        )
    _readable(kept, field=field)
    if not any(unicodedata.category(letter)[0] in "LN" for letter in kept):
        raise Refusal(
            "cases.nothing_written",
            "The {field} is empty: write at least one word.",
            field=gettext_lazy(field),
        )
    return kept


def perhaps_written(text: str, *, field: str, limit: int) -> str:
    """The same where nothing at all is an answer too."""
    return written(text, field=field, limit=limit) if text.strip() else ""


def _readable(text: str, *, field: str) -> None:
    if "\0" in text or any(unicodedata.category(letter) == "Cs" for letter in text):
        raise Refusal(
            "cases.unreadable",
            "The {field} holds a character that is no writing (NUL or half of one). Type it "
            "again, or paste it as plain text.",
            field=gettext_lazy(field),
        )
