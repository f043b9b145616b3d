"""The verifier …"""

import hashlib
import random
import shutil
from datetime import UTC, datetime

import pytest

from hustings import evidence
from hustings.evidence import note, verify
from hustings.evidence.merkle import leaf_hash, root_of

ORIGIN = "commission.example/invented-2025"


@pytest.fixture(scope="module")
def bag(tmp_path_factory, line):
    """An export of 5 entries and 2 sealed files, and the ledger it came from."""
    return made(tmp_path_factory.mktemp("small"), line, 5)


@pytest.fixture
def copy(bag, tmp_path):
    return shutil.copytree(bag[0], tmp_path / "copy")


def made(folder, line, size):
    store = evidence.Store(folder / "store")
    ledger = evidence.Ledger.found(folder / "ledger", ORIGIN, at=_founded())
    seals = [store.seal(b"an invented post"), store.seal("өзгөчө".encode() * 50)]
    lines = [line(n, seals=seals[n : n + 1]) for n in range(size)]
    ledger.append(lines[:2])
    early = ledger.checkpoint()
    ledger.append(lines)
    return evidence.export(folder / "out", store=store, ledger=ledger), ledger, early


def problems(folder, key="", older=b""):
    found = verify.Bag(folder)
    found.check(key, older)
    return found.problems


def again(folder):
    """What a forger does last: the bag's own lists made anew."""
    for name, prefix in (("manifest-sha256.txt", "data/"), ("tagmanifest-sha256.txt", "")):
        listed = [
            (path.relative_to(folder).as_posix(), hashlib.sha256(path.read_bytes()).hexdigest())
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        ]
        own = (
            f"{digest}  {path}\n"
            for path, digest in listed
            if path.startswith("data/") == bool(prefix) and path != name
        )
        (folder / name).write_text("".join(own))
    return folder


def entries_of(folder):
    return verify.split_bundle(next((folder / "data/tile/entries").rglob("*.p/*")).read_bytes())


def rebuilt(folder, lines):
    """The folder with other entries, its bundle, tile and lists made anew; not its checkpoint."""
    shutil.rmtree(folder / "data/tile")
    data = {
        "entries": b"".join(len(line).to_bytes(2, "big") + line for line in lines),
        "0": b"".join(map(leaf_hash, lines)),
    }
    for level, written in data.items():
        path = folder / "data" / verify.tile_name(level, 0, len(lines))
        path.parent.mkdir(parents=True)
        path.write_bytes(written)
    return again(folder)


def resigned(folder, ledger, size, root, origin=ORIGIN):
    key = note.Ed25519PrivateKey.from_private_bytes((ledger.folder / "signing-key").read_bytes())
    text = note.signed(note.Checkpoint(origin, size, root), key)
    (folder / "data/checkpoint").write_text(text, encoding="utf-8")
    return again(folder)


def test_finds_nothing_in_a_sound_folder(bag):
    assert problems(bag[0]) == []
    assert problems(bag[0], key=bag[1].key, older=bag[2].encode()) == []


@pytest.mark.parametrize(("size", "places"), [(5, 8), (258, 4)])
def test_names_the_file_whatever_byte_is_changed(line, tmp_path, size, places, unsynced):
    """Each file of two exports, some places in each: a bit turned, a byte lost, a byte more."""
    folder, _, _ = made(tmp_path, line, size)
    chance, tried, accepted = random.Random(5), 0, []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        whole, name = path.read_bytes(), path.relative_to(folder).as_posix()
        path.chmod(0o644)
        for _ in range(places):
            place = chance.randrange(len(whole))
            turned = bytes([whole[place] ^ 1 << chance.randrange(8)])
            for changed in (
                whole[:place] + turned + whole[place + 1 :],
                whole[:place] + whole[place + 1 :],
                whole[:place] + b"\n" + whole[place:],
            ):
                if changed == whole:
                    continue
                path.write_bytes(changed)
                tried += 1
                if not any(name in problem for problem in problems(folder)):
                    accepted.append((name, place, changed))
        path.write_bytes(whole)
    assert problems(folder) == []
    assert tried >= 30 * places
    assert accepted == []


def test_names_the_file_that_is_deleted_or_added_or_emptied(bag, copy):
    for path in sorted(path for path in bag[0].rglob("*") if path.is_file()):
        name = path.relative_to(bag[0])
        (copy / name).unlink()
        assert any(str(name) in problem for problem in problems(copy))
        (copy / name).write_bytes(b"")
        assert any(str(name) in problem for problem in problems(copy))
        shutil.copy(path, copy / name)
    for name in ("data/tile/0/001", "note.txt", "data/blobs/ab/x", "data/tile/entries/000.p/4"):
        (copy / name).parent.mkdir(exist_ok=True)
        (copy / name).write_bytes(b"x")
        assert any(name in problem for problem in problems(copy))
        assert any(name in problem for problem in problems(again(copy)))
        (copy / name).unlink()
        again(copy)
    assert problems(copy) == []


@pytest.mark.parametrize(
    "spoil",
    [
        lambda lines: [lines[0].replace(b"confirmed", b"dismissed"), *lines[1:]],
        lambda lines: lines[1:],
        lambda lines: lines[:-1],
        lambda lines: [lines[1], lines[0], *lines[2:]],
        lambda lines: [*lines, lines[-1].replace(b'"id":"0', b'"id":"1')],
        lambda lines: [lines[0], *lines],
    ],
    ids=["edited", "deleted", "cut", "swapped", "added", "doubled"],
)
def test_finds_entries_tampered_with_though_all_lists_were_made_anew(bag, copy, spoil):
    assert problems(rebuilt(copy, spoil(entries_of(copy))))
    assert problems(rebuilt(copy, entries_of(bag[0]))) == []


def test_names_the_entry_that_does_not_fit(copy):
    path = next((copy / "data/tile/entries").rglob("*.p/*"))
    lines = entries_of(copy)
    lines[3] = lines[3].replace(b"confirmed", b"dismissed")
    path.write_bytes(b"".join(len(line).to_bytes(2, "big") + line for line in lines))
    assert any("entry 3" in problem for problem in problems(again(copy)))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda line: line.replace(b'":', b'": ', 1),
        lambda line: line.replace(b'"v":1', b'"v":1.0'),
        lambda line: line.replace(b"{", b'{"act":"review.confirm",', 1),
        lambda line: b'{"v":1,' + line[1:].replace(b',"v":1', b""),
        lambda line: line.replace(b"sha256", b"sha512"),
        lambda _: b"{}",
    ],
    ids=["space", "fraction", "twice", "order", "digest", "fields"],
)
def test_refuses_entries_that_are_not_canonical_though_well_signed(bag, copy, spoil):
    lines = entries_of(copy)
    lines[0] = spoil(lines[0])
    rebuilt(copy, lines)
    found = problems(resigned(copy, bag[1], 5, root_of([leaf_hash(line) for line in lines])))
    assert any("entry 0" in problem for problem in found)


def test_refuses_an_id_that_is_there_twice_though_well_signed(bag, copy):
    lines = entries_of(copy)
    lines[4] = lines[4].replace(b"-000000000005", b"-000000000001")
    rebuilt(copy, lines)
    found = problems(resigned(copy, bag[1], 5, root_of([leaf_hash(line) for line in lines])))
    assert any("entry 4 has the id of entry 0" in problem for problem in found)


def test_refuses_a_torn_or_empty_entry_and_a_tile_of_another_width(bag, copy):
    path = next((copy / "data/tile/entries").rglob("*.p/*"))
    whole = path.read_bytes()
    for torn in (whole[:-1], whole + b"\0\0", b"\0\0" + whole, whole + b"\xff\xffx"):
        path.write_bytes(torn)
        assert any("whole entries" in problem for problem in problems(again(copy)))
    path.write_bytes(whole)
    path.rename(path.with_name("6"))
    assert problems(again(copy))


def test_refuses_a_sealed_file_changed_along_with_its_name(bag, copy):
    blob = next((copy / "data/blobs").rglob("*/*"))
    forged = b"what was never published"
    name = hashlib.sha256(forged).hexdigest()
    blob.unlink()
    (copy / "data/blobs" / name[:2]).mkdir(exist_ok=True)
    (copy / "data/blobs" / name[:2] / name).write_bytes(forged)
    assert any("no entry" in problem for problem in problems(again(copy)))


def test_knows_another_key_only_from_outside(line, bag, tmp_path, capsysbinary):
    """Whoever re-signs everything makes a folder that is sound in itself; hence --key."""
    other, _, _ = made(tmp_path / "other", line, 4)
    assert verify.main([str(other)]) == 0
    assert "NOT SHOWN that the key is the commission's" in capsysbinary.readouterr().out.decode()
    assert verify.main([str(other), f"--key={bag[1].key}"]) == 1
    assert "--key" in capsysbinary.readouterr().out.decode()
    assert verify.main([str(bag[0]), f"--key={bag[1].key}"]) == 0
    assert "NOT SHOWN that the key" not in capsysbinary.readouterr().out.decode()


def test_compares_with_a_checkpoint_kept_from_earlier(bag, copy, tmp_path):
    kept = tmp_path / "kept"
    kept.write_text(bag[2], encoding="utf-8")
    assert verify.main([str(bag[0]), f"--from={kept}"]) == 0
    lines = entries_of(copy)
    lines[1] = lines[1].replace(b"confirmed", b"dismissed")
    rebuilt(copy, lines)
    resigned(copy, bag[1], 5, root_of([leaf_hash(line) for line in lines]))
    assert problems(copy) == []
    assert verify.main([str(copy), f"--from={kept}"]) == 1


def test_finds_a_history_cut_back_before_a_kept_checkpoint(bag, copy):
    latest = bag[1].checkpoint().encode()
    lines = entries_of(copy)[:1]
    rebuilt(copy, lines)
    resigned(copy, bag[1], 1, root_of([leaf_hash(line) for line in lines]))
    (copy / "data/blobs").rename(copy.parent / "blobs")
    again(copy)
    assert problems(copy) == []
    assert any(problem.startswith("--from") for problem in problems(copy, older=latest))
    assert any(problem.startswith("--from") for problem in problems(copy, older=bag[2].encode()))


@pytest.mark.parametrize("old", [0, 1, 255, 256, 257, 300, 512])
def test_compares_across_bundles(line, tmp_path, old, unsynced):
    store = evidence.Store(tmp_path / "store")
    ledger = evidence.Ledger.found(tmp_path / "ledger", ORIGIN, at=_founded())
    lines = [line(n) for n in range(512)]
    ledger.append(lines[:old])
    kept = ledger.checkpoint().encode()
    ledger.append(lines)
    out = evidence.export(tmp_path / "out", store=store, ledger=ledger)
    assert problems(out, older=kept) == []
    forged = note.signed(
        note.Checkpoint(ORIGIN, old, hashlib.sha256(b"another").digest()),
        note.Ed25519PrivateKey.from_private_bytes((ledger.folder / "signing-key").read_bytes()),
    )
    assert any(problem.startswith("--from") for problem in problems(out, older=forged.encode()))


def test_refuses_links_and_paths_that_lead_outside(copy, tmp_path):
    outside = tmp_path / "outside"
    outside.write_bytes(b"x")
    listed = (copy / "manifest-sha256.txt").read_text()
    digest = hashlib.sha256(b"x").hexdigest()
    for name in ("../outside", "/etc/passwd", "data/../../outside", "data//key", "data/ключ"):
        (copy / "manifest-sha256.txt").write_text(f"{listed}{digest}  {name}\n", encoding="utf-8")
        assert any("manifest-sha256.txt" in problem for problem in problems(copy))
        assert problems(copy)[1:]
    (copy / "manifest-sha256.txt").write_text(listed)
    key = (copy / "data/key").read_bytes()
    (tmp_path / "key").write_bytes(key)
    (copy / "data/key").unlink()
    (copy / "data/key").symlink_to(tmp_path / "key")
    assert any("data/key: is a link" in problem for problem in problems(copy))


def test_stops_at_the_end_of_what_is_there_however_large_the_size(bag, copy):
    found = problems(resigned(copy, bag[1], 10**17, b"r" * 32))
    assert any("whole entries" in problem for problem in found)


@pytest.mark.parametrize("what", ["no folder", "empty folder", "file", "no older checkpoint"])
def test_cannot_decide_without_what_it_needs(bag, tmp_path, what, capsysbinary):
    (tmp_path / "empty folder").mkdir()
    (tmp_path / "file").write_text("")
    options = {"no older checkpoint": [str(bag[0]), f"--from={tmp_path / 'none'}"]}
    assert verify.main(options.get(what, [str(tmp_path / what)])) == 2
    assert "CANNOT DECIDE" in capsysbinary.readouterr().out.decode()


def _founded():
    return datetime(2025, 10, 1, tzinfo=UTC)
