"""Acts on paper: one structured record, a document in each language of its pack."""

from hustings.documents.drawing import languages, papers, pdf

__all__ = ["languages", "papers", "pdf"]
