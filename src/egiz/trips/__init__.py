"""The journey: visits, legs, nights, stay rules."""

from egiz.trips._errors import FormatError, ProblemError, TripsError
from egiz.trips.checking import Broken, check_plan
from egiz.trips.documents import (
    changes_from_document,
    load_problem,
    plan_from_document,
    plan_to_document,
    problem_from_document,
    problem_to_document,
)
from egiz.trips.money import Money, Rates
from egiz.trips.parts import (
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
from egiz.trips.planning import plan
from egiz.trips.problem import Arrival, Problem, Rules
from egiz.trips.replanning import Changes, apply_changes, replan
from egiz.trips.result import Cost, CostLine, Day, Item, LeftOut, Limits, Plan, Reason

__all__ = [
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
    "load_problem",
    "plan",
    "plan_from_document",
    "plan_to_document",
    "problem_from_document",
    "problem_to_document",
    "replan",
]
