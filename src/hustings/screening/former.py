"""What of an earlier screening still holds after the roster changed: all but what the change can touch.

A candidate comes, goes, or is entered anew. A publication that has no part of that candidate's names,
exact or slipped, and says no district with a number, is told nothing else by the new roster
than by the old, and its line is taken over. Everything else is screened anew.
"""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from hustings.screening import names_index
from hustings.screening.gate import Gate
from hustings.screening.roster import COLUMNS, Roster
from hustings.screening.segments_marks import Versions

ID, BEFORE = "candidate_id", "\0before"
_ABOUT = (("author", "name"), ("author", "handle"), ("container", None))


@dataclass(frozen=True)
class Former:
    """An earlier screening of the same archive with another roster: its roster, its versions, and the
    folder of its outputs and marks.
    """

    roster: Path
    versions: Versions
    output: Path


class Change:
    """From one roster to another. `bounded` is False where any publication may be told otherwise:
    another party is named (parties are hidden from every text), or candidates stand in another
    order (which decides between equals).
    """

    def __init__(self, before: Roster, now: Roster) -> None:
        gone, come = (
            one.candidates.join(other.candidates, on=list(COLUMNS), how="anti", nulls_equal=True)
            for one, other in ((before, now), (now, before))
        )
        stayed = [
            one.candidates.join(changed, on=ID, how="anti", maintain_order="left")[ID].to_list()
            for one, changed in ((before, gone), (now, come))
        ]
        self.candidates = pl.concat([come, gone.with_columns(pl.col(ID) + BEFORE)])
        self.bounded = before.parties == now.parties and stayed[0] == stayed[1]
        index = names_index.build(Roster(self.candidates, f"{before.digest} {now.digest}"))
        self._gate = Gate(index)

    def touched(self, frame: pl.DataFrame) -> pl.Series:
        """Whether each publication, in the shape of `publications.SCHEMA`, must be screened anew."""
        about = pl.concat_str(
            [
                pl.col(column).struct.field(field) if field else pl.col(column)
                for column, field in _ABOUT
            ],
            separator="\n",
            ignore_nulls=True,
        )
        told = pl.Series(self._gate.touched(frame["text"]))
        return told | pl.Series(self._gate.touched(frame.select(about).to_series()))
