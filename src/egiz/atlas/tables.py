"""Reading tables from CSV and XLSX: named columns, every bad row reported, the good ones kept."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from egiz.atlas._errors import AtlasError, FieldError

T = TypeVar("T")
MAX_BYTES = 50_000_000
MAX_ROWS = 1_000_000
Mapped = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong in a row: its number as a spreadsheet shows it, the column, what would be right."""

    row: int
    field: str
    problem: str

    def __str__(self) -> str:
        return f"row {self.row}, {self.field}: {self.problem}"


@dataclass(frozen=True, slots=True)
class Imported(Generic[T]):
    """The good rows of a table and the errors of the others."""

    items: tuple[T, ...]
    errors: tuple[RowError, ...]


class TableError(AtlasError):
    """A table that cannot be read at all."""


def read_rows(path: Path, *, sheet: str | None = None) -> list[tuple[int, dict[str, str]]]:
    """
    The rows of a CSV or XLSX file with the number of each.

    Parameters
    ----------
    path
        A ``.csv`` (UTF-8, comma, semicolon or tab) or ``.xlsx`` file of at most 50 MB whose first row names
        the columns.
    sheet
        Name of the sheet, for XLSX; the first one otherwise.

    Returns
    -------
    list[tuple[int, dict[str, str]]]
        Row number (the heading is row 1) and cell texts by column; empty rows are left out.

    Raises
    ------
    TableError
        When the file is missing, too large, of another kind, not UTF-8, or has no heading.
    """
    if not path.is_file():
        raise TableError(f"{path}: no such file.")
    if path.stat().st_size > MAX_BYTES:
        raise TableError(f"{path}: {path.stat().st_size:,} bytes; a table may have at most {MAX_BYTES:,}.")
    if path.suffix.lower() == ".xlsx":
        lines = _xlsx(path, sheet)
    elif path.suffix.lower() in (".csv", ".tsv", ".txt"):
        lines = _csv(path)
    else:
        raise TableError(f"{path}: expected a .csv or .xlsx file.")
    if not lines or not any(lines[0][1]):
        raise TableError(f"{path}: the first row must name the columns.")
    heading = [name.strip() for name in lines[0][1]]
    rows = [(number, dict(zip(heading, cells, strict=False))) for number, cells in lines[1:] if any(cells)]
    if len(rows) > MAX_ROWS:
        raise TableError(f"{path}: {len(rows):,} rows; a table may have at most {MAX_ROWS:,}.")
    return rows


def _csv(path: Path) -> list[tuple[int, list[str]]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise TableError(f"{path}: not UTF-8 at byte {error.start}; save it as CSV UTF-8.") from error
    if "\0" in text:
        raise TableError(f"{path}: a binary file, not CSV.")
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    try:
        return [(reader.line_num, [cell.strip() for cell in cells]) for cells in reader]
    except csv.Error as error:
        raise TableError(f"{path}: line {reader.line_num}: {error}.") from error


def _xlsx(path: Path, sheet: str | None) -> list[tuple[int, list[str]]]:
    import zipfile  # noqa: PLC0415 - only for a spreadsheet

    import openpyxl  # noqa: PLC0415 - slow to load, only for a spreadsheet

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, OSError, ValueError) as error:
        raise TableError(f"{path}: not a readable .xlsx file ({error}).") from error
    try:
        if sheet is not None and sheet not in book.sheetnames:
            raise TableError(f"{path}: no sheet {sheet!r}; it has {', '.join(book.sheetnames)}.")
        pages = book[sheet] if sheet is not None else book.worksheets[0]
        rows = pages.iter_rows(values_only=True)
        return [(number, [_cell(cell) for cell in cells]) for number, cells in enumerate(rows, 1)]
    finally:
        book.close()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return number_text(value)
    text = str(value).strip()
    return text.removesuffix(" 00:00:00")


def number_text(value: float) -> str:
    """A number so that it reads back as itself: "12.345" could be twelve thousand, "12.3450" cannot."""
    text = repr(float(value)).removesuffix(".0")
    return text + "0" if re.fullmatch(r"-?[1-9]\d{0,2}\.\d{3}", text) else text


def import_rows(
    rows: Iterable[tuple[int, Mapping[str, str]]],
    build: Callable[[Mapped], T],
    *,
    columns: Mapping[str, str] | None = None,
    constants: Mapping[str, str] | None = None,
    needed: Sequence[str] = (),
) -> Imported[T]:
    """
    Build one item from each row, keeping the good ones beside the errors of the others.

    Parameters
    ----------
    rows
        Row number and cells by column.
    build
        Makes an item of a row by field name; raises FieldError or ValueError for a bad one.
    columns
        Field → column of the table, where they are called differently.
    constants
        Field → value for all rows, for what the table does not have (the source, the unit).
    needed
        Fields that must not be empty.

    Returns
    -------
    Imported
        Items in the order of the rows, and errors.
    """
    items: list[T] = []
    errors: list[RowError] = []
    renamed = dict(columns or {})
    for number, cells in rows:
        row = dict(constants or {}) | {name: cell for name, cell in cells.items() if cell}
        row |= {field: cells.get(column, "") for field, column in renamed.items() if cells.get(column)}
        missing = [field for field in needed if not row.get(field, "").strip()]
        if missing:
            wanted = renamed.get(missing[0], missing[0])
            errors.append(RowError(number, wanted, "is empty; every row needs it"))
            continue
        try:
            items.append(build(row))
        except FieldError as error:
            field = renamed.get(error.field, error.field)
            errors.append(RowError(number, field, f"got {error.got!r}, expected {error.wanted}"))
        except ValueError as error:
            errors.append(RowError(number, "row", str(error)))
    return Imported(tuple(items), tuple(errors))


def write_csv(path: Path, fields: Sequence[str], rows: Iterable[Mapping[str, object]]) -> None:
    """
    Write a table as UTF-8 CSV.

    Parameters
    ----------
    path
        Where to.
    fields
        The columns in their order.
    rows
        The rows; a field that is missing stays empty.
    """
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(fields), restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
