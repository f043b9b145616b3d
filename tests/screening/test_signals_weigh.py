"""The second reading …"""

import math

import polars as pl
import pytest

from hustings.screening import signals_weigh
from hustings.screening.lexicon import KINDS
from hustings.screening.model import HERE


def heard(*rows):
    """Log-odds: every column −3 but those that a row says."""
    columns = ["any", *KINDS, *HERE.values()]
    wide = [{name: said.get(name, -3.0) for name in columns} for said in rows]
    return pl.DataFrame(
        [one | {"named": said.get("named", 1)} for one, said in zip(wide, rows, strict=True)],
        schema=dict.fromkeys(columns, pl.Float64) | {"named": pl.UInt32},
    ).with_row_index("row")


def silent(**said):
    """Weights that are 0 but for what is said of each kind; any signal is certain."""
    return {
        name: dict.fromkeys(signals_weigh.features(name), 0.0)
        | {"bias": 20.0 if name == "any" else 0.0}
        | said.get(name, {})
        for name in ("any", *KINDS)
    }


def test_adds_up_what_each_question_says():
    weights = silent(call={"bias": 0.5, "some": 0.1, "whole": 1.0, "loudest": 2.0})
    told = signals_weigh.weighed(heard({"any": 2.0, "call": 1.0, "call here": -1.0}), weights)
    assert told["call"][0] == pytest.approx(1 / (1 + math.exp(-(0.5 + 0.2 + 1.0 - 2.0))))
    assert told["poll"][0] == 0.5


def test_hears_a_kind_less_beside_a_louder_one():
    weights = silent(call={"whole": 1.0, "rival": -1.0})
    alone, beside = signals_weigh.weighed(
        heard({"call": 1.0}, {"call": 1.0, "preference": 4.0, "preference here": 4.0}), weights
    )["call"]
    assert beside < alone


def test_takes_the_whole_for_the_loudest_sentence_where_there_is_none():
    weights = silent(poll={"loudest": 1.0})
    told = signals_weigh.weighed(heard({"poll": 2.0, "poll here": None}), weights)
    assert told["poll"][0] == pytest.approx(1 / (1 + math.exp(-2)))


def test_believes_nothing_beyond_measure():
    weights = silent(any={"some": 1.0, "bias": 0.0})
    told = signals_weigh.weighed(heard({"any": 50.0}, {"any": 9.0}), weights)["any"]
    assert told[0] == told[1]


def test_asks_of_any_signal_what_the_two_loudest_kinds_say():
    weights = silent(any={"first": 1.0, "second": 0.5, "bias": 0.0})
    told = signals_weigh.weighed(heard({"event": 3.0, "poll here": 2.0, "call": 1.0}), weights)
    assert told["any"][0] == pytest.approx(1 / (1 + math.exp(-(3.0 + 1.0))))


def test_hears_no_kind_louder_than_any_signal():
    weights = silent(any={"bias": -1.0}, call={"bias": 3.0})
    told = signals_weigh.weighed(heard({}), weights)
    assert told["call"][0] == told["any"][0] < 0.5


def test_doubts_a_signal_where_nobody_is_named():
    somebody, nobody = signals_weigh.weighed(
        heard({"named": 1}, {"named": 0}), silent(any={"bias": 1.0})
    )["any"]
    assert nobody < 0.5 < somebody
