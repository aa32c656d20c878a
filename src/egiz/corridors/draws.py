"""Monte Carlo over a way: every quantity has its own stream of numbers, the same for all alternatives."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from egiz.corridors.network import Network
from egiz.corridors.rides import Ride, boarding, departures, usual_wait
from egiz.corridors.values import Estimate, Value

Floats = NDArray[np.float64]


@lru_cache(maxsize=4096)
def uniform(name: str, draws: int, seed: int) -> Floats:
    """Numbers in [0, 1) that belong to a name: whoever asks for it gets the same ones."""
    digest = hashlib.blake2b(f"{seed}/{name}".encode(), digest_size=8).digest()
    found = np.random.default_rng(int.from_bytes(digest, "big")).random(draws)
    found.setflags(write=False)
    return found


def triangular(estimate: Estimate, u: Floats) -> Floats:
    """
    Inverse of the triangular distribution function at u.

    Parameters
    ----------
    estimate
        Low, mode, high.
    u
        Shape (n,), in [0, 1).
    """
    low, mode, high = estimate.low, estimate.mode, estimate.high
    if high <= low:
        return np.full_like(u, mode)
    cut = (mode - low) / (high - low)
    left = low + np.sqrt(u * (high - low) * (mode - low))
    right = high - np.sqrt((1 - u) * (high - low) * (high - mode))
    return np.asarray(np.where(u < cut, left, right))


@dataclass
class Sums:
    """
    What the draws of a way add up to.

    Parameters
    ----------
    hours, usd
        Shape (draws,): totals so far, the hours counted from leaving.
    idle
        Shape (draws,): hours until one has to leave for the first departure; no part of `hours`.
    parts
        Hours by quantity (what it is of, its metric), shape (draws,) each; they add up to `hours`.
    legs
        Hours and cost of every leg.
    """

    hours: Floats
    usd: Floats
    idle: Floats
    parts: dict[tuple[str, str], Floats] = field(default_factory=lambda: defaultdict(lambda: np.zeros(1)))
    legs: list[tuple[Floats, Floats | None]] = field(default_factory=list)


class Draws:
    """
    The numbers a comparison rests on.

    Parameters
    ----------
    count
        How many draws.
    seed
        The same seed gives the same answer.
    stream
        Alternatives with the same stream share their numbers, so that their difference is less noisy; give
        each its own to draw them independently.
    """

    def __init__(self, count: int, seed: int = 0, stream: str = "") -> None:
        self.count, self.seed, self.stream = count, seed, stream

    def of(self, value: Value) -> Floats:
        """Draws of a value."""
        return triangular(value.estimate, self.u(value.on, value.metric, value.vehicle, value.way))

    def u(self, *name: str) -> Floats:
        """Uniform numbers that belong to a name."""
        return uniform("|".join((self.stream, *name)), self.count, self.seed)


def simulate(
    network: Network, rides: Sequence[Ride], start: datetime, draws: Draws, rests: Sequence[float] = ()
) -> Sums:
    """
    Draw the hours and the cost of a way.

    Parameters
    ----------
    network, rides, start
        The way, in order, and when it begins.
    draws
        The numbers.
    rests
        Hours of rest on each ride: one comes later to what leaves by a timetable, but they are no part of the
        hours.

    Returns
    -------
    Sums
        Totals, legs and what each quantity contributed.
    """
    sums = Sums(np.zeros(draws.count), np.zeros(draws.count), np.zeros(draws.count))
    vehicle, boarded, slept = "", False, 0.0
    for taken, rest in zip(rides, rests or (0.0,) * len(rides), strict=True):
        parts: dict[tuple[str, str], Floats] = defaultdict(lambda: np.zeros(draws.count))
        if taken.vehicle != vehicle or taken.services:
            for value in boarding(network, taken.vehicle, start.date(), timetable=bool(taken.services)):
                parts[value.on, "wait_hours"] = parts[value.on, "wait_hours"] + draws.of(value)
        vehicle = taken.vehicle
        if taken.services:
            reached = sums.idle + sums.hours + sum(parts.values()) + slept
            wait = _wait(taken, start, reached, draws)
            # The first departure decides when one leaves; before the next ones one stands and waits.
            if boarded:
                parts[taken.link.id, "timetable"] = wait
            else:
                sums.idle, boarded = wait, True
        _on_the_way(taken, draws, parts)
        slept += rest
        hours = sum(parts.values(), np.zeros(draws.count))
        money = _money(taken, draws)
        sums.legs.append((hours, money))
        sums.hours = sums.hours + hours
        sums.usd = sums.usd + (0.0 if money is None else money)
        for name, part in parts.items():
            sums.parts[name] = sums.parts[name] + part
    return sums


def _moving(taken: Ride, draws: Draws, parts: dict[tuple[str, str], Floats]) -> None:
    timed = next((service.hours for service in taken.services if service.hours), None)
    if timed:
        parts[taken.link.id, "hours"] = triangular(timed, draws.u(taken.link.id, "service", taken.way))
    elif taken.fixed:
        parts[taken.fixed.on, "hours"] = draws.of(taken.fixed)
    elif taken.km and taken.pace:
        pace, km = draws.of(taken.pace), draws.of(taken.km)
        parts[taken.pace.on, "kmh"] = taken.km.estimate.mode / pace
        parts[taken.link.id, "km"] = (km - taken.km.estimate.mode) / pace


def _on_the_way(taken: Ride, draws: Draws, parts: dict[tuple[str, str], Floats]) -> None:
    _moving(taken, draws, parts)
    if taken.wait:
        parts[taken.wait.on, "wait_hours"] = parts[taken.wait.on, "wait_hours"] + draws.of(taken.wait)
    for pair, metric in ((taken.queue, "queue_hours"), (taken.shut, "shut_hours")):
        if pair:
            happens = draws.u(taken.link.id, metric, "happens") < pair[0].estimate.mean
            parts[taken.link.id, metric] = happens * draws.of(pair[1])


def _wait(taken: Ride, start: datetime, reached: Floats, draws: Draws) -> Floats:
    found = np.full(draws.count, np.inf)
    usual = usual_wait(taken.services)
    if usual:
        found = usual.high * draws.u(taken.link.id, "interval", taken.way)
    if any(service.weekdays for service in taken.services):
        days = int(float(reached.max()) / 24) + 16
        times = np.array([hours for hours, _ in departures(taken.services, start, days=days)] or [np.inf])
        index = np.minimum(np.searchsorted(times, reached), len(times) - 1)
        found = np.minimum(found, np.maximum(times[index] - reached, 0.0))
    return found


def _money(taken: Ride, draws: Draws) -> Floats | None:
    fares = [service.usd for service in taken.services if service.usd]
    if fares:
        return triangular(min(fares, key=lambda fare: fare.mode), draws.u(taken.link.id, "fare", taken.way))
    if taken.money is None:
        return None
    if taken.money.metric == "usd":
        return draws.of(taken.money)
    return draws.of(taken.money) * draws.of(taken.km) if taken.km else None


def shares(sums: Sums) -> Mapping[tuple[str, str], float]:
    """
    How much of the spread of the time each quantity makes.

    Returns
    -------
    mapping
        Covariance of the quantity's hours with the total over the variance of the total; they add up to one.
        Empty when nothing is uncertain.
    """
    total = sums.hours - sums.hours.mean()
    variance = float(total @ total)
    if variance <= 1e-9:
        return {}
    return {name: float((part - part.mean()) @ total) / variance for name, part in sums.parts.items()}
