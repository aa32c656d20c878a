"""The moves between cities: the fastest way at any time, cheaper direct legs, timetabled departures."""

from __future__ import annotations

import math
from dataclasses import dataclass

from egiz.trips.clock import local, minute
from egiz.trips.money import Money
from egiz.trips.parts import ROAD, Departure, Leg
from egiz.trips.problem import Problem


@dataclass(frozen=True, slots=True)
class Move:
    """
    One way from city to city.

    Parameters
    ----------
    hops
        The legs in order, with the departure where there is a timetable.
    minutes
        From being ready to leave to being in the city.
    leaves
        Minute at which one must be ready, for a timetable; None for any time.
    road
        Minutes in a car or bus.
    cost
        For the group, in hundredths of the plan's currency, rounded up.
    """

    origin: str
    destination: str
    hops: tuple[tuple[Leg, Departure | None], ...]
    minutes: int
    leaves: int | None
    road: int
    cost: int


def cents(problem: Problem, money: Money | None) -> int:
    """Hundredths of the plan's currency, rounded up so that a budget is never broken by rounding."""
    return 0 if money is None else math.ceil(problem.convert(money).amount * 100 - 1e-6)


def price(problem: Problem, leg: Leg, departure: Departure | None, heads: int) -> int:
    """What a leg costs a group, in hundredths of the plan's currency."""
    money = departure.cost if departure is not None and departure.cost is not None else leg.cost
    return cents(problem, money) * (heads if leg.per == "person" else 1)


def _free(problem: Problem, leg: Leg, heads: int) -> Move:
    minutes = (leg.minutes or 0) + leg.before + leg.after
    road = (leg.minutes or 0) if leg.mode in ROAD else 0
    return Move(
        leg.origin, leg.destination, ((leg, None),), minutes, None, road, price(problem, leg, None, heads)
    )


def _joined(a: Move, b: Move) -> Move:
    return Move(
        a.origin,
        b.destination,
        (*a.hops, *b.hops),
        a.minutes + b.minutes,
        None,
        a.road + b.road,
        a.cost + b.cost,
    )


def free_moves(problem: Problem, heads: int) -> dict[tuple[str, str], list[Move]]:
    """By pair of cities: the fastest way that needs no timetable, then direct legs that are cheaper."""
    direct = [_free(problem, leg, heads) for leg in problem.legs if not leg.departures]
    fastest: dict[tuple[str, str], Move] = {}
    for move in direct:
        pair = (move.origin, move.destination)
        if pair not in fastest or (move.minutes, move.cost) < (fastest[pair].minutes, fastest[pair].cost):
            fastest[pair] = move
    names = [c.id for c in problem.cities]
    for via in names:
        for a in names:
            for b in names:
                if a == b or (a, via) not in fastest or (via, b) not in fastest:
                    continue
                move = _joined(fastest[a, via], fastest[via, b])
                if (a, b) not in fastest or move.minutes < fastest[a, b].minutes:
                    fastest[a, b] = move
    moves = {pair: [move] for pair, move in fastest.items()}
    for move in direct:
        known = moves[move.origin, move.destination]
        if move.cost < min(m.cost for m in known):
            known.append(move)
    return moves


def timetable(problem: Problem, heads: int) -> dict[str, list[Move]]:
    """The timetabled departures from each city, in order of time."""
    out: dict[str, list[Move]] = {}
    for leg in problem.legs:
        for d in leg.departures:
            leaves = minute(d.leaves) - leg.before
            minutes = minute(d.arrives) + leg.after - leaves
            road = minute(d.arrives) - minute(d.leaves) if leg.mode in ROAD else 0
            move = Move(
                leg.origin, leg.destination, ((leg, d),), minutes, leaves, road, price(problem, leg, d, heads)
            )
            out.setdefault(leg.origin, []).append(move)
    return {city: sorted(moves, key=lambda m: m.leaves or 0) for city, moves in out.items()}


def leaving_hours(problem: Problem, move: Move, day: int) -> tuple[int, int]:
    """The first and last minute of a day of the trip at which a move can begin."""
    if move.leaves is not None:
        return move.leaves, move.leaves
    date, rules = problem.days[day], problem.rules
    first = local(date, rules.day_start, problem.city(move.origin).zone)
    last = local(date, rules.day_end, problem.city(move.destination).zone) - move.minutes
    return first, last
