"""Write the sample workbooks of examples/atyrau from the readable files under examples/atyrau/source.

    python scripts/build_sample.py

Every company is invented and marked as a sample in its name and in its row.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

SAMPLE = Path(__file__).parents[1] / "examples" / "atyrau"
FIELDS = (
    *("id", "name", "country", "place", "offers", "needs", "codes", "need_codes", "hs", "need_hs"),
    *("cooperation", "languages", "size", "availability", "format", "max", "note"),
)
HEADINGS = {
    "ru": (
        *("Код фирмы", "Компания", "Страна", "Город", "Предложения", "Потребности", "ОКЭД"),
        *("ОКЭД потребности", "ТН ВЭД", "ТН ВЭД потребности", "Вид сотрудничества", "Языки", "Размер"),
        *("Доступность", "Формат", "Макс. встреч", "Примечание"),
    ),
    "uz": (
        *("Firm ID", "Kompaniya", "Davlat", "Shahar", "Takliflar", "Ehtiyojlar", "IFUT"),
        *("Ehtiyoj OKED", "TIF TN", "Ehtiyoj TIF TN", "Hamkorlik turi", "Tillar", "Hajmi"),
        *("Vaqti", "Formati", "Eng koʻp uchrashuv", "Izoh"),
    ),
}
TITLES = {
    "ru": "ОБРАЗЕЦ: все компании этого списка вымышлены",
    "uz": "NAMUNA: bu roʻyxatdagi barcha kompaniyalar oʻylab topilgan",
}
MOMENT = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)


def rows(name: str, country: str) -> list[dict[str, str]]:
    """Rows of one source list."""
    with (SAMPLE / "source" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file, delimiter=";"))
    for row in found:
        row["country"] = country
        row["max"] = {"large": "12", "micro": "6"}.get(row["size"], "10")
        for field in ("offers", "needs"):
            row[field] = row[field].replace(" / ", "; ")
        for field in ("codes", "need_codes", "hs", "need_hs", "cooperation", "languages"):
            row[field] = "; ".join(row[field].split())
    return found


def write_table(
    sheet: Worksheet, title: str, headings: Sequence[str], table: Sequence[Sequence[object]]
) -> None:
    """A title row, a bold heading row and the table below."""
    if title:
        sheet.append([title])
        sheet.cell(sheet.max_row, 1).font = Font(bold=True, color="9A3412")
    sheet.append(list(headings))
    for cell in sheet[sheet.max_row]:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="E5E7EB")
    sheet.freeze_panes = sheet.cell(sheet.max_row + 1, 1).coordinate
    for line in table:
        sheet.append(list(line))
    for at, column in enumerate(sheet.columns):
        longest = max(len(str(cell.value or "")) for cell in column if cell.row > 1 or not title)
        sheet.column_dimensions[sheet.cell(2, at + 1).column_letter].width = min(46, max(9, longest + 2))
        for cell in column:
            cell.alignment = Alignment(wrap_text=longest > 44 and cell.row > 1, vertical="top")


def save(book: Workbook, name: str) -> Path:
    """Save with a fixed moment, so that the same source gives the same content."""
    book.properties.creator = "Egiz sample"
    book.properties.created = book.properties.modified = MOMENT.replace(tzinfo=None)
    path = SAMPLE / name
    book.save(path)
    return path


def write_firms(name: str, country: str, language: str) -> Path:
    """One list of companies."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = {"ru": "Компании (образец)", "uz": "Kompaniyalar (namuna)"}[language]
    table = [[row[field] for field in FIELDS] for row in rows(name, country)]
    write_table(sheet, TITLES[language], HEADINGS[language], table)
    return save(book, f"{name}.xlsx")


def main() -> None:
    """Write the workbooks and say which."""
    for path in (write_firms("firms_atyrau", "KZ", "ru"), write_firms("firms_karakalpakstan", "UZ", "uz")):
        print(f"wrote {path.relative_to(SAMPLE.parents[1])}")


if __name__ == "__main__":
    main()
