"""Goal after goal by CP-SAT: prove one, fix it, go on with the next."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from egiz.meetings.model.core import Core
from egiz.meetings.model.measure import goal_value
from egiz.meetings.model.problem import GoalName
from egiz.meetings.proving.cp_model import ScheduleModel

Starts = NDArray[np.int32]
Watch = Callable[[GoalName, int | None, int | None, str], bool]


@dataclass
class State:
    """The best schedule so far and what is proved, goal by goal."""

    starts: Starts | None = None
    infeasible: bool = False
    bounds: dict[GoalName, int] = field(default_factory=dict)
    cancelled: bool = False
    fixed_sets: list[frozenset[int]] = field(default_factory=list)


@contextmanager
def looked_at(look: Callable[[], None], every: float = 0.25) -> Iterator[None]:
    """Call `look` every so many seconds, in a thread of its own, while the block runs."""
    ended = threading.Event()

    def again() -> None:
        while not ended.wait(every):
            look()

    thread = threading.Thread(target=again, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def load_solvers() -> None:
    """Load the heavy libraries before a clock begins: on a busy machine that takes seconds."""
    import scipy.optimize  # noqa: PLC0415 - a heavy library
    from ortools.sat.python import cp_model  # noqa: PLC0415 - as above

    del scipy, cp_model


def solver(seconds: float, workers: int, seed: int) -> Any:
    """A CP-SAT solver set up the way this room uses it."""
    from ortools.sat.python import cp_model  # noqa: PLC0415 - a heavy library, loaded when it is used

    cp = cp_model.CpSolver()
    cp.parameters.max_time_in_seconds = max(0.05, seconds)
    cp.parameters.num_workers = max(1, workers)
    cp.parameters.random_seed = seed % (2**31)
    return cp


def improve_goal(
    core: Core,
    state: State,
    name: GoalName,
    done: list[GoalName],
    *,
    clock: tuple[float, int, int],
    watch: Watch,
) -> bool:
    """Improve one goal while the goals in `done` keep their values; returns whether it is proved.

    `clock` is (seconds, workers, seed).
    """
    from ortools.sat.python import cp_model  # noqa: PLC0415 - a heavy library, loaded when it is used

    timing = any(g in ("breaks", "fairness", "idle") for g in (name, *done))
    timing = timing or core.problem.goals.fairness is not None
    model = ScheduleModel(core, timing=timing)
    for goal in done:
        assert state.starts is not None  # noqa: S101 - a goal is done only with a schedule in hand
        model.keep(goal, goal_value(core, state.starts, goal))
    if state.starts is not None:
        model.hint(state.starts)
    expression = model.goal(name)
    model.cp.maximize(expression) if name == "held" else model.cp.minimize(expression)
    cp = solver(*clock)

    class Watcher(cp_model.CpSolverSolutionCallback):
        def on_solution_callback(self) -> None:
            starts = model.read(self.boolean_value)
            state.starts = starts
            bound = round(self.best_objective_bound)
            if not watch(name, goal_value(core, starts, name), bound, "cp-sat"):
                state.cancelled = True
                self.stop_search()

    def on_bound(_: float) -> None:
        if not watch(name, None, None, "cp-sat"):
            state.cancelled = True
            cp.stop_search()

    cp.best_bound_callback = on_bound
    # Between two solutions nothing calls back: somebody looks whether a stop was asked for.
    with looked_at(lambda: on_bound(0.0)):
        status = cp.solve(model.cp, Watcher())
    if status == cp_model.INFEASIBLE:
        if state.starts is None:
            state.infeasible = True
        return False
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        state.starts = model.read(cp.boolean_value)
        raw = cp.best_objective_bound
        state.bounds[name] = int(np.floor(raw + 1e-6)) if name == "held" else int(np.ceil(raw - 1e-6))
    return bool(status == cp_model.OPTIMAL)
