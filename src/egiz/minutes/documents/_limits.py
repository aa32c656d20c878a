"""How much of a file is read at most; work is bounded while it is done, not after."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator

from egiz.minutes._errors import TextTooLongError, UnsupportedFileError

LARGEST_FILE = 5_000_000
LONGEST_TEXT = 1_200_000
LARGEST_PART = 24_000_000
MOST_LINES = 60_000
_MOST_PARTS = 3_000
_CHUNK = 1 << 16


def open_archive(data: bytes, name: str, kind: str) -> zipfile.ZipFile:
    """A ZIP archive with a sane number of parts."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError, OSError) as error:
        raise UnsupportedFileError(f"{name} looks like {kind} but is damaged: {error}.") from error
    if len(archive.infolist()) > _MOST_PARTS:
        raise TextTooLongError(f"{name} holds {len(archive.infolist()):,} parts; that is no report.")
    return archive


def read_part(archive: zipfile.ZipFile, part: str, name: str) -> bytes:
    """One part of an archive, unpacked no further than a report can be."""
    pieces, size = [], 0
    try:
        with archive.open(part) as stream:
            while piece := stream.read(_CHUNK):
                size += len(piece)
                if size > LARGEST_PART:
                    raise TextTooLongError(
                        f"{name} unpacks to more than {LARGEST_PART / 1e6:.0f} MB; that is no report."
                    )
                pieces.append(piece)
    except (
        zipfile.BadZipFile,
        zlib.error,
        RuntimeError,
        NotImplementedError,
        OSError,
        EOFError,
        ValueError,
    ) as error:
        if isinstance(error, TextTooLongError):
            raise
        raise UnsupportedFileError(f"{name} is damaged or locked: {error}.") from error
    return b"".join(pieces)


def bounded(lines: Iterable[str], name: str) -> Iterator[str]:
    """Lines up to the longest text and the most lines that a report may have."""
    length = 0
    for number, line in enumerate(lines, start=1):
        length += len(line) + 1
        if length > LONGEST_TEXT or number > MOST_LINES:
            raise TextTooLongError(
                f"{name} holds more than {LONGEST_TEXT:,} characters or {MOST_LINES:,} paragraphs; "
                "that is no report."
            )
        yield line
