"""Readers of other people's calendars: each takes bytes and gives events and the problems met, never more."""

from __future__ import annotations

from egiz.text.dates import DateSpan, dates_in_words

from ._common import MAX_BYTES, Problem, ReadContext, Reading
from .busy import merge_hours, read_busy
from .feed import read_feed
from .ics import read_ics
from .jsonld import read_jsonld
from .tables import TableLook, look_into_table, read_table, table_fields

__all__ = [
    "MAX_BYTES",
    "DateSpan",
    "Problem",
    "ReadContext",
    "Reading",
    "TableLook",
    "dates_in_words",
    "look_into_table",
    "merge_hours",
    "read_busy",
    "read_feed",
    "read_ics",
    "read_jsonld",
    "read_table",
    "table_fields",
]
