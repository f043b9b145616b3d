"""How many records are read until 95 % of what is sought is found: ours, and ASReview's default.

Run by `python -m pytest -q tests/bench_reading.py -s`; no test of the suite is timed. Both read the
same records, begin with the same two (one with, one without), and learn anew after every AFTER
decisions; ASReview, as installed, in the interpreter that ASREVIEW_PYTHON names (else this one).
Labels are read from the environment variable HUSTINGS_SHARED, or a folder `shared` beside the
checkout. READING_SEEDS says how many readings (3).
"""

# ruff: noqa: T201 - figures are what it is run for

import json
import os
import random
import shutil
import subprocess
import sys
import time
from functools import cache
from pathlib import Path
from statistics import mean

import polars as pl
import pytest

from hustings import law
from hustings.screening import Roster, reading, screen
from hustings.screening.reading_replay import AFTER, replay

SHARED = Path(os.environ.get("HUSTINGS_SHARED", Path(__file__).parents[2] / "shared"))
SEEDS = int(os.environ.get("READING_SEEDS", "3"))
ASREVIEW = os.environ.get("ASREVIEW_PYTHON", sys.executable)
SETS = ("Kitchenham_2010", "Nagtegaal_2019")
UNREAD_AUTHORS = ("e", "f")  # whose texts the lexicon's editors had not read
SHARES = (0.0, 0.1)
THEIRS = """
import json, sys
import pandas as pd
from asreview.learner import ActiveLearningCycle
from asreview.models.models import get_ai_config
from asreview.simulation.simulate import Simulate
asked = json.load(sys.stdin)
told = []
for known in asked["known"]:
    cycle = ActiveLearningCycle.from_meta(get_ai_config()["value"])
    cycle.n_query = asked["after"]
    frame = pd.DataFrame({"title": asked["titles"], "abstract": asked["texts"]})
    one = Simulate(frame, pd.Series(asked["labels"]), [cycle], print_progress=False)
    one.label(known)
    one.review()
    told.append(one._results["label"].astype(int).tolist())
json.dump(told, sys.stdout)
"""


@cache
def labelled(name):
    """(frame with id, title, text; labels) of one public set."""
    path = SHARED / "data" / "screening-labels" / f"{name}.csv.gz"
    if not path.exists():
        pytest.skip("no labels beside the checkout")
    read = pl.read_csv(path, infer_schema_length=None)
    frame = read.select(
        pl.int_range(pl.len()).cast(pl.String).str.zfill(5).alias("id"),
        pl.col("title", "abstract").fill_null(""),
    ).with_columns((pl.col("title") + " " + pl.col("abstract")).alias("text"))
    return frame, [bool(one) for one in read["label_included"]]


def begun(labels, seed):
    """Two records, one with and one without, that both begin with."""
    chance = random.Random(seed)
    every = range(len(labels))
    return [chance.choice([at for at in every if labels[at] is which]) for which in (True, False)]


def asreview(frame, labels, known):
    """For each of `known` the labels in ASReview's order of reading; skips without it."""
    asked = {
        "titles": frame["title"].to_list(), "texts": frame["abstract"].to_list(), "known": known,
        "labels": [int(one) for one in labels], "after": AFTER,
    }  # fmt: skip
    done = subprocess.run(
        [ASREVIEW, "-c", THEIRS],
        input=json.dumps(asked), capture_output=True, text=True, check=False,
    )  # fmt: skip
    if "No module named 'asreview'" in done.stderr:
        pytest.skip("ASReview is not installed (ASREVIEW_PYTHON)")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def figures(found, total):
    """(read for 95 %, recall after a tenth) of labels in the order of reading."""
    wanted = -(-95 * total // 100)
    place = [at for at, one in enumerate(found, 1) if one][wanted - 1]
    return place, sum(found[: -(-len(found) // 10)]) / total


def line(what, reads, recalls):
    spread = f"{mean(reads):7.0f} ({min(reads)} to {max(reads)})"
    return f"  {what:<34}{spread:<24} {mean(recalls):.3f}"


def ours(frame, labels, known, *, share, roster=None):
    truth = dict(zip(frame["id"].to_list(), labels, strict=True))
    ids = frame["id"].to_list()
    return [
        replay(
            reading.queue(frame, seed=str(seed), roster=roster),
            truth, share=share, known=[ids[at] for at in some],
        )
        for seed, some in enumerate(known)
    ]  # fmt: skip


@pytest.mark.parametrize("name", SETS)
def test_public_sets(name, capsys):
    frame, labels = labelled(name)
    known = [begun(labels, seed) for seed in range(SEEDS)]
    with capsys.disabled():
        print(
            f"\n{name}: {frame.height} records, {sum(labels)} sought; read for 95 %, recall at 10 %"
        )
        mine = None
        for share in SHARES:
            told = ours(frame, labels, known, share=share)
            mine = mine or mean(one.read_for_95 for one in told)
            reads = [one.read_for_95 for one in told]
            print(line(f"hustings, ration {share}", reads, [one.recall_at_10 for one in told]))
            print(f"    stop after {[one.stopped for one in told]}, with {[one.recall_then for one in told]}"
                  f", bounds true {sum(one.held for one in told)} of {len(told)}")  # fmt: skip
        theirs = [figures(one, sum(labels)) for one in asreview(frame, labels, known)]
        print(line("ASReview, its default", [one[0] for one in theirs], [one[1] for one in theirs]))
        ratio = mine / mean(one[0] for one in theirs)
        print(f"  ours to theirs, without a ration: {ratio:.2f}")


@cache
def corpus(author):
    path = SHARED / "corpus" / f"posts-{author}.jsonl"
    if not path.exists():
        pytest.skip("no corpus beside the checkout")
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("author", UNREAD_AUTHORS)
def test_invented_corpus(author, tmp_path, capsys):
    """The prior is the lexicon alone: the pack's model has read these authors, so its own scores
    would flatter. The lexicon's editors had not.
    """
    records = corpus(author)
    labels = [bool(one["signals"]) for one in records]
    frame = pl.DataFrame({
        "id": [one["id"] for one in records], "title": "", "abstract": [one["text"] for one in records],
        "text": [one["text"] for one in records],
        "author": [{"name": one["author"]["name"], "class": one["author"]["class"]} for one in records],
        "published_at": [one["published_at"] for one in records],
    }).with_columns(
        pl.col("published_at").str.to_datetime(time_zone="UTC"), published_at_provenance=pl.lit("zoned")
    )  # fmt: skip
    folder = tmp_path / "kg"
    shutil.copytree(law.load("kg").folder, folder, ignore=shutil.ignore_patterns("model"))
    pack = law.at(str(folder))
    roster = Roster.read(SHARED / "corpus" / "roster.csv")
    said = screen(frame, pack=pack, election=pack.elections[0], roster=roster)
    screened = pl.concat(
        [frame, said.select("mentions", "signals", "indications")], how="horizontal"
    )
    known = [begun(labels, seed) for seed in range(SEEDS)]
    with capsys.disabled():
        print(f"\nauthor {author}: {len(records)} records, {sum(labels)} with a signal")
        for what, one in (("with the lexicon's prior", screened), ("without a prior", frame)):
            told = ours(one, labels, known, share=0.0, roster=roster)
            reads = [one.read_for_95 for one in told]
            print(line(f"hustings, {what}", reads, [one.recall_at_10 for one in told]))
        theirs = [figures(one, sum(labels)) for one in asreview(frame, labels, known)]
        print(line("ASReview, its default", [one[0] for one in theirs], [one[1] for one in theirs]))


def test_learning_from_thousands(capsys):
    """Seconds of the processor, each learnt from nothing; what was learnt before saves most of it."""
    frame, labels = labelled(SETS[1])
    many = pl.concat([frame.with_columns(pl.col("id") + f"-{copy}") for copy in range(3)])
    begun = time.process_time()
    queue = reading.queue(many, seed="1")
    built = time.process_time() - begun
    for count in (100, 1000, 4000):
        decisions = [
            reading.Decision(one, labels[at % len(labels)], reading.RANK)
            for at, one in enumerate(many["id"].to_list()[:count])
        ]
        begun = time.process_time()
        learnt = reading.learn(queue, decisions[:-1])
        anew = time.process_time() - begun
        reading.learn(queue, decisions, before=learnt)
        again = time.process_time() - begun - anew
        with capsys.disabled():
            print(f"\n  {many.height} records (words in {built:.1f} s): {count} decisions, "
                  f"{anew:.2f} s; one more, {again:.2f} s")  # fmt: skip
