"""What is known of a link: values with source and date, gates that open and close, services that leave."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from egiz.corridors._errors import NetworkError
from egiz.corridors.model import CLASSES

Status = Literal["observed", "claimed", "derived", "assumed"]
STATUSES: tuple[Status, ...] = ("observed", "claimed", "derived", "assumed")
"""observed: somebody measured it or went through it; claimed: an authority or a company says so; derived:
computed from read values, the source says how; assumed: nobody has read it, the source says what that rests
on."""
GateState = Literal["open", "closed"]
Way = Literal["", "ab", "ba"]
Metric = Literal[
    "km",
    "kmh",
    "usd_km",
    "hours",
    "usd",
    "wait_hours",
    "queue_share",
    "queue_hours",
    "shut_share",
    "shut_hours",
]
UNITS: Mapping[Metric, str] = {
    "km": "km",
    "kmh": "km/h",
    "usd_km": "USD/km",
    "hours": "h",
    "usd": "USD",
    "wait_hours": "h",
    "queue_share": "share",
    "queue_hours": "h",
    "shut_share": "share",
    "shut_hours": "h",
}
"""km: length; kmh, usd_km: speed and cost on the roads, rails or waters of one country; hours, usd: of one
link (at a crossing: formalities and the usual wait; elsewhere instead of length over speed); wait_hours:
before it starts; queue_share, queue_hours: how often there is a queue and what it adds; shut_share,
shut_hours: how often it is shut by weather in the months named, and for how long."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """
    What a quantity is at least, most likely, at most: a triangular distribution.

    Parameters
    ----------
    low, mode, high
        Finite, not negative, low <= mode <= high, in the unit of the value.

    Raises
    ------
    NetworkError
        When they are not in that order.
    """

    low: float
    mode: float
    high: float

    def __post_init__(self) -> None:
        if not all(math.isfinite(x) and x >= 0 for x in (self.low, self.mode, self.high)):
            raise NetworkError("estimate", "low, mode and high must be numbers of zero or more.")
        if not self.low <= self.mode <= self.high:
            raise NetworkError(
                "estimate", f"Must have low <= mode <= high, not {self.low}, {self.mode}, {self.high}."
            )

    @property
    def mean(self) -> float:
        """Mean of the triangular distribution."""
        return (self.low + self.mode + self.high) / 3


@dataclass(frozen=True, slots=True)
class Value:
    """
    One quantity as one source tells it, or as we assume it.

    Parameters
    ----------
    on
        Id of a link, or "mode/zone" for a speed or a cost per kilometre.
    metric
        See `UNITS`.
    estimate
        Low, mode, high.
    status
        observed, claimed, derived or assumed.
    source
        Who says so; for derived and assumed: what it rests on.
    as_of
        The date, month or year the value speaks of; empty when not known.
    checked_on
        When we last looked.
    vehicle
        The class it holds for; empty for all.
    way
        "ab" or "ba" when it holds one way only.
    months
        Months it holds in (1 … 12); empty for all year.
    valid_from, valid_to
        First and last day it holds.
    url, note
        Where to read it, and what a reader should know.
    id
        Set by the desk for its own values; empty for shipped ones.
    """

    on: str
    metric: Metric
    estimate: Estimate
    status: Status
    source: str
    as_of: str = ""
    checked_on: date | None = None
    vehicle: str = ""
    way: Way = ""
    months: tuple[int, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    url: str = ""
    note: str = ""
    id: str = ""

    def __post_init__(self) -> None:
        if self.metric not in UNITS:
            raise NetworkError(self.on, f"metric “{self.metric}” is none of {', '.join(UNITS)}.")
        if self.status not in STATUSES:
            raise NetworkError(self.on, f"status “{self.status}” is none of {', '.join(STATUSES)}.")
        if not self.source.strip():
            raise NetworkError(self.on, f"{self.metric} has no source; an assumption names what it rests on.")
        if self.vehicle and self.vehicle not in CLASSES:
            raise NetworkError(self.on, f"class “{self.vehicle}” is none of {', '.join(CLASSES)}.")
        if self.metric in ("queue_share", "shut_share") and self.estimate.high > 1:
            raise NetworkError(self.on, f"{self.metric} is a share between 0 and 1.")
        if self.metric in ("km", "kmh") and self.estimate.low <= 0:
            raise NetworkError(self.on, f"{self.metric} must be above zero.")
        if self.valid_from and self.valid_to and self.valid_from > self.valid_to:
            raise NetworkError(self.on, "Must have valid_from <= valid_to.")

    @property
    def key(self) -> tuple[str, Metric, str, Way]:
        """What it is a value of."""
        return self.on, self.metric, self.vehicle, self.way

    def holds_on(self, day: date) -> bool:
        """Whether it is valid on a day."""
        return (
            (self.valid_from is None or self.valid_from <= day)
            and (self.valid_to is None or day <= self.valid_to)
            and (not self.months or day.month in self.months)
        )


@dataclass(frozen=True, slots=True)
class Gate:
    """
    A link known to be open or closed for a class over a time.

    Parameters
    ----------
    on
        Id of the link.
    vehicle
        The class it holds for; empty for all.
    state
        open or closed.
    valid_from, valid_to
        First and last day; the status is unknown after the last one of the newest gate. A closing whose end
        nobody has told has None: it goes on.
    hours
        When of the day it works: "24h", "daylight" or "09:00-18:00"; empty where nothing is read.
    status, source, as_of, checked_on, url, note, id
        As for a value.
    """

    on: str
    vehicle: str
    state: GateState
    valid_from: date
    valid_to: date | None
    status: Status
    source: str
    as_of: str = ""
    checked_on: date | None = None
    url: str = ""
    note: str = ""
    id: str = ""
    hours: str = ""

    def __post_init__(self) -> None:
        if self.state not in ("open", "closed"):
            raise NetworkError(self.on, f"state “{self.state}” is neither open nor closed.")
        if self.vehicle and self.vehicle not in CLASSES:
            raise NetworkError(self.on, f"class “{self.vehicle}” is none of {', '.join(CLASSES)}.")
        if self.valid_to is None and self.state == "open":
            raise NetworkError(self.on, "an open gate needs the last day it was seen open.")
        if self.valid_to is not None and self.valid_from > self.valid_to:
            raise NetworkError(self.on, "Must have valid_from <= valid_to.")
        if not self.source.strip():
            raise NetworkError(self.on, "a gate needs a source.")

    def covers(self, day: date) -> bool:
        """Whether it says something of a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Service:
    """
    A train, flight, bus or ship that leaves on some days.

    Parameters
    ----------
    on, way
        The link and the direction ("ab" or "ba").
    vehicle
        The class that uses it.
    weekdays
        Monday is 0; empty when only `per_week` is known.
    per_week
        Departures a week; 0 where it is known to go and nobody has said how often.
    departs
        Minutes after midnight, local time; None when not known.
    hours
        Time on the way.
    usd
        Fare of one, None when not known.
    status, source, as_of, checked_on, valid_from, valid_to, url, note, id
        As for a value.
    """

    on: str
    way: Literal["ab", "ba"]
    vehicle: str
    weekdays: tuple[int, ...]
    per_week: float
    departs: int | None
    hours: Estimate | None
    usd: Estimate | None
    status: Status
    source: str
    as_of: str = ""
    checked_on: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    url: str = ""
    note: str = ""
    id: str = ""

    def __post_init__(self) -> None:
        if self.way not in ("ab", "ba"):
            raise NetworkError(self.on, "a service goes one way: ab or ba.")
        if self.vehicle not in CLASSES:
            raise NetworkError(self.on, f"class “{self.vehicle}” is none of {', '.join(CLASSES)}.")
        if self.per_week < 0:
            raise NetworkError(self.on, "a service goes never less than 0 times a week.")
        if any(day not in range(7) for day in self.weekdays):
            raise NetworkError(self.on, "weekdays are numbers from 0 (Monday) to 6.")
        if self.departs is not None and not 0 <= self.departs < 1440:
            raise NetworkError(self.on, "a departure is a time of the day.")

    def holds_on(self, day: date) -> bool:
        """Whether it runs in the season of a day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )
