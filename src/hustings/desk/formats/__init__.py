"""How dates and numbers are written, one language a folder."""
