"""The public side: entries, figures, open data, press notes."""
