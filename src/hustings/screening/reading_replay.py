"""Labels read again in the order that would have been proposed: what ranking and ration save."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hustings.screening import reading, reading_unseen
from hustings.screening.reading import Decision, Queue
from hustings.screening.reading_ration import SHARE

AFTER = 10  # decisions after which is learnt anew
WANTED = 0.95


@dataclass(frozen=True)
class Replay:
    """What came of one reading. `read_for_95`: records read until 95 % of the signals were found;
    `recall_at_10`: share found when 10 % were read; `stopped`: records read when the stopping rule
    would have let go (None: never before the end), with `recall_then`; `held`: whether the
    bounds told the truth every time they were asked.
    """

    records: int
    signals: int
    read_for_95: int
    recall_at_10: float
    stopped: int | None
    recall_then: float | None
    held: bool


def replay(
    queue: Queue,
    truth: Mapping[str, bool],
    *,
    share: float = SHARE,
    known: Sequence[str] = (),
    after: int = AFTER,
    confidence: float = reading_unseen.CONFIDENCE,
    recall: float = reading_unseen.RECALL,
) -> Replay:
    """Reads `queue` to its end; `truth` says which records hold a signal, `known` were read
    before it began.
    """
    decisions = [Decision(record, truth[record], reading.RANK) for record in known]
    total = sum(truth.values())
    found = sum(bool(one.signal) for one in decisions)
    learnt, stopped, then, held = reading.learn(queue, []), None, None, True
    while len(decisions) < len(truth):
        if found < total:  # afterwards no ranking can find anything
            learnt = reading.learn(queue, decisions, before=learnt)
        ahead = reading.order(queue, decisions, learnt, share=share).head(after)
        decisions += [Decision(one, truth[one], by) for one, by in ahead["id", "by"].iter_rows()]
        unseen = reading.unseen(queue, decisions, confidence=confidence)
        found = sum(bool(one.signal) for one in decisions)
        held = held and unseen.least <= total - found <= unseen.most
        if stopped is None and reading_unseen.enough(unseen, recall=recall):
            stopped, then = len(decisions), found / total if total else 1.0
    return _told([bool(one.signal) for one in decisions], stopped, then, held=held)


def _told(found: Sequence[bool], stopped: int | None, then: float | None, *, held: bool) -> Replay:
    total = sum(found)
    wanted = math.ceil(WANTED * total)
    so_far, reached = 0, len(found)
    for place, one in enumerate(found, 1):
        so_far += one
        if so_far >= wanted:
            reached = place
            break
    early = sum(found[: math.ceil(len(found) / 10)])
    return Replay(len(found), total, reached, early / total if total else 0.0, stopped, then, held)
