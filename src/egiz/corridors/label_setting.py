"""Pareto-best ways by label setting over node × class × time (Martins 1984), in time, cost and risk."""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

import rustworkx as rx

from egiz.corridors.model import Link
from egiz.corridors.network import Network
from egiz.corridors.resting import CARRIED, DRIVEN, Shift, rested, shift_of
from egiz.corridors.rides import MUST, Ride, boarding, classes_of, expected_wait, ride
from egiz.corridors.values import Way


@dataclass(frozen=True, slots=True)
class Label:
    """
    One way to a node: what it took so far and its last ride.

    Parameters
    ----------
    hours, usd, risk
        Expected hours since the moment asked for, known cost, chance that something on the way is shut.
    idle
        Hours of these before one has to leave: the wait for the first departure is spent where one is.
    gap
        Hours on rides whose cost nobody knows.
    wheel, rest
        Hours at the wheel since the driver's last daily rest, and hours of rest so far, a part of `hours`.
    node, vehicle, used
        Where, in which class, and whether the class asked for has been used.
    ride, wait, before
        The last ride, the hours waited for it, and the label it started from; None at the origin.
    """

    hours: float
    usd: float
    risk: float
    node: str
    vehicle: str
    used: bool = False
    ride: Ride | None = None
    wait: float = 0.0
    before: Label | None = None
    idle: float = 0.0
    gap: float = 0.0
    wheel: float = 0.0
    rest: float = 0.0

    @property
    def travel(self) -> float:
        """Expected hours from leaving, with the driver's rest."""
        return self.hours - self.idle

    @property
    def boarded(self) -> bool:
        """Whether something on the way so far left by a timetable."""
        label: Label | None = self
        while label is not None and label.ride is not None:
            if label.ride.services:
                return True
            label = label.before
        return False

    def rides(self) -> list[Ride]:
        """The rides from the origin to here."""
        found: list[Ride] = []
        label: Label | None = self
        while label is not None and label.ride is not None:
            found.append(label.ride)
            label = label.before
        return found[::-1]


@dataclass(frozen=True, slots=True)
class _Question:
    """What stays the same while ways are looked for."""

    network: Network
    uses: tuple[str, ...]
    start: datetime
    must: str
    closed: bool
    timed: bool
    shift: Shift
    drives: bool


def pareto(
    network: Network,
    origin: str,
    destination: str,
    start: datetime,
    vehicle: str,
    *,
    closed: bool = False,
    drivers: int = 1,
) -> list[Label]:
    """
    All ways no other beats in expected time from leaving, cost and risk together.

    A way of which a part has no known cost is beaten in cost only by one that costs no more than its known
    part, and beats none that is known in more of its parts.

    Parameters
    ----------
    network
        With the desk's edits on it.
    origin, destination
        Ids of nodes.
    start
        When it begins; every gate and timetable is asked at the hour one gets there.
    vehicle
        The class, or "party".
    closed
        Go through closed gates too, to learn which of them stand in the way.
    drivers
        How many take turns at the wheel: 1 or 2.

    Returns
    -------
    list[Label]
        At the destination, the quickest first; empty when there is no way.
    """
    uses = classes_of(vehicle)
    left = _hours_left(network, destination, uses, start)
    timed = any(service.vehicle in uses for service in network.services)
    asked = _Question(
        network, uses, start, MUST.get(vehicle, ""), closed, timed, shift_of(drivers), vehicle not in CARRIED
    )
    kept: dict[tuple[str, str, bool], list[Label]] = defaultdict(list)
    done: list[Label] = []
    heap: list[tuple[float, float, float, int, Label]] = []
    counter = 0
    heapq.heappush(heap, (0.0, 0.0, 0.0, counter, Label(0.0, 0.0, 0.0, origin, "", not asked.must)))
    while heap:
        *_, label = heapq.heappop(heap)
        alike = kept[label.node, label.vehicle, label.used]
        if _beaten(label, alike, asked) or _beaten(label, done, None, left[label.node]):
            continue
        if label.node == destination and label.used:
            done.append(label)
            continue
        alike.append(label)
        for after in _onwards(label, asked):
            if math.isfinite(left.get(after.node, math.inf)) and not _beaten(
                after, done, None, left[after.node]
            ):
                counter += 1
                heapq.heappush(heap, (after.travel, after.usd, after.risk, counter, after))
    return done


def _beaten(label: Label, others: list[Label], under_way: _Question | None, left: float = 0.0) -> bool:
    """Whether one of the others is as good in everything; who is still `under_way` has more to lose."""
    travel = label.travel + left + 1e-9
    return any(
        o.travel <= travel
        and o.usd <= label.usd + 1e-9
        and o.gap <= label.gap + 1e-9
        and o.risk <= label.risk + 1e-12
        and (under_way is None or _as_free(o, label, under_way))
        for o in others
    )


def _as_free(one: Label, other: Label, asked: _Question) -> bool:
    """Whether from here the one can do all that the other can, as early."""
    # Who has been at the wheel longer rests earlier: that costs a daily rest and its pauses at most.
    ahead = one.wheel <= other.wheel + 1e-9 or one.travel + asked.shift.rest + 2.0 <= other.travel
    if not asked.timed:
        return ahead
    # Who is there earlier catches more departures, and who has boarded none still leaves when it suits.
    return ahead and one.hours <= other.hours + 1e-9 and (one.idle == 0 or other.idle > 0)


def _onwards(label: Label, asked: _Question) -> list[Label]:
    moment = asked.start + timedelta(hours=label.hours)
    found = []
    for link, way in asked.network.leaving.get(label.node, ()):
        if label.ride is not None and link.id == label.ride.link.id:
            continue
        for vehicle in asked.uses:
            taken = ride(asked.network, link, way, vehicle, moment.date())
            if taken is None or (taken.gate.state == "closed" and not asked.closed):
                continue
            after = _after(label, taken, moment, asked)
            if after is not None:
                found.append(after)
    return found


def _after(label: Label, taken: Ride, moment: datetime, asked: _Question) -> Label | None:
    """Where one is after a ride; None where nothing leaves within weeks."""
    onboard = 0.0
    if taken.vehicle != label.vehicle or taken.services:
        boards = boarding(asked.network, taken.vehicle, moment.date(), timetable=bool(taken.services))
        onboard = sum(value.estimate.mean for value in boards)
    still = expected_wait(taken, moment + timedelta(hours=onboard))
    if not math.isfinite(still):
        return None
    idle = still if taken.services and not label.boarded else 0.0
    driving = asked.drives and taken.link.mode == "road" and taken.vehicle in DRIVEN
    rest, wheel = rested(asked.shift, label.wheel, taken.link, onboard + still, taken.hours, driving=driving)
    unpriced = taken.usd is None and taken.link.mode != "crossing"
    return Label(
        label.hours + onboard + still + taken.hours + rest,
        label.usd + (taken.usd or 0.0),
        1.0 - (1.0 - label.risk) * (1.0 - taken.risk),
        taken.end, taken.vehicle, label.used or taken.vehicle == asked.must, taken, onboard + still - idle,
        label, label.idle + idle, label.gap + (taken.hours if unpriced else 0.0), wheel, label.rest + rest,
    )  # fmt: skip


def _hours_left(
    network: Network, destination: str, uses: tuple[str, ...], start: datetime
) -> dict[str, float]:
    # No way is quicker than this from a node: every link at its quickest, no waits, all gates open.
    key = ("hours left", destination, uses, start.date())
    if key not in network.memory:
        graph: rx.PyDiGraph[str, float] = rx.PyDiGraph()
        index = {node: graph.add_node(node) for node in network.nodes}
        for node in network.nodes:
            for link, way in network.leaving.get(node, ()):
                hours = _quickest(network, link, way, uses)
                if math.isfinite(hours):
                    end = link.b if way == "ab" else link.a
                    graph.add_edge(index[end], index[node], hours)
        lengths = rx.dijkstra_shortest_path_lengths(graph, index[destination], float)
        found = {node: float(lengths[i]) if i in lengths else math.inf for node, i in index.items()}
        found[destination] = 0.0
        network.memory[key] = found
    return network.memory[key]  # type: ignore[return-value]  # one memory for things of several types


def _quickest(network: Network, link: Link, way: Way, uses: tuple[str, ...]) -> float:
    if not set(uses) & set(link.classes):
        return math.inf
    values = {metric: network.values_of(link, metric, uses) for metric in ("km", "kmh", "hours")}
    found = [value.estimate.mean for value in values["hours"]]
    found += [service.hours.mode for service in network.timed(link, way) if service.hours]
    if values["km"] and values["kmh"]:
        shortest = min(value.estimate.mode for value in values["km"])
        found.append(shortest / max(value.estimate.mode for value in values["kmh"]))
    return min(found, default=math.inf)
