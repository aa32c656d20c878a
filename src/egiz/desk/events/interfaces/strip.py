"""Events as their pages show them: cards, the list by month, the year's strip by sector."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from babel import Locale
from babel.dates import format_interval, get_month_names
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from egiz.desk.core.domain.places import local_name
from egiz.desk.events.models import Status

if TYPE_CHECKING:
    from egiz.calendars import Event

MONTHS = range(1, 13)


def language() -> str:
    return (get_language() or "en").split("-")[0]


def locale() -> Locale:
    # "en" alone is American; this desk's readers write the day before the month.
    return Locale.parse("en_GB" if language() == "en" else language())


def month_names(width: Literal["wide", "abbreviated"] = "wide") -> Mapping[int, str]:
    return get_month_names(width, context="stand-alone", locale=locale())


def shown(event: "Event", pk: int, today: dt.date) -> dict[str, Any]:
    """Give one event with its words in the reader's language."""
    month = event.forecast.month if event.forecast else event.first_day.month if event.first_day else 0
    return {
        "pk": pk,
        "event": event,
        "name": event.name(language()),
        "when": _when(event),
        "month": month,
        "status": event.status.value,
        "status_words": Status(event.status.value).label,
        "place": local_name(event.place, event.place_name) if event.place else event.place_name,
        "country": event.country,
        "stale": event.is_stale(today),
        "checked_on": max((s.checked_on for s in event.sources if s.checked_on), default=None),
        "sectors": [_sector_name(key) for key in event.sectors],
        "top_sectors": {_top(key) for key in event.sectors},
        "evidence": event.forecast.evidence if event.forecast else (),
    }


def _when(event: "Event") -> str:
    if event.forecast:
        month = month_names()[event.forecast.month]
        # CLDR writes some languages' months alone with a capital, as a heading; in a sentence they have none.
        month = month if language() == "en" else month.lower()
        words = {"early": _("early %(month)s"), "mid": _("mid-%(month)s"), "late": _("late %(month)s")}
        shown_month = words.get(event.forecast.part, "%(month)s") % {"month": month}
        return _("usually %(month)s") % {"month": shown_month}
    if event.first_day is None:
        return ""
    return str(format_interval(event.first_day, event.last_day, "yMMMd", locale=locale()))


def _sector_name(key: str) -> str:
    from egiz.calendars import sector  # noqa: PLC0415 - the engine loads when events are shown

    names = sector(key).names
    return names.get(language(), names["en"])


def _top(key: str) -> str:
    from egiz.calendars import sector  # noqa: PLC0415 - the engine loads when events are shown

    return sector(key).parent or key


def by_month(cards: Iterable[Mapping[str, Any]]) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """Group the cards under the months' names, dated ones before forecasts."""
    groups: dict[int, list[Mapping[str, Any]]] = {}
    for card in sorted(
        cards, key=lambda c: (c["month"], c["event"].first_day is None, str(c["event"].first_day))
    ):
        groups.setdefault(card["month"], []).append(card)
    names = month_names()
    return [(names[month], groups[month]) for month in MONTHS if month in groups]


def year_strip(cards: Sequence[Mapping[str, Any]], sector_names: Mapping[str, str]) -> dict[str, Any]:
    """Lay the cards out by sector and month; an event of two sectors stands in both rows."""
    used = [key for key in sector_names if any(key in card["top_sectors"] for card in cards)]
    rows = [
        {
            "name": sector_names[key],
            "cells": [
                (month, [c for c in cards if c["month"] == month and key in c["top_sectors"]])
                for month in MONTHS
            ],
        }
        for key in used
    ]
    return {"months": [(month, month_names("abbreviated")[month]) for month in MONTHS], "rows": rows}
