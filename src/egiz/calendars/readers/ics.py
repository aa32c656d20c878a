"""iCalendar (RFC 5545): odd zones, recurring events, and whatever broken exporters write."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

import x_wr_timezone
from icalendar import Calendar
from icalendar.timezone import tzp

from egiz.calendars._errors import ReadingError
from egiz.calendars.events import Status

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
from ._ics_text import Document, take_apart, text_of, wrapped
from ._recurrence import MAX_OCCURRENCES, Allowance, unroll

_CALENDAR = re.compile(r"\s*BEGIN:VCALENDAR", re.IGNORECASE)
_BARE_EVENT = re.compile(r"\s*BEGIN:VEVENT", re.IGNORECASE)
_PROPERTY = re.compile(r"[A-Za-z0-9-]+[:;]")
# OSError: the zone data is looked for as a file of the name that stands in the calendar.
_BROKEN = (ValueError, KeyError, IndexError, TypeError, AttributeError, OSError)
_PARSING = threading.Lock()
_MAX_SERIES = 2_000
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
    allowance = Allowance()
    for calendar in calendars:
        found, wrong = _drafts_of(calendar, context, allowance)
        drafts += found
        problems += wrong
    reading = collect(drafts, context)
    return Reading(reading.events, (*problems, *reading.problems))


def parse_calendars(data: bytes) -> tuple[list[Any], list[Problem]]:
    """Parse the file; where the whole cannot be parsed, each event alone, so that one spoils nothing."""
    check_size(data)
    text, problems = text_of(data)
    _check_kind(text)
    document = take_apart(text if _CALENDAR.match(text) else wrapped([text]))
    problems += document.problems
    with _PARSING:
        # The library keeps the zones that files define under their names for whoever comes next.
        tzp.use_default()
        try:
            if not document.whole:
                raise ReadingError("the file ends in the middle of the calendar", code="cut-short")
            calendars = list(Calendar.from_ical(document.text(), multiple=True))
        except _BROKEN as error:
            calendars, wrong = _parse_one_by_one(document)
            problems += [Problem("document", "broken", plain(error, 200)), *wrong]
    return [_with_standard_zones(calendar) for calendar in calendars], problems


def _check_kind(text: str) -> None:
    if _CALENDAR.match(text) or _BARE_EVENT.match(text):
        return
    if re.search(r"<(?:!doctype\s+html|html|body)\b", text[:2000], re.IGNORECASE):
        raise ReadingError("The address answers with a web page, not with a calendar.", code="web-page")
    raise ReadingError(
        "This is not an iCalendar file: it does not start with BEGIN:VCALENDAR.", code="not-a-calendar"
    )


def _parse_one_by_one(document: Document) -> tuple[list[Any], list[Problem]]:
    """Each event by itself; the zones are parsed once, and known by their names from then on."""
    for zone in document.zones:
        with suppress(*_BROKEN):
            Calendar.from_ical(wrapped([zone]))
    method = [line for line in document.around if line.upper().startswith(("METHOD:", "X-WR-TIMEZONE:"))][:2]
    wrong: list[Problem] = []
    calendars: list[Any] = []
    for number, block in enumerate(document.events, start=1):
        try:
            calendars.append(Calendar.from_ical(wrapped([*method, _repaired(block)])))
        except _BROKEN as error:
            text = f"it cannot be parsed: {plain(error, 120)}"
            wrong.append(Problem(f"event {number}", "broken", text))
    return calendars, wrong


def _repaired(block: str) -> str:
    """An event without the lines that are no properties at all."""
    return "\n".join(line for line in block.split("\n") if _PROPERTY.match(line))


def _with_standard_zones(calendar: Any) -> Any:
    name = str(calendar.get("X-WR-TIMEZONE", ""))
    if zone_or_none(name) is None:
        return calendar
    try:
        return x_wr_timezone.to_standard(calendar)
    except (ValueError, KeyError, TypeError, AttributeError):
        return calendar


def _drafts_of(
    calendar: Any, context: ReadContext, allowance: Allowance
) -> tuple[list[tuple[str, Draft]], list[Problem]]:
    drafts: list[tuple[str, Draft]] = []
    problems: list[Problem] = []
    groups: dict[str, list[Any]] = {}
    cancelled = str(calendar.get("METHOD", "")).upper() == "CANCEL"
    for number, component in enumerate(calendar.walk("VEVENT")[:MAX_EVENTS], start=1):
        if cancelled:
            component["STATUS"] = "CANCELLED"
        _lend_zone(component)
        uid = plain(_of(component, "UID"), 300) or f"?{number}"
        groups.setdefault(uid, []).append(component)
    series = 0
    for uid, components in groups.items():
        masters, overrides = masters_and_overrides(components)
        parts = _parts(uid, masters, overrides, problems)
        for number, (own, master, changed) in enumerate(parts):
            series += repeats(master)
            try:
                if repeats(master):
                    found = _series_drafts(own, master, changed, context, series, allowance)
                else:
                    found = [(f"event {uid}", _draft(own, master))]
            except (*_BROKEN, OverflowError, RecursionError) as error:
                code = "recurrence" if isinstance(error, ReadingError) else "broken"
                problems.append(Problem(f"event {uid}", code, plain(error, 200)))
                continue
            for where, draft in found:
                draft.uid = "" if uid.startswith("?") and not repeats(master) else draft.uid
                drafts.append((where, draft))
            if number:
                text = "the same uid stands for different dates"
                problems.append(Problem(f"event {uid}", "duplicate-uid", text))
    return drafts, problems


def _of(component: Any, name: str) -> Any:
    """A property by its name in capitals, as the library keeps it, without the library's many steps."""
    return dict.get(component, name)


def _lend_zone(component: Any) -> None:
    """A start without a zone, or of one that nobody knows, is meant in the zone that its end names."""
    start, end = moment_of(component, "DTSTART"), moment_of(component, "DTEND")
    if not isinstance(start, datetime) or not isinstance(end, datetime) or _of(component, "RECURRENCE-ID"):
        return
    if start.tzinfo is None and end.tzinfo is not None:
        del component["DTSTART"]
        component.add("DTSTART", start.replace(tzinfo=end.tzinfo))


def _parts(
    uid: str, masters: list[Any], overrides: list[Any], problems: list[Problem]
) -> Iterator[tuple[str, Any, list[Any]]]:
    """The events under one uid, each with an id of its own, without what is nobody else's business."""
    public = [component for component in masters if not is_private(component)]
    hidden = [uid] if len(public) < len(masters) else []
    hidden += [f"{uid}#{_day_of(component)}" for component in overrides if is_private(component)]
    text = "it is marked private and was left out"
    problems += [Problem(f"event {uid}", "private", text, own) for own in hidden]
    if masters and not public:
        return
    first_series = next((at for at, master in enumerate(public) if repeats(master)), 0)
    for at, master in enumerate(public):
        yield (f"{uid}#{at + 1}" if at else uid), master, overrides if at == first_series else []
    if not masters:
        for at, component in enumerate(c for c in overrides if not is_private(c)):
            yield (f"{uid}#{at + 1}" if at else uid), component, []


def is_private(component: Any) -> bool:
    """Whether its owner keeps an entry to themselves; a word that is no known class counts so too."""
    marked = texts(_of(component, "CLASS")) or ["PUBLIC"]
    return any(word.strip().upper() not in ("PUBLIC", "") for word in marked)


def repeats(master: Any) -> bool:
    """Whether a component stands for several days; a day may also be taken from one that has no other."""
    return any(_of(master, name) for name in ("RRULE", "RDATE", "EXDATE")) or _cut_dates(master)


def _cut_dates(master: Any) -> bool:
    return str(master.get("X-EGIZ-CUT", "")) in ("RDATE", "EXDATE")


def masters_and_overrides(components: list[Any]) -> tuple[list[Any], list[Any]]:
    masters = [c for c in components if _of(c, "RECURRENCE-ID") is None]
    newest = max((_number(_of(c, "SEQUENCE")) for c in masters), default=0)
    # A lower SEQUENCE is an older revision of the same event; equal ones are an exporter's blunder.
    current = [c for c in masters if _number(_of(c, "SEQUENCE")) == newest]
    overrides = [c for c in components if _of(c, "RECURRENCE-ID") is not None]
    return _newest_of_each(current, "DTSTART"), _newest_of_each(overrides, "RECURRENCE-ID")


def _newest_of_each(components: list[Any], name: str) -> list[Any]:
    """One component for each moment: the revision that was made last, wherever it stands in the file.

    Of two that are equally new the later one counts, unless they are two events by their names: none is lost.
    """
    found: dict[str, dict[str, Any]] = {}
    revisions = {id(component): _revision(component) for component in components}
    for component in sorted(components, key=lambda one: revisions[id(one)]):
        apart = _name_of(component) if name == "DTSTART" else ""
        equal = found.setdefault(str(moment_of(component, name)), {})
        if any(revisions[id(one)] != revisions[id(component)] for one in islice(equal.values(), 1)):
            equal.clear()
        equal[apart] = component
    kept = {id(component) for equal in found.values() for component in equal.values()}
    return [component for component in components if id(component) in kept]


def _name_of(component: Any) -> str:
    return plain(" ".join(texts(_of(component, "SUMMARY")))).casefold()


def _revision(component: Any) -> tuple[int, datetime]:
    return _number(_of(component, "SEQUENCE")), _updated(component) or datetime.min.replace(tzinfo=UTC)


def _check_series(master: Any, series: int) -> None:
    if series > _MAX_SERIES:
        raise ReadingError(f"only the first {_MAX_SERIES} recurring events of a calendar are read")
    if moment_of(master, "DTSTART") is None:
        raise ReadingError("its start cannot be read")
    if _cut_dates(master):
        raise ReadingError("it lists more dates than any calendar of events has")


def _series_drafts(
    uid: str, master: Any, overrides: list[Any], context: ReadContext, series: int, allowance: Allowance
) -> list[tuple[str, Draft]]:
    _check_series(master, series)
    occurrences, noted = unroll(master, overrides, context.horizon, allowance)
    drafts: dict[str, tuple[str, Draft]] = {}
    for component in occurrences[:MAX_OCCURRENCES]:
        if is_private(component):
            continue
        own = next(name for name in _own_ids(uid, component) if name not in drafts)
        drafts[own] = (f"event {uid}", _draft(own, component))
    if len(occurrences) > MAX_OCCURRENCES:
        noted.append(("too-many", f"only its first {MAX_OCCURRENCES} occurrences were read"))
    if drafts:
        next(iter(drafts.values()))[1].problems += noted
    return list(drafts.values())


def _day_of(component: Any) -> date | None:
    original = moment_of(component, "RECURRENCE-ID") or moment_of(component, "DTSTART")
    return original.date() if isinstance(original, datetime) else original


def _own_ids(uid: str, component: Any) -> Iterator[str]:
    """Ids for one occurrence, from its day on: what follows a change of all that follow names one moment."""
    yield f"{uid}#{_day_of(component)}"
    yield f"{uid}#{moment_of(component, 'RECURRENCE-ID') or moment_of(component, 'DTSTART')}"
    start = str(moment_of(component, "DTSTART"))
    yield f"{uid}#{start[:10]}"
    yield from (f"{uid}#{start}{'+' * number}" for number in range(MAX_OCCURRENCES + 1))


def texts(value: Any) -> list[str]:
    """A property's texts: one that stands twice is kept twice, in the order of the file."""
    entries = value if isinstance(value, list) else [value]
    return list(dict.fromkeys(str(entry) for entry in entries if entry is not None and str(entry).strip()))


def _draft(uid: str, component: Any) -> Draft:
    start, end = moment_of(component, "DTSTART"), _end(component)
    draft = Draft(uid=uid, start=start, end=end)
    summary = _of(component, "SUMMARY")
    for entry in summary if isinstance(summary, list) else [summary]:
        params = getattr(entry, "params", {})
        language = str(params.get("LANGUAGE", ""))[:2].lower() or guess_language(plain(entry, 300))
        draft.names.setdefault(language, str(entry or ""))
    if _of(component, "DTSTART") is not None and start is None:
        draft.problems.append(("bad-date", f"its start cannot be read: {_raw(component.get('DTSTART'))}"))
    if isinstance(start, datetime) and isinstance(start.tzinfo, ZoneInfo) and start.tzinfo.key != "UTC":
        draft.zone = start.tzinfo.key
    draft.place = draft.venue = plain("; ".join(texts(_of(component, "LOCATION"))), 300)
    draft.notes = "\n".join(texts(_of(component, "DESCRIPTION")))
    draft.url = next(filter(None, map(web_address, texts(_of(component, "URL")))), "")
    organiser = _of(component, "ORGANIZER")
    organisers = organiser if isinstance(organiser, list) else [organiser]
    draft.organiser = "; ".join(plain(getattr(o, "params", {}).get("CN", ""), 300) for o in organisers[:5])
    draft.status = _STATUS.get((texts(_of(component, "STATUS")) or [""])[-1].upper(), Status.ANNOUNCED)
    draft.categories = _categories(component)
    draft.sequence = _number(_of(component, "SEQUENCE"))
    draft.updated = _updated(component)
    return draft


def moment_of(component: Any, name: str) -> date | datetime | None:
    try:
        value = _of(component, name)
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
        length = getattr(_of(component, "DURATION"), "dt", None)
        end = start + length if isinstance(length, timedelta) else None
    if end is None or isinstance(end, datetime):
        return end
    # DTEND of whole days names the day after; the calendar here counts both ends.
    if start is not None and end == (start.date() if isinstance(start, datetime) else start):
        return end  # many write the day itself, where the day after it is meant
    return end - timedelta(days=1)


def _categories(component: Any) -> str:
    value = _of(component, "CATEGORIES")
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
