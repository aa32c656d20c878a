"""Uzbek between its two scripts, letter by letter, for names that have no curated form."""

import re

_DIGRAPHS = {"sh": "ш", "ch": "ч", "oʻ": "ў", "gʻ": "ғ", "yo": "ё", "yu": "ю", "ya": "я", "ye": "е", "ʼ": "ъ"}
_LETTERS = dict(zip("abdefghijklmnopqrstuvxyz", "абдефгҳижклмнопқрстувхйз", strict=True))
_TO_CYRILLIC = _DIGRAPHS | _LETTERS
_LATIN = re.compile("|".join(sorted(_TO_CYRILLIC, key=len, reverse=True)))
_O_G = re.compile("([oOgG])['ʻ‘`ʼ’]")
_FIRST_E = re.compile(r"(?:(?<=^)|(?<=[\W_])|(?<=[aeiou]))e")


def uzbek_to_cyrillic(name: str) -> str:
    """An Uzbek Latin name in Cyrillic: "Toʻrtkoʻl" → "Тўрткўл". What is not Latin stays."""
    text = _O_G.sub(r"\1ʻ", name)
    low = _FIRST_E.sub("э", text.lower())
    turned = _LATIN.sub(lambda found: _TO_CYRILLIC[found.group()], low)
    return "".join(part.capitalize() if part.isalpha() else part for part in re.split(r"(\W+)", turned))
