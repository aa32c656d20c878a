"""Names of the months: the one list that dates, ranges and deadlines are read with."""

from __future__ import annotations

import re

# Stems: the ending is free, since Russian, Kazakh and Uzbek all decline their months.
_BY_LANGUAGE: dict[str, tuple[str, ...]] = {
    "ru": (
        "январ", "феврал", "март", "апрел", "", "июн", "июл", "август",
        "сентябр", "октябр", "ноябр", "декабр",
    ),
    "kk": (
        "қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым",
        "шілде", "тамыз", "қыркүйек", "қазан", "қараша", "желтоқсан",
    ),
    "uz": (
        "yanvar", "fevral", "mart", "aprel", "", "iyun", "iyul", "avgust",
        "sentabr sentyabr", "oktabr oktyabr", "noyabr", "dekabr",
    ),
    "en": (
        "january", "february", "march", "april", "", "june", "july", "august",
        "september", "october", "november", "december",
    ),
    # Karakalpak in either script, Uzbek in Cyrillic letters.
    "": (
        "қантар qańtar qantar", "aqpan", "наўрыз nawrız nawriz", "сәўир sáwir sawir", "mamır mamir",
        "маўсым mawsım mawsim", "шилде shilde", "tamız tamiz", "сентабр qırkúyek qirkuyek", "октабр qazan",
        "qarasha", "jeltoqsan",
    ),
}  # fmt: skip
STEMS: tuple[tuple[str, ...], ...] = tuple(
    tuple(" ".join(names).split()) for names in zip(*_BY_LANGUAGE.values(), strict=True)
)
# Whole words: "мар" with a free ending would make a date of "12 марок", "may" one of "15 mayors".
_SHORT_EN = "jan feb mar apr may jun jul aug sep|sept oct nov dec"
_SHORT_RU = "янв фев мар апр май|мая|мае|маем июн июл авг сен|сент окт ноя|нояб дек"
_MAY = ("майда", "майдан", "майга", "майгача", "майнинг", "mayda", "maydan", "mayga", "maygacha", "mayning")
SHORT: tuple[tuple[str, ...], ...] = tuple(
    (*ru.split("|"), *en.split("|"), *(_MAY if en == "may" else ()))
    for ru, en in zip(_SHORT_RU.split(), _SHORT_EN.split(), strict=True)
)
_NUMBER = {
    stem: index for table in (STEMS, SHORT) for index, stems in enumerate(table, start=1) for stem in stems
}


def either(table: tuple[tuple[str, ...], ...]) -> str:
    """A pattern of all names of a table, the longest first."""
    return "|".join(sorted((re.escape(stem) for stems in table for stem in stems), key=len, reverse=True))


ENDING = r"[а-яёәғқңөұүһіўҳa-zʻ'ıúńáǵ]{0,5}\b"
MONTH = rf"(?:(?:{either(STEMS)}){ENDING}|(?:{either(SHORT)})\b\.?)"
"""A month's name in any of the languages, with its ending, as a pattern without groups."""


def month_number(word: str) -> int:
    """The number of a month named as `MONTH` finds it; 0 for another word."""
    low = word.casefold().rstrip(".")
    if low in _NUMBER:
        return _NUMBER[low]
    # Only what is written out takes an ending: "марка" is no March.
    found = (number for number, stems in enumerate(STEMS, start=1) if low.startswith(stems))
    return next(found, 0)


def months_of(language: str) -> tuple[str, ...]:
    """A pattern for each month in ru, uz, kk or en; only Russian names come with their endings."""
    stems = _BY_LANGUAGE[language]
    if language == "ru":
        return tuple(f"{stem}[ьяюеау]?" if stem else "ма[йяюе]" for stem in stems)
    if language == "en":
        return tuple(
            f"{stem}|{short}".lstrip("|") for stem, short in zip(stems, _SHORT_EN.split(), strict=True)
        )
    return tuple(stem.replace(" ", "|") or "may" for stem in stems)
