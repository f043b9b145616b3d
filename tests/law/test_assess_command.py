"""hustings assess: facts in, indications out, one JSON object a line."""

import io
import json

import pytest

from hustings import cli

FACTS = {
    "pack": "kg", "election": "kg-2025-parliament", "published_at": "2025-11-09T23:59:59+06:00",
    "author_class": "voter", "person": "natural",
    "signals": [{"kind": "call", "stance": "for", "target": "i-1"}],
}  # fmt: skip


@pytest.fixture
def assess(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("HUSTINGS_LANG", "en")

    def run(*rows):
        path = tmp_path / "facts.jsonl"
        lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        status = cli.main(["assess", str(path), "--json"])
        out, err = capsys.readouterr()
        return status, [json.loads(line) for line in out.splitlines()], err

    return run


def test_answers_in_the_form_that_is_documented(assess):
    status, (answer,), _ = assess({"id": 7, "facts": FACTS})
    assert status == 0
    assert answer["id"] == 7
    (one,) = answer["indications"]
    assert set(one) == {
        "offence", "provision", "window", "because", "units", "amount", "currency", "verified",
        "confidence", "route", "least", "most", "per", "liable", "measures", "rules",
    }  # fmt: skip


def test_gives_no_indication_where_none_is_due(assess):
    facts = FACTS | {"published_at": "2025-11-10T00:00:00+06:00"}
    assert assess({"id": 1, "facts": facts})[1] == [{"id": 1, "indications": []}]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"published_at": "2025-11-10"}, "exact moment"),
        ({"published_at": "31.02.2025"}, "exact moment"),
        ({"author_class": "wizard"}, "author_class"),
        ({"person": "ghost"}, "person"),
        ({"place": "moon"}, "place"),
        ({"signals": [{"kind": "shout"}]}, "kind"),
        ({"signals": "call"}, "signals"),
    ],
)
def test_refuses_a_row_by_field_and_answers_the_others(assess, change, said):
    good = {"id": 2, "facts": FACTS}
    status, answers, err = assess({"id": 1, "facts": FACTS | change}, "not json", good)
    assert status == 1
    assert [answer["id"] for answer in answers] == [2]
    assert "row 1" in err
    assert said in err
    assert "row 2" in err


@pytest.mark.parametrize("change", [{"pack": "atlantis"}, {"election": "kg-1825"}])
def test_refuses_an_unknown_pack_or_election(assess, change, capsys):
    status, _, err = assess({"id": 1, "facts": FACTS | change})
    assert status == 2
    assert "kg" in err


def test_reads_standard_input(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps({"id": 1, "facts": FACTS}) + "\n"))
    assert cli.main(["assess", "-"]) == 0
    assert json.loads(capsys.readouterr().out)["id"] == 1


def test_names_a_file_that_is_not_there(capsys, monkeypatch):
    monkeypatch.setenv("HUSTINGS_LANG", "en")
    assert cli.main(["assess", "nowhere.jsonl"]) == 2
    assert "nowhere.jsonl" in capsys.readouterr().err
