"""A file's kind by its content, and its text."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

from egiz.minutes._errors import EmptyTextError, MinutesError, TextTooLongError, UnsupportedFileError
from egiz.minutes.documents._docx import docx_text
from egiz.minutes.documents._html import html_text, looks_like_html
from egiz.minutes.documents._limits import LARGEST_FILE, LONGEST_TEXT, open_archive, read_part
from egiz.minutes.documents._mail import Attachment, looks_like_mail, mail_text, msg_text
from egiz.minutes.documents._odt import odt_text
from egiz.minutes.documents._pdf import pdf_text
from egiz.minutes.report import Reason
from egiz.text.encodings import decode

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_BINARY_SHARE = 0.002
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ATTACHED = re.compile(r"(?i)\.(?:docx|pdf|odt|rtf|txt|html?)\Z")
_MOST_ATTACHED = 5
KINDS = "a text, DOCX, ODT, RTF, PDF, HTML or e-mail file"


@dataclass(frozen=True, slots=True)
class Document:
    """A file's text, and what was left out of it, each with a code, parameters and a sentence."""

    text: str
    left_out: tuple[Reason, ...] = ()


def load(path: str | Path) -> str:
    """The text of a report's file.

    Parameters
    ----------
    path : str or Path
        A text file in any encoding, a DOCX, ODT, RTF, PDF, HTML, .eml or .msg; at most 5 MB.

    Returns
    -------
    str
        Lines end with a line feed. Rows of a table become one line each, labelled by the table's header.

    Raises
    ------
    UnsupportedFileError
        No such file, or not one of these formats, encrypted, or scanned without text.
    EmptyTextError
        The file holds no words.
    TextTooLongError
        The file is larger than 5 MB, or unpacks to far more than a report.
    """
    return load_document(path).text


def load_document(path: str | Path) -> Document:
    """The text of a report's file and what was left out of it; otherwise as `load`."""
    file = Path(path)
    if not file.is_file():
        raise UnsupportedFileError(f"There is no file {file}.")
    size = file.stat().st_size
    if size > LARGEST_FILE:
        raise TextTooLongError(f"{file.name} has {size / 1e6:.1f} MB; a report's file may have 5 MB.")
    return open_bytes(file.read_bytes(), name=file.name)


def load_bytes(data: bytes, *, name: str = "the file") -> str:
    """The text of a file's content, as for `load`.

    Parameters
    ----------
    data : bytes
        The content.
    name : str
        What to call the file in messages.
    """
    return open_bytes(data, name=name).text


def open_bytes(data: bytes, *, name: str = "the file") -> Document:
    """The text of a file's content and what was left out of it, as for `load_document`."""
    if len(data) > LARGEST_FILE:
        raise TextTooLongError(f"{name} has {len(data) / 1e6:.1f} MB; a report's file may have 5 MB.")
    if not data.strip():
        raise EmptyTextError(f"{name} is empty. Give the text of a meeting's report.")
    text, left_out = _read(data, name)
    text = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
    if len(text) > LONGEST_TEXT:
        raise TextTooLongError(f"{name} holds {len(text):,} characters; a report may have {LONGEST_TEXT:,}.")
    if not re.search(r"[^\W\d_]{2,}", text):
        raise EmptyTextError(f"{name} holds no words. Give the text of a meeting's report.")
    return Document(text, left_out)


def _read(data: bytes, name: str) -> tuple[str, tuple[Reason, ...]]:
    if b"%PDF" in data[:1024]:
        text, pages = pdf_text(data, name)
        return text, (_pages_left_out(pages),) if pages else ()
    if data.startswith(b"PK\x03\x04"):
        return _archive(data, name), ()
    if data.startswith(_OLE):
        return _with_attached(*msg_text(data, name))
    if looks_like_mail(data, name):
        return _with_attached(*mail_text(data, name))
    return _written(data, name), ()


def _written(data: bytes, name: str) -> str:
    """Text files: RTF, HTML and plain."""
    if data.lstrip()[:5] == b"{\\rtf":
        return _rtf(data, name)
    return html_text(data, name) if looks_like_html(data) else _checked(_plain(data), name)


def _plain(data: bytes) -> str:
    """Text in its encoding; a few broken bytes do not make another encoding of UTF-8."""
    text = data.decode("utf-8", errors="replace")
    broken, beyond = text.count("\ufffd"), sum(letter > "\x7f" for letter in text[:20_000])
    return text.replace("\ufffd", "") if broken and broken * 50 < beyond else decode(data)


def _pages_left_out(count: int) -> Reason:
    return Reason("pages_left_out", {"count": count}, f"{count} pages at the end were not read.")


def _archive(data: bytes, name: str) -> str:
    with open_archive(data, name, "DOCX") as archive:
        parts = set(archive.namelist())
        if "word/document.xml" in parts:
            return docx_text(data, name)
        if "content.xml" in parts and _is_odt(archive, parts, name):
            return odt_text(data, name)
    raise UnsupportedFileError(f"{name} is an archive but no DOCX or ODT. Give the report as {KINDS}.")


def _is_odt(archive: zipfile.ZipFile, parts: set[str], name: str) -> bool:
    return "mimetype" not in parts or b"opendocument.text" in read_part(archive, "mimetype", name)[:200]


def _rtf(data: bytes, name: str) -> str:
    from striprtf.striprtf import rtf_to_text  # noqa: PLC0415 - needed for one kind of file

    try:
        return str(rtf_to_text(data.decode("latin-1"), errors="replace"))  # type: ignore[no-untyped-call]
    except (ValueError, KeyError, IndexError, LookupError, AttributeError, OverflowError, TypeError) as error:
        raise UnsupportedFileError(f"{name} is an RTF that cannot be opened: {error}.") from error


def _with_attached(text: str, attached: list[Attachment]) -> tuple[str, tuple[Reason, ...]]:
    """A letter's text and that of the documents with it; what could not be read is named."""
    texts, left_out = [text], []
    for number, (title, content) in enumerate(attached):
        try:
            if number >= _MOST_ATTACHED or not _ATTACHED.search(title) or looks_like_mail(content, title):
                raise UnsupportedFileError(title)
            texts.append(open_bytes(content, name=title).text)
        except MinutesError:
            left_out.append(
                Reason("attachment_left_out", {"name": title}, f"The attachment {title} was not read.")
            )
    return "\n\n".join(texts), tuple(left_out)


def _checked(text: str, name: str) -> str:
    strange = len(_CONTROL.findall(text)) + text.count("\ufffd")
    if strange > max(2, _BINARY_SHARE * len(text)):
        raise UnsupportedFileError(f"{name} is not {KINDS}. Give the report as one of these.")
    return text
