"""Links with which a reader takes one event into a calendar kept elsewhere, the form already filled."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlencode

from .events import Event
from .translations import description

_LONGEST_TEXT = 800  # an address of more than about 2,000 letters is cut by some programs
_GOOGLE = "https://calendar.google.com/calendar/render"
_OUTLOOK = "https://outlook.{host}/calendar/0/deeplink/compose"
_AN_HOUR = timedelta(hours=1)
_A_DAY = timedelta(days=1)


def links_to_add(event: Event, *, language: str = "en", page: str = "") -> dict[str, str]:
    """Give the addresses that open an event in web calendars.

    Parameters
    ----------
    event
        With a day; a forecast gives no links.
    language
        Of the name and of what stands below it.
    page
        The event's page; it is put below the text, so that the reader can look for changes.

    Returns
    -------
    dict[str, str]
        ``google``, ``outlook`` (private accounts) and ``office`` (of an organisation). An event whose end is
        not known takes its first day, or an hour.
    """
    if event.start is None:
        return {}
    name = event.name(language)
    where = ", ".join(dict.fromkeys(filter(None, (event.venue, event.place_name, event.country))))
    text = description(event, language)
    text = text if len(text) <= _LONGEST_TEXT else f"{text[:_LONGEST_TEXT]}…"
    body = "\n".join(filter(None, (text, page)))
    first, last, whole = _ends(event.start, event.end)
    google = {"action": "TEMPLATE", "text": name, "dates": f"{_compact(first)}/{_compact(last)}"}
    google |= {"details": body, "location": where, "ctz": event.zone}
    outlook = {
        "path": "/calendar/action/compose", "rru": "addevent", "subject": name,
        "startdt": _spelt(first), "enddt": _spelt(last), "allday": "true" if whole else "",
        "body": body, "location": where,
    }  # fmt: skip
    return {
        "google": f"{_GOOGLE}?{_query(google)}",
        "outlook": f"{_OUTLOOK.format(host='live.com')}?{_query(outlook)}",
        "office": f"{_OUTLOOK.format(host='office.com')}?{_query(outlook)}",
    }


def _ends(
    start: date | datetime, end: date | datetime | None
) -> tuple[date | datetime, date | datetime, bool]:
    """Begin and end as both programs want them: the end of whole days is the day after the last."""
    if isinstance(start, datetime):
        return start, end if isinstance(end, datetime) else start + _AN_HOUR, False
    return start, (end or start) + _A_DAY, True


def _compact(moment: date | datetime) -> str:
    if isinstance(moment, datetime):
        return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    return f"{moment:%Y%m%d}"


def _spelt(moment: date | datetime) -> str:
    if isinstance(moment, datetime):
        return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    return moment.isoformat()


def _query(params: dict[str, str]) -> str:
    return urlencode({name: value for name, value in params.items() if value})
