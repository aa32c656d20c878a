"""DOCX through its XML: what was inserted counts, what was deleted does not."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from typing import Any

from egiz.minutes._errors import UnsupportedFileError
from egiz.minutes.documents._limits import bounded, open_archive, read_part
from egiz.minutes.documents._tables import table_lines
from egiz.minutes.documents._xml import children_of

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# A change that was struck out, the old place of what was moved, and the second copy of a text box.
_SKIPPED = frozenset({f"{_W}del", f"{_W}moveFrom", _FALLBACK, f"{_W}rPr", f"{_W}sectPr"})
_SIGNS = {f"{_W}tab": " ", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_BLOCKS = frozenset({f"{_W}p", f"{_W}tbl"})
_DEEPEST = 60


def docx_text(data: bytes, name: str) -> str:
    """Paragraphs, list items, tables, text boxes, headers and footnotes of a DOCX, one a line."""
    with open_archive(data, name, "DOCX") as archive:
        return "\n".join(bounded(_lines(archive, name), name))


def _lines(archive: zipfile.ZipFile, name: str) -> Iterator[str]:
    parts = set(archive.namelist())
    headers = sorted(part for part in parts if re.fullmatch(r"word/header\d*\.xml", part))
    seen: set[str] = set()
    for part in headers:
        for line in _part_lines(read_part(archive, part, name), f"{_W}hdr", name):
            # The same header stands over every section.
            if line.strip() and line not in seen:
                seen.add(line)
                yield line
    yield from _part_lines(read_part(archive, "word/document.xml", name), f"{_W}body", name)
    for part in ("word/footnotes.xml", "word/endnotes.xml"):
        if part in parts:
            for note in (f"{_W}footnote", f"{_W}endnote"):
                yield from _part_lines(read_part(archive, part, name), note, name)


def _part_lines(data: bytes, parent: str, name: str) -> Iterator[str]:
    for element in children_of(data, parent, name):
        yield from _block_lines(element, 0)


def _block_lines(element: Any, depth: int) -> Iterator[str]:
    if depth > _DEEPEST:
        raise UnsupportedFileError("The document is nested deeper than any report.")
    if element.tag == f"{_W}p":
        yield from _paragraph(element, depth)
    elif element.tag == f"{_W}tbl":
        yield from table_lines(_rows(element, depth))
    elif element.tag not in _SKIPPED:
        for child in element:
            yield from _block_lines(child, depth + 1)


def _paragraph(element: Any, depth: int) -> Iterator[str]:
    boxes: list[Any] = []
    text = "".join(_words(element, boxes, 0)).strip(" ")
    listed = element.find(f"{_W}pPr/{_W}numPr") is not None
    yield f"• {text}" if listed and text else text
    for box in boxes:
        for child in box:
            yield from _block_lines(child, depth + 1)


def _words(element: Any, boxes: list[Any], depth: int) -> Iterator[str]:
    if depth > _DEEPEST:
        raise UnsupportedFileError("The document is nested deeper than any report.")
    for child in element:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif child.tag == f"{_W}txbxContent":
            boxes.append(child)
        elif child.tag not in _SKIPPED:
            yield from _words(child, boxes, depth + 1)


def _rows(table: Any, depth: int) -> list[list[str]]:
    rows = []
    for row in table.iterchildren(f"{_W}tr"):
        if row.find(f"{_W}trPr/{_W}del") is not None:
            continue
        cells = row.iter(f"{_W}tc")
        rows.append([_cell(cell, depth) for cell in cells])
    return rows


def _cell(cell: Any, depth: int) -> str:
    lines = (line for child in cell if child.tag in _BLOCKS for line in _block_lines(child, depth + 1))
    return " ".join(" ".join(lines).split())
