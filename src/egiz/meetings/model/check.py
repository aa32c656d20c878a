"""The independent checker: reads a schedule document against a problem with none of the solver's code."""

from __future__ import annotations

import itertools
from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from egiz.meetings.model.problem import Meeting, Problem


@dataclass(frozen=True)
class Broken:
    """A broken rule: its code and what happened."""

    rule: str
    text: str


def check(schedule: dict[str, Any], problem: Problem) -> list[Broken]:
    """Every rule of `problem` that `schedule` breaks.

    Parameters
    ----------
    schedule
        The document of `egiz schedule --json`.
    problem
        What was to be scheduled.

    Returns
    -------
    list of Broken
        Empty for a valid schedule whose stated values are right.
    """
    broken: list[Broken] = []
    meetings = {m.id: m for m in problem.meetings}
    held: dict[str, dict[str, Any]] = {}
    for row in schedule.get("meetings", ()):
        key = str(row.get("id"))
        slot = row.get("slot")
        if key not in meetings:
            broken.append(Broken("unknown-meeting", f"Meeting {key} is not in the problem."))
        elif key in held:
            broken.append(Broken("held-twice", f"Meeting {key} is held twice."))
        elif not isinstance(slot, int) or not 0 <= slot <= len(problem.slots) - meetings[key].length:
            broken.append(Broken("unknown-slot", f"Meeting {key} is in slot {slot!r}."))
        else:
            held[key] = row
    if schedule.get("status") in ("infeasible", "unknown"):
        return broken
    broken += _meetings(problem, held)
    broken += _people(problem, held)
    broken += _places(problem, held)
    broken += _interpreters(problem, held)
    broken += _values(problem, held, schedule)
    return broken


def _time(meeting: Meeting, row: dict[str, Any]) -> range:
    return range(row["slot"], row["slot"] + meeting.length)


def _meetings(problem: Problem, held: dict[str, dict[str, Any]]) -> list[Broken]:
    broken: list[Broken] = []
    by_id = {m.id: m for m in problem.meetings}
    for m in problem.meetings:
        row = held.get(m.id)
        if row is None:
            if m.must:
                broken.append(Broken("must", f"Meeting {m.id} must be held and is not."))
            continue
        slot = row["slot"]
        if m.fixed_slot is not None and slot != m.fixed_slot:
            broken.append(
                Broken("fixed-slot", f"Meeting {m.id} is fixed to slot {m.fixed_slot}, not {slot}.")
            )
        if m.slots is not None and slot not in m.slots:
            broken.append(Broken("slots", f"Meeting {m.id} must not begin in slot {slot}."))
        parts = {(problem.slots[s].day, problem.slots[s].session) for s in _time(m, row)}
        if len(parts) > 1:
            broken.append(Broken("session", f"Meeting {m.id} runs over the end of a session."))
        broken.extend(
            Broken("order", f"Meeting {m.id} begins before meeting {earlier} is over.")
            for earlier in m.after
            if earlier in held and held[earlier]["slot"] + by_id[earlier].length > slot
        )
    return broken


def _people(problem: Problem, held: dict[str, dict[str, Any]]) -> list[Broken]:
    broken: list[Broken] = []
    busy: dict[tuple[str, int], list[str]] = defaultdict(list)
    count: dict[str, int] = defaultdict(int)
    people = {p.id: p for p in problem.participants}
    for m in problem.meetings:
        if m.id not in held:
            continue
        row = held[m.id]
        for key in m.participants:
            person = people[key]
            count[key] += 1
            for s in _time(m, row):
                busy[key, s].append(m.id)
                if s in person.unavailable:
                    broken.append(
                        Broken("unavailable", f"Participant {key} is away in slot {s} (meeting {m.id}).")
                    )
                if row.get("online") and person.mode != "in_person" and not _office(problem, key, s):
                    broken.append(Broken("office-hours", f"Slot {s} is outside the office hours of {key}."))
            if row.get("online") is False and person.mode == "online":
                broken.append(Broken("mode", f"Participant {key} can only meet online (meeting {m.id})."))
    for (key, s), ids in busy.items():
        if len(ids) > people[key].representatives:
            broken.append(
                Broken("double-booked", f"Participant {key} has meetings {', '.join(ids)} in slot {s}.")
            )
    for person in problem.participants:
        most = person.max_meetings
        if count[person.id] < person.min_meetings or (most is not None and count[person.id] > most):
            broken.append(Broken("min-max", f"Participant {person.id} has {count[person.id]} meetings."))
    return broken


def _office(problem: Problem, key: str, s: int) -> bool:
    person = next(p for p in problem.participants if p.id == key)
    slot = problem.slots[s]
    if person.office_hours is None or slot.start is None:
        return True
    begin = slot.start.astimezone(ZoneInfo(person.zone)) if person.zone else slot.start
    first = begin.hour * 60 + begin.minute
    low, high = (t.hour * 60 + t.minute for t in person.office_hours)
    return low <= first and first + slot.minutes <= high


def _places(  # noqa: C901, PLR0912 - one branch per rule; a checker is read top to bottom
    problem: Problem, held: dict[str, dict[str, Any]]
) -> list[Broken]:
    if not problem.tables and problem.online_rooms is None:
        return []
    broken: list[Broken] = []
    tables = {t.id: t for t in problem.tables}
    used: dict[tuple[str, int], str] = {}
    online: dict[int, int] = defaultdict(int)
    for m in problem.meetings:
        if m.id not in held:
            continue
        row = held[m.id]
        place = row.get("table")
        if m.online is not None and bool(row.get("online")) != m.online:
            broken.append(Broken("online", f"Meeting {m.id} must {'' if m.online else 'not '}be online."))
        if row.get("online"):
            for s in _time(m, row):
                online[s] += 1
            continue
        if not problem.tables:
            continue
        if place not in tables:
            broken.append(Broken("no-table", f"Meeting {m.id} has no known table ({place!r})."))
            continue
        table = tables[place]
        if m.table not in (None, place):
            broken.append(Broken("table", f"Meeting {m.id} is fixed to table {m.table}, not {place}."))
        elif m.table is None and table.owner is not None and table.owner not in m.participants:
            broken.append(Broken("owner", f"Table {place} belongs to {table.owner} (meeting {m.id})."))
        if m.table_kind and m.table is None and table.kind != m.table_kind:
            broken.append(Broken("table-kind", f"Meeting {m.id} wants a table of kind {m.table_kind}."))
        if len(m.participants) > table.capacity and m.table is None:
            broken.append(Broken("capacity", f"Table {place} is too small for meeting {m.id}."))
        for s in _time(m, row):
            if s in table.unavailable:
                broken.append(
                    Broken("table-away", f"Table {place} is not there in slot {s} (meeting {m.id}).")
                )
            if (place, s) in used:
                broken.append(Broken("table-twice", f"Table {place} has two meetings in slot {s}."))
            used[place, s] = m.id
    if problem.online_rooms is not None:
        broken += [
            Broken("online-rooms", f"{n} online meetings in slot {s}.")
            for s, n in online.items()
            if n > problem.online_rooms
        ]
    return broken


def _interpreters(problem: Problem, held: dict[str, dict[str, Any]]) -> list[Broken]:
    broken: list[Broken] = []
    known = {x.id: x for x in problem.interpreters}
    used: set[tuple[str, int]] = set()
    for m in problem.meetings:
        if m.id not in held or not m.interpreter:
            continue
        helper = known.get(held[m.id].get("interpreter") or "")
        if helper is None or not set(m.interpreter) <= set(helper.languages):
            broken.append(Broken("interpreter", f"Meeting {m.id} needs {' and '.join(m.interpreter)}."))
            continue
        for s in _time(m, held[m.id]):
            if s in helper.unavailable or (helper.id, s) in used:
                broken.append(Broken("interpreter-busy", f"Interpreter {helper.id} is not free in slot {s}."))
            used.add((helper.id, s))
    return broken


def _breaks(problem: Problem, held: dict[str, dict[str, Any]]) -> dict[str, int]:
    grid: dict[str, set[int]] = {p.id: set() for p in problem.participants}
    for m in problem.meetings:
        if m.id in held:
            for key in m.participants:
                grid[key].update(_time(m, held[m.id]))
    spans = problem.spans()
    found: dict[str, int] = {}
    for key, slots in grid.items():
        ordered = sorted(slots)
        found[key] = sum(1 for a, b in itertools.pairwise(ordered) if b - a > 1 and spans[a] == spans[b])
    return found


def _values(problem: Problem, held: dict[str, dict[str, Any]], schedule: dict[str, Any]) -> list[Broken]:
    broken: list[Broken] = []
    breaks = _breaks(problem, held)
    spread = max(breaks.values(), default=0) - min(breaks.values(), default=0)
    limit = problem.goals.fairness
    if limit is not None and spread > limit:
        broken.append(Broken("fairness", f"Numbers of breaks differ by {spread}, at most {limit} allowed."))
    truth = {
        "held": sum(m.weight for m in problem.meetings if m.id in held),
        "breaks": sum(breaks.values()),
    }
    for goal in schedule.get("goals", ()):
        name = goal.get("name")
        if name in truth and goal.get("value") != truth[name]:
            broken.append(
                Broken("value", f"Goal {name} is stated as {goal.get('value')} and is {truth[name]}.")
            )
    return broken
