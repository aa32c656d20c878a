"""From what the desk knows of a trip to the planner's problem."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_noop

from egiz import calendars, trips
from egiz.desk.trips.domain import moments, staying
from egiz.desk.trips.models import Stop, Trip, Visit, Way

if TYPE_CHECKING:
    from egiz.trips import Problem

# What hours of a working day are, unless a visit names its own.
OPENS, CLOSES, LUNCH = dt.time(9), dt.time(18), (dt.time(13), dt.time(14))


def what_is_missing(trip: Trip) -> str:
    """Say in an English sentence, marked for translation, what a plan cannot be made without."""
    stops = list(trip.stops.all())
    if len(stops) < 2:
        return gettext_noop("A plan needs the city the delegation starts from and one more.")
    if not trip.visits.exists() and not trip.blocks.exists():
        return gettext_noop("A plan needs at least one visit or fixed hours.")
    reached = {way.destination_id for way in trip.ways.all()}
    reached |= {way.origin_id for way in trip.ways.all() if way.both}
    if any(stop.pk not in reached for stop in stops[1:]):
        return gettext_noop("To each city of the trip a way must lead: by road, rail, air or sea.")
    wanted = set(trip.visits.exclude(group="").values_list("group", flat=True))
    if wanted and not wanted <= groups_of(trip):
        return gettext_noop(
            "A visit is for one group only: everybody needs a group, and somebody must be in that one."
        )
    return ""


def groups_of(trip: Trip) -> set[str]:
    """Return the groups in which the delegation travels; none unless everybody is in one."""
    named = set(trip.travellers.values_list("group", flat=True))
    return set() if "" in named else named


def build(trip: Trip) -> "Problem":
    """Make the planner's problem.

    People go into it as numbers: names stay in the directory, where they can be erased.

    Raises
    ------
    egiz.trips.ProblemError
        If what the desk knows contradicts itself; the text says what and where.
    """
    stops = list(trip.stops.all())
    home, zones = stops[0], {stop.pk: stop.tz for stop in stops}
    people = tuple(
        trips.Person(f"p{one.pk}", f"p{one.pk}", languages=tuple(one.languages), group=one.group)
        for one in trip.travellers.all()
    )
    groups = tuple(trips.Group(name, name) for name in dict.fromkeys(p.group for p in people) if name)
    grouped = bool(groups_of(trip))
    if not grouped:
        people = tuple(trips.Person(p.id, p.name, languages=p.languages) for p in people)
    problem = trips.Problem(
        name=trip.name,
        home=f"c{home.pk}",
        rules=_rules(trip, stops),
        cities=tuple(_city(stop) for stop in stops),
        visits=tuple(_visit(visit, zones[visit.stop_id]) for visit in trip.visits.select_related("stop")),
        legs=tuple(leg for way in trip.ways.select_related("origin", "destination") for leg in _legs(way)),
        people=people,
        groups=groups if grouped else (),
        blocks=tuple(_block(block) for block in trip.blocks.select_related("stop")),
        work_hours=_work_hours(trip, stops),
        rates=_rates(trip),
        sample=trip.is_sample,
    )
    return replace(problem, allowances=_allowances(trip, problem)) if trip.keep_stays else problem


def _allowances(trip: Trip, problem: "Problem") -> tuple[Any, ...]:
    """Say on how many days a group may be in a country; whose limit it is and which passport stay behind."""
    travellers = {f"p{one.pk}": one for one in trip.travellers.all()}
    before = staying.known_stays(trip, list(travellers.values()))
    people = tuple(replace(p, nationalities=travellers[p.id].passports) for p in problem.people)
    found = trips.stay_limits(
        replace(problem, people=people),
        {key: before.get(one.person_id, []) for key, one in travellers.items()},
    )
    return tuple(replace(one, person="") for one in found)


def _rules(trip: Trip, stops: list[Stop]) -> Any:
    home = stops[0]
    arrivals = ((stop, stop.arrive_by) for stop in stops[1:])
    budget = None if trip.budget is None else trips.Money(float(trip.budget), trip.currency)
    return trips.Rules(
        start=dt.datetime.combine(trip.leaves_on, trip.leaves_at, home.tz),
        home_by=dt.datetime.combine(trip.home_on, trip.home_at, home.tz),
        day_start=trip.day_start,
        day_end=trip.day_end,
        road_minutes=trip.road_minutes,
        slack=trip.slack,
        budget=budget,
        arrive_by=tuple(trips.Arrival(f"c{stop.pk}", by) for stop, by in arrivals if by),
        currency=trip.currency,
    )


def _money(amount: Any, currency: str) -> Any:
    return None if amount is None else trips.Money(float(amount), currency)


def _city(stop: Stop) -> Any:
    # A night without a price costs nothing in the sum; the page says that its price is not known.
    night = _money(stop.night or 0, stop.night_currency) if stop.may_sleep else None
    return trips.City(
        f"c{stop.pk}", stop.name, stop.country, stop.zone, stop.lat, stop.lon, stop.place_id, night,
        stop.hotel, stop.minutes_between,
    )  # fmt: skip


def _visit(visit: Visit, zone: Any) -> Any:
    stretches = [hours for text in visit.windows if (hours := moments.read_hours(text))]
    spans = (moments.window(hours, visit.minutes, zone) for hours in stretches)
    return trips.Visit(
        id=visit.key,
        name=visit.name,
        city=f"c{visit.stop_id}",
        minutes=visit.minutes,
        value=visit.value,
        windows=tuple(trips.Window(start, end) for start, end in spans),
        kind=visit.kind,  # type: ignore[arg-type] # the choices are the planner's own words
        must=visit.must,
        cost=_money(visit.cost, visit.cost_currency),
        groups=(visit.group,) if visit.group else (),
        languages=tuple(visit.languages),
    )


def _block(block: Any) -> Any:
    start, end = (
        dt.datetime.combine(block.date, clock, block.stop.tz) for clock in (block.starts, block.ends)
    )
    return trips.Block(f"b{block.pk}", block.name, f"c{block.stop_id}", start, end)


def _legs(way: Way) -> Iterable[Any]:
    leavings = [leaving for text in way.timetable if (leaving := moments.read_departure(text))]
    pairs = [(way.origin, way.destination)] + ([(way.destination, way.origin)] if way.both else [])
    for origin, destination in pairs:
        there = origin.pk == way.origin_id
        if leavings and not there:
            continue  # a timetable is of one direction
        departures = tuple(
            trips.Departure(
                leaving.leaves.replace(tzinfo=origin.tz), leaving.arrives.replace(tzinfo=destination.tz),
                leaving.number,
            )
            for leaving in leavings
        )  # fmt: skip
        yield trips.Leg(
            f"c{origin.pk}", f"c{destination.pk}", way.mode, None if departures else way.minutes, departures,  # type: ignore[arg-type] # the choices are the planner's own words
            way.before, way.after, _money(way.cost, way.cost_currency), way.per,  # type: ignore[arg-type] # as above
            way.km, way.seats, way.drivers, tuple(way.through), way.truth, way.source, way.as_of,  # type: ignore[arg-type] # as above
        )  # fmt: skip


def _rates(trip: Trip) -> Any:
    known = {"KZT": trip.rate_kzt, "UZS": trip.rate_uzs}
    per_usd = {currency: float(rate) for currency, rate in known.items() if rate}
    if not per_usd or trip.rates_as_of is None:
        return None
    return trips.Rates(trip.rates_as_of, trip.rates_source, per_usd)


def _work_hours(trip: Trip, stops: list[Stop]) -> tuple[Any, ...]:
    """Working hours of each country, with its holidays and moved working days in the trip's years."""
    years = sorted({trip.leaves_on.year, trip.home_on.year})
    made = []
    for country in dict.fromkeys(stop.country for stop in stops):
        try:
            known = calendars.work_calendar(country, years)
        except calendars.UnknownCountryError:
            made.append(trips.WorkHours(country, OPENS, CLOSES, lunch=LUNCH))
            continue
        off = {day: found[0].name for day, found in known.off.items() if day not in known.worked and found}
        made.append(trips.WorkHours(country, OPENS, CLOSES, (0, 1, 2, 3, 4), off, tuple(known.worked), LUNCH))
    return tuple(made)
