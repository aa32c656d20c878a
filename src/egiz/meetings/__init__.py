"""When and where they meet: the best schedule of B2B meetings, with its proof.

The door is lazy (PEP 562): importing this package costs nothing, a name loads its module when it is used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from egiz.meetings._errors import FormatError, MeetingsError, ProblemError
    from egiz.meetings.model.broken import Broken
    from egiz.meetings.model.changes import Changes, apply_changes
    from egiz.meetings.model.check import check
    from egiz.meetings.model.formats.documents import (
        changes_from_document,
        problem_from_document,
        problem_to_document,
        result_to_document,
    )
    from egiz.meetings.model.formats.ics import to_ics
    from egiz.meetings.model.formats.load import load_problem
    from egiz.meetings.model.formats.xlsx_write import write_template, write_xlsx
    from egiz.meetings.model.problem import (
        Goals,
        Interpreter,
        Meeting,
        Participant,
        Problem,
        Rules,
        Slot,
        Table,
    )
    from egiz.meetings.model.result import Goal, Limits, NotHeld, Placed, Progress, Reason, Result
    from egiz.meetings.proving.second import Proof, prove
    from egiz.meetings.repairing import repair
    from egiz.meetings.scheduling import solve
    from egiz.meetings.search.local import warm_up

_WHERE = {
    "_errors": ("FormatError", "MeetingsError", "ProblemError"),
    "model.changes": ("Changes", "apply_changes"),
    "model.broken": ("Broken",),
    "model.check": ("check",),
    "model.formats.documents": (
        "changes_from_document",
        "problem_from_document",
        "problem_to_document",
        "result_to_document",
    ),
    "model.formats.ics": ("to_ics",),
    "model.formats.load": ("load_problem",),
    "model.formats.xlsx_write": ("write_template", "write_xlsx"),
    "model.problem": ("Goals", "Interpreter", "Meeting", "Participant", "Problem", "Rules", "Slot", "Table"),
    "model.result": ("Goal", "Limits", "NotHeld", "Placed", "Progress", "Reason", "Result"),
    "proving.second": ("Proof", "prove"),
    "repairing": ("repair",),
    "search.local": ("warm_up",),
    "scheduling": ("solve",),
}
_MODULES = {name: module for module, names in _WHERE.items() for name in names}

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


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
