import datetime as dt
from typing import Any

from babel.dates import format_skeleton
from django import template
from django.utils.translation import get_language

from egiz.desk.core.interfaces.languages import locale
from egiz.desk.trips.interfaces import reasons

register = template.Library()


@register.filter
def weekday(value: dt.date) -> str:
    """Write a day as "Wed, 9 Dec"."""
    text = format_skeleton("MMMEd", value, locale=locale())
    return text[:1].upper() + text[1:]


@register.filter
def clock(value: Any) -> str:
    return f"{value:%H:%M}"


@register.filter
def stay_words(status: str) -> str:
    return str(reasons.STAYS.get(status, status))


@register.filter
def status_words(status: str) -> str:
    return reasons.status_words(status)


@register.filter
def country_name(code: str) -> str:
    from egiz.documents.translations import country  # noqa: PLC0415 - loads Babel's names

    return country(code, (get_language() or "en").split("-")[0]) if code else ""


@register.filter
def language_words(codes: list[str]) -> str:
    from egiz.documents.translations import languages  # noqa: PLC0415 - as above

    return languages(tuple(codes), (get_language() or "en").split("-")[0])
