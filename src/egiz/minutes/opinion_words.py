"""Words and endings of a sentence as numbers, to stand beside its sense, which knows no tense.

In Uzbek and Kazakh a deed that lies ahead differs from one that is done by a few letters at a word's end.
Each word, its ending and the endings of the last three words get a place by a checksum; nothing is stored but
the weight of each place.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from egiz.text.uzbek import uzbek_to_latin

PLACES: Final = 8192
_WEIGHT: Final = 10.0
_FEWEST: Final = 8
_LAST: Final = 3
_WORD = re.compile(r"[\w']+")
_APOSTROPHE = re.compile("[ʻʼ‘’`]")


def word_features(sentences: Sequence[str]) -> npt.NDArray[np.float32]:
    """One row for each sentence, of shape (len(sentences), `PLACES`).

    Parameters
    ----------
    sentences : sequence of str
        In any of the four languages; Cyrillic is read in Latin letters, so that Uzbek is one language.
    """
    found = np.zeros((len(sentences), PLACES), dtype=np.float32)
    for row, sentence in enumerate(sentences):
        names = set(_features(sentence))
        for name in names:
            found[row, zlib.crc32(name.encode()) % PLACES] = _WEIGHT / max(_FEWEST, len(names)) ** 0.5
    return found


def _features(sentence: str) -> Iterator[str]:
    words = _WORD.findall(_APOSTROPHE.sub("'", uzbek_to_latin(sentence).text.lower()))
    for word in words:
        yield f"w{word}"
        yield from (f"s{word[-size:]}" for size in (2, 3, 4) if len(word) > size)
    for place, word in enumerate(words[: -_LAST - 1 : -1]):
        yield from (f"e{place}{word[-size:]}" for size in (2, 3, 4, 5) if len(word) >= size)
