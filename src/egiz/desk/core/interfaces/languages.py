"""The reader's language, as formats, month names and the addresses of public pages need it."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Literal

from babel import Locale
from babel.dates import format_date, get_month_names
from django.conf import settings
from django.utils import translation
from django.utils.translation import get_language


def language() -> str:
    return (get_language() or "en").split("-")[0]


def locale() -> Locale:
    # "en" alone is American; this desk's readers write the day before the month.
    return Locale.parse("en_GB" if language() == "en" else language())


def day_words(day: dt.date) -> str:
    """Write a calendar day at length."""
    return str(format_date(day, "long", locale=locale()))


def month_names(width: Literal["wide", "abbreviated"] = "wide") -> Mapping[int, str]:
    return get_month_names(width, context="stand-alone", locale=locale())


def use_language_of_address(request: Any, fallback: str = "") -> None:
    """Use the language of the address (?lang=kk), so that a link says the same to everybody."""
    asked = request.GET.get("lang", "")
    request.lang = asked if asked in dict(settings.LANGUAGES) else ""
    if request.lang or fallback:
        translation.activate(request.lang or fallback)
        request.LANGUAGE_CODE = translation.get_language()
