"""How long each member of the delegation may stay: past stays, this trip, other trips, sourced rules."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from egiz.desk.trips.models import KnownStay, PlanVersion, Traveller, Trip
from egiz.trips.stays import Stay

if TYPE_CHECKING:
    from egiz.trips.stays import Standing, Stay

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Counter:
    """One person in one country on the last day there, with one of the passports."""

    traveller: Traveller
    country: str
    passport: str
    on: dt.date
    standing: "Standing"
    planned: bool

    @property
    def two_passports(self) -> bool:
        """Whether it matters with which passport the person enters."""
        return len(self.traveller.passports) > 1


def spans_of(trip: Trip, version: PlanVersion | None) -> dict[str, list[tuple[dt.date, dt.date]]]:
    """Return the days in each country: from the plan, or the whole trip while there is none."""
    if version is None or not version.plan.get("days"):
        countries = {stop.country for stop in trip.stops.all()}
        return {country: [(trip.leaves_on, trip.home_on)] for country in countries}
    days: dict[str, set[dt.date]] = defaultdict(set)
    where = {ref: label["country"] for ref, label in version.labels.items() if "country" in label}
    passed = _passed(trip)
    for day in version.as_plan.days:
        for item in day.items:
            for ref, on in ((item.city, item.start), (item.destination or item.city, item.end)):
                if ref in where:
                    days[where[ref]].add(on.date())
            for country in passed.get((item.origin, item.destination, item.mode), ()):
                days[country] |= {
                    item.start.date() + n * ONE_DAY
                    for n in range((item.end.date() - item.start.date()).days + 1)
                }
        if day.night in where:
            days[where[day.night]] |= {day.date, day.date + ONE_DAY}
    return {country: _stretches(sorted(found)) for country, found in days.items()}


def _passed(trip: Trip) -> dict[tuple[str, str, str], list[str]]:
    """Return the countries that rides of a plan pass without a stop, by their ends and how one goes."""
    found = {}
    for way in trip.ways.all():
        for a, b in ((way.origin_id, way.destination_id), (way.destination_id, way.origin_id)):
            if way.through and (way.both or a == way.origin_id):
                found[f"c{a}", f"c{b}", way.mode] = way.through
    return found


def _stretches(days: Sequence[dt.date]) -> list[tuple[dt.date, dt.date]]:
    made: list[tuple[dt.date, dt.date]] = []
    for day in days:
        if made and day - made[-1][1] <= ONE_DAY:
            made[-1] = (made[-1][0], day)
        else:
            made.append((day, day))
    return made


def counters(trip: Trip, version: PlanVersion | None, people: Iterable[Traveller]) -> list[Counter]:
    """Count every person's days in every country of the trip that is not their own."""
    from egiz.trips.stays import Stay, standing  # noqa: PLC0415 - loaded when days are counted

    people = list(people)
    spans = spans_of(trip, version)
    known = known_stays(trip, people)
    made = []
    for one in people:
        mine = known.get(one.person_id, [])
        for country, stretches in sorted(spans.items()):
            planned = [Stay(country, first, last, planned=True) for first, last in stretches]
            on = stretches[-1][1]
            if country in one.passports or (not one.passports and country == trip.desk.country):
                continue
            for passport in one.passports or ("",):
                found = standing(passport or None, country, [*mine, *planned], on)
                made.append(Counter(one, country, passport, on, found, version is not None))
    return made


def known_stays(trip: Trip, people: list[Traveller]) -> dict[int, list["Stay"]]:
    """Return each person's stays on record and those of other published trips."""
    persons = [one.person_id for one in people]
    found: dict[int, list[Stay]] = defaultdict(list)
    for stay in KnownStay.objects.filter(person__in=persons):
        found[stay.person_id].append(Stay(stay.country, stay.entered, stay.left))
    others = PlanVersion.objects.filter(
        state=PlanVersion.State.PUBLISHED, trip__travellers__person__in=persons
    ).exclude(trip=trip)
    others = others.exclude(trip__status=Trip.Status.CANCELLED).distinct()
    for version in others.select_related("trip").prefetch_related("trip__travellers"):
        spans = spans_of(version.trip, version)
        for one in version.trip.travellers.all():
            for country, stretches in spans.items():
                found[one.person_id] += [
                    Stay(country, first, last, planned=True) for first, last in stretches
                ]
    return found
