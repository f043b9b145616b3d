"""A pretrained encoder …"""

import struct

import numpy as np
import pytest

from hustings.screening import train_network_start
from hustings.screening.network_pieces import MARK
from hustings.screening.train_network_start import StartRefusal

WIDTH, INNER, PLACES = 32, 64, 4
PIECES = ["<s>", "<pad>", "</s>", "<unk>", f"{MARK}голос", "ың", "the", "中", "!", f"{MARK}12", "ї"]


def blocks(table):
    """A table in four bits: a scale and sixteen bytes for every 32 weights."""
    told = b""
    for block in table.reshape(-1, 32):
        halves = block.astype(int) + 8
        told += struct.pack("<e", 0.5) + (halves[:16] | halves[16:] << 4).astype(np.uint8).tobytes()
    return told


def written(path, *, magic=b"E5S1"):
    """A file of two tables: the embeddings in four bits, the places in float32."""
    words = np.random.default_rng(1).integers(-8, 8, (len(PIECES), WIDTH))
    place = np.arange(PLACES * WIDTH, dtype=np.float32)
    letters = [piece.encode() for piece in PIECES]
    offsets = np.cumsum([0, *map(len, letters)]).astype("<u4").tobytes()
    scores = np.linspace(0, -5, len(PIECES), dtype="<f4").tobytes()
    replaced = struct.pack("<IBI", 0x2026, 1, 0x2E)
    head = magic + struct.pack("<I7ifi", 1, WIDTH, 0, 12, INNER, len(PIECES), PLACES, 1, 1e-12, 32)
    head += struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, sum(map(len, letters)))
    head += offsets + scores + b"".join(letters) + struct.pack("<iI", 1, len(replaced)) + replaced
    tables = {"emb.word": blocks(words), "emb.pos": place.tobytes()}
    size = len(head) + 4 + sum(2 + len(name) + 21 for name in tables)
    listed, contents = struct.pack("<i", len(tables)), b""
    for name, table in tables.items():
        listed += struct.pack("<H", len(name)) + name.encode()
        listed += struct.pack("<BIQQ", 0, 0, size + len(contents), len(table))
        contents += table
    path.write_bytes(head + listed + contents)
    return words * 0.5, place


def test_is_read_as_it_was_written(tmp_path):
    words, place = written(tmp_path / "start.bin")
    start = train_network_start.read(tmp_path / "start.bin")
    assert (start.width, start.inner, start.places) == (WIDTH, INNER, PLACES)
    assert start.pieces == PIECES
    assert np.allclose(start.table("emb.word", len(PIECES), WIDTH), words)
    assert np.array_equal(start.table("emb.pos", PLACES, WIDTH).ravel(), place)


def test_keeps_the_pieces_of_the_languages_that_are_screened(tmp_path):
    written(tmp_path / "start.bin")
    start = train_network_start.read(tmp_path / "start.bin")
    kept = [start.pieces[number] for number in start.kept]
    assert kept == ["<s>", "</s>", "<unk>", f"{MARK}голос", "ың", "the", "!", f"{MARK}12"]


def test_gives_the_embeddings_of_the_pieces_it_keeps(tmp_path):
    words, _ = written(tmp_path / "start.bin")
    start = train_network_start.read(tmp_path / "start.bin")
    nibbles, scales = start.embeddings()
    halves = np.concatenate([nibbles & 15, nibbles >> 4], axis=2).astype(float) - 8
    assert np.allclose(
        (halves * scales[:, :, None]).reshape(len(start.kept), -1), words[start.kept]
    )


def test_of_another_format_is_refused(tmp_path):
    written(tmp_path / "start.bin", magic=b"GGUF")
    with pytest.raises(StartRefusal) as refused:
        train_network_start.read(tmp_path / "start.bin")
    assert refused.value.code == "train.start"
    assert "start.bin" in str(refused.value)
