"""One rough Latin key for every spelling of a name, whatever its script and apostrophes.

The key is made for looking up, not for reading: sounds that Russian, Kazakh, Uzbek and Karakalpak spellings
write differently for one name share a letter (q and k; x, kh and h; y and i; zh and j), "c" stands for "ch"
and "x" for "sh", and doubled letters count once.
"""

import re
import unicodedata
from functools import lru_cache

APOSTROPHES = "ʻʼ‘’‛′ʹʺ″`´ʽˈ＇ʾʿ"
_CH, _SH = "\x01", "\x02"
_ONE_MARK = {ord(c): "'" for c in APOSTROPHES}
_MARKS = {ord(c): None for c in APOSTROPHES + "'\u00ad\u200b\u200c\u200d\u200e\u200f\ufeff"}

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
_LATIN_RULES = [
    (re.compile(pattern), by)
    for pattern, by in (
        ("q", "k"), ("x", "h"),
        ("shch", _SH + _CH), ("sch", _SH), ("t?ch", _CH), ("tsh", _CH), ("sh", _SH),
        ("d(?:zh|j)", "j"), ("zh", "j"), ("kh", "h"), ("gh", "g"), ("ph", "f"), ("th", "t"), ("ng", "n"),
        ("ck", "k"), ("c(?=[eiy])", "s"), ("c", "k"),
        ("(?<=[aeiou])w(?![aeiouy])", "u"), ("w", "v"),
        ("y", "i"), ("ie", "e"),
        (_CH, "c"), (_SH, "x"),
    )
]  # fmt: skip
_TWO_READINGS = (("ё", "йо"), ("ŭўӯ", "u"), ("ý", "u"))
_LOOKALIKES = str.maketrans("aeopcxyikmtbh", "аеорсхуікмтвн")
_DOUBLE = re.compile(r"(.)\1+")
_ACCENT = re.compile("[\u0300-\u036f\u0483-\u0487\u064b-\u065f\u0670\u0591-\u05c7]")


@lru_cache(maxsize=16384)
def clean(name: str) -> str:
    """The name in lower case with one kind of apostrophe and single spaces, its own script kept."""
    if name.isascii():
        return " ".join(name.lower().replace("`", "'").split())
    text = unicodedata.normalize("NFKC", name.translate(_ONE_MARK)).casefold()
    return " ".join(text.split())


@lru_cache(maxsize=16384)
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
    text = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", name).casefold())
    text = _one_script(text.translate(_MARKS)).translate(_TRANSLATE)
    if not text.isascii():
        text = _ACCENT.sub("", unicodedata.normalize("NFKD", text)).translate(_TRANSLATE)
        text = "".join(ch for ch in text if ch in "\x01\x02" or unicodedata.category(ch)[0] in "LNM")
    else:
        text = "".join(ch for ch in text if ch.isalnum() or ch in "\x01\x02")
    for pattern, by in _LATIN_RULES:
        text = pattern.sub(by, text)
    return _DOUBLE.sub(r"\1", text)


def _one_script(text: str) -> str:
    # A Latin "c" typed among Cyrillic letters looks right and is found nowhere.
    cyrillic = sum("\u0400" <= ch <= "\u04ff" for ch in text)
    latin = sum(ch.isascii() and ch.isalpha() for ch in text)
    return text.translate(_LOOKALIKES) if cyrillic > latin > 0 else text


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
