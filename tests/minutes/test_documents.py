# ruff: noqa: E501 -- a page is written as its source is

import io
import zipfile
from email.message import EmailMessage

import docx
import pytest

from egiz.minutes import TextTooLongError, UnsupportedFileError, load_bytes, open_bytes

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx_of(body, **parts):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)
    return stream.getvalue()


def run(text):
    return f"<w:r><w:t>{text}</w:t></w:r>"


def test_what_was_inserted_counts_and_what_was_deleted_does_not():
    text = load_bytes(
        docx_of(
            "<w:p>"
            + run("Палата направит список до ")
            + "<w:del><w:r><w:delText>1 декабря</w:delText></w:r></w:del>"
            + f"<w:ins>{run('10 декабря 2026 года')}</w:ins>{run('.')}</w:p>"
            + f"<w:p><w:ins>{run('Хокимият пришлёт календарь.')}</w:ins></w:p>"
            + f"<w:p><w:moveFrom>{run('Старое место.')}</w:moveFrom></w:p>"
        )
    )
    assert text.split("\n") == [
        "Палата направит список до 10 декабря 2026 года.",
        "Хокимият пришлёт календарь.",
        "",
    ]


def test_text_boxes_headers_and_footnotes_are_read_once():
    box = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice>'
        f"<w:txbxContent><w:p>{run('Рамка.')}</w:p></w:txbxContent></mc:Choice><mc:Fallback>"
        f"<w:txbxContent><w:p>{run('Рамка.')}</w:p></w:txbxContent></mc:Fallback></mc:AlternateContent>"
    )
    header = f"<w:hdr {W}><w:p>{run('Протокол 7')}</w:p></w:hdr>"
    notes = f"<w:footnotes {W}><w:footnote><w:p>{run('Сноска.')}</w:p></w:footnote></w:footnotes>"
    body = f"<w:p>{run('Начало.')}<w:r>{box}</w:r></w:p>"
    text = load_bytes(docx_of(body, header1=header, header2=header, footnotes=notes))
    assert [line for line in text.split("\n") if line] == ["Протокол 7", "Начало.", "Рамка.", "Сноска."]


def test_a_table_of_tasks_becomes_labelled_points():
    document = docx.Document()
    table = document.add_table(2, 3)
    for cell, words in zip(
        [cell for row in table.rows for cell in row.cells],
        ["Мероприятие", "Срок", "Ответственный", "Подготовить отчёт", "март 2027 г.", "Палата"],
        strict=True,
    ):
        cell.text = words
    stream = io.BytesIO()
    document.save(stream)
    assert load_bytes(stream.getvalue()) == "1. Подготовить отчёт. Срок: март 2027 г. Ответственный: Палата."


def test_a_document_of_a_million_empty_paragraphs_is_refused():
    with pytest.raises(TextTooLongError, match="60,000 paragraphs"):
        load_bytes(docx_of("<w:p/>" * 1_000_000))


def test_a_document_with_entities_of_its_own_is_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')
    with pytest.raises(UnsupportedFileError, match="entities"):
        load_bytes(stream.getvalue())


def test_an_odt_is_read_without_its_deleted_text():
    stream = io.BytesIO()
    names = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    )
    content = (
        f"<office:document-content {names}><office:body><office:text>"
        "<text:tracked-changes><text:p>Gone.</text:p></text:tracked-changes>"
        "<text:p>The chamber<text:s/>will <text:span>send</text:span> the list.</text:p>"
        "<text:list><text:list-item><text:p>Book the hall.</text:p></text:list-item></text:list>"
        "</office:text></office:body></office:document-content>"
    )
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content)
    assert load_bytes(stream.getvalue()) == "The chamber will send the list.\n• Book the hall."


def test_an_rtf_is_read_with_its_cyrillic_letters():
    words = "Палата направит список."
    letters = "".join(f"\\'{byte:02x}" for byte in words.encode("cp1251"))
    assert load_bytes(f"{{\\rtf1\\ansi\\ansicpg1251 {letters}}}".encode()).strip() == words


PAGE = """<!DOCTYPE html><html><head><title>Новости</title><script>var x = "обещал рекламу";</script></head><body>
<nav><a href="/">Главная</a><a href="/ads">Купить со скидкой</a></nav>
<article><h1>Встреча в Нукусе</h1>
<p>Палата предпринимателей обещала направить список экспортёров хокимияту до конца месяца, сообщили в пресс-службе.</p>
<p>Стороны также обсудили расписание поездов и договорились провести онлайн-встречу двух палат на следующей неделе.</p>
</article><footer>© 2026</footer></body></html>"""


def test_a_saved_page_is_its_article_without_scripts_and_menus():
    text = load_bytes(PAGE.encode())
    assert "обещала направить список" in text
    assert "провести онлайн-встречу" in text
    for other in ("<", "рекламу", "скидкой", "© 2026"):
        assert other not in text


def letter(encoding):
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "Список", "a@example.org", "b@example.org"
    message["Date"] = "Tue, 10 Nov 2026 10:00:00 +0500"
    message.set_content("Палата обещала направить список.", cte=encoding)
    return message


@pytest.mark.parametrize("encoding", ["base64", "quoted-printable", "8bit"])
def test_an_email_is_its_subject_day_and_text(encoding):
    assert (
        load_bytes(letter(encoding).as_bytes()).strip()
        == "Список\n2026-11-10\nПалата обещала направить список."
    )


def test_documents_with_a_letter_are_read_and_pictures_are_named():
    message = letter("base64")
    message.add_attachment(
        "Хокимият пришлёт календарь.".encode(), maintype="text", subtype="plain", filename="план.txt"
    )
    message.add_attachment(b"\x89PNG\r\n", maintype="image", subtype="png", filename="фото.png")
    document = open_bytes(message.as_bytes())
    assert document.text.endswith("Хокимият пришлёт календарь.")
    assert [(one.code, one.params["name"]) for one in document.left_out] == [
        ("attachment_left_out", "фото.png")
    ]


def test_one_cut_byte_does_not_change_the_letters_of_the_rest():
    text = "Палата обещала направить список экспортёров хокимияту. " * 20
    read = load_bytes(text.encode()[:-3] + b"\xd0")
    assert read.startswith("Палата обещала направить список экспортёров")


def two_column_page():
    left = [f"Left line {number} goes on and" for number in range(12)]
    right = [f"Right line {number} is beside" for number in range(12)]
    commands = ["BT /F1 9 Tf"]
    for number, (a, b) in enumerate(zip(left, right, strict=True)):
        y = 700 - 14 * number
        commands += [f"1 0 0 1 50 {y} Tm ({a}) Tj", f"1 0 0 1 320 {y} Tm ({b}) Tj"]
    stream = "\n".join([*commands, "ET"]).encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    data, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(data)
    data += b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return data + b"trailer << /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % start


def test_a_page_of_two_columns_is_read_one_column_after_the_other():
    lines = [line.strip() for line in load_bytes(two_column_page()).split("\n") if line.strip()]
    assert lines == [
        *(f"Left line {number} goes on and" for number in range(12)),
        *(f"Right line {number} is beside" for number in range(12)),
    ]
