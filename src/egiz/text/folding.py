"""One spelling for every way of writing a word, in three strengths.

``plain`` keeps the script and makes letters alike that are typed for each other. ``fold`` is the look-up key
of a name: rough Latin, the same from Russian, Kazakh, Uzbek and Karakalpak spellings (q and k; x, kh and h; y
and i; zh and j), "c" for ch and "x" for sh, doubled letters once. ``sound`` is rougher still, for loan-words
across languages: ts is s, shch is sh, and an English word is read the English way.

ICU's ``Any-Latin; Latin-ASCII`` leaves ұ, ө and ə untouched and keeps q and k, x and h apart, so the table is
our own. What is made here is for looking up, not for reading.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from egiz.text.normalising import APOSTROPHES, INVISIBLE

_CH, _SH = "\x01", "\x02"
_ONE_MARK = {ord(c): "'" for c in APOSTROPHES}
_MARKS = {ord(c): None for c in APOSTROPHES + INVISIBLE}
_PLAIN = {**_ONE_MARK, **{ord(c): None for c in INVISIBLE + "\u0301"}, ord("ё"): "е", ord("Ё"): "Е"}
_ODD = re.compile(f"[{''.join(re.escape(chr(sign)) for sign in _PLAIN)}]")

_LETTERS = {
    "а": "a", "ә": "a", "б": "b", "в": "v", "г": "g", "ғ": "g", "ґ": "g", "д": "d", "е": "e", "ё": "e",
    "є": "e", "э": "e", "ж": "j", "җ": "j", "ӂ": "j", "ҷ": "j", "з": "z", "и": "i", "і": "i", "ї": "i",
    "й": "i", "ҋ": "i", "к": "k", "қ": "k", "ҡ": "k", "ҝ": "k", "л": "l", "м": "m", "н": "n", "ң": "n",
    "ҥ": "n", "о": "o", "ө": "o", "п": "p", "р": "r", "с": "s", "ҫ": "s", "т": "t", "у": "u", "ү": "u",
    "ұ": "u", "ў": "o", "ӯ": "o", "ф": "f", "х": "h", "ҳ": "h", "һ": "h", "ц": "ts", "ч": _CH, "ҹ": "j",
    "ш": _SH, "щ": _SH + _CH, "ъ": "", "ы": "i", "ь": "", "ю": "iu", "я": "ia", "ј": "i", "љ": "li",
    "њ": "ni", "ћ": _CH, "ђ": "j", "џ": "j", "ѓ": "g", "ќ": "k", "ѕ": "z", "ӣ": "i", "ӧ": "o", "ӱ": "u",
    "ӓ": "a", "ß": "ss", "æ": "e", "œ": "e", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "t", "ı": "i",
    "ə": "a", "ǝ": "a", "ŋ": "n", "ħ": "h", "ŭ": "o", "ç": _CH, "č": _CH, "ć": _CH, "ş": _SH, "ș": _SH,
    "š": _SH, "ś": _SH, "ž": "j", "ż": "j", "ţ": "ts", "ț": "ts",
}  # fmt: skip
_TRANSLATE = str.maketrans(_LETTERS)


def _rules(*pairs: tuple[str, str]) -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(pattern), by) for pattern, by in pairs]


_LATIN = _rules(
    ("q", "k"), ("x", "h"),
    ("shch", _SH + _CH), ("sch", _SH), ("t?ch", _CH), ("tsh", _CH), ("sh", _SH),
    ("d(?:zh|j)", "j"), ("zh", "j"), ("kh", "h"), ("gh", "g"), ("ph", "f"), ("th", "t"), ("ng", "n"),
    ("ck", "k"), ("c(?=[eiy])", "s"), ("c", "k"),
    ("(?<=[aeiou])w(?![aeiouy])", "u"), ("w", "v"),
    ("y", "i"), ("ie", "e"),
    (_CH, "c"), (_SH, "x"),
)  # fmt: skip
# Loan-words are what an English text shares with the others: "section" and "секция".
_ENGLISH = _rules(
    (r"tion\b", "sia"), ("ck", "k"), ("qu", "kv"), ("x", "ks"), ("c(?=[eiy])", "s"), ("(?<!s)ch", "h")
)
_ROUGHER = _rules(("ts", "s"), ("xc", "x"))
_SHORT = 200  # characters of a text that is kept folded; names and phrases come again and again
_TWO_READINGS = (("ё", "йо"), ("ŭўӯ", "u"), ("ý", "u"))
_TO_CYRILLIC = str.maketrans("aceopxyiktmhb", "асеорхуіктмнв")
_TO_LATIN = str.maketrans("асеорхуіктмнв", "aceopxyiktmhb")
_DOUBLE = re.compile(r"(.)\1+")
_ACCENT = re.compile("[\u0300-\u036f\u0483-\u0487\u064b-\u065f\u0670\u0591-\u05c7]")
_WORD = re.compile(r"[^\W_]+(?:[ʻʼ'`‘’´][^\W_]+)*[ʻʼ'`‘’´]?")


def plain(text: str) -> str:
    """
    The text in lower case with one kind of apostrophe, ё as е and single spaces, its own script kept.

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    str
        The text; what cannot be seen, and the stress mark, are gone.
    """
    return _plain(text) if len(text) < _SHORT else _plain.__wrapped__(text)


@lru_cache(maxsize=65536)
def _plain(text: str) -> str:
    if text.isascii():
        return " ".join(text.lower().replace("`", "'").split())
    # NFKC makes a space and an accent of U+00B4, so apostrophes come first.
    made = unicodedata.normalize("NFKC", text.translate(_ONE_MARK))
    made = (made.translate(_PLAIN) if _ODD.search(made) else made).casefold()
    return " ".join(made.replace("\u0307", "").split())  # "İ" leaves a combining dot


def heading_key(text: str) -> str:
    """A heading, or a word of a closed list, without case, spaces and signs."""
    return re.sub(r"[\W_]+", "", plain(text))


def bare_letters(text: str) -> str:
    """The letters of a name in its own script, without case, accents, spaces and signs."""
    return "".join(letter for letter in unicodedata.normalize("NFKD", text.casefold()) if letter.isalpha())


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """
    The look-up key of a name: ``fold("Нөкис") == fold("Nókis") == "nokis"``.

    Parameters
    ----------
    name
        A name in any script.

    Returns
    -------
    str
        Lower-case Latin letters and digits for Latin and Cyrillic names, lower-case letters of its own script
        for any other; empty when the name holds no letter or digit.
    """
    return _key(name, ())


def fold_words(text: str) -> str:
    """The keys of all words of a text, parted by one space: what people type meets what was kept."""
    return " ".join(key for word in _WORD.findall(text) if (key := fold(word)))


@lru_cache(maxsize=400_000)
def sound(word: str, language: str = "") -> str:
    """
    The sound of one word: the same for every spelling of a loan-word.

    Parameters
    ----------
    word
        One word; a number comes back as it is.
    language
        "en" reads Latin letters the English way (c, ch, x); anything else the Uzbek and Kazakh way.

    Returns
    -------
    str
        As `fold`, rougher.
    """
    if word[:1].isdigit():
        return word
    key = _key(word, _ENGLISH if language == "en" else ())
    for pattern, by in _ROUGHER:
        key = pattern.sub(by, key)
    return key


def _letters_alone(text: str) -> str:
    if text.isascii():
        return "".join(ch for ch in text if ch.isalnum() or ch in "\x01\x02")
    text = _ACCENT.sub("", unicodedata.normalize("NFKD", text)).translate(_TRANSLATE)
    return "".join(ch for ch in text if ch in "\x01\x02" or unicodedata.category(ch)[0] in "LNM")


def _key(name: str, first: Sequence[tuple[re.Pattern[str], str]]) -> str:
    text = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", name).casefold())
    text = text.translate(_MARKS)
    cyrillic, latin = _letters_of(text)
    if cyrillic > latin:  # a Cyrillic letter among Latin ones is read as itself: "Nukуs"
        text = text.translate(_TO_CYRILLIC)
    for pattern, by in first:
        text = pattern.sub(by, text)
    text = _letters_alone(text.translate(_TRANSLATE))
    for pattern, by in _LATIN:
        text = pattern.sub(by, text)
    return _DOUBLE.sub(r"\1", text)


def one_script(text: str) -> str:
    """A word in the script of most of its letters: a Latin "c" typed among Cyrillic ones is found nowhere."""
    cyrillic, latin = _letters_of(text)
    if not cyrillic or not latin:
        return text
    return text.translate(_TO_CYRILLIC if cyrillic >= latin else _TO_LATIN)


def _letters_of(text: str) -> tuple[int, int]:
    if text.isascii():
        return 0, len(text)
    cyrillic = sum("\u0400" <= ch <= "\u04ff" for ch in text)
    return cyrillic, sum(ch.isascii() and ch.isalpha() for ch in text)


def keys(name: str) -> list[str]:
    """
    Every key under which a name is filed, the usual one first.

    Parameters
    ----------
    name
        A name in any script.

    Returns
    -------
    list[str]
        One key, or two where a letter has two honest readings: Russian and Uzbek "ё" (e, yo); "ŭ" and "ў",
        which Russian writes as "у"; "ý", which is "у" in one Kazakh Latin alphabet and "й" in Turkmen.
    """
    found = [fold(name)]
    low = name.casefold()
    for letters, by in _TWO_READINGS:
        if any(letter in low for letter in letters):
            other = low
            for letter in letters:
                other = other.replace(letter, by)
            found.append(fold(other))
    return list(dict.fromkeys(key for key in found if key))
