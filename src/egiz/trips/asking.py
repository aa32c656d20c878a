"""Questions answered by solving again: the best plan with a visit, with longer days, for less money."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from egiz.trips.master import Chosen, Master
from egiz.trips.problem import Problem
from egiz.trips.stopping import tick
from egiz.trips.stretches import build
from egiz.trips.world import World

LAST = dt.time(23, 59)


@dataclass(frozen=True, slots=True)
class Reply:
    """
    What solving again found.

    Parameters
    ----------
    status
        "best" (proved), "none" (proved that there is no such plan) or "open" (the time was over).
    chosen, value, cost
        The plan found, its value and its cost in hundredths; empty, 0, 0 where there is none.
    """

    status: str
    chosen: Chosen
    value: int = 0
    cost: int = 0


def longer(problem: Problem, minutes: int) -> Problem:
    """The same trip where the travellers' day and all who receive them end so many minutes later."""
    rules = replace(problem.rules, day_end=_later(problem.rules.day_end, minutes))
    more = dt.timedelta(minutes=minutes)
    visits = tuple(
        v if v.fixed else replace(v, windows=tuple(replace(w, end=w.end + more) for w in v.windows))
        for v in problem.visits
    )
    hours = tuple(replace(w, closes=_later(w.closes, minutes)) for w in problem.work_hours)
    return replace(problem, rules=rules, visits=visits, work_hours=hours)


def _later(clock: dt.time, minutes: int) -> dt.time:
    at = clock.hour * 60 + clock.minute + minutes
    return max(clock, LAST) if at >= 24 * 60 else dt.time(at // 60, at % 60)


class Asking:
    """
    One world and its model, asked again and again; what was learned from one question helps the next.

    Parameters
    ----------
    world
        The trip.
    until
        Moment of `egiz.trips.stopping.tick` after which every question stays open.
    master
        A model of the world that is there already; its goal and its switches are put back to the ordinary.
    """

    def __init__(self, world: World, until: float, master: Master | None = None) -> None:
        self.world, self.until = world, until
        if master is None:
            master = Master(world, [s for g in range(len(world.heads)) for s in build(world, g)])
        self.master = master
        master.model.clear_hints()  # type: ignore[no-untyped-call]  # untyped in the library

    def best(
        self,
        *,
        holding: int | None = None,
        budget: bool = True,
        musts: bool = True,
        stays: bool = True,
        least: int = 0,
        cheap: bool = False,
        enough: bool = False,
    ) -> Reply:
        """
        The plan of most value, or the cheapest, that keeps what it must.

        Parameters
        ----------
        holding
            A visit it has to hold.
        budget, musts, stays
            Whether the budget, the visits that must be made and the days in a country are in force.
        least
            The least value of the plan.
        cheap
            The cheapest of them instead of the one of most value.
        enough
            Any such plan will do.
        """
        if holding is not None and not self.master.where[holding]:
            return Reply("none", [])
        switches: dict[object, bool] = {"budget": budget, "musts": musts, "stays": stays}
        if holding is not None:
            switches[holding] = True
        for name, on in switches.items():
            self.master.turn(name, on=on)
        self.master.want(least, cheap=cheap)
        try:
            return self._rounds(enough=enough)
        finally:
            for name in switches:
                self.master.turn(name, on=not isinstance(name, int))
            self.master.want()

    def _rounds(self, *, enough: bool) -> Reply:
        master, world = self.master, self.world
        while (left := self.until - tick()) > 0.02:
            answer = master.solve(left, 1, 1)
            if answer.status == "infeasible":
                return Reply("none" if master.sure else "open", [])
            if not answer.chosen:
                return Reply("open", [])
            wrong = [(s, visits) for s, visits in answer.chosen if not s.holds(visits)]
            if not wrong:
                value = sum(world.visits[v].visit.value for _, visits in answer.chosen for v in visits)
                proved = master.sure and (enough or answer.status == "optimal")
                return Reply("best" if proved else "open", answer.chosen, value, spent(world, answer.chosen))
            for s, visits in wrong:
                master.exclude(s, visits, self.until)
        return Reply("open", [])


def spent(world: World, chosen: Chosen) -> int:
    """What a choice costs, in hundredths of the plan's currency."""
    return sum(s.cost + sum(world.visit_cost(s.group, v) for v in visits) for s, visits in chosen)
