"""When and where they meet: the best schedule of B2B meetings, with its proof."""

from egiz.meetings._errors import FormatError, MeetingsError, ProblemError
from egiz.meetings.changes import Changes, apply_changes
from egiz.meetings.check import Broken, check
from egiz.meetings.formats import (
    changes_from_document,
    load_problem,
    problem_from_document,
    problem_to_document,
    result_to_document,
    to_ics,
    write_template,
    write_xlsx,
)
from egiz.meetings.problem import Goals, Interpreter, Meeting, Participant, Problem, Slot, Table
from egiz.meetings.repair import repair
from egiz.meetings.result import Goal, Limits, NotHeld, Placed, Progress, Reason, Result
from egiz.meetings.search import warm_up
from egiz.meetings.solve import solve

__all__ = [
    "Broken",
    "Changes",
    "FormatError",
    "Goal",
    "Goals",
    "Interpreter",
    "Limits",
    "Meeting",
    "MeetingsError",
    "NotHeld",
    "Participant",
    "Placed",
    "Problem",
    "ProblemError",
    "Progress",
    "Reason",
    "Result",
    "Slot",
    "Table",
    "apply_changes",
    "changes_from_document",
    "check",
    "load_problem",
    "problem_from_document",
    "problem_to_document",
    "repair",
    "result_to_document",
    "solve",
    "to_ics",
    "warm_up",
    "write_template",
    "write_xlsx",
]
