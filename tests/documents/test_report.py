"""A report in blocks: what stands in it is printed, on paper and in Word."""

import io

from docx import Document
from pypdf import PdfReader

from egiz.documents.report import Heading, Lines, Picture, Report, Sentence, Sheet, report_docx, report_pdf

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20"><rect width="60" height="20"/></svg>'
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c6360606000000004000149b4a4600000000049454e44ae426082"
)
BLOCKS = (
    Heading("What was promised"),
    Sentence("Each side keeps its list."),
    Sheet(("Who", "Meetings"), (("Atyrau", "12"), ("Nukus", "9"))),
    Lines(("First line", "Second line")),
    Picture(SVG, PNG, "Meetings by month"),
)
WORDS = (
    "Results",
    "What was promised",
    "Each side keeps its list.",
    "Meetings",
    "Nukus",
    "Second line",
    "Meetings by month",
)


def test_every_block_of_a_report_is_printed():
    printed = PdfReader(io.BytesIO(report_pdf(Report("Results", "en", blocks=BLOCKS))))
    text = " ".join(" ".join(page.extract_text().split()) for page in printed.pages)
    parts = [printed.get_object(number) for number in range(1, printed.trailer["/Size"])]
    read_aloud = [part["/Alt"] for part in parts if isinstance(part, dict) and "/Alt" in part]
    assert [words for words in WORDS if words not in text] == read_aloud == ["Meetings by month"]


def test_every_block_of_a_report_stands_in_the_document():
    document = Document(io.BytesIO(report_docx(Report("Results", "en", blocks=BLOCKS))))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    text = "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
    assert [words for words in WORDS if words not in text] == []
    assert len(document.inline_shapes) == 1
