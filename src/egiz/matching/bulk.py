"""An embedded index over many profiles: built in one pass, kept on disk, updated in place.

Scores are exact sums over inverted lists (rare terms weigh more, long texts less), so a search needs no
re-ranking to be right. What a term and a length are worth may be given from outside: then each part of a list
scores its texts as the whole list would, bit for bit (`egiz.matching.registers`). Final mutual scores come
from `engine.score_pair`. `Candidates` is the door behind which another search engine could stand.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from egiz.matching._errors import MatchingError
from egiz.matching._kernels import BLOCK, best_texts, invert
from egiz.matching.common_form import Terms
from egiz.matching.profiles import Profile
from egiz.matching.scripts import tokens

_FORMAT = 3
_COMPACT = 0.1


@dataclass(frozen=True, slots=True)
class Hit:
    """A company found: its id, its score, and the words by which it was found."""

    id: str
    score: float
    words: tuple[str, ...] = ()


class Candidates(Protocol):
    """What a search engine must do to stand behind matching."""

    def candidates(self, company: Profile, side: str, k: int) -> list[Hit]:
        """The k companies whose `side` ("offers" or "needs") best answers the company's other side."""
        ...


def term_worth(texts: int, often: NDArray[np.int64]) -> NDArray[np.float64]:
    """The square of the log of how rare each term is, given how many of so many texts hold it."""
    found: NDArray[np.float64] = np.log(1 + (texts + 1) / (1 + often)) ** 2
    return found


def whole_weights(worth: NDArray[np.float64]) -> tuple[NDArray[np.int32], float]:
    """A query's weights as whole numbers with a sum below 2³¹, and the unit (a power of two) they count in.

    Whole numbers add up to the same sum in any order; the unit follows from the weights alone.
    """
    _, exponent = math.frexp(math.fsum(worth.tolist()))
    unit = math.ldexp(1.0, exponent - 30)
    return np.maximum(1, np.rint(worth / unit)).astype(np.int32), unit


class Segment:
    """Texts as sorted postings; `usual` is the mean length, of these texts unless it is given."""

    def __init__(
        self, terms: NDArray[np.int32], starts: NDArray[np.int64], width: int, usual: float | None = None
    ) -> None:
        self.terms, self.starts = terms, starts
        self.width = width
        self.size = len(starts) - 1
        lengths = np.diff(starts)
        if usual is None:
            usual = int(lengths.sum()) / self.size if self.size else 1.0
        self.scale = (1 / np.sqrt(0.6 + 0.4 * lengths / max(usual, 1e-9))).astype(np.float32)
        # Short texts first: from some block on no text can reach the best by its common words alone.
        self._order = np.argsort(lengths, kind="stable").astype(np.int32)
        self._ranked = (self._order, self.scale[self._order])
        self.postings, self.places = invert(terms, starts, self._order, width)
        self.gone = np.zeros(self.size, dtype=np.bool_)
        self._scratch = (
            np.zeros(BLOCK, dtype=np.int32),
            np.zeros(BLOCK, dtype=np.int32),
            np.zeros(max(1, width), dtype=np.int32),
        )
        self.worth = term_worth(self.size, np.diff(self.places))
        # A term of later texts only counts as the rarest.
        self.unseen = float(term_worth(self.size, np.zeros(1, np.int64))[0])

    def frequency(self, term: int) -> int:
        return int(self.places[term + 1] - self.places[term]) if term < self.width else 0

    def worth_of(self, terms: NDArray[np.int32]) -> NDArray[np.float64]:
        """What each term is worth."""
        if not self.width:
            return np.full(len(terms), self.unseen)
        return np.where(terms < self.width, self.worth[np.minimum(terms, self.width - 1)], self.unseen)

    @property
    def lists(self) -> tuple[NDArray[np.int32], NDArray[np.int64], NDArray[np.int32], NDArray[np.int64]]:
        """Postings and terms as the kernels take them."""
        return self.postings, self.places, self.terms, self.starts

    @property
    def ranked(self) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """Numbers and scales of the texts, short texts first."""
        return self._ranked

    def search(
        self, query: NDArray[np.int32], weights: NDArray[np.int32], k: int
    ) -> tuple[list[int], list[float]]:
        known = query < self.width
        ids, scores = best_texts(
            query[known],
            weights[known],
            self.lists,
            self._ranked,
            self.gone,
            self._scratch,
            k,
            0.0,
        )
        return ids.tolist(), scores.tolist()


class TextIndex:
    """Texts with ids, searched by texts in any of the languages.

    Parameters
    ----------
    rows
        Id, text and codes of each; an id that comes again replaces the earlier text.
    """

    def __init__(self, rows: Iterable[tuple[str, str, Sequence[str]]] = ()) -> None:
        self.terms = Terms()
        self._main, self._ids, self._texts = self._segment(rows)
        self._place = {key: at for at, key in enumerate(self._ids)}
        for at, key in enumerate(self._ids):
            if self._place[key] != at:
                self._main.gone[at] = True
        self._fresh: dict[str, tuple[str, tuple[str, ...]]] = {}
        self._delta: Segment | None = None
        self._delta_ids: list[str] = []

    def __len__(self) -> int:
        """How many texts can be found."""
        return int(self._main.size - self._main.gone.sum()) + len(self._fresh)

    def _segment(
        self, rows: Iterable[tuple[str, str, Sequence[str]]]
    ) -> tuple[Segment, list[str], list[bytes]]:
        ids, texts, lengths, flat = [], [], [0], _Growing()
        for key, text, codes in rows:
            words = tokens(text)
            found = self.terms.of_words(words, grow=True)
            for code in codes:
                found.extend(self.terms.of_code(code, grow=True))
            # Two codes of one branch hold it once: the search counts on no term standing twice in a text.
            found = list(dict.fromkeys(found))
            flat.add(found)
            lengths.append(len(found))
            ids.append(key)
            texts.append(" ".join(words).encode())
        starts = np.cumsum(np.array(lengths, dtype=np.int64))
        return Segment(flat.array(), starts, len(self.terms.names)), ids, texts

    def search(self, text: str, k: int = 10, *, codes: Sequence[str] = (), words: bool = True) -> list[Hit]:
        """The k best texts; with the words by which each was found unless `words` is False."""
        query = self.terms.of_text(text, grow=False)
        for code in codes:
            query.extend(self.terms.of_code(code, grow=False))
        if not query:
            return []
        asked = np.array(sorted(set(query)), dtype=np.int32)
        worth = self._main.worth_of(asked)
        rarest = np.argsort(-worth, kind="stable")
        asked = asked[rarest]
        weights, unit = whole_weights(worth[rarest])
        found = [
            (score, self._ids[at], at, -1)
            for at, score in zip(*self._main.search(asked, weights, k), strict=True)
        ]
        if self._delta is not None:
            fresh = zip(*self._delta.search(asked, weights, k), strict=True)
            found += [(score, self._delta_ids[at], -1, at) for at, score in fresh]
        # Ties go to the text that came first; both lists hold them in that order already.
        found.sort(key=lambda hit: -hit[0])
        sought = frozenset(asked.tolist())
        return [
            Hit(key, score * unit, self._words(sought, key, at) if words else ())
            for score, key, at, _ in found[:k]
        ]

    def _words(self, asked: frozenset[int], key: str, at: int) -> tuple[str, ...]:
        words = self._texts[at].decode().split(" ") if at >= 0 else tokens(self._fresh[key][0])
        return self.terms.shared(words, asked)

    def update(self, rows: Iterable[tuple[str, str, Sequence[str]]]) -> None:
        """Add texts or replace those with the same id; they are found at once."""
        for key, text, codes in rows:
            self.remove([key])
            self._fresh[key] = (text, tuple(codes))
        self._refresh()

    def remove(self, keys: Iterable[str]) -> None:
        """Take texts out."""
        for key in keys:
            at = self._place.pop(key, None)
            if at is not None:
                self._main.gone[at] = True
            if self._fresh.pop(key, None) is not None:
                self._refresh()

    def _refresh(self) -> None:
        self._delta, self._delta_ids, _ = self._segment((key, *row) for key, row in self._fresh.items())
        if not self._fresh:
            self._delta = None

    def save(self, folder: str | Path) -> None:
        """Write the index to a folder; fresh texts are kept beside the main ones."""
        into = Path(folder)
        into.mkdir(parents=True, exist_ok=True)
        np.save(into / "terms.npy", self._main.terms)
        np.save(into / "starts.npy", self._main.starts)
        np.save(into / "gone.npy", self._main.gone)
        offsets = np.cumsum([0, *map(len, self._texts)], dtype=np.int64)
        np.save(into / "offsets.npy", offsets)
        (into / "texts.bin").write_bytes(b"".join(self._texts))
        rest = {
            "format": _FORMAT,
            "width": self._main.width,
            "names": self.terms.names,
            "ids": self._ids,
            "fresh": {key: [text, list(codes)] for key, (text, codes) in self._fresh.items()},
        }
        (into / "index.json").write_text(json.dumps(rest, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: str | Path) -> TextIndex:
        """Read an index written by `save`.

        Raises
        ------
        MatchingError
            If the folder holds no such index.
        """
        source = Path(folder)
        try:
            rest = json.loads((source / "index.json").read_text(encoding="utf-8"))
            if rest["format"] != _FORMAT:
                raise MatchingError(
                    f"{source}: index format {rest['format']} is not {_FORMAT}; build it again"
                )
            index = cls()
            index.terms = Terms(rest["names"])
            index._main = Segment(
                np.load(source / "terms.npy"), np.load(source / "starts.npy"), rest["width"]
            )
            index._main.gone[:] = np.load(source / "gone.npy")
            index._ids = rest["ids"]
            blob = (source / "texts.bin").read_bytes()
            offsets = np.load(source / "offsets.npy").tolist()
            index._texts = [blob[a:b] for a, b in pairwise(offsets)]
            index._place = {key: at for at, key in enumerate(index._ids) if not index._main.gone[at]}
            index._fresh = {key: (text, tuple(codes)) for key, (text, codes) in rest["fresh"].items()}
            index._refresh()
        except (OSError, KeyError, ValueError) as error:
            if isinstance(error, MatchingError):
                raise
            raise MatchingError(f"{source}: not an index written by save") from error
        return index


class _Growing:
    """An int32 array that grows."""

    def __init__(self) -> None:
        self._parts: list[NDArray[np.int32]] = []
        self._open: list[int] = []

    def add(self, values: Sequence[int]) -> None:
        self._open.extend(values)
        if len(self._open) > 1_000_000:
            self._parts.append(np.array(self._open, dtype=np.int32))
            self._open = []

    def array(self) -> NDArray[np.int32]:
        return np.concatenate([*self._parts, np.array(self._open, dtype=np.int32)])


class ProfileIndex:
    """Offers and needs of many companies; answers `candidates` for one company.

    Parameters
    ----------
    profiles
        The companies.
    """

    def __init__(self, profiles: Iterable[Profile] = ()) -> None:
        known = list(profiles)
        self._sides = {
            side: TextIndex(_row(profile, side) for profile in known) for side in ("offers", "needs")
        }

    def candidates(self, company: Profile, side: str, k: int) -> list[Hit]:
        """The k companies whose offers meet this company's needs (``side="offers"``), or the reverse."""
        if side not in self._sides:
            raise MatchingError(f"side: {side!r} is unknown; use offers or needs")
        _, text, codes = _row(company, "needs" if side == "offers" else "offers")
        hits = self._sides[side].search(text, k + 1, codes=codes)
        return [hit for hit in hits if hit.id != company.id][:k]

    def update(self, profiles: Iterable[Profile]) -> None:
        """Add companies or replace those with the same id."""
        known = list(profiles)
        for side, index in self._sides.items():
            index.update(_row(profile, side) for profile in known)

    def remove(self, ids: Iterable[str]) -> None:
        """Take companies out."""
        gone = list(ids)
        for index in self._sides.values():
            index.remove(gone)

    def save(self, folder: str | Path) -> None:
        """Write both sides to a folder."""
        for side, index in self._sides.items():
            index.save(Path(folder) / side)

    @classmethod
    def load(cls, folder: str | Path) -> ProfileIndex:
        """Read an index written by `save`.

        Raises
        ------
        MatchingError
            If the folder holds no such index.
        """
        index = cls()
        index._sides = {side: TextIndex.load(Path(folder) / side) for side in ("offers", "needs")}
        return index


def _row(profile: Profile, side: str) -> tuple[str, str, tuple[str, ...]]:
    if side == "offers":
        return profile.id, ". ".join(profile.offers), (*profile.codes, *profile.hs_codes)
    return profile.id, ". ".join(profile.needs), (*profile.need_codes, *profile.need_hs_codes)
