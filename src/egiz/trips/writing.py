"""A choice of stretches and visits written out as days with times, and as a sheet of costs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from egiz.trips.clock import minute, moment
from egiz.trips.master import Chosen
from egiz.trips.money import Money
from egiz.trips.parts import HOSTED, Visit
from egiz.trips.result import Cost, CostKind, CostLine, Day, Item
from egiz.trips.stretches import Stretch
from egiz.trips.timing import time_stretch
from egiz.trips.ways import Move, count_of, price, ride_minutes
from egiz.trips.world import World


def write_days(world: World, chosen: Chosen, former: Mapping[int, int] | None = None) -> tuple[Day, ...]:
    """The days of all groups, by date and then by group."""
    items: dict[tuple[int, int], list[Item]] = defaultdict(list)
    night: dict[tuple[int, int], str] = {}
    for stretch, visits in chosen:
        timed = time_stretch(stretch, visits, former)
        night[stretch.group, stretch.day] = stretch.night
        for v, at in timed.visits:
            if world.visits[v].kind != "arrival":
                items[stretch.group, world.day_of(at)].append(_visit_item(world, stretch.group, v, at))
        for move, at in zip(stretch.moves, timed.moves, strict=True):
            for item in _travel_items(world, stretch, move, at):
                items[stretch.group, max(0, world.day_of(minute(item.start)))].append(item)
    days = []
    for d, date in enumerate(world.problem.days):
        for g, group in enumerate(world.problem.parties):
            if (g, d) in night or (g, d) in items:
                mine = tuple(sorted(items[g, d], key=lambda i: (i.start, i.end)))
                days.append(Day(date, group.id, mine, night.get((g, d), "")))
    return tuple(days)


def _money(world: World, hundredths: int) -> Money:
    return Money(hundredths / 100, world.problem.rules.currency)


def _visit_item(world: World, g: int, v: int, at: int) -> Item:
    entry = world.visits[v]
    visit, zone = entry.visit, world.problem.city(entry.city).zone
    notes = _notes(world, g, visit) if entry.kind == "visit" else ()
    cost = world.visit_cost(g, v)
    return Item(
        "visit" if entry.kind == "visit" else "block",
        visit.id,
        moment(at, zone),
        moment(at + visit.minutes, zone),
        visit.city,
        cost=_money(world, cost) if cost else None,
        notes=tuple(notes),
    )


def _notes(world: World, g: int, visit: Visit) -> Iterator[str]:
    """What to see to before a visit."""
    spoken = {lang for p in world.problem.members(world.problem.parties[g].id) for lang in p.languages}
    if visit.languages and spoken and not spoken & set(visit.languages):
        yield "interpreter"
    if not visit.windows and visit.kind not in HOSTED:
        yield "hours-unknown"


def _travel_items(world: World, stretch: Stretch, move: Move, at: int) -> list[Item]:
    out = []
    for leg, departure in move.hops:
        if departure is None:
            leaves = at + leg.before
            arrives = leaves + ride_minutes(leg)
            at = arrives + leg.after
        else:
            leaves, arrives = minute(departure.leaves), minute(departure.arrives)
        cost = price(world.problem, leg, departure, world.heads[stretch.group])
        out.append(
            Item(
                "travel",
                f"{leg.origin}-{leg.destination}",
                moment(leaves, world.problem.city(leg.origin).zone),
                moment(arrives, world.problem.city(leg.destination).zone),
                leg.origin,
                leg.origin,
                leg.destination,
                leg.mode,
                departure.number if departure is not None else "",
                _money(world, cost) if cost else None,
            )
        )
    return out


def _fares(world: World, stretch: Stretch, group: str, heads: int) -> Iterator[CostLine]:
    for move in stretch.moves:
        for leg, departure in move.hops:
            if cost := price(world.problem, leg, departure, heads):
                yield _line(
                    world, "travel", f"{leg.origin}-{leg.destination}", group, count_of(leg, heads), cost
                )


def write_cost(world: World, chosen: Chosen) -> Cost:
    """Nights, travel and visits, line by line, in the currency of the plan."""
    lines: list[CostLine] = []
    for stretch, visits in chosen:
        g = stretch.group
        group, heads = world.problem.parties[g].id, world.heads[g]
        night = world.night_cost(g, stretch.night)
        if night:
            lines.append(_line(world, "night", stretch.night, group, heads, night))
        lines += _fares(world, stretch, group, heads)
        for v in visits:
            cost = world.visit_cost(g, v)
            if cost:
                lines.append(_line(world, "visit", world.visits[v].visit.id, group, heads, cost))
    total = sum(round(line.amount.amount * 100) for line in lines)
    budget = world.problem.rules.budget
    return Cost(_money(world, total), None if budget is None else world.problem.convert(budget), tuple(lines))


def _line(world: World, kind: CostKind, ref: str, group: str, count: int, cost: int) -> CostLine:
    return CostLine(kind, ref, group, count, _money(world, cost // count), _money(world, cost))
