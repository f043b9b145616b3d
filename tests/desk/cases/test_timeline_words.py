"""Every act that can stand in a case's timeline has words of its own there."""

import re
from pathlib import Path

from hustings.desk import cases
from hustings.desk.cases.words import ACTS, KINDS

DESK = Path(cases.__file__).parents[1]
ACT = re.compile(r'record\.act\(\s*name="((?:review|cases|commission|enforcement|register)\.\w+)"')


def recorded():
    return {name for path in DESK.rglob("*.py") for name in ACT.findall(path.read_text("utf-8"))}


def test_each_act_of_the_rooms_is_said_in_words():
    assert len(recorded()) > 25
    assert recorded() <= set(ACTS)


def test_each_act_can_be_narrowed_to():
    beginnings = tuple(start for _words, starts in KINDS.values() for start in starts)
    assert [name for name in ACTS if not name.startswith(beginnings)] == []
