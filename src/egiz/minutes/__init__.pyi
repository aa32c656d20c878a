from ._errors import (
    EmptyTextError,
    InvalidReportError,
    MinutesError,
    TextTooLongError,
    UnknownLanguageError,
    UnsupportedFileError,
)
from .documents import Document, load, load_bytes, load_document, open_bytes
from .language import LANGUAGES, detect_language
from .reading import read
from .report import (
    KINDS,
    Candidate,
    Due,
    Organisation,
    Person,
    PlaceMention,
    Promise,
    Reason,
    Report,
    Twinning,
)

__all__ = [
    "KINDS",
    "LANGUAGES",
    "Candidate",
    "Document",
    "Due",
    "EmptyTextError",
    "InvalidReportError",
    "MinutesError",
    "Organisation",
    "Person",
    "PlaceMention",
    "Promise",
    "Reason",
    "Report",
    "TextTooLongError",
    "Twinning",
    "UnknownLanguageError",
    "UnsupportedFileError",
    "detect_language",
    "load",
    "load_bytes",
    "load_document",
    "open_bytes",
    "read",
]
