"""Training …"""

import json
import shutil
from pathlib import Path

import pytest

pytest.importorskip("sklearn", reason="the extra `train` is not installed")

from hustings.screening import model, network, train
from network_made import made

PACKS = Path(__file__).parents[2] / "packs"
CALLS = [
    "Голосуйте за {}",
    "Все за {} на выборы",
    "Отдайте голос за {}",
    "Поддержите {} в воскресенье",
]
FAULTS = ["{} украл деньги", "{} вор и лжец", "У {} поддельный диплом", "{} брал взятки"]
QUIET = ["Сегодня снег", "Автобус опоздал", "{} ответил на вопросы", "Продам диван"]


def corpus(path, name):
    lines = [
        (text.format(name) + end, kind, stance)
        for end in (".", "!", " снова.", " опять!")
        for texts, kind, stance in (
            (CALLS, "call", "for"), (FAULTS, "discredit", "against"), (QUIET, "", ""),
        )
        for text in texts
    ]  # fmt: skip
    records = [
        {
            "text": text,
            "author": {"class": "voter"},
            "signals": [{"kind": kind, "stance": stance, "evidence": text}] if kind else [],
        }
        for text, kind, stance in lines
    ]
    path.write_text("".join(json.dumps(one) + "\n" for one in records), "utf-8")
    return path


@pytest.fixture
def pack(tmp_path):
    folder = tmp_path / "pack"
    shutil.copytree(PACKS / "zz" / "lexicon", folder / "lexicon")
    return folder


def written(tmp_path, pack, roster_text, name, corpora):
    roster = tmp_path / "roster.csv"
    roster.write_text(roster_text, "utf-8")
    output = tmp_path / name
    said = [*map(str, corpora), "--pack", str(pack), "--roster", str(roster)]
    assert train.main([*said, "--output", str(output)]) == 0
    return output


def test_gives_the_same_bytes_from_the_same_texts(tmp_path, pack, roster_text, capsys):
    corpora = [corpus(tmp_path / "desk.jsonl", "Сынакова Азамата")]
    first, again = (
        written(tmp_path, pack, roster_text, name, corpora) for name in ("first", "again")
    )
    for file in first.iterdir():
        assert file.read_bytes() == (again / file.name).read_bytes()
    card = json.loads(capsys.readouterr().out.split("\n}\n")[0] + "\n}")
    assert list(card["authors_left_out"]) == [f"desk {number}/4" for number in range(1, 5)]


def test_tells_apart_what_it_was_shown(tmp_path, pack, roster_text, capsys):
    names = ("Сынакова Азамата", "Кыялова Азамата", "Кадыра Рахата")
    corpora = [
        corpus(tmp_path / f"author{number}.jsonl", name) for number, name in enumerate(names)
    ]
    written(tmp_path, pack, roster_text, "model", corpora)
    card = json.loads(capsys.readouterr().out)
    assert set(card["authors_left_out"]) == {"author0", "author1", "author2"}
    assert all(one["kinds_f1"] > 0.9 for one in card["authors_left_out"].values())


def test_weighs_the_network_on_corpora_that_were_held_from_it(tmp_path, pack, roster_text, capsys):
    reader = network.save(made(), pack / "lexicon" / "model").rename(
        pack / "lexicon" / "model" / "network.npz"
    )
    names = ("Сынакова Азамата", "Кыялова Азамата", "Кадыра Рахата")
    corpora = [
        corpus(tmp_path / f"author{number}.jsonl", name) for number, name in enumerate(names)
    ]
    roster = tmp_path / "roster.csv"
    roster.write_text(roster_text, "utf-8")
    said = [*map(str, corpora), "--pack", str(pack), "--roster", str(roster)]
    assert train.main([*said, "--network", str(reader), "--held", "author1", "author2"]) == 0
    card = json.loads(capsys.readouterr().out)
    assert card["held_from_the_network"] == ["author1", "author2"]
    fitted = model.load(pack / "lexicon" / "model")
    assert fitted.card["network"] == fitted.network.digest
    assert all(any(weights.values()) for weights in fitted.third.values())
