"""When a visit can start: its own windows, the working hours of its country, the travellers' day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from egiz.trips.clock import local, minute
from egiz.trips.parts import HOSTED, Visit, WorkHours
from egiz.trips.problem import Problem

Span = tuple[int, int]


def cross(left: Iterable[Span], right: Iterable[Span]) -> list[Span]:
    """The times that lie in both lists of spans, in order."""
    right = list(right)
    both = [(max(a, c), min(b, d)) for a, b in left for c, d in right]
    return sorted(s for s in both if s[0] < s[1])


def around(problem: Problem) -> list[dt.date]:
    """The dates of the trip with one more on each side, for cities in other zones."""
    days = problem.days
    return [days[0] - dt.timedelta(days=1), *days, days[-1] + dt.timedelta(days=1)]


def work_spans(problem: Problem, work: WorkHours, zone: str) -> list[Span]:
    """The working times of a country during the trip, in minutes."""
    spans = []
    for day in around(problem):
        if not work.works(day):
            continue
        times = [work.opens, work.closes]
        if work.lunch is not None:
            times[1:1] = list(work.lunch)
        minutes = [local(day, t, zone) for t in times]
        spans += list(zip(minutes[::2], minutes[1::2], strict=True))
    return [s for s in spans if s[0] < s[1]]


def out_spans(problem: Problem, visit: Visit) -> list[Span]:
    """
    When a visit can take place within the travellers' day.

    The way from the hotel and the protocol before it, and both after it, lie within the day too.
    """
    rules, city = problem.rules, problem.city(visit.city)
    aside = city.minutes_between + (rules.slack if visit.slack is None else visit.slack)
    found = [
        (
            local(day, rules.day_start, city.zone) + aside,
            local(day, rules.day_end, city.zone) - aside,
        )
        for day in around(problem)
    ]
    return [s for s in found if s[0] < s[1]]


def open_spans(problem: Problem, visit: Visit, *, ignore: str = "") -> list[Span]:
    """
    When the visit can take place, from its start to its end, in minutes since 1970.

    Parameters
    ----------
    ignore
        "work": as if the country worked every day at its hours; "windows": as if the visit had none.
    """
    zone = problem.city(visit.city).zone
    whole = (minute(problem.rules.start), minute(problem.rules.home_by))
    if visit.fixed and ignore != "windows":
        spans = [(minute(w.start), minute(w.end)) for w in visit.windows]
    else:
        spans = out_spans(problem, visit)
        if visit.windows and ignore != "windows":
            spans = cross(spans, [(minute(w.start), minute(w.end)) for w in visit.windows])
        work = next((w for w in problem.work_hours if w.country == problem.city(visit.city).country), None)
        if visit.kind in HOSTED and work is not None and ignore != "work":
            spans = cross(spans, work_spans(problem, work, zone))
    return [s for s in cross(spans, [whole]) if s[1] - s[0] >= visit.minutes]
