"""Publishing events: iCalendar, RSS, JSON, CSV and schema.org, for every calendar program to subscribe."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from email.utils import format_datetime
from json.encoder import encode_basestring
from typing import Any
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

from egiz.text import csv_bytes, xlsx_bytes

from .events import Event, Status
from .records import event_to_json
from .sector_tree import sector
from .translations import description, say, when_in_words
from .vcalendar import calendar_text

_SCHEMA_STATUS = {Status.CANCELLED: "EventCancelled", Status.MOVED: "EventRescheduled"}
# The event module of RSS.
_EV = "http://purl.org/rss/1.0/modules/event/"
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
CSV_COLUMNS = (
    "uid", "name", "start", "end", "month", "status", "city", "country", "venue", "sectors", "organiser",
    "url", "registration_url", "registration_deadline", "price", "sources", "checked_on",
)  # fmt: skip


def no_page(_event: Event) -> str:
    """Say that an event has no page of ours."""
    return ""


def to_ics(
    events: Iterable[Event],
    *,
    title: str,
    now: datetime,
    language: str = "en",
    page_of: Callable[[Event], str] = no_page,
) -> bytes:
    """Write a calendar that programs subscribe to (RFC 5545, with the names of RFC 7986).

    Parameters
    ----------
    events
        Forecasts are left out: a calendar program cannot show a month without inventing a day.
    title
        The calendar's name.
    now
        Stands in as DTSTAMP for events that do not know when they last changed; aware.
    language
        Language of names, where the event has it, and of what stands beside them.
    page_of
        Gives the address of an event's page, for an event whose organiser has none.

    Returns
    -------
    bytes
        UTF-8 with CRLF line ends. The same events give the same bytes. Cancelled events stay in, with
        STATUS:CANCELLED, so that subscribers see them go.
    """
    return calendar_text(events, title=title, now=now, language=language, page_of=page_of)


def _for_ics(moment: date | datetime | None, zone: str) -> date | datetime | None:
    if isinstance(moment, datetime):
        return moment.astimezone(ZoneInfo(zone)) if zone else moment.astimezone(UTC)
    return moment


def to_json(events: Iterable[Event]) -> str:
    """Write ``{"events": […]}`` with every field that is known, forecasts included."""
    # One event after the other: thousands of objects at once set the garbage collector to work.
    written = ",\n  ".join(_indented(event_to_json(event), "\n  ") for event in events)
    return f'{{\n "events": [\n  {written}\n ]\n}}' if written else '{\n "events": []\n}'


def _indented(value: Any, margin: str = "\n") -> str:
    """Write as ``json.dumps(value, ensure_ascii=False, indent=1)`` would, in a third of its time."""
    if isinstance(value, str):
        return encode_basestring(value)
    inner = f"{margin} "
    if isinstance(value, dict) and value:
        pairs = f",{inner}".join(f"{encode_basestring(k)}: {_indented(v, inner)}" for k, v in value.items())
        return f"{{{inner}{pairs}{margin}}}"
    if isinstance(value, list) and value:
        return f"[{inner}{f',{inner}'.join(_indented(item, inner) for item in value)}{margin}]"
    return json.dumps(value)


def to_csv(events: Iterable[Event], *, language: str = "en") -> bytes:
    """Write a table that a spreadsheet opens with its letters right and runs nothing from."""
    return csv_bytes([CSV_COLUMNS, *(_csv_row(event, language) for event in events)])


def to_xlsx(events: Iterable[Event], *, language: str = "en") -> bytes:
    """Write the table of ``to_csv`` as an Excel workbook; every cell is text, so none can be a formula."""
    return xlsx_bytes("events", CSV_COLUMNS, (_csv_row(event, language) for event in events))


def _csv_row(event: Event, language: str) -> list[str]:
    month = f"{event.forecast.part} {event.forecast.month:02d}".strip() if event.forecast else None
    checked = max((s.checked_on for s in event.sources if s.checked_on), default=None)
    row = [
        event.uid, event.name(language), event.start, event.end, month, event.status, event.place_name,
        event.country, event.venue, ", ".join(event.sectors), event.organiser, event.url,
        event.registration_url, event.registration_deadline, event.price,
        "; ".join(s.url or s.title for s in event.sources), checked,
    ]  # fmt: skip
    return ["" if value is None else str(value) for value in row]


def to_rss(
    events: Iterable[Event],
    *,
    title: str,
    address: str,
    language: str = "en",
    now: datetime,
    page_of: Callable[[Event], str] = no_page,
) -> bytes:
    """Write an RSS 2.0 feed of the events, the last changed ones first.

    The days stand in the reader's language in the title and, for programs, in the elements of the event
    module of RSS (``ev:startdate``, ``ev:enddate``).

    Parameters
    ----------
    title, address
        Of the calendar's own page.
    now
        Stands in for events that do not know when they last changed.
    page_of
        Gives the address of an event's page, which is the item's link; without one it is the organiser's.
    """
    ET.register_namespace("ev", _EV)
    root = ET.Element("rss", {"version": "2.0"})
    channel = ET.SubElement(root, "channel")
    for tag, text in (("title", title), ("link", address), ("description", title), ("language", language)):
        ET.SubElement(channel, tag).text = _xml(text)
    for event in sorted(events, key=lambda e: (-_changed(e, now).timestamp(), e.uid)):
        _fill_item(ET.SubElement(channel, "item"), event, page_of(event), language, now)
    content: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return content


def _fill_item(item: ET.Element, event: Event, page: str, language: str, now: datetime) -> None:
    ET.SubElement(item, "title").text = _xml(f"{event.name(language)}: {when_in_words(event, language)}")
    ET.SubElement(item, "guid", {"isPermaLink": "false"}).text = _xml(event.uid)
    if link := page or event.url:
        ET.SubElement(item, "link").text = _xml(link)
    ET.SubElement(item, "pubDate").text = format_datetime(_changed(event, now))
    organisers = say("page", language, name=event.url) if page and event.url else ""
    said = filter(None, (description(event, language), organisers))
    ET.SubElement(item, "description").text = _xml("\n".join(said))
    for tag, day in (("startdate", event.first_day), ("enddate", event.last_day)):
        if day is not None:
            ET.SubElement(item, f"{{{_EV}}}{tag}").text = day.isoformat()
    for key in event.sectors:
        ET.SubElement(item, "category").text = _xml(sector(key).names.get(language, key))


def _changed(event: Event, now: datetime) -> datetime:
    return (event.updated or now).astimezone(UTC)


def _xml(text: str) -> str:
    return _NOT_XML.sub("", text)


def to_jsonld(event: Event, *, language: str = "en") -> dict[str, Any] | None:
    """The event as schema.org data for its page; None for a forecast, which has no start date."""
    if event.start is None:
        return None
    status = _SCHEMA_STATUS.get(event.status, "EventScheduled")
    record: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "BusinessEvent",
        "identifier": event.uid,
        "name": event.name(language),
        "startDate": _iso(event.start, event.zone),
        "endDate": _iso(event.end, event.zone),
        "eventStatus": f"https://schema.org/{status}",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "previousStartDate": event.previous_start.isoformat() if event.previous_start else None,
        "location": _jsonld_place(event),
        "organizer": {"@type": "Organization", "name": event.organiser} if event.organiser else None,
        "url": event.url,
        "description": event.notes,
        "inLanguage": list(event.languages),
        "offers": {"@type": "Offer", "url": event.registration_url} if event.registration_url else None,
    }
    return {name: value for name, value in record.items() if value not in (None, "", [])}


def script_text(record: Mapping[str, Any]) -> str:
    """JSON that can stand inside a script element: nothing in it can end the element."""
    text = json.dumps(record, ensure_ascii=False)
    for mark in "<>&\u2028\u2029":
        text = text.replace(mark, f"\\u{ord(mark):04x}")
    return text


def _iso(moment: date | datetime | None, zone: str) -> str | None:
    value = _for_ics(moment, zone)
    return value.isoformat() if value else None


def _jsonld_place(event: Event) -> dict[str, Any] | None:
    if not (event.venue or event.place_name or event.country):
        return None
    address = {"@type": "PostalAddress", "addressLocality": event.place_name, "addressCountry": event.country}
    return {
        "@type": "Place",
        "name": event.venue or event.place_name or event.country,
        "address": {name: value for name, value in address.items() if value},
    }
