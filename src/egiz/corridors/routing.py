"""The question itself: how to get there, in what time, for how much, at what risk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import Literal

import numpy as np

from egiz.corridors._errors import CorridorError
from egiz.corridors.answer import Answer, Driver, Leg, Option, Spread
from egiz.corridors.draws import Draws, Floats, Sums, shares, simulate
from egiz.corridors.instead import closed_on, suggest, why_not
from egiz.corridors.label_setting import Label, pareto
from egiz.corridors.leg_warnings import warnings_of
from egiz.corridors.network import Network
from egiz.corridors.places import crossing_name, node_of_place
from egiz.corridors.plain import bounds
from egiz.corridors.reading import load
from egiz.corridors.rides import Ride, classes_of
from egiz.corridors.sense import DETOUR, best_in, sensible
from egiz.corridors.values import STATUSES, Status

Prefer = Literal["time", "cost", "risk"]
DRAWS = 5000
START = time(8)
"""A journey whose hour is not told starts at eight, by the clock of Kazakhstan and Uzbekistan."""
NOTABLE = 0.02
CANDIDATES = 12
"""So many ways are looked at closely before those that make sense are kept."""


def route(  # noqa: PLR0913 - one question; all but the first four are by name and have a default
    origin: str | int,
    destination: str | int,
    when: date | datetime,
    vehicle: str = "truck20",
    *,
    number: int = 1,
    prefer: Prefer = "time",
    network: Network | None = None,
    draws: int = DRAWS,
    seed: int = 0,
    limit: int = 5,
    detours: bool = False,
    drivers: int = 1,
) -> Answer:
    """
    The Pareto-best ways from one place to another.

    Parameters
    ----------
    origin, destination
        Id of a node, name in any script, or GeoNames id.
    when
        The day, or the moment (without zone, by the clock of Kazakhstan and Uzbekistan, UTC+5).
    vehicle
        truck20, van, container (cargo); bus, car, foot, train, air (people); party (people who hire a car,
        fly and take the train as it suits).
    number
        Vehicles, containers, or tickets: the cost is multiplied by it.
    prefer
        What the first option is best in: time, cost or risk.
    network
        The curated one when not told.
    draws
        Monte Carlo draws; 0 answers at once with the sums of low, expected and high instead of P10, P50, P90.
    seed
        The same seed gives the same answer.
    limit
        At most so many options.
    detours
        Show ways that take more than twice as long as the fastest, too.
    drivers
        Of one vehicle, 1 or 2: two rest less often on the way.

    Returns
    -------
    Answer
        Options, gates closed on the way, and, when there is no way, why not and what works instead.

    Raises
    ------
    UnknownNodeError
        When a place is not on the network.
    ClassError
        When there is no such class.
    CorridorError
        When origin and destination are the same, or for another number of drivers.
    """
    net = network or load()
    classes_of(vehicle)
    start = when if isinstance(when, datetime) else datetime.combine(when, START)
    a, b = node_of_place(net, origin), node_of_place(net, destination)
    if a.id == b.id:
        raise CorridorError(f"{a.name} is both ends of the way; name two places.")
    found = pareto(net, a.id, b.id, start, vehicle, drivers=drivers)
    options = _options(net, found, start, Draws(draws, seed), number, prefer, detours=detours)[:limit]
    shut = closed_on(net, a.id, b.id, start, vehicle)
    missing = not options
    return Answer(
        a, b, start, vehicle, options, shut,
        why_not(a, b, start, vehicle, shut) if missing else None,
        suggest(net, a.id, b.id, start, vehicle, shut) if missing or shut else (),
        options[0].unknown_since if options else None,
        draws, drivers,
    )  # fmt: skip


def _options(
    network: Network,
    labels: list[Label],
    start: datetime,
    draws: Draws,
    number: int,
    prefer: Prefer,
    *,
    detours: bool,
) -> tuple[Option, ...]:
    made = [_option(network, label, start, draws, number) for label in _candidates(labels, detours=detours)]
    # The medians may order two ways otherwise than the expected values they were found by.
    kept = sensible(sorted(made, key=lambda o: o.whole), detours=detours)
    best = best_in(kept)
    marked = [replace(option, best=names) for option, names in zip(kept, best, strict=True)]
    keys: dict[str, Callable[[Option], tuple[float, ...]]] = {
        "time": lambda o: (o.whole,),
        "cost": lambda o: (not o.usd_complete, o.usd.p50 if o.usd else 0.0, o.whole),
        "risk": lambda o: (o.risk, o.whole),
    }
    return tuple(sorted(marked, key=keys[prefer]))


def _candidates(labels: list[Label], *, detours: bool) -> list[Label]:
    """The best by each measure, then others that differ by more than a side road."""
    if not labels:
        return []
    fastest = min(label.travel for label in labels)
    near = [label for label in labels if detours or label.travel <= DETOUR * fastest * 1.1]
    known = [label for label in near if label.gap == 0]
    picked = [min(near, key=lambda x: (x.travel, x.usd)), min(near, key=lambda x: (x.risk, x.travel))]
    picked += [min(known, key=lambda x: (x.usd, x.travel))] if known else []
    picked = list(dict.fromkeys(picked))
    for label in sorted(near, key=lambda x: x.travel):
        if len(picked) < CANDIDATES and all(_different(label, other) for other in picked):
            picked.append(label)
    return picked


def _different(one: Label, other: Label) -> bool:
    # Two ways that differ by a side road only are one answer to a person.
    a, b = ({r.link.id for r in label.rides() if r.link.mode != "road"} for label in (one, other))
    return a != b


def _option(network: Network, label: Label, start: datetime, draws: Draws, number: int) -> Option:
    rides, rests = label.rides(), _rests(label)
    if draws.count:
        sums = simulate(network, rides, start, draws, rests)
        hours, idle = _spread(sums.hours), float(sums.idle.mean())
        legs = [(_spread(h), None if u is None else _spread(u * number)) for h, u in sums.legs]
        usd = _spread(sums.usd * number)
        drivers = _drivers(sums)
    else:
        legs = bounds(network, label, start, number)
        hours, idle = _added([h for h, _ in legs]), label.idle
        usd, drivers = _added([u for _, u in legs if u]), ()
    known = [u for _, u in legs if u is not None]
    waits = _waits(label)
    made = tuple(
        replace(_leg(network, taken, hours_, usd_, wait), rest=rest)
        for taken, (hours_, usd_), wait, rest in zip(rides, legs, waits, rests, strict=True)
    )
    payable = [leg for leg in made if leg.link.mode != "crossing"]
    complete = all(leg.usd is not None for leg in payable)
    km = sum(leg.km for leg in made)
    return Option(
        made,
        hours,
        usd if known else None,
        complete,
        km,
        label.risk,
        drivers,
        (),
        warnings_of(made, start.date()),
        idle,
        label.rest,
    )


def _rests(label: Label) -> list[float]:
    found: list[float] = []
    here: Label | None = label
    while here is not None and here.before is not None:
        found.append(here.rest - here.before.rest)
        here = here.before
    return found[::-1]


def _waits(label: Label) -> list[float]:
    found: list[float] = []
    here: Label | None = label
    while here is not None and here.ride is not None:
        found.append(here.wait + _standing(here.ride))
        here = here.before
    return found[::-1]


def _standing(taken: Ride) -> float:
    # Hours in port before a ship leaves or the weather lets it belong to the wait, not to the voyage.
    still = taken.wait.estimate.mean if taken.wait else 0.0
    if taken.shut and taken.link.mode == "sea":
        still += taken.shut[0].estimate.mean * taken.shut[1].estimate.mean
    return still


def _leg(network: Network, taken: Ride, hours: Spread, usd: Spread | None, wait: float) -> Leg:
    statuses: list[Status] = [v.status for v in taken.values] + [s.status for s in taken.services]
    weakest: Status = max(statuses, key=STATUSES.index) if statuses else "assumed"
    crossing = taken.link.mode == "crossing"
    start, end = network.nodes[taken.start], network.nodes[taken.end]
    return Leg(
        start=start,
        end=end,
        link=taken.link,
        vehicle=taken.vehicle,
        km=0.0 if crossing or taken.km is None else taken.km.estimate.mode,
        hours=hours,
        usd=usd,
        wait=wait,
        crossing=crossing_name(start, end) if crossing else "",
        status=weakest,
        values=taken.values,
        services=taken.services,
        gate=taken.gate.gate,
        unknown_since=taken.gate.since,
    )


def _spread(draws: Floats) -> Spread:
    p10, p50, p90 = (float(x) for x in np.percentile(draws, (10, 50, 90)))
    return Spread(p10, p50, p90)


def _added(spreads: Sequence[Spread]) -> Spread:
    return Spread(sum(s.p10 for s in spreads), sum(s.p50 for s in spreads), sum(s.p90 for s in spreads))


def _drivers(sums: Sums) -> tuple[Driver, ...]:
    found = [Driver(on, metric, share) for (on, metric), share in shares(sums).items() if share >= NOTABLE]
    return tuple(sorted(found, key=lambda driver: -driver.share))
