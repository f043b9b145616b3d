"""Rank, learn, stop: in which order people read a queue, and when they have read enough.

    queue = reading.queue(frame, seed="…", roster=roster)    # publications and what screening said
    learnt = reading.learn(queue, decisions)                 # after each decision: well under a second
    ahead = reading.order(queue, decisions, learnt, now=now) # the unread, each with why it is there
    unseen = reading.unseen(queue, decisions)                # how many signals are still unread

Pure functions of what was decided: the same queue, seed and decisions give the same answer, in
whatever order the publications came. Nothing here decides anything.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import polars as pl

from hustings.refusal import Refusal
from hustings.screening import (
    rank,
    reading_model,
    reading_ration,
    reading_unseen,
    reading_words,
)
from hustings.screening.reading_model import Weights
from hustings.screening.reading_ration import SHARE
from hustings.screening.reading_unseen import CONFIDENCE, Draw, Unseen
from hustings.screening.reading_words import Floats, Rows, Table
from hustings.screening.roster import Roster

RANK, RATION = "rank", "ration"
DRY = 100  # records in a row that the ranking showed in vain, from which on the ration is thick
THICK = 0.8  # its share then: what the ranking still shows is little better than a draw
PRESUMED = {
    0: 2.0,
    100: 1.0,
}  # unread records presumed to hold nothing: how much that opinion counts
UNKNOWN = 0.05  # the chance where nothing was screened


@dataclass(frozen=True)
class Queue:
    """Publications to read, sorted by id. `frame`: [id, chance, viewers, deadline]; `table`: their
    words; `lots`: their rows in the order of the ration.
    """

    frame: pl.DataFrame
    table: Table
    seed: str
    lots: Rows
    places: dict[str, int]


@dataclass(frozen=True)
class Decision:
    """One record that somebody read: whether it holds a signal (None: could not be decided), and
    why it was shown, RANK or RATION.
    """

    record: str
    signal: bool | None
    by: str


@dataclass(frozen=True)
class Learnt:
    """Two opinions, from what was read alone and with the unread presumed empty; and chances."""

    opinions: tuple[Weights, ...]
    chances: Floats


def queue(frame: pl.DataFrame, *, seed: str, roster: Roster | None = None) -> Queue:
    """A queue of publications: id (unique), text; and where they are known mentions, signals and
    indications as `screened.screen` answers, viewers (how many saw it), deadline (Datetime with
    zone: when what can be done about it runs out).

    `seed` draws the ration; keep it with the decisions. Refusal `reading.twice` (an id).
    """
    rows = frame.with_columns(pl.col("id").cast(pl.String)).sort("id")
    twice = rows.filter(pl.col("id").is_duplicated())
    if twice.height:
        raise Refusal(
            "reading.twice",
            "{record} stands twice in what is to be read. Keep one line for each publication.",
            record=twice["id"][0],
        )
    there = set(rows.columns)
    known = {"signals", "indications"} <= there
    kept = rows.select(
        "id",
        rank.chance() if known else pl.lit(UNKNOWN).alias("chance"),
        (pl.col("viewers") if "viewers" in there else pl.lit(None)).cast(pl.Int64).alias("viewers"),
        (pl.col("deadline") if "deadline" in there else pl.lit(None))
        .cast(pl.Datetime("us", "UTC"))
        .alias("deadline"),
    )
    ids = kept["id"].to_list()
    drawn = sorted(range(len(ids)), key=lambda row: (reading_ration.lot(seed, ids[row]), ids[row]))
    return Queue(
        kept,
        reading_words.table(rows, roster=roster),
        seed,
        np.array(drawn, np.int64),
        {record: row for row, record in enumerate(ids)},
    )


def learn(queue: Queue, decisions: Sequence[Decision], *, before: Learnt | None = None) -> Learnt:
    """What the decisions so far teach. `before` only saves time."""
    unread = _turned(_unread(queue, decisions), len(decisions))
    decided = [one for one in decisions if one.signal is not None]
    prior = queue.frame["chance"].to_numpy()
    if not decided:
        return Learnt(_untaught(queue), prior)
    read = np.array([queue.places[one.record] for one in decided], np.int64)
    found = np.array([bool(one.signal) for one in decided], np.float64)
    start = before.opinions if before else _untaught(queue)
    opinions = tuple(
        reading_model.taught(
            queue.table, prior, read=read, found=found, unread=unread[:presumed], start=one
        )
        for presumed, one in zip(PRESUMED, start, strict=True)
    )
    loud = list(PRESUMED.values())
    return Learnt(opinions, reading_model.chances(queue.table, prior, opinions, loud=loud))


def order(
    queue: Queue,
    decisions: Sequence[Decision],
    learnt: Learnt,
    *,
    now: datetime | None = None,
    share: float = SHARE,
) -> pl.DataFrame:
    """The unread in the order of reading: [id, by, chance, rank]; by is RANK or RATION.

    rank is chance × reach × deadline, from 0 to 1; without `now` (with a zone) no deadline counts.
    """
    weighed = _weighed(queue, learnt, now)
    ranks = weighed["rank"].to_numpy()
    unread = _unread(queue, decisions)
    ranked = iter(np.sort(unread)[np.argsort(-ranks[np.sort(unread)], kind="stable")].tolist())
    rationed = iter(unread.tolist())
    ration = share_now(decisions, share)
    taken: dict[int, str] = {}
    for place in range(len(decisions), len(decisions) + len(unread)):
        due = reading_ration.due(queue.seed, place, ration)
        row = next(row for row in (rationed if due else ranked) if row not in taken)
        taken[row] = RATION if due else RANK
    rows = list(taken)
    return weighed[rows].select(
        "id", pl.Series("by", list(taken.values()), pl.String), "chance", "rank"
    )


def share_now(decisions: Sequence[Decision], share: float) -> float:
    """The ration's share of what is shown next: `share`, or THICK where the ranking finds nothing
    any more, for then a fair draw says most.
    """
    ranked = [one.signal for one in decisions if one.by == RANK]
    dry = len(ranked) >= DRY and not any(one is not False for one in ranked[-DRY:])
    return max(share, THICK) if dry and share else share


def unseen(
    queue: Queue, decisions: Sequence[Decision], *, confidence: float = CONFIDENCE
) -> Unseen:
    """How many of the unread hold a signal; see `reading_unseen.estimate`. What could not be
    decided counts as a signal found.
    """
    draws, found = [], 0
    for at, one in enumerate(decisions):
        signal = one.signal is not False
        if one.by == RATION:
            draws.append(Draw(len(queue.places) - at, found, signal))
        found += signal
    unread = len(queue.places) - len(decisions)
    return reading_unseen.estimate(draws, unread=unread, found=found, confidence=confidence)


def _weighed(queue: Queue, learnt: Learnt, now: datetime | None) -> pl.DataFrame:
    left = None if now is None else (pl.col("deadline") - now).dt.total_seconds() / 3600
    return queue.frame.with_columns(chance=pl.Series(learnt.chances)).select(
        "id",
        "chance",
        rank.weighed(pl.col("chance"), viewers=pl.col("viewers"), hours_left=left).alias("rank"),
    )


def _unread(queue: Queue, decisions: Sequence[Decision]) -> Rows:
    """Rows nobody has read, in the order of the ration. Refusals `reading.unknown` and
    `reading.again` (a record).
    """
    read = np.zeros(len(queue.lots), bool)
    for one in decisions:
        if one.record not in queue.places:
            raise Refusal(
                "reading.unknown",
                "{record} was decided, but is not in what is to be read. Give both of one queue.",
                record=one.record,
            )
        if read[queue.places[one.record]]:
            raise Refusal(
                "reading.again",
                "{record} was decided twice. Keep the decision that counts.",
                record=one.record,
            )
        read[queue.places[one.record]] = True
    return queue.lots[~read[queue.lots]]


def _turned(unread: Rows, times: int) -> Rows:
    """Another stretch of the unread each time, lest one record be presumed empty for ever."""
    return np.roll(unread, -times * max(PRESUMED))


def _untaught(queue: Queue) -> tuple[Weights, ...]:
    return (reading_model.untaught(queue.table),) * len(PRESUMED)
