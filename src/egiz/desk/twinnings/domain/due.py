"""When a measure is due: a year, a quarter, a month or a day, in the words people write them."""

import calendar
import datetime as dt
import re

from babel.dates import format_skeleton

from egiz.text.dates import MONTH, month_number

QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_YEAR = r"(?P<year>20\d\d)"
_QUARTER_WORD = r"(?:кв\w*\.?|тоқсан\w*|chorak\w*|quarter)"
_ROMAN = r"(?P<quarter>iv|i{1,3}|[1-4])"
_AFTER_YEAR = r"\W*(?:г\w*\.?|ж\w*\.?|yil\w*)?\W*"
_FORMS = (
    re.compile(rf"{_YEAR}-q(?P<quarter>[1-4])"),
    re.compile(rf"q(?P<quarter>[1-4])\W*{_YEAR}"),
    re.compile(rf"{_ROMAN}\W*{_QUARTER_WORD}\W*{_YEAR}{_AFTER_YEAR}"),
    re.compile(rf"{_YEAR}{_AFTER_YEAR}{_ROMAN}\W*{_QUARTER_WORD}"),
    re.compile(rf"{_YEAR}-(?P<month>\d\d)-(?P<day>\d\d)"),
    re.compile(rf"{_YEAR}-(?P<month>\d\d)"),
    re.compile(rf"(?P<day>\d{{1,2}})[./](?P<month>\d{{1,2}})[./]{_YEAR}{_AFTER_YEAR}"),
    re.compile(rf"(?P<month>\d{{1,2}})[./]{_YEAR}{_AFTER_YEAR}"),
    re.compile(rf"(?:(?P<day>\d{{1,2}})\W+)?(?P<name>{MONTH})\W*{_YEAR}{_AFTER_YEAR}"),
    re.compile(rf"{_YEAR}{_AFTER_YEAR}(?:(?P<day>\d{{1,2}})\W+)?(?P<name>{MONTH})"),
    re.compile(rf"{_YEAR}{_AFTER_YEAR}"),
)


def read(text: str) -> str | None:
    """Read a due in words: "2027", "2027-Q4", "2027-12", "2027-12-31"; None for what is no such thing."""
    plain = " ".join(text.casefold().split())
    if not plain:
        return ""
    for form in _FORMS:
        if found := form.fullmatch(plain):
            return _canonical(found.groupdict())
    return None


def _canonical(parts: dict[str, str | None]) -> str | None:
    year = parts["year"] or ""
    if quarter := parts.get("quarter"):
        return f"{year}-Q{QUARTERS[quarter]}"
    month = int(parts.get("month") or 0) or month_number(parts.get("name") or "")
    if not month:
        return year
    day = parts.get("day")
    try:
        whole = dt.date(int(year), month, int(day or 1))
    except ValueError:
        return None
    return whole.isoformat() if day else f"{whole:%Y-%m}"


def ends(due: str) -> dt.date | None:
    """The last day on which it is still in time; None where nobody has said when."""
    year, _dash, rest = due.partition("-")
    if not year:
        return None
    month = int(rest[1]) * 3 if rest.startswith("Q") else int(rest[:2] or 12)
    if len(rest) > 3:  # a whole day: 12-31
        return dt.date.fromisoformat(due)
    return dt.date(int(year), month, calendar.monthrange(int(year), month)[1])


def shown(due: str, language: str) -> str:
    """A due in the reader's language."""
    last = ends(due)
    if last is None:
        return ""
    rest = due.partition("-")[2]
    skeleton = "yQQQ" if rest.startswith("Q") else {0: "y", 2: "yMMMM"}.get(len(rest), "yMMMd")
    return format_skeleton(skeleton, last, locale="en_GB" if language == "en" else language)
