"""Tables that come in: CSV in any letters and with any separator, XLSX, read row by row within limits."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path

from egiz.text._workbooks import read_workbook
from egiz.text.encodings import decode
from egiz.text.rows import LOOKED_AT, Cell, Limits, Row, TableError, cell_text
from egiz.text.spreadsheets import unguarded

LONGEST_FIELD = 1_000_000
_SEPARATORS = ",;\t|"


@dataclass(frozen=True)
class Tables:
    """A file of tables: the sheets of a workbook, or the one table of a CSV under the name of its file."""

    name: str
    _readers: Mapping[str, Callable[[], Iterator[Row]]] = field(repr=False)
    limits: Limits = field(default_factory=Limits)

    @property
    def sheets(self) -> tuple[str, ...]:
        return tuple(self._readers)

    def rows(self, sheet: str | None = None) -> Iterator[Row]:
        """
        The filled rows of a sheet, one at a time.

        Parameters
        ----------
        sheet
            Its name; the first one otherwise.

        Raises
        ------
        TableError
            When there is no such sheet, or, on the way, when rows are too many or the file breaks off.
        """
        if sheet is not None and sheet not in self.sheets:
            raise TableError(
                f"{self.name}: no sheet {sheet!r}; it has {', '.join(self.sheets)}.",
                "no-sheet",
                sheet=sheet,
                sheets=self.sheets,
            )
        taken = 0
        for number, cells in self._readers[sheet or self.sheets[0]]():
            kept = _without_tail(cells)
            if not kept:
                continue
            taken += 1
            if taken > self.limits.rows:
                raise TableError(
                    f"{self.name}: more than {self.limits.rows:,} rows; split the table.",
                    "too-many-rows",
                    limit=self.limits.rows,
                )
            yield number, kept


def _text(data: bytes, called: str) -> str:
    text = decode(data)
    if "\ufffd" in text and "\ufffd".encode() not in data:
        raise TableError(f"{called}: not UTF-8 nor other text; save it as CSV UTF-8.", "not-a-table")
    if not text.strip():
        raise TableError(f"{called}: empty, not a table.", "empty")
    if "\0" in text:
        raise TableError(f"{called}: a binary file, not a table.", "not-a-table")
    return text


def open_tables(source: Path | bytes, *, name: str = "", limits: Limits | None = None) -> Tables:
    """
    Open a CSV or XLSX file.

    Parameters
    ----------
    source
        The file, or what it holds.
    name
        What to call it in errors, where only its content is given.
    limits
        How much of it is read.

    Returns
    -------
    Tables
        Where cells of an XLSX are merged over several rows, each row has the value in the first column;
        a whole number shown with leading noughts ("00000") comes as that text.

    Raises
    ------
    TableError
        When the file is missing, too large, built to do harm, or no table.
    """
    bounds = limits or Limits()
    called = name or (source.name if isinstance(source, Path) else "table")
    data = _content(source, called, bounds)
    if data[:4] == b"PK\x03\x04":
        return Tables(called, read_workbook(data, called, bounds), bounds)
    if data[:4] == b"\xd0\xcf\x11\xe0":
        raise TableError(f"{called}: an old .xls workbook; save it as .xlsx.", "not-a-table")
    if called.lower().endswith(".xlsx"):
        raise TableError(f"{called}: not a readable .xlsx workbook.", "not-a-table")
    text = _text(data, called)
    return Tables(called, {Path(called).stem: partial(_csv_rows, text, called)}, bounds)


def _content(source: Path | bytes, name: str, limits: Limits) -> bytes:
    if isinstance(source, bytes):
        size = len(source)
    elif source.is_file():
        size = source.stat().st_size
    else:
        raise TableError(f"{source}: no such file.", "missing")
    if size > limits.size:
        raise TableError(
            f"{name}: {size:,} bytes; a table may have at most {limits.size:,}.", "too-big", limit=limits.size
        )
    return source if isinstance(source, bytes) else source.read_bytes()


def _without_tail(cells: Sequence[Cell]) -> list[Cell]:
    kept = [_tidy(cell) for cell in cells]
    while kept and kept[-1] in (None, ""):
        kept.pop()
    return kept


def _tidy(cell: Cell) -> Cell:
    return unguarded(cell.strip()) if isinstance(cell, str) else cell


def _csv_rows(text: str, name: str) -> Iterator[Row]:
    csv.field_size_limit(LONGEST_FIELD)
    first, _, rest = text.partition("\n")
    if said := re.fullmatch(r"(?i)sep=(.)\s*", first):  # Excel's own way of naming the separator
        separator, text, start = said[1], rest, 2
    else:
        separator, start = separator_of(text), 1
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for number, cells in enumerate(reader, start):
            yield number, list[Cell](cells)
    except csv.Error as error:
        raise TableError(f"{name}: line {reader.line_num}: {error}.", "not-a-table") from error


def separator_of(text: str) -> str:
    """The sign between the cells of a CSV: the one that gives its first rows the same number of cells."""
    head = text[:20_000]

    def agreement(separator: str) -> tuple[int, int]:
        reader = csv.reader(io.StringIO(head, newline=""), delimiter=separator)
        try:
            widths = [len(row) for row in islice(reader, LOOKED_AT) if row]
        except csv.Error:
            return 0, 0
        if not widths or max(widths) < 2:
            return 0, 0
        common = max(widths, key=lambda width: (width > 1, widths.count(width), width))
        return widths.count(common), common

    return max(_SEPARATORS, key=agreement)


def _check_columns(name: str, heading: Sequence[str], needed: Sequence[str]) -> None:
    if lacking := [column for column in needed if column not in heading]:
        raise TableError(
            f"{name} lacks the columns {', '.join(lacking)}; it needs {', '.join(needed)}.",
            "no-columns",
            columns=tuple(lacking),
            found=tuple(heading),
        )


def records(
    source: Path | bytes, *, name: str = "", needed: Sequence[str] = (), limits: Limits | None = None
) -> Iterator[tuple[int, dict[str, str]]]:
    """
    The rows of a table whose first row names the columns, as texts by column.

    Parameters
    ----------
    source, name, limits
        As for `open_tables`.
    needed
        Columns that it must have.

    Returns
    -------
    Iterator[tuple[int, dict[str, str]]]
        Row number (the heading is row 1) and cells; every column is there, a missing cell is empty.

    Raises
    ------
    TableError
        As `open_tables`; "empty" without a heading, "no-columns" where one is lacking.
    """
    tables = open_tables(source, name=name, limits=limits)
    rows = tables.rows()
    heading = [cell_text(cell) for cell in next(rows, (0, []))[1]]
    if not heading:
        raise TableError(f"{tables.name}: the first row must name the columns.", "empty")
    _check_columns(tables.name, heading, needed)

    def below() -> Iterator[tuple[int, dict[str, str]]]:
        for number, cells in rows:
            texts = [cell_text(cell) for cell in cells] + [""] * (len(heading) - len(cells))
            yield number, {column: text for column, text in zip(heading, texts, strict=False) if column}

    return below()
