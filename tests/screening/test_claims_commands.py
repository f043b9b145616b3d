"""hustings claims find, import and export, as a person runs them."""

import json

import pytest

from hustings.cli import main

MILLS = "В Ойдонском районе избирателям раздают по пять тысяч сомов за каждый голос"
REVIEW = {"@id": "mills", "claimReviewed": MILLS, "url": "https://hustings.example/17", "x": [1]}


@pytest.fixture(autouse=True)
def _english(monkeypatch):
    monkeypatch.setenv("HUSTINGS_LANG", "en")


@pytest.fixture
def review(tmp_path):
    path = tmp_path / "review.json"
    path.write_text(json.dumps([REVIEW, {"claimReviewed": ""}]), encoding="utf-8")
    return path


def test_finds_who_repeats_a_claim(tmp_path, review, capsys):
    post = {
        "id": "p1", "platform": "facebook", "author": {"name": "Вымышленный автор"},
        "published_at": "2025-10-20T10:00:00+06:00",
    }  # fmt: skip
    texts = [f"Пишут: {MILLS.upper()}!", "Хорошая погода", MILLS[3:]]
    (tmp_path / "posts.jsonl").write_text(
        "".join(
            json.dumps(post | {"id": f"p{at}", "text": text}) + "\n"
            for at, text in enumerate(texts)
        ),
        encoding="utf-8",
    )
    assert main(["claims", "find", str(tmp_path / "posts.jsonl"), "--claims", str(review)]) == 0
    told = capsys.readouterr()
    first, second = map(json.loads, told.out.splitlines())
    assert first == {
        "id": "p0", "claim": "mills", "start": 7, "end": 7 + len(MILLS), "likeness": 1.0,
        "said": MILLS.upper(), "refuted": "https://hustings.example/17",
    }  # fmt: skip
    assert (second["id"], second["claim"]) == ("p2", "mills")
    assert "Record 2, claimReviewed" in told.err


def test_imports_what_can_be_used_and_says_what_cannot(tmp_path, review, capsys):
    out = tmp_path / "claims.jsonl"
    assert main(["claims", "import", str(review), str(review), "--output", str(out)]) == 1
    assert [json.loads(line) for line in out.read_text("utf-8").splitlines()] == [REVIEW]
    told = capsys.readouterr()
    assert told.out == f"1 claims in {out}.\n"
    assert told.err.count("Record 2, claimReviewed") == 2


def test_exports_every_field(tmp_path, capsys):
    (tmp_path / "claims.jsonl").write_text(json.dumps(REVIEW), encoding="utf-8")
    out = tmp_path / "out.json"
    assert main(["claims", "export", str(tmp_path / "claims.jsonl"), "--output", str(out)]) == 0
    assert json.loads(out.read_text("utf-8"))["@graph"] == [{"@type": "ClaimReview", **REVIEW}]


def test_changes_nothing_where_the_claims_are_not_json(tmp_path, capsys):
    out = tmp_path / "claims.jsonl"
    out.write_text("before", encoding="utf-8")
    (tmp_path / "bad.json").write_bytes(b"\xff")
    assert main(["claims", "import", str(tmp_path / "bad.json"), "--output", str(out)]) == 2
    assert "bad.json is not JSON" in capsys.readouterr().err
    assert out.read_text("utf-8") == "before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.json", "claims.jsonl"]


def test_refuses_a_folder_and_a_file_that_is_not_there(tmp_path, review, capsys):
    assert main(["claims", "import", str(review), "--output", str(tmp_path)]) == 2
    assert "is a folder" in capsys.readouterr().err
    assert main(["claims", "export", str(tmp_path / "no"), "--output", str(tmp_path / "x")]) == 2
    assert "Nothing was changed" in capsys.readouterr().err
