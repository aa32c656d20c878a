"""Promises as tables for other programs. No cell can start a formula there."""

import csv
import datetime as dt
import io
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from egiz.desk.commitments.interfaces.forms import owner_words
from egiz.desk.commitments.models import Commitment
from egiz.desk.core.models import Desk

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def safe(value: Any) -> Any:
    """Disarm a text that a table program would take for a formula."""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return value


def header() -> list[str]:
    return [
        _("promise"), _("owner"), _("to whom"), _("side"), _("due"), _("as it was said"), _("status"),
        _("kind"), _("meeting"), _("day of the meeting"), _("quote"), _("note"),
    ]  # fmt: skip


def cells(row: Commitment, desk: Desk) -> list[Any]:
    sides = {
        "ours": desk.country,
        "theirs": desk.their_country,
        "both": "both",
    }
    return [
        row.title,
        owner_words(row),
        row.to_text,
        sides.get(row.side, ""),
        row.due_on,
        row.due_phrase,
        str(row.get_status_display()),
        str(row.get_kind_display()),
        row.meeting.title if row.meeting else "",
        row.meeting.held_on if row.meeting else None,
        row.quote,
        row.note,
    ]


def to_csv(rows: Iterable[Commitment], desk: Desk) -> bytes:
    """Write a CSV that Excel opens in the right letters."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header())
    for row in rows:
        line = [safe(value) for value in cells(row, desk)]
        writer.writerow([value.isoformat() if isinstance(value, dt.date) else value for value in line])
    return out.getvalue().encode("utf-8-sig")


def to_xlsx(rows: Iterable[Commitment], desk: Desk) -> bytes:
    from openpyxl import Workbook  # noqa: PLC0415 - only those who export wait for it
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
    from openpyxl.styles import Font  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Promises")[:31])
    sheet.freeze_panes = "A2"
    for number, width in enumerate((48, 36, 28, 8, 12, 20, 16, 14, 36, 14, 60, 30), start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    titles = [WriteOnlyCell(sheet, value=name) for name in header()]
    for title in titles:
        title.font = Font(bold=True)
    sheet.append(titles)
    for row in rows:
        sheet.append([safe(value) for value in cells(row, desk)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
