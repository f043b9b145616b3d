"""Acts on paper: one structured record, a document in each language."""

from hustings.documents.drawing import pdf

__all__ = ["pdf"]
