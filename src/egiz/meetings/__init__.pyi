from ._errors import FormatError, MeetingsError, ProblemError
from .model.broken import Broken
from .model.changes import Changes, apply_changes
from .model.check import check
from .model.formats.documents import (
    changes_from_document,
    problem_from_document,
    problem_to_document,
    result_to_document,
)
from .model.formats.ics import to_ics
from .model.formats.load import load_problem
from .model.formats.xlsx_write import write_template, write_xlsx
from .model.problem import Goals, Interpreter, Meeting, Participant, Person, Problem, Rules, Slot, Table
from .model.result import Goal, Limits, NotHeld, Placed, Progress, Reason, Result
from .proving.second import Proof, prove
from .repairing import repair
from .scheduling import solve
from .search.local import warm_up

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
    "Person",
    "Placed",
    "Problem",
    "ProblemError",
    "Progress",
    "Proof",
    "Reason",
    "Result",
    "Rules",
    "Slot",
    "Table",
    "apply_changes",
    "changes_from_document",
    "check",
    "load_problem",
    "problem_from_document",
    "problem_to_document",
    "prove",
    "repair",
    "result_to_document",
    "solve",
    "to_ics",
    "warm_up",
    "write_template",
    "write_xlsx",
]
