"""Names, signals, assessment, rank: columns in, columns out."""

from hustings.screening.roster import Roster, RosterRefusal
from hustings.screening.screened import batches, screen, versions

__all__ = ["Roster", "RosterRefusal", "batches", "screen", "versions"]
