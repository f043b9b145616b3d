"""The network of the third reading: a small transformer that reads a whole publication at once.

Twelve layers of a pretrained multilingual encoder, fitted to annotated publications by
`train_network`. It runs in NumPy, one text at a time, so that a text's answer depends on nothing
it is read together with.
"""

import hashlib
import io
import json
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from hustings.refusal import Refusal
from hustings.screening.lexicon import KINDS
from hustings.screening.network_pieces import MARKS, Pieces

OUTPUTS = (*KINDS, "against", "any")
MOST = 192  # pieces of a text that are read, begin and end counted; as in training
HEADS = 12
REMEMBERED = 20_000  # texts whose answer is kept: copies are many, and an answer takes 30 ms
TINY = 1e-12  # what a variance is never less than
BUNDLED = Path(__file__).parent / "networks"
_FILE = "network.npz"
_SCALE, _BYTE = " scale", 127
_NIBBLE = 8  # embeddings are four bits each, this much more than they mean
Floats = npt.NDArray[np.float32]


class NetworkRefusal(Refusal):
    """Codes `network.*`: a network that cannot be used as it stands."""


@dataclass(frozen=True)
class Network:
    """A vocabulary, embeddings in four bits, and everything else by its name."""

    pieces: Pieces
    nibbles: npt.NDArray[np.uint8]
    scales: npt.NDArray[np.float16]
    weights: dict[str, Floats]
    layers: int
    digest: str

    @cached_property
    def _remembered(self) -> dict[str, Floats]:
        return {}

    def heard(self, text: str) -> Floats:
        """Log-odds of OUTPUTS for a text that `network_text` has written; the same text, names apart,
        is read once.
        """
        known = self._remembered.get(text)
        if known is None:
            known = self._hear(text)
            if len(self._remembered) >= REMEMBERED:
                self._remembered.clear()
            self._remembered[text] = known
        return known

    def _hear(self, text: str) -> Floats:
        numbers = [0, *self.pieces.cut(text, MOST - 2), 1]
        state = self._begin(np.array(numbers))
        for layer in range(self.layers):
            state = self._layer(layer, state)
        aloud = self._linear("aloud", state)[:, : len(KINDS)].max(axis=1)
        drawn = np.exp(aloud - aloud.max())
        whole = np.concatenate([state.mean(axis=0), (drawn / drawn.sum()) @ state])
        return np.asarray(self._linear("told", whole[None])[0])

    def fits(self, text: str) -> bool:
        """Whether the network would read the whole text. One with more letters than its pieces could have
        is not cut to find out.
        """
        letters = sum(map(len, text.split()))
        if letters > MOST * self.pieces.longest * (1 + MARKS):
            return False
        return len(self.pieces.cut(text, MOST - 1)) <= MOST - 2

    def _begin(self, numbers: npt.NDArray[np.int64]) -> Floats:
        packed = self.nibbles[numbers]
        low, high = (packed & 15).astype(np.float32), (packed >> 4).astype(np.float32)
        scales = self.scales[numbers].astype(np.float32)[:, :, None]
        word = (np.concatenate([low, high], axis=2) - _NIBBLE) * scales
        placed = word.reshape(len(numbers), -1) + self.weights["place"][: len(numbers)]
        return self._normal("begin", placed)

    def _layer(self, number: int, state: Floats) -> Floats:
        length, width = state.shape
        each = width // HEADS
        asked, keys, values = (
            self._linear(f"{number}.attention", state)
            .reshape(length, 3, HEADS, each)
            .transpose(1, 2, 0, 3)
        )
        odds = asked @ keys.transpose(0, 2, 1) / np.float32(np.sqrt(each))
        heed = np.exp(odds - odds.max(axis=2, keepdims=True))
        heed /= heed.sum(axis=2, keepdims=True)
        seen = (heed @ values).transpose(1, 0, 2).reshape(length, width)
        state = self._normal(f"{number}.seen", state + self._linear(f"{number}.gathered", seen))
        inner = _bent(self._linear(f"{number}.wide", state))
        return self._normal(f"{number}.said", state + self._linear(f"{number}.narrow", inner))

    def _linear(self, name: str, state: Floats) -> Floats:
        return np.asarray(state @ self.weights[name] + self.weights[f"{name} bias"])

    def _normal(self, name: str, state: Floats) -> Floats:
        centred = state - state.mean(axis=1, keepdims=True)
        spread = np.sqrt((centred**2).mean(axis=1, keepdims=True) + np.float32(TINY))
        return np.asarray(centred / spread * self.weights[name] + self.weights[f"{name} bias"])


def _bent(state: Floats) -> Floats:
    """GELU by its approximation with tanh (Hendrycks and Gimpel 2016), with which it was fitted."""
    root = np.float32(np.sqrt(2 / np.pi))
    bend = root * (state + np.float32(0.044715) * state * state * state)
    return np.asarray(np.float32(0.5) * state * (1 + np.tanh(bend)))


def find(digest: str, folder: Path) -> Path | None:
    """Where the network of that digest lies: in a pack's own `folder`, or with the program."""
    for file in (folder / _FILE, BUNDLED / f"{digest[7:23]}.npz"):
        if file.exists():
            return file
    return None


@lru_cache(maxsize=2)
def load(file: Path, digest: str) -> Network:
    """The network in a file. Refusals `network.unreadable`, `network.another` (the file is not the
    one of that digest).
    """
    try:
        contents = file.read_bytes()
    except OSError as error:
        raise _unreadable(file) from error
    if digest_of(contents) != digest:
        raise NetworkRefusal(
            "network.another",
            "The network {file} is not the one that the model was weighed with. Restore it, or train "
            "the model again.",
            file=str(file),
        )
    # How many threads multiply decides in which order they add, and so the last bits of an answer:
    # from here on it is one in this process, whatever the machine has.
    threadpool_limits(1, user_api="blas")
    return _read(file, contents, digest)


def digest_of(contents: bytes) -> str:
    """`sha256:…` of a file."""
    return f"sha256:{hashlib.sha256(contents).hexdigest()}"


def _read(file: Path, contents: bytes, digest: str) -> Network:
    try:
        with np.load(io.BytesIO(contents)) as stored:
            told = {name: stored[name] for name in stored.files}
        listed = json.loads(told.pop("pieces").tobytes())
        pieces = Pieces(listed, told.pop("scores").tolist())
        nibbles, scales = told.pop("nibbles"), told.pop("scales")
        layers = int(told.pop("layers"))
        weights = {
            name: table.astype(np.float32) * told.get(f"{name}{_SCALE}", np.float32(1))
            for name, table in told.items()
            if not name.endswith(_SCALE)
        }
    except (ValueError, KeyError, OSError, EOFError, BadZipFile) as error:
        raise _unreadable(file) from error
    return Network(pieces, nibbles, scales, weights, layers, digest)


def save(network: Network, folder: Path) -> Path:
    """Write a network, named by its digest: large tables in one byte a weight and a scale a column."""
    stored: dict[str, Any] = {
        "pieces": np.frombuffer(
            json.dumps(network.pieces.pieces, ensure_ascii=False).encode(), np.uint8
        ),
        "scores": np.array(network.pieces.scores, np.float32),
        "nibbles": network.nibbles,
        "scales": network.scales,
        "layers": np.array(network.layers),
    }
    for name, table in network.weights.items():
        if table.ndim > 1:
            scale = np.abs(table).max(axis=0).astype(np.float32) / _BYTE
            stored[name] = np.rint(table / scale).astype(np.int8)
            stored[f"{name}{_SCALE}"] = scale
        else:
            stored[name] = table.astype(np.float32)
    held = io.BytesIO()
    np.savez_compressed(held, **stored)
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{digest_of(held.getvalue())[7:23]}.npz"
    file.write_bytes(held.getvalue())
    return file


def _unreadable(file: Path) -> NetworkRefusal:
    return NetworkRefusal(
        "network.unreadable",
        "The network {file} cannot be read. Take it from the pack again, or train it.",
        file=str(file),
    )
