"""The network …"""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from hustings.screening import network
from hustings.screening.network import MOST, OUTPUTS, NetworkRefusal
from hustings.screening.network_pieces import Pieces
from network_made import made


def test_answers_every_question_of_a_text():
    heard = made().heard("Голосуйте за Асан!")
    assert heard.shape == (len(OUTPUTS),)
    assert np.isfinite(heard).all()


def test_hears_the_order_of_words():
    known = made()
    assert not np.allclose(known.heard("снег за Асан"), known.heard("Асан за снег"))


def test_hears_nothing_beyond_its_last_piece():
    known = made()
    long = "снег " * MOST
    assert (known.heard(long) == known.heard(long + "Голосуйте")).all()
    assert not known.fits(long)
    assert known.fits("снег")


def test_does_not_cut_ten_megabytes_to_know_that_they_do_not_fit(monkeypatch):
    known = made()
    monkeypatch.setattr(Pieces, "cut", lambda *_: pytest.fail("it was cut"))
    assert not known.fits("а" * 10_000_000)
    monkeypatch.undo()
    assert known.fits(" " * 10_000_000 + "снег")


def test_answers_a_text_without_words():
    assert np.isfinite(made().heard("")).all()


def read(file):
    return network.load(file, network.digest_of(file.read_bytes()))


def test_is_nearly_the_same_once_kept_and_read_again(tmp_path):
    known = made()
    again = read(network.save(known, tmp_path))
    text = "Голосуйте за Асан!"
    assert np.abs(again.heard(text) - known.heard(text)).max() < 0.2
    assert again.pieces.pieces == known.pieces.pieces
    twice = read(network.save(again, tmp_path))
    assert np.allclose(twice.heard(text), again.heard(text), atol=1e-4)


def test_is_kept_under_its_digest(tmp_path):
    one, same, other = (network.save(made(seed=seed), tmp_path) for seed in (0, 0, 1))
    assert one == same != other
    assert one.stem in network.digest_of(one.read_bytes())


def test_is_found_in_a_pack_or_with_the_program_or_nowhere(tmp_path, monkeypatch):
    monkeypatch.setattr(network, "BUNDLED", tmp_path / "bundled")
    file = network.save(made(), tmp_path / "bundled")
    digest = network.digest_of(file.read_bytes())
    assert network.find(digest, tmp_path) == file
    assert network.find("sha256:" + "0" * 64, tmp_path) is None
    assert network.find("none", tmp_path) is None
    (tmp_path / "network.npz").write_bytes(file.read_bytes())
    assert network.find(digest, tmp_path) == tmp_path / "network.npz"


def test_refuses_a_file_that_is_another(tmp_path):
    one, other = (network.save(made(seed=seed), tmp_path) for seed in (0, 1))
    with pytest.raises(NetworkRefusal) as refused:
        network.load(one, network.digest_of(other.read_bytes()))
    assert refused.value.code == "network.another"


@pytest.mark.parametrize("contents", [b"", b"PK\x03\x04 no archive", b"\x93NUMPY"])
def test_refuses_a_file_that_is_none(tmp_path, contents):
    (tmp_path / "one.npz").write_bytes(contents)
    with pytest.raises(NetworkRefusal) as refused:
        read(tmp_path / "one.npz")
    assert refused.value.code == "network.unreadable"
    assert "one.npz" in str(refused.value)


def test_refuses_a_file_that_is_gone(tmp_path):
    with pytest.raises(NetworkRefusal, match="cannot be read"):
        network.load(tmp_path / "gone.npz", "sha256:")


HEARD = """
from pathlib import Path
from hustings.screening import model
known = model.load(Path({folder!r})).network
for words in (9, 40, 90):
    print(known.heard("снег голосуйте за Асан бүгүн " * (words // 5)).tobytes().hex())
"""


def test_hears_the_same_bytes_on_one_core_and_on_two():
    """How many threads multiply decides in which order they add."""
    folder = Path(__file__).parents[2] / "packs/kg/lexicon/model"
    told = {
        subprocess.run(
            [sys.executable, "-c", HEARD.format(folder=str(folder))],
            env={**os.environ, "OPENBLAS_NUM_THREADS": threads}, capture_output=True, text=True, check=True,
        ).stdout
        for threads in ("1", "2")
    }  # fmt: skip
    assert len(told) == 1
