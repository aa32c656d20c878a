"""Goals and bounds as the independent checker counts them; code of its own, none of the solver's."""

from __future__ import annotations

import itertools
from typing import Any

from egiz.meetings.model.broken import Broken
from egiz.meetings.model.problem import Problem

Held = dict[str, dict[str, Any]]


def _waits(problem: Problem, held: Held) -> dict[str, list[int]]:
    """Idle slots between two meetings of one stretch, for every participant."""
    grid: dict[str, set[int]] = {p.id: set() for p in problem.participants}
    for m in problem.meetings:
        if m.id in held:
            for key in m.participants:
                grid[key].update(range(held[m.id]["slot"], held[m.id]["slot"] + m.length))
    spans = problem.spans()
    return {
        key: [b - a - 1 for a, b in itertools.pairwise(sorted(slots)) if b - a > 1 and spans[a] == spans[b]]
        for key, slots in grid.items()
    }


def count_goals(problem: Problem, held: Held) -> dict[str, int]:
    """Every goal, counted anew."""
    people = {p.id: p for p in problem.participants}
    waits = _waits(problem, held)
    counts = [len(found) for found in waits.values()]
    weights = {m.id: m.weight * max(people[p].weight for p in m.participants) for m in problem.meetings}
    missed = changes = 0
    rows = {m.id: (held[m.id], m) for m in problem.meetings if m.id in held}
    for row, m in rows.values():
        missed += bool(m.prefer) and row["slot"] not in m.prefer
        missed += sum(bool(people[p].prefer) and row["slot"] not in people[p].prefer for p in m.participants)
    spans = problem.spans()
    for key in people:
        mine = sorted(
            (row["slot"], m.id) for row, m in rows.values() if key in m.participants and row.get("table")
        )
        for (s, a), (t, b) in itertools.pairwise(mine):
            changes += spans[s] == spans[t] and held[a]["table"] != held[b]["table"]
    return {
        "held": sum(weights[key] for key in held),
        "breaks": sum(counts),
        "fairness": max(counts, default=0),
        "idle": sum(sum(found) for found in waits.values()),
        "preferences": missed,
        "changes": changes,
    }


def check_values(problem: Problem, held: Held, schedule: dict[str, Any]) -> list[Broken]:
    broken: list[Broken] = []
    counts = [len(found) for found in _waits(problem, held).values()]
    spread = max(counts, default=0) - min(counts, default=0)
    limit = problem.goals.fairness
    if limit is not None and spread > limit:
        broken.append(Broken("fairness", f"Numbers of breaks differ by {spread}, at most {limit} allowed."))
    # With a limit the goal "fairness" outside the order speaks of differences.
    truth = count_goals(problem, held)
    if limit is not None and "fairness" not in problem.goals.order:
        truth["fairness"] = spread
    everything = sum(m.weight * max(1, *(p.weight for p in problem.participants)) for m in problem.meetings)
    closed = True
    for goal in schedule.get("goals", ()):
        name, value, bound = goal.get("name"), goal.get("value"), goal.get("bound")
        if name not in truth:
            broken.append(Broken("goal", f"Goal {name!r} is unknown."))
            continue
        if value != truth[name]:
            broken.append(Broken("value", f"Goal {name} is stated as {value} and is {truth[name]}."))
        low, high = (truth[name], everything) if name == "held" else (0, truth[name])
        if not isinstance(bound, int) or not low <= bound <= high:
            broken.append(Broken("bound", f"Goal {name} is {truth[name]}; {bound} cannot be its bound."))
        closed = closed and (truth[name] == bound or goal.get("limit") is not None)
    if schedule.get("status") == "optimal" and not closed:
        broken.append(Broken("optimal", "It is called optimal with a goal that is not proved."))
    return broken
