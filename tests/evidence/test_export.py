"""An export …"""

import ast
import hashlib
import io
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hustings import evidence
from hustings.evidence import verify
from hustings.refusal import Refusal

PROGRAM = Path(verify.__file__)


@pytest.fixture
def sealed(store, ledger, line):
    """Three sealed files named by 300 entries; their digests."""
    digests = [store.seal(b"page %d" % number) for number in range(3)]
    ledger.append([line(n, seals=[digests[n]] if n < 3 else []) for n in range(300)])
    return digests


@pytest.fixture
def folder(sealed, store, ledger, tmp_path):
    return evidence.export(tmp_path / "out", store=store, ledger=ledger)


def files(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_holds_the_log_as_tlog_tiles_and_the_files_by_digest(folder, sealed, ledger):
    blobs = {f"data/blobs/{digest[7:9]}/{digest[7:]}" for digest in sealed}
    assert set(files(folder)) == blobs | {
        "README.txt", "bag-info.txt", "bagit.txt", "manifest-sha256.txt",
        "tagmanifest-sha256.txt", "verify.py", "data/checkpoint", "data/key",
        "data/tile/entries/000", "data/tile/entries/001.p/44", "data/tile/0/000",
        "data/tile/0/001.p/44", "data/tile/1/000.p/1",
    }  # fmt: skip
    assert (folder / "data/checkpoint").read_text("utf-8") == ledger.checkpoint()
    assert (folder / "data/key").read_text("utf-8").strip() == ledger.key
    assert not any("signing" in name for name in files(folder))


def test_is_checked_by_anybody_with_python_alone(folder, tmp_path):
    for options in ([], ["-I", "-S"]):
        done = subprocess.run(
            [sys.executable, *options, folder / "verify.py", folder],
            capture_output=True, env={"LC_ALL": "C"}, cwd=tmp_path, check=False,
        )  # fmt: skip
        said = done.stdout.decode()
        assert done.returncode == 0, said + done.stderr.decode()
        assert "300 entries" in said
        assert "NOT SHOWN that the key" in said
        assert "ЖАРАКТУУ" in said


def test_brings_a_verifier_that_the_oldest_promised_python_can_read():
    tree = ast.parse(PROGRAM.read_text("utf-8"), feature_version=(3, 8))
    names = {
        node.names[0].name if isinstance(node, ast.Import) else node.module
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names
    attributes = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    newer = {"removeprefix", "removesuffix", "is_relative_to", "file_digest", "walk", "readlink"}
    assert not attributes & newer


def test_is_whole_by_the_tools_everybody_has(folder):
    for name in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        subprocess.run(["sha256sum", "--check", "--strict", name], cwd=folder, check=True)
    payload = {name: data for name, data in files(folder).items() if name.startswith("data/")}
    octets = sum(map(len, payload.values()))
    assert f"Payload-Oxum: {octets}.{len(payload)}\n" in (folder / "bag-info.txt").read_text()


def test_gives_the_same_bytes_for_the_same_ledger(folder, store, ledger, tmp_path):
    again = evidence.export(tmp_path / "again", store=store, ledger=ledger)
    assert files(again) == files(folder)
    dated = evidence.export(
        tmp_path / "dated", store=store, ledger=ledger, at=datetime(2025, 11, 3, tzinfo=UTC)
    )
    assert "Bagging-Date: 2025-11-03\n" in (dated / "bag-info.txt").read_text()


def test_may_hold_some_of_the_sealed_files(sealed, store, ledger, tmp_path):
    some = evidence.export(tmp_path / "some", store=store, ledger=ledger, digests=sealed[:1])
    assert len(list((some / "data/blobs").rglob("*/*"))) == 1
    assert verify.main([str(some)]) == 0
    assert verify.main([str(some), "--all"]) == 2


def test_refuses_a_file_that_no_entry_names(sealed, store, ledger, tmp_path):
    stray = store.seal(b"never entered")
    with pytest.raises(Refusal, match=stray):
        evidence.export(tmp_path / "out", store=store, ledger=ledger, digests=[stray])
    assert not (tmp_path / "out").exists()


def test_names_the_sealed_files_that_are_missing_or_changed(sealed, store, ledger, tmp_path):
    blob = store.folder / "blobs" / sealed[1][7:9] / sealed[1][7:]
    blob.chmod(0o644)
    blob.write_bytes(b"page I")
    with pytest.raises(Refusal, match=sealed[1]):
        evidence.export(tmp_path / "out", store=store, ledger=ledger)
    blob.unlink()
    with pytest.raises(Refusal, match=sealed[1]):
        evidence.export(tmp_path / "out", store=store, ledger=ledger)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ledger", "store"]


def test_refuses_a_place_that_is_taken(folder, store, ledger, tmp_path):
    before = files(folder)
    with pytest.raises(Refusal, match="not an empty folder"):
        evidence.export(folder, store=store, ledger=ledger)
    assert files(folder) == before
    (tmp_path / "file").write_text("")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    for taken in ("file", "link"):
        with pytest.raises(Refusal):
            evidence.export(tmp_path / taken, store=store, ledger=ledger)
    (tmp_path / "empty").mkdir()
    evidence.export(tmp_path / "empty", store=store, ledger=ledger)


def test_of_a_ledger_changed_in_the_middle_is_refused_naming_the_file(
    sealed, store, ledger, tmp_path
):
    path = ledger.folder / "tile/entries/000"
    path.write_bytes(path.read_bytes().replace(b"confirmed", b"dismissed", 1))
    with pytest.raises(Refusal, match="entry 0") as refused:
        evidence.export(tmp_path / "out", store=store, ledger=ledger)
    assert refused.value.code == "evidence.unsound"
    assert not (tmp_path / "out").exists()


def test_leaves_nothing_half_written_when_it_is_interrupted(sealed, store, ledger, tmp_path):
    for stop in (1, 5, 12):

        def interrupted(done, total, stop=stop):
            assert done <= total
            if done == stop:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            evidence.export(tmp_path / "out", store=store, ledger=ledger, progress=interrupted)
        assert sorted(path.name for path in tmp_path.iterdir()) == ["ledger", "store"]


def test_counts_the_files_it_will_write(sealed, store, ledger, tmp_path):
    told = []
    evidence.export(
        tmp_path / "out", store=store, ledger=ledger,
        progress=lambda done, total: told.append((done, total)),
    )  # fmt: skip
    written = sum(path.is_file() for path in (tmp_path / "out").rglob("*"))
    assert told == [(done, written) for done in range(1, written + 1)]


def test_of_an_empty_ledger_is_valid(store, ledger, tmp_path):
    out = evidence.export(tmp_path / "out", store=store, ledger=ledger)
    assert verify.main([str(out)]) == 0


def test_says_what_it_is_in_three_languages(folder):
    text = (folder / "README.txt").read_text("utf-8")
    assert [word for word in ("КЫРГЫЗЧА", "РУССКИЙ", "ENGLISH") if word in text] == [
        "КЫРГЫЗЧА", "РУССКИЙ", "ENGLISH",
    ]  # fmt: skip
    assert text.count("python3 verify.py") >= 3
    assert len(text.splitlines()) < 66


def test_carries_the_verifier_of_this_house(folder):
    assert (folder / "verify.py").read_bytes() == PROGRAM.read_bytes()


def test_reads_a_large_file_in_pieces(store, ledger, line, tmp_path):
    digest = store.seal(io.BytesIO(b"\0" * (5 << 20)))
    ledger.append([line(0, seals=[digest])])
    out = evidence.export(tmp_path / "out", store=store, ledger=ledger)
    name = digest[7:]
    assert hashlib.sha256((out / "data/blobs" / name[:2] / name).read_bytes()).hexdigest() == name
    shutil.rmtree(out)
