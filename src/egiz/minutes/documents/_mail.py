"""E-mail: its text and the documents attached to it; .eml as every program saves it, .msg of Outlook."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage, Message
from email.utils import parsedate_to_datetime
from io import BytesIO
from typing import Any

from egiz.minutes._errors import UnsupportedFileError
from egiz.minutes.documents._html import visible_text
from egiz.text.encodings import decode

_HEADER = re.compile(
    rb"(?im)^(?:from|to|date|subject|mime-version|message-id|received|content-type|return-path|delivered-to|reply-to|x-[a-z-]+):\s"
)
_SURE = re.compile(
    rb"(?im)^(?:mime-version|message-id|received|return-path|content-transfer-encoding|delivered-to):\s"
)
_MOST_PARTS = 60
Attachment = tuple[str, bytes]


def looks_like_mail(data: bytes, name: str) -> bool:
    """Whether the file is an e-mail by the lines at its head."""
    head = data[:4_000].split(b"\n\n", 1)[0].split(b"\r\n\r\n", 1)[0]
    starts = re.match(rb"\s*(?:From |[A-Za-z-]{2,40}:\s)", head) is not None
    count = len(_HEADER.findall(head))
    return (
        starts and count > 1 and (bool(_SURE.search(head)) or (name.lower().endswith(".eml") and count > 2))
    )


def mail_text(data: bytes, name: str) -> tuple[str, list[Attachment]]:
    """Subject, day and body of an .eml, and what is attached to it."""
    try:
        message = message_from_bytes(data, policy=policy.default)
        body, attached = _parts(message, name)
        return "\n".join(part for part in (*_head(message), body) if part), attached
    except (
        MessageError,
        LookupError,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
        KeyError,
        RecursionError,
    ) as error:
        raise UnsupportedFileError(f"{name} is an e-mail that cannot be opened: {error}.") from error


def _head(message: Message) -> tuple[str, str]:
    subject = str(message.get("subject") or "").strip()
    try:
        day = parsedate_to_datetime(str(message.get("date"))).date().isoformat()
    except (ValueError, TypeError, OverflowError):
        day = ""
    return " ".join(subject.split()), day


def _parts(message: Message, name: str) -> tuple[str, list[Attachment]]:
    plain: list[str] = []
    rich: list[str] = []
    attached: list[Attachment] = []
    for number, part in enumerate(message.walk()):
        if number > _MOST_PARTS:
            break
        if part.is_multipart():
            continue
        content = part.get_payload(decode=True)
        if not isinstance(content, bytes) or not content.strip():
            continue
        title = part.get_filename() if isinstance(part, EmailMessage) else None
        kind = part.get_content_type()
        if title or part.get_content_disposition() == "attachment":
            attached.append((str(title or "attachment"), content))
        elif kind == "text/plain":
            plain.append(decode(content, part.get_content_charset() or ""))
        elif kind == "text/html":
            rich.append(visible_text(decode(content, part.get_content_charset() or ""), name))
    return "\n".join(plain or rich), attached


def msg_text(data: bytes, name: str) -> tuple[str, list[Attachment]]:
    """The same of an Outlook .msg."""
    from oxmsg import Message as Outlook  # noqa: PLC0415 - needed for such files only

    try:
        message: Any = Outlook.load(BytesIO(data))
        body = message.body or (visible_text(message.html_body, name) if message.html_body else "")
        day = message.sent_date.date().isoformat() if message.sent_date else ""
        attached = [
            (str(one.file_name or "attachment"), one.file_bytes or b"") for one in message.attachments
        ]
        return "\n".join(part for part in (message.subject or "", day, body) if part), attached
    except Exception as error:  # the package names no errors of its own for damaged files
        raise UnsupportedFileError(
            f"{name} is an Outlook message or an old Office file that cannot be opened. "
            "Save it as DOCX, PDF, .eml or text."
        ) from error
