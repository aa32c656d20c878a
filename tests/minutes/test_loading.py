import io
import zipfile

import docx
import pytest
from pypdf import PdfWriter

from egiz.minutes import EmptyTextError, TextTooLongError, UnsupportedFileError, load, load_bytes, read

TEXT = "Палата обещала провести семинар.\nСтороны договорились о встрече."


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1251", "koi8-r", "cp866"]
)
def test_text_is_read_in_its_encoding(encoding):
    assert load_bytes(TEXT.encode(encoding)) == TEXT


def test_windows_line_ends_become_line_feeds():
    assert load_bytes("Слово одно\r\nслово два".encode()) == "Слово одно\nслово два"


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(UnsupportedFileError, match="There is no file"):
        load(tmp_path / "none.txt")


def test_an_empty_file_is_refused():
    with pytest.raises(EmptyTextError, match="is empty"):
        load_bytes(b"  \n")


@pytest.mark.parametrize("data", [bytes(range(256)) * 40, b"\x89PNG\r\n\x1a\n" + b"\x00\x01\x02" * 500])
def test_a_binary_file_is_refused(data):
    with pytest.raises(UnsupportedFileError, match="is not a text, DOCX, ODT, RTF, PDF"):
        load_bytes(data)


def test_more_than_five_megabytes_are_refused(tmp_path):
    path = tmp_path / "long.txt"
    path.write_bytes(b"word " * 1_100_000)
    with pytest.raises(TextTooLongError, match=r"5\.5 MB; a report's file may have 5 MB"):
        load(path)


def docx_bytes(build):
    document = docx.Document()
    build(document)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_a_docx_table_becomes_numbered_decisions():
    def build(document):
        document.add_paragraph("План мероприятий")
        table = document.add_table(rows=2, cols=4)
        for cell, text in zip(
            table.rows[0].cells, ["№", "Мероприятие", "Срок", "Ответственный"], strict=True
        ):
            cell.text = text
        for cell, text in zip(
            table.rows[1].cells,
            ["1", "Провести выставку ковров", "до 1 мая 2026 года", "А. Ким"],
            strict=True,
        ):
            cell.text = text

    text = load_bytes(docx_bytes(build))
    assert (
        text
        == "План мероприятий\n1. Провести выставку ковров. Срок: до 1 мая 2026 года. Ответственный: А. Ким."
    )
    (one,) = read(text, lang="ru").promises
    assert (one.title, one.by, one.due.date.isoformat()) == (
        "Провести выставку ковров",
        ("А. Ким",),
        "2026-05-01",
    )


def test_a_docx_list_keeps_its_marks():
    text = load_bytes(
        docx_bytes(lambda document: document.add_paragraph("Провести семинар", style="List Bullet"))
    )
    assert text.strip().endswith("Провести семинар")


def test_an_archive_that_is_no_docx_is_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.txt", "text")
    with pytest.raises(UnsupportedFileError, match="no DOCX"):
        load_bytes(stream.getvalue())


def test_a_damaged_archive_is_refused():
    with pytest.raises(UnsupportedFileError, match="damaged"):
        load_bytes(b"PK\x03\x04" + b"broken" * 20)


def test_a_zip_bomb_is_refused_before_it_unpacks():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 70_000_000)
    with pytest.raises(TextTooLongError, match="unpacks to more than 24 MB"):
        load_bytes(stream.getvalue())


def pdf_bytes(*, password=None):
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password)
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def test_a_scanned_pdf_is_sent_to_text_recognition():
    with pytest.raises(UnsupportedFileError, match="without text, probably scanned"):
        load_bytes(pdf_bytes())


def test_an_encrypted_pdf_is_refused():
    with pytest.raises(UnsupportedFileError, match="encrypted"):
        load_bytes(pdf_bytes(password="secret"))


def test_a_broken_pdf_is_refused():
    with pytest.raises(UnsupportedFileError, match="cannot be opened"):
        load_bytes(b"%PDF-1.7\nnothing here")


def test_a_pdf_made_by_typst_is_read():
    import typst

    source = "#set page(width: 12cm)\nПалата обещала провести семинар для экспортёров Атырауской области."
    text = load_bytes(typst.compile(source.encode()))
    assert [one.kind for one in read(text).promises] == ["events"]
