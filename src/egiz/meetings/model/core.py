"""The problem as integer arrays: what every engine below works on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from egiz.meetings.model.pools import Pool, Row
from egiz.meetings.model.problem import Meeting, Participant, Problem, Slot
from egiz.meetings.model.tighten import tighten

Ints = NDArray[np.int32]
Ways = tuple[bool, bool]


@dataclass(frozen=True)
class Core:
    """Arrays of a problem with P participants, M meetings, S slots, R counting rows.

    Parameters
    ----------
    allowed
        (M, S): 1 where the meeting may begin in some schedule.
    own
        (M, S): 1 where its own rules let it begin.
    people, meetings_of
        Participants of each meeting; meetings of each participant.
    span, bit
        (S,): the stretch of a slot for counting breaks and its place within the stretch.
    rows
        At most capacity[s] of its meetings run in slot s.
    before
        Pairs (a, b): a is over before b begins where both are held.
    """

    problem: Problem
    n_people: int
    n_meetings: int
    n_slots: int
    allowed: NDArray[np.uint8]
    own: NDArray[np.uint8]
    people: tuple[tuple[int, ...], ...]
    meetings_of: tuple[tuple[int, ...], ...]
    length: Ints
    weight: NDArray[np.int64]
    must: NDArray[np.bool_]
    room_for: Ints
    least: Ints
    most: Ints
    span: Ints
    bit: Ints
    rows: tuple[Row, ...]
    pools: tuple[Pool, ...]
    before: tuple[tuple[int, int], ...]
    ways: tuple[Ways, ...]

    @cached_property
    def attendance(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Meeting and participant of every seat taken."""
        sizes = [len(who) for who in self.people]
        who = np.fromiter(chain.from_iterable(self.people), dtype=np.intp, count=sum(sizes))
        return np.repeat(np.arange(self.n_meetings), sizes), who

    def running(self, m: int, s: int) -> range:
        """Slots a meeting takes when it begins in s."""
        return range(s, s + int(self.length[m]))

    def starts(self, m: int) -> list[int]:
        """Slots in which a meeting may begin."""
        return [int(s) for s in np.flatnonzero(self.allowed[m])]

    def over(self, m: int, s: int) -> list[int]:
        """Allowed beginnings with which meeting m runs in slot s."""
        low = max(0, s - int(self.length[m]) + 1)
        return [t for t in range(low, s + 1) if self.allowed[m, t]]


def ways(problem: Problem, meeting: Meeting, people: dict[str, Participant]) -> Ways:
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
    if not problem.tables:
        # A problem without any table has no say on places: everything is held somewhere.
        return (table or not online, online)
    return (table and "online" not in modes, online)


def in_office(person: Participant, slot: Slot) -> bool:
    """Whether a slot lies within a participant's office hours in its own zone."""
    if person.office_hours is None or slot.start is None:
        return True
    zone = ZoneInfo(person.zone) if person.zone else slot.start.tzinfo
    begin = slot.start.astimezone(zone)
    end = begin + dt.timedelta(minutes=slot.minutes)
    low, high = person.office_hours
    return begin.date() == end.date() and low <= begin.time() and end.time() <= high


def _open(problem: Problem, items: tuple[frozenset[int], ...]) -> NDArray[np.bool_]:
    grid = np.ones((len(items), len(problem.slots)), dtype=np.bool_)
    for i, away in enumerate(items):
        grid[i, sorted(away)] = False
    return grid


def _allowed(problem: Problem, found: tuple[Ways, ...], index: dict[str, int]) -> NDArray[np.uint8]:
    n = len(problem.slots)
    free = _open(problem, tuple(p.unavailable for p in problem.participants))
    office = np.array(
        [[in_office(p, s) for s in problem.slots] for p in problem.participants], dtype=np.bool_
    )
    office = office.reshape(len(problem.participants), n)
    parts = [(slot.day, slot.session) for slot in problem.slots]
    allowed = np.zeros((len(problem.meetings), n), dtype=np.uint8)
    for i, m in enumerate(problem.meetings):
        who = [index[p] for p in m.participants]
        ok: NDArray[np.bool_] = np.asarray(free[who].all(axis=0))
        if found[i] == (False, True):
            remote = [p for p in who if problem.participants[p].mode != "in_person"]
            ok = ok & office[remote].all(axis=0)
        wanted = range(n) if m.slots is None else sorted(m.slots)
        if m.fixed_slot is not None:
            wanted = [s for s in wanted if s == m.fixed_slot]
        if m.length == 1:
            chosen = np.fromiter((s for s in wanted if s < n), dtype=np.intp)
            allowed[i, chosen] = ok[chosen]
            continue
        for s in wanted:
            stretch = range(s, s + m.length)
            if (
                stretch.stop <= n
                and ok[stretch.start : stretch.stop].all()
                and parts[s] == parts[stretch.stop - 1]
            ):
                allowed[i, s] = 1
    return allowed


def _places(problem: Problem, found: tuple[Ways, ...]) -> Pool:
    rooms = len(problem.meetings) if problem.online_rooms is None else problem.online_rooms
    limited = problem.online_rooms is not None
    n_tables = len(problem.tables)
    away = tuple(t.unavailable for t in problem.tables) + (frozenset[int](),) * (rooms if limited else 0)
    online = frozenset(range(n_tables, n_tables + rooms)) if limited else frozenset()
    owners: dict[str, set[int]] = {}
    for t, table in enumerate(problem.tables):
        if table.owner is not None:
            owners.setdefault(table.owner, set()).add(t)
    needs: dict[frozenset[int], list[int]] = {}
    labels: dict[frozenset[int], str] = {}
    seen: dict[tuple[object, ...], tuple[frozenset[int], str]] = {}
    for i, m in enumerate(problem.meetings):
        at_table, remote = found[i]
        if (remote and not limited) or not problem.tables:
            continue
        owned = tuple(p for p in m.participants if p in owners)
        key = (at_table, remote, owned, m.table, m.table_kind, len(m.participants))
        if key not in seen:
            units = eligible_tables(problem, m, owners) if at_table else frozenset()
            label = m.table or m.table_kind or ("tables" if at_table else "online rooms")
            seen[key] = (units | (online if remote else frozenset()), label)
        units, label = seen[key]
        needs.setdefault(units, []).append(i)
        labels.setdefault(units, label)
    return Pool("table", _open(problem, away), needs, labels)


def eligible_tables(problem: Problem, m: Meeting, owners: dict[str, set[int]]) -> frozenset[int]:
    """Tables a meeting can be held at."""
    if m.table is not None:
        return frozenset(t for t, table in enumerate(problem.tables) if table.id == m.table)
    own = frozenset(t for p in m.participants for t in owners.get(p, ()))
    candidates = own or frozenset(t for t, table in enumerate(problem.tables) if table.owner is None)
    return frozenset(
        t
        for t in candidates
        if problem.tables[t].capacity >= len(m.participants)
        and (not m.table_kind or problem.tables[t].kind == m.table_kind)
    )


def _interpreters(problem: Problem) -> Pool:
    needs: dict[frozenset[int], list[int]] = {}
    labels: dict[frozenset[int], str] = {}
    for i, m in enumerate(problem.meetings):
        if m.interpreter:
            wanted = set(m.interpreter)
            units = frozenset(k for k, x in enumerate(problem.interpreters) if wanted <= set(x.languages))
            needs.setdefault(units, []).append(i)
            labels.setdefault(units, "+".join(sorted(wanted)))
    return Pool(
        "interpreter", _open(problem, tuple(x.unavailable for x in problem.interpreters)), needs, labels
    )


def build_core(problem: Problem) -> Core:
    """Turn a problem into arrays; needs time linear in its size (times slots)."""
    index = {p.id: i for i, p in enumerate(problem.participants)}
    people = {p.id: p for p in problem.participants}
    number = {m.id: i for i, m in enumerate(problem.meetings)}
    found = tuple(ways(problem, m, people) for m in problem.meetings)
    allowed = _allowed(problem, found, index)
    pools = (_places(problem, found), _interpreters(problem))
    for pool in pools:
        if frozenset() in pool.needs:
            # Nobody and nothing can serve these meetings, in any slot.
            allowed[pool.needs[frozenset()]] = 0
    meetings_of: list[list[int]] = [[] for _ in problem.participants]
    for i, m in enumerate(problem.meetings):
        for p in m.participants:
            meetings_of[index[p]].append(i)
    before = tuple((number[a], i) for i, m in enumerate(problem.meetings) for a in m.after)
    rows = tuple(row for pool in pools for row in pool.rows())
    length = np.array([m.length for m in problem.meetings], dtype=np.int32)
    must = np.array([m.must for m in problem.meetings], dtype=np.bool_)
    room_for = np.array([p.representatives for p in problem.participants], dtype=np.int32)
    crowd = tuple(tuple(index[p] for p in m.participants) for m in problem.meetings)
    groups = tuple(tuple(ms) for ms in meetings_of)
    spans = problem.spans()
    order = {key: i for i, key in enumerate(dict.fromkeys(spans))}
    span = np.array([order[key] for key in spans], dtype=np.int32)
    bit = np.array([s - spans.index(key) for s, key in enumerate(spans)], dtype=np.int32)
    return Core(
        problem=problem,
        n_people=len(problem.participants),
        n_meetings=len(problem.meetings),
        n_slots=len(problem.slots),
        allowed=tighten(allowed, must, length, crowd, groups, room_for, before, rows),
        own=allowed,
        people=crowd,
        meetings_of=groups,
        length=length,
        weight=np.array([m.weight for m in problem.meetings], dtype=np.int64),
        must=must,
        room_for=room_for,
        least=np.array([p.min_meetings for p in problem.participants], dtype=np.int32),
        most=np.array(
            [
                len(ms) if p.max_meetings is None else p.max_meetings
                for p, ms in zip(problem.participants, meetings_of, strict=True)
            ],
            dtype=np.int32,
        ),
        span=span,
        bit=bit,
        rows=rows,
        pools=pools,
        before=before,
        ways=found,
    )
