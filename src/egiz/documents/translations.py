"""The papers' words, days and hours in Russian, Uzbek, Kazakh and English."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from babel import Locale
from babel.dates import format_date

from egiz.documents._errors import DocumentError

DATA = Path(__file__).with_name("data")
LANGUAGES = ("ru", "uz", "kk", "en")


@cache
def read_words(path: Path, lang: str, what: str) -> Mapping[str, str]:
    """The words of a table in one language.

    Raises
    ------
    DocumentError
        If the language is not one of ru, uz, kk, en.
    """
    if lang not in LANGUAGES:
        raise DocumentError(f"No {what} in {lang!r}; one of {', '.join(LANGUAGES)} is expected.")
    table: dict[str, dict[str, str]] = json.loads(path.read_text(encoding="utf-8"))
    return table[lang]


def words(lang: str) -> Mapping[str, str]:
    """The words of the papers in one language (`read_words`)."""
    return read_words(DATA / "words.json", lang, "papers")


def _locale(lang: str) -> Locale:
    # British English writes days as the other three languages do: day before month.
    return Locale.parse("en_GB" if lang == "en" else lang)


def long_day(day: dt.date, lang: str) -> str:
    """A day with its weekday: "Wednesday, 9 December 2026"."""
    return _capital(format_date(day, "full", locale=_locale(lang)))


def plain_day(day: dt.date, lang: str) -> str:
    """A day in words: "9 December 2026"."""
    return format_date(day, "long", locale=_locale(lang))


def hours(starts: dt.datetime, ends: dt.datetime) -> str:
    """From when to when; a later day is said by its date."""
    until = f"{ends:%H:%M}" if ends.date() == starts.date() else f"{ends:%d.%m %H:%M}"
    return f"{starts:%H:%M}–{until}"


def country(code: str, lang: str) -> str:
    """A country's name; its letters where the language has none."""
    return str(_locale(lang).territories.get(code, code))


def languages(codes: tuple[str, ...], lang: str) -> str:
    """Languages in words."""
    known = _locale(lang).languages
    return ", ".join(str(known.get(code, code)) for code in codes)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
