"""Dates and deadlines in words: Russian, Uzbek (both scripts), Kazakh and English."""

from egiz.minutes.dates._due import FoundDue, find_dues
from egiz.minutes.dates._header import header_date

__all__ = ["FoundDue", "find_dues", "header_date"]
