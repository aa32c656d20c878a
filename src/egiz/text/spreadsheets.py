"""Tables for other programs: CSV and XLSX in which no cell can start a formula.

Whoever writes a cell that a stranger filled uses this module and nothing else: the list of dangerous
beginnings is a rule of security and stands once.
"""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any

LONGEST_CELL = 32_000
"""Characters of a cell; Excel takes 32,767."""

_FORMULA = tuple("=+-@\t\r\n＝＋－＠|%")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def safe_cell(value: Any) -> Any:
    """Disarm a text that a table program would take for a formula.

    Parameters
    ----------
    value
        What the cell is to hold.

    Returns
    -------
    Any
        A text without characters that no file can store, at most `LONGEST_CELL` long, an apostrophe in front
        of what looks like a formula, also behind spaces; whatever is no text comes back as it is.
    """
    if not isinstance(value, str):
        return value
    text = _NOT_XML.sub("", value)[:LONGEST_CELL]
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def unguarded(text: str) -> str:
    """Take the guard of `safe_cell` off again, so that what was exported can be imported."""
    return text[1:] if text[:1] == "'" and text[1:].lstrip(" ").startswith(_FORMULA) else text


def set_text(cell: Any, value: Any) -> None:
    """Fill a cell of openpyxl: a text stays a text there, whatever it begins with, and carries no mark."""
    if not isinstance(value, str):
        cell.value = value
        return
    cell.value = _NOT_XML.sub("", value)[:LONGEST_CELL]
    cell.data_type = "s"
    # Excel shows such a text as it is and does not run it when somebody edits the cell.
    cell.quotePrefix = value.lstrip(" ").startswith(_FORMULA)


def csv_bytes(rows: Iterable[Sequence[Any]]) -> bytes:
    """Write a CSV that Excel opens in the right letters; days and moments are written as ISO 8601."""
    return b"".join(csv_parts(rows))


def csv_parts(rows: Iterable[Sequence[Any]], rows_a_part: int = 500) -> Iterator[bytes]:
    """Write the same CSV piece by piece, so that a long one is never held whole."""
    yield codecs.BOM_UTF8
    waiting = iter(rows)
    while part := list(islice(waiting, rows_a_part)):
        out = io.StringIO()
        writer = csv.writer(out)
        for row in part:
            cells = (value.isoformat() if isinstance(value, dt.date) else value for value in row)
            writer.writerow([safe_cell(value) for value in cells])
        yield out.getvalue().encode()


def _cell(cell: Any, value: Any, font: Any) -> Any:
    cell.value = safe_cell(value)
    if isinstance(value, str):
        cell.data_type = "s"
    if font is not None:
        cell.font = font
    return cell


def xlsx_bytes(
    title: str, header: Sequence[str], rows: Iterable[Sequence[Any]], widths: Sequence[int] = ()
) -> bytes:
    """Write a workbook of one sheet with a bold heading that stays in sight; every text is text.

    Parameters
    ----------
    title
        Of the sheet; Excel takes 31 characters.
    header, rows
        The cells.
    widths
        Of the first columns, in characters.
    """
    from openpyxl import Workbook  # noqa: PLC0415 - only those who export wait for it
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - as above
    from openpyxl.styles import Font  # noqa: PLC0415 - as above
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - as above

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    heading: Any = Font(bold=True)
    try:
        for row in chain((header,), rows):
            sheet.append([_cell(WriteOnlyCell(sheet), value, heading) for value in row])
            heading = None
    except BaseException:
        sheet.close()  # else it complains when it is collected, in whatever runs then
        raise
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
