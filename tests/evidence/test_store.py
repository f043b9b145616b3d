"""The store …"""

import errno
import hashlib
import io
import os
import tracemalloc
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hustings import evidence
from hustings.refusal import Refusal


def digest_of(data):
    return "sha256:" + hashlib.sha256(data).hexdigest()


def blob(store, digest):
    return store.folder / "blobs" / digest[7:9] / digest[7:]


def kept(store):
    return sorted(path.name for path in (store.folder / "blobs").glob("*/*"))


def test_answers_the_digest_and_gives_back_the_bytes(store, tmp_path):
    path = tmp_path / "page.html"
    path.write_bytes(b"<p>\0\xff</p>")
    digest = store.seal(b"<p>\0\xff</p>")
    assert digest == digest_of(b"<p>\0\xff</p>") == store.seal(path)
    assert store.seal(io.BytesIO(b"<p>\0\xff</p>")) == digest
    assert kept(store) == [digest[7:]]
    assert store.read(digest) == b"<p>\0\xff</p>"
    with store.open(digest) as file:
        assert file.read() == b"<p>\0\xff</p>"
    assert store.has(digest)
    assert not store.has(digest_of(b"other"))


@given(st.binary(max_size=100))
@settings(deadline=None)
def test_gives_back_any_bytes(tmp_path_factory, data):
    store = evidence.Store(tmp_path_factory.getbasetemp() / "any")
    assert store.read(store.seal(data)) == data


def test_keeps_its_files_read_only(store):
    assert blob(store, store.seal(b"x")).stat().st_mode & 0o777 == 0o444


def test_seals_a_large_file_in_bounded_memory(store, tmp_path):
    path = tmp_path / "film"
    with path.open("wb") as file:
        file.truncate(64 << 20)
    tracemalloc.start()
    store.seal(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8 << 20


def test_names_a_file_that_was_changed(store):
    digest = store.seal(b"as it was published")
    path = blob(store, digest)
    path.chmod(0o644)
    path.write_bytes(b"as it was publ1shed")
    for act in (store.read, store.open, store.check):
        with pytest.raises(Refusal, match=digest) as refused:
            act(digest)
        assert refused.value.code == "evidence.changed"
    with pytest.raises(Refusal, match=digest):
        store.seal(b"as it was published")
    assert path.read_bytes() == b"as it was publ1shed"


def test_finds_what_is_changed_missing_and_strange(store):
    sound, changed, missing = (store.seal(bytes([n])) for n in range(3))
    assert store.check_all([sound, changed, missing]).sound
    blob(store, changed).chmod(0o644)
    blob(store, changed).write_bytes(b"")
    blob(store, missing).unlink()
    (store.folder / "blobs" / "ab" / "note.txt").write_text("?")
    condition = store.check_all([sound, changed, missing])
    assert condition == evidence.Condition(2, [changed], [missing], ["blobs/ab/note.txt"])
    assert not condition.sound


def test_says_which_file_is_missing(store):
    with pytest.raises(Refusal, match=digest_of(b"?")) as refused:
        store.read(digest_of(b"?"))
    assert refused.value.code == "evidence.missing"


@pytest.mark.parametrize(
    "name", ["", "../../etc/passwd", "sha256:", "sha256:" + "A" * 64, "md5:" + "a" * 64, "a" * 64]
)
def test_refuses_a_name_that_is_no_digest(store, name):
    for act in (store.read, store.has, store.check, store.open):
        with pytest.raises(Refusal) as refused:
            act(name)
        assert refused.value.code == "evidence.not_a_digest"


def test_lets_many_seal_the_same_file_at_once(store):
    data = os.urandom(100_000)
    with ThreadPoolExecutor(8) as pool:
        digests = set(pool.map(lambda _: evidence.Store(store.folder).seal(data), range(40)))
    assert digests == {digest_of(data)}
    assert store.read(digest_of(data)) == data
    assert not list((store.folder / "incoming").iterdir())


def test_drops_what_a_killed_writer_left(store):
    (store.folder / "incoming" / "half").write_bytes(b"half")
    evidence.Store(store.folder)
    assert not list((store.folder / "incoming").iterdir())


def test_is_made_again_where_its_founding_was_broken_off(store):
    digest = store.seal(b"x")
    (store.folder / "incoming").rmdir()
    (store.folder / "blobs" / "00").rmdir()
    again = evidence.Store(store.folder)
    assert again.read(digest) == b"x"
    assert len(list((store.folder / "blobs").iterdir())) == 256


@pytest.mark.parametrize("call", ["write", "fsync", "fchmod"])
def test_keeps_nothing_when_any_call_of_the_disk_fails(store, monkeypatch, call):
    real, data = getattr(os, call), b"x" * (3 << 20)
    for nth in range(1, 20):
        left = [nth]

        def failing(*arguments, left=left):
            left[0] -= 1
            if left[0] == 0:
                raise OSError(errno.ENOSPC, "No space left on device")
            return real(*arguments)

        with monkeypatch.context() as patch:
            patch.setattr(os, call, failing)
            try:
                digest = store.seal(data)
            except OSError:
                assert not list((store.folder / "incoming").iterdir())
                assert store.check_all().sound
                continue
        assert store.read(digest) == data
        assert nth > 1
        return
    raise AssertionError("the call never passed")
