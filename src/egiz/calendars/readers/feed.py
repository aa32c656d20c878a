"""RSS and Atom: a post is an event only if it says a day; when it was published is not when it happens."""

from __future__ import annotations

import calendar
import io
import re
from datetime import UTC, date, datetime
from typing import Any

import feedparser

from egiz.calendars._errors import ReadingError
from egiz.text import decode
from egiz.text.dates import DateSpan, dates_in_words

from ._common import Draft, Problem, ReadContext, Reading, check_size, collect, plain, web_address

_MAX_ENTRIES = 2000
_START_KEYS = ("ev_startdate", "xcal_dtstart", "startdate", "start_date", "dtstart")
_END_KEYS = ("ev_enddate", "xcal_dtend", "enddate", "end_date", "dtend")
_PLACE_KEYS = ("ev_location", "xcal_location", "location")
_ORGANISER_KEYS = ("ev_organizer", "xcal_organizer", "organizer")


def read_feed(data: bytes, context: ReadContext) -> Reading:
    """Read the events announced in an RSS or Atom feed.

    Parameters
    ----------
    data
        The feed as it came.
    context
        What is known of its source.

    Returns
    -------
    Reading
        Posts that say their day, in event tags or in words ("15–17 мая 2027"); a sentence for each other one.

    Raises
    ------
    ReadingError
        When the document is no feed, is too big, or declares entities, which no feed needs.
    """
    check_size(data)
    text = decode(data, _declared_charset(data))
    if "<!ENTITY" in text.upper():
        raise ReadingError(
            "The feed declares entities of its own; it is not read, since they can grow without end.",
            code="hostile",
        )
    # A stream, never a string: feedparser would take a string for an address or a file name.
    clean = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    try:
        parsed = feedparser.parse(
            io.BytesIO(clean.encode(errors="replace")),
            response_headers={"content-type": "text/xml; charset=utf-8"},
        )
    except (ValueError, LookupError, AttributeError, TypeError, RecursionError) as error:
        # An address that cannot be (http://xn--…/) goes through all of feedparser as an error of its own.
        raise ReadingError(f"The feed cannot be read: {plain(error, 120)}", code="broken-answer") from error
    if not parsed.version and not parsed.entries:
        raise ReadingError("This is neither an RSS nor an Atom feed.", code="not-a-feed")
    problems: list[Problem] = []
    drafts: list[tuple[str, Draft]] = []
    for number, entry in enumerate(parsed.entries[:_MAX_ENTRIES], start=1):
        where = f"entry {number}, {plain(entry.get('title'), 60)}"
        draft = _draft(entry)
        if draft.start is None:
            problems.append(Problem(where, "no-day", "it names no day on which it takes place"))
        else:
            drafts.append((where, draft))
    if len(parsed.entries) > _MAX_ENTRIES:
        problems.append(Problem("document", "too-many", f"only the first {_MAX_ENTRIES} entries were read"))
    reading = collect(drafts, context)
    return Reading(reading.events, (*problems, *reading.problems))


def _declared_charset(data: bytes) -> str:
    match = re.match(rb"\s*<\?xml[^>]*encoding=[\"']([A-Za-z0-9_\-]{1,40})[\"']", data)
    name = match[1].decode().lower() if match else ""
    # What could be read so far as plain letters is in no encoding of two or four bytes a letter.
    return "" if name.startswith(("utf-16", "utf-32", "utf16", "utf32", "ucs", "iso-10646")) else name


def _first(entry: Any, keys: tuple[str, ...]) -> str:
    return next((str(entry[key]) for key in keys if entry.get(key)), "")


def _draft(entry: Any) -> Draft:
    title, summary = plain(entry.get("title"), 300), plain(entry.get("summary"), 4000)
    draft = Draft(name=title, notes=summary, url=web_address(entry.get("link")))
    draft.uid = plain(entry.get("id"), 300)
    draft.start, draft.end = _moment(_first(entry, _START_KEYS)), _moment(_first(entry, _END_KEYS))
    if draft.start is None:
        draft.start, draft.end = _days_in(title) or _days_in(summary) or (None, None)
    draft.place, draft.organiser = _first(entry, _PLACE_KEYS), _first(entry, _ORGANISER_KEYS)
    draft.categories = " ".join(str(tag.get("term", "")) for tag in entry.get("tags", [])[:20])
    # feedparser's own get() answers one for the other, with a warning.
    published = dict.get(entry, "updated_parsed") or dict.get(entry, "published_parsed")
    if published:
        draft.updated = _stamp(published)
    return draft


def _days_in(text: str) -> tuple[date, date] | None:
    spans: list[DateSpan] = [span for span in dates_in_words(text) if span.year and span.day]
    return spans[0].dates() if spans else None


def _moment(text: str) -> date | datetime | None:
    text = text.strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
    except ValueError:
        days = _days_in(text)
        return days[0] if days else None


def _stamp(parsed: Any) -> datetime | None:
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC)
    except (ValueError, TypeError, OverflowError):
        return None
