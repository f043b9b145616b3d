"""The Merkle tree of RFC 6962, section 2.1: roots, inclusion and consistency proofs."""

import hashlib
from collections.abc import Callable, Iterable, Sequence

HASH_BYTES = 32
Subtree = Callable[[int, int], bytes]

EMPTY = hashlib.sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    """SHA-256(0x00 ‖ entry)."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 ‖ left ‖ right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def split(size: int) -> int:
    """The largest power of two smaller than `size` (size ≥ 2)."""
    return 1 << ((size - 1).bit_length() - 1)


def root_of(hashes: Sequence[bytes]) -> bytes:
    """The root over hashes of one level, by RFC 6962's own recursion."""
    if not hashes:
        return EMPTY
    if len(hashes) == 1:
        return hashes[0]
    middle = split(len(hashes))
    return node_hash(root_of(hashes[:middle]), root_of(hashes[middle:]))


class Frontier:
    """The right edge of a growing tree: the perfect subtrees that make it up, largest first.

    Holds at most log2(size) hashes; a push costs one hash on average.
    """

    def __init__(self) -> None:
        self.size = 0
        self._edge: list[tuple[int, bytes]] = []

    def push(self, digest: bytes, height: int = 0) -> None:
        """Append a perfect subtree of 2**height leaves; it must be no taller than the last one."""
        self.size += 1 << height
        while self._edge and self._edge[-1][0] == height:
            digest = node_hash(self._edge.pop()[1], digest)
            height += 1
        self._edge.append((height, digest))

    def root(self) -> bytes:
        """The root of the whole tree."""
        if not self._edge:
            return EMPTY
        digest = self._edge[-1][1]
        for _, left in reversed(self._edge[:-1]):
            digest = node_hash(left, digest)
        return digest


def inclusion(index: int, size: int, subtree: Subtree) -> list[bytes]:
    """PATH(index, D[size]): the siblings from the leaf upwards.

    `subtree(start, end)` answers the root of the leaves start … end - 1.
    """
    start, end, path = 0, size, []
    while end - start > 1:
        middle = start + split(end - start)
        if index < middle:
            path.append(subtree(middle, end))
            end = middle
        else:
            path.append(subtree(start, middle))
            start = middle
    return path[::-1]


def consistency(old: int, new: int, subtree: Subtree) -> list[bytes]:
    """PROOF(old, D[new]) of RFC 6962, section 2.1.2, for 0 < old ≤ new."""
    start, end, path, whole = 0, new, [], True
    while old != end:
        middle = start + split(end - start)
        if old <= middle:
            path.append(subtree(middle, end))
            end = middle
        else:
            path.append(subtree(start, middle))
            start, whole = middle, False
    if not whole:
        path.append(subtree(start, end))
    return path[::-1]


def root_from_inclusion(
    entry: bytes, *, index: int, size: int, path: Iterable[bytes]
) -> bytes | None:
    """The root that this proof gives the entry at `index`; None if the proof is misshapen."""
    rest = iter(path)

    def climb(place: int, width: int) -> bytes:
        if width == 1:
            return leaf_hash(entry)
        middle = split(width)
        if place < middle:
            return node_hash(climb(place, middle), next(rest))
        right = climb(place - middle, width - middle)
        return node_hash(next(rest), right)

    try:
        root = climb(index, size) if 0 <= index < size else None
    except StopIteration:
        return None
    return root if next(rest, None) is None else None


def is_consistent(
    *, old: int, new: int, old_root: bytes, new_root: bytes, path: Iterable[bytes]
) -> bool:
    """Whether this proof shows that the tree of `new` leaves begins with the tree of `old`."""
    rest = iter(path)

    def climb(was: int, now: int, *, whole: bool) -> tuple[bytes, bytes]:
        if was == now:
            digest = old_root if whole else next(rest)
            return digest, digest
        middle = split(now)
        if was <= middle:
            before, after = climb(was, middle, whole=whole)
            return before, node_hash(after, next(rest))
        before, after = climb(was - middle, now - middle, whole=False)
        left = next(rest)
        return node_hash(left, before), node_hash(left, after)

    try:
        found = climb(old, new, whole=True) if 0 < old <= new else None
    except StopIteration:
        return False
    return found == (old_root, new_root) and next(rest, None) is None
