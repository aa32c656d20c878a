"""`repair`: take in what changed after publication and move as few published meetings as possible."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from egiz.meetings.finish import finish
from egiz.meetings.model.changes import Changes, apply_changes
from egiz.meetings.model.core import Core, build_core
from egiz.meetings.model.measure import keeps_rules
from egiz.meetings.model.part import part_of
from egiz.meetings.model.problem import Problem
from egiz.meetings.model.result import Limits, Result
from egiz.meetings.proving.cp_model import ScheduleModel
from egiz.meetings.proving.stages import State, load_solvers, solver
from egiz.meetings.scheduling import Clock, OnProgress
from egiz.meetings.search.home import better, go_home, moved
from egiz.meetings.search.local import warm_up
from egiz.meetings.search.slip import Slip

Starts = NDArray[np.int32]
Begin = tuple[int, int]  # a meeting and its first slot
MARGIN = 0.1
# Choices of meeting and slot up to which CP-SAT moves the meetings of those concerned and proves the fewest.
LARGEST_RING = 8_000
# Seconds for fewer breaks where the fewest moves are proved.
QUICK = 0.8
TICK = 0.1


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
    load_solvers()
    warm_up()
    clock = Clock(limits or Limits(seconds=5.0), on_progress)
    changed = apply_changes(problem, before, changes)
    core = build_core(changed)
    old = np.array([before.get(m.id, -1) for m in changed.meetings], dtype=np.int32)
    state = State()
    if (core.must & ~core.allowed.any(axis=1)).any():
        state.infeasible = True
        return finish(core, state, clock)
    valid = _still_valid(core, old, seed)
    state.bounds["held"] = int(core.weight[core.allowed.any(axis=1)].sum()) - _least_loss(core)
    bound = _fewest_moves(core, state, (old, valid), clock, seed)
    _fewer_breaks(core, state, (old, valid), bound, clock, seed)
    result = finish(core, state, clock)
    if state.starts is None:
        return result
    left_home = _left_home(changed, old, result)
    return replace(
        result, moved=tuple(left_home), moved_bound=min(bound, len(left_home)), seconds=round(clock.spent, 3)
    )


def _still_valid(core: Core, old: Starts, seed: int) -> Starts:
    """The largest part of the published schedule that keeps the rules; in doubt the lighter one leaves."""
    starts, _ = _stay(core, old, np.zeros(0, dtype=np.intp), seed)
    while not core.tallies.kept(starts):
        over = np.flatnonzero(core.tallies.sums(starts) > core.tallies.most)[0]
        inside = core.tallies.row == over
        there = core.tallies.meeting[inside][
            starts[core.tallies.meeting[inside]] == core.tallies.slot[inside]
        ]
        lightest = min(there.tolist(), key=lambda m: (bool(core.must[m]), int(core.weight[m]), m))
        starts[lightest] = -1
    for a, b in core.before:
        if starts[a] >= 0 <= starts[b] < starts[a] + core.length[a]:
            starts[a if core.must[b] and not core.must[a] else b] = -1
    return starts


def _stay(core: Core, old: Starts, new: NDArray[np.intp], seed: int) -> tuple[Starts, int]:
    """Which published meetings stay if all of `new` are to be held, and how many can at most.

    A relaxation: whoever leaves need not find another slot. Only what is shared by too many becomes a rule.
    """
    able = [(int(m), int(old[m])) for m in np.flatnonzero(old >= 0) if core.allowed[m, old[m]]]
    wanted = [[(u, s) for s in core.starts(u)] for u in new.tolist()]
    rules = _shared(core, list(chain(able, *wanted)))
    staying, most = able, len(able)
    if rules or wanted:
        staying, most = _most_that_stay(core, able, wanted, rules, seed)
    starts = np.full(core.n_meetings, -1, dtype=np.int32)
    for m, s in staying:
        starts[m] = s
    return starts, most


def _most_that_stay(
    core: Core, able: list[Begin], wanted: list[list[Begin]], rules: list[tuple[list[Begin], int]], seed: int
) -> tuple[list[Begin], int]:
    """Of those that may stay a largest part that leaves one beginning of each wanted; and its bound."""
    from ortools.sat.python import cp_model  # noqa: PLC0415 - a heavy library, loaded when it is used

    cp = cp_model.CpModel()
    begins = stays = _variables(cp, able)
    for keys in wanted:
        mine = _variables(cp, keys)
        cp.add_exactly_one(mine.values())
        begins = begins | mine
    for group, limit in rules:
        cp.add(sum(begins[key] for key in group) <= limit)
    # Their number before everything else: that is what bounds the moves. Then musts, then weight.
    light = 1 + int(core.weight.sum())
    heavy = light * (1 + len(stays)) * 2
    cp.maximize(
        sum((heavy + light * int(core.must[m]) + int(core.weight[m])) * v for (m, _), v in stays.items())
    )
    found = solver(1.0, 1, seed)
    if found.solve(cp) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return [], len(stays)
    staying = [key for key, stay in stays.items() if found.boolean_value(stay)]
    return staying, min(len(stays), int(found.best_objective_bound // heavy))


def _variables(cp: Any, keys: list[Begin]) -> dict[Begin, Any]:
    return {key: cp.new_bool_var("") for key in keys}


def _left_home(changed: Problem, old: Starts, result: Result) -> list[str]:
    """Meetings that stood somewhere and stand elsewhere now, or nowhere."""
    after = {placed.id: placed.slot for placed in result.meetings}
    return [
        m.id for m, s in zip(changed.meetings, old.tolist(), strict=True) if s >= 0 and after.get(m.id) != s
    ]


def _uses(core: Core, m: int, s: int, rows: Sequence[int]) -> Iterator[tuple[str, int, int]]:
    """What a meeting takes that begins at a slot: of its people, and of the rows it counts in."""
    running = tuple(core.running(m, s))
    for p in core.people[m]:
        yield "most", p, 0
        yield from (("busy", p, t) for t in running)
    for r in rows:
        yield from (("row", r, t) for t in running)


def _shared(core: Core, begins: list[Begin]) -> list[tuple[list[Begin], int]]:
    """What too many of the given meetings and slots share: people in a slot, places, numbers of meetings."""
    groups: dict[tuple[str, int, int], list[Begin]] = defaultdict(list)
    for m, s in begins:
        for key in _uses(core, m, s, core.rows_of[m]):
            groups[key].append((m, s))
    found = [(group, _limit(core, *key)) for key, group in groups.items()]
    return [(group, most) for group, most in found if len(group) > most]


def _limit(core: Core, kind: str, which: int, s: int) -> int:
    if kind == "most":
        return int(core.most[which])
    return int(core.room_for[which]) if kind == "busy" else int(core.rows[which].capacity[s])


def _fewest_moves(core: Core, state: State, given: tuple[Starts, Starts], clock: Clock, seed: int) -> int:
    """Set the state's schedule; returns a bound on the number of published meetings that move."""
    old, valid = given
    placeable = core.allowed.any(axis=1)
    open_ones = np.flatnonzero((valid < 0) & placeable)
    published = int((old >= 0).sum())
    out = published - _stay(core, old, np.zeros(0, dtype=np.intp), seed)[1]
    if keeps_rules(core, valid):
        state.starts = valid.copy()
        if not len(open_ones) or (_all_held(core, state) and int((old != valid)[old >= 0].sum()) <= out):
            return out
    slipped = Slip(core, valid).hold(open_ones.tolist())
    if slipped is not None and int(((old >= 0) & (slipped != old)).sum()) <= out:
        state.starts = slipped
        return out
    newcomers = np.array([m for m in open_ones if old[m] < 0 or not core.allowed[m, old[m]]], dtype=np.intp)
    bound = published - _stay(core, old, newcomers, seed)[1]
    ring = {p for m in open_ones for p in core.people[m]}
    total = clock.left
    for _ in range(3):
        if clock.left < MARGIN or clock.cancelled:
            break
        free = {m for p in ring for m in core.meetings_of[p]}
        if (
            int(core.allowed[sorted(free)].sum()) > LARGEST_RING and state.starts is not None
        ) or clock.left < total / 2:
            break
        proved = _within(core, state, given, free, clock, seed)
        if state.starts is not None:
            held = int(core.weight[state.starts >= 0].sum())
            away = moved(old, state.starts)
            whole = held == state.bounds["held"]
            clock.watch("held", held, state.bounds["held"], "repair")
            if whole and away <= bound:
                return bound
            if proved and len(free) == core.n_meetings:
                state.bounds["held"] = held
                return away
        ring |= {p for m in free for p in core.people[m]}
    return bound if state.starts is not None and _all_held(core, state) else out


def _fewer_breaks(
    core: Core, state: State, given: tuple[Starts, Starts], bound: int, clock: Clock, seed: int
) -> None:
    """Local search back to the published hours; moves that are proved the fewest are kept, others weighed."""
    old, valid = given
    if clock.cancelled or clock.left < MARGIN:
        return
    held = state.starts
    proved = held is not None and _all_held(core, state) and moved(old, held) <= bound
    if held is not None and proved and not len(np.flatnonzero(held != old)):
        return
    limit = min(clock.left - MARGIN, QUICK if proved else clock.left)
    end = clock.left - limit

    def left() -> float:
        goes_on = clock.watch("breaks", None, None, "repair")
        return clock.left - end if goes_on else 0.0

    starts = held if held is not None else valid
    found = go_home(core, old, starts, left, seed, most=bound if proved else None)
    if found is not None and (held is None or better(core, old, found, held, weighed=not proved)):
        state.starts = found
    if state.starts is None and clock.left > MARGIN and not clock.cancelled:
        _within(core, state, given, set(range(core.n_meetings)), clock, seed)


def _least_loss(core: Core) -> int:
    """Weight that the one participant with the most too many meetings loses in every schedule."""
    losses = [0]
    for p, mine in enumerate(core.meetings_of):
        able = [m for m in mine if core.allowed[m].any()]
        room = (
            min(int(core.most[p]), int(core.room_for[p] * core.allowed[able].any(axis=0).sum()))
            if able
            else 0
        )
        if bool((core.length[able] == 1).all()) and len(able) > room:
            losses.append(int(np.sort(core.weight[able])[: len(able) - room].sum()))
    return max(losses)


def _all_held(core: Core, state: State) -> bool:
    return state.starts is not None and int(core.weight[state.starts >= 0].sum()) == state.bounds["held"]


def _within(
    core: Core, state: State, given: tuple[Starts, Starts], free: set[int], clock: Clock, seed: int
) -> bool:
    """Most weight, then fewest moves, with every meeting outside `free` left where it is."""
    from ortools.sat.python import cp_model  # noqa: PLC0415 - a heavy library, loaded when it is used

    old, valid = given
    chosen = sorted(free)
    whole = len(chosen) == core.n_meetings
    small = core if whole else part_of(core, valid, chosen)
    model = ScheduleModel(small, timing=whole and core.problem.goals.fairness is not None)
    scale = int((old >= 0).sum()) + 1
    model.hint((valid if state.starts is None else state.starts)[chosen])
    model.cp.maximize(scale * model.goal("held") + sum(_unmoved(model, old[chosen])))
    cp = solver(max(0.2, clock.left * 0.6), clock.limits.workers, seed)
    status = _listen(cp, model.cp, clock)
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        starts = valid.copy()
        starts[chosen] = model.read(cp.boolean_value)
        if keeps_rules(core, starts):
            state.starts = starts
    if status == cp_model.INFEASIBLE and len(free) == core.n_meetings:
        state.infeasible = True
    return bool(status == cp_model.OPTIMAL)


def _unmoved(model: ScheduleModel, old: Starts) -> list[Any]:
    """The variables of meetings that begin where they were published."""
    return [model.begin[key] for key in enumerate(old.tolist()) if key in model.begin]


def _listen(cp: Any, model: Any, clock: Clock) -> Any:
    """Solve, and end it as soon as somebody says stop."""
    with ThreadPoolExecutor(1) as pool:
        solving = pool.submit(cp.solve, model)
        while not wait([solving], timeout=TICK).done:
            if not clock.watch("held", None, None, "repair"):
                cp.stop_search()
        return solving.result()
