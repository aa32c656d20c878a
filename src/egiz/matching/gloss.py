"""An English gloss of a text, word by word: enough for the database to look companies up by."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np

from egiz.matching.bridge import Translator, Translators, between, onto, translators
from egiz.matching.languages import detect_all, stem
from egiz.matching.lexicon import Lexicon
from egiz.matching.scripts import tokens
from egiz.text.folding import sound

_SURE = 0.05
"""Chance of the best translation below which a word is written as it sounds."""


class Glossary:
    """Texts in any of the languages as English words in the order of the text.

    Parameters
    ----------
    lexicons
        None for those that come with the package; the first one from each language to English is used.
    """

    def __init__(self, lexicons: Sequence[Lexicon] | None = None) -> None:
        self._translators: Translators = translators(lexicons)
        self._known: dict[tuple[str, str], str] = {}

    def _glossed(self, language: str, words: Sequence[str]) -> str:
        return " ".join(filter(None, (self._known[language, word] for word in words)))

    def english(self, texts: Sequence[str], languages: Sequence[str] | None = None) -> list[str]:
        """A gloss of each text; English texts stay as they are."""
        spoken = list(languages) if languages is not None else detect_all(texts)
        words = [
            tokens(text) if language != "en" else [] for text, language in zip(texts, spoken, strict=True)
        ]
        for language in sorted(set(spoken) - {"en"}):
            own = itertools.compress(words, [one == language for one in spoken])
            self._learn(language, sorted(set(itertools.chain.from_iterable(own))))
        return [
            text if language == "en" else self._glossed(language, mine)
            for text, language, mine in zip(texts, spoken, words, strict=True)
        ]

    def _learn(self, language: str, words: Sequence[str]) -> None:
        new = [word for word in words if (language, word) not in self._known]
        known = between(self._translators, language, "en")
        found = _meanings(new, language, known[0]) if known and new else {}
        for word in new:
            self._known[language, word] = found.get(word, sound(word, language))


def _meanings(words: Sequence[str], language: str, translator: Translator) -> dict[str, str]:
    """The likeliest English word of each, by both directions; empty for words of grammar."""
    lexicon = translator.lexicon
    written = lexicon.forms[1] if lexicon.forms else lexicon.target_stems
    left = onto([stem(word, language) for word in words], language, translator.source)
    chance = (left @ lexicon.forward.multiply(lexicon.backward.power(0.5))).tocsr()
    found = {}
    for row, word in enumerate(words):
        start, end = chance.indptr[row], chance.indptr[row + 1]
        if start < end and chance.data[start:end].max() >= _SURE:
            found[word] = written[chance.indices[start + int(np.argmax(chance.data[start:end]))]]
    return found
