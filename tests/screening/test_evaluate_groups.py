"""The figures of groups …"""

import polars as pl

from hustings.screening import evaluate_groups
from hustings.screening.evaluate import Read

GROUPS = {"sex": {"a": "F", "b": "M", "c": "M"}}


def read(identity, *, named=(), found=(), signal=False, told=False, author="voter"):
    kinds = [{"kind": "call", "stance": "for", "target": None}]
    gold = {
        "id": identity,
        "author": {"class": author},
        "mentions": [{"candidate": one} for one in named],
        "signals": kinds if signal else [],
    }
    said = {
        "mentions": [{"candidate": one, "probability": 0.9} for one in found],
        "signals": [{**kinds[0], "probability": 0.9}] if told else [],
        "rank": 0.0,
    }
    return Read("ky", gold, said)


def test_count_only_the_candidates_of_the_group():
    reads = [read("1", named=["a", "b"], found=["b"])]
    found = evaluate_groups.figures(reads, GROUPS)["sex"]
    assert found["F"]["named"] == 0
    assert found["M"]["named"] == 1


def test_show_a_gap_between_what_is_there_and_what_is_told():
    reads = [
        read("1", named=["a"], signal=True, told=False),
        read("2", named=["a"], signal=False, told=False),
        read("3", named=["b"], signal=False, told=True),
    ]
    found = evaluate_groups.figures(reads, GROUPS)["sex"]
    assert (found["F"]["true"], found["F"]["told"]) == (0.5, 0.0)
    assert (found["M"]["true"], found["M"]["told"]) == (0.0, 1.0)
    assert found["F"]["kinds"] == 0


def test_leave_out_groups_that_nobody_names():
    found = evaluate_groups.figures([read("1", named=["a"])], GROUPS)
    assert list(found["sex"]) == ["F"]


def test_stand_for_each_class_of_author():
    found = evaluate_groups.figures([read("1"), read("2", author="media", told=True)], {})
    assert found["author"]["media"]["told"] == 1
    assert found["author"]["voter"]["told"] == 0
    assert found["author"]["voter"]["named"] is None


def test_come_from_the_roster():
    roster = pl.DataFrame(
        {
            "candidate_id": ["a", "b"],
            "sex": ["F", ""],
            "nominated_by": ["Invented Party", ""],
            "region": ["North", "South"],
        }
    )
    groups = evaluate_groups.of(roster)
    assert groups["sex"] == {"a": "F", "b": evaluate_groups.UNKNOWN}
    assert groups["nominated_by"]["a"] == "Invented Party"
    assert groups["region"]["b"] == "South"


def test_are_one_line_a_group():
    lines = evaluate_groups.lines(evaluate_groups.figures([read("1", named=["a"])], GROUPS))
    assert [
        line.split()[0]
        for line in lines
        if line.startswith("  ") and line.strip() != lines[1].strip()
    ] == ["voter", "F"]
    assert lines[-1].split()[-4:] == ["0.00", "–", "0.00", "0.00"]
