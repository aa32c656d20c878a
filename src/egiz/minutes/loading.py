"""Files into text: plain text in its encoding, DOCX with its tables, PDF."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from egiz.minutes._errors import EmptyTextError, TextTooLongError, UnsupportedFileError

LARGEST_FILE = 5_000_000
_LARGEST_UNPACKED = 60_000_000
_MOST_PARTS = 3_000
_MOST_PAGES = 400
_MOST_BLOCKS = 60_000  # paragraphs and tables of a DOCX, counted while reading
_LONGEST = 1_200_000
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_BINARY_SHARE, _UTF16_SHARE = 0.002, 0.8
_LABEL_CELL = re.compile(
    r"(?i)срок|ответств|исполнител|мероприят|поручени|решени|вопрос|deadline|due|responsible|owner|action|task|decision|"
    r"muddat|mas.?ul|topshiriq|vazifa|муддат|масъул|топшири|вазифа|мерзім|жауапты|тапсырма|іс-шара"
)
_SIDE_CELL = re.compile(
    r"(?i)срок|ответств|исполнител|deadline|due|responsible|owner|muddat|mas.?ul|муддат|масъул|мерзім|жауапты"
)
_NUMBER_CELL = re.compile(r"(?i)^(?:№|n|#|no\.?|т/р|р/с|п/п|№ п/п)?\s*$")


def load(path: str | Path) -> str:
    """The text of a report's file.

    Parameters
    ----------
    path : str or Path
        A text file (UTF-8, UTF-16, Windows-1251, KOI8-R or DOS 866), a DOCX or a PDF; at most 5 MB.

    Returns
    -------
    str
        Lines end with a line feed. Rows of a DOCX table become one line each, labelled by the table's header.

    Raises
    ------
    UnsupportedFileError
        No such file, or not one of these formats, encrypted, or scanned without text.
    EmptyTextError
        The file holds no words.
    TextTooLongError
        The file is larger than 5 MB, or unpacks to far more than a report.
    """
    file = Path(path)
    if not file.is_file():
        raise UnsupportedFileError(f"There is no file {file}.")
    size = file.stat().st_size
    if size > LARGEST_FILE:
        raise TextTooLongError(f"{file.name} has {size / 1e6:.1f} MB; a report's file may have 5 MB.")
    return load_bytes(file.read_bytes(), name=file.name)


def load_bytes(data: bytes, *, name: str = "the file") -> str:
    """The text of a file's content, as for `load`.

    Parameters
    ----------
    data : bytes
        The content.
    name : str
        What to call the file in messages.
    """
    if len(data) > LARGEST_FILE:
        raise TextTooLongError(f"{name} has {len(data) / 1e6:.1f} MB; a report's file may have 5 MB.")
    if not data.strip():
        raise EmptyTextError(f"{name} is empty. Give the text of a meeting's report.")
    if data.startswith(b"%PDF"):
        text = _pdf(data, name)
    elif data.startswith(b"PK\x03\x04"):
        text = _docx(data, name)
    else:
        text = _decode(data, name)
    text = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
    if len(text) > _LONGEST:
        raise TextTooLongError(f"{name} holds {len(text):,} characters; a report may have {_LONGEST:,}.")
    if not re.search(r"[^\W\d_]{2,}", text):
        raise EmptyTextError(f"{name} holds no words. Give the text of a meeting's report.")
    return text


def _decode(data: bytes, name: str) -> str:
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return _checked(data.decode(encoding, errors="replace"), name)
    for high, encoding in ((data[0::2], "utf-16-be"), (data[1::2], "utf-16-le")):
        # The high bytes of Latin and Cyrillic letters are 0 and 4.
        if len(data) % 2 == 0 and (high.count(0) + high.count(4)) > _UTF16_SHARE * len(high):
            return _checked(data.decode(encoding, errors="replace"), name)
    try:
        return _checked(data.decode("utf-8"), name)
    except UnicodeDecodeError:
        pass
    guesses = [data.decode(encoding, errors="replace") for encoding in ("cp1251", "koi8-r", "cp866")]
    return _checked(max(guesses, key=_likeness), name)


def _likeness(text: str) -> float:
    """How much a decoding looks like Russian: small letters that are common, few that are odd."""
    sample = text[:20_000]
    common = len(re.findall("[оеаинтсрвл]", sample))
    odd = len(re.findall(r"[^\w\s.,:;!?«»()\"'–—№%/-]|[а-я][А-Я]", sample))
    return (common - 2 * odd) / max(1, len(sample))


def _checked(text: str, name: str) -> str:
    strange = len(_CONTROL.findall(text)) + text.count("\ufffd")
    if strange > max(2, _BINARY_SHARE * len(text)):
        raise UnsupportedFileError(
            f"{name} is not a text, DOCX or PDF file. Give the report in one of these."
        )
    return text


def _docx(data: bytes, name: str) -> str:
    import docx  # noqa: PLC0415 -- needed for one kind of file
    from docx.opc.exceptions import PackageNotFoundError  # noqa: PLC0415 -- as above

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            unpacked = sum(part.file_size for part in parts)
            names = {part.filename for part in parts}
    except zipfile.BadZipFile as error:
        raise UnsupportedFileError(f"{name} looks like DOCX but is damaged: {error}.") from error
    if unpacked > _LARGEST_UNPACKED or len(parts) > _MOST_PARTS:
        raise TextTooLongError(f"{name} unpacks to {unpacked / 1e6:.0f} MB; that is no report.")
    if "word/document.xml" not in names:
        raise UnsupportedFileError(f"{name} is an archive but no DOCX. Save the report as DOCX, PDF or text.")
    try:
        document = docx.Document(io.BytesIO(data))
        return "\n".join(_docx_lines(document))
    except (PackageNotFoundError, KeyError, ValueError, SyntaxError, zipfile.BadZipFile) as error:
        raise UnsupportedFileError(f"{name} looks like DOCX but cannot be opened: {error}.") from error


def _docx_lines(document: Any) -> Iterator[str]:
    from docx.table import Table  # noqa: PLC0415 -- needed for one kind of file

    for number, block in enumerate(document.iter_inner_content()):
        if number >= _MOST_BLOCKS:
            raise TextTooLongError(
                f"The DOCX holds more than {_MOST_BLOCKS:,} paragraphs; that is no report."
            )
        if isinstance(block, Table):
            yield from _table_lines(block)
            continue
        text = block.text.strip()
        properties = block._p.pPr  # noqa: SLF001 -- python-docx shows a list only in the paragraph's XML
        listed = properties is not None and properties.numPr is not None
        yield f"• {text}" if listed and text else text


def _table_lines(table: Any) -> Iterator[str]:
    rows = [_cells(row) for row in table.rows]
    header = rows[0] if rows and sum(bool(_LABEL_CELL.search(cell)) for cell in rows[0]) > 1 else []
    for number, row in enumerate(rows[1:] if header else rows, start=1):
        if not any(row):
            continue
        if not header:
            yield "; ".join(cell for cell in row if cell)
            continue
        yield f"{number}. {_labelled(header, row)}"


def _labelled(header: list[str], row: list[str]) -> str:
    """The task first, then "Deadline: …" and "Responsible: …" as the header calls them."""
    main, side = [], []
    for title, cell in zip(header, row, strict=False):
        if not cell or _NUMBER_CELL.match(title) or re.fullmatch(r"\d{1,3}\.?", cell):
            continue
        if _SIDE_CELL.search(title):
            side.append(f"{title.rstrip(' :.')}: {cell.rstrip(' .')}.")
        else:
            main.append(cell.rstrip(" .") + ".")
    return " ".join([*main, *side])


def _cells(row: Any) -> list[str]:
    seen: list[Any] = []
    cells = []
    for cell in row.cells:
        if any(cell._tc is one for one in seen):  # noqa: SLF001 -- a merged cell is given once for each column
            continue
        seen.append(cell._tc)  # noqa: SLF001 -- as above
        cells.append(" ".join(cell.text.split()))
    return cells


def _pdf(data: bytes, name: str) -> str:
    from pypdf import PdfReader  # noqa: PLC0415 -- needed for one kind of file
    from pypdf.errors import PyPdfError  # noqa: PLC0415 -- as above

    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnsupportedFileError(f"{name} is encrypted. Save it without a password.")
        pages, length = [], 0
        for page in reader.pages[:_MOST_PAGES]:
            pages.append(page.extract_text())
            length += len(pages[-1])
            if length > _LONGEST:
                raise TextTooLongError(f"{name} holds more than {_LONGEST:,} characters; that is no report.")
    except (PyPdfError, KeyError, TypeError, AttributeError, RecursionError, NotImplementedError) as error:
        raise UnsupportedFileError(f"{name} is a PDF that cannot be opened: {error}.") from error
    text = "\n".join(pages)
    if not re.search(r"[^\W\d_]{2,}", text):
        raise UnsupportedFileError(
            f"{name} is a PDF without text, probably scanned pages. "
            "Run text recognition on it first, or paste the text."
        )
    return re.sub(r"(?<=[^\W\d_])[-\u00ad]\n(?=[a-zа-яәғқңөұүһіўҳ])", "", text)
