"""Reading tables from CSV and XLSX: named columns, every bad row reported, the good ones kept."""

import csv
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from egiz import text
from egiz.atlas._errors import AtlasError, FieldError
from egiz.text import Limits, cell_text, open_tables
from egiz.text.rows import Cell

T = TypeVar("T")
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
    """A table that cannot be read at all; ``code`` as in `egiz.text.TableError`."""

    def __init__(self, message: str, code: str = "not-a-table") -> None:
        super().__init__(message)
        self.code = code


def read_rows(
    source: Path | bytes, *, name: str = "", sheet: str | None = None
) -> list[tuple[int, dict[str, str]]]:
    """
    The rows of a CSV or XLSX file with the number of each.

    Parameters
    ----------
    source
        A ``.csv`` or ``.xlsx`` file of at most 50 MB whose first row names the columns, or its content.
    name
        What to call it, where only the content is given.
    sheet
        Name of the sheet, for XLSX; the first one otherwise.

    Returns
    -------
    list[tuple[int, dict[str, str]]]
        Row number (the heading is row 1) and cell texts by column; empty rows are left out.

    Raises
    ------
    TableError
        When the file is missing, too large, of another kind, or has no heading.
    """
    path = source if isinstance(source, Path) else Path(name)
    if path.suffix.lower() not in (".xlsx", ".csv", ".tsv", ".txt"):
        raise TableError(f"{path}: expected a .csv or .xlsx file.")
    try:
        tables = open_tables(source, name=str(path), limits=Limits(rows=MAX_ROWS))
        lines = tables.rows(sheet if path.suffix.lower() == ".xlsx" else None)
        heading = [_cell(cell).strip() for cell in next(lines, (0, []))[1]]
        rows = [(number, _named(heading, cells)) for number, cells in lines]
    except text.TableError as error:
        if error.code == "empty":
            raise TableError(f"{path}: the first row must name the columns.", error.code) from error
        raise TableError(str(error), error.code) from error
    return rows


def _named(heading: list[str], cells: list[Cell]) -> dict[str, str]:
    texts = [_cell(cell) for cell in cells] + [""] * (len(heading) - len(cells))
    return dict(zip(heading, texts, strict=False))


def _cell(value: Cell) -> str:
    return number_text(value) if isinstance(value, float) else cell_text(value)


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
