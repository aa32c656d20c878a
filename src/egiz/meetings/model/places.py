"""Where a meeting can be held: tables, online rooms, interpreters; tables first where both will do."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from egiz.meetings.model.pools import Pool
from egiz.meetings.model.problem import Meeting, Participant, Problem, Slot

# Whether a meeting can be held at a table, and online.
Ways = tuple[bool, bool]


def ways(meeting: Meeting, people: dict[str, Participant]) -> Ways:
    """Whether a meeting can be held (at a table, online)."""
    modes = [people[p].mode for p in meeting.participants]
    if meeting.online is not None:
        table, online = not meeting.online, meeting.online
    elif "online" in modes:
        table, online = False, True
    else:
        table, online = True, all(mode == "both" for mode in modes)
    if meeting.table is not None or meeting.table_kind:
        online = False
    return (table and "online" not in modes, online)


def in_office(person: Participant, slot: Slot) -> bool:
    """Whether a slot lies within a participant's office hours in its own zone."""
    if person.office_hours is None or slot.start is None:
        return True
    zone = ZoneInfo(person.zone) if person.zone else slot.start.tzinfo
    begin = slot.start.astimezone(zone)
    # Wall clock after the real time has passed: on a day whose clock is set, the end is where it is.
    end = (slot.start.astimezone(dt.UTC) + dt.timedelta(minutes=slot.minutes)).astimezone(zone)
    low, high = person.office_hours
    return begin.date() == end.date() and low <= begin.time() and end.time() <= high


def open_grid(problem: Problem, items: tuple[frozenset[int], ...]) -> NDArray[np.bool_]:
    """(items, S) where each is there."""
    grid = np.ones((len(items), len(problem.slots)), dtype=np.bool_)
    for i, away in enumerate(items):
        grid[i, sorted(away)] = False
    return grid


def owned_tables(problem: Problem) -> dict[str, frozenset[int]]:
    """Tables kept for a participant: its own, or for a host without one the first common table that will do.

    A host for whom no table is left has an empty set: its meetings in person cannot be held.
    """
    owned: dict[str, set[int]] = defaultdict(set)
    for t, table in enumerate(problem.tables):
        if table.owner is not None:
            owned[table.owner].add(t)
    asked = {m.table for m in problem.meetings if m.table is not None}
    spare = [t for t, table in enumerate(problem.tables) if table.owner is None and table.id not in asked]
    people = {p.id: p for p in problem.participants}
    for person in problem.participants:
        if not person.fixed or person.id in owned or problem.anywhere:
            continue
        here = [m for m in problem.meetings if person.id in m.participants and ways(m, people)[0]]
        seats = max((len(m.participants) for m in here), default=2)
        fitting = [t for t in spare if problem.tables[t].capacity >= seats]
        owned[person.id] = set(fitting[:1])
        spare = [t for t in spare if t not in owned[person.id]]
    return {key: frozenset(tables) for key, tables in owned.items()}


def eligible_tables(problem: Problem, m: Meeting, owned: dict[str, frozenset[int]]) -> frozenset[int]:
    """Tables a meeting can be held at."""
    if m.table is not None:
        return frozenset(t for t, table in enumerate(problem.tables) if table.id == m.table)
    hosts = [p for p in m.participants if p in owned]
    if hosts:
        candidates = frozenset(t for p in hosts for t in owned[p])
    else:
        kept = {t for tables in owned.values() for t in tables}
        candidates = frozenset(t for t in range(len(problem.tables)) if t not in kept)
    return frozenset(
        t
        for t in candidates
        if problem.tables[t].capacity >= len(m.participants)
        and (not m.table_kind or problem.tables[t].kind == m.table_kind)
    )


@dataclass(frozen=True)
class Seating:
    """Tables and limited rooms a meeting can use, or online without limit; and when it may be online."""

    tables: frozenset[int]
    rooms: frozenset[int]
    unlimited: bool
    online_at: NDArray[np.bool_]

    def need(self, s: int) -> frozenset[int] | None:
        """Units that can serve it in slot s; None where it needs none."""
        if not self.online_at[s]:
            return self.tables
        return None if self.unlimited else self.tables | self.rooms


def seatings(problem: Problem, found: tuple[Ways, ...], office: NDArray[np.bool_]) -> dict[int, Seating]:
    """The meetings that need a place in some slot. `office` (P, S) says who can be met from afar when."""
    n_tables = len(problem.tables)
    rooms = frozenset(range(n_tables, n_tables + (problem.online_rooms or 0)))
    owned = owned_tables(problem)
    index = {p.id: i for i, p in enumerate(problem.participants)}
    result: dict[int, Seating] = {}
    known: dict[tuple[object, ...], frozenset[int]] = {}
    for i, m in enumerate(problem.meetings):
        at_table, online = found[i]
        if (at_table and problem.anywhere) or (not at_table and (not online or problem.online_rooms is None)):
            continue
        tables: frozenset[int] = frozenset()
        if at_table:
            key = (m.table, m.table_kind, len(m.participants), tuple(p for p in m.participants if p in owned))
            if key not in known:
                known[key] = eligible_tables(problem, m, owned)
            tables = known[key]
        remote = [index[p] for p in m.participants if problem.participants[index[p]].mode != "in_person"]
        online_at = (
            np.asarray(office[remote].all(axis=0)) if online else np.zeros(len(problem.slots), np.bool_)
        )
        unlimited = online and problem.online_rooms is None
        result[i] = Seating(tables, rooms if online else frozenset(), unlimited, online_at)
    return result


def label_of(m: Meeting, found: Ways) -> str:
    """What people call the places a meeting wants."""
    return m.table or m.table_kind or ("tables" if found[0] else "online rooms")


def build_places(problem: Problem, found: tuple[Ways, ...], seats: dict[int, Seating]) -> Pool:
    """Tables and online rooms with the meetings that need them."""
    away = (*(t.unavailable for t in problem.tables), *((frozenset[int](),) * (problem.online_rooms or 0)))
    needs: dict[frozenset[int], list[int]] = {}
    labels: dict[frozenset[int], str] = {}
    narrow: dict[int, dict[int, frozenset[int]]] = defaultdict(dict)
    for i, seat in seats.items():
        m = problem.meetings[i]
        everywhere = seat.tables | seat.rooms
        if not seat.unlimited:
            needs.setdefault(everywhere, []).append(i)
            labels.setdefault(everywhere, label_of(m, found[i]))
        if everywhere != seat.tables or seat.unlimited:
            for s in np.flatnonzero(~seat.online_at).tolist():
                narrow[s][i] = seat.tables
                labels.setdefault(seat.tables, label_of(m, found[i]))
    return Pool("table", open_grid(problem, away), needs, labels, dict(narrow))


def build_interpreters(problem: Problem) -> Pool:
    """Interpreters with the meetings that need them."""
    needs: dict[frozenset[int], list[int]] = {}
    labels: dict[frozenset[int], str] = {}
    for i, m in enumerate(problem.meetings):
        if m.interpreter:
            wanted = set(m.interpreter)
            units = frozenset(k for k, x in enumerate(problem.interpreters) if wanted <= set(x.languages))
            needs.setdefault(units, []).append(i)
            labels.setdefault(units, "+".join(sorted(wanted)))
    return Pool(
        "interpreter", open_grid(problem, tuple(x.unavailable for x in problem.interpreters)), needs, labels
    )


def build_people(problem: Problem) -> tuple[Pool, ...]:
    """A pool for each participant whose people are named: one of them sits in each of its meetings.

    Behind those with a name stand colleagues without one, where it attends more meetings at once.
    """
    mine: dict[str, list[int]] = defaultdict(list)
    for i, m in enumerate(problem.meetings):
        for key in m.participants:
            mine[key].append(i)
    found = []
    for p, person in enumerate(problem.participants):
        if not person.people:
            continue
        spare = max(0, person.representatives - len(person.people))
        away = (*(one.unavailable for one in person.people), *((frozenset[int](),) * spare))
        number = {one.name: k for k, one in enumerate(person.people)}
        everybody = frozenset(range(len(away)))
        needs: dict[frozenset[int], list[int]] = {}
        for i in mine[person.id]:
            asked = dict(problem.meetings[i].people).get(person.id)
            needs.setdefault(everybody if asked is None else frozenset({number[asked]}), []).append(i)
        labels = dict.fromkeys(needs, person.id)
        found.append(Pool("person", open_grid(problem, away), needs, labels, who=p))
    return tuple(found)
