"""A report of headings, sentences, tables and pictures, whose words come ready: as PDF and as DOCX."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from egiz.documents.paper import pdf

# Of a page's breadth, what tables and pictures may take.
BREADTH_CM = 17.0
MANY = 5  # columns; more stand in smaller letters


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; the first level stands under the title."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Sentence:
    """A paragraph; ``lang`` names its language where it is not that of the report."""

    text: str
    lang: str = ""
    soft: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its head, its rows, and how broad its columns are to each other."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    breadths: tuple[int, ...] = ()
    # Columns of numbers stand to the right.
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Lines:
    """A list without numbers."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing, for paper as SVG and for Word as PNG, and what it shows in words."""

    svg: str
    png: bytes
    words: str


Block = Heading | Sentence | Sheet | Lines | Picture


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a report says, in one language and in order."""

    title: str
    lang: str
    subtitle: str = ""
    # Above everything: "sample", "draft".
    mark: str = ""
    foot: str = ""
    blocks: Sequence[Block] = field(default_factory=tuple)


def report_pdf(report: Report, *, as_png: bool = False) -> Any:
    """Print the report as PDF, or as a list of PNG pages."""
    picture = next((one for one in report.blocks if isinstance(one, Picture)), None)
    data = {
        "title": report.title,
        "subtitle": report.subtitle,
        "mark": report.mark,
        "foot": report.foot,
        "lang": report.lang,
        "blocks": [_plain(one) for one in report.blocks],
    }
    return pdf("report", data, drawing=picture.svg if picture else "", as_png=as_png)


def _plain(block: Block) -> dict[str, Any]:
    if isinstance(block, Heading):
        return {"kind": "heading", "text": block.text, "level": block.level}
    if isinstance(block, Sentence):
        return {"kind": "sentence", "text": block.text, "lang": block.lang, "soft": block.soft}
    if isinstance(block, Sheet):
        breadths = block.breadths or (1,) * len(block.head)
        return {
            "kind": "sheet",
            "head": block.head,
            "rows": block.rows,
            "breadths": breadths,
            "numbers": block.numbers,
        }
    if isinstance(block, Lines):
        return {"kind": "lines", "items": block.items}
    return {"kind": "picture", "words": block.words}


def report_docx(report: Report) -> bytes:
    """Write the report as a Word document, to be read on and corrected."""
    from docx import Document  # noqa: PLC0415 - only when a document is asked for
    from docx.shared import Cm, Pt  # noqa: PLC0415 - as above

    document = Document()
    for section in document.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2)
        section.top_margin = section.bottom_margin = Cm(2)
        section.footer.paragraphs[0].text = report.foot
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Noto Sans", Pt(10.5)
    _language(style.element, report.lang)
    document.core_properties.title = report.title
    document.core_properties.author = ""
    document.core_properties.language = report.lang
    if report.mark:
        document.add_paragraph().add_run(report.mark).italic = True
    _heading(document, report.title, 0)
    if report.subtitle:
        document.add_paragraph(report.subtitle)
    for block in report.blocks:
        _write(document, block)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _language(element: Any, lang: str) -> None:
    from docx.oxml import OxmlElement  # noqa: PLC0415 - as above
    from docx.oxml.ns import qn  # noqa: PLC0415 - as above

    properties = element.get_or_add_rPr()
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    mark = OxmlElement("w:lang")
    mark.set(qn("w:val"), lang)
    properties.append(mark)


def _heading(document: Any, text: str, level: int) -> None:
    from docx.shared import RGBColor  # noqa: PLC0415 - as above

    made = document.add_heading(text, level)
    for run in made.runs:
        run.font.name = "Noto Sans"
        run.font.color.rgb = RGBColor(0x1B, 0x1F, 0x24)


def _write(document: Any, block: Block) -> None:
    from docx.shared import Cm, RGBColor  # noqa: PLC0415 - as above

    if isinstance(block, Heading):
        _heading(document, block.text, block.level)
    elif isinstance(block, Sentence):
        run = document.add_paragraph().add_run(block.text)
        if block.lang:
            _language(run._r, block.lang)  # noqa: SLF001 - the library's own way to a run's element
        if block.soft:
            run.font.color.rgb = RGBColor(0x55, 0x55, 0x55)
    elif isinstance(block, Lines):
        for item in block.items:
            document.add_paragraph(item, style="List Bullet")
    elif isinstance(block, Picture):
        document.add_picture(io.BytesIO(block.png), width=Cm(BREADTH_CM))
        document.add_paragraph(block.words)
    else:
        _table(document, block)


def _write_cell(cell: Any, text: str, size: Any, *, bold: bool, number: bool) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415 - as above
    from docx.shared import Pt  # noqa: PLC0415 - as above

    cell.text = text
    for paragraph in cell.paragraphs:
        paragraph.paragraph_format.space_after = Pt(1)
        paragraph.paragraph_format.line_spacing = 1.0
        if number:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        for run in paragraph.runs:
            run.bold = bold
            run.font.size = size


def _table(document: Any, sheet: Sheet) -> None:
    from docx.shared import Cm, Pt  # noqa: PLC0415 - as above

    table = document.add_table(rows=1, cols=len(sheet.head), style="Table Grid")
    table.autofit = False
    breadths = sheet.breadths or (1,) * len(sheet.head)
    size = Pt(9 if len(sheet.head) <= MANY else 8)
    widths = [Cm(BREADTH_CM * part / sum(breadths)) for part in breadths]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row_number, texts in enumerate([sheet.head, *sheet.rows]):
        row = table.rows[0] if row_number == 0 else table.add_row()
        _mark(row, "w:cantSplit")
        cells = row.cells
        for number, (cell, text, width) in enumerate(zip(cells, texts, widths, strict=True)):
            cell.width = width
            _write_cell(cell, text, size, bold=row_number == 0, number=number in sheet.numbers)
    _mark(table.rows[0], "w:tblHeader")
    document.add_paragraph()


def _mark(row: Any, name: str) -> None:
    from docx.oxml import OxmlElement  # noqa: PLC0415 - as above
    from docx.oxml.ns import qn  # noqa: PLC0415 - as above

    mark = OxmlElement(name)
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)  # noqa: SLF001 - the library's own way to a row's element
