"""hustings screen, hustings evaluate …"""

import json
import resource

import pytest

from hustings.cli import main

TEXTS = ("Голосуйте за Сынакова Азамата!", "Бүгүн күн жылуу", "Азамат келди")
POSTS = [
    {
        "id": f"p{at}", "lang": "ru", "author": {"name": "Ойдон автор", "class": "voter"},
        "published_at": "2025-10-20T10:00:00+06:00", "text": text, "platform": "facebook",
        "mentions": [{"candidate": "i-1", "surface": "Сынакова Азамата"}]
        if "Голосуйте" in text else [],
        "signals": [{"kind": "call", "stance": "for", "target": "i-1", "evidence": "Голосуйте"}]
        if "Голосуйте" in text else [],
    }
    for at, text in enumerate(TEXTS)
]  # fmt: skip


@pytest.fixture
def folder(tmp_path, monkeypatch, roster_text):
    """A folder with roster.csv and posts.jsonl, in which the command runs."""
    (tmp_path / "roster.csv").write_text(roster_text, "utf-8")
    lines = "".join(json.dumps(post, ensure_ascii=False) + "\n" for post in POSTS)
    (tmp_path / "posts.jsonl").write_text(lines, "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HUSTINGS_LANG", "en")
    return tmp_path


def run(*changed, output="out.jsonl"):
    words = {
        "--pack": "kg", "--election": "kg-2025-parliament", "--roster": "roster.csv",
        "--output": output,
    } | dict(zip(changed[::2], changed[1::2], strict=True))  # fmt: skip
    return main(["screen", "posts.jsonl", *(word for pair in words.items() for word in pair)])


def test_writes_one_line_a_publication_with_the_sources_id(folder):
    assert run() == 0
    lines = [json.loads(line) for line in (folder / "out.jsonl").read_text("utf-8").splitlines()]
    assert [line["id"] for line in lines] == ["p0", "p1", "p2"]
    assert set(lines[0]) == {
        "id", "mentions", "signals", "indications", "rank", "why", "unchecked", "with",
    }  # fmt: skip
    assert [one["candidate"] for one in lines[0]["mentions"]] == ["i-1"]


@pytest.mark.parametrize(
    "changed",
    [
        ("--pack", "ойдон"),
        ("--election", "ойдон"),
        ("--roster", "no.csv"),
        ("--output", "no/such/folder/out.jsonl"),
        ("--output", "."),
        ("--map", "text"),
    ],
    ids=["pack", "election", "roster", "folder", "folder as file", "mapping"],
)
def test_refuses_and_writes_nothing(folder, capsys, changed):
    before = sorted(path.name for path in folder.iterdir())
    assert run(*changed) == 2
    assert "hustings: " in capsys.readouterr().err
    assert sorted(path.name for path in folder.iterdir()) == before


def test_leaves_the_old_answer_when_the_disk_is_full(folder):
    (folder / "out.jsonl").write_text("old\n", "utf-8")
    # The kernel refuses every file longer than this, as a full disk would.
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, before[1]))
    try:
        assert run() == 2
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert (folder / "out.jsonl").read_text("utf-8") == "old\n"
    assert not [path for path in folder.iterdir() if path.name.startswith(".out")]


def test_evaluates_an_annotated_corpus(folder, capsys):
    assert (
        main(["evaluate", "posts.jsonl", "--roster", "roster.csv", "--pack", "kg", "--json"]) == 0
    )
    figures = json.loads(capsys.readouterr().out)
    assert figures["mentions"]["f1"] == 1
    assert {"mentions", "kinds", "any_signal", "stances", "ranking", "languages"} <= set(figures)


def test_evaluates_for_people_too(folder, capsys):
    assert main(["evaluate", "posts.jsonl", "--roster", "roster.csv", "--pack", "kg"]) == 0
    assert "mentions" in capsys.readouterr().out


def test_refuses_a_corpus_by_row(folder, capsys):
    (folder / "bad.jsonl").write_text('{"id": 1}\n', "utf-8")
    assert main(["evaluate", "bad.jsonl", "--roster", "roster.csv", "--pack", "kg"]) == 2
    assert "row 1" in capsys.readouterr().err
