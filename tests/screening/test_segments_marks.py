"""A done-mark is committed once for a segment and its versions, and the first one stands."""

import json
import sqlite3
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from hustings.refusal import Refusal
from hustings.screening.segments_marks import File, Mark, Marks, Versions

AT = datetime(2026, 5, 1, 9, tzinfo=UTC)
WITH = Versions("engine 1", "pack 1", "roster 1", "zz-2026-assembly")
MARK = Mark("segment 1", "output 1", 10, 2)
FILE = File("day=2026-05-01/a.parquet", 1000, 17, "segment 1")

RACER = """
import json, sys
from datetime import UTC, datetime
from pathlib import Path
from hustings.screening.segments_marks import File, Mark, Marks, Versions
folder, who = sys.argv[1:]
marks, answers = Marks(Path(folder)), []
for number in range(20):
    mark = Mark(f"segment {number}", f"output of {who}", 1, 0)
    stands = marks.mark(mark, Versions("e", "p", "r", "z"), file=File(f"f{number}", 1, 1, mark.segment),
                        by=who, at=datetime.now(UTC))
    answers.append(stands.output)
print(json.dumps(answers))
"""


def mark(marks, one=MARK, versions=WITH):
    return marks.mark(one, versions, file=FILE, by="user:invented", at=AT)


def test_answers_what_was_marked(tmp_path):
    assert mark(Marks(tmp_path)) == MARK
    again = Marks(tmp_path)
    assert again.known(WITH) == {"segment 1": MARK}
    assert again.files() == {FILE.path: FILE}


def test_of_a_zombie_does_not_win(tmp_path):
    marks = Marks(tmp_path)
    mark(marks)
    late = replace(MARK, output="what a worker made that was given up long ago", lines=11)
    assert mark(marks, late) == MARK
    assert list(marks.known(WITH).values()) == [MARK]


@pytest.mark.parametrize("changed", ["engine", "pack", "roster", "election"])
def test_is_another_one_with_other_versions(tmp_path, changed):
    marks = Marks(tmp_path)
    mark(marks)
    other = replace(WITH, **{changed: "another"})
    assert not marks.known(other)
    assert marks.others(other) == 1
    new = replace(MARK, output="output 2")
    assert mark(marks, new, other) == new
    assert marks.known(WITH) == {"segment 1": MARK}


def test_is_one_for_all_who_race(tmp_path):
    Marks(tmp_path)
    racing = [
        subprocess.Popen([sys.executable, "-c", RACER, str(tmp_path), f"worker {number}"],
                         stdout=subprocess.PIPE, text=True)
        for number in range(4)
    ]  # fmt: skip
    answers = [json.loads(one.communicate()[0]) for one in racing]
    assert all(answer == answers[0] for answer in answers)
    with sqlite3.connect(tmp_path / "marks.sqlite") as base:
        rows = base.execute("SELECT segment, output FROM done_mark").fetchall()
    base.close()
    assert sorted(output for _, output in rows) == sorted(answers[0])
    assert len(rows) == 20


def test_in_a_file_that_is_no_database_is_refused(tmp_path):
    (tmp_path / "marks.sqlite").write_bytes(b"this is no database, " * 100)
    with pytest.raises(Refusal) as refused:
        Marks(tmp_path)
    assert refused.value.code == "segments.marks"
    assert (tmp_path / "marks.sqlite").read_bytes().startswith(b"this is no database")
