"""The queue: indications become findings, or are dismissed with a reason."""
