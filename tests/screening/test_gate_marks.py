"""What single characters tell of a text, compiled, is what `model_features` tells …"""

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from hustings.screening import fold, fold_tokens, gate_marks, model_features
from hustings.screening.gate_jit import compiled
from texts_said import pieces


@compiled
def each(table, data, begins, told):
    for row in range(told.shape[0]):
        marks = gate_marks.marks(table, data, begins[row], begins[row + 1] - 1)
        told[row] = gate_marks.finished(marks)


def expected(texts):
    rows = pl.DataFrame(
        {"row": range(len(texts)), "text": texts}, schema={"row": pl.UInt32, "text": pl.String}
    )
    found = model_features._written(rows).select("row", "feature").iter_rows()
    return {(row, name) for row, name in found if not name.startswith("class:")}


def named(told):
    bits = enumerate(gate_marks.WRITTEN)
    return {(row, name) for at, name in bits for row in np.flatnonzero(told >> at & 1).tolist()}


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(pieces, st.text(max_size=20)), max_size=40))
def test_of_a_stretch_of_bytes(texts):
    told = np.zeros(len(texts), np.uint32)
    found = fold.places(pl.Series("text", texts, dtype=pl.String))
    each(gate_marks.kinds(), found.data, found.begins, told)
    assert named(told) == expected(texts)


def test_of_characters_each_alone():
    assert gate_marks.single()
    assert gate_marks.kinds().size > fold_tokens._table(fold._unseen(), "").size - 1
