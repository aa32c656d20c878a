"""Why a visit is left out and the smallest change that would bring it in; why there is no plan at all."""

from __future__ import annotations

import time
from itertools import combinations

from egiz.trips.clock import moment
from egiz.trips.hours import open_spans
from egiz.trips.master import Chosen, Master
from egiz.trips.result import LeftOut, Reason
from egiz.trips.stretches import Stretch
from egiz.trips.ways import cents
from egiz.trips.world import World

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LATER = (15, 30, 45, 60, 90, 120, 180)


class Explainer:
    """The questions asked of each visit that was left out."""

    def __init__(self, world: World, chosen: Chosen) -> None:
        self.world, self.chosen = world, chosen
        budget = world.problem.rules.budget
        total = sum(s.cost + sum(world.visit_cost(s.group, v) for v in visits) for s, visits in chosen)
        self.left = None if budget is None else cents(world.problem, budget) - total
        self._later: dict[int, World] = {}

    def explain(self, v: int) -> LeftOut:
        """Reasons and changes for one visit."""
        world, visit = self.world, self.world.visits[v].visit
        over = 0 if world.past is None else world.past.over
        ahead = [c for c in self.chosen if c[0].day >= over]
        here = [(s, visits) for s, visits in ahead if visit.city in s.stays and self._may(v, s)]
        if not world.visits[v].spans:
            longer = [self._longer_day(v, s, visits) for s, visits in here]
            changes = sorted((c for c in longer if c is not None), key=_size)
            return LeftOut(visit.id, (self._closed(v),), tuple(changes[:1]))
        if not here:
            name = world.problem.city(visit.city).name
            return LeftOut(
                visit.id,
                (
                    _reason(
                        "city-not-on-the-way", {"city": visit.city}, f"The plan does not pass through {name}."
                    ),
                ),
            )
        reasons = [r for s, visits in here for r in self._on_day(v, s, visits)]
        changes = [c for s, visits in here for c in self._changes(v, s, visits)]
        return LeftOut(visit.id, tuple(reasons), tuple(sorted(changes, key=_size)[:3]))

    def _may(self, v: int, s: Stretch) -> bool:
        groups = self.world.visits[v].visit.groups
        return not groups or self.world.problem.parties[s.group].id in groups

    def _closed(self, v: int) -> Reason:
        world, visit = self.world, self.world.visits[v].visit
        country = world.problem.city(visit.city).country
        if world.past is not None and open_spans(world.problem, visit):
            return _reason("already-over", {}, "It is not open for long enough in what is left of the trip.")
        if open_spans(world.problem, visit, ignore="work"):
            text = f"Its hours are outside the working hours of {country} on every day of the trip."
            return _reason("not-a-working-time", {"country": country}, text)
        return _reason("closed-all-trip", {}, "It is closed on every day of the trip.")

    def _on_day(self, v: int, s: Stretch, visits: list[int]) -> list[Reason]:
        world, entry = self.world, self.world.visits[v]
        date = world.problem.days[s.day]
        params: dict[str, str | int | float] = {"day": s.day + 1, "date": date.isoformat()}
        first, last = world.edges[s.day], world.edges[s.day + 1]
        if not any(a < last and b > first for a, b in entry.spans):
            params["weekday"] = date.weekday()
            return [
                _reason("closed-that-day", params, f"Closed on {WEEKDAYS[date.weekday()]}, day {s.day + 1}.")
            ]
        if not s.holds([v]):
            text = f"Not open while the group is in the city on day {s.day + 1}."
            return [_reason("away-at-that-time", params, text)]
        if not s.holds([*visits, v]):
            return [_reason("day-full", params, f"Day {s.day + 1} is full.")]
        return [
            _reason(
                "over-budget", params, f"It fits on day {s.day + 1} but costs more than the budget leaves."
            )
        ]

    def _changes(self, v: int, s: Stretch, visits: list[int]) -> list[Reason]:
        found = [self._longer_day(v, s, visits), self._instead(v, s, visits), self._money(v, s, visits)]
        return [f for f in found if f is not None]

    def _money(self, v: int, s: Stretch, visits: list[int]) -> Reason | None:
        cost = self.world.visit_cost(s.group, v)
        if self.left is None or cost <= self.left or not s.holds([*visits, v]):
            return None
        more, currency = (cost - self.left) / 100, self.world.problem.rules.currency
        params: dict[str, str | int | float] = {"day": s.day + 1, "amount": more, "currency": currency}
        return _reason("more-budget", params, f"Fits on day {s.day + 1} with {more:.2f} {currency} more.")

    def _longer_day(self, v: int, s: Stretch, visits: list[int]) -> Reason | None:
        for extra in LATER:
            if extra not in self._later:
                self._later[extra] = World(self.world.problem, extra=extra, past=self.world.past)
            world = self._later[extra]
            later = Stretch(
                s.group, s.day, s.start, s.end, s.stays, s.moves, s.begin, s.until, s.night, s.cost, world
            )
            today = [*visits, v]
            if later.tabulate(today) and later.holds(today):
                params: dict[str, str | int | float] = {"day": s.day + 1, "minutes": extra}
                text = f"Fits if day {s.day + 1} and its hosts end {extra} minutes later."
                return _reason("longer-day", params, text)
        return None

    def _instead(self, v: int, s: Stretch, visits: list[int]) -> Reason | None:
        world = self.world
        free = [u for u in visits if world.visits[u].kind == "visit" and not world.visits[u].visit.must]
        worth = world.visits[v].visit.value
        swaps = [
            (sum(world.visits[u].visit.value for u in out) - worth, len(out), out)
            for size in (1, 2)
            for out in combinations(free, size)
            if s.holds([*(u for u in visits if u not in out), v])
        ]
        if not swaps:
            return None
        loss, _, out = min(swaps)
        names = [world.visits[u].visit for u in out]
        params: dict[str, str | int | float] = {
            "day": s.day + 1,
            "visits": ", ".join(n.id for n in names),
            "loss": loss,
        }
        listed = " and ".join(n.name or n.id for n in names)
        return _reason(
            "instead-of", params, f"Fits on day {s.day + 1} instead of {listed} (value {-loss:+d})."
        )


def _reason(code: str, params: dict[str, str | int | float], text: str) -> Reason:
    return Reason(code, params, text)


def _size(change: Reason) -> tuple[int, float]:
    order = ("longer-day", "more-budget", "instead-of").index(change.code)
    return order, float(
        change.params.get("minutes", change.params.get("amount", change.params.get("loss", 0)))
    )


def explain_left_out(world: World, chosen: Chosen, until: float) -> tuple[LeftOut, ...]:
    """For each visit left out, in falling order of value, what binds it and what would bring it in."""
    made = {v for _, visits in chosen for v in visits}
    explainer = Explainer(world, chosen)
    out: list[LeftOut] = []
    left = [v for v, e in enumerate(world.visits) if e.kind == "visit" and v not in made]
    for v in sorted(left, key=lambda v: (-world.visits[v].visit.value, v)):
        if out and time.perf_counter() > until:
            reason = _reason("not-examined", {}, "Left out; the time limit came before the reason was found.")
            out.append(LeftOut(world.visits[v].visit.id, (reason,)))
        else:
            out.append(explainer.explain(v))
    return tuple(out)


def explain_infeasible(world: World, stretches: list[Stretch]) -> tuple[Reason, ...]:
    """What contradicts what, by leaving out the budget, then the musts, then both."""
    if len({s.group for s in stretches}) < len(world.heads):
        text = "No way leads from the start to the end within the hours, the nights and the time of the trip."
        return (_reason("no-way-home", {}, text),)
    alone = [v for v, e in enumerate(world.visits) if e.visit.must and not any(v in s.bit for s in stretches)]
    if alone:
        return tuple(_unreachable(world, v) for v in alone)
    for budget, musts, code, text in (
        (False, True, "budget-too-small", "No plan that keeps the rest stays within the budget."),
        (True, False, "musts-clash", "The visits that must be made do not fit into one plan."),
        (
            False,
            False,
            "musts-and-budget",
            "The visits that must be made and the budget contradict each other.",
        ),
    ):
        if Master(world, stretches, budget=budget, musts=musts).solve(1.0, 2, 1).status in (
            "optimal",
            "feasible",
        ):
            return (_reason(code, {}, text),)
    return (_reason("blocks-clash", {}, "The fixed times cannot all be kept, whatever is visited."),)


def _unreachable(world: World, v: int) -> Reason:
    entry = world.visits[v]
    params: dict[str, str | int | float] = {"visit": entry.visit.id, "city": entry.city}
    name = entry.visit.name or world.problem.city(entry.city).name
    if entry.spans:
        at = moment(entry.spans[0][0], world.problem.city(entry.city).zone)
        params["from"] = at.isoformat()
    return _reason("cannot-be-reached", params, f"Nobody can be at {name} at its time.")
