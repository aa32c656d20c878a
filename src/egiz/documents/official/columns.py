"""Two languages side by side in a Word document."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from .word import Sheet

Block = dict[str, Any]
SIZE = 10.0  # points: two columns hold less in a line


def two_columns(left: Sequence[Block | None], right: Sequence[Block | None]) -> bytes:
    """Write both languages level with one another: each part begins in both columns at one height."""
    sheet = Sheet(wide=True, size=SIZE)
    table = sheet.document.add_table(rows=0, cols=2)
    table.autofit = True
    for pair in _level(left, right):
        cells = table.add_row().cells
        for cell, block in zip(cells, pair, strict=True):
            if block:
                _write(sheet, cell, block)
                _without_first(cell)
    target = io.BytesIO()
    sheet.document.save(target)
    return target.getvalue()


def _level(
    left: Sequence[Block | None], right: Sequence[Block | None]
) -> Iterator[tuple[Block | None, Block | None]]:
    """Pair the parts; articles are paired one by one."""
    for one, other in zip(left, right, strict=True):
        if one and other and one["part"] == "sections":
            for a, b in zip(one["sections"], other["sections"], strict=True):
                yield {**one, "sections": [a]}, {**other, "sections": [b]}
        elif one or other:
            yield one, other


def _write(sheet: Sheet, cell: Any, block: Block) -> None:
    WRITERS[block["part"]](sheet, cell, block)


def _line(sheet: Sheet, cell: Any, block: Block) -> None:
    sheet.line(block["text"], block["style"], cell)


def _items(sheet: Sheet, cell: Any, block: Block) -> None:
    for number, text in enumerate(block["items"], 1):
        lead = {"number": f"{number}. ", "dash": "– ", "head": ""}[block["style"]]
        sheet.line(f"{lead}{text}", "first" if block["style"] == "head" else "item", cell)


def _sections(sheet: Sheet, cell: Any, block: Block) -> None:
    for one in block["sections"]:
        if one["heading"]:
            sheet.line(one["heading"], "heading", cell)
        sheet.line(one["text"], block["style"], cell)


def _pair(sheet: Sheet, cell: Any, block: Block) -> None:
    for text in (block["left"], block["right"]):
        sheet.line(text, "item", cell)


def _tables(sheet: Sheet, cell: Any, block: Block) -> None:
    for group in block["groups"]:
        if group["heading"]:
            sheet.line(group["heading"], "heading", cell)
        sheet.table(block["heads"], block["widths"], group["rows"], cell)


WRITERS: dict[str, Callable[[Sheet, Any, Block], None]] = {
    "line": _line,
    "items": _items,
    "sections": _sections,
    "pair": _pair,
    "table": _tables,
}


def _without_first(cell: Any) -> None:
    """Take away the empty paragraph that a new cell begins with."""
    first = cell.paragraphs[0]._p  # noqa: SLF001 - python-docx has no other way
    if len(cell.paragraphs) > 1:
        first.getparent().remove(first)
