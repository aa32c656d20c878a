"""Goals and bounds as the independent checker counts them; code of its own, none of the solver's."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

from egiz.meetings.model.broken import Broken
from egiz.meetings.model.problem import Participant, Problem

Held = dict[str, dict[str, Any]]


def _waits(problem: Problem, held: Held) -> dict[str, list[int]]:
    """Idle slots between two meetings of one stretch, for every participant."""
    busy: dict[str, set[int]] = {p.id: set() for p in problem.participants}
    for m in problem.meetings:
        if m.id in held:
            for key in m.participants:
                busy[key].update(range(held[m.id]["slot"], held[m.id]["slot"] + m.length))
    spans = problem.spans()
    return {key: list(_gaps(sorted(slots), spans)) for key, slots in busy.items()}


def _gaps(slots: list[int], spans: list[tuple[int, str]]) -> Iterator[int]:
    for a, b in itertools.pairwise(slots):
        if b - a > 1 and spans[a] == spans[b]:
            yield b - a - 1


def count_goals(problem: Problem, held: Held) -> dict[str, int]:
    """Every goal, counted anew."""
    people = {p.id: p for p in problem.participants}
    waits = _waits(problem, held)
    counts = [len(found) for found in waits.values()]
    weights = {m.id: m.weight * max(people[p].weight for p in m.participants) for m in problem.meetings}
    return {
        "held": sum(weights[key] for key in held),
        "breaks": sum(counts),
        "fairness": max(counts, default=0),
        "idle": sum(sum(found) for found in waits.values()),
        "preferences": _missed(problem, people, held),
        "changes": sum(_changes(problem, key, held) for key in people),
    }


def _missed(problem: Problem, people: dict[str, Participant], held: Held) -> int:
    """Wishes for other slots, of the meetings and of those who meet."""
    missed = 0
    for m in problem.meetings:
        if m.id in held:
            wishes = (m.prefer, *(people[p].prefer for p in m.participants))
            missed += sum(bool(wish) and held[m.id]["slot"] not in wish for wish in wishes)
    return missed


def _changes(problem: Problem, key: str, held: Held) -> int:
    """How often a participant goes to another table within a stretch."""
    spans = problem.spans()
    mine = [m.id for m in problem.meetings if m.id in held and key in m.participants]
    rows = sorted((held[m]["slot"], m, held[m]["table"]) for m in mine if held[m].get("table"))
    return sum(
        spans[s] == spans[t] and before != after for (s, _, before), (t, _, after) in itertools.pairwise(rows)
    )


def check_values(problem: Problem, held: Held, schedule: dict[str, Any]) -> Iterator[Broken]:
    counts = list(map(len, _waits(problem, held).values()))
    spread = max(counts, default=0) - min(counts, default=0)
    truth = count_goals(problem, held)
    limit = problem.goals.fairness
    if limit is not None:
        if spread > limit:
            yield Broken("fairness", f"Numbers of breaks differ by {spread}, at most {limit} allowed.")
        # With a limit the goal "fairness" outside the order speaks of differences.
        if "fairness" not in problem.goals.order:
            truth["fairness"] = spread
    goals = schedule.get("goals", ())
    for goal in goals:
        yield from _stated(problem, goal, truth)
    if schedule.get("status") == "optimal" and not all(_proved(goal, truth) for goal in goals):
        yield Broken("optimal", "It is called optimal with a goal that is not proved.")


def _proved(goal: dict[str, Any], truth: dict[str, int]) -> bool:
    """Whether a goal is at its bound, or was only kept within a limit; what is unknown needs no proof."""
    name = goal.get("name")
    return name not in truth or truth[name] == goal.get("bound") or goal.get("limit") is not None


def _stated(problem: Problem, goal: dict[str, Any], truth: dict[str, int]) -> Iterator[Broken]:
    name, value, bound = goal.get("name"), goal.get("value"), goal.get("bound")
    if name not in truth:
        yield Broken("goal", f"Goal {name!r} is unknown.")
        return
    if value != truth[name]:
        yield Broken("value", f"Goal {name} is stated as {value} and is {truth[name]}.")
    everything = sum(m.weight for m in problem.meetings) * max(1, *(p.weight for p in problem.participants))
    low, high = (truth[name], everything) if name == "held" else (0, truth[name])
    if not isinstance(bound, int) or not low <= bound <= high:
        yield Broken("bound", f"Goal {name} is {truth[name]}; {bound} cannot be its bound.")
