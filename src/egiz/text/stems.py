"""Word forms: what a word is filed under, and what finds it whatever ending it was written with.

Russian and English are cut by Snowball; Kazakh and Uzbek, for which no maintained stemmer exists, lose the
endings of number, possession and case one after another. What is made here is folded (see ``folding``): the
same from every script.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import snowballstemmer

from egiz.text.folding import fold, plain

_WORD = re.compile(r"[^\W_]+(?:[ʻʼ'`‘’´][^\W_]+)*")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_KAZAKH_LETTER = re.compile("[әғқңөұүһі]")
_UZBEK_SIGN = re.compile("[ʻʼ'’‘`]|[ўқғҳ]")
_SHORTEST = 3  # letters of a stem
_SURE = 5  # letters that stay when nothing but the ending says which language a word is

# Number, possession and case as they follow each other, from the end of the word inwards.
_KAZAKH = tuple(
    re.compile(f"(?:{endings})$")
    for endings in (
        "[днт]ағы|[днт]егі|мен|бен|пен",
        "[ндт][ың]ң|[ндт]ың|[ндт]ің|[дтн]ан|[дтн]ен|н?да|н?де|та|те|ға|ге|қа|ке|на|не|[ндт]ы|[ндт]і",
        "[ыі]мыз|[ыі]міз|[ыі]ңыз|[ыі]ңіз|[ыі]м|[ыі]ң|с[ыі]|[ыі]",
        "лар|лер|дар|дер|тар|тер",
    )
)
_UZBEK = tuple(
    re.compile(f"(?:{endings})$")
    for endings in (
        "dagi|даги|gacha|гача|cha",
        "ning|нинг|dan|дан|ni|ни|ga|га|ka|ка|qa|қа|da|да",
        "imiz|имиз|ingiz|ингиз|im|им|ing|инг|si|си|i|и",
        "lar|лар",
    )
)
_SOFTENED = {"p": "b", "k": "g"}  # кітап – кітабы, yurak – yuragi


class _Stemmers(threading.local):
    """One of Snowball's stemmers a language and thread: a stemmer keeps the word that it is cutting."""

    def __init__(self) -> None:
        self.of: dict[str, Any] = {name: snowballstemmer.stemmer(name) for name in ("russian", "english")}


_STEMMERS = _Stemmers()


def snowball(word: str, language: str) -> str:
    """Snowball's stem of a lower-case word of "russian" or "english"; any number of threads may ask."""
    return str(_STEMMERS.of[language].stemWord(word))


def _cut(word: str, endings: tuple[re.Pattern[str], ...], shortest: int) -> str:
    for ending in endings:
        shorter = ending.sub("", word)
        if len(shorter) >= shortest:
            word = shorter
    return word


@lru_cache(maxsize=131072)
def filed_under(word: str) -> tuple[str, ...]:
    """
    The keys under which a word of a text is filed.

    Parameters
    ----------
    word
        One word in any script.

    Returns
    -------
    tuple[str, ...]
        Its folded spelling, and its folded stem where the spelling does not begin with it.
    """
    key = fold(word)
    if not key:
        return ()
    low = plain(word)
    stem = fold(snowball(low, "russian" if _CYRILLIC.search(low) else "english"))
    return (key,) if not stem or key.startswith(stem) else (key, stem)


@lru_cache(maxsize=8192)
def looked_for(word: str, language: str = "") -> tuple[str, ...]:
    """
    The beginnings of filed keys that a word somebody typed may mean.

    Parameters
    ----------
    word
        One word in any script and with any ending.
    language
        "ru", "uz", "kk" or "en" if known: the reader's; what the letters themselves say counts too.

    Returns
    -------
    tuple[str, ...]
        Beginnings, without those that a shorter one covers; empty for what holds no letter or digit.
    """
    key = fold(word)
    if not key:
        return ()
    low = plain(word)
    found = {key}
    if low.isalpha() or _UZBEK_SIGN.search(low):
        found |= {fold(form) for form in _forms(low, language)}
    found |= {stem[:-1] + _SOFTENED[stem[-1]] for stem in found if _softens(stem, key, language)}
    return tuple(sorted(_shortest({form for form in found if len(form) >= min(_SHORTEST, len(key))})))


def _shortest(forms: set[str]) -> Iterator[str]:
    """Forms that begin with no other."""
    for form in forms:
        if not any(form != other and form.startswith(other) for other in forms):
            yield form


def _softens(stem: str, key: str, language: str) -> bool:
    return (
        language in {"kk", "uz"} and len(stem) > _SHORTEST and stem[-1] in _SOFTENED and key.startswith(stem)
    )


def _cyrillic_forms(low: str, language: str) -> list[str]:
    kazakh = language == "kk" or bool(_KAZAKH_LETTER.search(low))
    forms = [_cut(low, _KAZAKH, _SHORTEST) if kazakh else snowball(low, "russian")]
    if re.search("[ўҳ]", low) or (language == "uz" and not kazakh):
        forms.append(_cut(low, _UZBEK, _SHORTEST))
    return forms


def _forms(low: str, language: str) -> list[str]:
    if _CYRILLIC.search(low):
        return _cyrillic_forms(low, language)
    uzbek = language == "uz" or bool(_UZBEK_SIGN.search(low))
    forms = [] if uzbek else [snowball(low, "english")]
    forms.append(_cut(low, _UZBEK, _SHORTEST if uzbek else _SURE))
    return forms


def words_of(text: str) -> list[str]:
    """The words and numbers of a text as they stand in it."""
    return _WORD.findall(text)


def filed_words(text: str, most: int = 20_000) -> str:
    """The keys of a text's words, parted by one space, each once: what a database's full text takes in."""
    kept = dict.fromkeys(key for word in words_of(text)[:most] for key in filed_under(word))
    return " ".join(kept)
