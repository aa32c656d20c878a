"""A meeting's text: who was there, which places it speaks of, what was promised (with the quote)."""

from egiz.minutes._errors import (
    EmptyTextError,
    InvalidReportError,
    MinutesError,
    TextTooLongError,
    UnknownLanguageError,
    UnsupportedFileError,
)
from egiz.minutes.language import LANGUAGES, detect_language
from egiz.minutes.loading import load, load_bytes
from egiz.minutes.reading import read
from egiz.minutes.report import (
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
