"""The one shape every source maps to; readers of files; the archive."""
