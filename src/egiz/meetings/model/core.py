"""The problem as integer arrays: what every engine below works on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
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
    remote_office,
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

    def counts(self, held: NDArray[np.bool_]) -> NDArray[np.intp]:
        """How many meetings each participant has, of those that are held."""
        meetings, who = self.attendance
        return np.bincount(who[held[meetings]], minlength=self.n_people)

    @cached_property
    def rows_of(self) -> list[list[int]]:
        """The rows that each meeting counts in."""
        found: list[list[int]] = [[] for _ in range(self.n_meetings)]
        for r, row in enumerate(self.rows):
            for m in row.meetings:
                found[m].append(r)
        return found

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
        return self.problem.avoided()

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
    free = open_grid(problem, tuple(p.unavailable for p in problem.participants))
    office = _office(problem)
    avoided = problem.avoided()
    parts = _sessions(problem)
    allowed = np.zeros((len(problem.meetings), len(parts)), dtype=np.uint8)
    for i, m in enumerate(problem.meetings):
        if not any(found[i]) or apart(m, avoided):
            continue
        who = [index[p] for p in m.participants]
        ok: NDArray[np.bool_] = np.asarray(free[who].all(axis=0))
        if found[i] == (False, True):
            ok = ok & remote_office(problem, office, who)
        allowed[i] = _first_slots(m, ok, parts)
    return allowed


def _sessions(problem: Problem) -> NDArray[np.intp]:
    """(S,): slots of one session have one number."""
    keys = [(slot.day, slot.session) for slot in problem.slots]
    return np.array([keys.index(key) for key in keys], dtype=np.intp)


def _first_slots(m: Meeting, ok: NDArray[np.bool_], parts: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Where a meeting's own rules and those who come let it begin, to run within one session."""
    fits = ok if m.length == 1 else _stretches(ok, parts, m.length)
    if m.slots is not None:
        fits = fits & np.isin(np.arange(len(ok)), sorted(m.slots))
    if m.fixed_slot is not None:
        fits = fits & (np.arange(len(ok)) == m.fixed_slot)
    return fits


def _stretches(ok: NDArray[np.bool_], parts: NDArray[np.intp], length: int) -> NDArray[np.bool_]:
    fits = np.zeros_like(ok)
    whole = len(ok) - length + 1
    if whole > 0:
        fits[:whole] = sliding_window_view(ok, length).all(axis=1) & (parts[:whole] == parts[length - 1 :])
    return fits


def _without_place(pools: tuple[Pool, ...], allowed: NDArray[np.uint8], length: Ints) -> None:
    """Take out first slots in which nobody and nothing can serve a meeting."""
    for m, s in chain.from_iterable(map(_unserved, pools)):
        allowed[m, max(0, s - int(length[m]) + 1) : s + 1] = 0


def _unserved(pool: Pool) -> Iterator[tuple[int, int]]:
    """Meetings and the slots in which no unit of the pool can serve them."""
    for units, meetings in pool.needs.items():
        for s in np.flatnonzero(pool.capacity(units) == 0).tolist():
            yield from ((m, s) for m in meetings)
    for s, needs in pool.narrow.items():
        yield from ((m, s) for m, units in needs.items() if pool.capacity(units)[s] == 0)


def _groups(problem: Problem, index: dict[str, int], meetings_of: tuple[tuple[int, ...], ...]) -> list[Row]:
    """Participants who share a person: one meeting at a time."""
    rows = []
    for group in problem.groups:
        mine = sorted({m for p in group for m in meetings_of[index[p]]})
        if len(mine) > 1:
            names = ", ".join(problem.participants[index[p]].name or p for p in group)
            rows.append(Row(tuple(mine), (1,) * len(problem.slots), "group", names))
    return rows


def _binding_rows(problem: Problem, pools: tuple[Pool, ...]) -> Iterator[Row]:
    for pool in pools:
        yield from (row for row in pool.rows() if _binds(problem, pool, row))


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
    number = {m.id: i for i, m in enumerate(problem.meetings)}
    people = {p.id: p for p in problem.participants}
    found = tuple(ways(m, people) for m in problem.meetings)
    seats = seatings(problem, found, _office(problem))
    allowed = _allowed(problem, found, index)
    length, weight, must = _columns(problem, people)
    pools = (build_places(problem, found, seats), build_interpreters(problem), *build_people(problem))
    _without_place(pools, allowed, length)
    crowd, groups = _attendance(problem, index)
    before = tuple((number[a], i) for i, m in enumerate(problem.meetings) for a in m.after)
    rows = (*_binding_rows(problem, pools), *_groups(problem, index, groups))
    room_for, least, most = _loads(problem, groups)
    span, bit = _places_in_spans(problem)
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
        weight=weight,
        must=must,
        room_for=room_for,
        least=least,
        most=most,
        span=span,
        bit=bit,
        rows=rows,
        pools=pools,
        before=before,
        ways=found,
        seats=seats,
        tallies=build_tallies(find_rules(problem, groups), allowed, length),
    )


def _columns(
    problem: Problem, people: dict[str, Participant]
) -> tuple[Ints, NDArray[np.int64], NDArray[np.bool_]]:
    """Length, weight and whether it must be held, for every meeting."""
    length = np.array([m.length for m in problem.meetings], dtype=np.int32)
    weight = np.array([worth(m, people) for m in problem.meetings], dtype=np.int64)
    return length, weight, np.array([m.must for m in problem.meetings], dtype=np.bool_)


def _attendance(
    problem: Problem, index: dict[str, int]
) -> tuple[tuple[tuple[int, ...], ...], tuple[tuple[int, ...], ...]]:
    """Participants of every meeting, meetings of every participant."""
    crowd = tuple(tuple(index[p] for p in m.participants) for m in problem.meetings)
    meetings_of: list[list[int]] = [[] for _ in problem.participants]
    for m, who in enumerate(crowd):
        for p in who:
            meetings_of[p].append(m)
    return crowd, tuple(tuple(mine) for mine in meetings_of)


def _loads(problem: Problem, groups: tuple[tuple[int, ...], ...]) -> tuple[Ints, Ints, Ints]:
    """Meetings at once, the fewest and the most of every participant."""
    people = problem.participants
    room_for = np.array([p.representatives for p in people], dtype=np.int32)
    least = np.array([p.min_meetings for p in people], dtype=np.int32)
    most = [
        len(ms) if p.max_meetings is None else p.max_meetings for p, ms in zip(people, groups, strict=True)
    ]
    return room_for, least, np.array(most, dtype=np.int32)


def _places_in_spans(problem: Problem) -> tuple[Ints, Ints]:
    """The stretch of every slot, and its place within."""
    spans = problem.spans()
    order = {key: i for i, key in enumerate(dict.fromkeys(spans))}
    span = np.array([order[key] for key in spans], dtype=np.int32)
    return span, np.array([s - spans.index(key) for s, key in enumerate(spans)], dtype=np.int32)
