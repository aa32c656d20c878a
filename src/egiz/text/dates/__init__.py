"""Dates in words: days and ranges in any language, deadlines in Russian, Uzbek, Kazakh and English."""

from egiz.text.dates._deadlines import Deadline, find_deadlines
from egiz.text.dates._months import MONTH, month_number
from egiz.text.dates._spans import DateSpan, dates_in_words

__all__ = ["MONTH", "DateSpan", "Deadline", "dates_in_words", "find_deadlines", "month_number"]
