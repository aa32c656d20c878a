"""Hostile files through every form of the desk that takes a file, and what they cost the web process.

    python -m benchmarks.desk.hostile [--database postgresql] [--sample FILE] [--only NAMES] [--forms NAMES]
                                      [--once] [--part 1/3] [--work-seconds 60]

`tests/house/test_hostile.py` sees to it that no form with a file is missing; the API takes no files. What is
pasted into a field and read as a table goes through here too. Each file goes through each form that takes its
kind, alone: the processor time of the web process is read from /proc before and after, then the page it leads
to and the long work it began are looked at. Then all are sent again four at a time while a neighbour opens
pages. Exits with 1 when an upload costs the web process more than 200 ms, an answer is a fault of the server,
long work does not end, or a page is not answered. With `--work-seconds` long work is stopped as a person
stops it, and how long the stop took is said; with `--part` every so-manieth upload is sent.
"""

# ruff: noqa: PLC0415 - Django is imported once its settings are known; a refused connection is counted
from __future__ import annotations

import argparse
import datetime as dt
import io
import os
import random
import shutil
import statistics
import sys
import tempfile
import threading
import time
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from dataclasses import field as field_of
from pathlib import Path
from typing import Any

from benchmarks.desk.faults import prepared
from benchmarks.desk.trial import Answer, Desk, Person, hidden_fields, trial_folder

MOST_MS = 200
TICK_MS = 1000 / os.sysconf("SC_CLK_TCK")
MEGABYTE = 2**20
KEPT_OF_A_FORM = ("csrfmiddlewaretoken", "once")


@dataclass(frozen=True)
class File:
    """A hostile file: what it is called, and what it holds."""

    name: str
    content: bytes

    @property
    def kind(self) -> str:
        return self.name.rsplit(".", 1)[-1]


def packed(parts: dict[str, bytes | str], *, level: int = 9) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


DOCX_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
XLSX_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.spreadsheetml.worksheet+xml"/></Types>'
)
RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}"/>'
    "</Relationships>"
)
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'


def docx(body: str | bytes, *, head: str = "", more: dict[str, bytes] | None = None) -> bytes:
    content = body if isinstance(body, bytes) else body.encode()
    document = f'<?xml version="1.0"?>{head}<w:document {W}><w:body>'.encode() + content
    return packed(
        {
            "[Content_Types].xml": DOCX_TYPES,
            "_rels/.rels": RELATIONS.format(kind="officeDocument", target="word/document.xml"),
            "word/document.xml": document + b"</w:body></w:document>",
            **(more or {}),
        }
    )


def xlsx(rows: str | bytes, *, head: str = "", shared: str | bytes = "", dimension: str = "") -> bytes:
    content = rows if isinstance(rows, bytes) else rows.encode()
    sheet = f'<?xml version="1.0"?>{head}<worksheet {S}>{dimension}<sheetData>'.encode() + content
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": XLSX_TYPES,
        "_rels/.rels": RELATIONS.format(kind="officeDocument", target="xl/workbook.xml"),
        "xl/workbook.xml": f'<?xml version="1.0"?><workbook {S} {R}><sheets><sheet name="a" sheetId="1" '
        'r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": RELATIONS.format(kind="worksheet", target="worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": sheet + b"</sheetData></worksheet>",
    }
    if shared:
        parts["xl/sharedStrings.xml"] = shared
    return packed(parts)


def cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def pdf(objects: list[bytes]) -> bytes:
    out, at = io.BytesIO(b"%PDF-1.7\n"), []
    out.seek(0, 2)
    for number, content in enumerate(objects, 1):
        at.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % one for one in at))
    out.write(b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start))
    return out.getvalue()


def stream(content: bytes, more: bytes = b"") -> bytes:
    return b"<< /Length %d %s>>\nstream\n%s\nendstream" % (len(content), more, content)


def page_of(content: bytes, more: bytes = b"") -> bytes:
    return pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /MediaBox [0 0 600 800] >>",
            stream(content, more),
        ]
    )


def laughs(element: str) -> tuple[str, str]:
    """A name that stands for ten of another, ten times over."""
    names = "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "ha ha ha ha ">' for n in range(10)
    )
    return f"<!DOCTYPE {element} [{names}]>", "&l9;"


def mail(*parts: bytes, start: bytes = b"") -> bytes:
    """A report of a mail server as RFC 3464 has it, or what calls itself one."""
    head = b'From: a@x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; boundary="b"\r\n'
    return head + start + b"\r\n" + b"".join(b"--b\r\n" + part + b"\r\n" for part in parts) + b"--b--\r\n"


def mail_in_mail(depth: int) -> bytes:
    inner = b"Content-Type: text/plain\r\n\r\nx\r\n"
    return b"Content-Type: message/rfc822\r\n\r\n" * depth + inner


def cards(count: int) -> bytes:
    card = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Айнур {n}\r\nEMAIL:a{n}@example.org\r\nEND:VCARD\r\n"
    return "".join(card.format(n=n) for n in range(count)).encode()


def png(width: int, height: int) -> bytes:
    """A picture that says it is larger than memory."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return len(content).to_bytes(4) + kind + content + zlib.crc32(kind + content).to_bytes(4)

    head = width.to_bytes(4) + height.to_bytes(4) + b"\x08\x02\0\0\0"
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * (50 * MEGABYTE), 9)) + chunk(b"IEND", b"")
    )  # fmt: skip


def calendar(*lines: str) -> bytes:
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", *lines, "END:VCALENDAR", ""]).encode()


def event(number: int, *more: str) -> str:
    return "\r\n".join(
        [
            "BEGIN:VEVENT",
            f"UID:{number}@x",
            "DTSTAMP:20261101T000000Z",
            "DTSTART:20261201T090000Z",
            *more,
            "END:VEVENT",
        ]
    )


def many_members(count: int) -> bytes:
    """An archive whose list of contents is as long as an upload may be: small things, a great many."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
        for number in range(count):
            archive.writestr(f"{number}", "")
    return target.getvalue()


def rates(count: int, *, row: str = "{day};{code};1;{n},5;bank\n") -> bytes:
    """Days of rates, as a person pastes them: each of another day."""
    first, codes = dt.date(2010, 1, 1), ("USD", "EUR", "RUB")
    lines = (
        row.format(day=first + dt.timedelta(days=n // 3), code=codes[n % 3], n=n + 1) for n in range(count)
    )
    return b"date;currency;units;rate;source\n" + "".join(lines).encode()


def jpeg(width: int, height: int) -> bytes:
    """The head of a picture that says it is larger than memory, and megabytes of nothing after it."""
    frame = (
        b"\xff\xc0\x00\x11\x08"
        + height.to_bytes(2)
        + width.to_bytes(2)
        + b"\x03\x01\x22\0\x02\x11\x01\x03\x11\x01"
    )
    return b"\xff\xd8\xff\xe0\x00\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0" + frame + b"\0" * (9 * MEGABYTE)


def nested(depth: int) -> bytes:
    inner = packed({"zeros": b"\0" * (20 * MEGABYTE)})
    for _level in range(depth):
        inner = packed({f"{number}.zip": inner for number in range(8)}, level=1)
    return inner


def files(among: Callable[[str], bool] = lambda _name: True) -> list[File]:
    """Make the files whose names are wanted; the same each time."""
    rng = random.Random(1)
    noise = bytes(rng.getrandbits(8) for _ in range(MEGABYTE))
    doctype, bomb = laughs("w:document")
    sheet_doctype, sheet_bomb = laughs("worksheet")
    paragraph = "<w:p><w:r><w:t>слово</w:t></w:r></w:p>"
    a_rule = (
        "BEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0500\r\nTZOFFSETTO:+0600\r\n"
        "RRULE:FREQ=SECONDLY\r\nEND:STANDARD"
    )
    catalog, pages = b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    itself = b"<< /Type /Pages /Kids [2 0 R 2 0 R 2 0 R] /Count 999999 >>"
    twice = b"/Filter [/FlateDecode /FlateDecode] "
    heading = f'<row r="1">{cell("A1", "обещание")}{cell("B1", "Компания")}</row>'
    full_row = "".join(cell(f"A{n}", "Компания") for n in range(2, 200_002))
    word = "направить календарь мероприятий "
    made: dict[str, Callable[[], bytes]] = {
        # Documents.
        "paragraphs-1200000.docx": lambda: docx("<w:p/>" * 1_200_000),
        "text-of-90-megabytes.docx": lambda: docx(paragraph * 1_400_000),
        "laughs.docx": lambda: docx(f"<w:p><w:r><w:t>{bomb}</w:t></w:r></w:p>", head=doctype),
        "depth-200000.docx": lambda: docx("<w:tbl><w:tr><w:tc>" * 70_000 + "</w:tc></w:tr></w:tbl>" * 70_000),
        "cells-of-cells.docx": lambda: docx(
            f"<w:tbl><w:tr>{'<w:tc>' + paragraph + '</w:tc>'}</w:tr></w:tbl>" * 300_000
        ),
        "zeros-300-megabytes.docx": lambda: docx("", more={"word/media/a.bin": b"\0" * (300 * MEGABYTE)}),
        "members-90000.docx": lambda: many_members(90_000),
        "nested-zips.docx": lambda: nested(3),
        "only-a-beginning.docx": lambda: docx(paragraph * 1000)[:500],
        "program.docx": lambda: b"\x7fELF" + noise,
        "outside-entity.docx": lambda: docx(
            "<w:p><w:r><w:t>&x;</w:t></w:r></w:p>",
            head='<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        ),
        "template-loop.docx": lambda: docx(
            "<w:p><w:r><w:t>{% for a in range(99999) %}{% for b in range(99999) %}x{% endfor %}{% endfor %}"
            "</w:t></w:r></w:p>"
        ),
        "template-of-growth.docx": lambda: docx(
            "<w:p><w:r><w:t>{{ ('x' * 99999999)|length }}{{ 'x' * 999999999 }}</w:t></w:r></w:p>"
        ),
        # Workbooks.
        "last-row.xlsx": lambda: xlsx(f'{heading}<row r="1048576">{cell("A1048576", "x")}</row>'),
        "last-cell.xlsx": lambda: xlsx(f'{heading}<row r="1048576">{cell("XFD1048576", "x")}</row>'),
        "dimension-of-everything.xlsx": lambda: xlsx(heading, dimension='<dimension ref="A1:XFD1048576"/>'),
        "rows-1000000.xlsx": lambda: xlsx(heading + '<row r="2"/>' * 1_000_000),
        "cells-200000-in-one-row.xlsx": lambda: xlsx(f'{heading}<row r="2">{full_row}</row>'),
        "shared-strings-3000000.xlsx": lambda: xlsx(
            heading, shared=f"<sst {S}>{'<si><t>x</t></si>' * 3_000_000}</sst>"
        ),
        "laughs.xlsx": lambda: xlsx(f'<row r="1">{cell("A1", sheet_bomb)}</row>', head=sheet_doctype),
        "one-cell-of-60-megabytes.xlsx": lambda: xlsx(f'<row r="1">{cell("A1", word * 2_000_000)}</row>'),
        "depth-200000.xlsx": lambda: xlsx("<row>" * 200_000 + "</row>" * 200_000),
        "companies-20000.xlsx": lambda: xlsx(
            f'<row r="1">{cell("A1", "Код")}{cell("B1", "Компания")}{cell("C1", "Предлагает")}</row>'
            + "".join(
                f'<row r="{n}">{cell(f"A{n}", f"K{n}")}{cell(f"B{n}", f"Компания {n}")}'
                f"{cell(f'C{n}', word)}</row>"
                for n in range(2, 20_002)
            )
        ),
        "columns-16384.xlsx": lambda: xlsx(
            '<row r="1">'
            + cell("A1", "Компания")
            + cell("B1", "Предлагает")
            + "".join(f'<c t="inlineStr"><is><t>x{n}</t></is></c>' for n in range(16_382))
            + "</row>"
            + "".join(f'<row r="{r}">{"<c><v>1</v></c>" * 16_384}</row>' for r in range(2, 42))
        ),
        "long-cells.xlsx": lambda: xlsx(
            f'<row r="1">{cell("A1", "Компания")}{cell("B1", "Предлагает")}{cell("C1", "Ищет")}</row>'
            + "".join(
                f'<row r="{n}">{cell(f"A{n}", f"{n}" * 5_000)}{cell(f"B{n}", "а;б" * 100_000)}'
                f"{cell(f'C{n}', word * 5_000)}</row>"
                for n in range(2, 42)
            )
        ),
        "wrong-companies-200000.xlsx": lambda: xlsx(
            f'<row r="1">{cell("A1", "Код")}{cell("B1", "Компания")}{cell("C1", "Предлагает")}</row>'
            + "".join(f'<row r="{n}">{cell(f"A{n}", "K")}</row>' for n in range(2, 200_002))
        ),
        "people-19000.xlsx": lambda: xlsx(
            f'<row r="1">{cell("A1", "ФИО")}{cell("B1", "Организация")}</row>'
            + "".join(
                f'<row r="{n}">{cell(f"A{n}", f"Айнур {n}")}{cell(f"B{n}", f"Палата {n}")}</row>'
                for n in range(2, 19_002)
            )
        ),
        "measures-900.xlsx": lambda: xlsx(
            f'<row r="1">{cell("A1", "мероприятие")}{cell("B1", "срок")}</row>'
            + "".join(
                f'<row r="{n}">{cell(f"A{n}", f"{word} {n}")}{cell(f"B{n}", "2027")}</row>'
                for n in range(2, 902)
            )
        ),
        "facts-2000.xlsx": lambda: xlsx(
            f'<row r="1">{cell("A1", "place")}{cell("B1", "kind")}{cell("C1", "value")}</row>'
            + "".join(
                f'<row r="{n}">{cell(f"A{n}", "Atyrau")}{cell(f"B{n}", "population")}{cell(f"C{n}", f"{n}")}'
                "</row>"
                for n in range(2, 2_002)
            )
        ),
        "picture.xlsx": lambda: b"\x89PNG\r\n\x1a\n" + noise,
        "zip-without-workbook.xlsx": lambda: packed({"a": b"\0" * (150 * MEGABYTE)}),
        # Tables.
        "one-line-of-9-megabytes.csv": lambda: b"promise;" + b"x" * (9 * MEGABYTE),
        "million-columns.csv": lambda: b"promise" + b";a" * 1_000_000 + b"\n" + b";" * 1_000_000,
        "million-rows.csv": lambda: b"promise\n" + b"a\n" * 1_000_000,
        "quote-never-closed.csv": lambda: b'promise\n"' + b"a;b\n" * 2_000_000,
        "zeros.csv": lambda: b"promise\n" + b"\0" * (5 * MEGABYTE),
        "promises-60000.csv": lambda: "\n".join(["promise", *(f"{word}{n}" for n in range(60_000))]).encode(),
        # Calendars.
        "zone-text.ics": lambda: calendar(
            *("BEGIN:VTIMEZONE", "TZID:x", *(a_rule,) * 2000, "END:VTIMEZONE"),
            event(1, "DTSTART;TZID=x:20261201T090000"),
        ),
        "every-second.ics": lambda: calendar(*(event(n, "RRULE:FREQ=SECONDLY") for n in range(50))),
        "events-60000.ics": lambda: calendar(*(event(n) for n in range(60_000))),
        "folded-line.ics": lambda: calendar("X-A:" + "\r\n x" * 2_500_000),
        "nested-10000.ics": lambda: calendar(*("BEGIN:VEVENT",) * 10_000),
        # Cards.
        "cards-100000.vcf": lambda: cards(100_000),
        "card-never-closed.vcf": lambda: b"BEGIN:VCARD\r\n" + b"NOTE:x\r\n" * 1_000_000,
        "folded-card.vcf": lambda: b"BEGIN:VCARD\r\nFN:x" + b"\r\n x" * 2_500_000,
        "parameters.vcf": lambda: b"BEGIN:VCARD\r\nFN" + b';A="' * 2_000_000 + b":x\r\nEND:VCARD\r\n",
        # Letters that came back.
        "parts-200000.eml": lambda: mail(
            *(b"Content-Type: message/delivery-status\r\n\r\nx: y\r\n",) * 150_000
        ),
        "recipients-200000.eml": lambda: mail(
            b"Content-Type: message/delivery-status\r\n\r\n"
            + b"".join(
                b"Final-Recipient: rfc822; a%d@x\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n" % n
                for n in range(120_000)
            )
        ),
        "mail-in-mail.eml": lambda: mail(mail_in_mail(200_000)),
        "head-of-9-megabytes.eml": lambda: mail(start=b"X-A: b\r\n" * 1_000_000),
        "line-of-9-megabytes.eml": lambda: b"Subject: " + b"=?utf-8?q?a?= " * 600_000,
        # Evidence.
        "picture-of-50000-by-50000.png": lambda: png(50_000, 50_000),
        "picture-of-65535-by-65535.jpg": lambda: jpeg(65_535, 65_535),
        # Letters as Outlook keeps them, of a kind that is not taken; and in the clothes of one that is.
        "outlook.msg": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + noise,
        "outlook.eml": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + noise,
        # Rates.
        "rates-1000.csv": lambda: rates(999),
        "wrong-rates-1000.csv": lambda: rates(999, row="{day};nothing;x;y;z\n"),
        "rates-of-a-thousand-columns.csv": lambda: (
            b"date;currency;rate" + b";x" * 1000 + b"\n" + b"2026-01-01;USD;5\n" * 999
        ),
        "rates.paste": lambda: rates(999),
        "wrong-rates.paste": lambda: rates(999, row="{day};nothing;x;y;z\n"),
        "quotes.paste": lambda: b'date;currency;rate\n"' + b"a;b\n" * 24_000,
        "separators.paste": lambda: b"date;currency;rate" + b";" * 99_000,
        # Reports.
        "objects-100000.pdf": lambda: pdf(
            [catalog, pages, b"<< /Type /Page /Parent 2 0 R >>", *[b"<< /A 1 >>"] * 100_000]
        ),
        "pages-of-pages.pdf": lambda: pdf([catalog, itself]),
        "stream-of-300-megabytes.pdf": lambda: page_of(
            zlib.compress(zlib.compress(b" " * (300 * MEGABYTE), 9), 9), twice
        ),
        "text-of-9-megabytes.txt": (word * 160_000).encode,
        "letters-without-space.txt": lambda: b"a" * (9 * MEGABYTE),
        "program.txt": lambda: b"MZ\x90\0" + noise,
    }
    return [File(name, make()) for name, make in made.items() if among(name)]


@dataclass(frozen=True)
class Form:
    """A form that takes a file."""

    name: str
    path: str
    field: str
    kinds: tuple[str, ...]
    fields: dict[str, str] = field_of(default_factory=dict)
    page: str = ""
    then: dict[str, str] | None = None  # what is pressed on the page it leads to, when it leads to one


D = "/d/atyrau"
COMPANIES, PAPERS = f"{D}/missions/1/companies/", f"{D}/trips/1/plan/1/papers/"
LETTERS, OUTCOME = f"{D}/missions/1/letters/", f"{D}/missions/1/day/{{wish}}/ours/"
LINK = "/p/missions/{token}/meetings/{wish}/"
RATES = f"{D}/missions/1/outcomes/rates/take-in/"
SOURCE = {"title": "hostile", "kind": "auto", "schedule": "hand"}
FORMS = (
    Form("report", f"{D}/promises/read/", "upload", ("txt", "docx", "pdf", "msg"), {"title": "hostile"}),
    Form("promises", f"{D}/promises/import/", "upload", ("csv", "xlsx")),
    Form("companies", f"{COMPANIES}import/", "ours", ("xlsx",), {}, COMPANIES, {"take": "1"}),
    Form("people", f"{D}/directory/people/import/", "upload", ("csv", "xlsx", "vcf")),
    Form("facts", f"{D}/twinnings/facts/table/", "upload", ("csv", "xlsx"), {"sheet": ""}),
    Form("measures", f"{D}/twinnings/{{twinning}}/plan/", "upload", ("csv", "xlsx")),
    Form("busy", f"{D}/days/busy/", "file", ("ics",), {"name": "hostile"}, f"{D}/days/"),
    Form("events", f"{D}/events/sources/new/", "file", ("csv", "xlsx", "ics", "txt"), SOURCE),
    Form("template", f"{PAPERS}programme/fill/", "file", ("docx",), {}, PAPERS),
    Form("own paper", f"{D}/papers/settings/", "upload", ("docx",), {"kind": "invitation", "language": ""}),
    Form("came back", f"{LETTERS}came-back/", "file", ("eml", "msg"), {}, LETTERS),
    Form("evidence", OUTCOME, "evidence", ("pdf", "docx", "png", "jpg"), {"held": "yes"}),
    Form(
        "company's",
        "/p/missions/{token}/meetings/{wish}/",
        "evidence",
        ("docx", "png", "jpg"),
        {"held": "yes"},
    ),
    Form("rates", RATES, "upload", ("csv", "xlsx")),
    Form("pasted", RATES, "text", ("paste",)),
)
# The class of each form with a file, and under which name it stands above.
CLASSES = {
    "promises.ReportForm": ("report",),
    "promises.ListForm": ("promises",),
    "missions.ImportForm": ("companies",),
    "directory.CardsForm": ("people",),
    "twinnings.TableForm": ("facts",),
    "twinnings.PlanFileForm": ("measures",),
    "days.BusyForm": ("busy",),
    "events.SourceForm": ("events",),
    "trips.TemplateForm": ("template",),
    "papers.TemplateForm": ("own paper",),
    "missions.ReportForm": ("came back",),
    "missions.OutcomeForm": ("evidence", "company's"),
    "missions.TakeRatesForm": ("rates", "pasted"),
}


@dataclass
class Measured:
    """What one upload cost and how it was answered."""

    file: str
    form: str
    ms: float
    status: int
    words: str
    then_ms: float = 0.0
    work: str = ""


def processor_ms(pids: list[int]) -> float:
    total = 0
    for pid in pids:
        line = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
        user, system = line.rpartition(")")[2].split()[11:13]
        total += int(user) + int(system)
    return total * TICK_MS


def last_job() -> Any:
    from django_scopes import scopes_disabled

    from egiz.desk.core.models import Job

    with scopes_disabled():
        return Job.objects.order_by("-pk").first()


def forms_of() -> list[Form]:
    """Name the rows of the sample that forms stand on; a meeting is made to have begun."""
    from django_scopes import scopes_disabled

    from egiz.desk.missions.models import ScheduledMeeting
    from egiz.desk.twinnings.models import Twinning

    with scopes_disabled():
        rows = ScheduledMeeting.objects.filter(version__state="published", version__mission_id=1)
        meeting = rows.exclude(wish=None)[:1].get()
        meeting.starts_at -= dt.timedelta(days=3650)
        meeting.save()
        twinning = Twinning.objects.order_by("pk")[:1].get()
        token = meeting.wish.asker.token if meeting.wish else ""
        numbers = {"wish": meeting.wish_id, "twinning": twinning.pk, "token": token}
    return [replace(form, path=form.path.format(**numbers)) for form in FORMS]


class Trial:
    """The desk, a person, and what is measured."""

    def __init__(self, desk: Desk, work_seconds: float) -> None:
        self.desk, self.person, self.work_seconds = desk, Person(desk.base), work_seconds
        self.person.log_in()
        self.last_job = getattr(last_job(), "pk", 0)

    def opened(self, path: str) -> dict[str, str]:
        """Open a page and give what its form hides and must be sent again."""
        hidden = hidden_fields(self.person.ask(path).text)
        return {name: hidden[name] for name in KEPT_OF_A_FORM if name in hidden}

    def send(self, file: File, form: Form, kept: dict[str, str] | None = None) -> Answer:
        kept = self.opened(form.page or form.path) if kept is None else kept
        if file.kind == "paste":
            return self.person.post(form.path, {**kept, **form.fields, form.field: file.content.decode()})
        given = (form.field, file.name, file.content)
        return self.person.post(form.path, {**kept, **form.fields}, [given])

    def measure(self, file: File, form: Form) -> Measured:
        pids, kept = self.desk.part("web"), self.opened(form.page or form.path)
        before = processor_ms(pids)
        try:
            answer = self.send(file, form, kept)
        except OSError as error:  # the process that served it is gone
            self.desk.wait_ready()
            return Measured(file.name, form.name, float("inf"), 599, type(error).__name__)
        time.sleep(0.05)
        found = Measured(file.name, form.name, processor_ms(pids) - before, answer.status, said(answer))
        if answer.status == 302:
            before = processor_ms(pids)
            page = self.person.ask(answer.led_to)
            found.then_ms = processor_ms(pids) - before
            found.words = found.words or said(page)
            found.status = page.status if page.status >= 500 else answer.status
        found.work = self.until_work_ends()
        if answer.status == 302 and form.then is not None:
            self.press(form, answer.led_to, found)
        if self.desk.part("web") != pids:
            found.work += " (the web process ended)"
        return found

    def press(self, form: Form, led_to: str, found: Measured) -> None:
        """Go on as a person would: open what the work made, press, open what that leads to."""
        pids, before = self.desk.part("web"), 0.0
        if "/jobs/" in led_to:
            led_to = last_job().result_url if found.work == "done" else ""
        if not led_to:
            return
        before = processor_ms(pids)
        page = self.person.ask(led_to)
        found.then_ms = max(found.then_ms, processor_ms(pids) - before)
        if page.status != 200:
            return
        hidden, before = hidden_fields(page.text), processor_ms(pids)
        kept = {name: hidden[name] for name in KEPT_OF_A_FORM if name in hidden}
        answer = self.person.post(led_to, {**kept, **(form.then or {})})
        found.then_ms = max(found.then_ms, processor_ms(pids) - before)
        found.work = self.until_work_ends(was=found.work)
        led_to = last_job().result_url if "/jobs/" in answer.led_to else answer.led_to
        before = processor_ms(pids)
        page = self.person.ask(led_to or form.page)
        found.then_ms = max(found.then_ms, processor_ms(pids) - before)
        found.status = page.status if page.status >= 500 else found.status

    def until_work_ends(self, was: str = "") -> str:
        from django_scopes import scopes_disabled

        with scopes_disabled():
            last = last_job()
            if last is None or last.pk == self.last_job:
                return was
            self.last_job = last.pk
            if said := ended(last, self.work_seconds):
                return said
            done, began = last.progress, time.monotonic()
            self.person.post(f"{D}/desk/jobs/{last.pk}/stop/", self.opened(f"{D}/desk/jobs/{last.pk}/"))
            said = ended(last, 30)
        took = time.monotonic() - began
        stopped = f"{said} in {took:.1f} s, {done:.0%} done after {self.work_seconds:.0f} s"
        return stopped if said else "did not end"


def ended(job: Any, seconds: float) -> str:
    """Wait for work to end; give how it did, or nothing."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        job.refresh_from_db()
        if not job.is_open:
            return str(job.status)
        time.sleep(0.1)
    return ""


def said(answer: Answer) -> str:
    """Give the first word of warning on a page."""
    from html import unescape
    from re import DOTALL, search, sub

    found = search(
        r'class="(?:errorlist|error|notice (?:error|warning|info|success))[^>]*>(.*?)</(?:ul|p|div|li)>',
        answer.text,
        DOTALL,
    )
    return " ".join(unescape(sub(r"<[^>]+>", " ", found.group(1))).split())[:90] if found else ""


def neighbour(person: Person, stopping: threading.Event, waits: list[float]) -> None:
    while not stopping.is_set():
        began = time.monotonic()
        answer = person.ask(f"{D}/promises/")
        waits.append(time.monotonic() - began if answer.status == 200 else float("inf"))
        time.sleep(0.05)


def watched(person: Person, act: Callable[[], None]) -> list[float]:
    """Do something while a neighbour opens pages; give how long each page took."""
    stopping, waits = threading.Event(), list[float]()
    thread = threading.Thread(target=neighbour, args=(person, stopping, waits))
    thread.start()
    try:
        act()
    finally:
        stopping.set()
        thread.join()
    return sorted(waits)


def percentile(sorted_values: list[float], share: float) -> float:
    return sorted_values[min(len(sorted_values) - 1, int(len(sorted_values) * share))]


def chosen(options: argparse.Namespace, forms: list[Form]) -> list[tuple[File, Form]]:
    """Pair the files with the forms that take their kind, as the command line says."""
    pairs = [
        (file, form)
        for file in files(lambda name: any(part in name for part in options.only.split(",")))
        for form in forms
        if file.kind in form.kinds and any(part in form.name for part in options.forms.split(","))
    ]
    if options.once:
        pairs = each_once(pairs)
    part, parts = map(int, options.part.split("/"))
    return pairs[part - 1 :: parts][options.first :]


def each_once(pairs: list[tuple[File, Form]]) -> list[tuple[File, Form]]:
    """Keep one form for each file: the one it is made for, else the one with the fewest files until then."""
    kept, used = list[tuple[File, Form]](), Counter[str]()
    for name in dict.fromkeys(file.name for file, _form in pairs):
        pair = min(
            (pair for pair in pairs if pair[0].name == name),
            key=lambda pair: (pair[1].name not in name, used[pair[1].name]),
        )
        used[pair[1].name] += 1
        kept.append(pair)
    return kept


def run(desk: Desk, options: argparse.Namespace) -> int:
    trial, forms = Trial(desk, options.work_seconds), forms_of()
    pairs = chosen(options, forms)
    print(f"{len({file.name for file, _form in pairs})} files, {len(pairs)} uploads", flush=True)
    for form in forms:  # what is loaded once is loaded before anything is measured
        trial.send(File(f"a.{form.kinds[-1]}", b"nothing"), form)
    trial.send(File("a.csv", b"promise\n"), forms[1])
    wrong, sent, until = [], list[tuple[File, Form]](), time.monotonic() + options.seconds
    for file, form in pairs:
        if time.monotonic() > until:
            break
        sent.append((file, form))
        one = trial.measure(file, form)
        bad = one.ms > MOST_MS or one.then_ms > MOST_MS or one.status >= 500 or one.work == "did not end"
        print(
            f"{'!' if bad else ' '} {one.file:32} {one.form:10} {one.ms:5.0f} ms, then {one.then_ms:4.0f} ms "
            f" {one.status} {one.work:9} {one.words}",
            flush=True,
        )
        wrong += [one] if bad else []
    beside_them = Person(desk.base)
    beside_them.log_in()
    alone = watched(beside_them, lambda: time.sleep(10))
    light = [pair for pair in sent if pair[1].name != "report"]  # a report is read by the worker
    light = light[: options.beside]

    def all_at_once() -> None:
        with ThreadPoolExecutor(4) as pool:  # one person in four windows: who logs in often is slowed down
            list(pool.map(lambda pair: trial.send(*pair), light))

    beside = watched(beside_them, all_at_once)
    trial.until_work_ends()
    for what, waits in (("alone", alone), ("beside hostile uploads", beside)):
        print(
            f"neighbour {what}: {len(waits)} pages, middle {statistics.median(waits) * 1000:.0f} ms, "
            f"95 % {percentile(waits, 0.95) * 1000:.0f} ms, longest {waits[-1] * 1000:.0f} ms"
        )
    print(f"{len(sent)} uploads of {len(pairs)}, {len(wrong)} over a limit")
    return int(bool(wrong) or beside[-1] == float("inf"))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--sample", type=Path, help="a backup of a sample desk or (SQLite) its folder")
    parser.add_argument("--only", default="", help="parts of files' names, with commas")
    parser.add_argument("--forms", default="", help="parts of forms' names, with commas")
    parser.add_argument(
        "--once", action="store_true", help="each file goes through one form, not through all"
    )
    parser.add_argument(
        "--seconds", type=float, default=36_000, help="after so long nothing more is measured"
    )
    parser.add_argument("--first", type=int, default=0, help="after how many of another run this goes on")
    parser.add_argument("--beside", type=int, default=1000, help="so many are sent again beside a neighbour")
    parser.add_argument("--part", default="1/1", help="2/3: the second of three parts")
    parser.add_argument("--work-seconds", type=float, default=400, help="long work is stopped after so long")
    options = parser.parse_args()
    sample = options.sample and options.sample.resolve()
    folder = trial_folder("hostile")
    os.chdir(folder)
    desk = Desk(folder, options.database)
    try:
        prepared(desk, sample)
        desk.start()
        desk.wait_ready()
        code = run(desk, options)
    finally:
        desk.close()
        shutil.copy(folder / "serve.log", Path(tempfile.gettempdir()) / "egiz-hostile.log")
        shutil.rmtree(folder, ignore_errors=True)
    sys.exit(code)


if __name__ == "__main__":
    main()
