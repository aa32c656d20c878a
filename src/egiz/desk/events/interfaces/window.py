"""The common window as its page shows it: weeks of days, each with its reason."""

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from babel.dates import format_date, format_skeleton, get_day_names
from django.utils.translation import gettext as _

from egiz.desk.core.models import Desk
from egiz.desk.events.interfaces.strip import language, locale

if TYPE_CHECKING:
    from egiz.calendars import Day, DayReason

PROPOSED = 3  # how many days are named on top
FAR_ENOUGH = 5  # working days an invitation needs; nearer days are shown but not proposed


def shown_days(days: Sequence["Day"], desk: Desk) -> dict[str, Any]:
    """Give the days in rows of weeks, the first ones worth proposing, and how many serve."""
    cells = [_cell(day, desk) for day in days]
    good = [cell for cell in cells if cell["ok"]]
    later = good[FAR_ENOUGH:] if len(good) > FAR_ENOUGH + PROPOSED else good
    blank: list[Any] = [None] * days[0].date.weekday()
    padded = blank + cells
    padded += [None] * (-len(padded) % 7)
    names = get_day_names("abbreviated", context="stand-alone", locale=locale())
    return {
        "weekdays": [names[number] for number in range(7)],
        "weeks": [padded[start : start + 7] for start in range(0, len(padded), 7)],
        "good": len(good),
        "total": len(cells),
        "proposed": later[:PROPOSED],
        "excluded": [cell for cell in cells if not cell["ok"] and cell["holiday"]],
    }


def _cell(day: "Day", desk: Desk) -> dict[str, Any]:
    hours = [
        f"{part.start.astimezone(desk.zone):%H:%M}–{part.end.astimezone(desk.zone):%H:%M}"
        for part in day.hours
    ]
    return {
        "date": day.date,
        "number": day.date.day,
        "month": format_skeleton("MMM", day.date, locale=locale()) if _starts_month(day.date) else "",
        "long": format_date(day.date, "full", locale=locale()),
        "ok": day.ok,
        "hours": hours,
        "reasons": [_reason(reason, desk) for reason in day.reasons],
        "cautions": [_reason(reason, desk) for reason in day.cautions],
        "holiday": any(reason.why != "weekend" for reason in day.reasons),
    }


def _starts_month(date: dt.date) -> bool:
    return date.day == 1


def _reason(reason: "DayReason", desk: Desk) -> dict[str, Any]:
    name = reason.names.get(language()) or reason.name
    if reason.why == "weekend":
        words = _("weekend")
    elif reason.why == "near_estimate":
        words = _("%(name)s is estimated nearby and may fall on this day") % {"name": name}
    elif reason.estimated:
        words = _("%(name)s (estimated date)") % {"name": name}
    else:
        words = name
    return {
        "side": desk.side_of_country(reason.country),
        "country": reason.country,
        "words": words,
        "why": reason.why,
    }
