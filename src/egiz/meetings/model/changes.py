"""What can change after publication."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from egiz.meetings._errors import ProblemError
from egiz.meetings.model.problem import Meeting, Participant, Problem


@dataclass(frozen=True, slots=True)
class Changes:
    """What is different from the published problem.

    Parameters
    ----------
    arrivals, added
        New participants and new meetings (late arrivals and their wishes).
    gone
        Ids of participants who do not come: their meetings fall away.
    lost_tables
        Ids of tables that are not there any more.
    closed_slots
        Slots in which nothing can take place (a delayed session).
    away
        Further slots in which a participant cannot meet, by id.
    pinned
        Ids of published meetings that must not move.
    """

    arrivals: tuple[Participant, ...] = ()
    added: tuple[Meeting, ...] = ()
    gone: frozenset[str] = frozenset()
    lost_tables: frozenset[str] = frozenset()
    closed_slots: frozenset[int] = frozenset()
    away: tuple[tuple[str, frozenset[int]], ...] = ()
    pinned: frozenset[str] = frozenset()


def apply_changes(problem: Problem, published: Mapping[str, int], changes: Changes) -> Problem:
    """The problem after the changes.

    Raises
    ------
    ProblemError
        Where a change names something unknown.
    """
    people = {p.id for p in problem.participants}
    meetings = {m.id for m in problem.meetings}
    checks: tuple[tuple[str, frozenset[str], set[str]], ...] = (
        ("participant", changes.gone | {k for k, _ in changes.away}, people),
        ("table", changes.lost_tables, {t.id for t in problem.tables}),
        ("meeting", changes.pinned, meetings),
    )
    for what, ids, known in checks:
        if ids - known:
            raise ProblemError(
                "unknown-id", f"Must name a known {what}, not {min(ids - known)!r}.", "changes"
            )
    away = dict(changes.away)
    everyone = tuple(
        replace(p, unavailable=p.unavailable | changes.closed_slots | away.get(p.id, frozenset()))
        for p in (*problem.participants, *changes.arrivals)
        if p.id not in changes.gone
    )
    kept = [m for m in (*problem.meetings, *changes.added) if not changes.gone & set(m.participants)]
    kept_ids = {m.id for m in kept}
    wanted = tuple(
        replace(
            m,
            after=tuple(a for a in m.after if a in kept_ids),
            table=None if m.table in changes.lost_tables else m.table,
            fixed_slot=published[m.id] if m.id in changes.pinned and m.id in published else m.fixed_slot,
            must=m.must or (m.id in changes.pinned and m.id in published),
        )
        for m in kept
    )
    tables = tuple(replace(t, owner=None if t.owner in changes.gone else t.owner) for t in problem.tables)
    tables = tuple(t for t in tables if t.id not in changes.lost_tables)
    return replace(problem, participants=everyone, meetings=wanted, tables=tables, check_loads=False)
