"""Why a visit is left out and the smallest change that would bring it in; why there is no plan at all.

What is said of a day is read from the tables of the day; what is said of the whole trip, and every change,
was found by solving again, so that it is true when it is done.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

from egiz.trips.asking import Asking, Reply, longer, spent
from egiz.trips.clock import moment
from egiz.trips.hours import open_spans
from egiz.trips.master import Chosen, Master
from egiz.trips.result import LeftOut, Reason
from egiz.trips.stopping import tick
from egiz.trips.stretches import Stretch
from egiz.trips.ways import cents
from egiz.trips.world import World

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
STEP, MOST = 5, 180
"""Longer days are tried in steps of so many minutes, up to so many."""
LONGER = range(STEP, 95, STEP)
"""Minutes by which every day is made longer, to see whether that is enough."""
ORDER = ("longer-day", "longer-days", "more-budget", "instead-of")
NOT_EXAMINED = Reason("not-examined", {}, "Left out; the time limit came before the reason was found.")
Params = dict[str, str | int | float]


class Explainer:
    """
    The questions asked of each visit that was left out.

    Parameters
    ----------
    world, chosen
        The trip and its plan.
    value
        What the plan is worth.
    master
        The model of the trip, or None where it is too large to be asked again.
    until
        Moment of `egiz.trips.stopping.tick` after which nothing is solved again.
    """

    def __init__(self, world: World, chosen: Chosen, value: int, master: Master | None, until: float) -> None:
        self.world, self.chosen, self.value, self.until = world, chosen, value, until
        budget = world.problem.rules.budget
        self.left = None if budget is None else cents(world.problem, budget) - spent(world, chosen)
        self.asking = None if master is None else Asking(world, until, master)
        self._longer: dict[int, Asking | None] = {}
        self._later: dict[int, World] = {}
        self._worth: dict[int, int] = {}
        # With a longer day the nights that a block of several days leaves free are shorter too.
        parts = [(e.group, e.visit.id) for e in world.visits if e.kind == "block"]
        self.is_split = len(parts) > len(set(parts))

    def explain(self, v: int) -> LeftOut:
        """Reasons and changes for one visit."""
        world, visit = self.world, self.world.visits[v].visit
        over = 0 if world.past is None else world.past.over
        ahead = [c for c in self.chosen if c[0].day >= over]
        here = [(s, visits) for s, visits in ahead if visit.city in s.stays and self._may(v, s)]
        if not world.visits[v].spans:
            return LeftOut(visit.id, (self._closed(v),), self._changes(v, here, []))
        reasons = [r for s, visits in here for r in self._on_day(v, s, visits)]
        passing = sorted({s.day for s, _ in ahead if self._may(v, s) and _passes(s, visit.city)})
        if not here:
            reasons.append(self._not_there(visit.city, passing))
        reasons += self._elsewhere(v, {s.day for s, _ in here}.union(passing), over)
        whole, changes = self._whole(v)
        is_money = bool(whole) and whole[0].code == "over-budget"
        noted = (*whole, *reasons) if is_money else (*reasons, *whole)
        found = self._changes(v, here, changes)
        return LeftOut(visit.id, tuple(noted) if noted or found else (NOT_EXAMINED,), found)

    def _not_there(self, city: str, passing: list[int]) -> Reason:
        name = self.world.problem.city(city).name
        if not passing:
            text = f"The plan does not pass through {name}."
            return _reason("city-not-on-the-way", {"city": city}, text)
        dates = [self.world.problem.days[d] for d in passing]
        listed = ", ".join(f"{WEEKDAYS[date.weekday()]} {date:%d.%m}" for date in dates)
        params: Params = {"city": city, "dates": ", ".join(date.isoformat() for date in dates)}
        return _reason("only-passed", params, f"The plan only passes through {name} ({listed}).")

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

    def _day(self, day: int) -> Params:
        return {"day": day + 1, "date": self.world.problem.days[day].isoformat()}

    def _is_open(self, v: int, day: int) -> bool:
        first, last = self.world.edges[day], self.world.edges[day + 1]
        return any(a < last and b > first for a, b in self.world.visits[v].spans)

    def _elsewhere(self, v: int, days: set[int], over: int) -> list[Reason]:
        """The days on which it could be visited and the plan is in other cities."""
        open_ = [d for d in range(over, len(self.world.edges) - 1) if d not in days and self._is_open(v, d)]
        if not open_:
            return []
        dates = [self.world.problem.days[d] for d in open_]
        params: Params = {
            "days": ", ".join(str(d + 1) for d in open_),
            "dates": ", ".join(map(str, dates)),
        }
        listed = ", ".join(f"{WEEKDAYS[date.weekday()]} {date:%d.%m}" for date in dates)
        return [_reason("elsewhere-when-open", params, f"Open on {listed}, when the plan is elsewhere.")]

    def _on_day(self, v: int, s: Stretch, visits: list[int]) -> list[Reason]:
        world, params = self.world, self._day(s.day)
        weekday = world.problem.days[s.day].weekday()
        if not self._is_open(v, s.day):
            text = f"Closed on {WEEKDAYS[weekday]}, day {s.day + 1}."
            return [_reason("closed-that-day", {**params, "weekday": weekday}, text)]
        if not s.holds([v]):
            text = f"Not open while the group is in the city on day {s.day + 1}."
            return [_reason("away-at-that-time", params, text)]
        if not s.holds([*visits, v]):
            return [_reason("day-full", params, f"Day {s.day + 1} is full.")]
        if self.left is not None and world.visit_cost(s.group, v) > self.left:
            text = f"It fits on day {s.day + 1} but costs more than the budget leaves."
            return [_reason("over-budget", params, text)]
        return []

    def _whole(self, v: int) -> tuple[list[Reason], list[Reason]]:
        """What solving again with the visit in it says of the whole trip, and the changes it found."""
        if self.asking is None or tick() > self.until:
            return [], []
        reply = self.asking.best(holding=v)
        if reply.status == "best" and reply.value > self.value:
            # A plan near a former one need not be the best: what was kept instead is said.
            self._worth[v] = reply.value
            return [], self._swap(v, reply)
        if reply.status == "best":
            params: Params = {"value": reply.value, "loss": self.value - reply.value}
            text = f"A plan with it is worth at most {reply.value}; this one is worth {self.value}."
            return [_reason("worth-less", params, text)], self._swap(v, reply)
        if reply.status == "none":
            return self._impossible(v)
        return [], []

    def _impossible(self, v: int) -> tuple[list[Reason], list[Reason]]:
        assert self.asking is not None  # noqa: S101 - only asked where there is a model
        if self.left is not None:
            free = self.asking.best(holding=v, budget=False, least=self.value + 1, cheap=True)
            if free.status == "none":
                free = self.asking.best(holding=v, budget=False, cheap=True)
            if free.status == "best":
                text = "With it the trip costs more than the budget."
                return [_reason("over-budget", {}, text)], [self._more(free.cost)]
            if free.status == "open":
                return [], []
        if self._is_stay(v):
            text = "With it somebody would be in a country for more days than allowed."
            return [_reason("stay-too-long", {}, text)], []
        if not self.asking.master.where[v]:
            params: Params = {"visit": self.world.visits[v].visit.id}
            return [_reason("cannot-be-reached", params, "Nobody can be there at its times.")], []
        if self.asking.best(holding=v, budget=self.left is None, musts=False, enough=True).status == "best":
            text = "It cannot be combined with the visits that must be made."
            return [_reason("clashes-with-musts", {}, text)], []
        return self._fixed(v), []

    def _fixed(self, v: int) -> list[Reason]:
        """Where no plan holds it whatever else is left out, whether the fixed times are why."""
        assert self.asking is not None  # noqa: S101 - only asked where there is a model
        everything = self.asking.best(holding=v, budget=False, musts=False, stays=False, enough=True)
        if everything.status != "none":
            return []
        problem = self.world.problem
        free = World(replace(problem, blocks=()), past=self.world.past) if problem.blocks else None
        if free is not None and Asking(free, self.until).best(holding=v, enough=True).status == "best":
            return [_reason("clashes-with-blocks", {}, "It cannot be combined with the fixed times.")]
        return [_reason("in-no-plan", {}, "No plan holds it, whatever else is left out.")]

    def _is_stay(self, v: int) -> bool:
        """Whether a plan with the visit is there as soon as the days in a country do not count."""
        assert self.asking is not None  # noqa: S101 - only asked where there is a model
        if not self.world.problem.allowances:
            return False
        return self.asking.best(holding=v, stays=False, enough=True).status == "best"

    def _more(self, cost: int) -> Reason:
        assert self.left is not None  # noqa: S101 - only asked where there is a budget
        more = (cost - spent(self.world, self.chosen) - self.left) / 100
        currency = self.world.problem.rules.currency
        text = f"A plan with it needs {more:.2f} {currency} more."
        return _reason("more-budget", {"amount": more, "currency": currency}, text)

    def _swap(self, v: int, reply: Reply) -> list[Reason]:
        """Instead of which visits the plan of most value with this one has it."""
        kept = {u for _, visits in reply.chosen for u in visits}
        out = [
            u for _, visits in self.chosen for u in visits if u not in kept and self._is_visit(u)
        ]  # fmt: skip
        day = next(s.day for s, visits in reply.chosen if v in visits)
        return [self._instead_of(day, out, self.value - reply.value)] if out else []

    def _is_visit(self, u: int) -> bool:
        return self.world.visits[u].kind == "visit"

    def _instead_of(self, day: int, out: list[int], loss: int) -> Reason:
        visits = [self.world.visits[u].visit for u in out]
        params: Params = {"day": day + 1, "visits": ", ".join(n.id for n in visits), "loss": loss}
        listed = " and ".join(n.name or n.id for n in visits)
        return _reason("instead-of", params, f"Fits on day {day + 1} instead of {listed} (value {-loss:+d}).")

    def _changes(
        self, v: int, here: list[tuple[Stretch, list[int]]], found: list[Reason]
    ) -> tuple[Reason, ...]:
        changes = list(found)
        for s, visits in here:
            changes += [c for c in (self._longer_day(v, s, visits), self._money(v, s, visits)) if c]
            if not found:
                changes += self._instead(v, s, visits)
        least = min(
            (int(c.params["minutes"]) for c in changes if c.code == "longer-day"), default=MOST + STEP
        )
        changes += self._longer_days(v, least)
        best: dict[str, Reason] = {}
        for change in sorted(changes, key=_size):
            best.setdefault(change.code, change)
        return tuple(list(best.values())[:3])

    def _money(self, v: int, s: Stretch, visits: list[int]) -> Reason | None:
        cost = self.world.visit_cost(s.group, v)
        if self.left is None or cost <= self.left or not s.holds([*visits, v]):
            return None
        more, currency = (cost - self.left) / 100, self.world.problem.rules.currency
        params: Params = {"day": s.day + 1, "amount": more, "currency": currency}
        return _reason("more-budget", params, f"Fits on day {s.day + 1} with {more:.2f} {currency} more.")

    def _longer_day(self, v: int, s: Stretch, visits: list[int]) -> Reason | None:
        """The least minutes by which the same day with the same rides has room for it."""
        cost = self.world.visit_cost(s.group, v)
        if (self.left is not None and cost > self.left) or tick() > self.until or self.is_split:
            return None
        today = [*visits, v]
        low, high = 0, MOST // STEP
        if len(today) > 12 or not self._holds_later(s, today, high * STEP):
            return None
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if self._holds_later(s, today, middle * STEP) else (middle, high)
        text = f"Fits if day {s.day + 1} and its hosts end {high * STEP} minutes later."
        return _reason("longer-day", {"day": s.day + 1, "minutes": high * STEP}, text)

    def _holds_later(self, s: Stretch, visits: list[int], extra: int) -> bool:
        if extra not in self._later:
            self._later[extra] = self._with_longer_days(extra)
        world = self._later[extra]
        later = Stretch(
            s.group, s.day, s.start, s.end, s.stays, s.moves, s.begin, s.until, s.night, s.cost, world
        )
        return later.tabulate(visits) and later.holds(visits)

    def _longer_days(self, v: int, less_than: int) -> list[Reason]:
        """The least minutes by which all days must be longer for a plan with it that is worth more."""
        if self.asking is None:
            return []
        steps = [n for n in LONGER if n < less_than]
        least = 1 + self._worth.get(v, self.value)
        found: tuple[int, Chosen] | None = None
        # What a longer day does not bring a shorter one does not either, so the longest is asked first.
        low, high = -1, len(steps)
        while high - low > 1:
            middle = high - 1 if found is None else (low + high) // 2
            asking = self._longer_asking(steps[middle])
            reply = asking.best(holding=v, least=least, enough=True) if asking else None
            if reply is not None and reply.status == "best":
                high, found = middle, (steps[middle], reply.chosen)
            elif found is None:
                return []
            else:
                low = middle
        if found is None:
            return []
        day = next(s.day for s, visits in found[1] if v in visits)
        text = f"Fits on day {day + 1} if every day and its hosts may end {found[0]} minutes later."
        return [_reason("longer-days", {"minutes": found[0], "day": day + 1}, text)]

    def _longer_asking(self, minutes: int) -> Asking | None:
        if minutes not in self._longer:
            if tick() > self.until:
                return None
            self._longer[minutes] = Asking(self._with_longer_days(minutes), self.until)
        return self._longer[minutes]

    def _with_longer_days(self, minutes: int) -> World:
        return World(longer(self.world.problem, minutes), past=self.world.past, like=self.world)

    def _instead(self, v: int, s: Stretch, visits: list[int]) -> list[Reason]:
        world = self.world
        free = [u for u in visits if self._is_visit(u) and not world.visits[u].visit.must]
        worth, cost = world.visits[v].visit.value, world.visit_cost(s.group, v)
        swaps = []
        for out in (out for size in (1, 2) for out in combinations(free, size)):
            if tick() > self.until:
                break
            dear = self.left is not None and (
                cost - sum(world.visit_cost(s.group, u) for u in out) > self.left
            )
            if not dear and s.holds([*(u for u in visits if u not in out), v]):
                swaps.append((sum(world.visits[u].visit.value for u in out) - worth, len(out), out))
        if not swaps:
            return []
        loss, _, out = min(swaps)
        return [self._instead_of(s.day, list(out), loss)]


def _passes(s: Stretch, city: str) -> bool:
    """Whether a drive of the stretch goes through the city without staying there."""
    return any(city == leg.destination for m in s.moves for leg, _ in m.hops[:-1])


def _reason(code: str, params: Params, text: str) -> Reason:
    return Reason(code, params, text)


def _size(change: Reason) -> tuple[int, float]:
    size = change.params.get("minutes", change.params.get("amount", change.params.get("loss", 0)))
    return ORDER.index(change.code), float(size)


def explain_left_out(
    world: World, chosen: Chosen, value: int, master: Master | None, until: float
) -> tuple[LeftOut, ...]:
    """For each visit left out, in falling order of value, what binds it and what would bring it in."""
    made = {v for _, visits in chosen for v in visits}
    explainer = Explainer(world, chosen, value, master, until)
    left = [v for v, e in enumerate(world.visits) if e.kind == "visit" and v not in made]
    return tuple(explainer.explain(v) for v in sorted(left, key=lambda v: (-world.visits[v].visit.value, v)))


def explain_infeasible(world: World, master: Master, until: float) -> tuple[Reason, ...]:
    """What contradicts what, by solving again without the budget, the musts, then both."""
    stretches = master.stretches
    if len({s.group for s in stretches}) < len(world.heads):
        text = "No way leads from the start to the end within the hours, the nights and the time of the trip."
        return (_reason("no-way-home", {}, text),)
    alone = [v for v, e in enumerate(world.visits) if e.visit.must and not any(v in s.bit for s in stretches)]
    if alone:
        return tuple(_unreachable(world, v) for v in alone)
    asking = Asking(world, until, master)
    return (_limit(world, asking) or _contradiction(asking),)


def _limit(world: World, asking: Asking) -> Reason | None:
    """The days in a country or the budget, where one of them alone is in the way."""
    if world.problem.allowances and asking.best(stays=False, enough=True).status == "best":
        return _reason("stays-too-long", {}, "No plan keeps the days that everybody may be in each country.")
    if world.problem.rules.budget is not None:
        free = asking.best(budget=False, cheap=True)
        if free.status == "best":
            return _needs(world, free.cost)
    return None


def _contradiction(asking: Asking) -> Reason:
    if asking.best(musts=False, enough=True).status == "best":
        return _reason("musts-clash", {}, "The visits that must be made do not fit into one plan.")
    if asking.best(musts=False, budget=False, enough=True).status == "best":
        text = "The visits that must be made and the budget contradict each other."
        return _reason("musts-and-budget", {}, text)
    return _reason("blocks-clash", {}, "The fixed times cannot all be kept, whatever is visited.")


def _needs(world: World, cost: int) -> Reason:
    currency, needed = world.problem.rules.currency, cost / 100
    text = f"The cheapest plan that keeps the rest costs {needed:.2f} {currency}, more than the budget."
    return _reason("budget-too-small", {"amount": needed, "currency": currency}, text)


def _unreachable(world: World, v: int) -> Reason:
    entry = world.visits[v]
    params: Params = {"visit": entry.visit.id, "city": entry.city}
    name = entry.visit.name or world.problem.city(entry.city).name
    if entry.spans:
        at = moment(entry.spans[0][0], world.problem.city(entry.city).zone)
        params["from"] = at.isoformat()
    return _reason("cannot-be-reached", params, f"Nobody can be at {name} at its time.")
