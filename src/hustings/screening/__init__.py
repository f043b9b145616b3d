"""Names, signals, assessment, rank: columns in, columns out."""
