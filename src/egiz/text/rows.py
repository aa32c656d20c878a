"""What every reader of tables shares: rows, limits, the error."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

Cell: TypeAlias = "str | int | float | bool | dt.datetime | dt.date | dt.time | dt.timedelta | None"
Row: TypeAlias = "tuple[int, list[Cell]]"
"""The number of a row as a spreadsheet shows it, and its cells; a row without a filled cell does not come."""

LOOKED_AT = 20
"""First rows among which the separator and the heading are looked for."""


class TableError(ValueError):
    """A table that cannot be read at all; ``code`` tells translations why.

    The codes: missing, too-big, too-many-rows, hostile, not-a-table, no-sheet, empty, no-columns.
    """

    def __init__(self, message: str, code: str, **params: Any) -> None:
        super().__init__(message)
        self.code = code
        self.params: Mapping[str, Any] = params


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a table is read; decided while reading, never after."""

    size: int = 50_000_000
    unpacked: int = 200_000_000
    rows: int = 200_000
    columns: int = 500


def cell_text(cell: Cell) -> str:
    """A cell as a person would type it: no ".0" behind whole numbers, no midnight behind days."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, dt.datetime) and (cell.hour, cell.minute, cell.second) == (0, 0, 0):
        return cell.date().isoformat()
    return str(cell).strip()
