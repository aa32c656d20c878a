"""How many days of a trip its groups may spend in a country, by the stay rules of everybody in them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from egiz.trips.parts import Allowance, Person
from egiz.trips.problem import Problem
from egiz.trips.stays import Rule, Stay, count
from egiz.trips.stays import rules as shipped
from egiz.trips.stretches import Stretch
from egiz.trips.world import World

ONE_DAY = dt.timedelta(days=1)


def stay_limits(
    problem: Problem,
    before: Mapping[str, Sequence[Stay]] | None = None,
    *,
    known: Sequence[Rule] | None = None,
) -> tuple[Allowance, ...]:
    """
    The limits that can bind, for `Problem.allowances`.

    Parameters
    ----------
    problem
        Its people have their passports; of somebody without one nothing is known and nothing is limited.
    before
        By person, earlier stays and those of other trips.
    known
        The stay rules; by default those shipped.

    Returns
    -------
    tuple[Allowance, ...]
        For each country and group that may be there too long; who has several passports uses the best.
    """
    found: dict[tuple[str, str, dt.date], Allowance] = {}
    countries = {c.country for c in problem.cities} | {t for leg in problem.legs for t in leg.through}
    rules = shipped() if known is None else known
    for person in problem.people:
        earlier = list((before or {}).get(person.id, ()))
        for country in sorted(countries - set(person.nationalities)):
            for one in _of_person(problem, person, country, earlier, rules):
                key = (one.group, one.country, one.until)
                if key not in found or one.days < found[key].days:
                    found[key] = one
    return tuple(found[key] for key in sorted(found, key=lambda k: (k[1], k[0], k[2])))


def _of_person(
    problem: Problem, person: Person, country: str, earlier: list[Stay], rules: Sequence[Rule]
) -> Iterator[Allowance]:
    by_passport = [_free(problem, passport, country, earlier, rules) for passport in person.nationalities]
    if not by_passport or not all(by_passport):
        return  # no rule is on record for one of the passports: nothing is known that limits it
    group = person.group if len(problem.parties) > 1 else ""
    for k, day in enumerate(problem.days):
        days, rule = max(free[k] for free in by_passport)
        if days <= k:
            yield Allowance(country, days, day, group, person.id, rule)


def _free(
    problem: Problem, passport: str, country: str, earlier: list[Stay], rules: Sequence[Rule]
) -> list[tuple[int, str]]:
    """For each day of the trip, the most days up to it by the tightest rule; empty where no rule holds."""
    asked = [r for r in rules if (r.citizens, r.host) == (passport, country)]
    usable = [r for r in asked if r.status(problem.days[0]) in {"valid", "stale"}]
    if not usable:
        return []
    return [min((_left(rule, earlier, day), rule.id) for rule in usable) for day in problem.days]


def _left(rule: Rule, earlier: list[Stay], day: dt.date) -> int:
    if rule.kind == "window":
        return count(earlier, rule, day).left or 0
    # In one stay: who is in the country already goes on with the days begun.
    here = count(earlier, rule, day)
    return rule.days if not here.used else here.left or 0


def presence(world: World, stretch: Stretch) -> dict[str, int]:
    """On how many days of a stretch its group is in each country; the day it goes on in is the next one's."""
    country = {c.id: c.country for c in world.problem.cities}
    last = stretch.moves[-1] if stretch.moves else None
    arrives = stretch.day
    if last is not None and last.leaves is not None:
        arrives = max(arrives, world.day_of(last.leaves + last.minutes))
    # Who comes after midnight is there from then on: on the day of the next stretch.
    begun = stretch.stays[:-1] if arrives > stretch.day and stretch.end[0] >= 0 else stretch.stays
    found = dict.fromkeys((country[c] for c in begun), 1)
    length = arrives - stretch.day + 1
    for move in stretch.moves:
        for leg, _ in move.hops:
            for passed in leg.through:
                found[passed] = max(found.get(passed, 0), length)
    return found


def _spent(stretches: list[tuple[Stretch, dict[str, int]]], country: str, last: int) -> dict[int, int]:
    """Days that stretches until a day spend in a country, of those that spend any."""
    days = {id(s): found.get(country, 0) for s, found in stretches if s.day <= last}
    return {key: count for key, count in days.items() if count}


class DayLimits:
    """The days of the stretches of a trip in the countries where they are limited."""

    def __init__(self, world: World, stretches: Sequence[Stretch]) -> None:
        self.limits: list[tuple[int, dict[int, int]]] = []
        problem, there = world.problem, [presence(world, s) for s in stretches]
        for allowed in problem.allowances:
            last = problem.days.index(allowed.until)
            for g, party in enumerate(problem.parties):
                if allowed.group in ("", party.id):
                    mine = [(s, found) for s, found in zip(stretches, there, strict=True) if s.group == g]
                    self.limits.append((allowed.days, _spent(mine, allowed.country, last)))

    def allow(self, chain: Sequence[Stretch]) -> bool:
        """Whether a chain of days keeps every limit."""
        return all(sum(spent.get(id(s), 0) for s in chain) <= most for most, spent in self.limits)

    def spent(self, stretch: Stretch) -> int:
        """How many limited days a stretch takes."""
        return max((spent.get(id(stretch), 0) for _, spent in self.limits), default=0)
