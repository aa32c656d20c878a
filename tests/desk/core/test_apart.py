import io
import os
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from egiz.desk.core.domain import apart
from egiz.desk.core.domain.apart import read_apart
from egiz.desk.core.domain.files import check_upload
from egiz.desk.promises._errors import ListError
from egiz.desk.promises.interfaces import lists
from egiz.text import TableError
from tests.desk.core import readers


@pytest.fixture(autouse=True)
def _apart(settings):
    settings.READ_APART = True


def archive(**parts):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return target.getvalue()


def test_a_file_is_read_in_another_process_in_the_readers_language():
    with translation.override("kk"):
        process, language = read_apart(readers.where, b"")
    assert (process != os.getpid(), language) == (True, "kk")


def test_what_the_reader_refuses_is_refused_with_its_own_error():
    with pytest.raises(TableError, match="too many rows") as caught:
        read_apart(readers.refuses, b"")
    assert (caught.value.code, caught.value.params) == ("too-many-rows", {"limit": 5})


def test_a_reader_that_fills_the_memory_is_ended(caplog):
    with pytest.raises(ValidationError, match="more time or memory"):
        read_apart(readers.fills_memory, b"")


def test_a_reader_that_never_ends_is_ended(monkeypatch, caplog):
    monkeypatch.setattr(apart, "SECONDS", 0.5)
    with pytest.raises(ValidationError, match="more time or memory"):
        read_apart(readers.never_ends, b"")
    assert "never_ends was ended" in caplog.text


def test_a_list_comes_out_of_the_other_process_as_it_went_in():
    content = b"promise,owner\nSend the calendar,Ainur\n,nobody\n"
    here = lists.parse("list.csv", content, country="KZ", their_country="UZ")
    assert read_apart(lists.parse, "list.csv", content, country="KZ", their_country="UZ") == here
    assert here.rows


def test_a_list_that_cannot_be_read_is_refused_from_the_other_process_too():
    with pytest.raises(ListError):
        read_apart(lists.parse, "list.csv", b"\x00\x01\x02" * 50, country="KZ", their_country="UZ")


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("list.xlsx", archive(a_dot_txt="not a workbook"), "something else"),
        ("report.docx", archive(xl__workbook_dot_xml="<x/>"), "something else"),
        ("report.docx", b"PK\x03\x04 broken", "something else"),
        ("list.csv", b"\x7fELF" + bytes(100), "something else"),
        ("list.xlsx", archive(xl__workbook_dot_xml="<x/>", a=b"0" * (201 * 2**20)), "Unpacked"),
    ],
)
def test_a_file_is_what_its_content_says(name, content, why):
    with pytest.raises(ValidationError, match=why):
        check_upload(SimpleUploadedFile(name, content))


def test_a_workbook_and_a_text_in_utf_16_come_in():
    check_upload(SimpleUploadedFile("list.xlsx", archive(xl__workbook_dot_xml="<x/>")))
    check_upload(SimpleUploadedFile("list.csv", "обещание;срок\n".encode("utf-16")))
