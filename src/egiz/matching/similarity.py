"""How alike every need and every offer of two lists are, by words and, where a model is given, by meaning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from egiz.matching.languages import detect_profile
from egiz.matching.phrases import Phrases
from egiz.matching.profiles import Profile
from egiz.matching.scoring import FLOOR

if TYPE_CHECKING:
    from egiz.matching.embedding import Embedder

Floats = NDArray[np.float32]
MODEL_FLOOR = 0.4
"""Cosine up to which two phrases tell a model nothing of each other: 95 in 100 wrong pairs lie below it."""
MODEL_WEIGHT = 1.4
"""What a cosine above the floor adds to the words; learned by `benchmarks.matching.embedding_gain`."""


def similarities(
    profiles: Sequence[Profile], embedder: Embedder | None = None
) -> Mapping[tuple[str, str], float]:
    """Pairs of a need and an offer that are more alike than unrelated ones, 0 to 1."""
    language_of = _languages(profiles)
    offered = sorted({text for profile in profiles for text in profile.offers})
    wanted = sorted({text for profile in profiles for text in profile.needs})
    if not offered or not wanted:
        return {}
    spoken = ([language_of[text] for text in wanted], [language_of[text] for text in offered])
    matrix: Floats = Phrases(offered, spoken[1]).similarity(wanted, spoken[0])
    if embedder is not None:
        matrix = with_model(matrix, _cosines(embedder, (wanted, offered), spoken))
    return {
        (wanted[row], offered[column]): float(matrix[row, column])
        for row, column in zip(*(matrix > FLOOR).nonzero(), strict=True)
    }


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
    # The same phrase in two firms is in the language most of them suggest, whatever the order of the lists.
    return {text: max(sorted(set(found)), key=found.count) for text, found in spoken.items()}


def _cosines(
    embedder: Embedder, texts: tuple[list[str], list[str]], spoken: tuple[list[str], list[str]]
) -> Floats:
    from egiz.matching.gloss import Glossary  # noqa: PLC0415 - only where a model is given

    glossary = Glossary()
    wanted, offered = (
        embedder.encode(glossary.english(side, languages))
        for side, languages in zip(texts, spoken, strict=True)
    )
    return np.asarray(wanted @ offered.T, dtype=np.float32)
