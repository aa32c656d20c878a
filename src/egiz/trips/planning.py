"""Plan a trip: propose days by the outer model, check them exactly, cut what does not fit, until proved."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import cache

import numpy as np

from egiz.trips.explaining import explain_infeasible, explain_left_out
from egiz.trips.fitting import Frame, Table, fits
from egiz.trips.master import Chosen, Master
from egiz.trips.problem import Problem
from egiz.trips.result import Limits, Plan
from egiz.trips.stretches import Stretch, build
from egiz.trips.ways import cents
from egiz.trips.world import World
from egiz.trips.writing import write_cost, write_days


@dataclass(slots=True)
class Found:
    """The best choice so far and the bound on its value."""

    chosen: Chosen
    value: int
    bound: int
    status: str = "unknown"


@cache
def warm_up() -> None:
    """Load the solver and compile, or load what was compiled before."""
    import ortools.sat.python.cp_model  # noqa: F401, PLC0415 - a heavy library, loaded when it is used

    one = np.zeros(1, np.int32)
    window = np.zeros((1, 1), np.int32)
    table = Table(one, one, window, window, one, window, one)
    fits(table, Frame(one, one[:0], one[:0], one[:0], 0, 0), [0])


def value_of(world: World, chosen: Chosen) -> int:
    """Sum of the values of the visits."""
    return sum(world.visits[v].visit.value for _, visits in chosen for v in visits)


def plan(problem: Problem, *, limits: Limits | None = None, seed: int = 1) -> Plan:
    """
    The plan of most value, and of those the one with the least money and time on the way.

    Parameters
    ----------
    problem
        The trip.
    limits
        Seconds of wall clock and threads; the clock begins when compilers and solvers are loaded. Where no
        plan at all has been found by then, it goes on for as long again.
    seed
        Of the solver; with one thread the same seed gives the same plan as long as the limit is not reached.
    """
    limits = limits or Limits()
    warm_up()
    begin = time.perf_counter()
    return plan_world(World(problem), begin, limits, seed)


def plan_world(world: World, begin: float, limits: Limits, seed: int) -> Plan:
    """The plan of most value in a world that may have a past."""
    stretches = [s for g in range(len(world.heads)) for s in build(world, g)]
    master = Master(world, stretches)
    until = begin + 0.85 * limits.seconds
    found = improve(world, master, until, limits, seed)
    if not found.chosen:
        return _no_plan(world, stretches, found, begin)
    _polish(world, master, found, min(time.perf_counter() + 1.0, begin + 0.92 * limits.seconds), limits, seed)
    return finish(world, found, begin, begin + limits.seconds)


def _no_plan(world: World, stretches: list[Stretch], found: Found, begin: float) -> Plan:
    if found.status != "infeasible":
        return Plan("unknown", 0, found.bound, time.perf_counter() - begin)
    reasons = explain_infeasible(world, stretches)
    return Plan("infeasible", 0, 0, time.perf_counter() - begin, explanation=reasons)


def finish(world: World, found: Found, begin: float, until: float) -> Plan:
    """Write the choice out, with its costs and the reasons for what was left out."""
    return Plan(
        "optimal" if found.value >= found.bound else "feasible",
        found.value,
        max(found.bound, found.value),
        time.perf_counter() - begin,
        write_days(world, found.chosen),
        explain_left_out(world, found.chosen, until),
        write_cost(world, found.chosen),
    )


def improve(world: World, master: Master, until: float, limits: Limits, seed: int) -> Found:
    """Rounds of proposal, exact check and cuts, until the bound is reached or the time is over."""
    found = Found([], -1, sum(e.visit.value for e in world.visits))
    grace = until + limits.seconds
    while (now := time.perf_counter()) < (until if found.chosen else grace):
        left = until - now if found.chosen else grace - now
        answer = master.solve(left * 0.6 if found.chosen else left / 2, limits.workers, seed)
        found.bound = min(found.bound, answer.bound)
        if answer.status == "infeasible":
            # Cuts exclude only what no plan can do, so nothing is better than what was found.
            found.status, found.bound = ("infeasible", 0) if found.value < 0 else ("done", found.value)
            break
        if not answer.chosen:
            continue
        exact = take_in(world, master, answer.chosen)
        if exact is not None and value_of(world, exact) > found.value:
            found.chosen, found.value = exact, value_of(world, exact)
        if found.value >= found.bound:
            break
        if found.chosen:
            master.hint(found.chosen)
    return found


def take_in(world: World, master: Master, chosen: Chosen) -> Chosen | None:
    """The best that fits of a proposal, filled up with what else fits; sets that do not fit become cuts."""
    out: Chosen = []
    for stretch, visits in chosen:
        if stretch.holds(visits):
            out.append((stretch, visits))
            continue
        master.exclude(stretch, visits)
        out.append((stretch, _best_part(world, stretch, visits)))
    _fill(world, out)
    made = {v for _, visits in out for v in visits}
    return out if all(v in made for v, e in enumerate(world.visits) if e.visit.must) else None


def _best_part(world: World, stretch: Stretch, visits: list[int]) -> list[int]:
    """The part of the visits that fits and is worth most, musts before all."""
    total = 1 + sum(world.visits[v].visit.value for v in visits)
    worth = {v: world.visits[v].visit.value + total * world.visits[v].visit.must for v in visits}
    best: tuple[int, list[int]] = (-1, [])
    for mask in range(1 << len(visits)):
        part = [v for k, v in enumerate(visits) if mask & (1 << k)]
        value = sum(worth[v] for v in part)
        if value > best[0] and stretch.holds(part):
            best = (value, part)
    return best[1]


def _fill(world: World, chosen: Chosen) -> None:
    """Put in what is left out, the most valuable first, where it fits and the budget allows."""
    made = {v for _, visits in chosen for v in visits}
    budget = world.problem.rules.budget
    left = None if budget is None else cents(world.problem, budget) - spent(world, chosen)
    for v in sorted(range(len(world.visits)), key=lambda v: -world.visits[v].visit.value):
        if v in made:
            continue
        for k, (stretch, visits) in enumerate(chosen):
            cost = world.visit_cost(stretch.group, v)
            if (left is None or cost <= left) and stretch.holds([*visits, v]):
                chosen[k] = (stretch, [*visits, v])
                left = None if left is None else left - cost
                break


def spent(world: World, chosen: Chosen) -> int:
    """What a choice costs, in hundredths of the plan's currency."""
    return sum(
        stretch.cost + sum(world.visit_cost(stretch.group, v) for v in visits) for stretch, visits in chosen
    )


def _polish(world: World, master: Master, found: Found, until: float, limits: Limits, seed: int) -> None:
    left = until - time.perf_counter()
    if left < 0.05:
        return
    master.polish(found.value)
    master.hint(found.chosen)
    while (left := until - time.perf_counter()) > 0.05:
        answer = master.solve(left, limits.workers, seed)
        if not answer.chosen:
            return
        if all(stretch.holds(visits) for stretch, visits in answer.chosen):
            found.chosen, found.value = answer.chosen, value_of(world, answer.chosen)
            return
        take_in(world, master, answer.chosen)
