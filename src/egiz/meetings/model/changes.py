"""What can change after publication."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

from egiz.meetings._errors import ProblemError
from egiz.meetings.model.problem import Meeting, Participant, Problem, Slot, Table


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
    coming = {p.id for p in people}
    changed = replace(
        problem,
        participants=people,
        meetings=_meetings(problem, published, changes, past),
        tables=_tables(problem, changes, past),
        groups=tuple(tuple(p for p in group if p in coming) for group in problem.groups),
        check_loads=False,
    )
    return delay(changed, changes.delayed) if changes.delayed else changed


def _meetings(
    problem: Problem, published: Mapping[str, int], changes: Changes, past: set[str]
) -> tuple[Meeting, ...]:
    made = [
        _meeting(m, published, changes, len(problem.slots), past=m.id in past)
        for m in (*problem.meetings, *changes.added)
    ]
    left = [m for m in made if m is not None]
    kept = {m.id for m in left}
    return tuple(replace(m, after=tuple(a for a in m.after if a in kept)) for m in left)


def _tables(problem: Problem, changes: Changes, past: set[str]) -> tuple[Table, ...]:
    lost = changes.lost_tables
    if past:
        # What was held at a table before now was held there.
        to_come = frozenset(range(changes.now, len(problem.slots)))
        away = dict.fromkeys(lost, to_come)
        return tuple(
            replace(t, unavailable=t.unavailable | away.get(t.id, frozenset())) for t in problem.tables
        )
    return tuple(
        replace(t, owner=None if t.owner in changes.gone else t.owner)
        for t in problem.tables
        if t.id not in lost
    )


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
    pinned = m.id in changes.pinned.intersection(published)
    return replace(
        m,
        participants=left,
        people=tuple((key, name) for key, name in m.people if key in left),
        slots=_to_come(m.slots, changes.now, n_slots),
        table=None if m.table in changes.lost_tables else m.table,
        fixed_slot=published[m.id] if pinned else m.fixed_slot,
        must=m.must or pinned,
    )


def _to_come(slots: frozenset[int] | None, now: int, n_slots: int) -> frozenset[int] | None:
    if not now:
        return slots
    return frozenset(s for s in (range(n_slots) if slots is None else slots) if s >= now)


def delay(problem: Problem, delayed: tuple[tuple[int, int], ...]) -> Problem:
    """The problem with sessions that begin later: each named slot and the rest of its session.

    Who was away at a time is away in the slots that now take place at that time.
    """
    later = _later(problem, delayed)
    slots = tuple(
        slot if slot.start is None or not by else _shifted(slot, by)
        for slot, by in zip(problem.slots, later, strict=True)
    )
    moved = partial(_away_later, problem.slots, slots, later)
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
        tables=tuple(replace(t, unavailable=moved(t.unavailable)) for t in problem.tables),
        interpreters=tuple(replace(x, unavailable=moved(x.unavailable)) for x in problem.interpreters),
    )


def _away_later(
    before: tuple[Slot, ...], slots: tuple[Slot, ...], later: list[int], away: frozenset[int]
) -> frozenset[int]:
    """Slots of those away that stay where they are, and all that now take place while one of them did."""
    missed = [before[s] for s in away]
    still = [s for s in away if not later[s]]
    return frozenset(s for s, slot in enumerate(slots) if any(_meet(slot, o) for o in missed)).union(still)


def _later(problem: Problem, delayed: tuple[tuple[int, int], ...]) -> list[int]:
    """By how many minutes each slot is later."""
    parts = [(slot.day, slot.session) for slot in problem.slots]
    later = [0] * len(parts)
    for first, minutes in delayed:
        for s in range(first, len(parts)):
            if parts[s] == parts[first]:
                later[s] = minutes
    return later


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
