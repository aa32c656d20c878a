from ._errors import (
    EmptyTextError,
    InvalidReportError,
    MinutesError,
    TextTooLongError,
    UnknownLanguageError,
    UnsupportedFileError,
)
from .language import LANGUAGES, detect_language
from .loading import load, load_bytes
from .reading import read
from .report import (
    KINDS,
    Candidate,
    Commitment,
    Due,
    Organisation,
    Person,
    PlaceMention,
    Reason,
    Report,
    Twinning,
)

__all__ = [
    "KINDS",
    "LANGUAGES",
    "Candidate",
    "Commitment",
    "Due",
    "EmptyTextError",
    "InvalidReportError",
    "MinutesError",
    "Organisation",
    "Person",
    "PlaceMention",
    "Reason",
    "Report",
    "TextTooLongError",
    "Twinning",
    "UnknownLanguageError",
    "UnsupportedFileError",
    "detect_language",
    "load",
    "load_bytes",
    "read",
]
