"""Dates in words: Russian ranges, Kazakh, Uzbek in both scripts, Karakalpak and English month names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from egiz.text.dates._months import ENDING, SHORT, STEMS, either, month_number


def _month(name: str) -> str:
    return rf"(?:(?P<{name}>{either(STEMS)}){ENDING}|(?P<{name}w>{either(SHORT)})\b\.?)"


_DAY = r"(?P<{0}>\d{{1,2}})(?!\d)(?:st|nd|rd|th|-?(?:го|е|ое|сы|сі|шы|ші|nchi|нчи))?"
_DASH = r"\s*(?:-|–|—|−|\bпо\b|\bдо\b|\bto\b|\btill?\b|\bdan\b|\bдан\b)\s*"
_YEAR_WORDS = r"года|год|г\.?|жыл\w*|ж\.?|yil\w*|y\.|йил\w*|й\.|jıl\w*|jil\w*"


def _day(name: str) -> str:
    return _DAY.format(name)


def _year(name: str) -> str:
    return rf"(?P<{name}>(?:19|20)\d\d)(?!\d)(?:\s*-?\s*(?:{_YEAR_WORDS}))?"


_LEAD = rf"(?:{_year('y0')}[\s,]*)?"
_TAIL = rf"(?:[\s,]*{_year('y2')})?"
_JOIN = r"(?:-|\s*|\s+of\s+)"
# "14-sentyabrdan 16-sentyabrgacha": the case ending says "from".
_FROM = r"(?<=dan|дан|nan|нан|тан|ден|тен|нен|den|nen)\s+"
_LONGEST_KNOWN = 60
_DIGIT = re.compile(r"\d")
_LONGEST_TEXT = 20_000  # characters; an announcement is shorter, and a hostile text costs its square
_TO_ISO = r"\s*(?:/|–|—|\bпо\b|\bto\b|\s-\s)\s*"
_NUMERIC_END = r"(?P<d2>\d{1,2})[./](?P<n2>\d{1,2})[./](?P<y2>(?:19|20)\d\d)(?!\d)"
_NUMERIC_START = r"(?P<d1>\d{1,2})(?:[./](?P<n1>\d{1,2})(?:[./](?P<y1>(?:19|20)\d\d))?)?"
# With two digits of a year every number has two: "1.05.27" is a version of a program.
_SHORT_END = r"(?P<d2>\d\d)\.(?P<n2>\d\d)\.(?P<y2>[2-4]\d)(?![\d.]*\d)"
_SHORT_START = r"(?P<d1>\d\d)(?:\.(?P<n1>\d\d)(?:\.(?P<y1>[2-4]\d))?)?"
_YEAR_FIRST = r"(?P<y{0}>(?:19|20)\d\d)(?P<s{0}>[./])(?P<n{1}>\d{{1,2}})(?P=s{0})(?P<d{1}>\d{{1,2}})(?!\d)"
_AND = r"(?:\s*,\s*|\s*&\s*|\s+(?:и|and|va|ва|және|hám|ҳәм|жана)\s+)"
_DAYS = rf"(?P<days>\d{{1,2}}(?:{_AND}\d{{1,2}}(?!\d)){{1,6}})"
_ISO = r"(?P<y{0}>(?:19|20)\d\d)-(?P<n{1}>\d\d)-(?P<d{1}>\d\d)"
_D1M1 = f"{_day('d1')}{_JOIN}{_month('m1')}"
_D2M2 = f"{_day('d2')}{_JOIN}{_month('m2')}"
# The first pattern that fits a stretch of text keeps it, so ranges stand before single days.
_PATTERNS = tuple(
    re.compile(rf"(?<![\w.]){pattern}", re.IGNORECASE)
    for pattern in (
        f"{_ISO.format(0, 1)}(?:{_TO_ISO}{_ISO.format(2, 2)})?(?!\\d)",
        f"{_YEAR_FIRST.format(0, 1)}(?:{_TO_ISO}{_YEAR_FIRST.format(2, 2)})?",
        f"{_NUMERIC_START}{_DASH}{_NUMERIC_END}",
        f"{_SHORT_START}{_DASH}{_SHORT_END}",
        r"(?P<d1>\d{1,2})[./](?P<n1>\d{1,2})[./](?P<y2>(?:19|20)\d\d)(?!\d)",
        r"(?P<d1>\d\d)\.(?P<n1>\d\d)\.(?P<y2>[2-4]\d)(?![\d.]*\d)",
        f"{_LEAD}{_D1M1}(?:[\\s,]*{_year('y1')})?{_DASH}{_D2M2}{_TAIL}",
        f"{_LEAD}{_D1M1}{_FROM}{_D2M2}{_TAIL}",
        f"{_LEAD}{_day('d1')}{_DASH}{_D2M2}{_TAIL}",
        f"{_LEAD}{_DAYS}{_JOIN}{_month('m1')}{_TAIL}",
        f"{_month('m1')}\\s*{_DAYS}(?=\\D|$){_TAIL}",
        f"{_LEAD}{_D1M1}{_TAIL}",
        f"{_month('m1')}\\s*{_day('d1')}{_DASH}{_month('m2')}\\s*{_day('d2')}{_TAIL}",
        f"{_month('m1')}\\s*{_day('d1')}{_DASH}{_day('d2')}{_TAIL}",
        f"{_month('m1')}\\s*{_day('d1')}{_TAIL}",
        f"{_LEAD}{_month('m1')}{_TAIL}",
    )
)
_OF_NUMBERS = 6  # so many of them, the first, hold no word and one of these marks
_MARKS = re.compile(r"[-./]")


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A date or range found in a text, as far as the text says it.

    ``year`` and ``day`` are None where the text names none; offsets are characters of the text.
    """

    text: str
    at: int
    year: int | None
    month: int
    day: int | None
    end_month: int
    end_day: int | None

    def dates(self, year: int | None = None) -> tuple[date, date] | None:
        """First and last day, with ``year`` standing in where the text has none; None for a bare month."""
        last_year = self.year or year
        if last_year is None or self.day is None or self.end_day is None:
            return None
        first_year = last_year - 1 if self.end_month < self.month else last_year
        try:
            return date(first_year, self.month, self.day), date(last_year, self.end_month, self.end_day)
        except ValueError:
            return None


def dates_in_words(text: str) -> list[DateSpan]:
    """Find the dates and ranges written in a text.

    Parameters
    ----------
    text
        Russian, Kazakh, Uzbek (either script), Karakalpak or English.

    Returns
    -------
    list[DateSpan]
        In the order of the text. Days that no calendar has (31 June) and ranges that end before they start
        are left out; a month alone is reported only when a year stands with it. Days in a list that follow
        one another ("15, 16 и 17 мая") are one span, others are spans of a day each.
    """
    text = text[:_LONGEST_TEXT]
    return list(_known(text) if len(text) <= _LONGEST_KNOWN else _found(text))


@lru_cache(maxsize=4096)
def _known(text: str) -> tuple[DateSpan, ...]:
    """What a short text holds: one day stands in many rows of a table."""
    return tuple(_found(text))


def _overlap(span: tuple[int, int], taken: list[tuple[int, int]]) -> bool:
    return any(span[0] < end and begin < span[1] for begin, end in taken)


def _found(text: str) -> list[DateSpan]:
    found: list[DateSpan] = []
    taken: list[tuple[int, int]] = []
    left = {digit.start() for digit in _DIGIT.finditer(text)}
    for pattern in _PATTERNS if _MARKS.search(text) else _PATTERNS[_OF_NUMBERS:]:
        if not left:  # every date holds a digit, and one of each that there is has been found
            break
        for match in pattern.finditer(text):
            begin, end = match.span()
            if _overlap((begin, end), taken):
                continue
            taken.append((begin, end))
            left.difference_update(range(begin, end))
            found += _spans(match)
    return sorted(found, key=lambda span: span.at)


def _spans(match: re.Match[str]) -> list[DateSpan]:
    parts = {name: value for name, value in match.groupdict().items() if value}
    days = [int(day) for day in re.findall(r"\d+", parts.pop("days", ""))]
    if not days:
        ends = [(parts, parts)]
    elif days == list(range(days[0], days[0] + len(days))):
        ends = [({"d1": str(days[0])}, {"d2": str(days[-1])})]
    else:
        ends = [({"d1": str(day)}, {}) for day in days]
    spans = (_span(match, parts | first | last) for first, last in ends)
    return list(filter(None, spans))


def _span(match: re.Match[str], parts: dict[str, str]) -> DateSpan | None:
    end_month = _month_number(parts, "2") or _month_number(parts, "1")
    month = _month_number(parts, "1") or end_month
    day = int(parts["d1"]) if "d1" in parts else None
    end_day = int(parts["d2"]) if "d2" in parts else day
    year = next((_full_year(parts[key]) for key in ("y2", "y0", "y1") if key in parts), None)
    if not month or not end_month or (day is None and year is None):
        return None
    span = DateSpan(match[0].strip(), match.start(), year, month, day, end_month, end_day)
    if day is not None:
        # 2024 is a leap year: without a year in the text 29 February must stay possible.
        dates = span.dates(2024)
        if dates is None or dates[1] < dates[0] or (dates[1] - dates[0]).days > 200:
            return None
    return span


def _full_year(digits: str) -> int:
    return int(digits) + (2000 if len(digits) == 2 else 0)


def _month_number(parts: dict[str, str], which: str) -> int:
    if f"n{which}" in parts:
        number = int(parts[f"n{which}"])
        return number if 1 <= number <= 12 else 0
    word = parts.get(f"m{which}") or parts.get(f"m{which}w") or ""
    return month_number(word)
