"""A sheet of a Word document in the plain style of office papers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

FACE = "Times New Roman"  # LibreOffice sets Liberation Serif for it: both carry ә ғ қ ң ө ұ ү һ і and ʻ
SAFFRON, SOFT = "855000", "575C63"
# style: (points, bold, colour, alignment, space before, space after), None for what stays as it is
STYLES: dict[str, tuple[float, bool, str, str, float, float]] = {
    "body": (12, False, "", "JUSTIFY", 0, 4),
    "plain": (12, False, "", "LEFT", 0, 4),
    "centre": (12, False, "", "CENTER", 0, 6),
    "right": (12, False, "", "LEFT", 6, 14),
    "title": (13.5, True, "", "CENTER", 12, 12),
    "heading": (12, True, "", "LEFT", 6, 2),
    "bold": (12, True, "", "LEFT", 0, 12),
    "soft": (9, False, SOFT, "LEFT", 18, 0),
    "mark": (9.5, True, SAFFRON, "LEFT", 0, 8),
    "first": (12, True, "", "CENTER", 0, 2),
    "head": (10, False, "", "CENTER", 0, 1),
    "item": (12, False, "", "LEFT", 0, 3),
}
RIGHT_HALF = 8.4  # cm that an addressee stands from the left margin
INDENT = 1.25  # cm that the first line of a paragraph stands in, as offices write
KEPT_WITH_NEXT = frozenset({"heading", "title"})


class Sheet:
    """A document that is written from top to bottom."""

    def __init__(self, *, wide: bool = False, size: float = 12.0) -> None:
        from docx import Document  # noqa: PLC0415 - heavy, only when paper is asked for
        from docx.oxml.ns import qn  # noqa: PLC0415 - as above
        from docx.shared import Cm, Pt  # noqa: PLC0415 - as above

        self.document: Any = Document()
        self.scale = size / 12.0
        normal = self.document.styles["Normal"]
        normal.font.name, normal.font.size = FACE, Pt(size)
        fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
        for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(script), FACE)
        section = self.document.sections[0]
        across, down = Cm(21), Cm(29.7)
        section.page_width, section.page_height = (down, across) if wide else (across, down)
        if wide:
            from docx.enum.section import WD_ORIENT  # noqa: PLC0415 - as above

            section.orientation = WD_ORIENT.LANDSCAPE
        section.left_margin = Cm(1.8 if wide else 2.8)
        section.right_margin, section.top_margin, section.bottom_margin = Cm(1.5), Cm(1.8), Cm(2)
        self.width = (29.7 if wide else 21.0) - (1.8 if wide else 2.8) - 1.5

    def tag(self, text: str) -> None:
        """A paragraph that holds a tag of the template only and goes when it is filled."""
        self.document.add_paragraph(text)

    def line(self, text: str, style: str, into: Any = None, *, kept: bool = False) -> Any:
        """One paragraph in a style, in the document or in a cell; kept on one page with what follows."""
        from docx.shared import Cm  # noqa: PLC0415 - as above

        paragraph = (into or self.document).add_paragraph()
        self._write(paragraph, text, style)
        if kept:
            paragraph.paragraph_format.keep_with_next = True
        if into is not None:
            # In a cell it would hold the whole row back, and the rows above it, for the next page.
            paragraph.paragraph_format.keep_with_next = False
        elif style == "right":
            paragraph.paragraph_format.left_indent = Cm(RIGHT_HALF)
        elif style == "body":
            paragraph.paragraph_format.first_line_indent = Cm(INDENT)
        return paragraph

    def rule(self) -> None:
        """A thin line from side to side, under a letterhead."""
        from docx.oxml import OxmlElement  # noqa: PLC0415 - as above
        from docx.oxml.ns import qn  # noqa: PLC0415 - as above

        paragraph = self.line("", "head")
        edges, edge = OxmlElement("w:pBdr"), OxmlElement("w:top")
        for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "1B1F24")):
            edge.set(qn(f"w:{name}"), value)
        edges.append(edge)
        paragraph._p.get_or_add_pPr().append(edges)  # noqa: SLF001 - python-docx has no other way

    def _write(self, paragraph: Any, text: str, style: str) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415 - as above
        from docx.shared import Pt, RGBColor  # noqa: PLC0415 - as above

        points, bold, colour, where, before, after = STYLES[style]
        run = paragraph.add_run()
        for number, part in enumerate(text.split("\n")):
            if number:
                run.add_break()
            run.add_text(part)
        run.bold, run.font.size = bold, Pt(points * self.scale)
        if colour:
            run.font.color.rgb = RGBColor.from_string(colour)
        shape = paragraph.paragraph_format
        shape.alignment = getattr(WD_ALIGN_PARAGRAPH, where)
        shape.space_before, shape.space_after = Pt(before * self.scale), Pt(after * self.scale)
        shape.keep_with_next = style in KEPT_WITH_NEXT

    def pair(self, left: str, right: str, style: str, into: Any = None) -> None:
        """Two texts side by side; a signature leaves room between office and name."""
        table = (into or self.document).add_table(rows=1, cols=2)
        table.autofit = True
        for cell, text in zip(table.rows[0].cells, (left, right), strict=True):
            self._write(cell.paragraphs[0], text, "item")
            cell.paragraphs[0].paragraph_format.space_before = 18 * 12700
        if style == "signature":
            from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415 - as above

            table.rows[0].cells[1].paragraphs[0].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _unbroken(table)

    def table(
        self, heads: Sequence[str], widths: Sequence[int], rows: Sequence[Sequence[str]], into: Any = None
    ) -> None:
        """A ruled table; its heads come again on each page."""
        from docx.shared import Cm  # noqa: PLC0415 - as above

        whole = self.width if into is None else self.width / 2 - 0.6
        table = (into or self.document).add_table(rows=0, cols=len(heads))
        table.style = self.document.styles["Table Grid"]
        table.autofit = False
        for number, row in enumerate((heads, *rows)):
            cells = table.add_row().cells
            for cell, text in zip(cells, row, strict=False):
                self._cell(cell, text, head=number == 0)
        for column, share in zip(table.columns, widths, strict=True):
            column.width = Cm(whole * share / sum(widths))
            for cell in column.cells:
                cell.width = Cm(whole * share / sum(widths))
        _repeated(table.rows[0])
        (into or self.document).add_paragraph().paragraph_format.space_after = 0

    def _cell(self, cell: Any, text: str, *, head: bool) -> None:
        from docx.shared import Pt  # noqa: PLC0415 - as above

        self._write(cell.paragraphs[0], text, "item")
        run = cell.paragraphs[0].runs[0]
        run.bold, run.font.size = head, Pt(10 * self.scale)
        shape = cell.paragraphs[0].paragraph_format
        shape.space_before = shape.space_after = Pt(2)


def _unbroken(table: Any) -> None:
    from docx.oxml import OxmlElement  # noqa: PLC0415 - heavy, only when paper is asked for

    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 - python-docx has no other way


def _repeated(row: Any) -> None:
    from docx.oxml import OxmlElement  # noqa: PLC0415 - as above

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - as above
