"""Events as their pages show them: cards, the list by month, the year's strip by sector."""

import datetime as dt
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from babel.dates import format_interval, get_timezone_location
from django.utils.translation import gettext as _

from egiz import calendars
from egiz.desk.core.domain.places import local_name
from egiz.desk.core.interfaces.languages import language, locale, month_names
from egiz.desk.events.models import EventRecord, Status

if TYPE_CHECKING:
    from egiz.calendars import Event

MONTHS = range(1, 13)
# The row of events whose sector has none of its own.
OTHER = ""
STALE_AFTER = 90  # days without a look at any source


def shown(event: "Event", pk: int, today: dt.date, row: EventRecord | None = None) -> dict[str, Any]:
    """Return one event with its words in the reader's language.

    The row knows of pulls that found nothing new, which the event's own sources need not.
    """
    days = [source.checked_on for source in event.sources if source.checked_on]
    checked = max([*days, *filter(None, [row.checked_on if row else None])], default=None)
    month = event.forecast.month if event.forecast else event.first_day.month if event.first_day else 0
    return {
        "pk": pk,
        "event": event,
        "name": event.name(language()),
        "when": when_words(event),
        "month": month,
        "status": event.status.value,
        "status_words": Status(event.status.value).label,
        "place": local_name(event.place, event.place_name) if event.place else event.place_name,
        "country": event.country,
        "stale": event.status.value != Status.PASSED.value
        and (not checked or (today - checked).days > STALE_AFTER),
        # Nobody has looked at a source since it should have ended: what came of it is not known.
        "is_outcome_unknown": event.status.value == Status.PASSED.value
        and (checked is None or event.last_day is None or checked <= event.last_day),
        "gone_on": row.gone_on if row else None,
        "checked_on": checked,
        "sectors": [sector_name(key) for key in event.sectors],
        "top_sectors": {_top(key) for key in event.sectors},
        "evidence": event.forecast.evidence if event.forecast else (),
    }


def when_words(event: "Event") -> str:
    """Write the days, with hours and their zone where they are known; a forecast is only a month."""
    if event.forecast:
        month = month_names()[event.forecast.month]
        # CLDR writes some languages' months alone with a capital, as a heading; in a sentence they have none.
        month = month if language() == "en" else month.lower()
        words = {"early": _("early %(month)s"), "mid": _("mid-%(month)s"), "late": _("late %(month)s")}
        shown_month = words.get(event.forecast.part, "%(month)s") % {"month": month}
        return _("usually %(month)s") % {"month": shown_month}
    if event.first_day is None:
        return ""
    days = str(format_interval(event.first_day, event.last_day, "yMMMd", locale=locale()))
    return f"{days}, {_hours(event)}" if isinstance(event.start, dt.datetime) else days


def _hours(event: "Event") -> str:
    zone = ZoneInfo(event.zone or "UTC")
    moments = [m.astimezone(zone) for m in (event.start, event.end) if isinstance(m, dt.datetime)]
    hours = "–".join(dict.fromkeys(f"{moment:%H:%M}" for moment in moments))
    return f"{hours} ({get_timezone_location(zone, locale=locale(), return_city=True)})"


def sector_name(key: str) -> str:
    names = calendars.sector(key).names
    return names.get(language(), names["en"])


def rows_of(top_sectors: Iterable[str], known: Container[str]) -> list[str]:
    """Name the rows of a year in which an event stands: OTHER where its sectors have no row."""
    return sorted(key for key in top_sectors if key in known) or [OTHER]


def _top(key: str) -> str:
    return calendars.sector(key).parent or key


def by_month(cards: Iterable[Mapping[str, Any]]) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """Group the cards under the months' names, dated ones before forecasts."""
    groups: dict[int, list[Mapping[str, Any]]] = {}
    for card in sorted(
        cards, key=lambda c: (c["month"], c["event"].first_day is None, str(c["event"].first_day))
    ):
        groups.setdefault(card["month"], []).append(card)
    names = month_names()
    return [(names[month], groups[month]) for month in MONTHS if month in groups]


def counted_strip(numbers: Mapping[tuple[int, str], int], sector_names: Mapping[str, str]) -> dict[str, Any]:
    """Lay numbers out by sector and month, for years with more events than a strip can show one by one.

    Parameters
    ----------
    numbers
        How many there are by month and sectors, these as a row keeps them.
    """
    counts: Counter[tuple[str, int]] = Counter()
    for (month, keys), number in numbers.items():
        for top in rows_of({_top(key) for key in keys.split()}, sector_names):
            counts[top, month] += number
    sector_names = {**sector_names, OTHER: _("Other")}
    used = [key for key in sector_names if any(counts[key, month] for month in MONTHS)]
    lines = [
        {
            "name": sector_names[key],
            "key": key,
            "cells": [{"month": month, "cards": [], "count": counts[key, month]} for month in MONTHS],
        }
        for key in used
    ]
    return {"months": [(month, month_names("abbreviated")[month]) for month in MONTHS], "rows": lines}


def year_strip(cards: Sequence[Mapping[str, Any]], sector_names: Mapping[str, str]) -> dict[str, Any]:
    """Lay the cards out by sector and month; an event of two sectors stands in both rows."""
    rows_by_card = [(card, rows_of(card["top_sectors"], sector_names)) for card in cards]
    sector_names = {**sector_names, OTHER: _("Other")}
    used = [key for key in sector_names if any(key in keys for _card, keys in rows_by_card)]
    rows = [
        {
            "name": sector_names[key],
            "key": key,
            "cells": [
                {
                    "month": month,
                    "cards": [c for c, keys in rows_by_card if c["month"] == month and key in keys],
                    "count": 0,
                }
                for month in MONTHS
            ],
        }
        for key in used
    ]
    return {"months": [(month, month_names("abbreviated")[month]) for month in MONTHS], "rows": rows}
