"""The one shape every source maps to; readers of files; the archive."""

from hustings.publications.archive import Archive, Kept
from hustings.publications.bringing_in import Report, bring_in, read
from hustings.publications.reading import BadRow, Reading, Unreadable
from hustings.publications.schema import SCHEMA
from hustings.publications.sniffing import FORMATS

__all__ = [
    "FORMATS", "SCHEMA", "Archive", "BadRow", "Kept", "Reading", "Report", "Unreadable", "bring_in",
    "read",
]  # fmt: skip
