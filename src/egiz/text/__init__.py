"""The ground floor: what every room does with text, once.

Letters and spellings (`folding`), characters with a way back (`normalising`), numbers and dates in words
(`numbers`, `dates`), tables that come in (`tables`) and go out (`spreadsheets`), headings and languages in
four languages (`vocabulary`), the sense of sentences (`sense`). Nothing here knows another room, and a module
is loaded when the first of its names is asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from egiz.text.spreadsheets import csv_bytes, safe_cell, set_text, xlsx_bytes

_HOME = {
    "csv_bytes": "spreadsheets",
    "safe_cell": "spreadsheets",
    "set_text": "spreadsheets",
    "xlsx_bytes": "spreadsheets",
}

__all__ = ["csv_bytes", "safe_cell", "set_text", "xlsx_bytes"]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
