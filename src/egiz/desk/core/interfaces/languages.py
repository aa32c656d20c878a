"""The reader's language, as formats, month names and the addresses of public pages need it."""

import datetime as dt
import re
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


# Words of English sentences that sentences of the other three languages lack; of the short ones, which
# other languages may know too, two are needed.
_ENGLISH = re.compile(
    r"\b(the|of|and|were|was|not|from|with|for|its|their|that|this|edition|held|cancelled|postponed|january"
    r"|february|march|april|june|july|august|september|october|november|december)\b",
    re.IGNORECASE,
)
_SHORT = re.compile(r"\b(is|are|an|to|at|in|on|by|as|a)\b", re.IGNORECASE)
_CYRILLIC = re.compile(r"[а-яёәғқңөұүһіў]", re.IGNORECASE)


def foreign(text: str) -> str:
    """Give the language of a text that is foreign on the reader's page; empty for a name or the reader's own.

    English on a page of another language is what happens: sources and notes come in it.
    """
    if (get_language() or "en").split("-")[0] == "en" or _CYRILLIC.search(text):
        return ""
    return "en" if _ENGLISH.search(text) or len(_SHORT.findall(text)) > 1 else ""
