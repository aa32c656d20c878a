"""How alike every need and every offer of two lists are, by words and, where a model is given, by meaning."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from egiz.matching.crosslingual import Phrases
from egiz.matching.languages import detect_profile
from egiz.matching.meaning import meanings, readable
from egiz.matching.profiles import Profile
from egiz.matching.saying import Said, read
from egiz.text.sense_store import SenseStore

Floats = NDArray[np.float32]
FLOOR = 0.16
"""Similarity of two phrases below which they are taken to be unrelated."""
OTHER_HEAD, OTHER_ACT = 0.5, 0.4
"""What is left of a likeness between a thing and its part or a service on it; between two services."""
SPOKEN_OF = 0.7
"""Share of an exception's words from which on another phrase is what it leaves out."""
MODEL_FLOOR = 0.35
"""Cosine up to which two phrases tell the model nothing of each other: 99 in 100 wrong pairs lie below it."""
MODEL_WEIGHT = 1.5
"""What a cosine above the floor adds to the words; chosen by `benchmarks.matching.sense_gain`."""


@dataclass(frozen=True)
class Likeness:
    """How alike needs and offers are, and which of them rule each other out.

    Parameters
    ----------
    values
        (need, offer) → 0 to 1, only for pairs more alike than unrelated ones.
    ruled_out
        (need, offer) where the offer's own words deny or except what is needed.
    unwanted
        (need, offer) where the need's own words deny or except what is offered.
    """

    values: Mapping[tuple[str, str], float] = field(default_factory=dict)
    ruled_out: frozenset[tuple[str, str]] = frozenset()
    unwanted: frozenset[tuple[str, str]] = frozenset()

    def of(self, need: str, offer: str) -> float:
        """How alike the two are; 0 for what is not."""
        return self.values.get((need, offer), 0.0)


def similarities(profiles: Sequence[Profile], sense: SenseStore | None = None) -> Likeness:
    """How alike every need and every offer are, their exceptions and denials heeded."""
    language_of = _languages(profiles)
    offered = {text: read(text) for profile in profiles for text in profile.offers}
    wanted = {text: read(text) for profile in profiles for text in profile.needs}
    if not offered or not wanted:
        return Likeness()
    asked = _Texts(wanted, language_of)
    held = _Texts(offered, language_of)
    matrix: Floats = Phrases(held.texts, held.languages).similarity(asked.texts, asked.languages)
    if sense is not None:
        cosines = (
            meanings(sense, asked.texts, asked.languages) @ meanings(sense, held.texts, held.languages).T
        )
        matrix = with_model(matrix, cosines)
    values = {}
    for need, mine in wanted.items():
        row = matrix[asked.place[mine.core]] if mine.core else None
        for offer, yours in offered.items():
            if row is None or not yours.core or row[held.place[yours.core]] <= FLOOR:
                continue
            near = _near(matrix, (asked, held), mine, yours)
            if near > FLOOR:
                values[need, offer] = near
    return Likeness(
        values,
        frozenset((need, offer) for offer, need in _left_out(offered, wanted, asked)),
        frozenset((need, offer) for need, offer in _left_out(wanted, offered, held)),
    )


def texts_to_read(profiles: Sequence[Profile]) -> list[str]:
    """The texts whose vectors `similarities` asks for, each once: to have them read beforehand."""
    said = (read(text) for profile in profiles for text in (*profile.offers, *profile.needs))
    parts = (part for one in said for part in (one.core, one.head) if part)
    return list(dict.fromkeys(readable(part) for part in parts))


class _Texts:
    """Cores and heads of phrases, each once, with their languages."""

    def __init__(self, said: Mapping[str, Said], language_of: Mapping[str, str]) -> None:
        spoken: dict[str, str] = {}
        for text, one in said.items():
            for part in filter(None, (one.core, one.head)):
                spoken.setdefault(part, language_of[text])
        self.texts = sorted(spoken)
        self.languages = [spoken[text] for text in self.texts]
        self.place = {text: at for at, text in enumerate(self.texts)}


def _near(matrix: Floats, texts: tuple[_Texts, _Texts], mine: Said, yours: Said) -> float:
    """The likeness of two phrases; a part of a thing, or a service on it, is not the thing."""
    rows, columns = texts[0].place, texts[1].place
    whole = float(matrix[rows[mine.core], columns[yours.core]])
    near, factor = whole, _same_act(mine.acts, yours.acts)
    if (mine.head == mine.core) != (yours.head == yours.core):
        near = max(
            float(matrix[rows[mine.head], columns[yours.head]]) if factor == 1 else 0.0, OTHER_HEAD * whole
        )
        factor = 1.0 if near == OTHER_HEAD * whole else factor
    return near * factor


def _same_act(mine: frozenset[str], yours: frozenset[str]) -> float:
    if mine & yours or mine == yours:
        return 1.0
    return OTHER_ACT if mine and yours else OTHER_HEAD


def _left_out(
    saying: Mapping[str, Said], others: Mapping[str, Said], texts: _Texts
) -> Iterator[tuple[str, str]]:
    """Phrases and those of the other side that their exceptions speak of."""
    gone = sorted(frozenset[str]().union(*(one.out for one in saying.values())))
    if not gone or not texts.texts:
        return
    spoken_of = Phrases(texts.texts, texts.languages).covered(gone) >= SPOKEN_OF
    for text, one in saying.items():
        mine: NDArray[np.bool_] = np.asarray(spoken_of[list(map(one.out.__contains__, gone))].any(axis=0))
        for other, said in others.items():
            if said.core and mine[texts.place[said.core]]:
                yield text, other


def with_model(words: Floats, cosines: Floats) -> Floats:
    """The cover by words with what a model adds; it never takes anything away, and stays within 1."""
    more = MODEL_WEIGHT * np.maximum(0.0, cosines - MODEL_FLOOR)
    return np.asarray(np.minimum(1.0, words + more), dtype=np.float32)


def _languages(profiles: Sequence[Profile]) -> dict[str, str]:
    spoken: dict[str, list[str]] = {}
    for profile in profiles:
        phrases = (*profile.offers, *profile.needs)
        for text, language in zip(phrases, detect_profile(phrases), strict=True):
            spoken.setdefault(text, []).append(language)
    # The same phrase in two companies is in the language that most suggest, whatever the order of the lists.
    return {text: max(sorted(set(found)), key=found.count) for text, found in spoken.items()}
