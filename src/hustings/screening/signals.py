"""What the words of a publication do: call, prefer, promise, praise, harm, buy, poll, hate …"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import polars as pl

from hustings.screening import (
    lexicon,
    model,
    signals_evidence,
    signals_parties,
    signals_score,
    signals_words,
    stance,
)
from hustings.screening.lexicon import Lexicon

SIGNALS = pl.Schema(
    {
        "row": pl.UInt32,
        "kind": pl.String,
        "stance": pl.String,
        "target": pl.String,
        "evidence": pl.String,
        "start": pl.UInt32,
        "end": pl.UInt32,
        "probability": pl.Float64,
    }
)

LIKELY = 0.3  # a mention less likely than this is taken for a namesake


@dataclass(frozen=True)
class Read:
    """Words in their sentences (`signals_words.place`'s), the lexicon's hits that count, and what the
    model hears in the words (None: there is no model).
    """

    placed: pl.DataFrame
    hits: pl.DataFrame
    lexicon: Lexicon
    spoken: signals_score.Spoken | None


class _InAFolder(Protocol):
    @property
    def folder(self) -> Path: ...


def find(
    frame: pl.DataFrame,
    *,
    tokens: pl.DataFrame,
    mentions: pl.DataFrame,
    pack: _InAFolder,
    parties: Sequence[str] = (),
) -> pl.DataFrame:
    """Signals, one row each, in the shape of SIGNALS; start and end are character offsets,
    evidence == text[start:end].

    `frame` has text, and may have row (else rows are numbered), author (a struct with class)
    or author_class, and published_at. `tokens` is `fold.tokens`'s; `mentions` has row,
    candidate, start, end, probability. `parties`: names of parties that a target may be
    (the roster's `nominated_by`).
    `pack.folder` holds the lexicon and, where it was trained,
    the model; without one the lexicon alone speaks.
    """
    if "row" not in frame.columns:
        frame = frame.with_row_index("row")
    return told(frame, read(frame, tokens=tokens, mentions=mentions, pack=pack, parties=parties))


def read(
    frame: pl.DataFrame,
    *,
    tokens: pl.DataFrame,
    mentions: pl.DataFrame,
    pack: _InAFolder,
    parties: Sequence[str] = (),
) -> Read:
    """What `find` reads before it tells anything; the arguments are its own, `frame` with row."""
    keyed = signals_words.keys(tokens)
    hidden = pl.concat([named(mentions), signals_parties.named(keyed, parties)])
    placed = signals_words.place(keyed, hidden)
    words = lexicon.load(pack.folder)
    hits = signals_evidence.found(placed, words)
    known = model.load(pack.folder / "lexicon" / "model")
    spoken = signals_score.Spoken(frame, placed, words.themes, known) if known else None
    return Read(placed, hits, words, spoken)


def told(frame: pl.DataFrame, read: Read) -> pl.DataFrame:
    """`find`'s answer, from what it read."""
    placed, hits = read.placed, read.hits
    voices = signals_score.silence()
    if read.spoken is None:
        scored = signals_score.by_lexicon(hits)
    else:
        scored, voices = signals_score.learned(hits, spoken=read.spoken)
    there = signals_score.located(scored, placed, hits, voices)
    return (
        stance.quote(stance.target(stance.stand(there), placed), frame)
        .select(SIGNALS.names())
        .cast(SIGNALS)
        .sort("row", "start", "kind")
    )


def named(mentions: pl.DataFrame) -> pl.DataFrame:
    """Stretches to hide [row, start, end, target]; the target is who is meant, if likely."""
    return (
        mentions.sort("probability", descending=True)
        .unique(["row", "start"], keep="first", maintain_order=True)
        .select(
            "row",
            pl.col("start").cast(pl.Int64),
            pl.col("end").cast(pl.Int64),
            pl.when(pl.col("probability") >= LIKELY).then("candidate").alias("target"),
        )
    )
