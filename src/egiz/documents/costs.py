"""The cost sheet as a workbook that goes on adding up when a price changes."""

from __future__ import annotations

import io
from typing import Any

from egiz.documents.model import CostSheet
from egiz.documents.translations import plain_day, words
from egiz.text import safe_cell

HEAD = ("cost_what", "cost_kind", "cost_quantity", "cost_price", "cost_currency", "cost_amount", "cost_in")
FIRST_ROW = 6


def costs_xlsx(sheet: CostSheet, lang: str) -> bytes:
    """The cost sheet as XLSX: lines, sums as formulas, rates with their day and source.

    Raises
    ------
    DocumentError
        If the language is not known.
    """
    from openpyxl import Workbook  # noqa: PLC0415 - heavy, only when the sheet is asked for

    said = words(lang)
    book = Workbook()
    page: Any = book.active
    page.title = said["costs"][:31]
    _head(page, sheet, lang)
    apart = _apart(sheet)
    rates = FIRST_ROW + len(sheet.lines) + len(apart) + 5
    rows = _rates(page, sheet, lang, rates)
    for offset, line in enumerate(sheet.lines):
        row = FIRST_ROW + offset
        values: list[Any] = [
            safe_cell(line.what),
            safe_cell(said.get(f"cost_{line.kind}", line.kind)),
            line.quantity,
        ]
        values += [line.price, line.currency, f"=C{row}*D{row}", _converted(sheet, line.currency, rows, row)]
        for column, value in enumerate([*values, safe_cell(line.note)], 1):
            page.cell(row, column, value)
        for column in (4, 6, 7):
            page.cell(row, column).number_format = "#,##0.00"
    _sums(page, sheet, apart, said)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _head(page: Any, sheet: CostSheet, lang: str) -> None:
    from openpyxl.styles import Font  # noqa: PLC0415 - as above

    said = words(lang)
    page["A1"] = safe_cell(sheet.title)
    page["A1"].font = Font(bold=True, size=14)
    page["A2"] = said["made"].format(date=plain_day(sheet.made_on, lang))
    page["A3"] = said["sample"] if sheet.sample else said["costs_note"]
    heads = [said[name].format(currency=sheet.currency) for name in HEAD]
    for column, text in enumerate([*heads, said["cost_note"]], 1):
        page.cell(FIRST_ROW - 1, column, text).font = Font(bold=True)
    for letter, width in zip("ABCDEFGH", (44, 16, 14, 15, 10, 17, 17, 40), strict=True):
        page.column_dimensions[letter].width = width
    page.freeze_panes = f"A{FIRST_ROW}"
    page.page_setup.orientation, page.page_setup.fitToHeight = "landscape", 0
    page.sheet_properties.pageSetUpPr.fitToPage = True


def _rates(page: Any, sheet: CostSheet, lang: str, start: int) -> dict[str, int]:
    """Write the rates below the lines and give the row of each, so that sums follow a changed rate."""
    said = words(lang)
    rows = {"USD": start + 1}
    page.cell(start, 1, said["rates"])
    if sheet.rates_as_of:
        about = said["rates_of"].format(date=plain_day(sheet.rates_as_of, lang), source=sheet.rates_source)
        page.cell(start, 2, safe_cell(about))
    page.cell(start + 1, 1, "USD")
    page.cell(start + 1, 3, 1)
    for number, (currency, rate) in enumerate(sorted(sheet.per_usd.items()), start + 2):
        rows[currency] = number
        page.cell(number, 1, currency)
        page.cell(number, 3, rate)
    return rows


def _convertible(sheet: CostSheet, currency: str) -> bool:
    """Say whether there are rates from a currency to the sheet's own."""
    known = {"USD", *sheet.per_usd}
    return currency == sheet.currency or {currency, sheet.currency} <= known


def _apart(sheet: CostSheet) -> list[str]:
    """List the currencies that cannot be added to the total, in the order of the lines."""
    named = dict.fromkeys(line.currency for line in sheet.lines)
    return [currency for currency in named if not _convertible(sheet, currency)]


def _converted(sheet: CostSheet, currency: str, rows: dict[str, int], row: int) -> str | None:
    if not _convertible(sheet, currency):
        return None
    if currency == sheet.currency:
        return f"=F{row}"
    return f"=F{row}/C${rows[currency]}*C${rows[sheet.currency]}"


def _sums(page: Any, sheet: CostSheet, apart: list[str], said: Any) -> None:
    from openpyxl.styles import Font  # noqa: PLC0415 - as above

    last = FIRST_ROW + len(sheet.lines) - 1
    row = last + 1

    def write(text: str, value: Any, column: int = 7, *, bold: bool = False) -> None:
        nonlocal row
        page.cell(row, 1, text).font = Font(bold=bold)
        cell = page.cell(row, column, value)
        cell.font, cell.number_format = Font(bold=bold), "#,##0.00"
        row += 1

    without = said["without"].format(currencies=", ".join(apart)) if apart else ""
    total = row
    write(said["total"] + without, f"=SUM(G{FIRST_ROW}:G{last})" if sheet.lines else 0, bold=True)
    for currency in apart:
        # A sum of its own beside the total: without a rate nobody knows what it is worth there.
        page.cell(row, 5, currency)
        write(said["no_rate"], f'=SUMIF(E{FIRST_ROW}:E{last},"{currency}",F{FIRST_ROW}:F{last})', 6)
    if sheet.budget is not None:
        write(said["budget"], sheet.budget)
        write(said["remains"] + without, f"=G{row - 1}-G{total}")
