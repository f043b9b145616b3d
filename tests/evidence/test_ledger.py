"""The ledger …"""

import errno
import os
import re
import shutil
import stat
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hustings import evidence
from hustings.evidence import merkle, verify
from hustings.evidence.tiles import Tiles
from hustings.refusal import Refusal

ORIGIN = "commission.example/invented-2025"


def reference_root(lines):
    return merkle.root_of([merkle.leaf_hash(line) for line in lines])


def refused(code, act, *arguments):
    with pytest.raises(Refusal) as caught:
        act(*arguments)
    assert caught.value.code == code
    return caught.value


def test_begins_empty_and_signed(ledger):
    assert ledger.size == 0
    assert list(ledger.entries()) == []
    name, public = verify.read_key(ledger.key)
    assert name == ledger.origin == ORIGIN
    assert verify.read_checkpoint(ledger.checkpoint().encode(), name, public) == (0, merkle.EMPTY)


def test_answers_the_places_of_what_it_took(ledger, line):
    assert ledger.append([line(0), line(1)]) == [0, 1]
    assert ledger.append([line(2)]) == [2]
    assert list(ledger.entries()) == [line(0), line(1), line(2)]
    assert list(ledger.entries(2)) == [line(2)]
    assert ledger.entry(1) == line(1)
    assert ledger.size == 3
    assert ledger.root() == reference_root([line(0), line(1), line(2)])


def test_answers_an_entry_it_has_with_its_place(ledger, line):
    ledger.append([line(0), line(1)])
    assert ledger.append([line(1), line(2), line(0), line(2)]) == [1, 2, 0, 2]
    assert ledger.size == 3
    assert ledger.append([]) == []


def test_refuses_other_content_under_an_id_it_has(ledger, line):
    ledger.append([line(0)])
    refused("evidence.id_taken", ledger.append, [line(1), line(0, ground="another")])
    refused("evidence.id_taken", ledger.append, [line(2), line(2, ground="another")])
    assert list(ledger.entries()) == [line(0)]


def test_takes_nothing_of_a_batch_with_one_bad_entry(ledger, line):
    refused("evidence.not_canonical", ledger.append, [line(0), line(1) + b" "])
    assert ledger.size == 0
    assert ledger.append([line(0)]) == [0]


@pytest.mark.parametrize("size", [1, 255, 256, 257, 511, 512, 700])
def test_has_the_same_tree_however_the_entries_came(tmp_path, line, size, unsynced):
    lines = [line(n) for n in range(size)]
    whole = evidence.Ledger.found(tmp_path / "whole", ORIGIN, at=_founded())
    whole.append(lines)
    parts = evidence.Ledger.found(tmp_path / "parts", ORIGIN, at=_founded())
    for start in range(0, size, 100):
        parts.append(lines[start : start + 100])
    assert whole.root() == parts.root() == reference_root(lines)
    assert list(whole.entries()) == list(parts.entries()) == lines
    for first in (whole.folder / "tile").rglob("*"):
        if first.is_file():
            twin = parts.folder / first.relative_to(whole.folder)
            assert first.read_bytes() == twin.read_bytes()


def test_proves_entries_and_growth_across_tiles(ledger, line):
    lines = [line(n) for n in range(700)]
    ledger.append(lines)
    for place in (0, 255, 256, 511, 512, 699):
        proof = {"index": place, "size": 700, "path": ledger.inclusion(place)}
        assert merkle.root_from_inclusion(lines[place], **proof) == ledger.root()
    for old in (1, 255, 256, 257, 512, 513, 699, 700):
        assert merkle.is_consistent(
            old=old, new=700, path=ledger.consistency(old),
            old_root=reference_root(lines[:old]), new_root=ledger.root(),
        )  # fmt: skip
    for beyond in (-1, 700):
        with pytest.raises(IndexError):
            ledger.inclusion(beyond)
    with pytest.raises(IndexError):
        ledger.entry(700)
    with pytest.raises(IndexError):
        ledger.consistency(0)


def test_reaches_the_second_level_of_tiles(tmp_path, unsynced):
    lines, tiles = [b"%d" % number for number in range(256 * 256 + 4)], Tiles(tmp_path)
    old = 256 * 256
    assert tiles.grow(0, lines[:300]) == reference_root(lines[:300])
    assert tiles.grow(300, lines[300:old]) == reference_root(lines[:old])
    assert tiles.grow(old, lines[old:]) == reference_root(lines)
    assert (tmp_path / "tile/1/000").stat().st_size == 256 * 32
    assert (tmp_path / "tile/2/000").stat().st_size == 32
    assert merkle.is_consistent(
        old=old, new=old + 4, path=merkle.consistency(old, old + 4, tiles.subtree),
        old_root=reference_root(lines[:old]), new_root=reference_root(lines),
    )  # fmt: skip


def test_keeps_its_signing_key_to_itself(ledger):
    path = ledger.folder / "signing-key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.stat().st_size == 32


def test_is_founded_once(ledger):
    before = (ledger.folder / "signing-key").read_bytes()
    refused("evidence.ledger_exists", lambda: _found(ledger.folder))
    assert (ledger.folder / "signing-key").read_bytes() == before
    assert [path.name for path in ledger.folder.parent.iterdir()] == ["ledger"]


@pytest.mark.parametrize("origin", ["", "two words", "a+b", "line\nbreak", "x" * 201])
def test_refuses_a_name_that_no_note_can_bear(tmp_path, origin):
    refused("evidence.origin", lambda: _found(tmp_path / "l", origin))
    assert not (tmp_path / "l").exists()


def test_is_not_opened_where_none_was_founded(tmp_path):
    refused("evidence.no_ledger", evidence.Ledger, tmp_path)


def test_is_not_taken_for_another(ledger):
    refused("evidence.other_ledger", evidence.Ledger, ledger.folder, "other.example/2020")
    assert evidence.Ledger(ledger.folder, ORIGIN).size == 0


@pytest.mark.parametrize("size", [3, 256, 300])
def test_is_not_opened_shorter_than_its_signed_checkpoint(ledger, line, size):
    ledger.append([line(n) for n in range(size)])
    path = max((ledger.folder / "tile/entries").iterdir())
    os.truncate(path, path.stat().st_size - 1)
    refused("evidence.ledger_short", evidence.Ledger, ledger.folder)
    refused("evidence.ledger_short", ledger.append, [line(size)])
    shutil.rmtree(ledger.folder / "tile")
    refused("evidence.ledger_short", evidence.Ledger, ledger.folder)


def test_signs_nothing_on_top_of_a_changed_tail(ledger, line):
    ledger.append([line(n) for n in range(5)])
    before = ledger.checkpoint()
    path = ledger.folder / "tile/entries/000"
    path.write_bytes(path.read_bytes().replace(b"confirmed", b"dismissed", 1))
    refused("evidence.ledger_changed", ledger.append, [line(5)])
    assert ledger.checkpoint() == before


def test_refuses_a_checkpoint_that_another_key_signed(ledger, line, tmp_path):
    ledger.append([line(0)])
    other = _found(tmp_path / "other")
    other.append([line(0)])
    shutil.copy(other.folder / "checkpoint", ledger.folder / "checkpoint")
    refused("evidence.bad_checkpoint", evidence.Ledger, ledger.folder)


def test_refuses_to_go_on_from_an_older_copy_of_itself(ledger, line, tmp_path):
    ledger.append([line(0)])
    shutil.copytree(ledger.folder, tmp_path / "backup")
    ledger.append([line(1)])
    shutil.copy(tmp_path / "backup/checkpoint", ledger.folder / "checkpoint")
    refused("evidence.ledger_replaced", ledger.append, [line(2)])


@pytest.mark.parametrize("damage", [b"", b"not a database", None])
def test_makes_its_index_again_from_the_entries(ledger, line, damage):
    ledger.append([line(n) for n in range(300)])
    for path in ledger.folder.glob("ids.sqlite*"):
        path.unlink()
    if damage is not None:
        (ledger.folder / "ids.sqlite").write_bytes(damage)
    assert ledger.append([line(7), line(300), line(299)]) == [7, 300, 299]
    assert ledger.size == 301


def test_says_what_to_do_about_an_index_that_breaks_while_it_is_used(ledger, line):
    ledger.append([line(n) for n in range(300)])
    path = ledger.folder / "ids.sqlite"
    whole = bytearray(path.read_bytes())
    whole[12288:] = b"\xff" * (len(whole) - 12288)
    path.write_bytes(whole)
    told = refused("evidence.index_unread", ledger.append, [line(n) for n in range(300)])
    assert str(path) in str(told)
    path.unlink()
    assert ledger.append([line(7)]) == [7]


@pytest.mark.parametrize("name", ["about.json", "key"])
@pytest.mark.parametrize("content", ["", "{}", "[]", "nonsense"])
def test_is_not_opened_by_a_changed_key_or_name(ledger, name, content):
    (ledger.folder / name).write_text(content)
    refused("evidence.ledger_unread", evidence.Ledger, ledger.folder)


def test_signs_nothing_with_another_key(ledger, line):
    before = ledger.checkpoint()
    (ledger.folder / "signing-key").write_bytes(b"k" * 32)
    refused("evidence.bad_checkpoint", ledger.append, [line(0)])
    assert ledger.checkpoint() == before


def test_drops_a_tail_that_was_never_acknowledged(ledger, line):
    ledger.append([line(n) for n in range(255)])
    with (ledger.folder / "tile/entries/000").open("ab") as file:
        file.write(b"\x01\x00half an entry")
    (ledger.folder / "tile/entries/001").write_bytes(b"\x00\x04more")
    (ledger.folder / "tile/0").mkdir()
    (ledger.folder / "tile/0/000").write_bytes(b"torn")
    (ledger.folder / "checkpoint.new").write_bytes(b"torn")
    again = evidence.Ledger(ledger.folder)
    assert len(list(again.entries())) == 255
    assert again.append([line(n) for n in range(255, 260)]) == [255, 256, 257, 258, 259]
    assert again.root() == reference_root([line(n) for n in range(260)])
    assert list(again.entries()) == [line(n) for n in range(260)]


@pytest.mark.parametrize("call", ["write", "fsync", "ftruncate"])
def test_acknowledges_nothing_when_the_nth_call_of_the_disk_fails(ledger, line, call, monkeypatch):
    """The n-th call fails, n = 1, 2, 3 … until it passes; a later append always mends it."""
    real, old = getattr(os, call), [line(n) for n in range(254)]
    ledger.append(old)
    for nth in range(1, 40):
        left, fresh = [nth], [line(1000 * nth + n) for n in range(4)]

        def failing(*arguments, left=left):
            left[0] -= 1
            if left[0] == 0:
                raise OSError(errno.EIO, "Input/output error")
            return real(*arguments)

        before = ledger.size
        with monkeypatch.context() as patch:
            patch.setattr(os, call, failing)
            try:
                places = ledger.append(fresh)
            except OSError:
                places = None
        again = evidence.Ledger(ledger.folder)
        if places is not None:
            assert [again.entry(place) for place in places] == fresh
            assert nth > 1
            return
        # Unacknowledged: all of it or nothing, and what was acknowledged before is untouched.
        assert again.size in {before, before + 4}
        assert list(again.entries())[: len(old)] == old
        old += fresh
        assert again.append(fresh) == list(range(len(old) - 4, len(old)))
    raise AssertionError("the call never passed")


WRITER = """
import sys, uuid
from datetime import datetime, UTC
from hustings import evidence
ledger = evidence.Ledger(sys.argv[1])
for number in range(60):
    at = datetime(2025, 10, 1, tzinfo=UTC)
    common = dict(at=at, by="person:1", role="r", act="a", ground="")
    own = evidence.entry(id=str(uuid.UUID(int=int(sys.argv[2]) * 1000 + number)), **common)
    both = evidence.entry(id=str(uuid.UUID(int=900_000 + number)), **common)
    print(*ledger.append([own, both]))
"""


def test_takes_from_two_processes_at_once_without_doubling(ledger):
    command = [sys.executable, "-c", WRITER, str(ledger.folder)]
    writers = [
        subprocess.Popen([*command, name], stdout=subprocess.PIPE, text=True) for name in "12"
    ]
    answers = [writer.communicate(timeout=60)[0].split("\n")[:-1] for writer in writers]
    places = [[tuple(map(int, pair.split())) for pair in answer] for answer in answers]
    assert [len(answer) for answer in places] == [60, 60]
    assert [both for _, both in places[0]] == [both for _, both in places[1]]
    everything = {place for answer in places for pair in answer for place in pair}
    assert everything == set(range(180))
    lines = list(ledger.entries())
    ids = [re.search(rb'"id":"([^"]*)"', found).group(1) for found in lines]
    assert len(set(ids)) == len(ids) == 180
    assert ledger.root() == reference_root(lines)


@given(st.lists(st.lists(st.integers(0, 600), max_size=300), max_size=5))
@settings(max_examples=15, deadline=None)
def test_is_what_the_plainest_model_is(tmp_path_factory, line, batches):
    """A list without repetitions, and the recursion of RFC 6962 over it."""
    ledger, model = _found(tmp_path_factory.mktemp("model") / "ledger"), {}
    for batch in batches:
        lines = [line(number) for number in batch]
        for taken in lines:
            model.setdefault(taken, len(model))
        assert ledger.append(lines) == [model[taken] for taken in lines]
        ledger = evidence.Ledger(ledger.folder)
        assert list(ledger.entries()) == list(model)
        assert ledger.root() == reference_root(model)


def _found(folder, origin=ORIGIN):
    return evidence.Ledger.found(folder, origin, at=_founded())


def _founded():
    return datetime(2025, 10, 1, tzinfo=UTC)
