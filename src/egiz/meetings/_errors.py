"""The errors of this room: each names the broken rule and where it was broken."""

from __future__ import annotations


class MeetingsError(ValueError):
    """Base of everything this room refuses."""


class ProblemError(MeetingsError):
    """A problem that contradicts itself.

    Parameters
    ----------
    rule
        Short code of the broken rule, e.g. ``"self-meeting"``.
    message
        What is wrong and what would be right, in one sentence.
    where
        The row or object, e.g. ``"meeting 12"``.
    """

    def __init__(self, rule: str, message: str, where: str = "") -> None:
        super().__init__(f"{where}: {message}" if where else message)
        self.rule = rule
        self.message = message
        self.where = where


class FormatError(MeetingsError):
    """A file that cannot be read as a problem or a schedule; `issues` lists every row at fault."""

    def __init__(self, message: str, issues: tuple[str, ...] = ()) -> None:
        super().__init__("\n".join((message, *(f"  {issue}" for issue in issues))))
        self.issues = issues
