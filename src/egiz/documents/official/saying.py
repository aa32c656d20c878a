"""Days, places and bodies as official papers write them."""

from __future__ import annotations

import datetime as dt

from babel import Locale
from babel.dates import format_date

from .kinds import words

BLANK = "____________"


def _locale(lang: str) -> Locale:
    return Locale.parse("en_GB" if lang == "en" else lang)


def _framed(days: str, month: str, year: int, lang: str) -> str:
    if lang == "kk":
        return f"{year} жылғы {days} {month}"
    if lang == "uz":
        return f"{year}-yil {days}-{month}"
    return f"{days} {month} {year} года" if lang == "ru" else f"{days} {month} {year}"


def _month(day: dt.date, lang: str) -> str:
    return format_date(day, "MMMM", locale=_locale(lang)).lower() if lang != "en" else f"{day:%B}"


def official_day(day: dt.date, lang: str) -> str:
    """A day as office papers write it: "12 марта 2027 года", «2027 жылғы 12 наурыз», “2027-yil 12-mart”."""
    return _framed(str(day.day), _month(day, lang), day.year, lang)


def official_span(first: dt.date, last: dt.date | None, lang: str) -> str:
    """Days from the first to the last, the month said once where it is the same."""
    if last is None or last == first:
        return official_day(first, lang)
    if (first.year, first.month) == (last.year, last.month):
        return _framed(f"{first.day}–{last.day}", _month(first, lang), first.year, lang)
    return f"{official_day(first, lang)} – {official_day(last, lang)}"


def of_region(name: str, lang: str) -> str:
    """A region's name after "of": only Russian changes it, and only where the form is sure."""
    if lang != "ru":
        return name
    if name.endswith("ая область"):
        return name.removesuffix("ая область") + "ой области"
    if name.startswith("Республика "):
        return "Республики " + name.removeprefix("Республика ")
    return name


def body(level: str, country: str, place: str, lang: str) -> str:
    """The body that acts for a city or a region; empty where it is not known how it is called.

    Parameters
    ----------
    level
        city or region.
    country
        ISO 3166-1 alpha-2.
    place
        The place's name in that language.
    lang
        Language of the paper.
    """
    form = words(lang).get(f"body_{level}_{country}", "")
    return form.format(place=place, of_place=of_region(place, lang)) if place else ""


def listed(names: list[str], lang: str) -> str:
    """Names joined as a sentence does: "a, b and c"."""
    if len(names) < 2:
        return "".join(names)
    return ", ".join(names[:-1]) + words(lang)["and"] + names[-1]
