"""What comes back: the schedule, how good it is, what was not held and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from egiz.meetings.model.problem import GoalName

Status = Literal["optimal", "feasible", "infeasible", "unknown"]


@dataclass(frozen=True, slots=True)
class Limits:
    """When to stop: seconds of wall clock, worker processes, and a stop at the first feasible schedule."""

    seconds: float = 20.0
    workers: int = 2
    first_feasible: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """One improvement or one proved bound.

    Parameters
    ----------
    seconds
        Since the start.
    goal, value, bound
        The goal at work, its best value so far and what is proved about it.
    stage
        Which part of the portfolio speaks.
    """

    seconds: float
    goal: GoalName
    value: int | None
    bound: int | None
    stage: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, as a code with parameters for translation and as an English sentence.

    `parts` are reasons of their own that are said within this one, in the place of the parameter `hole`.
    """

    code: str
    params: dict[str, str | int | float]
    text: str
    parts: tuple[Reason, ...] = ()
    hole: str = "parts"


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal's value and what is proved: at most `bound` for "held", at least `bound` for the others."""

    name: GoalName
    value: int
    bound: int
    limit: int | None = None

    @property
    def proved(self) -> bool:
        """Whether no schedule does better, given the goals before this one."""
        return self.value == self.bound


@dataclass(frozen=True, slots=True)
class Placed:
    """A meeting with its first slot and its place, and who sits there for whom where names are known."""

    id: str
    participants: tuple[str, ...]
    slot: int
    length: int = 1
    table: str | None = None
    online: bool = False
    interpreter: str | None = None
    people: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class NotHeld:
    """A meeting left out, what binds it, and the smallest changes that would hold it."""

    id: str
    participants: tuple[str, ...]
    reasons: tuple[Reason, ...]
    relaxations: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """A schedule with its proof.

    Parameters
    ----------
    status
        "optimal": every goal is proved; "feasible": a schedule with a gap; "infeasible": proved that none
        holds all musts; "unknown": the limit came first.
    goals
        In the order of importance.
    meetings, not_held
        What is held and what is not.
    improvements
        Time to each better value or bound.
    explanation
        For an infeasible problem, what contradicts what.
    moved
        For a repair: the published meetings that changed slot or were dropped.
    """

    status: Status
    seconds: float
    goals: tuple[Goal, ...] = ()
    meetings: tuple[Placed, ...] = ()
    not_held: tuple[NotHeld, ...] = ()
    improvements: tuple[Progress, ...] = ()
    explanation: tuple[Reason, ...] = ()
    moved: tuple[str, ...] = ()
    moved_bound: int | None = None
    stopped_by_limit: bool = field(default=False)

    def goal(self, name: GoalName) -> Goal:
        """The goal of that name; KeyError where it was not asked for."""
        for goal in self.goals:
            if goal.name == name:
                return goal
        raise KeyError(name)
