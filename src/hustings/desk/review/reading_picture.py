"""The estimate as a picture: what was read of all, and what was found of what there may be."""

from dataclasses import dataclass

from hustings.desk.review.models import Reading
from hustings.desk.review.reading_estimate import Estimate
from hustings.screening.reading_unseen import Unseen

WIDE = 600  # of the drawing
TELLING = 20  # draws from which on a likeliest number is told: after one it is all or nothing


@dataclass(frozen=True, kw_only=True)
class Picture:
    """Widths and places along the drawing, left to right; `scale`: how many its lower bar stands for;
    `likely`: whether there were draws enough to point at the likeliest number.
    """

    read: float
    found: float
    undecided: float
    least: float
    likeliest: float
    most: float
    scale: int
    likely: bool


def drawn(known: Estimate) -> Picture:
    """The lower bar ends at the most there may be: where little was drawn, nearly all of it is light."""
    scale = known.found + known.undecided + known.unseen.most
    so_far = known.found + known.undecided

    def along(number: int) -> float:
        return WIDE * number / scale if scale else 0.0

    return Picture(
        read=WIDE * known.read / known.size, found=along(known.found),
        undecided=along(known.undecided), least=along(known.unseen.least),
        likeliest=along(so_far + known.unseen.likeliest),
        most=along(known.unseen.most - known.unseen.least), scale=scale,
        likely=known.unseen.draws >= TELLING,
    )  # fmt: skip


def at_close(one: Reading) -> Estimate:
    """The estimate as it was put on record when the reading was closed."""
    found, undecided, most = one.found or 0, one.undecided or 0, one.most or 0
    there = found + undecided + most
    recall = found / there if there else None
    return Estimate(
        size=one.size, read=one.read or 0, found=found, undecided=undecided,
        unread=one.size - (one.read or 0) - undecided, enough=bool(one.enough),
        recall=None if recall is None else int(recall * 100 + 1e-9),
        unseen=Unseen(one.likeliest or 0, one.least or 0, most, recall, one.draws or 0),
    )  # fmt: skip
