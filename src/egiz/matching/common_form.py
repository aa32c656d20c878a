"""One form for words of all languages: the romanised stem, and what it means in Russian.

Made for large indexes: a word is looked at once and remembered, no language is guessed. Russian is the bridge
because the lexicons all reach it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

import numpy as np

from egiz.matching.languages import STOP_STEMS, stem, uzbek_latin
from egiz.matching.lexicon import Lexicon, shipped_lexicons
from egiz.matching.scripts import tokens
from egiz.text.folding import sound

_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_TURKIC = re.compile(r"[әғқңөұүіўҳһ]")
_SURE = 0.15
_MEANINGS = 2


@cache
def _russian(language: str) -> dict[str, tuple[str, ...]]:
    """For each stem of a language the romanised Russian stems it most surely means."""
    found: dict[str, tuple[str, ...]] = {}
    for lexicon in shipped_lexicons():
        if (lexicon.source, lexicon.target) == (language, "ru"):
            found |= _table(lexicon)
        elif (lexicon.source, lexicon.target) == ("ru", language):
            found |= _table(lexicon.swapped())
    return found


def _table(lexicon: Lexicon) -> dict[str, tuple[str, ...]]:
    matrix = lexicon.forward.tocsr()
    found = {}
    for row, word in enumerate(lexicon.source_stems):
        data = matrix.data[matrix.indptr[row] : matrix.indptr[row + 1]]
        columns = matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]]
        best = np.argsort(-data, kind="stable")[:_MEANINGS]
        kept = tuple(sound(lexicon.target_stems[columns[at]], "ru") for at in best if data[at] > _SURE)
        if kept:
            found[word] = kept
    return found


def _cyrillic_terms(token: str) -> tuple[str, ...]:
    russian = stem(token, "ru")
    if russian in STOP_STEMS:
        return ()
    if not _TURKIC.search(token):
        return (sound(russian, "ru"),)
    meanings = _russian("uz").get(stem(uzbek_latin(token), "uz"), ())
    return tuple(dict.fromkeys((sound(stem(token, "kk"), "ru"), *meanings)))


def word_terms(token: str) -> tuple[str, ...]:
    """The terms one folded word is found by: its own sound first, then its meanings."""
    if not token[:1].isalpha():
        return (token,)
    if _CYRILLIC.search(token):
        return _cyrillic_terms(token)
    english, uzbek = stem(token, "en"), stem(token, "uz")
    if english in STOP_STEMS or uzbek in STOP_STEMS:
        return ()
    meanings = (*_russian("en").get(english, ()), *_russian("uz").get(uzbek, ()))
    own = sound(uzbek if uzbek in _russian("uz") else english, "uz")
    return tuple(dict.fromkeys((own, *meanings)))


class Terms:
    """Words to term numbers; every word is worked out once.

    Parameters
    ----------
    names
        Terms known already, in the order of their numbers.
    """

    def __init__(self, names: list[str] | None = None) -> None:
        self.names = names if names is not None else []
        self._ids = {name: at for at, name in enumerate(self.names)}
        self._words: dict[str, tuple[int, ...]] = {}

    def of_text(self, text: str, *, grow: bool) -> list[int]:
        """Term numbers of a text, each once; unknown terms are added only when it may `grow`."""
        return self.of_words(tokens(text), grow=grow)

    def of_words(self, folded: Iterable[str], *, grow: bool) -> list[int]:
        """The same for the folded words of a text."""
        seen: dict[int, None] = {}
        words = self._words
        for token in folded:
            known = words.get(token)
            if known is None:
                known = self._look(token, grow=grow)
            for term in known:
                seen[term] = None
        return list(seen)

    def of_code(self, code: str, *, grow: bool) -> list[int]:
        """Term numbers of a code and of the branches above it."""
        digits = code.replace(".", "")
        prefix = "#" if "." in code or len(digits) < 4 else "%"
        names = [f"{prefix}{digits[:size]}" for size in (2, 3, 4, 6) if size <= len(digits)]
        return [term for name in names for term in self._number(name, grow=grow)]

    def _known(self, token: str) -> tuple[int, ...]:
        found = self._words.get(token)
        return self._look(token, grow=False) if found is None else found

    def _look(self, token: str, *, grow: bool) -> tuple[int, ...]:
        found = tuple(term for name in word_terms(token) for term in self._number(name, grow=grow))
        if grow or found:
            self._words[token] = found
        return found

    def _number(self, name: str, *, grow: bool) -> tuple[int, ...]:
        at = self._ids.get(name)
        if at is None:
            if not grow:
                return ()
            at = self._ids[name] = len(self.names)
            self.names.append(name)
        return (at,)

    def shared(self, folded: Iterable[str], asked: frozenset[int]) -> tuple[str, ...]:
        """The folded words that stand for one of the terms asked for."""
        return tuple(dict.fromkeys(word for word in folded if not asked.isdisjoint(self._known(word))))
