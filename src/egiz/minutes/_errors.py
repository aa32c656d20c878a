"""What can be wrong with a report, in words for the person who brought it."""

from __future__ import annotations


class MinutesError(ValueError):
    """A report cannot be read as it is."""


class InvalidReportError(MinutesError):
    """A value of a report breaks one of its rules."""


class EmptyTextError(MinutesError):
    """The file or text holds no words."""


class TextTooLongError(MinutesError):
    """The file or text is larger than a report of a meeting can be."""


class UnsupportedFileError(MinutesError):
    """The file is not a text, DOCX or PDF this room can open."""


class UnknownLanguageError(MinutesError):
    """The text is in none of the four languages, or in another one than was said."""
