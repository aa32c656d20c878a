"""Re-plan after a host moved an appointment or a flight was cancelled, with as little change as possible."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from egiz.trips._errors import refuse
from egiz.trips.clock import minute
from egiz.trips.explaining import explain_left_out
from egiz.trips.master import Chosen, Master, Signature, Wish
from egiz.trips.parts import Departure, Visit, Window
from egiz.trips.past import Past, look_back
from egiz.trips.planning import plan_world, take_in, value_of, warm_up
from egiz.trips.problem import Problem
from egiz.trips.result import Day, Item, Limits, Plan
from egiz.trips.stopping import tick
from egiz.trips.stretches import build
from egiz.trips.world import World
from egiz.trips.writing import write_cost, write_days


@dataclass(frozen=True, slots=True)
class Changes:
    """
    What became different since the plan.

    Parameters
    ----------
    moved
        New windows of visits, by id.
    cancelled
        Visits that no longer take place.
    added
        New visits.
    not_running
        Departures (number and time of leaving) that do not run.
    """

    moved: Mapping[str, tuple[Window, ...]] = field(default_factory=dict)
    cancelled: tuple[str, ...] = ()
    added: tuple[Visit, ...] = ()
    not_running: tuple[Departure, ...] = ()


def apply_changes(problem: Problem, changes: Changes) -> Problem:
    """
    The trip as it is now.

    Raises
    ------
    ProblemError
        Where a change names a visit that there is not.
    """
    known = {v.id for v in problem.visits}
    for id_ in (*changes.moved, *changes.cancelled):
        if id_ not in known:
            refuse("unknown-visit", f"Must name a visit of the trip, names {id_!r}.", "changes")
    visits = [
        replace(v, windows=changes.moved[v.id]) if v.id in changes.moved else v
        for v in problem.visits
        if v.id not in changes.cancelled
    ]
    gone = {(d.number, d.leaves) for d in changes.not_running}
    legs = []
    for leg in problem.legs:
        left = tuple(d for d in leg.departures if (d.number, d.leaves) not in gone)
        if left or not leg.departures:
            legs.append(replace(leg, departures=left))
    return replace(problem, visits=(*visits, *changes.added), legs=tuple(legs))


def _signature(day: Day) -> Signature:
    rides = [(i.origin, i.destination, i.mode, i.number) for i in day.items if i.kind == "travel"]
    return tuple(rides), day.night


def _wish(world: World, plan: Plan) -> tuple[Wish, dict[int, int]]:
    """What to keep of a plan, and the beginnings of its visits and blocks by number."""
    groups = {g.id: k for k, g in enumerate(world.problem.parties)}
    days = {d: k for k, d in enumerate(world.problem.days)}
    number = {e.visit.id: v for v, e in enumerate(world.visits) if e.kind == "visit"}
    wish, former = Wish(), {}
    for day in plan.days:
        if day.group not in groups or day.date not in days:
            refuse(
                "other-trip",
                f"Must be a plan of this trip; it has group {day.group!r} on {day.date}.",
                "plan",
            )
        key = (groups[day.group], days[day.date])
        wish.stretches[key] = _signature(day)
        for item in day.items:
            if item.kind == "visit" and item.ref in number:
                wish.days[number[item.ref]] = key
                former[number[item.ref]] = minute(item.start)
    return wish, former


def _past(problem: Problem, plan: Plan, changes: Changes, now: dt.datetime) -> Past:
    past = look_back(problem, plan, now)
    for id_ in changes.moved:
        if id_ in past.visits:
            refuse("already-begun", "Must not be moved; it began before the re-plan.", id_)
    return past


def replan(
    problem: Problem,
    plan: Plan,
    changes: Changes,
    *,
    now: dt.datetime | None = None,
    limits: Limits | None = None,
    seed: int = 1,
) -> Plan:
    """
    The plan nearest to a former one that the changed trip allows.

    First as many visits as possible are kept, on their day with their group where they can be (that one is
    kept outweighs that another changes its day), then the days keep their cities and rides, then the value
    counts; within a day as few visits as possible change their time.

    Parameters
    ----------
    problem, plan
        The trip as it was, and its plan.
    changes
        What became different.
    now
        The trip is on its way: visits and rides that began before this moment stay where and when they were,
        and nothing else begins before it. None where the trip has not begun.
    limits
        Seconds of wall clock and threads, two seconds unless told otherwise.

    Returns
    -------
    Plan
        `moved` names the visits of the former plan that changed time, day or group, or were dropped.
        `bound` is on the value, as for a new plan (with `now`, of plans with the same past).

    Raises
    ------
    ProblemError
        Where the plan is of another trip, or a change concerns what has begun.
    """
    limits = limits or Limits(seconds=2.0)
    warm_up()
    begin = tick()
    world = World(apply_changes(problem, changes))
    wish, former = _wish(world, plan)
    if now is not None:
        world = World(world.problem, past=_past(world.problem, plan, changes, now))
    stretches = [s for g in range(len(world.heads)) for s in build(world, g)]
    master = Master(world, stretches)
    bound = master.solve(0.15 * limits.seconds, limits.workers, seed).bound
    master.keep(wish)
    chosen = _nearest(world, master, wish, begin + 0.8 * limits.seconds, limits, seed)
    if chosen is None:
        # Nothing near keeps the rules; a new plan says why, where there is none at all.
        anew = plan_world(world, begin, limits, seed)
        return replace(anew, moved=_moved(plan, anew), seconds=tick() - begin)
    value = value_of(world, chosen)
    result = Plan(
        "optimal" if value >= bound else "feasible",
        value,
        max(bound, value),
        tick() - begin,
        write_days(world, chosen, former),
        explain_left_out(world, chosen, value, _ordinary(master), begin + 0.98 * limits.seconds),
        write_cost(world, chosen),
    )
    moved = _moved(plan, result)
    days = tuple(replace(d, items=tuple(_noted(i, moved) for i in d.items)) for d in result.days)
    return replace(result, days=days, moved=moved, seconds=tick() - begin)


def _ordinary(master: Master) -> Master | None:
    """The model with its ordinary goal, to be asked for reasons."""
    master.want()
    return master if master.is_small else None


def _nearest(
    world: World, master: Master, wish: Wish, until: float, limits: Limits, seed: int
) -> Chosen | None:
    best: tuple[int, Chosen | None] = (-1, None)
    while True:
        left = until - tick()
        if left < 0.02 and best[1] is not None:
            return best[1]
        answer = master.solve(max(0.3, left), limits.workers, seed)
        if not answer.chosen:
            return best[1]
        if all(s.holds(visits) for s, visits in answer.chosen):
            return answer.chosen
        exact = take_in(world, master, answer.chosen, until)
        if exact is not None:
            kept = sum(wish.worth(v, s.group, s.day) for s, visits in exact for v in visits)
            if kept > best[0]:
                best = (kept, exact)
        if left < 0:
            return best[1]


def _moved(former: Plan, now: Plan) -> tuple[str, ...]:
    old, new = former.visits, now.visits
    return tuple(
        id_
        for id_, (group, item) in old.items()
        if id_ not in new or new[id_][0] != group or new[id_][1].start != item.start
    )


def _noted(item: Item, moved: tuple[str, ...]) -> Item:
    if item.kind == "visit" and item.ref in moved:
        return replace(item, notes=(*item.notes, "moved"))
    return item
