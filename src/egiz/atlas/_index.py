"""The index of names: exact keys by binary search, near keys by letter-pair signatures."""

from bisect import bisect_left
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from egiz.atlas._data import DATA

ALTERNATE, PRIMARY, CURATED = 0, 1, 2
# A posting in 31 bits: row of the place, number of the name, kind of the name.
NAME_SHIFT, ROW_SHIFT = 2, 13
_NAME_MASK, _KIND_MASK = (1 << (ROW_SHIFT - NAME_SHIFT)) - 1, (1 << NAME_SHIFT) - 1
_NEWLINE = ord("\n")
_PIECE = 50_000
_MOST_NEAR = 40


@dataclass(frozen=True, slots=True)
class Posting:
    """One place filed under a key: its row, kind and number of the name, how many letters off the key was."""

    row: int
    kind: int
    name: int
    key: str
    edits: int


class _Lines:
    """Lines of one UTF-8 blob, cut out only when asked for."""

    def __init__(self, data: NDArray[np.uint8]) -> None:
        self.data = data
        self._bytes = data.tobytes()
        breaks = np.flatnonzero(data == _NEWLINE)
        self.starts = np.concatenate(([0], breaks + 1)).astype(np.int32)
        self.stops = np.concatenate((breaks, [len(data)])).astype(np.int32)

    def __len__(self) -> int:
        return len(self.starts)

    def __getitem__(self, at: int) -> bytes:
        if at < 0 or at >= len(self.starts):
            raise IndexError(at)
        return self._bytes[self.starts[at] : self.stops[at]]


def _signatures(
    data: NDArray[np.uint8], starts: NDArray[np.int32]
) -> tuple[NDArray[np.uint64], NDArray[np.uint32]]:
    """Of each line two sets of bits: its neighbouring byte pairs (its edges count as bytes) and its bytes."""
    pairs_of = np.empty(len(starts), dtype=np.uint64)
    letters_of = np.empty(len(starts), dtype=np.uint32)
    # In pieces, so that the 64-bit copy of ten million letters never stands in memory at once.
    for first in range(0, len(starts), _PIECE):
        begin = int(starts[first])
        end = int(starts[first + _PIECE]) if first + _PIECE < len(starts) else len(data)
        lines = starts[first : first + _PIECE] - begin
        letters = data[begin:end].astype(np.uint32)
        before = np.concatenate((np.array([_NEWLINE], dtype=np.uint32), letters[:-1]))
        pairs = ((before * np.uint32(31) + letters) * np.uint32(2654435761)) >> np.uint32(26)
        pairs_of[first : first + _PIECE] = np.bitwise_or.reduceat(
            np.uint64(1) << pairs.astype(np.uint64), lines
        )
        letters_of[first : first + _PIECE] = np.bitwise_or.reduceat(np.uint32(1) << (letters & 31), lines)
    return pairs_of, letters_of


class NameIndex:
    """Exact and near look-up of folded keys."""

    def __init__(self) -> None:
        with np.load(DATA / "index.npz") as file:
            self._keys = _Lines(file["keys"])
            self._starts = file["starts"]
            self._postings = file["postings"]
            self._pool_data = file["pool"]

    @cached_property
    def _pool(self) -> _Lines:
        return _Lines(self._pool_data)

    @cached_property
    def _signature_of(self) -> tuple[NDArray[np.uint64], NDArray[np.uint32]]:
        return _signatures(self._keys.data, self._keys.starts)

    @cached_property
    def _lengths(self) -> NDArray[np.int32]:
        return self._keys.stops - self._keys.starts

    def names(self, row: int) -> list[str]:
        """Every name of a row that the index knows."""
        return self._pool[row].decode().split("\t")

    def _filed(self, at: int, edits: int) -> list[Posting]:
        key = self._keys[at].decode()
        packed = self._postings[self._starts[at] : self._starts[at + 1]].tolist()
        return [
            Posting(value >> ROW_SHIFT, value & _KIND_MASK, value >> NAME_SHIFT & _NAME_MASK, key, edits)
            for value in packed
        ]

    def exact(self, key: str) -> list[Posting]:
        """The places filed under exactly this key."""
        raw = key.encode()
        at = bisect_left(self._keys, raw)
        return self._filed(at, 0) if at < len(self._keys) and self._keys[at] == raw else []

    def beginning(self, prefix: str) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """The rows filed under any key that begins so, each once, and whether by a first or curated name."""
        raw = prefix.encode()
        first = bisect_left(self._keys, raw)
        last = bisect_left(self._keys, raw + b"\xff")
        packed = self._postings[self._starts[first] : self._starts[last]].astype(np.int64)
        every = packed >> ROW_SHIFT
        rows = np.unique(every)
        return rows, np.isin(rows, every[(packed & _KIND_MASK) != ALTERNATE])

    @staticmethod
    def _is_near(off: int, name: str, key: str) -> bool:
        return off < 2 or (name[0] == key[0] and len(key) >= 7)

    def near(self, key: str) -> list[Posting]:
        """
        The places filed under a key one edit away, nearest first.

        From seven letters on also those two edits away that begin with the same letter. Optimal string
        alignment distance: a swap of neighbours counts once. Keys of under four letters have no near ones,
        everything would be. For keys outside the Latin alphabet the search is not complete.
        """
        if len(key) < 4:
            return []
        rows = self._alike(key, 1, 0, len(self._keys))
        if key.isascii() and len(key) >= 7:
            begin = bisect_left(self._keys, key[0].encode())
            end = bisect_left(self._keys, (key[0] + "\x7f").encode())
            rows = np.union1d(rows, self._alike(key, 2, begin, end))
        choices = [self._keys[at].decode() for at in rows.tolist()]
        found = process.extract(key, choices, scorer=OSA.distance, score_cutoff=2, limit=_MOST_NEAR)
        return [
            posting
            for name, off, at in found
            if self._is_near(int(off), name, key)
            for posting in self._filed(int(rows[at]), int(off))
        ]

    def _alike(self, key: str, edits: int, begin: int, end: int) -> NDArray[np.int64]:
        """Lines from ``begin`` to ``end`` that so few edits could have made of the key, and some more."""
        raw = key.encode()
        line = np.frombuffer(raw + b"\n", dtype=np.uint8)
        pairs, letters = _signatures(line, np.array([0], dtype=np.int32))
        all_pairs, all_letters = self._signature_of
        wide = edits if key.isascii() else 4
        # An edit spoils at most two pairs on each side, a swap of neighbours three; two swaps in one name are
        # given up for speed. It spoils at most one letter on each side.
        rows = np.flatnonzero(np.bitwise_count(all_pairs[begin:end] ^ pairs[0]) <= 4 * edits + 2) + begin
        rows = rows[np.bitwise_count(all_letters[rows] ^ letters[0]) <= 2 * wide]
        near: NDArray[np.int64] = rows[np.abs(self._lengths[rows] - len(raw)) <= wide]
        return near


@cache
def index() -> NameIndex:
    """The index, read once."""
    return NameIndex()
