"""XLSX as a stream of rows, looked through for harm first.

openpyxl's read-only mode is used; python-calamine would be faster, but keeps a dense rectangle in memory, so
that a workbook of five kilobytes with its two cells in opposite corners ends the process.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from typing import IO, Any, TypeAlias

from egiz.text.rows import Cell, Limits, Row, TableError


def read_workbook(data: bytes, name: str, limits: Limits) -> dict[str, Callable[[], Iterator[Row]]]:
    """The sheets of an XLSX by name, each with the way to read it."""
    from openpyxl import load_workbook  # noqa: PLC0415 - slow to load, only for a workbook

    try:
        merged = _inspect(data, name, limits)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns about styles it does not know
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheets: dict[str, Any] = {sheet.title: sheet for sheet in book.worksheets}
    except TableError:
        raise
    except Exception as error:  # openpyxl raises whatever the broken part happens to raise
        raise TableError(f"{name}: not a readable .xlsx workbook ({error}).", "not-a-table") from error
    if not sheets:
        raise TableError(f"{name}: the workbook has no sheet with cells.", "empty")

    return {
        title: partial(_sheet_rows, sheet, merged.get(str(sheet._worksheet_path), {}), name, limits)  # noqa: SLF001 - no public way to the part
        for title, sheet in sheets.items()
    }


Merged: TypeAlias = "dict[int, list[tuple[int, int, int]]]"
"""First row of merged areas → their column, first row and last row."""

_AREA = re.compile(rb'<(?:\w+:)?mergeCell[^>]*?\bref="([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})"')
_MOST_MERGES = 20_000
_WIDE, _MOST_WIDE = 2000, 1000
_CHUNK = 1 << 18


def _inspect(data: bytes, name: str, limits: Limits) -> dict[str, Merged]:
    """Look through a workbook once: its size unpacked, definitions that no table needs, merged areas."""
    merged: dict[str, Merged] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        # Whatever the directory says, no part is read further than its word.
        if len(parts) > 2000 or sum(part.file_size for part in parts) > limits.unpacked:
            raise TableError(
                f"Unpacked, {name} is bigger than {limits.unpacked:,} bytes; it was not opened.",
                "hostile",
                limit=limits.unpacked,
            )
        for part in parts:
            if part.filename.endswith((".xml", ".rels")):
                with archive.open(part) as stream:
                    areas = _areas(stream, name)
                if areas:
                    merged[part.filename] = areas
    return merged


def _areas(stream: IO[bytes], name: str) -> Merged:
    found: Merged = {}
    count, tail = 0, b""
    while chunk := stream.read(_CHUNK):
        window = tail + chunk
        if b"<!ENTITY" in window or b"<!DOCTYPE" in window:
            raise TableError(
                f"{name}: it holds definitions that no table needs; it was not opened.", "hostile"
            )
        end = 0
        for area in _AREA.finditer(window):
            end = area.end()
            first, last = int(area[2]), int(area[3])
            if last > first and count < _MOST_MERGES:
                count += 1
                found.setdefault(first, []).append((_column(area[1].decode()), first, last))
        tail = window[max(end, len(window) - 200) :]
    return found


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _sheet_rows(sheet: Any, merged: Merged, name: str, limits: Limits) -> Iterator[Row]:
    # The sheet's own word on its size may be a lie in either direction.
    sheet.reset_dimensions()
    below: dict[int, tuple[int, Cell]] = {}  # column → last row of the area, its value
    padded: dict[int, int] = {}
    wide = 0
    try:
        for number, cells in enumerate(sheet.iter_rows(), 1):
            if not cells:
                continue
            wide += len(cells) > _WIDE
            if wide > _MOST_WIDE:
                break
            values = [_shown(cell, padded) for cell in cells[: limits.columns]]
            if values.count(None) < len(values):
                _copy_down(number, values, below, merged)
                yield number, values
    except Exception as error:  # openpyxl raises whatever the broken part happens to raise
        raise TableError(f"{name}: the workbook breaks off ({error}).", "not-a-table") from error
    if wide > _MOST_WIDE:
        raise TableError(f"{name}: its rows are wider than a table's; it was not read.", "hostile")


def _copy_down(number: int, values: list[Cell], below: dict[int, tuple[int, Cell]], merged: Merged) -> None:
    for column, (last, value) in tuple(below.items()):
        if last < number:
            del below[column]
        elif column < len(values) and values[column] is None:
            values[column] = value
    for column, _first, last in merged.get(number, ()):
        if column < len(values) and values[column] is not None:
            below[column] = (last, values[column])


def _shown(cell: Any, padded: dict[int, int]) -> Cell:
    value: Cell = cell.value
    if type(value) is int and value >= 0:
        style = cell._style_id  # noqa: SLF001 - its number format is looked up once a style
        if style not in padded:
            padded[style] = len(cell.number_format) if re.fullmatch("0{2,20}", cell.number_format) else 0
        return str(value).zfill(padded[style]) if padded[style] else value
    return value
