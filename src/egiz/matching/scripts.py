"""Scripts and spellings: one folded form for Latin and Cyrillic, for five languages.

ICU's ``Any-Latin; Latin-ASCII`` leaves ұ, ө and ə untouched and keeps q/k and x/h apart, so the tables are
our own. Nothing here is meant for people to read: a skeleton only has to be the same for the same word.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

MAX_TEXT = 20_000
"""Characters of one text that are read; the rest of a pasted megabyte would only dilute the profile."""

_APOSTROPHES = dict.fromkeys(map(ord, "ʻʼʽ’‘`´′＇ˈ‛"), "'")
_DROPPED = dict.fromkeys([0xAD, *range(0x200B, 0x2010), 0x2060, 0xFEFF, 0x301], None)
_FOLD = {**_APOSTROPHES, **_DROPPED, ord("ё"): "е", ord("Ё"): "Е"}
_ODD = re.compile(f"[{''.join(re.escape(chr(sign)) for sign in _FOLD)}]")
_TOKEN = re.compile(r"\d+(?:[.,]\d+)+|[^\W\d_]+(?:'[^\W\d_]+)*'?|\d+")

_TO_CYRILLIC = str.maketrans("aceopxyiktmhb", "асеорхуіктмнв")
_TO_LATIN = str.maketrans("асеорхуіктмнв", "aceopxyiktmhb")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LATIN = re.compile(r"[a-z\u00c0-\u024f\u0259]")

_CYRILLIC_ROMAN = str.maketrans(
    {
        **dict(zip("абвгдезийклмнопрстуфхыэжцчшщ", "abvgdeziiklmnoprstufhiejscww", strict=True)),
        **dict(zip("әғқңөұүһіўҳєїґҷӣӯ", "agknouuhioheigjiu", strict=True)),
        **dict.fromkeys("ъь", ""),
        "ю": "iu",
        "я": "ia",
    },
)
_LATIN_ROMAN = (
    (re.compile(r"['-]"), ""),
    (re.compile(r"sch|shch|sh|ş|š"), "w"),
    (re.compile(r"ch|ç|č"), "c"),
    (re.compile(r"zh|dj|ž|j"), "j"),
    (re.compile(r"kh|gh"), "h"),
    (re.compile(r"ts"), "s"),
    (re.compile(r"yo"), "io"),
    (re.compile(r"ya"), "ia"),
    (re.compile(r"yu"), "iu"),
    (re.compile(r"ye"), "e"),
    (re.compile(r"ng(?=$)"), "n"),
)
_LATIN_FOLD = str.maketrans(
    {
        "q": "k",
        "x": "h",
        "y": "i",
        "ə": "a",
        "ä": "a",
        "ö": "o",
        "ü": "u",
        "ū": "u",
        "ı": "i",
        "ğ": "g",
        "ñ": "n",
    },
)
_ENGLISH_ROMAN = (
    (re.compile(r"tion\b"), "sia"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"ck"), "k"),
    (re.compile(r"qu"), "kv"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"c(?=[eiy])"), "s"),
    (re.compile(r"ch"), "h"),
    (re.compile(r"c"), "k"),
    (re.compile(r"th"), "t"),
    (re.compile(r"sh"), "w"),
    (re.compile(r"w"), "v"),
)
_DOUBLED = re.compile(r"(.)\1+")


def fold(text: str) -> str:
    """Lower case, one apostrophe, one form of each letter, no invisible characters.

    Parameters
    ----------
    text
        Any text; only its first `MAX_TEXT` characters are read.

    Returns
    -------
    str
        The folded text; offsets into it differ from those of `text`.
    """
    plain = text[:MAX_TEXT]
    if not unicodedata.is_normalized("NFKC", plain):
        plain = unicodedata.normalize("NFKC", plain)
    folded = (plain.translate(_FOLD) if _ODD.search(plain) else plain).lower()
    return folded.replace("\u0307", "")  # "İ".lower() leaves a combining dot


def tokens(text: str) -> list[str]:
    """Words and numbers of a text, folded; decimal commas become points, mixed scripts are mended."""
    found = _TOKEN.findall(fold(text))
    return [_clean(token) for token in found]


@lru_cache(maxsize=200_000)
def _clean(token: str) -> str:
    if token[0].isdigit():
        return token.replace(",", ".")
    return _one_script(token.strip("'"))


def _one_script(token: str) -> str:
    """Mend words typed with look-alike letters of the other script."""
    cyrillic = len(_CYRILLIC.findall(token))
    if not cyrillic or cyrillic == len(token):
        return token
    latin = len(_LATIN.findall(token))
    if not latin:
        return token
    return token.translate(_TO_CYRILLIC if cyrillic >= latin else _TO_LATIN)


@lru_cache(maxsize=400_000)
def skeleton(token: str, language: str = "") -> str:
    """The romanised skeleton of one folded token: the same for every spelling of a name or a loan word.

    Parameters
    ----------
    token
        One token of `tokens`.
    language
        ``"en"`` reads Latin letters the English way (c, ph, x); anything else the Uzbek and Kazakh way.

    Returns
    -------
    str
        ASCII letters and digits, no doubled letters.
    """
    if token[:1].isdigit():
        return token
    if _CYRILLIC.search(token):
        roman = token.replace("дж", "j").replace("кс", "ks").translate(_CYRILLIC_ROMAN)
    else:
        roman = token
        for pattern, by in _ENGLISH_ROMAN if language == "en" else ():
            roman = pattern.sub(by, roman)
        for pattern, by in _LATIN_ROMAN if language != "en" else ((re.compile("'"), ""),):
            roman = pattern.sub(by, roman)
        roman = roman.translate(_LATIN_FOLD)
    ascii_only = unicodedata.normalize("NFKD", roman).encode("ascii", "ignore").decode()
    return _DOUBLED.sub(r"\1", ascii_only)
