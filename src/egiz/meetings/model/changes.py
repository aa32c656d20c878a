"""What can change after publication."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from egiz.meetings._errors import ProblemError
from egiz.meetings.model.problem import Meeting, Participant, Problem, Slot


@dataclass(frozen=True, slots=True)
class Changes:
    """What is different from the published problem.

    Parameters
    ----------
    arrivals, added
        New participants and new meetings (late arrivals and their wishes).
    gone
        Ids of participants who do not come: meetings of two fall away, larger ones go on without them.
    lost_tables
        Ids of tables that are not there any more.
    closed_slots
        Slots in which nothing can take place.
    away
        Further slots in which a participant cannot meet, by id.
    pinned
        Ids of published meetings that must not move.
    delayed
        Slots that begin later, and by how many minutes: the first slot of a delayed session delays the rest
        of it. Whoever is away at the new time is away.
    now
        The first slot that is still to come: what was published before it stays as it was.
    """

    arrivals: tuple[Participant, ...] = ()
    added: tuple[Meeting, ...] = ()
    gone: frozenset[str] = frozenset()
    lost_tables: frozenset[str] = frozenset()
    closed_slots: frozenset[int] = frozenset()
    away: tuple[tuple[str, frozenset[int]], ...] = ()
    pinned: frozenset[str] = frozenset()
    delayed: tuple[tuple[int, int], ...] = ()
    now: int = 0


def apply_changes(problem: Problem, published: Mapping[str, int], changes: Changes) -> Problem:
    """The problem after the changes.

    Raises
    ------
    ProblemError
        Where a change names something unknown.
    """
    _check(problem, changes)
    past = {m.id for m in problem.meetings if 0 <= published.get(m.id, -1) < changes.now}
    people = _people(problem, changes)
    meetings = tuple(
        made
        for m in (*problem.meetings, *changes.added)
        if (made := _meeting(m, published, changes, len(problem.slots), past=m.id in past)) is not None
    )
    kept = {m.id for m in meetings}
    meetings = tuple(replace(m, after=tuple(a for a in m.after if a in kept)) for m in meetings)
    tables = problem.tables
    if changes.now and past:
        # What was held at a table before now was held there.
        before = frozenset(range(changes.now, len(problem.slots)))
        tables = tuple(
            replace(t, unavailable=t.unavailable | before) if t.id in changes.lost_tables else t
            for t in tables
        )
    else:
        tables = tuple(t for t in tables if t.id not in changes.lost_tables)
        tables = tuple(replace(t, owner=None if t.owner in changes.gone else t.owner) for t in tables)
    changed = replace(
        problem,
        participants=people,
        meetings=meetings,
        tables=tables,
        groups=tuple(tuple(p for p in g if any(x.id == p for x in people)) for g in problem.groups),
        check_loads=False,
    )
    return delay(changed, changes.delayed) if changes.delayed else changed


def _check(problem: Problem, changes: Changes) -> None:
    checks: tuple[tuple[str, frozenset[str], set[str]], ...] = (
        (
            "participant",
            changes.gone | {k for k, _ in changes.away},
            {p.id for p in (*problem.participants, *changes.arrivals)},
        ),
        ("table", changes.lost_tables, {t.id for t in problem.tables}),
        ("meeting", changes.pinned, {m.id for m in problem.meetings}),
    )
    for what, ids, known in checks:
        if ids - known:
            raise ProblemError(
                "unknown-id", f"Must name a known {what}, not {min(ids - known)!r}.", "changes"
            )
    _check_slots(len(problem.slots), changes)


def _check_slots(count: int, changes: Changes) -> None:
    slots = {changes.now - 1, *changes.closed_slots, *(s for s, _ in changes.delayed)} - {-1}
    wrong = [s for s in slots if not 0 <= s < count]
    if wrong:
        raise ProblemError("unknown-slot", f"Must name slots 0 to {count - 1}, not {wrong[0]}.", "changes")


def _people(problem: Problem, changes: Changes) -> tuple[Participant, ...]:
    away = dict(changes.away)
    to_come = frozenset(range(changes.now, len(problem.slots)))
    gone_ids = changes.gone if not changes.now else frozenset[str]()
    found = []
    for p in (*problem.participants, *changes.arrivals):
        if p.id in gone_ids:
            continue
        new = (changes.closed_slots | away.get(p.id, frozenset())) & to_come
        if p.id in changes.gone:
            new |= to_come
        least = 0 if p.id in changes.gone else p.min_meetings
        not_with = tuple(q for q in p.not_with if q not in gone_ids)
        found.append(replace(p, unavailable=p.unavailable | new, min_meetings=least, not_with=not_with))
    return tuple(found)


def _meeting(
    m: Meeting, published: Mapping[str, int], changes: Changes, n_slots: int, *, past: bool
) -> Meeting | None:
    if past:
        return replace(m, fixed_slot=published[m.id], slots=None, must=True)
    left = tuple(p for p in m.participants if p not in changes.gone)
    if len(left) < 2:
        return None
    pinned = m.id in changes.pinned and m.id in published
    slots = m.slots
    if changes.now:
        slots = frozenset(s for s in (slots if slots is not None else range(n_slots)) if s >= changes.now)
    return replace(
        m,
        participants=left,
        people=tuple((key, name) for key, name in m.people if key in left),
        slots=slots,
        table=None if m.table in changes.lost_tables else m.table,
        fixed_slot=published[m.id] if pinned else m.fixed_slot,
        must=m.must or pinned,
    )


def delay(problem: Problem, delayed: tuple[tuple[int, int], ...]) -> Problem:
    """The problem with sessions that begin later: each named slot and the rest of its session.

    Who was away at a time is away in the slots that now take place at that time.
    """
    later = [0] * len(problem.slots)
    for first, minutes in delayed:
        part = (problem.slots[first].day, problem.slots[first].session)
        for s in range(first, len(problem.slots)):
            if (problem.slots[s].day, problem.slots[s].session) == part:
                later[s] = minutes
    slots = tuple(
        slot if slot.start is None or not by else _shifted(slot, by)
        for slot, by in zip(problem.slots, later, strict=True)
    )

    def moved(away: frozenset[int]) -> frozenset[int]:
        old = [problem.slots[s] for s in away]
        return frozenset(
            s
            for s, slot in enumerate(slots)
            if (not later[s] and s in away) or any(_meet(slot, o) for o in old)
        )

    return replace(
        problem,
        slots=slots,
        participants=tuple(
            replace(
                p,
                unavailable=moved(p.unavailable),
                people=tuple(replace(one, unavailable=moved(one.unavailable)) for one in p.people),
            )
            for p in problem.participants
        ),
        tables=tuple(replace(t, unavailable=moved(t.unavailable)) for t in problem.tables)
        if problem.tables
        else problem.tables,
        interpreters=tuple(replace(x, unavailable=moved(x.unavailable)) for x in problem.interpreters),
    )


def _shifted(slot: Slot, minutes: int) -> Slot:
    assert slot.start is not None  # noqa: S101 - the caller has looked
    start = slot.start + dt.timedelta(minutes=minutes)
    return replace(slot, start=start, label=f"{start:%d.%m} {start:%H:%M}" if slot.label else "")


def _meet(a: Slot, b: Slot) -> bool:
    if a.start is None or b.start is None:
        return False
    return a.start < b.start + dt.timedelta(minutes=b.minutes) and b.start < a.start + dt.timedelta(
        minutes=a.minutes
    )
