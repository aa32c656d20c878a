"""The desk's facts as tables for other programs; what is exported can be imported again."""

import csv
import io
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from egiz.desk.commitments.interfaces.exporters import safe
from egiz.desk.twinnings.domain import indicators
from egiz.desk.twinnings.domain.fact_tables import COLUMNS
from egiz.desk.twinnings.models import PlaceFact

WIDTHS = (20, 9, 12, 28, 16, 16, 12, 18, 40, 40, 22, 14, 30, 40, 20, 14)


def header() -> list[str]:
    return [*map(str, COLUMNS.values()), _("Entered by"), _("Entered on")]


def _number(text: str) -> float | int:
    number = float(text)
    return int(number) if number.is_integer() else number


def cells(row: PlaceFact) -> list[Any]:
    """Give one fact in the order of the header; no text of it can start a formula."""
    line = [
        row.place_name, row.place_country, row.place_id, indicators.label(row.indicator),
        _number(row.value) if row.is_number else indicators.value(row.indicator, row.value),
        indicators.unit(row.unit), row.as_of, str(row.get_boundary_display()), row.source, row.source_url,
        str(row.get_source_class_display()), row.rounding or "", row.doubt, row.note,
        str(row.entered_by or ""), row.created_at.date().isoformat(),
    ]  # fmt: skip
    return [safe(value) for value in line]


def to_csv(rows: Iterable[PlaceFact]) -> bytes:
    """Write a CSV that Excel opens in the right letters."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header())
    writer.writerows(cells(row) for row in rows)
    return out.getvalue().encode("utf-8-sig")


def to_xlsx(rows: Iterable[PlaceFact]) -> bytes:
    from openpyxl import Workbook  # noqa: PLC0415 - only those who export wait for it
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
    from openpyxl.styles import Font  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Facts")[:31])
    sheet.freeze_panes = "A2"
    for number, width in enumerate(WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    titles = [WriteOnlyCell(sheet, value=name) for name in header()]
    for title in titles:
        title.font = Font(bold=True)
    sheet.append(titles)
    for row in rows:
        sheet.append(cells(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
