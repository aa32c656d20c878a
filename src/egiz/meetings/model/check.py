"""The independent checker: reads a schedule document against a problem with none of the solver's code."""

from __future__ import annotations

from collections import Counter, defaultdict
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


def _meetings(problem: Problem, held: dict[str, dict[str, Any]]) -> Iterator[Broken]:
    ends = {m.id: held[m.id]["slot"] + m.length for m in problem.meetings if m.id in held}
    for m in problem.meetings:
        if m.id in held:
            yield from _meeting(problem, m, held[m.id], ends)
        elif m.must:
            yield Broken("must", f"Meeting {m.id} must be held and is not.")


def _meeting(problem: Problem, m: Meeting, row: dict[str, Any], ends: dict[str, int]) -> Iterator[Broken]:
    slot = row["slot"]
    if m.fixed_slot not in {None, slot}:
        yield Broken("fixed-slot", f"Meeting {m.id} is fixed to slot {m.fixed_slot}, not {slot}.")
    if m.slots is not None and slot not in m.slots:
        yield Broken("slots", f"Meeting {m.id} must not begin in slot {slot}.")
    if len({(problem.slots[s].day, problem.slots[s].session) for s in _time(m, row)}) > 1:
        yield Broken("session", f"Meeting {m.id} runs over the end of a session.")
    for earlier in m.after:
        if ends.get(earlier, 0) > slot:
            yield Broken("order", f"Meeting {m.id} begins before meeting {earlier} is over.")


def _people(problem: Problem, held: dict[str, dict[str, Any]]) -> Iterator[Broken]:
    people = {p.id: p for p in problem.participants}
    busy: dict[tuple[str, int], list[str]] = defaultdict(list)
    meetings = [m for m in problem.meetings if m.id in held]
    for m in meetings:
        for key in m.participants:
            yield from _attends(problem, m, people[key], held[m.id])
            for s in _time(m, held[m.id]):
                busy[key, s].append(m.id)
    yield from _double_booked(people, busy)
    yield from _loads(problem, meetings)


def _double_booked(
    people: dict[str, Participant], busy: dict[tuple[str, int], list[str]]
) -> Iterator[Broken]:
    for (key, s), ids in busy.items():
        if len(ids) > people[key].representatives:
            yield Broken("double-booked", f"Participant {key} has meetings {', '.join(ids)} in slot {s}.")


def _attends(problem: Problem, m: Meeting, person: Participant, row: dict[str, Any]) -> Iterator[Broken]:
    remote = row.get("online") and person.mode != "in_person"
    for s in _time(m, row):
        if s in person.unavailable:
            yield Broken("unavailable", f"Participant {person.id} is away in slot {s} (meeting {m.id}).")
        if remote and not _office(problem, person, s):
            yield Broken("office-hours", f"Slot {s} is outside the office hours of {person.id}.")


def _loads(problem: Problem, meetings: list[Meeting]) -> Iterator[Broken]:
    counts = Counter(key for m in meetings for key in m.participants)
    for person in problem.participants:
        count, most = counts[person.id], person.max_meetings
        if count < person.min_meetings or (most is not None and count > most):
            yield Broken("min-max", f"Participant {person.id} has {count} meetings.")


def _office(problem: Problem, person: Participant, s: int) -> bool:
    slot = problem.slots[s]
    if person.office_hours is None or slot.start is None:
        return True
    begin = slot.start.astimezone(ZoneInfo(person.zone)) if person.zone else slot.start
    first = begin.hour * 60 + begin.minute
    low, high = (t.hour * 60 + t.minute for t in person.office_hours)
    return low <= first and first + slot.minutes <= high


def _places(problem: Problem, held: dict[str, dict[str, Any]]) -> Iterator[Broken]:
    tables = {t.id: t for t in problem.tables}
    people = {p.id: p for p in problem.participants}
    hosts = _hosts(problem)
    used: set[tuple[str, int]] = set()
    online: Counter[int] = Counter()
    for m in problem.meetings:
        if m.id not in held:
            continue
        row = held[m.id]
        yield from _way(people, m, remote=bool(row.get("online")))
        if row.get("online"):
            online.update(_time(m, row))
        elif not problem.anywhere:
            yield from _at_table(m, row, tables, hosts)
            yield from _table_twice(m, row, used)
    if problem.online_rooms is not None:
        yield from _rooms(problem.online_rooms, online)


def _rooms(rooms: int, online: Counter[int]) -> Iterator[Broken]:
    for s, n in online.items():
        if n > rooms:
            yield Broken("online-rooms", f"{n} online meetings in slot {s}.")


def _way(people: dict[str, Participant], m: Meeting, *, remote: bool) -> Iterator[Broken]:
    if remote != m.online and (m.online is not None or not _may(people, m, remote=remote)):
        rule = "online" if m.online is not None else "mode"
        yield Broken(rule, f"Meeting {m.id} must {'not ' if remote else ''}be online.")


def _table_twice(m: Meeting, row: dict[str, Any], used: set[tuple[str, int]]) -> Iterator[Broken]:
    place = str(row.get("table"))
    for s in _time(m, row):
        if (place, s) in used:
            yield Broken("table-twice", f"Table {place} has two meetings in slot {s}.")
        used.add((place, s))


def _may(people: dict[str, Participant], m: Meeting, *, remote: bool) -> bool:
    """Whether the participants' modes allow a meeting online, or in person."""
    modes = {people[p].mode for p in m.participants}
    if not remote:
        return "online" not in modes
    return "online" in modes or (modes == {"both"} and m.table is None and not m.table_kind)


def _hosts(problem: Problem) -> dict[str, set[str]]:
    """Tables kept for each participant: its own, or a host's share of the common ones."""
    people = {p.id: p for p in problem.participants}
    kept, common = _owned_and_common(problem)
    for person in problem.participants:
        if person.fixed and person.id not in kept:
            size = max(_sizes(problem, person, people), default=2)
            first = next((t for t in common if t.capacity >= size), None)
            kept[person.id] = set()
            if first is not None:
                kept[person.id].add(first.id)
                common.remove(first)
    return kept


def _owned_and_common(problem: Problem) -> tuple[dict[str, set[str]], list[Table]]:
    """Tables by owner, and those that are nobody's and that no meeting asks for."""
    asked = {m.table for m in problem.meetings}
    owned: dict[str, set[str]] = {}
    common: list[Table] = []
    for table in problem.tables:
        if table.owner is not None:
            owned.setdefault(table.owner, set()).add(table.id)
        elif table.id not in asked:
            common.append(table)
    return owned, common


def _sizes(problem: Problem, host: Participant, people: dict[str, Participant]) -> Iterator[int]:
    """How many sit at each meeting that may be held at a host's table."""
    for m in problem.meetings:
        if host.id in m.participants and m.online is not True and _may(people, m, remote=False):
            yield len(m.participants)


def _at_table(
    m: Meeting, row: dict[str, Any], tables: dict[str, Table], hosts: dict[str, set[str]]
) -> Iterator[Broken]:
    place = row.get("table")
    if place not in tables:
        yield Broken("no-table", f"Meeting {m.id} has no known table ({place!r}).")
        return
    table = tables[place]
    for s in _time(m, row):
        if s in table.unavailable:
            yield Broken("table-away", f"Table {place} is not there in slot {s} (meeting {m.id}).")
    if m.table is None:
        yield from _suits(m, table, hosts)
    elif m.table != place:
        yield Broken("table", f"Meeting {m.id} is fixed to table {m.table}, not {place}.")


def _suits(m: Meeting, table: Table, hosts: dict[str, set[str]]) -> Iterator[Broken]:
    """Whether the table is one that this meeting may take."""
    keepers = {host for host, kept in hosts.items() if table.id in kept}
    if keepers.isdisjoint(m.participants):
        if not hosts.keys().isdisjoint(m.participants):
            yield Broken("host", f"Meeting {m.id} is not at the table of its host but at {table.id}.")
        elif keepers:
            yield Broken("owner", f"Table {table.id} is kept for others (meeting {m.id}).")
    if m.table_kind not in {None, "", table.kind}:
        yield Broken("table-kind", f"Meeting {m.id} wants a table of kind {m.table_kind}.")
    if len(m.participants) > table.capacity:
        yield Broken("capacity", f"Table {table.id} is too small for meeting {m.id}.")


def _interpreters(problem: Problem, held: dict[str, dict[str, Any]]) -> Iterator[Broken]:
    known = {x.id: x for x in problem.interpreters}
    used: set[tuple[str, int]] = set()
    for m in problem.meetings:
        if m.id in held and m.interpreter:
            helper = known.get(held[m.id].get("interpreter") or "")
            yield from _interpreter(m, helper, _time(m, held[m.id]), used)


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
