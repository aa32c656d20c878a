"""Write the sample workbooks of src/egiz/sample/atyrau from the readable files in its folder source.

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

from egiz.matching import Profile, match, read_profiles

SAMPLE = Path(__file__).parents[1] / "src" / "egiz" / "sample" / "atyrau"
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


def write_companies(name: str, country: str, language: str) -> Path:
    """One list of companies."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = {"ru": "Компании (образец)", "uz": "Kompaniyalar (namuna)"}[language]
    table = [[row[field] for field in FIELDS] for row in rows(name, country)]
    write_table(sheet, TITLES[language], HEADINGS[language], table)
    return save(book, f"{name}.xlsx")


MODES = {"any": "очно или онлайн", "in_person": "очно", "online": "онлайн"}
HALVES = {"AM": "10:00-13:00", "PM": "14:30-16:30"}
SETTINGS = (
    ("Название", "Образец: деловая миссия Атырау – Каракалпакстан и Хорезм"),
    ("Даты", "2026-12-09; 2026-12-10"),
    ("Сессии", "10:00-13:00; 14:30-16:30"),
    ("Длина слота, минут", 30),
    ("Пауза между слотами, минут", 0),
    ("Часовой пояс", "Asia/Atyrau"),
    ("Число столов", 10),
    ("Онлайн-комнаты", 2),
)
INTERPRETERS = (
    ("P1", "Переводчик 1 (образец)", "ru, uz, kk", ""),
    ("P2", "Переводчик 2 (образец)", "ru, uz, en", "2026-12-10 14:30-16:30"),
    ("P3", "Переводчик 3 (образец)", "ru, kk, uz, kaa", "2026-12-09 10:00-11:00"),
)
WANTED = 240
MARK = "образец"


def stretch(availability: str) -> str:
    """``2026-12-09 AM`` in the words of a mission's workbook."""
    day, _, half = availability.partition(" ")
    return f"{day} {HALVES[half]}" if half else day


def participant_rows(companies: Sequence[Profile], side: str) -> list[list[object]]:
    """One row per company for the sheet of participants."""
    return [
        [
            *(company.id, company.name, side, MODES[company.format], ", ".join(company.languages)),
            *("; ".join(stretch(when) for when in company.availability), company.max_meetings, MARK),
        ]
        for company in companies
    ]


def meeting_rows(a: Sequence[Profile], b: Sequence[Profile]) -> list[list[object]]:
    """The best recommended meetings as mutual wishes; no company wishes for more than its limit."""
    profiles = {company.id: company for company in (*a, *b)}
    table: list[list[object]] = []
    for pair in match(a, b, top=12).selected:
        one, two = profiles[pair.a], profiles[pair.b]
        if {one.format, two.format} == {"in_person", "online"} or len(table) == WANTED:
            continue
        strange = not set(one.languages) & set(two.languages)
        interpreter = f"{one.languages[0]}, {two.languages[0]}" if strange else ""
        weight: object = 3 if pair.score >= 0.75 else 2 if pair.score >= 0.45 else 1
        online = "да" if "online" in {one.format, two.format} else ""
        number = len(table) + 1
        table.append(
            [
                f"M{number:03}",
                one.id,
                two.id,
                "обязательно" if number <= 6 else weight,
                online,
                interpreter,
                MARK,
            ]
        )
    return table


def write_mission() -> Path:
    """The mission: participants of both lists and the meetings that both sides gain by."""
    a = read_profiles(SAMPLE / "firms_atyrau.xlsx").profiles
    b = read_profiles(SAMPLE / "firms_karakalpakstan.xlsx").profiles
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Миссия"
    write_table(sheet, "", ("Параметр", "Значение"), SETTINGS)
    people = [*participant_rows(a, "Атырау"), *participant_rows(b, "Каракалпакстан и Хорезм")]
    heading = ("Код", "Название", "Сторона", "Формат", "Языки", "Доступен", "Не более", "Примечание")
    write_table(book.create_sheet("Участники"), "", heading, people)
    heading = ("Код", "Участник A", "Участник B", "Вес", "Онлайн", "Переводчик", "Примечание")
    write_table(book.create_sheet("Встречи"), "", heading, meeting_rows(a, b))
    write_table(book.create_sheet("Переводчики"), "", ("Код", "Имя", "Языки", "Отсутствует"), INTERPRETERS)
    return save(book, "mission.xlsx")


def main() -> None:
    """Write the workbooks and say which."""
    for write in (
        lambda: write_companies("firms_atyrau", "KZ", "ru"),
        lambda: write_companies("firms_karakalpakstan", "UZ", "uz"),
        write_mission,
    ):
        print(f"wrote {write().relative_to(SAMPLE.parents[1])}")


if __name__ == "__main__":
    main()
