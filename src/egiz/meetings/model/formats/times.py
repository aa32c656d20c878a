# ruff: noqa: E501 - a pattern reads better in one line
"""Dates, hours and stretches as people type them, in four languages; what is not understood is refused."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from egiz.meetings.model.problem import Slot
from egiz.text.dates import dates_in_words

Hours = tuple[dt.time, dt.time]
LONGEST_RANGE = 60
# A half day ends here where no break between two sessions shows where the middle of the day is.
NOON = dt.time(12)
MIDNIGHT, LAST = dt.time(0), dt.time(23, 59, 59)

_T = r"(\d{{1,2}})(?:[:.](\d{{2}})(?::\d{{2}})?)?\s*(?P<h{0}>[ap]\.?m\.?)?(?:\s*(?:час(?:а|ов)?|ч\.?|o'clock|uhr))?"
_DASH = r"\s*(?:-|–|—|−|\bto\b|\btill?\b|\buntil\b|\bдо\b|\bпо\b|(?:dan|дан|ден|тан|тен)\s+|\.\.)\s*"
_END = r"\s*(?:gacha|гача|ге?\s*дейін|ға\s*дейін|га\s*дейін|дейін)?"


def _time(which: str) -> str:
    return _T.format(which)


RANGE = re.compile(rf"(?:\b(?:с|со|от|from|between)\s+)?{_time('1')}{_DASH}{_time('2')}{_END}", re.IGNORECASE)
AFTER = re.compile(
    rf"(?:\b(?:после|начиная\s+с|позже|с|со|от|after|from|since|starting|past)\s+{_time('1')}"
    rf"(?:\s*(?:и\s+(?:позже|далее|позднее)|до\s+конца(?:\s+дня)?|onwards?))?"
    rf"|{_time('2')}\s*[-–]?\s*(?:dan\s+keyin|dan\s+so['‘’ʻ]ng|dan\s+boshlab|dan|дан\s+кейин|дан|ден|нан|тен|тан)"
    rf"(?:\s+(?:кейін|бастап|соң|кейин|бошлаб))?(?!\w)|{_time('3')}\s*(?:\+|и\s+(?:позже|далее|позднее)|onwards?))",
    re.IGNORECASE,
)
BEFORE = re.compile(
    rf"(?:\b(?:до|раньше|before|until|till|by|up\s+to|not\s+after|не\s+позже)\s+{_time('1')}"
    rf"|{_time('2')}\s*[-–]?\s*(?:gacha|гача|ге\s*дейін|ға\s*дейін|га\s*дейін|ке\s*дейін|қа\s*дейін|дейін))",
    re.IGNORECASE,
)
CLOCK = re.compile(
    r"(\d{1,2})[:.](\d{2})(?::\d{2})?\s*(?P<h1>[ap]\.?m\.?)?|(\d{1,2})\s*(?P<h2>[ap]\.?m\.?)", re.IGNORECASE
)
MORNING = re.compile(
    r"\b(?:утро(?:м)?|с\s+утра|до\s+обеда|до\s+полудня|перв(?:ая|ую|ой)\s+половин[аеуы](?:\s+дня)?|в\s+первой\s+половине(?:\s+дня)?"
    r"|in\s+the\s+morning|mornings?|forenoon|before\s+(?:noon|lunch)|first\s+half(?:\s+of\s+the\s+day)?|a\.?m\.?"
    r"|ertalab|tushgacha|tushdan\s+oldin|(?:kunning\s+)?birinchi\s+yarm\w*"
    r"|таңертең|түске\s+дейін|күннің\s+бірінші\s+жартысы\w*|эрталаб|тушгача)(?!\w)",
    re.IGNORECASE,
)
AFTERNOON = re.compile(
    r"\b(?:после\s+обеда|после\s+полудня|втор(?:ая|ую|ой)\s+половин[аеуы](?:\s+дня)?|во\s+второй\s+половине(?:\s+дня)?"
    r"|in\s+the\s+afternoon|afternoons?|after\s+(?:noon|lunch)|second\s+half(?:\s+of\s+the\s+day)?|p\.?m\.?"
    r"|tushdan\s+keyin|tushdan\s+so['‘’ʻ]ng|(?:kunning\s+)?ikkinchi\s+yarm\w*"
    r"|түстен\s+кейін|күннің\s+екінші\s+жартысы\w*|тушдан\s+кейин)(?!\w)",
    re.IGNORECASE,
)
ALL_DAY = re.compile(
    r"\b(?:весь\s+день|целый\s+день|все\s+дни|all\s+day|whole\s+day|kun\s+bo['‘’ʻ]yi|butun\s+kun|күні\s+бойы|бүкіл\s+күн)(?!\w)",
    re.IGNORECASE,
)
# Words between a date and its hours that say nothing of their own.
FILLERS = re.compile(
    r"\b(?:в|во|на|и|с|со|at|on|and|the|from|va|da|и|г|года|год|yil|жыл|күні|kuni|кун)(?!\w)|[.,()\s:]",
    re.IGNORECASE,
)
BARE_DAY = re.compile(r"(?<![\d.:/])(\d{1,2})[./](\d{1,2})(?![\d:]|[./]\d)")
BARE_RANGE = re.compile(rf"{BARE_DAY.pattern}\s*[-–—]\s*{BARE_DAY.pattern}")
# Days since the end of 1899, as a table program keeps a date that it does not show as one (2009 to 2064).
SERIAL = re.compile(r"(?P<days>[456]\d{4})?(?:(?:(?<=\d)|0)(?P<part>\.\d+))?")
EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - cells know no zone
ADVICE = "write for example 2026-12-09 10:00-12:00, 09.12 после 15:00, 9–11 декабря, 2026-12-09 AM"


def read_days(value: object, years: Iterable[int] = ()) -> list[dt.date]:
    """Days from a date, or a text with dates and ranges ("9–11 декабря 2026; 14.12.2026").

    Raises
    ------
    ValueError
        Where something else stands in the text, or a day has no year and `years` do not say which.
    """
    value = _serial(value)
    if isinstance(value, dt.datetime):
        return [value.date()]
    if isinstance(value, dt.date):
        return [value]
    text = str(value).strip()
    days, rest = _days(text, set(years))
    if not days or _left(rest.replace(";", " ")):
        raise ValueError(
            f"expected dates such as 2026-12-01, 01.12.2026 or 9–11 декабря 2026, found {text!r}"
        )
    return days


def _serial(value: object) -> object:
    """A date or an hour where the cell holds its bare number (46365 is 2026-12-09, 0.4375 is 10:30)."""
    match = SERIAL.fullmatch(str(value).strip())
    if not match or not (match["days"] or match["part"]):
        return value
    moment = EPOCH + dt.timedelta(minutes=round(float(str(value)) * 24 * 60))
    return moment if match["days"] else moment.time()


def _days(text: str, years: set[int], known: frozenset[dt.date] = frozenset()) -> tuple[list[dt.date], str]:
    """The days named in a text, and the text without them; `known` days may be written without their year."""
    rest = text = re.sub(r"\s*\.{2,}\s*", " – ", text)
    year = min(years) if len(years) == 1 else None
    spans = [(span.text, span.dates(year)) for span in dates_in_words(text)]
    for words, _ in spans:
        rest = rest.replace(words, " ; ", 1)
    for pattern in (BARE_RANGE, BARE_DAY):
        for match in list(pattern.finditer(rest)):
            *_, day, month = match.groups()
            first, last = _bare(match[1], match[2], known), _bare(day, month, known)
            if first and last:
                spans.append((match[0], (first, last)))
                rest = rest.replace(match[0], " ; ", 1)
    return sorted(set(itertools.chain.from_iterable(itertools.starmap(_whole_span, spans)))), rest


def _bare(day: str, month: str, known: frozenset[dt.date]) -> dt.date | None:
    """A day of the mission without its year; what is none ("10.30") is an hour."""
    return next((d for d in known if (d.day, d.month) == (int(day), int(month))), None)


def _whole_span(text: str, ends: tuple[dt.date, dt.date] | None) -> list[dt.date]:
    if ends is None:
        raise ValueError(f"expected a day with its year, found {text!r}")
    first, last = ends
    if (last - first).days > LONGEST_RANGE:
        raise ValueError(f"expected at most {LONGEST_RANGE} days, found {text!r}")
    return [first + dt.timedelta(days=i) for i in range((last - first).days + 1)]


def _left(text: str) -> str:
    return FILLERS.sub("", text).strip(" -–—;/")


def _clock(hour: str, minute: str | None, half: str | None) -> dt.time:
    h = int(hour)
    if half:
        if not 1 <= h <= 12:
            raise ValueError(f"no such hour: {hour} {half}")
        h = h % 12 + (12 if half.lower().startswith("p") else 0)
    if h == 24 and not int(minute or 0):
        return LAST
    return dt.time(h, int(minute or 0))


def _first(match: re.Match[str]) -> dt.time:
    groups = match.groups()
    at = next(i for i, g in enumerate(groups) if g is not None and g.isdigit())
    minute = groups[at + 1] if at + 1 < len(groups) and (groups[at + 1] or "").isdigit() else None
    half = next(filter(None, match.groupdict().values()), None)
    return _clock(groups[at], minute, half)


def read_hours(value: object) -> list[Hours]:
    """Stretches such as "10:00-13:00; 14-17".

    Raises
    ------
    ValueError
        Where something else stands in the text: "(обед 13:00-14:00)" is not taken for a session.
    """
    text = str(value)
    found = [_range(match) for match in RANGE.finditer(text)]
    left = re.sub(r"[\s;,/]|\b(?:и|and|va|және)\b", "", RANGE.sub("", text))
    if not found or left:
        raise ValueError(f"expected hours such as 10:00-13:00; 14:00-17:00, found {text!r}")
    return found


def _range(match: re.Match[str]) -> Hours:
    h1, m1, _, h2, m2, _ = match.groups()
    half = match["h1"] or (match["h2"] if int(h1) <= 12 and match["h2"] and int(h1) < int(h2) else None)
    begin, end = _clock(h1, m1, half), _clock(h2, m2, match["h2"])
    if begin >= end:
        raise ValueError(f"expected hours that begin before they end, found {match[0].strip()!r}")
    return begin, end


def middle_of_day(slots: tuple[Slot, ...]) -> dt.time:
    """Where a half day ends: in the longest break of the slots around noon, or else at noon."""
    best = (dt.timedelta(0), NOON)
    for a, b in itertools.pairwise(slots):
        if a.start is None or b.start is None or a.start.date() != b.start.date():
            continue
        end = a.start + dt.timedelta(minutes=a.minutes)
        if dt.time(11, 30) <= end.time() <= dt.time(14, 30) and b.start - end >= dt.timedelta(minutes=30):
            best = max(best, (b.start - end, end.time()))
    return best[1]


@dataclass(frozen=True)
class Stretch:
    """One part of a cell: days (None for all) and hours (None for the whole day); a moment has no length."""

    days: tuple[dt.date, ...] | None
    hours: Hours | None
    text: str

    def touches(self, slot: Slot, *, whole: bool) -> bool:
        """Whether a slot lies in it; with `whole`, entirely."""
        if slot.start is None or (self.days is not None and slot.start.date() not in self.days):
            return False
        if self.hours is None:
            return True
        begin = slot.start
        end = begin + dt.timedelta(minutes=slot.minutes)
        last = end.time() if end.date() == begin.date() else LAST
        return _within(self.hours, begin.time(), last) if whole else _overlap(self.hours, begin.time(), last)


def _within(hours: Hours, begin: dt.time, end: dt.time) -> bool:
    """Whether a time lies in hours entirely; where they are a moment, whether that is in the time."""
    low, high = hours
    return begin <= low < end if low == high else low <= begin and end <= high


def _overlap(hours: Hours, begin: dt.time, end: dt.time) -> bool:
    low, high = hours
    return begin <= low < end if low == high else begin < high and low < end


def read_stretches(
    value: object, slots: tuple[Slot, ...], *, whole: bool = False, none_will_do: bool = False
) -> frozenset[int]:
    """Slots of a text such as "2026-12-01 10:00-12:00; после 15:00; 9–11 декабря до обеда".

    A date alone is the whole day, hours alone are those hours of every day, one hour is the slot in which
    it lies.

    Parameters
    ----------
    value
        The cell.
    slots
        Of the mission.
    whole
        Only slots that lie in it entirely; otherwise all it touches.
    none_will_do
        Hours without any slot are no mistake (a lunch between two sessions).

    Raises
    ------
    ValueError
        Saying which words were not understood, or that no slot of the mission is meant.
    """
    found: set[int] = set()
    for stretch in _stretches(value, slots):
        hit = {i for i, slot in enumerate(slots) if stretch.touches(slot, whole=whole)}
        if not hit and not none_will_do and not any(stretch.touches(slot, whole=False) for slot in slots):
            raise ValueError(f"no slot of the mission is at {stretch.text!r}")
        found |= hit
    return frozenset(found)


def _stretches(value: object, slots: tuple[Slot, ...]) -> list[Stretch]:
    value = _serial(value)
    if isinstance(value, dt.datetime):
        moment = None if value.time() == MIDNIGHT else (value.time(), value.time())
        return [Stretch((value.date(),), moment, f"{value:%Y-%m-%d %H:%M}")]
    if isinstance(value, dt.time):
        return [Stretch(None, (value, value), f"{value:%H:%M}")]
    if isinstance(value, dt.date):
        return [Stretch((value,), None, f"{value:%Y-%m-%d}")]
    parts = re.split(r"[;\n]", str(value))
    return [stretch for part in parts for stretch in _joined(part.strip(), slots)]


def _joined(part: str, slots: tuple[Slot, ...]) -> list[Stretch]:
    """What stands between two semicolons; hours after a comma are those of the day before it."""
    found: list[Stretch] = []
    pending: list[Stretch] = []
    for piece in filter(None, map(str.strip, re.split(r",\s(?!(?:19|20)\d\d)", part))):
        read = _part(piece, slots)
        # As in: on December 9, at 10.
        if {s.hours for s in pending} == {None} and {s.days for s in read} == {None}:
            pending = [Stretch(a.days, b.hours, part) for a in pending for b in read]
            continue
        found += pending
        pending = read
    return found + pending


def _part(part: str, slots: tuple[Slot, ...]) -> list[Stretch]:
    days, rest = _days_of_mission(part, slots)
    hours, rest = _hours(rest, middle_of_day(slots))
    left = _left(rest)
    if left or not [*days, *hours]:
        said = left if left and not left.isdecimal() else part
        raise ValueError(f"{said!r} was not understood; {ADVICE}")
    return [Stretch(tuple(days) or None, h, part) for h in hours or [None]]


def _days_of_mission(text: str, slots: tuple[Slot, ...]) -> tuple[list[dt.date], str]:
    known = frozenset(slot.start.date() for slot in slots if slot.start)
    return _days(text, {day.year for day in known}, known)


def _hours(text: str, noon: dt.time) -> tuple[list[Hours | None], str]:
    """The hours named in a text, None for the whole day, and the text without them."""
    hours: list[Hours | None] = []
    for pattern, meant in (
        (ALL_DAY, lambda _: None),
        (MORNING, lambda _: (MIDNIGHT, noon)),
        (AFTERNOON, lambda _: (noon, LAST)),
        (RANGE, _range),
        (AFTER, lambda m: (_first(m), LAST)),
        (BEFORE, lambda m: (MIDNIGHT, _first(m))),
        (CLOCK, lambda m: (_first(m), _first(m))),
    ):
        for match in list(pattern.finditer(text)):
            if pattern in (MORNING, AFTERNOON) and _after_digit(match):
                continue
            hours.append(meant(match))
            text = text.replace(match[0], " ", 1)
    return hours, text


def _after_digit(match: re.Match[str]) -> bool:
    """Whether "am" belongs to the hour before it."""
    return bool(re.fullmatch(r"[ap]\.?m\.?", match[0], re.IGNORECASE)) and bool(
        re.search(r"(?<![\d-])\d{1,2}(?:[:.]\d{2})?\s*$", match.string[: match.start()])
    )


OFFSET = re.compile(r"^\(?(?:utc|gmt)?\s*([+-−])\s*(\d{1,2})(?::?(\d{2}))?\)?(?:\s.*)?$", re.IGNORECASE)


def read_zone(text: str) -> str:
    """The name of a time zone given by its IANA name or its offset ("UTC+5", "+05:00").

    Raises
    ------
    ValueError
        Where it is neither.
    """
    text = text.strip()
    match = OFFSET.match(text)
    if match and int(match[3] or 0) == 0 and int(match[2]) <= 14:
        # The signs of these names are those of POSIX: west is plus.
        return f"Etc/GMT{'-' if match[1] == '+' else '+'}{int(match[2])}" if int(match[2]) else "Etc/GMT"
    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(
            f"expected an IANA zone such as Asia/Tashkent or an offset such as UTC+5, found {text!r}"
        ) from None
    return text
