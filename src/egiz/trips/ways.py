"""The moves between cities: the fastest way at any time, cheaper direct legs, timetabled departures."""

from __future__ import annotations

import math
from dataclasses import dataclass

from egiz.corridors.resting import SHIFTS
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
    road, wheel
        Minutes in a car or bus; those at the wheel of each driver whose hours count.
    cost
        For the group, in hundredths of the plan's currency, rounded up.
    """

    origin: str
    destination: str
    hops: tuple[tuple[Leg, Departure | None], ...]
    minutes: int
    leaves: int | None
    road: int
    wheel: float
    cost: int


def cents(problem: Problem, money: Money | None) -> int:
    """Hundredths of the plan's currency, rounded up so that a budget is never broken by rounding."""
    return 0 if money is None else math.ceil(problem.convert(money).amount * 100 - 1e-6)


def price(problem: Problem, leg: Leg, departure: Departure | None, heads: int) -> int:
    """What a leg costs a group, in hundredths of the plan's currency."""
    money = departure.cost if departure is not None and departure.cost is not None else leg.cost
    return cents(problem, money) * count_of(leg, heads)


def count_of(leg: Leg, heads: int) -> int:
    """How often a group pays the price of a leg: for each person, or for each vehicle it needs."""
    if leg.per == "person":
        return heads
    return 1 if leg.seats is None else math.ceil(heads / leg.seats)


def ride_minutes(leg: Leg) -> int:
    """Minutes of a leg without a timetable, with the pauses its driver must make."""
    minutes = leg.minutes or 0
    if not leg.drivers:
        return minutes
    shift = SHIFTS[leg.drivers]
    return minutes + round(60 * shift.between(0.0, min(minutes / 60, shift.wheel)))


def wheel_minutes(leg: Leg, minutes: int) -> float:
    """How much of the hours of a day at the wheel a ride takes, in minutes of one driver."""
    return minutes * SHIFTS[1].wheel / SHIFTS[leg.drivers].wheel if leg.drivers else 0.0


MOST_WHEEL = SHIFTS[1].wheel * 60
"""Minutes a driver may be at the wheel on one day."""


def _free(problem: Problem, leg: Leg, heads: int) -> Move:
    ride = ride_minutes(leg)
    road = ride if leg.mode in ROAD else 0
    return Move(
        leg.origin, leg.destination, ((leg, None),), ride + leg.before + leg.after, None, road,
        wheel_minutes(leg, leg.minutes or 0), price(problem, leg, None, heads),
    )  # fmt: skip


def _joined(a: Move, b: Move) -> Move:
    return Move(
        a.origin,
        b.destination,
        (*a.hops, *b.hops),
        a.minutes + b.minutes,
        None,
        a.road + b.road,
        a.wheel + b.wheel,
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
                leg.origin, leg.destination, ((leg, d),), minutes, leaves, road,
                wheel_minutes(leg, road), price(problem, leg, d, heads),
            )  # fmt: skip
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
