"""Why a meeting is not held, what would hold it, and why a problem has no schedule."""

from __future__ import annotations

from collections import Counter

import numpy as np
from numpy.typing import NDArray

from egiz.meetings.model.core import Core
from egiz.meetings.model.measure import busy_grid
from egiz.meetings.model.result import NotHeld, Reason

Starts = NDArray[np.int32]
MOST_NAMED = 4


def slot_name(core: Core, s: int) -> str:
    """What people call a slot."""
    slot = core.problem.slots[s]
    if slot.label:
        return slot.label
    return slot.start.strftime("%Y-%m-%d %H:%M") if slot.start else f"slot {s}"


def _name(core: Core, p: int) -> str:
    person = core.problem.participants[p]
    return person.name or person.id


def _reason(code: str, text: str, **params: str | float) -> Reason:
    return Reason(code, params, text.format(**params))


def explain_not_held(core: Core, starts: Starts) -> tuple[NotHeld, ...]:
    """Reasons and smallest relaxations of every meeting left out of a schedule."""
    out = [int(m) for m in np.flatnonzero(starts < 0)]
    if not out:
        return ()
    busy = busy_grid(core, starts)
    used = _row_use(core, starts)
    counts = np.array([sum(starts[m] >= 0 for m in mine) for mine in core.meetings_of])
    rows_of: dict[int, list[int]] = {}
    for r, row in enumerate(core.rows):
        for m in row.meetings:
            rows_of.setdefault(m, []).append(r)
    blocked = {m: _blocks(core, m, starts, busy, (used, rows_of.get(m, []), counts)) for m in out}
    freed: Counter[tuple[int, int]] = Counter()
    for blocks in blocked.values():
        freed.update({b[1:] for s in blocks.values() if len(s) == 1 for b in s if b[0] == "row"})
    return tuple(_not_held(core, m, blocked[m], freed) for m in out)


def _row_use(core: Core, starts: Starts) -> NDArray[np.int64]:
    used = np.zeros((len(core.rows), core.n_slots), dtype=np.int64)
    for r, row in enumerate(core.rows):
        for m in row.meetings:
            if starts[m] >= 0:
                used[r, starts[m] : starts[m] + core.length[m]] += 1
    return used


Block = tuple[str, int, int]


def _blocks(
    core: Core,
    m: int,
    starts: Starts,
    busy: NDArray[np.int32],
    use: tuple[NDArray[np.int64], list[int], NDArray[np.int64]],
) -> dict[int, set[Block]]:
    """For every allowed beginning, what stands in its way: ("busy", p, s), ("row", r, s), ("most", p, 0)."""
    used, rows, counts = use
    found: dict[int, set[Block]] = {}
    for s in core.starts(m):
        blocks: set[Block] = set()
        for t in core.running(m, s):
            blocks |= {("busy", p, t) for p in core.people[m] if busy[p, t] >= core.room_for[p]}
            blocks |= {("row", r, t) for r in rows if used[r, t] >= core.rows[r].capacity[t]}
        blocks |= {("most", p, 0) for p in core.people[m] if counts[p] >= core.most[p]}
        for a, b in core.before:
            early = b == m and starts[a] >= 0 and starts[a] + core.length[a] > s
            late = a == m and 0 <= starts[b] < s + core.length[m]
            if early or late:
                blocks.add(("order", a if b == m else b, s))
        found[s] = blocks
    return found


def _not_held(core: Core, m: int, blocked: dict[int, set[Block]], freed: Counter[tuple[int, int]]) -> NotHeld:
    meeting = core.problem.meetings[m]
    if not blocked:
        reasons: tuple[Reason, ...] = _no_slot(core, m)
        return NotHeld(meeting.id, meeting.participants, reasons, _more_time(core, m))
    kinds = Counter(block[0] for blocks in blocked.values() for block in blocks)
    texts: list[Reason] = []
    if kinds["most"]:
        who = next(b[1] for bs in blocked.values() for b in bs if b[0] == "most")
        texts.append(
            _reason(
                "most-meetings",
                "{name} has all {count} meetings it may have.",
                name=_name(core, who),
                count=int(core.most[who]),
            )
        )
    busy = Counter(b[1] for bs in blocked.values() for b in bs if b[0] == "busy")
    for p, count in busy.most_common(2):
        texts.append(
            _reason(
                "busy",
                "{name} meets others in {count} of the {total} slots that would do.",
                name=_name(core, p),
                count=count,
                total=len(blocked),
            )
        )
    rows = {b[1] for bs in blocked.values() for b in bs if b[0] == "row"}
    for r in sorted(rows):
        slots = sorted({b[2] for bs in blocked.values() for b in bs if b[0] == "row" and b[1] == r})
        texts.append(_full(core, r, slots))
    if kinds["order"]:
        texts.append(
            _reason("order", "It must keep its order with {count} other meetings.", count=kinds["order"])
        )
    if not texts:
        texts.append(_reason("costs-more", "Holding it would cost a goal that is more important."))
    return NotHeld(meeting.id, meeting.participants, tuple(texts), _relaxations(core, blocked, freed))


def _full(core: Core, r: int, slots: list[int]) -> Reason:
    row = core.rows[r]
    named = ", ".join(slot_name(core, s) for s in slots[:MOST_NAMED])
    if row.kind == "interpreter":
        return _reason(
            "no-interpreter",
            "No interpreter for {languages} is free at {slots}.",
            languages=row.label,
            slots=named,
        )
    return _reason("tables-full", "All places ({kind}) are taken at {slots}.", kind=row.label, slots=named)


def _relaxations(
    core: Core, blocked: dict[int, set[Block]], freed: Counter[tuple[int, int]]
) -> tuple[Reason, ...]:
    fewest = min(len(blocks) for blocks in blocked.values())
    found: dict[str, Reason] = {}
    for s, blocks in sorted(blocked.items()):
        if len(blocks) != fewest or len(found) == 3:
            continue
        for kind, what, t in sorted(blocks):
            if kind == "row":
                row = core.rows[what]
                text = (
                    "One more interpreter for {label} at {slot} places {count}."
                    if row.kind == "interpreter"
                    else "One more place ({label}) at {slot} places {count}."
                )
                reason = _reason(
                    f"more-{row.kind}",
                    text,
                    label=row.label,
                    slot=slot_name(core, t),
                    count=max(1, freed[what, t]),
                )
            elif kind == "busy":
                reason = _reason(
                    "second-person",
                    "A second representative of {name} at {slot} would hold it.",
                    name=_name(core, what),
                    slot=slot_name(core, t),
                )
            elif kind == "most":
                reason = _reason(
                    "raise-most", "One more meeting allowed for {name} would hold it.", name=_name(core, what)
                )
            else:
                reason = _reason(
                    "drop-order",
                    "Without its order to meeting {meeting} it fits at {slot}.",
                    meeting=core.problem.meetings[what].id,
                    slot=slot_name(core, s),
                )
            found.setdefault(reason.text, reason)
    return tuple(found.values())[:3]


def _no_slot(core: Core, m: int) -> tuple[Reason, ...]:
    meeting = core.problem.meetings[m]
    for pool in core.pools:
        if m in pool.needs.get(frozenset(), ()):
            if pool.kind == "interpreter":
                return (
                    _reason(
                        "no-interpreter-at-all",
                        "No interpreter knows {languages}.",
                        languages="+".join(meeting.interpreter),
                    ),
                )
            return (
                _reason(
                    "no-place-at-all",
                    "No table fits it (kind {kind}, {people} people).",
                    kind=meeting.table_kind or "any",
                    people=len(meeting.participants),
                ),
            )
    names = " / ".join(_name(core, p) for p in core.people[m])
    if meeting.length > 1:
        return (
            _reason(
                "no-common-stretch",
                "{names} have no {length} free slots in a row in common.",
                names=names,
                length=meeting.length,
            ),
        )
    return (_reason("no-common-slot", "{names} have no free slot in common.", names=names),)


def _more_time(core: Core, m: int) -> tuple[Reason, ...]:
    meeting = core.problem.meetings[m]
    wanted = range(core.n_slots) if meeting.slots is None else sorted(meeting.slots)
    best: list[Reason] = []
    for s in wanted:
        away = [p for p in core.people[m] if s in core.problem.participants[p].unavailable]
        if len(away) == 1 and len(best) < 2:
            best.append(
                _reason(
                    "be-there",
                    "If {name} could meet at {slot}, it could be held.",
                    name=_name(core, away[0]),
                    slot=slot_name(core, s),
                )
            )
    return tuple(best)


def explain_infeasible(core: Core) -> tuple[Reason, ...]:
    """Contradictions that can be counted; where there is none, says that the proof is by search."""
    found: list[Reason] = [
        _reason(
            "must-without-slot",
            "Meeting {meeting} must be held and has no slot: {why}",
            meeting=core.problem.meetings[m].id,
            why=_no_slot(core, int(m))[0].text,
        )
        for m in np.flatnonzero(core.must & ~core.allowed.any(axis=1))
    ]
    for p, mine in enumerate(core.meetings_of):
        musts = [m for m in mine if core.must[m]]
        open_slots = int(core.allowed[musts].any(axis=0).sum()) * int(core.room_for[p]) if musts else 0
        load = int(core.length[musts].sum())
        if load > open_slots:
            found.append(
                _reason(
                    "participant-overfull",
                    "{name} must meet in {load} slots and has {open}.",
                    name=_name(core, p),
                    load=load,
                    open=open_slots,
                )
            )
    for row in core.rows:
        load = sum(int(core.length[m]) for m in row.meetings if core.must[m])
        if load > sum(row.capacity):
            found.append(
                _reason(
                    "places-overfull",
                    "{load} meetings must share {open} places ({kind}).",
                    load=load,
                    open=sum(row.capacity),
                    kind=row.label,
                )
            )
    if not found:
        found.append(
            _reason("by-search", "No schedule holds all musts; the search proved it, no single count does.")
        )
    return tuple(found)
