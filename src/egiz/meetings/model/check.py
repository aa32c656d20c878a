"""The independent checker: reads a schedule document against a problem with none of the solver's code."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any
from zoneinfo import ZoneInfo

from egiz.meetings.model.broken import Broken
from egiz.meetings.model.check_days import check_days
from egiz.meetings.model.check_goals import check_values
from egiz.meetings.model.check_people import check_people
from egiz.meetings.model.problem import Interpreter, Meeting, Participant, Problem, Table


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
    broken += check_people(problem, held)
    broken += check_days(problem, held)
    broken += check_values(problem, held, schedule)
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
                if row.get("online") and person.mode != "in_person" and not _office(problem, person, s):
                    broken.append(Broken("office-hours", f"Slot {s} is outside the office hours of {key}."))
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


def _office(problem: Problem, person: Participant, s: int) -> bool:
    slot = problem.slots[s]
    if person.office_hours is None or slot.start is None:
        return True
    begin = slot.start.astimezone(ZoneInfo(person.zone)) if person.zone else slot.start
    first = begin.hour * 60 + begin.minute
    low, high = (t.hour * 60 + t.minute for t in person.office_hours)
    return low <= first and first + slot.minutes <= high


def _places(problem: Problem, held: dict[str, dict[str, Any]]) -> list[Broken]:
    broken: list[Broken] = []
    tables = {t.id: t for t in problem.tables}
    people = {p.id: p for p in problem.participants}
    hosts = _hosts(problem)
    used: dict[tuple[str, int], str] = {}
    online: dict[int, int] = defaultdict(int)
    for m in problem.meetings:
        if m.id not in held:
            continue
        row = held[m.id]
        remote = bool(row.get("online"))
        if remote != m.online and (m.online is not None or not _may(people, m, remote=remote)):
            rule = "online" if m.online is not None else "mode"
            broken.append(Broken(rule, f"Meeting {m.id} must {'not ' if remote else ''}be online."))
        if remote:
            for s in _time(m, row):
                online[s] += 1
        elif not problem.anywhere:
            broken += _at_table(m, row, tables, hosts)
            for s in _time(m, row):
                place = str(row.get("table"))
                if (place, s) in used:
                    broken.append(Broken("table-twice", f"Table {place} has two meetings in slot {s}."))
                used[place, s] = m.id
    if problem.online_rooms is not None:
        rooms = problem.online_rooms
        broken += [
            Broken("online-rooms", f"{n} online meetings in slot {s}.")
            for s, n in online.items()
            if n > rooms
        ]
    return broken


def _may(people: dict[str, Participant], m: Meeting, *, remote: bool) -> bool:
    """Whether the participants' modes allow a meeting online, or in person."""
    modes = {people[p].mode for p in m.participants}
    if not remote:
        return "online" not in modes
    return "online" in modes or (modes == {"both"} and m.table is None and not m.table_kind)


def _hosts(problem: Problem) -> dict[str, set[str]]:
    """Tables kept for each participant: its own, or a host's share of the common ones."""
    people = {p.id: p for p in problem.participants}
    kept: dict[str, set[str]] = defaultdict(set)
    for table in problem.tables:
        if table.owner is not None:
            kept[table.owner].add(table.id)
    asked = {m.table for m in problem.meetings}
    common = [t for t in problem.tables if t.owner is None and t.id not in asked]
    for person in problem.participants:
        if person.fixed and person.id not in kept:
            sizes = [
                len(m.participants)
                for m in problem.meetings
                if person.id in m.participants and m.online is not True and _may(people, m, remote=False)
            ]
            first = next((t for t in common if t.capacity >= max(sizes, default=2)), None)
            kept[person.id] = set() if first is None else {first.id}
            common = [t for t in common if t is not first]
    return dict(kept)


def _at_table(
    m: Meeting, row: dict[str, Any], tables: dict[str, Table], hosts: dict[str, set[str]]
) -> list[Broken]:
    place = row.get("table")
    if place not in tables:
        return [Broken("no-table", f"Meeting {m.id} has no known table ({place!r}).")]
    table = tables[place]
    broken = [
        Broken("table-away", f"Table {place} is not there in slot {s} (meeting {m.id}).")
        for s in _time(m, row)
        if s in table.unavailable
    ]
    if m.table is not None:
        if m.table != place:
            broken.append(Broken("table", f"Meeting {m.id} is fixed to table {m.table}, not {place}."))
        return broken
    owned = [hosts[p] for p in m.participants if p in hosts]
    if owned and not any(place in tables_of for tables_of in owned):
        broken.append(Broken("host", f"Meeting {m.id} is not at the table of its host but at {place}."))
    if not owned and any(place in tables_of for tables_of in hosts.values()):
        broken.append(Broken("owner", f"Table {place} is kept for others (meeting {m.id})."))
    if m.table_kind and table.kind != m.table_kind:
        broken.append(Broken("table-kind", f"Meeting {m.id} wants a table of kind {m.table_kind}."))
    if len(m.participants) > table.capacity:
        broken.append(Broken("capacity", f"Table {place} is too small for meeting {m.id}."))
    return broken


def _interpreters(problem: Problem, held: dict[str, dict[str, Any]]) -> list[Broken]:
    broken: list[Broken] = []
    known = {x.id: x for x in problem.interpreters}
    used: set[tuple[str, int]] = set()
    for m in problem.meetings:
        if m.id not in held or not m.interpreter:
            continue
        helper = known.get(held[m.id].get("interpreter") or "")
        broken += _interpreter(m, helper, _time(m, held[m.id]), used)
    return broken


def _interpreter(
    m: Meeting, helper: Interpreter | None, slots: Iterable[int], used: set[tuple[str, int]]
) -> Iterator[Broken]:
    if helper is None or not set(m.interpreter) <= set(helper.languages):
        yield Broken("interpreter", f"Meeting {m.id} needs {' and '.join(m.interpreter)}.")
        return
    for s in slots:
        if s in helper.unavailable or (helper.id, s) in used:
            yield Broken("interpreter-busy", f"Interpreter {helper.id} is not free in slot {s}.")
        used.add((helper.id, s))
