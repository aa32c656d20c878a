"""Numbers in words: Russian in the cases that follow a preposition, Uzbek, Kazakh and English, up to 999."""

from __future__ import annotations

import re
from functools import cache

_RU_ONES = (
    "один одна одного одной одну; два две двух; три трёх трех; четыре четырёх четырех; пять пяти; "
    "шесть шести; семь семи; восемь восьми; девять девяти; десять десяти; одиннадцать одиннадцати; "
    "двенадцать двенадцати; тринадцать тринадцати; четырнадцать четырнадцати; пятнадцать пятнадцати; "
    "шестнадцать шестнадцати; семнадцать семнадцати; восемнадцать восемнадцати; девятнадцать девятнадцати"
)
_RU_TENS = (
    "двадцать двадцати; тридцать тридцати; сорок сорока; пятьдесят пятидесяти; шестьдесят шестидесяти; "
    "семьдесят семидесяти; восемьдесят восьмидесяти; девяносто девяноста"
)
_EN_ONES = (
    "one; two; three; four; five; six; seven; eight; nine; ten; eleven; twelve; thirteen; fourteen; fifteen; "
    "sixteen; seventeen; eighteen; nineteen"
)
_EN_TENS = "twenty; thirty; forty; fifty; sixty; seventy; eighty; ninety"
_UZ_ONES = "bir; ikki; uch; to'rt; besh; olti; yetti; sakkiz; to'qqiz; o'n"
_UZ_TENS = "yigirma; o'ttiz; qirq; ellik; oltmish; yetmish; sakson; to'qson"
_KK_ONES = "бір; екі; үш; төрт; бес; алты; жеті; сегіз; тоғыз; он"
_KK_TENS = "жиырма; отыз; қырық; елу; алпыс; жетпіс; сексен; тоқсан"
_HUNDRED = {"ru": "сто ста", "uz": "yuz", "kk": "жүз", "en": "hundred"}
_LISTS = {
    "ru": (_RU_ONES, _RU_TENS),
    "uz": (_UZ_ONES, _UZ_TENS),
    "kk": (_KK_ONES, _KK_TENS),
    "en": (_EN_ONES, _EN_TENS),
}
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4}
FIRST_TO_FOURTH: dict[str, dict[str, int]] = {
    "ru": {"перв": 1, "втор": 2, "трет": 3, "четв[её]рт": 4, **_ROMAN, "1": 1, "2": 2, "3": 3, "4": 4},
    "uz": {"birinchi": 1, "ikkinchi": 2, "uchinchi": 3, "to'rtinchi": 4, **_ROMAN},
    "kk": {"бірінші": 1, "екінші": 2, "үшінші": 3, "төртінші": 4, **_ROMAN},
    "en": {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4},
}
"""The ordinals of quarters, as stems or whole words."""


@cache
def _values(language: str) -> dict[str, int]:
    ones, tens = _LISTS[language]
    table = {form: at for at, forms in enumerate(ones.split("; "), start=1) for form in forms.split()}
    table |= {form: 10 * at for at, forms in enumerate(tens.split("; "), start=2) for form in forms.split()}
    return table | dict.fromkeys(_HUNDRED[language].split(), 100)


@cache
def number_pattern(language: str) -> str:
    """
    A number in words as a pattern without groups: one to four words of the language.

    Parameters
    ----------
    language
        ru, uz (Latin letters, apostrophes written '), kk or en.
    """
    word = "|".join(sorted(_values(language), key=len, reverse=True))
    return rf"(?:{word})(?:(?:[\s-]+|\s+and\s+)(?:{word})(?!\w)){{0,3}}(?!\w)"


def number_in_words(text: str, language: str) -> int | None:
    """
    The number that some words or digits say.

    Parameters
    ----------
    text
        "15", "двадцати пяти", "yigirma besh", "жиырма бес", "twenty-five".
    language
        ru, uz, kk or en.

    Returns
    -------
    int or None
        None where the words are no number, or several: "two three".
    """
    if text.isdecimal():
        return int(text)
    words = re.split(r"[\s-]+", text.casefold())
    return _together([_values(language).get(word) for word in words if word != "and"])


def _together(values: list[int | None]) -> int | None:
    """The number that words say one after the other."""
    number = 0
    smallest = 1000
    for value in values:
        if value is None:
            return None
        if value == 100 and 0 < number < 10:
            number, smallest = number * 100, 100  # "two hundred"
            continue
        # Every further word is of a lower place: tens after hundreds, ones after tens.
        if value >= smallest:
            return None
        number += value
        smallest = 100 if value >= 100 else 1 if value % 10 else 10
    return number or None
