"""What a model learns from …"""

import json
import shutil
from pathlib import Path

import pytest

from hustings.screening import train_corpus
from hustings.screening.train_corpus import CorpusRefusal

PACKS = Path(__file__).parents[2] / "packs"
PLAIN = "text,language,signals,added_by,when,why\n"
WHOLE = "text,language,signals,added_by,when,why,author_class,evidence\n"
SAID = ",invented/test,2025-10-01,a test"


@pytest.fixture
def gathered(tmp_path, roster):
    """gathered(files, records=…) → Learnt of a pack with these example files."""

    def gather(files, records=()):
        lexicon = tmp_path / "lexicon"
        shutil.copytree(PACKS / "zz" / "lexicon", lexicon)
        shutil.rmtree(lexicon / "examples", ignore_errors=True)
        (lexicon / "examples").mkdir()
        for name, text in files.items():
            (lexicon / "examples" / name).write_text(text, "utf-8")
        corpus = tmp_path / "posts.jsonl"
        corpus.write_text("".join(json.dumps(one) + "\n" for one in records), "utf-8")
        return train_corpus.gather([corpus], folder=tmp_path, roster=roster)

    return gather


def record(text, *signals, author="voter"):
    return {
        "text": text,
        "author": {"class": author},
        "signals": [
            {"kind": kind, "stance": stance, "evidence": shown} for kind, stance, shown in signals
        ],
    }


def test_is_the_evidence_where_it_stands(gathered):
    post = record("Погода хороша. Голосуем за Сынакова!", ("call", "for", "Голосуем за Сынакова"))
    learnt = gathered({}, [post])
    assert learnt.gold.rows() == [(0, "call", "for", 15, 35)]
    units = train_corpus.by_sentence(learnt)
    assert units.gold.select("row", "kind").rows() == [(1, "call")]


def test_is_a_line_of_one_breath_as_a_whole(gathered):
    learnt = gathered({"ru.csv": f'{PLAIN}"Снег. Голосуем за @!",ru,call/for{SAID}\n'})
    assert learnt.frame["part"].to_list() == ["examples"]
    assert learnt.gold.rows() == [(0, "call", "for", 0, learnt.frame["text"].str.len_chars()[0])]
    units = train_corpus.by_sentence(learnt)
    assert units.frame.height == 1


def test_is_a_whole_post_sentence_by_sentence(gathered):
    text = "Снег. Голосуем за @! @ украл."
    shown = "Голосуем за @ | @ украл"
    cells = f'"{text}",ru,call/for+discredit/against{SAID},candidate,"{shown}"'
    learnt = gathered({"authors.csv": f"{WHOLE}{cells}\n"})
    assert learnt.frame["part"].to_list() == ["examples/authors"]
    assert learnt.frame["author_class"].to_list() == ["candidate"]
    units = train_corpus.by_sentence(learnt)
    assert units.gold.select("row", "kind").rows() == [(1, "call"), (2, "discredit")]


def test_hides_names_in_examples_as_in_life(gathered):
    learnt = gathered({"ru.csv": f"{PLAIN}Голосуем за @,ru,call/for{SAID}\n"})
    assert learnt.placed["seen"].to_list()[-1] == "@"
    assert not learnt.placed["key"].str.contains("имиарек").any()


@pytest.mark.parametrize(
    ("signals", "evidence", "fault"),
    [
        ("call/for", "не сказано", "не сказано"),
        ("call/for+poll/none", "Голосуем", "2 signals with 1 stretches"),
        ("calling/for", "", "calling/for"),
        ("call/perhaps", "", "call/perhaps"),
    ],
)
def test_is_refused_with_file_and_line(gathered, signals, evidence, fault):
    cells = f'"Голосуем за @",ru,{signals}{SAID},voter,"{evidence}"'
    with pytest.raises(CorpusRefusal, match=rf"authors\.csv, line 2.*{fault}"):
        gathered({"authors.csv": f"{WHOLE}{cells}\n"})
