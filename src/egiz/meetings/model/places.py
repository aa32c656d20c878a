"""Where a meeting can be held: tables, online rooms, interpreters; tables first where both will do."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from egiz.meetings.model.pools import Pool
from egiz.meetings.model.problem import Meeting, Participant, Problem, Slot, Table

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
    owned: dict[str, frozenset[int]] = {}
    for t, table in enumerate(problem.tables):
        if table.owner is not None:
            owned[table.owner] = owned.get(table.owner, frozenset()) | {t}
    people = {p.id: p for p in problem.participants}
    spare = _common_tables(problem)
    hosts = people.values() if not problem.anywhere else ()
    for host in hosts:
        if host.fixed and host.id not in owned:
            owned[host.id] = _first_fitting(problem, host, people, spare)
            spare -= owned[host.id]
    return owned


def _common_tables(problem: Problem) -> frozenset[int]:
    """Tables that are nobody's and that no meeting asks for."""
    asked = {m.table for m in problem.meetings}
    return frozenset(t for t, table in enumerate(problem.tables) if not table.owner and table.id not in asked)


def _first_fitting(
    problem: Problem, host: Participant, people: dict[str, Participant], spare: frozenset[int]
) -> frozenset[int]:
    here = [m for m in problem.meetings if host.id in m.participants and ways(m, people)[0]]
    seats = max((len(m.participants) for m in here), default=2)
    return frozenset([t for t in sorted(spare) if problem.tables[t].capacity >= seats][:1])


def eligible_tables(problem: Problem, m: Meeting, owned: dict[str, frozenset[int]]) -> frozenset[int]:
    """Tables a meeting can be held at."""
    return frozenset(t for t in _candidates(problem, m, owned) if _will_do(problem.tables[t], m))


def _candidates(problem: Problem, m: Meeting, owned: dict[str, frozenset[int]]) -> frozenset[int]:
    """The table it asks for, or those of its hosts, or all that are kept for nobody."""
    everything = frozenset(range(len(problem.tables)))
    if m.table is not None:
        return frozenset(t for t in everything if problem.tables[t].id == m.table)
    hosts = owned.keys() & set(m.participants)
    kept = frozenset[int]().union(*(owned[p] for p in hosts or owned))
    return kept if hosts else everything - kept


def _will_do(table: Table, m: Meeting) -> bool:
    if m.table is not None:
        return True
    return table.capacity >= len(m.participants) and m.table_kind in {None, "", table.kind}


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


def remote_office(problem: Problem, office: NDArray[np.bool_], who: list[int]) -> NDArray[np.bool_]:
    """(S,) where all of `who` that join from afar are within their office hours."""
    remote = [p for p in who if problem.participants[p].mode != "in_person"]
    return np.asarray(office[remote].all(axis=0))


def seatings(problem: Problem, found: tuple[Ways, ...], office: NDArray[np.bool_]) -> dict[int, Seating]:
    """The meetings that need a place in some slot. `office` (P, S) says who can be met from afar when."""
    n_tables = len(problem.tables)
    rooms = frozenset(range(n_tables, n_tables + (problem.online_rooms or 0)))
    index = {p.id: i for i, p in enumerate(problem.participants)}
    result: dict[int, Seating] = {}
    tables = _tables_wanted(problem, found)
    for i, m in enumerate(problem.meetings):
        if not _needs_place(problem, found[i]):
            continue
        if found[i][1]:
            online_at = remote_office(problem, office, [index[p] for p in m.participants])
            unlimited = problem.online_rooms is None
            result[i] = Seating(tables[i], rooms, unlimited=unlimited, online_at=online_at)
        else:
            never = np.zeros(len(problem.slots), np.bool_)
            result[i] = Seating(tables[i], frozenset(), unlimited=False, online_at=never)
    return result


def _needs_place(problem: Problem, found: Ways) -> bool:
    at_table, online = found
    if at_table:
        return not problem.anywhere
    return online and problem.online_rooms is not None


def _tables_wanted(problem: Problem, found: tuple[Ways, ...]) -> list[frozenset[int]]:
    """Tables each meeting can be held at, found once for all that want the same."""
    owned = owned_tables(problem)
    known: dict[tuple[object, ...], frozenset[int]] = {}
    wanted = []
    for m, (at_table, _) in zip(problem.meetings, found, strict=True):
        hosts = tuple(p for p in m.participants if p in owned)
        key = (at_table, m.table, m.table_kind, len(m.participants), hosts)
        if key not in known:
            known[key] = eligible_tables(problem, m, owned) if at_table else frozenset()
        wanted.append(known[key])
    return wanted


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
