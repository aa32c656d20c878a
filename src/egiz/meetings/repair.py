"""`repair`: take in what changed after publication and move as few published meetings as possible."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from egiz.meetings.changes import Changes, apply_changes
from egiz.meetings.core import Core, build_core
from egiz.meetings.finish import finish
from egiz.meetings.measure import keeps_rules
from egiz.meetings.model import ScheduleModel
from egiz.meetings.part import part_of
from egiz.meetings.problem import Problem
from egiz.meetings.result import Limits, Result
from egiz.meetings.solve import Clock, OnProgress
from egiz.meetings.stages import State, solver

Starts = NDArray[np.int32]
MARGIN = 0.1


def repair(
    problem: Problem,
    published: Result | Mapping[str, int],
    changes: Changes,
    *,
    limits: Limits | None = None,
    seed: int = 0,
    on_progress: OnProgress | None = None,
) -> Result:
    """Hold as much weight as possible after the changes, then move as few published meetings as possible.

    Parameters
    ----------
    problem
        The published problem.
    published
        The published result, or first slots by meeting id.
    changes
        What is different.
    limits, seed, on_progress
        As in `solve`.

    Returns
    -------
    Result
        With `moved` (published meetings that changed their slot or fell out, those of participants who are
        gone not counted) and `moved_bound`, which no schedule holding as much can undercut.
    """
    before = {p.id: p.slot for p in published.meetings} if isinstance(published, Result) else dict(published)
    clock = Clock(limits or Limits(seconds=5.0), on_progress)
    changed = apply_changes(problem, before, changes)
    core = build_core(changed)
    old = np.array([before.get(m.id, -1) for m in changed.meetings], dtype=np.int32)
    state = State()
    if (core.must & ~core.allowed.any(axis=1)).any():
        state.infeasible = True
        return finish(core, state, clock)
    valid = _still_valid(core, old)
    state.bounds["held"] = int(core.weight[core.allowed.any(axis=1)].sum())
    bound = _fewest_moves(core, state, (old, valid), clock, seed)
    result = finish(core, state, clock)
    if state.starts is None:
        return result
    moved = [m.id for i, m in enumerate(changed.meetings) if old[i] >= 0 and state.starts[i] != old[i]]
    return replace(
        result, moved=tuple(moved), moved_bound=min(bound, len(moved)), seconds=round(clock.spent, 3)
    )


def _still_valid(core: Core, old: Starts) -> Starts:
    """The published slots without those that the changes forbid; in doubt the lighter meeting leaves."""
    starts = np.full(core.n_meetings, -1, dtype=np.int32)
    rows: dict[int, list[int]] = {}
    for r, row in enumerate(core.rows):
        for m in row.meetings:
            rows.setdefault(m, []).append(r)
    used = np.zeros((len(core.rows), core.n_slots), dtype=np.int64)
    busy = np.zeros((core.n_people, core.n_slots), dtype=np.int64)
    capacity = np.array([row.capacity for row in core.rows], dtype=np.int64).reshape(
        len(core.rows), core.n_slots
    )
    order = sorted(range(core.n_meetings), key=lambda m: (not core.must[m], -int(core.weight[m]), m))
    for m in order:
        s = int(old[m])
        if s < 0 or not core.allowed[m, s]:
            continue
        time = slice(s, s + int(core.length[m]))
        mine, who = rows.get(m, []), list(core.people[m])
        full = (used[mine, time] >= capacity[mine, time]).any() if mine else False
        if not full and (busy[who, time] < core.room_for[who][:, None]).all():
            starts[m] = s
            busy[who, time] += 1
            if mine:
                used[mine, time] += 1
    return starts


def _fewest_moves(core: Core, state: State, given: tuple[Starts, Starts], clock: Clock, seed: int) -> int:
    """Set the state's schedule; returns a bound on the number of published meetings that move."""
    old, valid = given
    placeable = core.allowed.any(axis=1)
    open_ones = np.flatnonzero((valid < 0) & placeable)
    out = int(((old >= 0) & (valid < 0)).sum())
    if keeps_rules(core, valid):
        state.starts = valid.copy()
        if not len(open_ones):
            return out
    bound = out + _blockers(core, valid, open_ones, seed)
    ring = {p for m in open_ones for p in core.people[m]}
    for _ in range(3):
        if clock.left < MARGIN or clock.cancelled:
            break
        free = {m for p in ring for m in core.meetings_of[p]}
        proved = _within(core, state, given, free, clock, seed)
        if state.starts is not None:
            held = int(core.weight[state.starts >= 0].sum())
            moved = int(((old >= 0) & (state.starts != old)).sum())
            whole = held == state.bounds["held"]
            clock.watch("held", held, state.bounds["held"], "repair")
            if whole and moved <= bound:
                return bound
            if proved and len(free) == core.n_meetings:
                state.bounds["held"] = held
                return moved
        ring |= {p for m in free for p in core.people[m]}
    return bound if state.starts is not None and _all_held(core, state) else out


def _all_held(core: Core, state: State) -> bool:
    return state.starts is not None and int(core.weight[state.starts >= 0].sum()) == state.bounds["held"]


def _within(
    core: Core, state: State, given: tuple[Starts, Starts], free: set[int], clock: Clock, seed: int
) -> bool:
    """Most weight, then fewest moves, with every meeting outside `free` left where it is."""
    from ortools.sat.python import cp_model  # noqa: PLC0415 - a heavy library, loaded when it is used

    old, valid = given
    chosen = sorted(free)
    small = core if len(chosen) == core.n_meetings else part_of(core, valid, chosen)
    model = ScheduleModel(
        small, timing=len(chosen) == core.n_meetings and core.problem.goals.fairness is not None
    )
    kept = [
        model.begin[i, int(old[m])]
        for i, m in enumerate(chosen)
        if old[m] >= 0 and (i, int(old[m])) in model.begin
    ]
    scale = int((old >= 0).sum()) + 1
    model.hint((valid if state.starts is None else state.starts)[chosen])
    model.cp.maximize(scale * model.goal("held") + sum(kept))
    cp = solver(max(0.2, clock.left * 0.6), clock.limits.workers, seed)
    status = cp.solve(model.cp)
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        starts = valid.copy()
        starts[chosen] = model.read(cp.boolean_value)
        if keeps_rules(core, starts):
            state.starts = starts
    if status == cp_model.INFEASIBLE and len(free) == core.n_meetings:
        state.infeasible = True
    return bool(status == cp_model.OPTIMAL)


def _blockers(core: Core, valid: Starts, open_ones: NDArray[np.intp], seed: int) -> int:
    """Fewest placed meetings that must leave their slot if all of `open_ones` are to be held.

    A relaxation: whoever leaves need not find another slot.
    """
    from ortools.sat.python import cp_model  # noqa: PLC0415 - as above

    cp = cp_model.CpModel()
    leaves: dict[int, Any] = {}
    here: dict[tuple[int, int], list[int]] = {}
    for m in np.flatnonzero(valid >= 0).tolist():
        for s in core.running(m, int(valid[m])):
            for p in core.people[m]:
                here.setdefault((p, s), []).append(m)
    for u in open_ones:
        begins = {s: cp.new_bool_var("") for s in core.starts(int(u))}
        cp.add_exactly_one(begins.values())
        for s, begin in begins.items():
            for t in core.running(int(u), s):
                for p in core.people[u]:
                    if core.room_for[p] == 1:
                        for m in here.get((p, t), ()):
                            leaves.setdefault(m, cp.new_bool_var(""))
                            cp.add_implication(begin, leaves[m])
    cp.minimize(sum(leaves.values()))
    found = solver(0.5, 1, seed)
    status = found.solve(cp)
    return max(0, int(np.ceil(found.best_objective_bound - 1e-6))) if status != cp_model.UNKNOWN else 0
