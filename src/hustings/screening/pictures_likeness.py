"""Pictures that may be the same one, cropped a little, resized, pressed harder: a suggestion.

The hash is the sign of 64 low frequencies of a small grey copy (a discrete cosine transform of
32 × 32 means, the method known as pHash). Different pictures may have near hashes and edited ones
far hashes: a person looks at both; no rule and no rank reads this.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from hustings.screening.pictures_points import Points

SIDE = 32  # means in a row
LOW = 8  # frequencies of each direction
NEAR = 10  # of 64 bits that may differ in what is suggested
FLAT = 2.0  # grey levels: a picture whose low frequencies are weaker has nothing to be told by

SUGGESTED = pl.Schema({"one": pl.String, "other": pl.String, "distance": pl.UInt8})
_BITS = np.uint64(1) << np.arange(LOW * LOW, dtype=np.uint64)


def hash_of(points: Points) -> str | None:
    """16 hexadecimal digits; None of a picture that is all one tone, or smaller than 32 × 32."""
    if min(points.width, points.height) < SIDE:
        return None
    grey = np.frombuffer(points.grey, np.uint8).reshape(points.height, points.width)
    small = _means(_means(grey, 0), 1)
    waves = _cosines()
    low = (waves @ small @ waves.T).ravel()
    varied = np.delete(low, 0)  # the first is how bright the picture is
    if np.abs(varied).max() < FLAT:
        return None
    return f"{int(_BITS[low > np.median(varied)].sum()):016x}"


def suggested(names: Sequence[str], hashes: Sequence[str], *, near: int = NEAR) -> pl.DataFrame:
    """Pairs that somebody may want to compare, in the shape of SUGGESTED, the nearest first.

    distance: bits that differ, of 64. Time grows with the square of the number: a
    second for some 20,000.
    """
    bits = np.array([int(one, 16) for one in hashes], np.uint64)
    parts = [pl.DataFrame(schema=SUGGESTED)]
    for at in range(len(bits) - 1):
        apart = np.bitwise_count(bits[at + 1 :] ^ bits[at])
        for there in np.flatnonzero(apart <= near).tolist():
            row = (names[at], names[at + 1 + there], int(apart[there]))
            parts.append(pl.DataFrame([row], schema=SUGGESTED, orient="row"))
    return pl.concat(parts).sort("distance", "one", "other")


def _means(grey: npt.NDArray[Any], axis: int) -> npt.NDArray[np.float64]:
    """SIDE means along an axis."""
    size = grey.shape[axis]
    edges = np.arange(SIDE) * size // SIDE
    counts = np.diff(np.append(edges, size))
    shape = [1, 1]
    shape[axis] = SIDE
    sums = np.add.reduceat(grey, edges, axis=axis, dtype=np.float64)
    return np.asarray(sums / counts.reshape(shape), np.float64)


def _cosines() -> npt.NDArray[np.float64]:
    """(LOW, SIDE): the first rows of the DCT-II, orthonormal."""
    angle = np.pi / SIDE * np.outer(np.arange(LOW), np.arange(SIDE) + 0.5)
    rows = np.asarray(np.cos(angle) * np.sqrt(2 / SIDE), np.float64)
    rows[0] /= np.sqrt(2)
    return rows
