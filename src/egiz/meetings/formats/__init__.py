"""Files in and out: the benchmark's, our JSON, workbooks, calendars."""

from egiz.meetings.formats.documents import (
    changes_from_document,
    problem_from_document,
    problem_to_document,
    result_to_document,
)
from egiz.meetings.formats.ics import to_ics
from egiz.meetings.formats.load import load_problem
from egiz.meetings.formats.xlsx_write import write_template, write_xlsx

__all__ = [
    "changes_from_document",
    "load_problem",
    "problem_from_document",
    "problem_to_document",
    "result_to_document",
    "to_ics",
    "write_template",
    "write_xlsx",
]
