"""Sealed bytes, the ledger, and the verifier that an outsider runs."""

from hustings.evidence.bag import export
from hustings.evidence.commitments import commitment, new_key
from hustings.evidence.entries import entry, replay
from hustings.evidence.ledger import Ledger
from hustings.evidence.store import Condition, Store

__all__ = ["Condition", "Ledger", "Store", "commitment", "entry", "export", "new_key", "replay"]
