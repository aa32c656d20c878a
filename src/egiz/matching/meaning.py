"""What the sentence model says of two lists of short texts: one more kind of evidence beside the words.

The model's vectors lean towards the language a text is in, so that its plain cosines are all high and those
within a language the highest. Each language's own middle is taken out first (``data/middles.npz``, the mean
of some hundred names of goods and activities); what is left is near nought for texts of nothing in common.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from egiz.text.sense_store import SenseStore

Floats = NDArray[np.float32]
REORDERED = 300
"""So many texts that the words find best are put in order again by words and meaning together."""
_KIN = {"kaa": "kk"}
_LONGEST = 300


def readable(text: str) -> str:
    """The part of a text that the model reads."""
    return text[:_LONGEST].strip()


def meanings(store: SenseStore, texts: Sequence[str], languages: Sequence[str]) -> Floats:
    """
    Vectors of texts with their language's middle taken out.

    Parameters
    ----------
    store
        The model with its memory; what is not kept yet is read now.
    texts, languages
        Texts and their languages.

    Returns
    -------
    Floats
        Rows of length one, shape (texts, dimensions); noughts where there is no vector.
    """
    found = store.vectors([readable(text) for text in texts])
    there = np.any(found, axis=1)
    for language in set(languages):
        rows = np.array([own == language for own in languages]) & there
        found[rows] -= _middles().get(_KIN.get(language, language), _middles()[""])
    lengths = np.linalg.norm(found, axis=1, keepdims=True)
    np.divide(found, lengths, out=found, where=lengths > 0)
    return found


@cache
def _middles() -> dict[str, Floats]:
    """The mean vector of each language's names of goods and activities; that of all under ``""``."""
    with (files("egiz.matching") / "data" / "middles.npz").open("rb") as file, np.load(file) as kept:
        found = {language: kept[language].astype(np.float32) for language in kept.files}
    return found | {"": np.mean(list(found.values()), axis=0, dtype=np.float32)}
