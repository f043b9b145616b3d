"""A network small enough to make in a test: two layers, random weights, letters for pieces."""

import numpy as np

from hustings.screening.network import MOST, OUTPUTS, Network
from hustings.screening.network_pieces import MARK, Pieces

WIDTH, INNER, LAYERS, BLOCK = 96, 48, 2, 32
SAID = ("голос", "уй", "те", f"{MARK}за", f"{MARK}", "Асан", "снег", "!", "N", "1")
LETTERS = tuple("абвгдежзийклмнопрстуфхцчшщыьэюяАБСк")


def made(seed=0):
    """The network and the random numbers that made it, the same for the same seed."""
    chance = np.random.default_rng(seed)
    listed = ["<s>", "</s>", "<unk>", *dict.fromkeys([*SAID, *LETTERS])]
    scores = [0.0, 0.0, 0.0, *[-float(10 - len(piece)) for piece in listed[3:]]]
    weights = {"place": chance.normal(0, 0.1, (MOST, WIDTH)).astype(np.float32)}

    def table(name, *shape):
        weights[name] = chance.normal(0, 0.2, shape).astype(np.float32)
        weights[f"{name} bias"] = chance.normal(0, 0.1, shape[-1]).astype(np.float32)

    table("begin", WIDTH)
    for layer in range(LAYERS):
        table(f"{layer}.attention", WIDTH, 3 * WIDTH)
        table(f"{layer}.gathered", WIDTH, WIDTH)
        table(f"{layer}.wide", WIDTH, INNER)
        table(f"{layer}.narrow", INNER, WIDTH)
        table(f"{layer}.seen", WIDTH)
        table(f"{layer}.said", WIDTH)
    table("told", 2 * WIDTH, len(OUTPUTS))
    table("aloud", WIDTH, len(OUTPUTS))
    shape = (len(listed), WIDTH // BLOCK)
    nibbles = chance.integers(0, 256, (*shape, BLOCK // 2), dtype=np.uint8)
    scales = chance.uniform(0.01, 0.05, shape).astype(np.float16)
    return Network(Pieces(listed, scores), nibbles, scales, weights, LAYERS, "made")
