"""iCalendar (RFC 5545): odd zones, recurring events, and whatever broken exporters write."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import x_wr_timezone
from icalendar import Calendar

from egiz.calendars._errors import ReadingError
from egiz.calendars.events import Status
from egiz.text import decode

from ._common import (
    MAX_EVENTS,
    Draft,
    Problem,
    ReadContext,
    Reading,
    check_size,
    collect,
    guess_language,
    plain,
    web_address,
    zone_or_none,
)
from ._recurrence import MAX_OCCURRENCES, unroll

_FOLD = re.compile(r"\r?\n[ \t]")
_ZONE_BLOCK = re.compile(
    r"^BEGIN:VTIMEZONE\b.*?^END:VTIMEZONE[^\n]*\n?", re.DOTALL | re.MULTILINE | re.IGNORECASE
)
_EVENT_BLOCK = re.compile(r"^BEGIN:VEVENT\b.*?^END:VEVENT[^\n]*\n?", re.DOTALL | re.MULTILINE | re.IGNORECASE)
_WILD_ZONE_RULE = re.compile(
    r"^RRULE[^\n]*(?:SECONDLY|MINUTELY|HOURLY|DAILY|WEEKLY|BYHOUR|BYMINUTE|BYSECOND)", re.MULTILINE
)
_LONG_LINE = re.compile(r"^([A-Z-]{1,40})[^\n]{200000,}$", re.MULTILINE)
_CALENDAR_BEGIN = re.compile(r"^BEGIN:VCALENDAR\b", re.MULTILINE | re.IGNORECASE)
_CALENDAR_END = re.compile(r"^END:VCALENDAR\b", re.MULTILINE | re.IGNORECASE)
_MAX_DEPTH = 6
_MAX_SERIES = 300
_MAX_ZONES = 50
_STATUS = {"CANCELLED": Status.CANCELLED, "CONFIRMED": Status.CONFIRMED, "TENTATIVE": Status.ANNOUNCED}


def read_ics(data: bytes, context: ReadContext) -> Reading:
    """Read the events of an iCalendar file.

    Parameters
    ----------
    data
        The file as it came.
    context
        What is known of its source.

    Returns
    -------
    Reading
        Single events whole, recurring ones unrolled within the horizon (at most 400 occurrences each, their
        uids carry the occurrence's day), and a sentence for every entry that could not be read.

    Raises
    ------
    ReadingError
        When the document is not an iCalendar, too big, or nested beyond reason.
    """
    calendars, problems = parse_calendars(data)
    drafts: list[tuple[str, Draft]] = []
    for calendar in calendars:
        found, wrong = _drafts_of(calendar, context)
        drafts += found
        problems += wrong
    reading = collect(drafts, context)
    return Reading(reading.events, (*problems, *reading.problems))


def parse_calendars(data: bytes) -> tuple[list[Any], list[Problem]]:
    """Parse the file; where the whole cannot be parsed, each event alone, so that one spoils nothing."""
    check_size(data)
    text = _FOLD.sub("", decode(data))
    if not re.match(r"\s*BEGIN:VCALENDAR", text, re.IGNORECASE):
        if re.search(r"<(?:!doctype\s+html|html|body)\b", text[:2000], re.IGNORECASE):
            raise ReadingError("The address answers with a web page, not with a calendar.", code="web-page")
        raise ReadingError(
            "This is not an iCalendar file: it does not start with BEGIN:VCALENDAR.", code="not-a-calendar"
        )
    _check_depth(text)
    text, problems = _without_wild_zones(_LONG_LINE.sub(r"X-EGIZ-CUT:\1", text))
    try:
        if len(_CALENDAR_END.findall(text)) != len(_CALENDAR_BEGIN.findall(text)):
            raise ReadingError("the file ends in the middle of the calendar", code="cut-short")
        calendars = list(Calendar.from_ical(text, multiple=True))
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        calendars, wrong = _parse_one_by_one(text)
        problems += [Problem("document", "broken", plain(error, 200)), *wrong]
    return [_with_standard_zones(calendar) for calendar in calendars], problems


def _check_depth(text: str) -> None:
    depth = 0
    for match in re.finditer(r"^(BEGIN|END):", text, re.MULTILINE | re.IGNORECASE):
        depth += 1 if match[1].upper() == "BEGIN" else -1
        if depth > _MAX_DEPTH:
            raise ReadingError(f"The calendar is nested more than {_MAX_DEPTH} levels deep.", code="hostile")


def _without_wild_zones(text: str) -> tuple[str, list[Problem]]:
    dropped = 0
    kept = 0

    def judge(match: re.Match[str]) -> str:
        nonlocal dropped, kept
        kept += 1
        if kept > _MAX_ZONES or _WILD_ZONE_RULE.search(match[0]):
            dropped += 1
            return ""
        return match[0]

    text = _ZONE_BLOCK.sub(judge, text)
    if not dropped:
        return text, []
    return text, [
        Problem("document", "bad-zone", f"{dropped} time zone definitions make no sense and were skipped")
    ]


def _parse_one_by_one(text: str) -> tuple[list[Any], list[Problem]]:
    zones = "".join(_ZONE_BLOCK.findall(text))
    wrong: list[Problem] = []
    calendars: list[Any] = []
    head = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//egiz//\r\n"
    for number, block in enumerate(_EVENT_BLOCK.findall(text)[:MAX_EVENTS], start=1):
        for prelude in (head + zones, head):
            try:
                calendars.append(Calendar.from_ical(f"{prelude}{block}\r\nEND:VCALENDAR\r\n"))
                break
            except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
                problem = Problem(f"event {number}", "broken", f"it cannot be parsed: {plain(error, 120)}")
        else:
            wrong.append(problem)
    return calendars, wrong


def _with_standard_zones(calendar: Any) -> Any:
    name = str(calendar.get("X-WR-TIMEZONE", ""))
    if zone_or_none(name) is None:
        return calendar
    try:
        return x_wr_timezone.to_standard(calendar)
    except (ValueError, KeyError, TypeError, AttributeError):
        return calendar


def _drafts_of(calendar: Any, context: ReadContext) -> tuple[list[tuple[str, Draft]], list[Problem]]:
    drafts: list[tuple[str, Draft]] = []
    problems: list[Problem] = []
    groups: dict[str, list[Any]] = {}
    for number, component in enumerate(calendar.walk("VEVENT")[:MAX_EVENTS], start=1):
        uid = plain(component.get("UID"), 300) or f"?{number}"
        groups.setdefault(uid, []).append(component)
    series = 0
    for uid, components in groups.items():
        try:
            masters, overrides = masters_and_overrides(components)
            if masters and repeats(masters[0]):
                series += 1
                drafts += _series_drafts(uid, masters[0], overrides, context, series)
            else:
                drafts += _single_drafts(uid, masters or overrides, problems)
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
            code = "recurrence" if isinstance(error, ReadingError) else "broken"
            problems.append(Problem(f"event {uid}", code, plain(error, 200)))
    return drafts, problems


def repeats(master: Any) -> bool:
    return bool(master.get("RRULE") or master.get("RDATE")) or _cut_dates(master)


def _cut_dates(master: Any) -> bool:
    return str(master.get("X-EGIZ-CUT", "")) in ("RDATE", "EXDATE")


def masters_and_overrides(components: list[Any]) -> tuple[list[Any], list[Any]]:
    masters = [c for c in components if c.get("RECURRENCE-ID") is None]
    overrides = [c for c in components if c.get("RECURRENCE-ID") is not None]
    newest = max((_number(c.get("SEQUENCE")) for c in masters), default=0)
    by_start: dict[str, Any] = {}
    for component in masters:
        # A lower SEQUENCE is an older revision of the same event; equal ones are an exporter's blunder.
        if _number(component.get("SEQUENCE")) == newest:
            by_start[str(moment_of(component, "DTSTART"))] = component
    return list(by_start.values()), overrides


def _series_drafts(
    uid: str, master: Any, overrides: list[Any], context: ReadContext, series: int
) -> list[tuple[str, Draft]]:
    if series > _MAX_SERIES:
        raise ReadingError(f"only the first {_MAX_SERIES} recurring events of a calendar are read")
    if moment_of(master, "DTSTART") is None:
        raise ReadingError("its start cannot be read")
    if _cut_dates(master):
        raise ReadingError("it lists more dates than any calendar of events has")
    occurrences = unroll(master, overrides, context.horizon)
    drafts = []
    for component in occurrences[:MAX_OCCURRENCES]:
        draft = _draft(uid, component)
        original = moment_of(component, "RECURRENCE-ID") or draft.start
        day = original.date() if isinstance(original, datetime) else original
        draft.uid = f"{uid}#{day}"
        drafts.append((f"event {uid}", draft))
    if len(occurrences) > MAX_OCCURRENCES:
        drafts[0][1].problems.append(("too-many", f"only its first {MAX_OCCURRENCES} occurrences were read"))
    return drafts


def _single_drafts(uid: str, components: Iterable[Any], problems: list[Problem]) -> list[tuple[str, Draft]]:
    drafts = []
    for number, component in enumerate(components):
        draft = _draft(uid, component)
        if number:
            draft.uid = f"{uid}#{number + 1}"
            problems.append(
                Problem(f"event {uid}", "duplicate-uid", "the same uid stands for different dates")
            )
        if uid.startswith("?"):
            draft.uid = ""
        if str(component.get("CLASS", "")).upper() in ("PRIVATE", "CONFIDENTIAL"):
            problems.append(Problem(f"event {uid}", "private", "it is marked private and was left out"))
            continue
        drafts.append((f"event {uid}", draft))
    return drafts


def _draft(uid: str, component: Any) -> Draft:
    start, end = moment_of(component, "DTSTART"), _end(component)
    draft = Draft(uid=uid, start=start, end=end)
    summary = component.get("SUMMARY")
    for entry in summary if isinstance(summary, list) else [summary]:
        params = getattr(entry, "params", {})
        language = str(params.get("LANGUAGE", ""))[:2].lower() or guess_language(plain(entry, 300))
        draft.names.setdefault(language, str(entry or ""))
    if component.get("DTSTART") is not None and start is None:
        draft.problems.append(("bad-date", f"its start cannot be read: {_raw(component.get('DTSTART'))}"))
    if isinstance(start, datetime) and isinstance(start.tzinfo, ZoneInfo) and start.tzinfo.key != "UTC":
        draft.zone = start.tzinfo.key
    draft.place = draft.venue = plain(component.get("LOCATION"), 300)
    draft.notes = str(component.get("DESCRIPTION") or "")
    draft.url = web_address(component.get("URL"))
    organiser = component.get("ORGANIZER")
    draft.organiser = plain(getattr(organiser, "params", {}).get("CN", ""), 300)
    draft.status = _STATUS.get(str(component.get("STATUS", "")).upper(), Status.ANNOUNCED)
    draft.categories = _categories(component)
    draft.sequence = _number(component.get("SEQUENCE"))
    draft.updated = _updated(component)
    return draft


def moment_of(component: Any, name: str) -> date | datetime | None:
    try:
        value = component.get(name)
        value = value[0].dt if isinstance(value, list) else getattr(value, "dt", None)
    except (ValueError, AttributeError, IndexError):
        return None
    if isinstance(value, datetime):
        # Zones defined inside the file have no name of their own; the instant is what counts.
        known = value.tzinfo is None or isinstance(value.tzinfo, ZoneInfo)
        return value if known else value.astimezone(UTC)
    return value if isinstance(value, date) else None


def _end(component: Any) -> date | datetime | None:
    start, end = moment_of(component, "DTSTART"), moment_of(component, "DTEND")
    if end is None and start is not None:
        length = getattr(component.get("DURATION"), "dt", None)
        end = start + length if isinstance(length, timedelta) else None
    if end is not None and not isinstance(end, datetime):
        # DTEND of whole days names the day after; the calendar here counts both ends.
        end -= timedelta(days=1)
        if isinstance(start, date) and not isinstance(start, datetime) and end < start:
            end = start
    return end


def _categories(component: Any) -> str:
    value = component.get("CATEGORIES")
    entries = value if isinstance(value, list) else [value]
    return " ".join(str(cat) for entry in entries for cat in getattr(entry, "cats", []))


def _updated(component: Any) -> datetime | None:
    for name in ("LAST-MODIFIED", "DTSTAMP"):
        value = moment_of(component, name)
        if isinstance(value, datetime):
            return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
    return None


def _raw(value: object) -> str:
    try:
        return plain(value.to_ical().decode(), 60)  # type: ignore[attr-defined]
    except (ValueError, AttributeError, UnicodeDecodeError):
        return plain(value, 60)


def _number(value: object) -> int:
    try:
        return min(int(str(value)), 2**31 - 1)
    except (TypeError, ValueError):
        return 0
