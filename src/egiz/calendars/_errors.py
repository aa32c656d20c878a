"""What can be wrong with a calendar question, each with the sentence a person reads."""

from __future__ import annotations

from typing import Any


class CalendarError(ValueError):
    """Something in a calendar question or a calendar file is wrong.

    Parameters
    ----------
    text
        The English sentence.
    code, params
        The same for translation: what is wrong, and the values the sentence names.
    """

    def __init__(self, text: str, *, code: str = "", **params: Any) -> None:
        super().__init__(text)
        self.code = code
        self.params = params


class WindowError(CalendarError):
    """The window asked for cannot be computed: too long, no country, hours that end before they start."""


class UnknownCountryError(CalendarError):
    """No holiday calendar is known for this country or region."""


class UnknownZoneError(CalendarError):
    """A time zone is missing or is not an IANA name."""


class HolidayEditError(CalendarError):
    """A row of a holiday list is wrong."""


class EventError(CalendarError):
    """An event contradicts itself or lacks what it must have."""


class UnknownSectorError(CalendarError):
    """A sector tag is not in the tree."""


class ReadingError(CalendarError):
    """A whole document cannot be read: too big, not of its kind, or built to do harm."""


class MergeError(CalendarError):
    """A merge was asked for that the rules forbid."""


class FetchError(CalendarError):
    """A source did not answer as it should; the message is for the person who looks after it."""
