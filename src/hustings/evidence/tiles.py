"""The tree on disk: bundles of entries and tiles of hashes, named as C2SP tlog-tiles names them."""

from collections.abc import Sequence
from pathlib import Path

from hustings.evidence import durable, merkle
from hustings.evidence.verify import WIDTH, split_bundle, tile_name
from hustings.refusal import Refusal

HASH = merkle.HASH_BYTES
TALL = 8  # a tile is a subtree of 2**8 leaves
LENGTH = 2  # bytes before an entry that say how long it is

Edge = list[list[bytes]]  # of each level from the leaves up, the hashes of its partial tile


class Tiles:
    """The bundles and tiles in a ledger's folder. What a size does not count is not read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def bundle(self, number: int, width: int) -> list[bytes]:
        """The first `width` entries of a bundle; Refusal evidence.ledger_short if it has fewer."""
        path = self.folder / tile_name("entries", number, WIDTH)
        entries = split_bundle(_bytes_of(path))[:width]
        if len(entries) < width:
            raise _short(path)
        return entries

    def hashes(self, level: int, number: int, width: int) -> list[bytes]:
        """The first `width` hashes of a tile; those of a partial leaf tile come from its bundle."""
        path = self.folder / tile_name(level, number, WIDTH)
        if level == 0 and width < WIDTH:
            return [merkle.leaf_hash(entry) for entry in self.bundle(number, width)]
        data = _bytes_of(path)[: width * HASH]
        if len(data) < width * HASH:
            raise _short(path)
        return [data[place : place + HASH] for place in range(0, len(data), HASH)]

    def edge(self, size: int) -> Edge:
        """The right edge of the tree of that size, read from the disk."""
        edge: Edge = []
        while size >> (TALL * len(edge)):
            number, width = divmod(size >> (TALL * len(edge)), WIDTH)
            edge.append(self.hashes(len(edge), number, width) if width else [])
        return edge

    def subtree(self, start: int, end: int) -> bytes:
        """The root of the leaves `start` … `end` - 1, by as few readings as the tiles allow."""
        width = end - start
        if width & (width - 1) or start % width:
            middle = start + merkle.split(width)
            return merkle.node_hash(self.subtree(start, middle), self.subtree(middle, end))
        level = (width.bit_length() - 1) // TALL
        first, last = start >> (TALL * level), end >> (TALL * level)
        number, offset = divmod(first, WIDTH)
        return merkle.root_of(self.hashes(level, number, offset + last - first)[offset:])

    def grow(self, size: int, entries: Sequence[bytes]) -> bytes:
        """Write entries after the first `size`, whatever stood there; answers the new root.

        All of it is on the disk at the return, and counts only once a checkpoint says so.
        """
        edge = self.edge(size) or [[]]
        for start in range(-(size % WIDTH), len(entries), WIDTH):
            chunk = entries[max(start, 0) : start + WIDTH]
            self._add(size, chunk)
            edge[0] += map(merkle.leaf_hash, chunk)
            size += len(chunk)
            if size % WIDTH == 0:
                self._rise(size, edge)
        return root_of(edge)

    def _add(self, size: int, chunk: Sequence[bytes]) -> None:
        number, width = divmod(size, WIDTH)
        there = self.bundle(number, width) if width else []
        offset = sum(map(len, there)) + LENGTH * width
        data = b"".join(len(entry).to_bytes(LENGTH, "big") + entry for entry in chunk)
        path = self.folder / tile_name("entries", number, WIDTH)
        durable.extend(path, offset, data, within=self.folder)

    def _rise(self, size: int, edge: Edge) -> None:
        """A full leaf tile goes to disk, and its root into the tile above, and so on up."""
        path = self.folder / tile_name(0, size // WIDTH - 1, WIDTH)
        durable.extend(path, 0, b"".join(edge[0]), within=self.folder)
        level = 0
        while len(edge[level]) == WIDTH:
            digest = merkle.root_of(edge[level])
            edge[level], level = [], level + 1
            edge.extend([[]] * (level == len(edge)))
            number, place = divmod((size >> (TALL * level)) - 1, WIDTH)
            path = self.folder / tile_name(level, number, WIDTH)
            durable.extend(path, place * HASH, digest, within=self.folder)
            edge[level] = [*edge[level], digest]


def root_of(edge: Edge) -> bytes:
    """The root of the tree that has this right edge."""
    frontier = merkle.Frontier()
    for level in reversed(range(len(edge))):
        for digest in edge[level]:
            frontier.push(digest, TALL * level)
    return frontier.root()


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise _short(path) from None


def _short(path: Path) -> Refusal:
    return Refusal(
        "evidence.ledger_short",
        "The ledger is shorter than its signed checkpoint: {path} is missing or cut off. Nothing "
        "is written. Bring back the newest copy of the folder.",
        path=path,
    )
