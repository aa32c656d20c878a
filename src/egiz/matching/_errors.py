"""What can be wrong with the input of this room; every message says where and what would be right."""

from __future__ import annotations


class MatchingError(ValueError):
    """Base of this room's errors."""


class ProfileError(MatchingError):
    """A company's profile breaks a rule.

    Parameters
    ----------
    field
        Name of the profile's field.
    message
        The broken rule and what would be right.
    """

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field
        self.message = message


class WorkbookError(MatchingError):
    """A file of companies cannot be read at all."""


class LexiconError(MatchingError):
    """A lexicon cannot be learned or read."""


class CodeError(MatchingError):
    """A code or a list of codes is not what it should be."""


class SelectionError(MatchingError):
    """The limits of a selection contradict each other."""
