"""hustings reading …"""

import json

import pytest

from hustings.cli import main
from hustings.screening import reading_commands
from hustings.screening.reading_replay import Replay

CALL, DAILY = "Голосуйте за Сынакова Азамата!", "Сегодня тёплая погода и рынок открыт"


@pytest.fixture
def labels(tmp_path, monkeypatch, roster_text):
    """labels.jsonl, forty invented posts of which every fourth calls; and roster.csv."""
    monkeypatch.setenv("HUSTINGS_LANG", "en")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "roster.csv").write_text(roster_text, "utf-8")
    posts = [
        {
            "id": f"p{at}", "text": f"{CALL if at % 4 == 0 else DAILY} {at}",
            "published_at": "2025-10-20T10:00:00+06:00",
            "signals": [{"kind": "call"}] if at % 4 == 0 else [],
        }
        for at in range(40)
    ]  # fmt: skip
    path = tmp_path / "labels.jsonl"
    path.write_text("".join(json.dumps(post) + "\n" for post in posts), "utf-8")
    return path


def run(capsys, *words):
    status = main(["reading", "labels.jsonl", "--times", "2", *words])
    return status, capsys.readouterr()


def test_tells_what_each_reading_saved(labels, capsys):
    status, said = run(capsys, "--json")
    told = json.loads(said.out)
    assert status == 0
    assert [one["signals"] for one in told] == [10, 10]
    assert all(10 <= one["read_for_95"] < 40 for one in told)


def test_begins_with_what_screening_says(labels, capsys):
    blind = json.loads(run(capsys, "--json", "--share", "0")[1].out)
    status, said = run(capsys, "--json", "--share", "0", "--pack", "kg", "--roster", "roster.csv")
    assert status == 0
    assert [one["read_for_95"] for one in json.loads(said.out)] == [10, 10]
    assert min(one["read_for_95"] for one in blind) > 10


def test_says_the_same_twice(labels, capsys):
    assert run(capsys, "--json") == run(capsys, "--json")
    assert run(capsys, "--json") != run(capsys, "--json", "--seed", "2")


def test_speaks_to_people_too(labels, capsys):
    status, said = run(capsys)
    assert status == 0
    assert "records 40, with a signal 10, readings 2" in said.out


def test_tells_when_the_rule_never_let_go():
    one = Replay(10, 2, 5, 0.5, None, None, held=True)
    assert "the rule said stop in 0 of 1" in reading_commands.table([one])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--share", "1.5"), "--share 1.5 does not lie"),
        (("--recall", "1"), "--recall 1.0 does not lie"),
        (("--confidence", "nan"), "--confidence nan does not lie"),
        (("--pack", "kg"), "go together"),
        (("--roster", "roster.csv"), "go together"),
    ],
    ids=["share", "recall", "confidence", "no roster", "no pack"],
)
def test_refuses(labels, capsys, words, said):
    status, told = run(capsys, *words)
    assert status == 2
    assert said in told.err


@pytest.mark.parametrize(
    "line", ["{", "[]", '{"id": 1, "text": "x"}', '{"text": "", "signals": []}']
)
def test_refuses_labels_by_row(labels, capsys, line):
    labels.write_text('{"id": 1, "text": "x", "signals": []}\n\n' + line + "\n", "utf-8")
    status, told = run(capsys)
    assert status == 2
    assert "row 3" in told.err
