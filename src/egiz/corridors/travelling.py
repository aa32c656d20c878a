"""Time and cost between two places for a planner of journeys."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import cache

from egiz.atlas import place
from egiz.corridors._errors import UnknownNodeError
from egiz.corridors.answer import Option, Passed, Travel
from egiz.corridors.instead import passed_on
from egiz.corridors.model import Node
from egiz.corridors.network import Network
from egiz.corridors.places import NEAR_KM, nearest_node, node_of_place
from egiz.corridors.reading import load
from egiz.corridors.routing import START, Prefer, route

DETOUR = (1.06, 1.21, 1.44)
"""Road over great circle: least, all together, most of the six pairs whose length has been read."""
ACCESS_KMH = (30.0, 50.0, 70.0)
"""Assumed on the last part from a node to a place that is none."""


def travel(  # noqa: PLR0913 - one question; all but the first four are by name and have a default
    origin: int,
    destination: int,
    vehicle: str,
    when: date | datetime,
    *,
    number: int = 1,
    prefer: Prefer = "time",
    network: Network | None = None,
    draws: int = 0,
) -> Travel | None:
    """
    How long and how much from one place to another.

    Parameters
    ----------
    origin, destination
        GeoNames ids; a place that is no node is reached from the nearest one within 200 km by an assumed
        road.
    vehicle
        A class, or "party".
    when
        The day or moment of leaving.
    number
        Vehicles or tickets.
    prefer
        time, cost or risk.
    network
        The curated one when not told.
    draws
        0 (quick: low, expected, high) or the number of Monte Carlo draws (P10, P50, P90).

    Returns
    -------
    Travel or None
        None when there is no way for the class on that day; ask `route` why.

    Raises
    ------
    UnknownNodeError
        When a place is far from every node.
    ClassError
        When there is no such class.
    """
    net = network or load()

    def best(start: str, end: str) -> Option | None:
        answer = route(
            start, end, when, vehicle, number=number, prefer=prefer, network=net, draws=draws, limit=1
        )
        return answer.options[0] if answer.options else None

    return _travel(net, origin, destination, best)


def gates_between(
    origin: int, destination: int, vehicle: str, when: date | datetime, *, network: Network | None = None
) -> tuple[Passed, ...]:
    """
    Gates that are closed, or of which nobody knows, on the way one would take if all were open.

    Parameters
    ----------
    origin, destination
        GeoNames ids; a place that is no node is taken for the nearest one within 200 km.
    vehicle, when, network
        As in `travel`.

    Raises
    ------
    UnknownNodeError
        When a place is far from every node.
    """
    net = network or load()
    start = when if isinstance(when, datetime) else datetime.combine(when, START)
    a, b = (_access(net, one)[0].id for one in (origin, destination))
    passed = passed_on(net, a, b, start, vehicle) if a != b else ()
    return tuple(one for one in passed if one.view.state != "open")


def reach(
    origin: int, vehicle: str, when: date | datetime, *, network: Network | None = None
) -> Callable[[int], Travel | None]:
    """
    How long it takes from one place to any other, for whoever asks about many.

    Parameters
    ----------
    origin
        GeoNames id.
    vehicle, when, network
        As in `travel`.

    Returns
    -------
    callable
        From a GeoNames id to the time it takes; None when there is no way that day or one of the two
        places is far from every node. Each node is asked about once.
    """
    net = network or load()

    @cache
    def best(start: str, end: str) -> Option | None:
        answer = route(start, end, when, vehicle, prefer="time", network=net, draws=0, limit=1)
        return answer.options[0] if answer.options else None

    def time_to(destination: int) -> Travel | None:
        try:
            return _travel(net, origin, destination, best)
        except UnknownNodeError:
            return None

    return time_to


def _travel(
    network: Network, origin: int, destination: int, ask: Callable[[str, str], Option | None]
) -> Travel | None:
    ends = (_access(network, origin), _access(network, destination))
    extra = sum(km for _, km in ends)
    add = [extra * f / v for f, v in zip(DETOUR, reversed(ACCESS_KMH), strict=True)]
    if ends[0][0].id == ends[1][0].id:
        return Travel((add[0], add[1], add[2]), None, usd_complete=False, km=extra * DETOUR[1], mode="road")
    best = ask(ends[0][0].id, ends[1][0].id)
    if best is None:
        return None
    hours, usd = best.hours, best.usd
    return Travel(
        (hours.p10 + add[0], hours.p50 + add[1], hours.p90 + add[2]),
        (usd.p10, usd.p50, usd.p90) if usd else None,
        best.usd_complete and not extra,
        best.km + extra * DETOUR[1],
        _main_mode(best),
        best.unknown_since,
        best.rest,
    )


def _access(network: Network, geonameid: int) -> tuple[Node, float]:
    try:
        return node_of_place(network, geonameid), 0.0
    except UnknownNodeError:
        where = place(geonameid)
        near, km = nearest_node(network, where.lat, where.lon)
        if km > NEAR_KM:
            raise
        return near, km


def _main_mode(option: Option) -> str:
    km: dict[str, float] = {}
    for leg in option.legs:
        km[leg.link.mode] = km.get(leg.link.mode, 0.0) + leg.km
    return max(km, key=lambda mode: km[mode])
