"""The problem: who travels, what is worth a visit, which ways lead there, what must be kept."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from egiz.trips._errors import refuse
from egiz.trips.money import Money, Rates
from egiz.trips.parts import (
    MOST_MINUTES,
    Allowance,
    Block,
    City,
    Group,
    Leg,
    Person,
    Visit,
    WorkHours,
    check_aware,
)

MAX_DAYS = 31


@dataclass(frozen=True, slots=True)
class Arrival:
    """A city in which the groups must be by a given time."""

    city: str
    by: dt.datetime

    def __post_init__(self) -> None:
        check_aware(self.by, f"arrival in {self.city}")


@dataclass(frozen=True, slots=True)
class Rules:
    """What the plan must keep.

    Parameters
    ----------
    start, home_by
        The earliest time to leave and the latest to be back, with offsets.
    day_start, day_end
        Local hours in which the travellers are out; timetables may leave or arrive outside them.
    road_minutes
        Most minutes on the road (car, bus) a day.
    slack
        Minutes of protocol before and after each visit.
    budget
        Most money for the whole delegation, or None.
    arrive_by
        Where one must be by when.
    currency
        In which the plan adds up.
    """

    start: dt.datetime
    home_by: dt.datetime
    day_start: dt.time = dt.time(8)
    day_end: dt.time = dt.time(21)
    road_minutes: int = 480
    slack: int = 10
    budget: Money | None = None
    arrive_by: tuple[Arrival, ...] = ()
    currency: str = "USD"

    def __post_init__(self) -> None:
        check_aware(self.start, "rules")
        check_aware(self.home_by, "rules")
        if self.home_by <= self.start:
            refuse("trip-length", "Must be home after the start.", "rules")
        if self.home_by - self.start > dt.timedelta(days=MAX_DAYS):
            refuse("trip-length", f"Must not take more than {MAX_DAYS} days.", "rules")
        if self.day_end <= self.day_start:
            refuse("day-hours", "Must have day_end after day_start.", "rules")
        if not (0 <= self.road_minutes <= MOST_MINUTES and 0 <= self.slack <= MOST_MINUTES):
            refuse("rules", f"Must have road_minutes and slack of 0 to {MOST_MINUTES}.", "rules")


@dataclass(frozen=True, slots=True)
class Problem:
    """
    A trip to be planned.

    Parameters
    ----------
    name
        Shown name.
    home
        Id of the city it starts from.
    rules
        What must be kept.
    cities, visits, legs, people, groups, blocks, work_hours
        See the classes. Without groups everybody travels together; without people one person does.
    finish
        Id of the city it ends in; empty for `home`.
    rates
        Needed where amounts are in several currencies.
    allowances
        On how many days the groups may be in a country; `stay_limits` finds them.
    sample
        Whether the data is invented to show how it works.

    Raises
    ------
    ProblemError
        Where it contradicts itself; `rule` and `where` say how and where.
    """

    name: str
    home: str
    rules: Rules
    cities: tuple[City, ...]
    visits: tuple[Visit, ...] = ()
    legs: tuple[Leg, ...] = ()
    people: tuple[Person, ...] = ()
    groups: tuple[Group, ...] = ()
    blocks: tuple[Block, ...] = ()
    work_hours: tuple[WorkHours, ...] = ()
    finish: str = ""
    rates: Rates | None = None
    allowances: tuple[Allowance, ...] = ()
    sample: bool = field(default=False)

    def __post_init__(self) -> None:
        _unique("city", (c.id for c in self.cities))
        _unique("visit", (*(v.id for v in self.visits), *(b.id for b in self.blocks)))
        _unique("person", (p.id for p in self.people))
        _unique("group", (g.id for g in self.groups))
        _unique("working hours", (w.country for w in self.work_hours))
        self._check_cities()
        self._check_groups()
        self._check_money()

    def _check_cities(self) -> None:
        known = {c.id for c in self.cities}
        named: list[tuple[str, str]] = [("home", self.home), ("finish", self.end)]
        named += [(f"visit {v.id}", v.city) for v in self.visits]
        named += [(f"block {b.id}", b.city) for b in self.blocks]
        named += [(f"arrival in {a.city}", a.city) for a in self.rules.arrive_by]
        for leg in self.legs:
            where = f"leg {leg.origin} – {leg.destination}"
            named += [(where, leg.origin), (where, leg.destination)]
        for where, city in named:
            if city not in known:
                refuse("unknown-city", f"Must name one of the cities, names {city!r}.", where)

    def _check_groups(self) -> None:
        known = {g.id for g in self.groups}
        for where, named in (
            *((f"person {p.id}", (p.group,) if p.group else ()) for p in self.people),
            *((f"visit {v.id}", v.groups) for v in self.visits),
            *((f"block {b.id}", b.groups) for b in self.blocks),
            *((f"days in {a.country}", (a.group,) if a.group else ()) for a in self.allowances),
        ):
            if not set(named) <= known:
                refuse("unknown-group", f"Must name the trip's groups, names {', '.join(named)}.", where)
        without = [p.id for p in self.people if not p.group]
        if len(self.groups) > 1 and without:
            refuse("no-group", "Must say the group, since there are several.", f"person {without[0]}")

    def _check_money(self) -> None:
        for money in self._amounts():
            if money.currency != self.rules.currency and (
                self.rates is None
                or not (self.rates.knows(money.currency) and self.rates.knows(self.rules.currency))
            ):
                refuse(
                    "no-rate", f"Must have a rate from {money.currency} to {self.rules.currency}.", "rates"
                )

    def _amounts(self) -> Iterable[Money]:
        amounts = [self.rules.budget, *(c.night for c in self.cities), *(v.cost for v in self.visits)]
        for leg in self.legs:
            amounts += [leg.cost, *(d.cost for d in leg.departures)]
        return (m for m in amounts if m is not None)

    @property
    def end(self) -> str:
        """Id of the city the trip ends in."""
        return self.finish or self.home

    @property
    def parties(self) -> tuple[Group, ...]:
        """The groups, or the one group of everybody."""
        return self.groups or (Group("all"),)

    @property
    def days(self) -> tuple[dt.date, ...]:
        """The dates of the trip, by the clock of the city it starts from."""
        zone = ZoneInfo(self.city(self.home).zone)
        first, last = (t.astimezone(zone).date() for t in (self.rules.start, self.rules.home_by))
        return tuple(first + dt.timedelta(days=i) for i in range((last - first).days + 1))

    def city(self, id_: str) -> City:
        """The city of that id."""
        return next(c for c in self.cities if c.id == id_)

    def visit(self, id_: str) -> Visit:
        """The visit of that id; KeyError where there is none."""
        for v in self.visits:
            if v.id == id_:
                return v
        raise KeyError(id_)

    def members(self, group: str) -> tuple[Person, ...]:
        """The people of a group."""
        return tuple(p for p in self.people if p.group == group or len(self.parties) == 1)

    def head_count(self, group: str) -> int:
        """How many people of a group pay; at least one."""
        return max(1, len(self.members(group)))

    def convert(self, money: Money) -> Money:
        """Money in the currency the plan adds up in."""
        return money if self.rates is None else self.rates.exchange(money, self.rules.currency)


def _unique(what: str, ids: Iterable[str]) -> None:
    for id_, count in Counter(ids).items():
        if count > 1:
            refuse("twice", f"Must have different ids; {id_!r} is there {count} times.", what)
        if not id_:
            refuse("no-id", "Must have an id.", what)
