"""An independent check of a plan: it reads the trip and the plan and shares no code with the planner."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from zoneinfo import ZoneInfo

from egiz.trips.money import Money
from egiz.trips.parts import HOSTED, ROAD, Block, Leg, Visit, WorkHours
from egiz.trips.problem import Problem
from egiz.trips.result import Day, Item, Plan


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that a plan breaks."""

    rule: str
    text: str


def check_plan(problem: Problem, plan: Plan) -> list[Broken]:
    """
    The rules a plan breaks; empty where it keeps them all.

    Checked are: each visit at most once, its windows, working hours and length; the place of everything and
    the way there; timetables; hours out (with protocol and the way from and to the hotel) and on the road;
    blocks from beginning to end, arrivals, start and return; hours at the wheel; days in a country; musts,
    value, cost and budget.
    """
    broken: list[Broken] = []
    made = Counter(i.ref for d in plan.days for i in d.items if i.kind == "visit")
    broken += [Broken("twice", f"{v} is made {n} times.") for v, n in made.items() if n > 1]
    broken += [Broken("must", f"{v.id} must be made.") for v in problem.visits if v.must and not made[v.id]]
    value = sum(problem.visit(v).value for v in made)
    if value != plan.value or plan.value > plan.bound:
        broken.append(
            Broken("value", f"The value is {value}, said are {plan.value} of at most {plan.bound}.")
        )
    left = {o.visit for o in plan.left_out}
    if left != {v.id for v in problem.visits} - made.keys():
        broken.append(Broken("left-out", "The visits left out are not those that are not made."))
    for group in problem.parties:
        items = [i for d in plan.days if d.group == group.id for i in d.items]
        broken += _check_group(problem, group.id, items)
        broken += _check_nights(problem, plan, group.id)
        broken += _check_days_abroad(problem, plan, group.id)
    broken += _check_cost(problem, plan)
    return broken


def _check_group(problem: Problem, group: str, items: list[Item]) -> list[Broken]:
    broken = []
    rules = problem.rules
    city, free_at, last = problem.home, rules.start, None
    for item in items:
        gap = dt.timedelta(minutes=_gap(problem, last, item))
        if item.city != city:
            broken.append(Broken("place", f"{item.ref} is in {item.city}, the group in {city}."))
        if item.start < free_at + gap:
            broken.append(Broken("time", f"{item.ref} starts at {item.start}, possible is {free_at + gap}."))
        broken += _check_item(problem, group, item)
        city = item.destination if item.kind == "travel" else item.city
        free_at, last = item.end, item
    if city != problem.end or free_at > rules.home_by:
        broken.append(Broken("home-by", f"The group {group} is in {city} at {free_at}."))
    for block in problem.blocks:
        if not block.groups or group in block.groups:
            broken += _check_block(problem, block, [i for i in items if i.ref == block.id])
    for arrival in rules.arrive_by:
        there = arrival.city == problem.home or any(
            arrival.city in (i.destination, i.city)
            and (i.end if i.kind == "travel" else i.start) <= arrival.by
            for i in items
        )
        if not there:
            broken.append(Broken("arrive-by", f"Nobody is in {arrival.city} by {arrival.by}."))
    return broken


def _gap(problem: Problem, last: Item | None, item: Item) -> int:
    """The least minutes between two entries: protocol, stations; the way through the city at its least."""
    minutes = 0
    for entry, side in ((last, "after"), (item, "before")):
        if entry is None:
            continue
        if entry.kind == "visit":
            slack = problem.visit(entry.ref).slack
            minutes += problem.rules.slack if slack is None else slack
        elif entry.kind == "travel":
            leg = _leg(problem, entry)
            minutes += 0 if leg is None else getattr(leg, side)
    if last is not None and (last.kind, item.kind) != ("travel", "travel"):
        a, b = (_address(problem, last), _address(problem, item))
        if a is None or b is None or a.lat is None or b.lat is None:
            minutes += problem.city(item.city).minutes_between
    return minutes


def _address(problem: Problem, item: Item) -> Visit | None:
    return problem.visit(item.ref) if item.kind == "visit" else None


def _leg(problem: Problem, item: Item) -> Leg | None:
    for leg in problem.legs:
        if (leg.origin, leg.destination, leg.mode) == (item.origin, item.destination, item.mode):
            times = [(d.leaves, d.arrives) for d in leg.departures]
            if times and (item.start, item.end) not in times:
                continue
            if not times and item.end - item.start != _length(leg):
                continue
            return leg
    return None


def _length(leg: Leg) -> dt.timedelta:
    """Of a ride without a timetable: one driver stands for 45 minutes after each four and a half hours."""
    minutes = leg.minutes or 0
    pauses = max(0, (min(minutes, 540) - 1) // 270) if leg.drivers == 1 else 0
    return dt.timedelta(minutes=minutes + 45 * pauses)


def _check_item(problem: Problem, group: str, item: Item) -> list[Broken]:
    if item.kind == "travel":
        leg = _leg(problem, item)
        if leg is None:
            return [Broken("leg", f"There is no ride {item.ref} at {item.start}.")]
        return [] if leg.departures else _out(problem, item, item.destination)
    return _check_in_block(problem, item) if item.kind == "block" else _check_visit(problem, group, item)


def _check_in_block(problem: Problem, item: Item) -> list[Broken]:
    block = next(b for b in problem.blocks if b.id == item.ref)
    inside = block.start <= item.start and item.end <= block.end
    return [] if inside else [Broken("block", f"{item.ref} is not at its time.")]


def _check_block(problem: Problem, block: Block, items: list[Item]) -> list[Broken]:
    """Somebody is there from its first minute to its last, but for nights that lie wholly inside it."""
    if not items:
        return [Broken("block", f"{block.id} is missing.")]
    zone = ZoneInfo(problem.city(block.city).zone)
    ends = (items[0].start, items[-1].end)
    begins = block.start.astimezone(zone)
    if block.end - block.start > dt.timedelta(days=1) and begins.time() < problem.rules.day_start:
        begins = dt.datetime.combine(begins.date(), problem.rules.day_start, tzinfo=zone)
    if ends != (begins, block.end):
        return [Broken("block", f"{block.id} is kept from {ends[0]} to {ends[1]}.")]
    broken = []
    for one, other in pairwise(items):
        left, back = one.end.astimezone(zone), other.start.astimezone(zone)
        is_night = back.date() - left.date() == dt.timedelta(days=1) or left.time() == dt.time(0)
        slept = left.time() in (problem.rules.day_end, dt.time(0)) and back.time() == problem.rules.day_start
        if not (is_night and slept):
            broken.append(Broken("block", f"{block.id} is left from {left} to {back}."))
    return broken


def _out(problem: Problem, item: Item, city: str, aside: int = 0) -> list[Broken]:
    """The hours of the day hold an entry with `aside` minutes before it and after it."""
    zone = ZoneInfo(problem.city(city).zone)
    more = dt.timedelta(minutes=aside)
    first = (item.start - more).astimezone(ZoneInfo(problem.city(item.city).zone))
    last = (item.end + more).astimezone(zone)
    if (
        first.time() < problem.rules.day_start
        or last.time() > problem.rules.day_end
        or last.date() != first.date()
    ):
        return [Broken("day-hours", f"{item.ref} is outside the hours of the day.")]
    return []


def _check_visit(problem: Problem, group: str, item: Item) -> list[Broken]:
    visit = problem.visit(item.ref)
    broken = []
    if item.end - item.start != dt.timedelta(minutes=visit.minutes) or item.city != visit.city:
        broken.append(Broken("visit", f"{item.ref} has another length or city."))
    if visit.groups and group not in visit.groups:
        broken.append(Broken("group", f"{item.ref} is not for {group}."))
    if visit.windows and not any(w.start <= item.start and item.end <= w.end for w in visit.windows):
        broken.append(Broken("window", f"{item.ref} is outside its windows."))
    if not visit.fixed:
        slack = problem.rules.slack if visit.slack is None else visit.slack
        broken += _out(problem, item, item.city, slack + problem.city(item.city).minutes_between)
        broken += _check_work(problem, visit, item)
    return broken


def _check_work(problem: Problem, visit: Visit, item: Item) -> list[Broken]:
    city = problem.city(visit.city)
    work = next((w for w in problem.work_hours if w.country == city.country), None)
    if work is None or visit.kind not in HOSTED:
        return []
    first, last = (t.astimezone(ZoneInfo(city.zone)) for t in (item.start, item.end))
    if _within_hours(work, first, last):
        return []
    return [Broken("work-hours", f"{item.ref} is outside the working hours of {city.country}.")]


def _within_hours(work: WorkHours, first: dt.datetime, last: dt.datetime) -> bool:
    if work.lunch is not None and first.time() < work.lunch[1] and last.time() > work.lunch[0]:
        return False
    return work.works(first.date()) and work.opens <= first.time() and last.time() <= work.closes


def _check_nights(problem: Problem, plan: Plan, group: str) -> list[Broken]:
    """Where the nights are, and how long each day is on the road and at the wheel."""
    broken: list[Broken] = []
    days = [d for d in plan.days if d.group == group]
    city = problem.home
    for number, day in enumerate(days, start=1):
        for item in day.items:
            city = item.destination or item.city
        broken += _check_night(day, city, is_last=number == len(days))
        broken += _check_road(problem, day)
    return broken


def _check_night(day: Day, city: str, *, is_last: bool) -> list[Broken]:
    if day.night:
        if day.night == city:
            return []
        return [Broken("night", f"The night of {day.date} is in {day.night}, the group in {city}.")]
    late = day.items and day.items[-1].kind == "travel" and day.items[-1].end.date() > day.date
    return [] if late or is_last else [Broken("night", f"There is no night after {day.date}.")]


def _check_road(problem: Problem, day: Day) -> list[Broken]:
    broken = []
    rides = [i for i in day.items if i.kind == "travel"]
    road = sum((i.end - i.start).total_seconds() / 60 for i in rides if i.mode in ROAD)
    if road > problem.rules.road_minutes:
        broken.append(Broken("road", f"{road:.0f} minutes on the road on {day.date}."))
    wheel = sum(_at_the_wheel(problem, i) for i in rides)
    if wheel > 540:
        broken.append(Broken("wheel", f"A driver is at the wheel for {wheel:.0f} minutes on {day.date}."))
    return broken


def _at_the_wheel(problem: Problem, item: Item) -> float:
    leg = _leg(problem, item)
    if leg is None or not leg.drivers:
        return 0.0
    minutes = (item.end - item.start).total_seconds() / 60 if leg.departures else leg.minutes or 0
    return minutes / leg.drivers


def _check_days_abroad(problem: Problem, plan: Plan, group: str) -> list[Broken]:
    """The days in each country, as the plan's entries and nights tell them, against what is allowed."""
    mine = [a for a in problem.allowances if a.group in ("", group)]
    if not mine:
        return []
    there = days_abroad(problem, plan, group)
    broken = []
    for allowed in mine:
        used = sum(day <= allowed.until for day in there.get(allowed.country, ()))
        if used > allowed.days:
            text = f"{used} days in {allowed.country} by {allowed.until}, allowed are {allowed.days}."
            broken.append(Broken("stay", text))
    return broken


def days_abroad(problem: Problem, plan: Plan, group: str) -> dict[str, set[dt.date]]:
    """
    By country, the days on which a group is there by a plan.

    The day of entry and that of departure both count, and so do those of a country that is only passed.
    """
    found: dict[str, set[dt.date]] = {}
    country = {c.id: c.country for c in problem.cities}
    woke = problem.home
    for day in (d for d in plan.days if d.group == group):
        for one in _countries_of_day(problem, day, woke, country):
            found.setdefault(one[0], set()).add(one[1])
        woke = _woken_after(day, woke)
    return found


def _woken_after(day: Day, woke: str) -> str:
    """The city in which a group wakes up on the next day."""
    return day.night or next((i.destination for i in day.items[::-1] if i.kind == "travel"), woke)


def _passed(problem: Problem, item: Item) -> Iterator[tuple[str, dt.date]]:
    """Countries that a ride only passes, on each of its days."""
    leg = _leg(problem, item)
    for passed in leg.through if leg is not None else ():
        for k in range((item.end.date() - item.start.date()).days + 1):
            yield passed, item.start.date() + dt.timedelta(days=k)


def _countries_of_day(
    problem: Problem, day: Day, woke: str, country: Mapping[str, str]
) -> Iterator[tuple[str, dt.date]]:
    if not day.items or day.items[0].city == woke:
        yield country[woke], day.date
    for item in day.items:
        yield country[item.city], item.start.date()
        if item.kind == "travel":
            yield country[item.destination], item.end.date()
            yield from _passed(problem, item)
        else:
            yield country[item.city], item.end.date()
    if day.night:
        yield country[day.night], day.date


def _cost_of_day(problem: Problem, day: Day) -> float:
    heads = problem.head_count(day.group)
    night = problem.city(day.night).night if day.night and day.night != problem.home else None
    paid = [(night, heads), *(_price(problem, item, heads) for item in day.items)]
    return sum(problem.convert(money).amount * count for money, count in paid if money is not None)


def _price(problem: Problem, item: Item, heads: int) -> tuple[Money | None, int]:
    """What an entry costs, and how often it is paid."""
    if item.kind == "visit":
        return problem.visit(item.ref).cost, heads
    leg = _leg(problem, item) if item.kind == "travel" else None
    if leg is None:
        return None, 0
    own = next((d.cost for d in leg.departures if d.leaves == item.start), None)
    return own or leg.cost, heads if leg.per == "person" else -(-heads // (leg.seats or heads))


def _check_cost(problem: Problem, plan: Plan) -> list[Broken]:
    total = sum(_cost_of_day(problem, day) for day in plan.days)
    said = plan.cost.total.amount if plan.cost is not None else 0.0
    broken = []
    # Every price is rounded up to a hundredth before it is multiplied by the people.
    heads = max(problem.head_count(g.id) for g in problem.parties)
    if not -0.01 <= said - total <= 0.01 * heads * (1 + sum(len(d.items) + 1 for d in plan.days)):
        broken.append(Broken("cost", f"The cost is {total:.2f}, said are {said:.2f}."))
    if problem.rules.budget is not None and total > problem.convert(problem.rules.budget).amount + 0.01:
        broken.append(Broken("budget", f"The cost of {total:.2f} is over the budget."))
    return broken
