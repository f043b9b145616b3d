"""The figures of a screening …"""

import pytest

from hustings.screening import evaluate
from hustings.screening.evaluate import Read, figures


def read(identity, *, true=(), said=(), kinds=(), told=(), rank=0.0, language="ky"):
    gold = {
        "id": identity,
        "mentions": [{"candidate": one} for one in true],
        "signals": [{"kind": kind, "stance": "for", "target": "i-1"} for kind in kinds],
    }
    answer = {
        "mentions": [{"candidate": one, "probability": chance} for one, chance in said],
        "signals": [
            {"kind": kind, "stance": stance, "target": "i-1", "probability": chance}
            for kind, stance, chance in told
        ],
        "rank": rank,
    }
    return Read(language, gold, answer)


def test_count_a_candidate_once_a_record():
    found = figures([read("1", true=["a", "a", "b"], said=[("a", 0.9), ("a", 0.6), ("c", 0.5)])])
    assert found["mentions"] == {
        "precision": 0.5, "recall": 0.5, "f1": 0.5, "true": 2, "said": 2, "hit": 1,
    }  # fmt: skip


def test_leave_out_what_is_less_likely_than_not():
    found = figures([read("1", true=["a"], said=[("a", 0.49)])])
    assert found["mentions"]["said"] == 0


def test_divide_nothing_by_nothing():
    found = figures([read("1")])
    assert found["mentions"]["precision"] is None
    assert found["ranking"]["average_precision"] is None
    assert found["any_signal"]["f1"] is None


def test_count_kinds_and_stances_apart():
    found = figures([read("1", kinds=["call", "poll"], told=[("call", "against", 0.9)])])
    assert found["kinds"]["call"]["f1"] == 1
    assert found["kinds"]["poll"]["recall"] == 0
    assert found["kinds"]["all"]["recall"] == 0.5
    assert found["stances"]["hit"] == 0
    assert found["any_signal"]["f1"] == 1


def test_say_what_the_ranking_saves():
    reads = [
        read("1", kinds=["call"], rank=0.9),
        read("2", rank=0.8),
        read("3", kinds=["call"], rank=0.7),
        read("4", rank=0.1),
    ]
    ranking = figures(reads)["ranking"]
    assert ranking["average_precision"] == pytest.approx((1 + 2 / 3) / 2, abs=1e-4)
    assert ranking["read_for_95"] == 0.75
    assert ranking == figures(reads[::-1])["ranking"]


def test_stand_for_each_language():
    found = figures(
        [read("1", true=["a"], said=[("a", 1.0)]), read("2", language="ru", true=["b"])]
    )
    assert found["languages"]["ky"]["mentions"]["recall"] == 1
    assert found["languages"]["ru"]["mentions"]["recall"] == 0


def test_say_how_far_chances_lie_from_shares():
    reads = [
        read("1", kinds=["call"], told=[("call", "for", 0.8)]),
        read("2", told=[("call", "for", 0.8)]),
        read("3", kinds=["poll"], told=[("poll", "none", 0.4)]),
    ]
    told = figures(reads)["calibration"]
    assert told["told"] == pytest.approx(abs(1.6 - 1) / 2)
    assert told["pairs"] == pytest.approx((abs(1.6 - 1) + abs(0.4 - 1)) / 30, abs=1e-4)


def test_have_no_calibration_where_nothing_is_told():
    assert figures([read("1")])["calibration"] == {"told": None, "pairs": 0.0}


def test_say_what_was_told_instead_of_what_was_missed():
    found = figures(
        [
            read("1", kinds=["call"], told=[("poll", "none", 0.9)]),
            read("2", kinds=["event"]),
            read("3", told=[("hatred", "against", 0.9)]),
            read("4", kinds=["call", "event"], told=[("call", "for", 0.9), ("event", "for", 0.6)]),
        ]
    )
    assert found["confusion"] == {
        "call": {"poll": 1}, "event": {"nothing": 1}, "nothing": {"hatred": 1},
    }  # fmt: skip


def test_are_told_to_people_too():
    told = evaluate.table(figures([read("1", true=["a"], said=[("a", 1.0)], kinds=["call"])]))
    assert "mentions" in told
    assert "average precision" in told
    assert "calibration error" in told
    assert "missed" in told
