"""What a trip is made of: people, cities, visits, fixed blocks, legs; frozen data that validates itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from egiz.trips._errors import refuse
from egiz.trips.money import Money

VisitKind = Literal["company", "office", "sight", "event"]
Mode = Literal["car", "bus", "train", "air", "ferry", "walk"]
Per = Literal["person", "vehicle"]
# Somebody has to be at work to receive the delegation; the others are open when they say they are.
HOSTED: tuple[VisitKind, ...] = ("company", "office")
ROAD: tuple[Mode, ...] = ("car", "bus")
# Sums of more are not counted exactly by the kernels.
MOST_MINUTES, MOST_VALUE = 100_000, 1_000_000


def check_zone(zone: str, where: str) -> None:
    """Refuse a zone that the zone database does not know."""
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        refuse("zone", f"Must have an IANA time zone, has {zone!r}.", where)


def check_aware(moment: dt.datetime, where: str) -> None:
    """Refuse a time without its offset from UTC."""
    if moment.tzinfo is None or moment.utcoffset() is None:
        refuse("time-offset", f"Must have an offset from UTC, e.g. {moment.isoformat()}+05:00.", where)


def _check_point(lat: float | None, lon: float | None, where: str) -> None:
    if (lat is None) != (lon is None):
        refuse("coordinates", "Must have both latitude and longitude, or neither.", where)
    if lat is not None and lon is not None and not (-90 <= lat <= 90 and -180 <= lon <= 180):
        refuse("coordinates", f"Must lie on the globe, is at {lat}, {lon}.", where)


@dataclass(frozen=True, slots=True)
class Window:
    """From when to when something is possible; both with an offset from UTC."""

    start: dt.datetime
    end: dt.datetime

    def __post_init__(self) -> None:
        check_aware(self.start, "window")
        check_aware(self.end, "window")
        if self.end <= self.start:
            refuse("window", f"Must end after it starts: {self.start.isoformat()} – {self.end.isoformat()}.")


@dataclass(frozen=True, slots=True)
class Person:
    """A member of the delegation.

    Parameters
    ----------
    id, name, role
        Key, shown name, office held.
    nationalities
        ISO 3166-1 alpha-2 of the passports.
    languages
        BCP 47 codes spoken.
    group
        Id of the group the person travels with; empty where the trip has one group.
    """

    id: str
    name: str
    role: str = ""
    nationalities: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    group: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """People who travel together; on the road in as many vehicles as they need."""

    id: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class City:
    """A place to pass, to visit and perhaps to sleep in.

    Parameters
    ----------
    id, name, country, zone
        Key, shown name, ISO 3166-1 alpha-2, IANA zone.
    lat, lon
        WGS 84 degrees, or None.
    geonameid
        GeoNames id, or None.
    night
        Price of a night per person; None where the delegation cannot sleep.
    hotel
        Its name.
    minutes_between
        From one address to another inside the city, wherever coordinates do not say better.
    """

    id: str
    name: str
    country: str
    zone: str
    lat: float | None = None
    lon: float | None = None
    geonameid: int | None = None
    night: Money | None = None
    hotel: str = ""
    minutes_between: int = 20

    def __post_init__(self) -> None:
        where = f"city {self.id}"
        check_zone(self.zone, where)
        _check_point(self.lat, self.lon, where)
        if len(self.country) != 2 or not self.country.isupper():
            refuse("country", f"Must have a country of two capital letters, has {self.country!r}.", where)
        if not 0 <= self.minutes_between <= MOST_MINUTES:
            refuse("minutes-between", f"Must have minutes_between of 0 to {MOST_MINUTES}.", where)


@dataclass(frozen=True, slots=True)
class Visit:
    """Something worth going to.

    Parameters
    ----------
    id, name, city
        Key, shown name, id of the city.
    minutes, value
        Length; worth of the visit as a whole number from 0, comparable with the other visits.
    windows
        When it can take place, from start to end of the visit; several, on any days. Empty: for a company or
        an office the working hours of its country, otherwise any time of the travellers' day.
    kind
        A company or office receives only in the working hours of its country.
    must
        The plan is of no use without it.
    lat, lon
        Address, or None.
    cost
        Per person.
    slack
        Minutes of protocol before and after it, or None for the trip's own slack.
    groups
        Groups that may go; empty for any. One group goes.
    languages
        Languages the host speaks; where no traveller shares one, the plan asks for an interpreter.
    """

    id: str
    name: str
    city: str
    minutes: int
    value: int
    windows: tuple[Window, ...] = ()
    kind: VisitKind = "company"
    must: bool = False
    lat: float | None = None
    lon: float | None = None
    cost: Money | None = None
    slack: int | None = None
    groups: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        where = f"visit {self.id}"
        if not 0 < self.minutes <= MOST_MINUTES:
            refuse("visit-length", f"Must have minutes > 0, at most {MOST_MINUTES}.", where)
        if not 0 <= self.value <= MOST_VALUE or self.value != int(self.value):
            refuse("visit-value", f"Must have a whole value of 0 to {MOST_VALUE}.", where)
        if self.kind not in get_args(VisitKind):
            refuse("visit-kind", f"Must be one of {', '.join(get_args(VisitKind))}, is {self.kind!r}.", where)
        if self.slack is not None and not 0 <= self.slack <= MOST_MINUTES:
            refuse("slack", f"Must have a slack of 0 to {MOST_MINUTES} minutes.", where)
        _check_point(self.lat, self.lon, where)
        for w in self.windows:
            if w.end - w.start < dt.timedelta(minutes=self.minutes):
                refuse("window-short", f"Must have windows of at least {self.minutes} minutes.", where)

    @property
    def fixed(self) -> bool:
        """Whether it is an appointment: one window, exactly as long as the visit."""
        length = dt.timedelta(minutes=self.minutes)
        return len(self.windows) == 1 and self.windows[0].end - self.windows[0].start == length


@dataclass(frozen=True, slots=True)
class Block:
    """A time the groups spend in a city whatever the plan: a mission, a conference, a reception."""

    id: str
    name: str
    city: str
    start: dt.datetime
    end: dt.datetime
    groups: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        where = f"block {self.id}"
        check_aware(self.start, where)
        check_aware(self.end, where)
        if self.end <= self.start:
            refuse("block", "Must end after it starts.", where)


@dataclass(frozen=True, slots=True)
class Departure:
    """One flight, train or bus of a timetable."""

    leaves: dt.datetime
    arrives: dt.datetime
    number: str = ""
    cost: Money | None = None

    def __post_init__(self) -> None:
        where = f"departure {self.number}".strip()
        check_aware(self.leaves, where)
        check_aware(self.arrives, where)
        if self.arrives <= self.leaves:
            refuse("departure", "Must arrive after it leaves (check the offsets from UTC).", where)


@dataclass(frozen=True, slots=True)
class Leg:
    """A way from one city to another.

    Parameters
    ----------
    origin, destination, mode
        Ids of the cities; how.
    minutes
        Length of the ride; needed where there is no timetable.
    departures
        The timetable; empty where one leaves when one likes.
    before, after
        Minutes to be at the station before it leaves, and until one is in the city after it arrives.
    cost, per
        Price (a departure may have its own) for each person or for the vehicle.
    km
        Kilometres, or None.
    seats
        How many travellers a vehicle takes; None where one is enough for any group. A price for the vehicle
        is paid for each of them.
    drivers
        Of a car or bus that keeps the hours of drivers (see `egiz.corridors.resting`): 1, or 2 who take
        turns. A ride takes longer by the pauses, and a day has so many hours at the wheel. 0: not counted.
    through
        ISO 3166-1 alpha-2 of the countries it passes without a stop in one of the cities: their days count.
    status, source, as_of
        "observed", "claimed", "derived" or "assumed", from where, of which day.
    """

    origin: str
    destination: str
    mode: Mode
    minutes: int | None = None
    departures: tuple[Departure, ...] = ()
    before: int = 0
    after: int = 0
    cost: Money | None = None
    per: Per = "person"
    km: float | None = None
    seats: int | None = None
    drivers: int = 0
    through: tuple[str, ...] = ()
    status: Literal["observed", "claimed", "derived", "assumed"] = "assumed"
    source: str = ""
    as_of: dt.date | None = None

    def __post_init__(self) -> None:
        where = f"leg {self.origin} – {self.destination}"
        if self.mode not in get_args(Mode):
            refuse("leg-mode", f"Must be one of {', '.join(get_args(Mode))}, is {self.mode!r}.", where)
        if self.origin == self.destination:
            refuse("leg-ends", "Must lead from one city to another.", where)
        if not self.departures and (self.minutes is None or not 0 < self.minutes <= MOST_MINUTES):
            refuse("leg-length", f"Must have minutes > 0, at most {MOST_MINUTES}, or a timetable.", where)
        if self.seats is not None and self.seats < 1:
            refuse("leg-seats", "Must have at least one seat.", where)
        if self.drivers not in (0, 1, 2) or (self.drivers and self.mode not in ROAD):
            refuse("leg-drivers", "Must have 1 or 2 drivers of a car or bus, or 0 to count no hours.", where)
        if any(len(country) != 2 or not country.isupper() for country in self.through):
            refuse("country", "Must pass through countries of two capital letters.", where)
        if not (0 <= self.before <= MOST_MINUTES and 0 <= self.after <= MOST_MINUTES):
            refuse("leg-waits", f"Must have before and after of 0 to {MOST_MINUTES} minutes.", where)


@dataclass(frozen=True, slots=True)
class Allowance:
    """
    On how many days a group may be in a country, of the days of the trip up to one of them.

    Parameters
    ----------
    country
        ISO 3166-1 alpha-2.
    days, until
        So many days of the trip at the most, up to this one, itself included.
    group
        Id of the group; empty for every group.
    person, rule
        Whose limit it is, and the rule it comes from.
    """

    country: str
    days: int
    until: dt.date
    group: str = ""
    person: str = ""
    rule: str = ""

    def __post_init__(self) -> None:
        if self.days < 0:
            refuse("allowance", "Must allow 0 days or more.", f"days in {self.country}")


@dataclass(frozen=True, slots=True)
class WorkHours:
    """When a country works.

    Parameters
    ----------
    country
        ISO 3166-1 alpha-2.
    opens, closes
        Local times.
    weekdays
        Working days of the week, Monday is 0.
    days_off
        Holidays with their names.
    working_days
        Days worked although the week says otherwise (working Saturdays).
    lunch
        Local times between which nobody receives, or None.
    """

    country: str
    opens: dt.time = dt.time(9)
    closes: dt.time = dt.time(18)
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4)
    days_off: Mapping[dt.date, str] = field(default_factory=dict)
    working_days: tuple[dt.date, ...] = ()
    lunch: tuple[dt.time, dt.time] | None = None

    def __post_init__(self) -> None:
        where = f"working hours {self.country}"
        if self.closes <= self.opens:
            refuse("work-hours", "Must close after it opens.", where)
        if not set(self.weekdays) <= set(range(7)):
            refuse("weekdays", "Must have weekdays from 0 (Monday) to 6.", where)
        if self.lunch is not None and not self.opens <= self.lunch[0] < self.lunch[1] <= self.closes:
            refuse("lunch", "Must have lunch inside the working hours.", where)

    def works(self, day: dt.date) -> bool:
        """Whether the country works on that day."""
        if day in self.working_days:
            return True
        return day.weekday() in self.weekdays and day not in self.days_off
