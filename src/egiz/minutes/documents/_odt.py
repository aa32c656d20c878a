"""ODT: the text of OpenDocument, without what was deleted while changes were tracked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from egiz.minutes.documents._limits import bounded, open_archive, read_part
from egiz.minutes.documents._tables import table_lines
from egiz.minutes.documents._xml import children_of

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_SKIPPED = frozenset({f"{_TEXT}tracked-changes", f"{_OFFICE}annotation", f"{_TEXT}note-citation"})
_SIGNS = {f"{_TEXT}s": " ", f"{_TEXT}tab": " ", f"{_TEXT}line-break": "\n"}
_DEEPEST = 60


def odt_text(data: bytes, name: str) -> str:
    """Paragraphs, list items and tables, one a line."""
    with open_archive(data, name, "ODT") as archive:
        content = read_part(archive, "content.xml", name)
    body = children_of(content, f"{_OFFICE}text", name)
    return "\n".join(bounded((line for element in body for line in _lines(element, 0, listed=False)), name))


def _lines(element: Any, depth: int, *, listed: bool) -> Iterator[str]:
    if depth > _DEEPEST or element.tag in _SKIPPED:
        return
    if element.tag in {f"{_TEXT}p", f"{_TEXT}h"}:
        text = "".join(_words(element, 0)).strip(" ")
        yield f"• {text}" if listed and text else text
    elif element.tag == f"{_TABLE}table":
        rows = [
            [" ".join("".join(_words(cell, 0)).split()) for cell in row.iterchildren(f"{_TABLE}table-cell")]
            for row in element.iter(f"{_TABLE}table-row")
        ]
        yield from table_lines(rows)
    else:
        for child in element:
            yield from _lines(child, depth + 1, listed=listed or element.tag == f"{_TEXT}list-item")


def _words(element: Any, depth: int) -> Iterator[str]:
    if depth > _DEEPEST:
        return
    yield element.text or ""
    for child in element:
        if child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif child.tag not in _SKIPPED and isinstance(child.tag, str):
            yield from _words(child, depth + 1)
            yield " " if child.tag == f"{_TEXT}p" else ""
        yield child.tail or ""
