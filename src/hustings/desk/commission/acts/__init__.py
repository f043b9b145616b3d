"""Everything that changes a sitting: one function an act, one transaction, one ledger line."""

from hustings.desk.commission.acts.calling import (
    call_sitting,
    close_sitting,
    open_sitting,
    put_on_agenda,
    record_presence,
)
from hustings.desk.commission.acts.deciding import adopt, postpone
from hustings.desk.commission.acts.hearing import hear, recuse, set_outcome, vote

__all__ = [
    "adopt",
    "call_sitting",
    "close_sitting",
    "hear",
    "open_sitting",
    "postpone",
    "put_on_agenda",
    "record_presence",
    "recuse",
    "set_outcome",
    "vote",
]
