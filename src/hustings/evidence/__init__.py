"""Sealed bytes, the ledger, and the verifier that an outsider runs."""
