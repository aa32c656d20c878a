"""What using one link costs on one day: expected hours, money, risk, and the values they come from."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import cast

from egiz.corridors._errors import ClassError
from egiz.corridors.model import CLASSES, Link
from egiz.corridors.network import GateView, Network
from egiz.corridors.values import Estimate, Metric, Service, Value, Way

UNKNOWN_RISK = {"open": 0.05, "closed": 0.5, "": 0.1}
"""Chance that a gate nobody has looked at is shut, by the state known last: our assumption."""
SERVICE_RISK: dict[str, float] = {"observed": 0.05, "claimed": 0.15, "derived": 0.15, "assumed": 0.3}
"""Chance that a train, flight or ship does not run as told, by who tells of it: our assumption."""
USES: dict[str, tuple[str, ...]] = {
    **{name: (name,) for name in CLASSES},
    "foot": ("foot", "bus"),
    "train": ("train", "foot"),
    "air": ("air", "car"),
    "party": ("car", "air", "train"),
}
"""Classes a traveller may change between. A bus is one's own or hired: it waits for nobody. A party goes by
hired car, by air and by train, whatever is best on each part."""
MUST = {"air": "air", "train": "train"}
"""Who asks for this class wants to use it at least once."""
BOARDED = frozenset({"air", "train", "container", "foot"})
WEEK = 7 * 24.0
NOON = 12 * 60
UNSAID = 7.0
"""What is known to go, nobody says how often, is waited for as if it went every day: our assumption."""


@dataclass(frozen=True, slots=True)
class Ride:
    """
    A link used by a class in one direction on a day.

    Parameters
    ----------
    link, way, vehicle
        What is used.
    hours, usd
        Expected time without waiting for a service, and cost of one; usd is None when unknown.
    risk
        Chance to find it shut, or its service not running.
    gate
        What is known of its gate.
    km, pace, fixed, wait, queue, shut, money
        The values used: length; speed; hours instead of length over speed; wait before; queue (share, hours);
        weather (share, hours); cost per kilometre or of the link.
    services
        Departures to wait for; empty when one starts at will.
    """

    link: Link
    way: Way
    vehicle: str
    hours: float
    usd: float | None
    risk: float
    gate: GateView
    km: Value | None
    pace: Value | None
    fixed: Value | None
    wait: Value | None
    queue: tuple[Value, Value] | None
    shut: tuple[Value, Value] | None
    money: Value | None
    services: tuple[Service, ...]

    @property
    def end(self) -> str:
        """Where it ends."""
        return self.link.b if self.way == "ab" else self.link.a

    @property
    def start(self) -> str:
        """Where it starts."""
        return self.link.a if self.way == "ab" else self.link.b

    @property
    def values(self) -> tuple[Value, ...]:
        """Every value used."""
        found = (
            self.km,
            self.pace,
            self.fixed,
            self.wait,
            *(self.queue or ()),
            *(self.shut or ()),
            self.money,
        )
        return tuple(value for value in found if value is not None)


def classes_of(vehicle: str) -> tuple[str, ...]:
    """
    The classes a traveller may change between.

    Raises
    ------
    ClassError
        When there is no such class.
    """
    if vehicle not in USES:
        raise ClassError(f"There is no class “{vehicle}”; choose one of {', '.join(USES)}.")
    return USES[vehicle]


def ride(network: Network, link: Link, way: Way, vehicle: str, day: date) -> Ride | None:
    """
    A link as a class finds it on a day.

    Returns
    -------
    Ride or None
        None when the class cannot use the link or nothing says how long it takes. A closed gate is told, not
        left out.
    """
    key = (link.id, way, vehicle, day)
    if key not in network.memory:
        if len(network.memory) > 200_000:
            network.memory.clear()
        network.memory[key] = _ride(network, link, way, vehicle, day)
    return cast("Ride | None", network.memory[key])


def _ride(network: Network, link: Link, way: Way, vehicle: str, day: date) -> Ride | None:
    if vehicle not in link.classes:
        return None

    def get(metric: Metric) -> Value | None:
        return network.quantity(link, metric, vehicle, way, day)

    services = network.services_on(link, vehicle, way, day)
    if not services and network.has_services(link, vehicle):
        return None
    km, pace, fixed = network.lookup(link.id, "km", vehicle, way, day), get("kmh"), get("hours")
    travel = _travel(km, pace, fixed, services)
    if travel is None:
        return None
    queue = _pair(get("queue_share"), get("queue_hours"))
    shut = _pair(get("shut_share"), get("shut_hours"))
    wait = get("wait_hours")
    per_km = get("usd_km")
    money = get("usd") or (per_km if km else None)
    hours = travel + (wait.estimate.mean if wait else 0.0)
    for pair in (queue, shut):
        hours += pair[0].estimate.mean * pair[1].estimate.mean if pair else 0.0
    gate = network.gate(link, vehicle, day)
    open_odds = 1.0 - (shut[0].estimate.mean if shut else 0.0)
    if gate.state == "unknown":
        open_odds *= 1.0 - UNKNOWN_RISK[gate.last]
    if services:
        open_odds *= 1.0 - min(SERVICE_RISK[service.status] for service in services)
    return Ride(
        link, way, vehicle, hours, _usd(money, km, services), 1.0 - open_odds, gate,
        km, None if fixed else pace, fixed, wait, queue, shut, money, services,
    )  # fmt: skip


def _travel(
    km: Value | None, pace: Value | None, fixed: Value | None, services: tuple[Service, ...]
) -> float | None:
    timed = [s.hours.mode for s in services if s.hours]
    if timed:
        return min(timed)
    if fixed:
        return fixed.estimate.mean
    if km and pace:
        return km.estimate.mode / pace.estimate.mode
    return None


def _usd(money: Value | None, km: Value | None, services: tuple[Service, ...]) -> float | None:
    fares = [s.usd.mode for s in services if s.usd]
    if fares:
        return min(fares)
    if money is None:
        return None
    if money.metric == "usd":
        return money.estimate.mean
    return money.estimate.mean * km.estimate.mode if km else None


def _pair(share: Value | None, hours: Value | None) -> tuple[Value, Value] | None:
    return (share, hours) if share and hours else None


def departures(services: tuple[Service, ...], start: datetime, days: int = 24) -> list[tuple[float, Service]]:
    """
    Departures after a moment, in hours from it.

    Services of which only the frequency is known are left out: see `usual_wait`. One without an hour leaves
    at noon.
    """
    midnight = start.replace(hour=0, minute=0, second=0, microsecond=0)
    found = []
    for offset in range(days):
        day = midnight + timedelta(days=offset)
        for service in services:
            if day.weekday() in service.weekdays and service.holds_on(day.date()):
                leaves = day + timedelta(minutes=NOON if service.departs is None else service.departs)
                hours = (leaves - start).total_seconds() / 3600
                if hours >= 0:
                    found.append((hours, service))
    return sorted(found, key=lambda item: item[0])


def usual_wait(services: tuple[Service, ...]) -> Estimate | None:
    """The wait for services of which only the frequency is known: from none to the whole interval."""
    often = sum(service.per_week or UNSAID for service in services if not service.weekdays)
    return Estimate(0.0, WEEK / often / 2, WEEK / often) if often else None


def expected_wait(found: Ride, moment: datetime) -> float:
    """Hours until the ride can start, at a moment; infinity when no service leaves within weeks."""
    if not found.services:
        return 0.0
    usual = usual_wait(found.services)
    scheduled = departures(found.services, moment, days=9) if any(s.weekdays for s in found.services) else []
    return min(usual.mode if usual else math.inf, scheduled[0][0] if scheduled else math.inf)


def boarding(network: Network, vehicle: str, day: date, *, timetable: bool) -> tuple[Value, ...]:
    """Time at station or airport before a class can be used, and the wait for a train of no known hour."""
    if vehicle not in BOARDED:
        return ()
    names = [f"transfer/{vehicle}"] + ([] if timetable else [f"wait/{vehicle}"])
    found = (network.lookup(name, "wait_hours", vehicle, "", day) for name in names)
    return tuple(value for value in found if value is not None)
