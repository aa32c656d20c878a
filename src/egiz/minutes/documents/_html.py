"""A saved web page: its main text, without menus, scripts and advertisements."""

from __future__ import annotations

import logging
import re
from typing import Any

from egiz.minutes._errors import UnsupportedFileError
from egiz.text.encodings import decode

_CHARSET = re.compile(rb"""(?i)<meta[^>]{0,200}charset\s*=\s*["']?\s*([a-z0-9_-]{3,20})""")
_LARGE = 600_000
_GONE = (
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "nav",
    "footer",
    "aside",
    "form",
    "iframe",
    "head",
    "button",
)
_BLOCKS = frozenset(
    {
        "p",
        "div",
        "li",
        "tr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "br",
        "article",
        "section",
        "td",
        "th",
        "blockquote",
        "main",
        "table",
        "ul",
        "ol",
    }
)
_SHARE = 0.2


def looks_like_html(data: bytes) -> bool:
    """Whether the file is a web page by its first tags."""
    head = data[:4_000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith((b"<!doctype html", b"<html", b"<head", b"<body")) or (
        head.startswith(b"<")
        and re.search(rb"<(?:html|body|p|div|article|meta|title)[\s>]", head) is not None
    )


def html_text(data: bytes, name: str) -> str:
    """The page's main text; all its visible text where no main part stands out."""
    named = _CHARSET.search(data[:4_000])
    page = decode(data, named[1].decode("ascii") if named else "")
    visible = visible_text(page, name)
    if len(page) > _LARGE:
        return visible
    main = _main_text(page)
    return main if main and len(main) >= _SHARE * len(visible) else visible


def _main_text(page: str) -> str:
    from trafilatura import extract  # noqa: PLC0415 - half a second to import, needed for pages only

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        found = extract(
            page, include_comments=False, include_tables=True, favor_recall=True, deduplicate=False
        )
    except (ValueError, TypeError, AttributeError, RecursionError, AssertionError, LookupError):
        return ""
    return found or ""


def visible_text(page: str, name: str) -> str:
    """All that the page shows, a line for each block."""
    from lxml import etree, html  # noqa: PLC0415 - needed for pages only

    try:
        tree = html.document_fromstring(
            page.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8")
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnsupportedFileError(f"{name} is a web page that cannot be opened: {error}.") from error
    etree.strip_elements(tree, *_GONE, etree.Comment, with_tail=False)
    pieces: list[str] = []
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        edge = "\n" if element.tag in _BLOCKS else ""
        pieces += [edge, _spaced(element.text)] if event == "start" else [edge, _spaced(element.tail)]
    lines = "".join(pieces).splitlines()
    return "\n".join(line for line in (" ".join(line.split()) for line in lines) if line)


def _spaced(text: Any) -> str:
    return " ".join(str(text).split("\n")) if text else ""
