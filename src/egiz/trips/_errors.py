"""The errors of this room: each names the broken rule and where it was broken."""

from __future__ import annotations


class TripsError(ValueError):
    """Base of everything this room refuses."""


class ProblemError(TripsError):
    """A trip that contradicts itself.

    Parameters
    ----------
    rule
        Short code of the broken rule, e.g. ``"unknown-city"``.
    message
        What is wrong and what would be right, in one sentence.
    where
        The object at fault, e.g. ``"visit museum"``.
    """

    def __init__(self, rule: str, message: str, where: str = "") -> None:
        super().__init__(f"{where}: {message}" if where else message)
        self.rule = rule
        self.message = message
        self.where = where


class FormatError(TripsError):
    """A file that cannot be read as a trip; `issues` lists every place at fault."""

    def __init__(self, message: str, issues: tuple[str, ...] = ()) -> None:
        super().__init__("\n".join((message, *(f"  {issue}" for issue in issues))))
        self.issues = issues


def refuse(rule: str, message: str, where: str = "") -> None:
    """Raise a ProblemError."""
    raise ProblemError(rule, message, where)
