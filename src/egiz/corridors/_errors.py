"""What can go wrong on the way."""

from __future__ import annotations


class CorridorError(ValueError):
    """The question cannot be answered as it was put; the message says what would be right."""


class NetworkError(CorridorError):
    """
    A value of the network breaks a rule.

    Parameters
    ----------
    where
        File and row, or the name of the value.
    message
        What is wrong and what would be right.
    """

    def __init__(self, where: str, message: str) -> None:
        super().__init__(f"{where}: {message}")
        self.where = where
        self.message = message


class UnknownNodeError(CorridorError):
    """The place is not on the network and no node of it is near."""


class ClassError(CorridorError):
    """There is no such class of vehicle or traveller."""


class FeedError(CorridorError):
    """An imported timetable or quote cannot be read."""


class LastMileError(CorridorError):
    """The road server did not answer with a distance and a time."""
