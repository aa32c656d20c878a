"""The Word template of each paper, made from its layout: what the office downloads, edits and gives back."""

from __future__ import annotations

import io
from functools import cache
from typing import Any

from .kinds import kind_of
from .layouts import LAYOUTS, Items, Line, Pair, Part, Sections, Table
from .word import Sheet


@cache
def template(kind: str) -> bytes:
    """The shipped template of a kind of paper: names between double braces are filled in.

    Raises
    ------
    DocumentError
        If no paper has that name.
    """
    sheet = Sheet(wide=kind_of(kind).wide)
    for part in LAYOUTS[kind]:
        _WRITERS[type(part)](sheet, part)
    target = io.BytesIO()
    sheet.document.save(target)
    return target.getvalue()


def _line(sheet: Sheet, part: Line) -> None:
    sheet.tag(f"{{%p if {part.key} %}}")
    sheet.line(f"{{{{ {part.key} }}}}", part.style)
    sheet.tag("{%p endif %}")


def _items(sheet: Sheet, part: Items) -> None:
    sheet.tag(f"{{%p for one in {part.key} %}}")
    if part.style == "head":
        sheet.tag("{%p if loop.first %}")
        sheet.line("{{ one }}", "first")
        sheet.tag("{%p else %}")
        sheet.line("{{ one }}", "head")
        sheet.tag("{%p endif %}")
        sheet.tag("{%p endfor %}")
        sheet.tag(f"{{%p if {part.key} %}}")
        sheet.rule()
        sheet.tag("{%p endif %}")
        return
    lead = {"number": "{{ loop.index }}. ", "dash": "– "}[part.style]
    sheet.line(f"{lead}{{{{ one }}}}", "item")
    sheet.tag("{%p endfor %}")


def _sections(sheet: Sheet, part: Sections) -> None:
    sheet.tag(f"{{%p for one in {part.key} %}}")
    sheet.tag("{%p if one.heading %}")
    sheet.line("{{ one.heading }}", "heading")
    sheet.tag("{%p endif %}")
    # Signatures never stand alone on a page: the last text comes along.
    sheet.tag("{%p if loop.last %}")
    sheet.line("{{ one.text }}", part.style, kept=True)
    sheet.tag("{%p else %}")
    sheet.line("{{ one.text }}", part.style)
    sheet.tag("{%p endif %}")
    sheet.tag("{%p endfor %}")


def _pair(sheet: Sheet, part: Pair) -> None:
    sheet.tag(f"{{%p if {part.left} or {part.right} %}}")
    sheet.pair(f"{{{{ {part.left} }}}}", f"{{{{ {part.right} }}}}", part.style)
    sheet.tag("{%p endif %}")


def _table(sheet: Sheet, part: Table) -> None:
    if part.groups:
        sheet.tag(f"{{%p for group in {part.key} %}}")
        sheet.line("{{ group.heading }}", "heading")
    heads = [f"{{{{ heads[{at}] }}}}" for at in range(len(part.columns))]
    rows = "group.rows" if part.groups else part.key
    sheet.table(heads, part.widths, [
        [f"{{%tr for row in {rows} %}}"],
        [f"{{{{ row.{column} }}}}" for column in part.columns],
        ["{%tr endfor %}"],
    ])  # fmt: skip
    if part.groups:
        sheet.tag("{%p endfor %}")


_WRITERS: dict[type[Part], Any] = {
    Line: _line, Items: _items, Sections: _sections, Pair: _pair, Table: _table,
}  # fmt: skip
