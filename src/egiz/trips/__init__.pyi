from . import orienteering, toptw
from ._errors import FormatError, ProblemError, TripsError
from .allowances import stay_limits
from .checking import Broken, check_plan, days_abroad
from .documents import (
    changes_from_document,
    load_problem,
    plan_from_document,
    plan_to_document,
    problem_from_document,
    problem_to_document,
)
from .money import Money, Rates
from .parts import (
    Allowance,
    Block,
    City,
    Departure,
    Group,
    Leg,
    Person,
    Visit,
    Window,
    WorkHours,
)
from .planning import plan
from .problem import Arrival, Problem, Rules
from .replanning import Changes, apply_changes, replan
from .result import Cost, CostLine, Day, Item, LeftOut, Limits, Plan, Reason

__all__ = [
    "Allowance",
    "Arrival",
    "Block",
    "Broken",
    "Changes",
    "City",
    "Cost",
    "CostLine",
    "Day",
    "Departure",
    "FormatError",
    "Group",
    "Item",
    "LeftOut",
    "Leg",
    "Limits",
    "Money",
    "Person",
    "Plan",
    "Problem",
    "ProblemError",
    "Rates",
    "Reason",
    "Rules",
    "TripsError",
    "Visit",
    "Window",
    "WorkHours",
    "apply_changes",
    "changes_from_document",
    "check_plan",
    "days_abroad",
    "load_problem",
    "orienteering",
    "plan",
    "plan_from_document",
    "plan_to_document",
    "problem_from_document",
    "problem_to_document",
    "replan",
    "stay_limits",
    "toptw",
]
