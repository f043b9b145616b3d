"""The Merkle tree …"""

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hustings.evidence import merkle, verify

# The reference leaves and roots of Certificate Transparency's own tests (RFC 6962 trees).
LEAVES = [
    bytes.fromhex(text)
    for text in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip
ROOTS = {
    0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    5: "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}
SIXTY_FOUR = [merkle.leaf_hash(bytes([number])) for number in range(64)]


def subtree(start, end):
    return merkle.root_of(SIXTY_FOUR[start:end])


@pytest.mark.parametrize("size", ROOTS)
def test_has_the_roots_of_certificate_transparency(size):
    hashes = [merkle.leaf_hash(leaf) for leaf in LEAVES[:size]]
    frontier = merkle.Frontier()
    for digest in hashes:
        frontier.push(digest)
    roots = {merkle.root_of(hashes), frontier.root(), verify.root_of(hashes)}
    assert roots == {bytes.fromhex(ROOTS[size])}


def test_proves_every_entry_of_every_tree_up_to_sixty_four():
    for size in range(1, 65):
        for index in range(size):
            path = merkle.inclusion(index, size, subtree)
            proof = {"index": index, "size": size, "path": path}
            assert merkle.root_from_inclusion(bytes([index]), **proof) == subtree(0, size)
            assert merkle.root_from_inclusion(b"other", **proof) != subtree(0, size)
            for misshapen in ([*path, b"\0" * 32], *([path[:-1]] if path else [])):
                bad = proof | {"path": misshapen}
                assert merkle.root_from_inclusion(bytes([index]), **bad) is None


def test_proves_every_pair_of_trees_up_to_sixty_four():
    for new in range(1, 65):
        for old in range(1, new + 1):
            path = merkle.consistency(old, new, subtree)
            proof = {
                "old": old, "new": new, "path": path,
                "old_root": subtree(0, old), "new_root": subtree(0, new),
            }  # fmt: skip
            assert merkle.is_consistent(**proof)
            assert not merkle.is_consistent(**proof | {"path": [*path, b"\0" * 32]})
            assert not merkle.is_consistent(**proof | {"old_root": b"\0" * 32})


@given(st.integers(2, 64), st.data())
@settings(deadline=None)
def test_accepts_no_changed_proof(new, data):
    old = data.draw(st.integers(1, new - 1))
    path = merkle.consistency(old, new, subtree)
    place = data.draw(st.integers(0, len(path) * 32 - 1))
    whole = bytearray(b"".join(path))
    whole[place] ^= data.draw(st.integers(1, 255))
    changed = [bytes(whole[start : start + 32]) for start in range(0, len(whole), 32)]
    roots = {"old_root": subtree(0, old), "new_root": subtree(0, new)}
    assert not merkle.is_consistent(old=old, new=new, path=changed, **roots)


@given(st.lists(st.binary(max_size=8), max_size=70))
@settings(deadline=None)
def test_has_one_root_in_three_ways_of_computing_it(leaves):
    hashes = [hashlib.sha256(b"\0" + leaf).digest() for leaf in leaves]
    frontier = merkle.Frontier()
    for digest in hashes:
        frontier.push(digest)
    assert merkle.root_of(hashes) == verify.root_of(hashes) == frontier.root()
