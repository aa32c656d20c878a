"""XML of untrusted documents: no entities, no network, and only what was asked for is kept in memory."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from egiz.minutes._errors import UnsupportedFileError


def children_of(data: bytes, parent: str, name: str) -> Iterator[Any]:
    """The children of each element `parent`, one after the other; each is dropped when the next one comes."""
    from lxml import etree  # noqa: PLC0415 - needed for files with XML in them only

    if b"<!DOCTYPE" in data[:2_000] or b"<!ENTITY" in data[:2_000]:
        raise UnsupportedFileError(f"{name} declares entities of its own, which no report does.")
    try:
        for _, element in etree.iterparse(
            io.BytesIO(data), events=("end",), resolve_entities=False, no_network=True, recover=True
        ):
            above = element.getparent()
            if above is None or above.tag != parent:
                continue
            yield element
            element.clear()
            while element.getprevious() is not None:
                del above[0]
    except etree.XMLSyntaxError as error:
        raise UnsupportedFileError(f"{name} looks like a document but cannot be opened: {error}.") from error
