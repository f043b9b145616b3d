"""The random ration: a share of the reading that follows no opinion, so that the rest stays honest.

Every record has a lot, drawn from the seed and its id alone; the ration takes the unread record with
the smallest lot. So it is a fair draw among what is unread, whatever the ranking did before, the
order of import changes nothing, and whoever knows the seed can draw it again.
"""

import hashlib
import json
from collections.abc import Iterable

SHARE = 0.1
_WHOLE = 1 << 64


def lot(seed: str, record: str) -> float:
    """A number from 0 to 1 (below 1), the same for the same seed and record."""
    return _drawn(seed, "record", record)


def due(seed: str, place: int, share: float) -> bool:
    """Whether the reading's place number `place` (from 0) belongs to the ration. A reader cannot
    tell beforehand which do.
    """
    return _drawn(seed, "place", str(place)) < share


def drawn(seed: str, unread: Iterable[str]) -> str | None:
    """The unread record whose turn it is; None where all are read."""
    return min(unread, key=lambda record: (lot(seed, record), record), default=None)


def _drawn(seed: str, what: str, which: str) -> float:
    # JSON parts seed and record beyond doubt, and escapes half a character.
    said = json.dumps([seed, what, which]).encode()
    return int.from_bytes(hashlib.sha256(said).digest()[:8], "big") / _WHOLE
