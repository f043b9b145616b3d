"""Acts on paper: one structured record, a document in each language of its pack."""

from hustings.documents.drawing import languages, papers, pdf
from hustings.documents.naming import name

__all__ = ["languages", "name", "papers", "pdf"]
