"""Fit the small model: python -m hustings.screening.train CORPUS.jsonl … --pack FOLDER …

Needs the extra `train` (scikit-learn). The same corpora, lexicon and examples give the same
model. Figures are taken on authors left out, one file at a time.
"""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from hustings.screening import model, network, train_corpus, train_second, train_third
from hustings.screening.model import Model
from hustings.screening.network import Network
from hustings.screening.roster import Roster
from hustings.screening.train_corpus import EXAMPLES
from hustings.screening.train_fit import Floats, Truths
from hustings.screening.train_second import Listener

SURE = 0.5
Found = tuple[Floats, Truths, Floats]


def card(found: Mapping[str, Found]) -> dict[str, object]:
    """Figures of groups left out, rounded; F1 as `hustings evaluate` counts it."""
    return {
        name: {
            "records": len(truths),
            "kinds_f1": _f1(told, truths),
            "any_f1": _f1(_any(told), _any(truths)),
        }
        for name, (kinds, truths, some) in found.items()
        for told in [_told(kinds, some)]
    }


def _told(kinds: Floats, some: Floats) -> Truths:
    told = kinds >= SURE
    leading = np.zeros_like(told)
    leading[np.arange(len(told)), kinds.argmax(axis=1)] = some >= SURE
    return np.asarray(told | leading)


def _any(truths: Truths) -> Truths:
    return np.asarray(truths.any(axis=1))


def _f1(told: Truths, truths: Truths) -> float:
    return round(float(2 * (told & truths).sum() / max(1, told.sum() + truths.sum())), 3)


def train(
    corpora: Sequence[Path],
    *,
    folder: Path,
    roster: Roster,
    read_by_editors: Sequence[str],
    reader: Network | None = None,
    held: Sequence[str] = (),
    progress: bool = False,
) -> Model:
    """The model of all corpora, its second reading and card taken on authors left out. Given a network,
    `reader`, also the third reading, weighed on corpora that were `held` from it.
    """
    listener = listening(
        corpora, folder=folder, roster=roster, read_by_editors=read_by_editors, progress=progress
    )
    found = train_second.left_out(listener)
    part = np.asarray(listener.learnt.frame["part"].to_list())
    heard = train_third.listen(listener, found, reader, held) if reader else {}
    found |= train_third.left_out(heard)
    return replace(
        train_second.whole(listener),
        third=train_third.learn(heard.values()) if heard else {},
        card={
            "made_from": {path.name: network.digest_of(path.read_bytes()) for path in corpora},
            "examples": int((part == EXAMPLES).sum()),
            "posts": int(np.char.startswith(part, train_corpus.POSTS).sum()),
            "read_by_editors": sorted(read_by_editors),
            "network": reader.digest if reader else "none",
            "held_from_the_network": sorted(heard),
            "authors_left_out": card(found),
        },
    )


def listening(
    corpora: Sequence[Path],
    *,
    folder: Path,
    roster: Roster,
    read_by_editors: Sequence[str] = (),
    progress: bool = False,
) -> Listener:
    """Corpora and examples, ready to be learnt from with some left out."""
    learnt = train_corpus.gather(corpora, folder=folder, roster=roster)
    return Listener(
        learnt,
        train_corpus.by_sentence(learnt),
        np.isin(learnt.frame["part"].to_list(), [*read_by_editors, EXAMPLES]),
        train_second.groups(learnt),
        progress,
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; writes weights.parquet and model.json into the output folder."""
    parser = argparse.ArgumentParser(prog="hustings.screening.train", description=__doc__)
    parser.add_argument("corpora", nargs="+", type=Path, metavar="CORPUS.jsonl")
    parser.add_argument("--pack", type=Path, required=True, help="the pack's folder")
    parser.add_argument("--roster", type=Path, required=True, help="whose names are hidden")
    parser.add_argument("--output", type=Path, help="default: lexicon/model in the pack")
    parser.add_argument(
        "--read-by-editors",
        nargs="*",
        default=[],
        metavar="NAME",
        help="corpora (file names without .jsonl) that the lexicon's editors have read",
    )
    parser.add_argument(
        "--held",
        nargs="*",
        default=[],
        metavar="NAME",
        help="corpora (file names without .jsonl) that the network was not fitted to",
    )
    parser.add_argument("--network", type=Path, metavar="FILE.npz", help="for the third reading")
    chosen = parser.parse_args(arguments)
    threadpool_limits(1, user_api="blas")  # the number of threads decides the last bits of sums
    reader = None
    if chosen.network:
        reader = network.load(chosen.network, network.digest_of(chosen.network.read_bytes()))
    fitted = train(
        chosen.corpora,
        folder=chosen.pack,
        roster=Roster.read(chosen.roster),
        read_by_editors=chosen.read_by_editors,
        reader=reader,
        held=chosen.held,
        progress=sys.stderr.isatty(),
    )
    model.save(fitted, chosen.output or chosen.pack / "lexicon" / "model")
    print(json.dumps(fitted.card, ensure_ascii=False, indent=1))  # noqa: T201  # the command speaks
    return 0


if __name__ == "__main__":
    sys.exit(main())
