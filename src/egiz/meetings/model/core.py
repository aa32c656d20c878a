"""The problem as integer arrays: what every engine below works on."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from egiz.meetings.model.places import (
    Seating,
    Ways,
    build_interpreters,
    build_people,
    build_places,
    in_office,
    open_grid,
    owned_tables,
    seatings,
    ways,
)
from egiz.meetings.model.pools import Pool, Row
from egiz.meetings.model.problem import Meeting, Participant, Problem
from egiz.meetings.model.tallies import Tallies, build_tallies, find_rules
from egiz.meetings.model.tighten import tighten

Ints = NDArray[np.int32]
# Meetings and first slots that cannot all be had at once.
Nogood = tuple[tuple[int, int], ...]


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
    tallies
        Rules on the participants' days, as sums.
    ways, seats
        How each meeting can be held; the places of those that need one.
    nogoods
        Sets of (meeting, first slot) that no places were found for together.
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
    seats: dict[int, Seating]
    tallies: Tallies
    nogoods: tuple[Nogood, ...] = field(default=())

    @cached_property
    def attendance(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Meeting and participant of every seat taken."""
        sizes = [len(who) for who in self.people]
        who = np.fromiter(chain.from_iterable(self.people), dtype=np.intp, count=sum(sizes))
        return np.repeat(np.arange(self.n_meetings), sizes), who

    @cached_property
    def hosts(self) -> dict[str, frozenset[int]]:
        """Tables kept for participants."""
        return owned_tables(self.problem)

    @cached_property
    def impossible(self) -> frozenset[int]:
        """Meetings that can be held in no way, or whose participants must not meet."""
        return frozenset(
            i for i, m in enumerate(self.problem.meetings) if not any(self.ways[i]) or apart(m, self.avoided)
        )

    @cached_property
    def avoided(self) -> dict[str, set[str]]:
        """Whom each participant must not meet."""
        return {p.id: set(p.not_with) for p in self.problem.participants if p.not_with}

    @cached_property
    def need_of_interpreter(self) -> dict[int, frozenset[int]]:
        """Interpreters who can serve each meeting that needs one."""
        return self.needs[1]

    @cached_property
    def needs(self) -> tuple[dict[int, frozenset[int]], ...]:
        """Of each pool, the units that can serve each meeting that needs one."""
        return tuple(pool.need_of() for pool in self.pools)

    def in_office(self, p: int, s: int) -> bool:
        """Whether a slot lies within a participant's office hours."""
        return in_office(self.problem.participants[p], self.problem.slots[s])

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


def _office(problem: Problem) -> NDArray[np.bool_]:
    grid = [[in_office(p, s) for s in problem.slots] for p in problem.participants]
    return np.array(grid, dtype=np.bool_).reshape(len(problem.participants), len(problem.slots))


def _allowed(problem: Problem, found: tuple[Ways, ...], index: dict[str, int]) -> NDArray[np.uint8]:
    n = len(problem.slots)
    free = open_grid(problem, tuple(p.unavailable for p in problem.participants))
    office = _office(problem)
    avoided = {p.id: set(p.not_with) for p in problem.participants if p.not_with}
    parts = [(slot.day, slot.session) for slot in problem.slots]
    allowed = np.zeros((len(problem.meetings), n), dtype=np.uint8)
    for i, m in enumerate(problem.meetings):
        who = [index[p] for p in m.participants]
        if not any(found[i]) or apart(m, avoided):
            continue
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


def _without_place(pools: tuple[Pool, ...], allowed: NDArray[np.uint8], length: Ints) -> None:
    """Take out first slots in which nobody and nothing can serve a meeting."""
    for pool in pools:
        for units, meetings in pool.needs.items():
            capacity = pool.capacity(units)
            closed = np.flatnonzero(capacity == 0)
            for m in meetings:
                for s in closed.tolist():
                    allowed[m, max(0, s - int(length[m]) + 1) : s + 1] = 0
        for s, needs in pool.narrow.items():
            for m, units in needs.items():
                if pool.capacity(units)[s] == 0:
                    allowed[m, max(0, s - int(length[m]) + 1) : s + 1] = 0


def _groups(problem: Problem, index: dict[str, int], meetings_of: list[list[int]]) -> list[Row]:
    """Participants who share a person: one meeting at a time."""
    rows = []
    for group in problem.groups:
        mine = sorted({m for p in group for m in meetings_of[index[p]]})
        if len(mine) > 1:
            names = ", ".join(problem.participants[index[p]].name or p for p in group)
            rows.append(Row(tuple(mine), (1,) * len(problem.slots), "group", names))
    return rows


def _binds(problem: Problem, pool: Pool, row: Row) -> bool:
    """Whether a row says more than how many meetings its participant can attend at once."""
    return pool.who < 0 or min(row.capacity) < problem.participants[pool.who].representatives


def apart(m: Meeting, avoided: dict[str, set[str]]) -> bool:
    """Whether a meeting joins participants who must not meet."""
    return any(avoided.get(p, set()) & set(m.participants) for p in m.participants)


def worth(meeting: Meeting, people: dict[str, Participant]) -> int:
    """A meeting's weight times that of its dearest participant."""
    return meeting.weight * max(people[p].weight for p in meeting.participants)


def build_core(problem: Problem) -> Core:
    """Turn a problem into arrays; needs time linear in its size (times slots)."""
    index = {p.id: i for i, p in enumerate(problem.participants)}
    people = {p.id: p for p in problem.participants}
    number = {m.id: i for i, m in enumerate(problem.meetings)}
    found = tuple(ways(m, people) for m in problem.meetings)
    seats = seatings(problem, found, _office(problem))
    allowed = _allowed(problem, found, index)
    length = np.array([m.length for m in problem.meetings], dtype=np.int32)
    pools = (build_places(problem, found, seats), build_interpreters(problem), *build_people(problem))
    _without_place(pools, allowed, length)
    meetings_of: list[list[int]] = [[] for _ in problem.participants]
    for i, m in enumerate(problem.meetings):
        for p in m.participants:
            meetings_of[index[p]].append(i)
    before = tuple((number[a], i) for i, m in enumerate(problem.meetings) for a in m.after)
    rows = (
        *(row for pool in pools for row in pool.rows() if _binds(problem, pool, row)),
        *_groups(problem, index, meetings_of),
    )
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
        weight=np.array([worth(m, people) for m in problem.meetings], dtype=np.int64),
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
        seats=seats,
        tallies=build_tallies(find_rules(problem, groups), allowed, length),
    )
