"""Acts on paper: one structured record, a document in each language."""
