"""Uzbek between its two scripts, letter by letter, with the way back."""

from __future__ import annotations

import re

from egiz.text.normalising import APOSTROPHES, Aligned

_LATIN = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo", "ж": "j", "з": "z", "и": "i",
    "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t",
    "у": "u", "ф": "f", "х": "x", "ц": "s", "ч": "ch", "ш": "sh", "ъ": "'", "ь": "", "э": "e",
    "ю": "yu", "я": "ya", "ў": "o'",
    "қ": "q", "ғ": "g'", "ҳ": "h", "ы": "i", "щ": "sh",
}  # fmt: skip
# Back, a letter is the first that is written so; е and э are told apart by where they stand.
_CYRILLIC = {latin: letter for letter, latin in reversed(_LATIN.items()) if latin} | {"ye": "е", "e": "е"}
_PIECES = re.compile("|".join(sorted(_CYRILLIC, key=len, reverse=True)))
_APOSTROPHE = re.compile(f"[{re.escape(APOSTROPHES)}]")
_FIRST_E = re.compile(r"(?:(?<=^)|(?<=[\W_])|(?<=[aeiou]))e")
_VOWELS = frozenset("аоуэеиўюяё")


def uzbek_to_latin(text: str) -> Aligned:
    """Uzbek Cyrillic in Latin letters with plain apostrophes; what is not Cyrillic stays."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        low = letter.lower()
        before = text[place - 1].lower() if place else " "
        new = _LATIN.get(low, letter)
        if low == "е" and (not before.isalpha() or before in _VOWELS):
            new = "ye"
        if letter.isupper() and low in _LATIN:
            new = new[:1].upper() + new[1:]
        letters.append(new)
        places.extend([place] * len(new))
    return Aligned("".join(letters), [*places, len(text)])


def uzbek_to_cyrillic(name: str) -> str:
    """An Uzbek Latin name in Cyrillic: "Toʻrtkoʻl" → "Тўрткўл". What is not Latin stays."""
    low = _FIRST_E.sub("э", _APOSTROPHE.sub("'", name).lower())
    turned = _PIECES.sub(lambda found: _CYRILLIC[found.group()], low)
    return "".join(part.capitalize() if part.isalpha() else part for part in re.split(r"(\W+)", turned))
