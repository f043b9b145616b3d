"""Annotated publications and invented examples, as columns to learn from.

A corpus is JSON lines with text, author.class and signals (kind, stance).
Examples are the pack's `lexicon/examples/*.csv`: text (with `@` for a mention), language,
signals (`call/for+preference/for`, or `none`), added_by, when, why; and, where a file has them,
author_class, and evidence (stretches of the text parted by ` | `, one a signal). A file without
evidence holds lines of one breath; a file with it holds whole posts, learnt from as a corpus is.
"""

import csv
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from hustings.refusal import Refusal
from hustings.screening import (
    fold,
    lexicon,
    model_features,
    names,
    names_index,
    signals,
    signals_evidence,
    signals_parties,
    signals_units,
    signals_words,
)
from hustings.screening.lexicon import KINDS, STANCES
from hustings.screening.lexicon_spelling import skeleton
from hustings.screening.names_index import Index
from hustings.screening.roster import NAMES, Roster

EXAMPLES = "examples"
POSTS = f"{EXAMPLES}/"  # before the name of a file of whole posts, as the part of its rows
GOLD = {
    "row": pl.UInt32,
    "kind": pl.String,
    "stance": pl.String,
    "start": pl.Int64,
    "end": pl.Int64,
}
Record = dict[str, Any]
STAND_IN = "Имярек"  # «so-and-so»: what an example's @ is written as, and then hidden again


class CorpusRefusal(Refusal):
    """Code `train.record`: a record that cannot be learnt from; names file and line."""


@dataclass(frozen=True, eq=False)
class Learnt:
    """Everything a model is fitted to; rows are numbered alike in all frames.

    `frame`: [row, text, author_class, part], where part is the file a row comes from: of the
    pack's own, `examples/<file>` for whole posts and `examples` for lines of one breath; `gold`:
    [row, kind, stance, start, end], where the evidence stands; `placed` and `hits` as in
    screening.
    """

    frame: pl.DataFrame
    gold: pl.DataFrame
    placed: pl.DataFrame
    hits: pl.DataFrame
    circumstances: pl.DataFrame
    themes: pl.DataFrame


def gather(corpora: Sequence[Path], *, folder: Path, roster: Roster) -> Learnt:
    """Read corpora and the pack's examples. Candidates are found as in screening; the roster's
    names are hidden from the model also where they are no mention (namesakes).
    """
    records = [record for path in corpora for record in _records(path)]
    own = list(_examples(folder / "lexicon" / EXAMPLES))
    frame = _frame([*records, *own])
    gold = pl.DataFrame(
        [(row, *s) for row, record in enumerate([*records, *own]) for s in record["signals"]],
        schema=GOLD,
        orient="row",
    )
    tokens = fold.tokens(frame)
    keyed = signals_words.keys(tokens)
    index = names_index.build(roster)
    hidden = [
        _mentioned(frame.head(len(records)), tokens, index),
        _marked(own, len(records)),
        signals_parties.named(keyed, index.parties),
    ]
    candidates = roster.candidates.select(NAMES).to_dict(as_series=False)
    spelled = [name for column in candidates.values() for name in column]
    placed = _without_names(signals_words.place(keyed, pl.concat(hidden)), spelled)
    words = lexicon.load(folder)
    hits = signals_evidence.found(placed, words)
    around = model_features.circumstances(frame, placed, hits)
    return Learnt(frame, gold, placed, hits, around, words.themes)


def _frame(records: Sequence[Record]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "row": pl.Series(range(len(records)), dtype=pl.UInt32),
            "text": [str(record["text"]) for record in records],
            "author_class": [str(record["class"]) for record in records],
            "part": [str(record["part"]) for record in records],
        }
    )


def _mentioned(frame: pl.DataFrame, tokens: pl.DataFrame, index: Index) -> pl.DataFrame:
    here = tokens.join(frame, on="row", how="semi")
    return signals.named(names.find(frame, tokens=here, index=index))


def _marked(own: Sequence[Record], first: int) -> pl.DataFrame:
    return pl.DataFrame(
        [
            (first + number, start, start + len(STAND_IN), f"example-{count}")
            for number, record in enumerate(own)
            for count, start in enumerate(record["mentions"])
        ],
        schema=signals_parties.NAMED,
        orient="row",
    )


def by_sentence(learnt: Learnt) -> Learnt:
    """The same, one row a sentence; its gold is what its words are evidence of. An example
    stays whole: nobody said which of its sentences shows the signal.
    """
    own = pl.col("row").is_in(learnt.frame.filter(pl.col("part") == EXAMPLES)["row"].implode())
    pieces = signals_units.sentences(
        learnt.frame, learnt.placed.filter(~own), learnt.hits.filter(~own)
    )
    shift = pieces[0].height
    whole = [
        part.filter(own).with_columns(pl.col("row") + shift - _first(learnt))
        for part in (learnt.frame, learnt.placed, learnt.hits)
    ]
    frame, placed, hits = (
        pl.concat([some, rest], how="diagonal") for some, rest in zip(pieces, whole, strict=True)
    )
    until = pl.col("from") + pl.col("text").str.len_chars().cast(pl.Int64)
    shown = (
        frame.filter(pl.col("of").is_not_null())
        .join(learnt.gold, left_on="of", right_on="row")
        .filter((pl.col("start") < until) & (pl.col("end") > pl.col("from")))
        .select(learnt.gold.columns)
    )
    examples = learnt.gold.filter(own).with_columns(pl.col("row") + shift - _first(learnt))
    return Learnt(
        frame.with_columns(pl.coalesce("of", pl.col("row") - shift + _first(learnt)).alias("of")),
        pl.concat([shown, examples]),
        placed,
        hits,
        model_features.circumstances(frame, placed, hits),
        learnt.themes,
    )


def _first(learnt: Learnt) -> int:
    """The row of the first example; examples stand behind the corpora."""
    return learnt.frame.filter(pl.col("part") != EXAMPLES).height


def _without_names(placed: pl.DataFrame, spelled: Iterable[str]) -> pl.DataFrame:
    stems = sorted({stem for name in spelled for stem in _stems(name)})
    if not stems:
        return placed
    words = placed.select("seen").unique()
    hide = words.filter(
        pl.any_horizontal(
            pl.col("seen").str.head(length).is_in([s for s in stems if len(s) == length])
            for length in sorted({len(stem) for stem in stems})
        )
    )["seen"]
    return placed.with_columns(
        pl.when(pl.col("seen").is_in(hide.implode()))
        .then(pl.lit(signals_words.CAPITAL))
        .otherwise("seen")
        .alias("seen")
    )


def _stems(name: str) -> list[str]:
    words = [skeleton(word) for word in name.replace(".", " ").split()]
    return [word[: max(4, len(word) - 2)] for word in words if len(word) > 4]  # noqa: PLR2004 # shorter ones are common words


def _records(path: Path) -> Iterable[Record]:
    for line, text in enumerate(path.read_text("utf-8").splitlines(), start=1):
        try:
            record = json.loads(text)
            yield {
                "text": record["text"],
                "class": record["author"]["class"],
                "part": path.stem,
                "signals": list(_shown(record["text"], record["signals"])),
            }
        except (ValueError, KeyError, TypeError) as error:
            raise _record(path, line, text[:60]) from error


def _shown(text: str, signals: Iterable[dict[str, str]]) -> Iterable[tuple[str, str, int, int]]:
    for signal in signals:
        start = text.index(signal["evidence"])
        yield signal["kind"], signal["stance"], start, start + len(signal["evidence"])


def _examples(folder: Path) -> Iterable[Record]:
    """Whole posts first, so that what stays whole stands last."""
    read = [_example_file(path) for path in sorted(folder.glob("*.csv"))]
    for whole in (True, False):
        for records in read:
            yield from (one for one in records if (one["part"] != EXAMPLES) == whole)


def _example_file(path: Path) -> list[Record]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        whole = "evidence" in (reader.fieldnames or ())
        return [
            {
                "text": (text := row["text"].replace("@", STAND_IN)),
                "class": row.get("author_class") or "unknown",
                "part": f"{POSTS}{path.stem}" if whole else EXAMPLES,
                "signals": list(_shown_by_example(path, line, row, text)),
                "mentions": [i for i in range(len(text)) if text.startswith(STAND_IN, i)],
            }
            for line, row in enumerate(reader, start=2)
        ]


def _shown_by_example(
    path: Path, line: int, row: dict[str, str], text: str
) -> Iterable[tuple[str, str, int, int]]:
    """(kind, stance, start, end) of each signal; the whole text where no evidence is given."""
    signals = list(_signals(path, line, row["signals"]))
    cell = (row.get("evidence") or "").replace("@", STAND_IN)
    stretches = [part.strip() for part in cell.split(" | ")] if cell.strip() else []
    if not stretches:
        yield from ((kind, stance, 0, len(text)) for kind, stance in signals)
        return
    if len(stretches) != len(signals):
        raise _record(path, line, f"{len(signals)} signals with {len(stretches)} stretches")
    for (kind, stance), stretch in zip(signals, stretches, strict=True):
        start = text.find(stretch)
        if start < 0:
            raise _record(path, line, f"“{stretch}”")
        yield kind, stance, start, start + len(stretch)


def _signals(path: Path, line: int, cell: str) -> Iterable[tuple[str, str]]:
    for part in cell.split("+") if cell != "none" else ():
        kind, _, stance = part.partition("/")
        if kind not in KINDS or stance not in STANCES:
            raise _record(path, line, f"“{part}”")
        yield kind, stance


def _record(path: Path, line: int, what: str) -> CorpusRefusal:
    return CorpusRefusal(
        "train.record",
        "{file}, line {line}: nothing can be learnt from {what}. Correct it there.",
        file=path.name,
        line=line,
        what=what,
    )
