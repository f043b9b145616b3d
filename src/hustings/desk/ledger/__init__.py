"""Every act, by somebody, at a time, on a ground: the desk's side of the ledger."""
