"""On the invented corpus beside the project, whose authors the rules do not know …"""

import json

import polars as pl
import pytest

from hustings.screening import Roster, fold, names, names_index


@pytest.fixture(scope="module")
def counted(shared):
    """(hits, said, true) over (record, candidate) of the folds kept for measuring."""
    corpus = shared / "corpus"
    index = names_index.build(Roster.read(corpus / "roster.csv"))
    hit = said = true = 0
    for name in ("posts-e.jsonl", "posts-f.jsonl"):
        records = [json.loads(line) for line in (corpus / name).read_text("utf-8").splitlines()]
        frame = pl.DataFrame(
            {"row": range(len(records)), "text": [record["text"] for record in records]},
            schema={"row": pl.UInt32, "text": pl.String},
        )
        found = names.find(frame, tokens=fold.tokens(frame), index=index)
        sure = found.filter(pl.col("probability") >= 0.5).select("row", "candidate").rows()
        gold = {
            (row, one["candidate"])
            for row, record in enumerate(records)
            for one in record["mentions"]
        }
        hit, said, true = hit + len(set(sure) & gold), said + len(set(sure)), true + len(gold)
    return hit, said, true


def test_finds_few_who_are_not_meant(counted):
    hit, said, _ = counted
    assert hit / said >= 0.98


def test_finds_most_who_are_meant(counted):
    hit, _, true = counted
    assert hit / true >= 0.93
