"""Fitting the network: a transformer over pieces, taught what each publication and each piece says.

Needs PyTorch. Two lessons at once: which kinds a publication carries, and on which of its pieces they
show, which the annotators marked as evidence. The second makes the network look where people looked.
"""

import math
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from hustings.screening.network import HEADS, OUTPUTS, TINY, Floats
from hustings.screening.train_network_start import Start

DROPPED = 0.1
PACE = 1e-4  # how far each step goes in the topmost layer
SLOWER = 0.95  # the pace of each layer below
HEAD_PACE = 10.0  # the two answering layers begin from nothing
AT_ONCE = 16
SORTED = 40  # batches sorted by length together, so that little is padded
RISE = 0.08  # share of steps on which the pace rises; then it falls as a cosine
SHOWN = 2.0  # how much the lesson of pieces counts beside that of publications
_KINDS = len(OUTPUTS) - 2


@dataclass(frozen=True)
class Lesson:
    """One publication: its pieces, what it carries, what each piece shows, and how much it counts."""

    numbers: list[int]
    carries: Floats
    shows: Floats
    counts: float


class Layer(nn.Module):  # type: ignore[misc]  # where types are checked, there is no PyTorch
    """One layer of the encoder, normalised after each half as in BERT."""

    def __init__(self, start: Start, number: int) -> None:
        super().__init__()
        width = start.width
        told = {
            name: (start.table(f"l{number}.{name}.w", *shape), start.table(f"l{number}.{name}.b", shape[0]))
            for name, shape in {
                "q": (width, width), "k": (width, width), "v": (width, width), "ao": (width, width),
                "fi": (start.inner, width), "fo": (width, start.inner),
            }.items()
        }  # fmt: skip
        three = [np.concatenate([told[name][half] for name in "qkv"]) for half in (0, 1)]
        self.attention = _linear(*three)
        self.gathered, self.wide, self.narrow = (
            _linear(*told[name]) for name in ("ao", "fi", "fo")
        )
        self.seen, self.said = (_normal(start, f"l{number}.{name}") for name in ("aln", "oln"))

    def forward(self, state: Tensor, padded: Tensor) -> Tensor:
        count, length, width = state.shape
        asked, keys, values = (
            self.attention(state)
            .view(count, length, 3, HEADS, width // HEADS)
            .permute(2, 0, 3, 1, 4)
        )
        heard = functional.scaled_dot_product_attention(
            asked, keys, values, attn_mask=padded, dropout_p=DROPPED if self.training else 0.0
        )
        gathered = self.gathered(heard.transpose(1, 2).reshape(count, length, width))
        state = self.seen(state + functional.dropout(gathered, DROPPED, self.training))
        inner = self.narrow(functional.gelu(self.wide(state), approximate="tanh"))
        return self.said(state + functional.dropout(inner, DROPPED, self.training))


class Reader(nn.Module):  # type: ignore[misc]  # the same
    """The whole network; the embeddings of pieces are never fitted."""

    def __init__(self, start: Start) -> None:
        super().__init__()
        nibbles, scales = start.embeddings()
        halves = np.concatenate([nibbles & 15, nibbles >> 4], axis=2).astype(np.float32) - 8
        words = (halves * scales[:, :, None].astype(np.float32)).reshape(len(nibbles), start.width)
        self.words = nn.Embedding.from_pretrained(torch.from_numpy(words), freeze=True)
        place = start.table("emb.pos", start.places, start.width)
        kinds = start.tables["emb.type"][1] // (4 * start.width)
        self.place = nn.Parameter(
            torch.from_numpy(place + start.table("emb.type", kinds, start.width)[0])
        )
        self.begin = _normal(start, "emb.ln")
        self.layers = nn.ModuleList(Layer(start, number) for number in range(start.layers))
        self.told = nn.Linear(2 * start.width, len(OUTPUTS))
        self.aloud = nn.Linear(start.width, len(OUTPUTS))
        with torch.no_grad():
            self.told.bias.fill_(-2.0)  # few publications carry a kind, and fewer pieces show it
            self.aloud.bias.fill_(-3.0)
            self.told.weight.mul_(0.3)

    def forward(self, numbers: Tensor, there: Tensor) -> tuple[Tensor, Tensor]:
        """(log-odds of each publication, of each piece); `there`: which pieces are no padding."""
        state = self.begin(self.words(numbers) + self.place[: numbers.shape[1]])
        state = functional.dropout(state, DROPPED, self.training)
        padded = (~there)[:, None, None, :] * -1e9
        for layer in self.layers:
            state = layer(state, padded)
        aloud = self.aloud(functional.dropout(state, DROPPED, self.training))
        counted = there[..., None]
        mean = (state * counted).sum(1) / counted.sum(1)
        loud = aloud[..., :_KINDS].max(-1).values.masked_fill(~there, -1e9).softmax(-1)
        whole = torch.cat([mean, (state * loud[..., None]).sum(1)], -1)
        return self.told(functional.dropout(whole, DROPPED, self.training)), aloud


def fit(
    start: Start, lessons: Sequence[Lesson], *, rounds: int, seed: int = 0
) -> dict[str, Floats]:
    """The weights of a network, by the names that `network.Network` reads."""
    random.seed(seed)
    torch.manual_seed(seed)
    reader = Reader(start)
    steps = rounds * -(-len(lessons) // AT_ONCE)
    optimizer = torch.optim.AdamW(_paces(reader), betas=(0.9, 0.98))
    base = [group["lr"] for group in optimizer.param_groups]
    step = 0
    for _ in range(rounds):
        for batch in _batches(lessons):
            share = min(1.0, step / (RISE * steps)) * max(
                0.02, (1 + math.cos(math.pi * step / steps)) / 2
            )
            for group, pace in zip(optimizer.param_groups, base, strict=True):
                group["lr"] = pace * share
            loss = _loss(reader, batch)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
            optimizer.step()
            step += 1
            if sys.stderr.isatty() or step % 50 == 0:
                sys.stderr.write(f"step {step} of {steps}: {float(loss.detach()):.3f}\n")
    return _weights(reader)


def _linear(weight: Floats, bias: Floats) -> nn.Linear:
    made = nn.Linear(weight.shape[1], weight.shape[0])
    with torch.no_grad():
        made.weight.copy_(torch.from_numpy(weight))
        made.bias.copy_(torch.from_numpy(bias))
    return made


def _normal(start: Start, name: str) -> nn.LayerNorm:
    made = nn.LayerNorm(start.width, TINY)
    with torch.no_grad():
        made.weight.copy_(torch.from_numpy(start.table(f"{name}.w", start.width)))
        made.bias.copy_(torch.from_numpy(start.table(f"{name}.b", start.width)))
    return made


def _paces(reader: Reader) -> list[dict[str, object]]:
    """Parameters with their paces: the lower a layer, the less it moves from what it knew."""
    groups: dict[tuple[float, float], list[nn.Parameter]] = {}
    for name, parameter in reader.named_parameters():
        if not parameter.requires_grad:
            continue
        top, _, rest = name.partition(".")
        below = len(reader.layers) - (int(rest.partition(".")[0]) + 1 if top == "layers" else 0)
        pace = PACE * (HEAD_PACE if top in {"told", "aloud"} else SLOWER**below)
        decay = 0.01 if parameter.ndim > 1 else 0.0
        groups.setdefault((pace, decay), []).append(parameter)
    return [
        {"params": some, "lr": pace, "weight_decay": decay}
        for (pace, decay), some in groups.items()
    ]


def _batches(lessons: Sequence[Lesson]) -> Iterator[list[Lesson]]:
    mixed = random.sample(list(lessons), len(lessons))
    several = []
    for first in range(0, len(mixed), AT_ONCE * SORTED):
        some = sorted(mixed[first : first + AT_ONCE * SORTED], key=lambda one: len(one.numbers))
        several += [some[at : at + AT_ONCE] for at in range(0, len(some), AT_ONCE)]
    yield from random.sample(several, len(several))


def _loss(reader: Reader, batch: Sequence[Lesson]) -> Tensor:
    longest = max(len(one.numbers) for one in batch)
    numbers = torch.zeros(len(batch), longest, dtype=torch.long)
    there = torch.zeros(len(batch), longest, dtype=torch.bool)
    shows = torch.zeros(len(batch), longest, len(OUTPUTS))
    for row, one in enumerate(batch):
        length = len(one.numbers)
        numbers[row, :length] = torch.tensor(one.numbers)
        there[row, :length] = True
        shows[row, :length] = torch.from_numpy(one.shows)
    carries = torch.from_numpy(np.array([one.carries for one in batch]))
    counts = torch.tensor([one.counts for one in batch])
    told, aloud = reader(numbers, there)
    whole = functional.binary_cross_entropy_with_logits(told, carries, reduction="none").sum(1)
    pieces = functional.binary_cross_entropy_with_logits(aloud, shows, reduction="none").sum(2)
    heard = (pieces * there * counts[:, None]).sum() / (there.sum() * counts.mean())
    return (whole * counts).sum() / counts.sum() + SHOWN * heard


def _weights(reader: Reader) -> dict[str, Floats]:
    """Tables as [inputs × outputs], so that a state times a table is the answer."""
    told = {"place": reader.place}
    for name, module in reader.named_modules():
        if isinstance(module, nn.Linear | nn.LayerNorm):
            said = name.removeprefix("layers.")
            table = module.weight.T if isinstance(module, nn.Linear) else module.weight
            told |= {said: table, f"{said} bias": module.bias}
    return {name: table.detach().numpy().copy() for name, table in told.items()}
