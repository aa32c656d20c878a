"""Plan a trip: propose days by the outer model, check them exactly, cut what does not fit, until proved."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from egiz.trips.asking import spent
from egiz.trips.bounding import Prices
from egiz.trips.chains import ChainSearch, search_chosen, worth_of
from egiz.trips.days import DaySearch
from egiz.trips.explaining import NOT_EXAMINED, explain_infeasible, explain_left_out
from egiz.trips.fitting import Frame, Table, fit_alone
from egiz.trips.kernels.prices import load_prices
from egiz.trips.master import Chosen, Master
from egiz.trips.problem import Problem
from egiz.trips.result import LeftOut, Limits, Plan, Reason
from egiz.trips.stopping import tick
from egiz.trips.stretches import Stretch, build
from egiz.trips.ways import cents
from egiz.trips.world import World
from egiz.trips.writing import write_cost, write_days

SEARCH = 0.4
"""Most seconds of tour search for the days of one proposal."""
TURNS = 4000
TURN = 3
"""Times that prices and search take turns."""
MODEL = 400_000
"""Of more pairs of visits in stretches no model is built."""
NO_PLAN = Reason("no-plan", {}, "There is no plan that it could be part of.")
PARTS = 12
"""Of more visits than this the best part is not looked for in every way."""


@dataclass(slots=True)
class Incumbent:
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
    frame = Frame(one, one[:0], one[:0], one[:0], 0, 0)
    fit_alone(table, frame, [0])
    DaySearch(table, [frame], [1], [[0]], [[True]], 1).run(tick() + 60, turns=1)
    load_prices()


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
        Seconds of wall clock and threads; the clock begins when compilers and solvers are loaded.
    seed
        Of the solver; with one thread the same seed gives the same plan as long as the limit is not reached.
    """
    limits = limits or Limits()
    warm_up()
    begin = tick()
    return plan_world(World(problem), begin, limits, seed)


def plan_world(world: World, begin: float, limits: Limits, seed: int) -> Plan:
    """The plan of most value in a world that may have a past."""
    stretches = [s for g in range(len(world.heads)) for s in build(world, g)]
    until = begin + 0.85 * limits.seconds
    first = Incumbent([], -1, sum(e.visit.value for e in world.visits))
    if not all(s.ends is not None for s in stretches):
        is_large = work_of(stretches) > MODEL
        _search_first(world, stretches, first, begin + (0.8 if is_large else 0.4) * limits.seconds, seed)
        if first.chosen and (is_large or tick() > begin + 0.5 * limits.seconds):
            return finish(world, first, begin, begin + limits.seconds, None)
    master = Master(world, stretches)
    found = improve(world, master, until, limits, seed, first)
    if not found.chosen:
        return _no_plan(world, master, found, begin, begin + limits.seconds)
    _polish(world, master, found, min(tick() + 1.0, begin + 0.92 * limits.seconds), limits, seed)
    return finish(world, found, begin, begin + limits.seconds, master)


def work_of(stretches: list[Stretch]) -> int:
    """How much the model has to look at: pairs of visits in every stretch."""
    return sum(len(s.can) ** 2 for s in stretches)


def _search_first(world: World, stretches: list[Stretch], found: Incumbent, until: float, seed: int) -> None:
    """A plan by search and a bound by prices, in turns, before the model is built."""
    begin, worth = tick(), worth_of(world)
    prices = Prices(world, stretches, worth)
    search = ChainSearch(world, stretches, prices.most(), seed)
    # Every plan holds the musts, so what they are worth above their value is no part of the bound.
    extra = sum(worth) - sum(e.visit.value for e in world.visits)
    for k in range(1, TURN + 1):
        turn = begin + (until - begin) * k / TURN
        bound = prices.bound(tick() * 0.3 + turn * 0.7, max(0, int(search.value)))
        found.bound = min(found.bound, max(0, bound - extra))
        search.begin(prices.good_chains(), turn)
        if search.value < bound:
            search.run(turn)
        made = {v for _, visits in search.best for v in visits}
        if search.best and all(v in made for v, e in enumerate(world.visits) if e.visit.must):
            found.chosen, found.value = search.best, value_of(world, search.best)
            found.bound = max(found.bound, found.value)
        if found.value >= found.bound or tick() > until:
            return


def _no_plan(world: World, master: Master, found: Incumbent, begin: float, until: float) -> Plan:
    if found.status != "infeasible":
        return Plan("unknown", 0, found.bound, tick() - begin, left_out=_nothing(world, NOT_EXAMINED))
    reasons = explain_infeasible(world, master, max(until, tick() + 0.5))
    return Plan("infeasible", 0, 0, tick() - begin, left_out=_nothing(world, NO_PLAN), explanation=reasons)


def _nothing(world: World, reason: Reason) -> tuple[LeftOut, ...]:
    """Every visit and every block left out, where there is no plan or none was found."""
    ids = dict.fromkeys(e.visit.id for e in world.visits if e.kind in ("visit", "block"))
    return tuple(LeftOut(id_, (reason,)) for id_ in ids)


def finish(world: World, found: Incumbent, begin: float, until: float, master: Master | None) -> Plan:
    """Write the choice out, with its costs and the reasons for what was left out."""
    days = write_days(world, found.chosen)
    asked = min(until, tick() + max(1.0, 0.4 * (until - begin)))
    left_out = explain_left_out(world, found.chosen, found.value, master, asked)
    return Plan(
        "optimal" if found.value >= found.bound else "feasible",
        found.value,
        max(found.bound, found.value),
        tick() - begin,
        days,
        left_out,
        write_cost(world, found.chosen),
    )


def improve(
    world: World, master: Master, until: float, limits: Limits, seed: int, found: Incumbent
) -> Incumbent:
    """Rounds of proposal, exact check and cuts, until the bound is reached or the time is over."""
    if found.chosen:
        master.hint(found.chosen)
    while (now := tick()) < until and found.value < found.bound:
        left = until - now
        answer = master.solve(left * (0.6 if master.is_small else 0.3), limits.workers, seed)
        if master.sure:
            found.bound = min(found.bound, answer.bound)
        if answer.status == "infeasible":
            # Cuts exclude only what no plan can do, so nothing is better than what was found.
            if master.sure:
                found.status, found.bound = ("infeasible", 0) if found.value < 0 else ("done", found.value)
            break
        if not answer.chosen:
            continue
        exact = take_in(world, master, answer.chosen, until, seed)
        if exact is not None and value_of(world, exact) > found.value:
            found.chosen, found.value = exact, value_of(world, exact)
        if found.chosen:
            master.hint(found.chosen)
    return found


def take_in(world: World, master: Master, chosen: Chosen, until: float, seed: int = 1) -> Chosen | None:
    """The best that fits of a proposal, filled up with what else fits; sets that do not fit become cuts."""
    for stretch, visits in chosen:
        if not stretch.holds(visits):
            master.exclude(stretch, visits, until)
    if all(stretch.ends is not None for stretch, _ in chosen):
        out = [(stretch, visits if stretch.holds(visits) else _best_part(world, stretch, visits))
               for stretch, visits in chosen]  # fmt: skip
        _fill(world, out)
    else:
        out = search_chosen(world, chosen, min(until, tick() + SEARCH), seed, turns=TURNS)
    made = {v for _, visits in out for v in visits}
    return out if all(v in made for v, e in enumerate(world.visits) if e.visit.must) else None


def _best_part(world: World, stretch: Stretch, visits: list[int]) -> list[int]:
    """The part of the visits that fits and is worth most, musts before all."""
    worth = worth_of(world)
    best: tuple[int, list[int]] = (-1, [])
    for mask in range(1 << len(visits)) if len(visits) <= PARTS else ():
        part = [v for k, v in enumerate(visits) if mask & (1 << k)]
        value = sum(worth[v] for v in part)
        if value > best[0] and stretch.holds(part):
            best = (value, part)
    for v in sorted(visits, key=lambda v: -worth[v]) if best[0] < 0 else ():
        if stretch.holds([*best[1], v]):
            best = (best[0], [*best[1], v])
    return best[1]


def _fill(world: World, chosen: Chosen) -> None:
    """Put in what is left out, the most valuable first, where it fits and the budget allows."""
    made = {v for _, visits in chosen for v in visits}
    budget = world.problem.rules.budget
    left = None if budget is None else cents(world.problem, budget) - spent(world, chosen)
    for v in sorted(range(len(world.visits)), key=lambda v: -world.visits[v].visit.value):
        if v in made:
            continue
        if (cost := _put(world, chosen, v, left)) is not None and left is not None:
            left -= cost


def _put(world: World, chosen: Chosen, v: int, left: int | None) -> int | None:
    """Put a visit into the first stretch that holds it within the money left; its cost, None if none does."""
    for k, (stretch, visits) in enumerate(chosen):
        cost = world.visit_cost(stretch.group, v)
        if (left is None or cost <= left) and stretch.holds([*visits, v]):
            chosen[k] = (stretch, [*visits, v])
            return cost
    return None


def _polish(world: World, master: Master, found: Incumbent, until: float, limits: Limits, seed: int) -> None:
    left = until - tick()
    if left < 0.05:
        return
    master.polish(found.value)
    master.hint(found.chosen)
    while (left := until - tick()) > 0.05:
        answer = master.solve(left, limits.workers, seed)
        if not answer.chosen:
            return
        if all(stretch.holds(visits) for stretch, visits in answer.chosen):
            _fill(world, answer.chosen)
            found.chosen, found.value = answer.chosen, value_of(world, answer.chosen)
            return
        take_in(world, master, answer.chosen, until)
