"""A time zone in words."""

import datetime as dt
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import get_timezone_location
from django.utils.translation import get_language


def zone_words(zone: str, day: dt.date) -> str:
    """Name a zone with its offset on that day: "Samarkand (UTC+5)"."""
    return zones_words([zone], day)[0]


def zones_words(zones: Iterable[str], day: dt.date) -> list[str]:
    """Name zones, those of one offset together: "Atyrau, Samarkand (UTC+5)"."""
    locale = Locale.parse((get_language() or "en").split("-")[0])
    cities: dict[float, list[str]] = {}
    for zone in zones:
        info = ZoneInfo(zone)
        offset = dt.datetime.combine(day, dt.time(12), info).utcoffset() or dt.timedelta()
        city = get_timezone_location(info, locale=locale, return_city=True)
        cities.setdefault(offset.total_seconds() / 3600, []).append(city)
    return [f"{', '.join(names)} (UTC{hours:+g})" for hours, names in sorted(cities.items())]
