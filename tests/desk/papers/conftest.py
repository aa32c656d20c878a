import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from egiz.desk.papers.domain.filled import Filled
from egiz.desk.papers.domain.writing import begin
from egiz.desk.papers.models import Paper
from egiz.desk.twinnings.models import Twinning

URL = "/d/atyrau/papers"
ATYRAU, NUKUS = 610529, 601294
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture
def twin(in_desk):
    return Twinning.objects.create(
        desk=in_desk, a_id=ATYRAU, a_name="Atyrau", a_country="KZ", b_id=NUKUS, b_name="Nukus",
        b_country="UZ", status="planned", source="the desk itself",
    )  # fmt: skip


@pytest.fixture
def letter(in_desk, editor):
    return begin(in_desk, "invitation", Filled("Visit in April"), editor)


def reread(paper):
    return Paper.objects.get(pk=paper.pk)


def docx_text(response):
    assert response.status_code == 200
    document = Document(io.BytesIO(response.content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def word_file(*texts, name="own.docx"):
    document = Document()
    for text in texts:
        document.add_paragraph(text)
    target = io.BytesIO()
    document.save(target)
    return SimpleUploadedFile(name, target.getvalue(), content_type=WORD)
