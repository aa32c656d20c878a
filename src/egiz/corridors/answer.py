"""What a question about the way is answered with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from egiz.corridors.model import Link, Node
from egiz.corridors.network import GateView
from egiz.corridors.values import Gate, Service, Status, Value


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence for a person: a code and parameters to translate, and the English text."""

    code: str
    params: Mapping[str, str | int | float]
    text: str


@dataclass(frozen=True, slots=True)
class Spread:
    """What one draw in ten stays below, half of them, nine in ten."""

    p10: float
    p50: float
    p90: float


@dataclass(frozen=True, slots=True)
class Travel:
    """
    Time and cost from one place to another for a planner of journeys.

    Parameters
    ----------
    hours
        Low, mode, high: P10, P50, P90 of the draws where there were draws, otherwise sums of the legs.
    usd
        The same for the cost of one; None when no leg's cost is known.
    usd_complete
        False when some leg's cost is unknown: then the cost is a lower bound.
    km
        Length.
    mode
        The mode that takes most kilometres.
    unknown_since
        The first day on which the status of a crossing on the way is not known any more.
    rest
        Hours a driver must rest on the way; no part of `hours`.
    """

    hours: tuple[float, float, float]
    usd: tuple[float, float, float] | None
    usd_complete: bool
    km: float
    mode: str
    unknown_since: date | None = None
    rest: float = 0.0


@dataclass(frozen=True, slots=True)
class Leg:
    """
    One link of a way, as it is used.

    Parameters
    ----------
    start, end
        Nodes.
    link
        The link; its mode says how.
    vehicle
        The class in use.
    km
        Most likely length; 0 at a crossing.
    hours, usd
        Spread of the time on it (waits before it included) and of its cost; usd is None when unknown.
    wait
        Most likely hours waited before it starts, a part of `hours`.
    rest
        Hours its driver must rest on it, no part of `hours`.
    crossing
        Name of the border crossing; empty elsewhere.
    status
        The weakest status among the values used.
    values, services
        Every value and every train, flight or ship used, with source and date.
    gate
        The gate that says it is open, None where nothing is recorded.
    unknown_since
        The first day on which its status is not known any more; None when known.
    """

    start: Node
    end: Node
    link: Link
    vehicle: str
    km: float
    hours: Spread
    usd: Spread | None
    wait: float
    crossing: str
    status: Status
    values: tuple[Value, ...]
    services: tuple[Service, ...] = ()
    gate: Gate | None = None
    unknown_since: date | None = None
    rest: float = 0.0

    @property
    def source(self) -> str:
        """The sources of its values and services, each once."""
        sources = [s.source for s in self.services] + [v.source for v in self.values]
        return "; ".join(dict.fromkeys(sources))

    @property
    def as_of(self) -> str:
        """The oldest date among its values and services."""
        dates = [s.as_of for s in self.services] + [v.as_of for v in self.values]
        return min((day for day in dates if day), default="")


@dataclass(frozen=True, slots=True)
class Driver:
    """A quantity (of a link or of "mode/zone") that makes the time uncertain; its share of the variance."""

    on: str
    metric: str
    share: float


@dataclass(frozen=True, slots=True)
class Option:
    """
    One way that no other beats in time, cost and risk together.

    Parameters
    ----------
    legs
        In order.
    hours, usd
        Spread of the whole, counted from leaving, without rest; usd is None when no leg's cost is known.
    usd_complete
        False when some leg's cost is unknown: then usd is a lower bound.
    km
        Most likely length.
    risk
        Chance to find a gate shut or a service not running on the way, 0 … 1.
    drivers
        What makes the time uncertain, the largest first.
    best
        What it is best in among the options: "time", "cost", "risk".
    warnings
        What a traveller must know.
    wait
        Expected hours from the moment asked for until one has to leave for the first departure; no part of
        `hours`.
    rest
        Hours the drivers must rest on the way (see `egiz.corridors.resting`); no part of `hours`.
    """

    legs: tuple[Leg, ...]
    hours: Spread
    usd: Spread | None
    usd_complete: bool
    km: float
    risk: float
    drivers: tuple[Driver, ...]
    best: tuple[str, ...]
    warnings: tuple[Reason, ...]
    wait: float = 0.0
    rest: float = 0.0

    @property
    def whole(self) -> float:
        """Median hours from leaving with the rest that must be kept: what ways are compared by."""
        return self.hours.p50 + self.rest

    @property
    def unknown_since(self) -> date | None:
        """The first day on which some gate on the way is not known any more."""
        return min((leg.unknown_since for leg in self.legs if leg.unknown_since), default=None)


@dataclass(frozen=True, slots=True)
class Closed:
    """A gate that stands closed for the class on the day of the journey."""

    crossing: str
    gate: Gate
    vehicle: str


@dataclass(frozen=True, slots=True)
class Passed:
    """A link of the way one would take if all were open, and what is known of it on that day."""

    link: Link
    vehicle: str
    view: GateView


@dataclass(frozen=True, slots=True)
class Instead:
    """
    Something that works instead.

    Parameters
    ----------
    kind
        "class" (on the same day) or "date" (for the same class).
    value
        The class, or the day in ISO 8601.
    hours
        Expected hours of the quickest way then.
    reason
        Why it works, or what is not known about it.
    """

    kind: str
    value: str
    hours: float
    reason: Reason


@dataclass(frozen=True, slots=True)
class Answer:
    """
    Ways from one place to another.

    Parameters
    ----------
    origin, destination
        Nodes.
    when
        The start.
    vehicle
        The class asked for.
    options
        Pareto-best ways, the preferred first; empty when there is none.
    closed
        Gates that stand closed for the class on that day and would have been on a way.
    why_not
        Why there is no way; None when there is one.
    instead
        The nearest day and the other classes that work, when there is no way.
    unknown_since
        The first day on which the status of a gate of the preferred way is not known any more.
    draws
        How many draws the spreads rest on; 0 without.
    drivers
        How many take turns at the wheel.
    """

    origin: Node
    destination: Node
    when: datetime
    vehicle: str
    options: tuple[Option, ...]
    closed: tuple[Closed, ...]
    why_not: Reason | None
    instead: tuple[Instead, ...]
    unknown_since: date | None
    draws: int
    drivers: int = 1
