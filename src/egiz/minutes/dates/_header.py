"""The date a report bears at its head."""

from __future__ import annotations

import datetime as dt
import re

from egiz.minutes.dates._due import find_dues

_LINES = 8
_LONGEST = 90


def header_date(text: str, language: str) -> dt.date | None:
    """The full date on a short line among the first ones, if exactly one such day is written there."""
    lines = [line.strip() for line in text.splitlines() if line.strip()][:_LINES]
    for line in lines:
        if len(line) > _LONGEST or not re.search(r"20\d\d", line):
            continue
        days = {
            found.due.date for found in find_dues(line, language, None) if _is_day(found.due.phrase or "")
        }
        days.discard(None)
        if len(days) == 1:
            return days.pop()
    return None


def _is_day(phrase: str) -> bool:
    return bool(re.search(r"(?<!\d)\d{1,2}(?!\d)", phrase))
