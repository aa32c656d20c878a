"""The ground floor: what every room does with text, once.

Letters and spellings (`folding`), characters with a way back (`normalising`), numbers and dates in words
(`numbers`, `dates`), tables that come in (`tables`, `headings`) and go out (`spreadsheets`), the words of
headings in four languages (`vocabulary`), the sense of sentences (`sense`). Nothing here knows another room,
and a module is loaded when the first of its names is asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from egiz.text.encodings import decode
    from egiz.text.folding import fold, fold_words, heading_key, plain, sound
    from egiz.text.headings import Heading, find_heading
    from egiz.text.normalising import Aligned, normalise
    from egiz.text.rows import Limits, TableError, cell_text
    from egiz.text.spreadsheets import csv_bytes, csv_parts, safe_cell, set_text, xlsx_bytes
    from egiz.text.tables import open_tables, records

_HOME = {
    name: module
    for module, names in {
        "encodings": ("decode",),
        "folding": ("fold", "fold_words", "heading_key", "plain", "sound"),
        "headings": ("Heading", "find_heading"),
        "spreadsheets": ("csv_bytes", "csv_parts", "safe_cell", "set_text", "xlsx_bytes"),
        "normalising": ("Aligned", "normalise"),
        "rows": ("Limits", "TableError", "cell_text"),
        "tables": ("open_tables", "records"),
    }.items()
    for name in names
}

__all__ = [
    "Aligned",
    "Heading",
    "Limits",
    "TableError",
    "cell_text",
    "csv_bytes",
    "csv_parts",
    "decode",
    "find_heading",
    "fold",
    "fold_words",
    "heading_key",
    "normalise",
    "open_tables",
    "plain",
    "records",
    "safe_cell",
    "set_text",
    "sound",
    "xlsx_bytes",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
