"""The third reading …"""

import math

import polars as pl
import pytest

from hustings.screening import signals_third
from hustings.screening.lexicon import KINDS
from hustings.screening.network import OUTPUTS
from hustings.screening.signals_third import HEARD, SOME
from network_made import made

ANY = ("any counted", "any read", "counted", "read")
KIND = ("counted", "read", "other counted", "other read", "any counted", "any read")


def weights(any_=None, kind=None):
    """Weights that are 0 but for what is said."""
    return {
        SOME: dict.fromkeys(ANY, 0.0) | {"bias": 0.0} | (any_ or {}),
        "kind": dict.fromkeys(KIND, 0.0) | {"bias": 0.0} | (kind or {}),
    }


def second(*rows):
    """Chances of the second reading: 0.05 but for what each row says."""
    return pl.DataFrame(
        [{"row": number, SOME: 0.5, **dict.fromkeys(KINDS, 0.05), **said}
         for number, said in enumerate(rows)],
    ).cast({"row": pl.UInt32})  # fmt: skip


def said(*rows):
    """What the network hears: −3 but for what each row says."""
    return pl.DataFrame(
        [{"row": row} | {f"net {name}": told.get(name, -3.0) for name in OUTPUTS}
         for row, told in rows],
        schema=HEARD,
    )  # fmt: skip


def test_weighs_what_was_counted_with_what_was_read():
    told = signals_third.weighed(
        second({"call": 0.5}),
        said((0, {"call": 2.0})),
        weights(any_={"bias": 20.0}, kind={"counted": 3.0, "read": 0.5, "bias": 0.25}),
    )
    assert told["call"][0] == pytest.approx(1 / (1 + math.exp(-(0.5 * 2.0 + 0.25))))


def test_leaves_rows_that_it_was_not_asked_of():
    before = second({"call": 0.5}, {"poll": 0.7}, {"call": 0.1})
    told = signals_third.weighed(before, said((1, {})), weights())
    assert told["row"].to_list() == [0, 1, 2]
    assert told.filter(pl.col("row") != 1).equals(before.filter(pl.col("row") != 1))
    assert not told.filter(pl.col("row") == 1).equals(before.filter(pl.col("row") == 1))


def test_hears_a_kind_less_beside_one_that_is_read_louder():
    told = signals_third.weighed(
        second({}, {}),
        said((0, {"call": 1.0}), (1, {"call": 1.0, "preference": 4.0})),
        weights(any_={"bias": 20.0}, kind={"read": 1.0, "other read": -0.5}),
    )
    assert told["call"][1] < told["call"][0]


def test_makes_no_kind_likelier_than_any_signal():
    told = signals_third.weighed(
        second({}), said((0, {"call": 9.0})), weights(any_={"bias": -1.0}, kind={"read": 1.0})
    )
    assert told["call"][0] == told[SOME][0] < 0.5


def asked(texts):
    frame = pl.DataFrame(
        {"row": range(len(texts)), "text": texts}, schema={"row": pl.UInt32, "text": pl.String}
    )
    placed = pl.DataFrame(
        schema={"row": pl.UInt32, "start": pl.Int64, "end": pl.Int64, "seen": pl.String}
    )
    return signals_third.heard(frame, placed, made())


def test_reads_each_text_alone():
    texts = ["голосуйте за", "снег", "за снег"]
    together = asked(texts)
    for number, text in enumerate(texts):
        alone = asked([text]).drop("row")
        assert together.filter(pl.col("row") == number).drop("row").equals(alone)


def test_is_not_asked_of_what_it_would_read_in_part():
    assert asked(["снег", "снег " * 500])["row"].to_list() == [0]


def test_of_nothing_hears_nothing():
    assert asked([]).schema == HEARD
