"""Files in and out: the benchmark's, our JSON, workbooks, calendars."""

from egiz.meetings.model.formats.documents import (
    changes_from_document,
    problem_from_document,
    problem_to_document,
    result_to_document,
)
from egiz.meetings.model.formats.ics import to_ics
from egiz.meetings.model.formats.load import load_problem
from egiz.meetings.model.formats.xlsx_write import write_template, write_xlsx

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
