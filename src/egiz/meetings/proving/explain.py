"""Why a meeting is not held and what would hold it; only what is true is said.

What would help is verified by its construction: the schedule with the meeting added keeps every rule once the
one thing named is granted, so nothing else needs to move.
"""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from egiz.meetings.model.core import Core
from egiz.meetings.model.measure import difference
from egiz.meetings.model.problem import Meeting
from egiz.meetings.model.result import NotHeld, Reason
from egiz.meetings.model.sentences import compound, reason
from egiz.meetings.proving.blocks import Block, Blocks
from egiz.meetings.search.assign import NoAssignment, assign

Starts = NDArray[np.int32]
MOST_NAMED = 4
MOST_HELP = 3
# Seconds within which all reasons are said; whatever is left then is said without what would help.
LEAST_SECONDS = 0.5
HELPFUL = ("pool", "most", "busy", "away", "order", "own", "tally")


def slot_name(core: Core, s: int) -> str:
    """What people call a slot."""
    slot = core.problem.slots[s]
    if slot.label:
        return slot.label
    return slot.start.strftime("%Y-%m-%d %H:%M") if slot.start else f"slot {s}"


def name_of(core: Core, p: int) -> str:
    """What people call a participant."""
    person = core.problem.participants[p]
    return person.name or person.id


def names_of(core: Core, people: tuple[int, ...]) -> str:
    """Participants in one phrase."""
    return " / ".join(name_of(core, p) for p in people)


def slots_named(core: Core, slots: list[int]) -> str:
    """Some slots in one phrase."""
    return ", ".join(slot_name(core, s) for s in slots[:MOST_NAMED]) + (
        "…" if len(slots) > MOST_NAMED else ""
    )


def explain_not_held(core: Core, starts: Starts, seconds: float) -> tuple[NotHeld, ...]:
    """Reasons and smallest relaxations of every meeting left out of a schedule."""
    deadline = time.monotonic() + max(LEAST_SECONDS, seconds)
    blocks = Blocks(core, starts)
    drafts: list[tuple[int, tuple[Reason, ...], list[Reason]]] = []
    for m in np.flatnonzero(starts < 0).tolist():
        if time.monotonic() > deadline:
            drafts.append((m, (reason("costs-more"),), []))
            continue
        at = {s: blocks.at(m, s) for s in blocks.own_slots(m)}
        drafts.append((m, _reasons(blocks, m, at), _help(blocks, m, at)))
    same = Counter(_key(r) for _, _, help_ in drafts for r in help_)
    return tuple(
        NotHeld(
            core.problem.meetings[m].id,
            core.problem.meetings[m].participants,
            why,
            tuple(_counted(r, same[_key(r)]) for r in help_),
        )
        for m, why, help_ in drafts
    )


def _key(r: Reason) -> tuple[object, ...]:
    return (r.code, *sorted(r.params.items()))


def _counted(r: Reason, of: int) -> Reason:
    """The relaxation with how many meetings share it: one unit places one of them."""
    if not r.code.startswith("more-"):
        return r
    return reason(r.code, **{**r.params, "count": 1, "of": of})


def _reasons(blocks: Blocks, m: int, at: dict[int, frozenset[Block]]) -> tuple[Reason, ...]:
    core = blocks.core
    allowed = [s for s in at if core.own[m, s]]
    if not allowed:
        return (no_slot(core, m),)
    slots = _slots_by_block(at, allowed)
    found = [*_people(core, slots, len(allowed)), *_shared(blocks, m, slots), *_orders(core, slots)]
    limit = core.problem.goals.fairness
    if limit is not None and not all(map(at.get, allowed)):
        found.append(reason("fairness", limit=limit))
    return tuple(_once(found)) or (reason("all-at-once"),)


def _slots_by_block(at: dict[int, frozenset[Block]], allowed: list[int]) -> dict[Block, list[int]]:
    slots: dict[Block, list[int]] = defaultdict(list)
    for s in allowed:
        for block in at[s]:
            slots[block].append(s)
    return slots


def _people(core: Core, slots: dict[Block, list[int]], total: int) -> Iterator[Reason]:
    """Who has met enough already, and the two who are busy most."""
    full = next((b for b in sorted(slots) if b.kind == "most"), None)
    if full is not None:
        yield reason("most-meetings", name=name_of(core, full.what), count=int(core.most[full.what]))
    busy = sorted((b for b in slots if b.kind == "busy"), key=lambda b: (-len(slots[b]), b.what))
    for b in busy[:2]:
        yield reason("busy", name=name_of(core, b.what), count=len(slots[b]), total=total)


def _shared(blocks: Blocks, m: int, slots: dict[Block, list[int]]) -> Iterator[Reason]:
    for block in sorted(b for b in slots if b.kind in ("pool", "person", "group", "tally")):
        yield _full(blocks, m, block, slots[block])


def _orders(core: Core, slots: dict[Block, list[int]]) -> Iterator[Reason]:
    orders = sorted({b.what for b in slots if b.kind == "order"})
    if orders:
        yield reason("order", meetings=", ".join(core.problem.meetings[o].id for o in orders))


def _once(reasons: list[Reason]) -> list[Reason]:
    return list({r.text: r for r in reasons}.values())


def _full(blocks: Blocks, m: int, block: Block, slots: list[int]) -> Reason:
    core, named = blocks.core, slots_named(blocks.core, slots)
    meeting = core.problem.meetings[m]
    if block.kind == "group":
        return reason("shared-person", names=core.rows[block.what].label, slots=named)
    if block.kind == "person":
        return _nobody(core, m, block.what, named)
    if block.kind == "tally":
        rule = blocks.rules[block.what]
        if rule.kind == "pair-once":
            return reason("pair-once")
        return reason("day-rule", name=name_of(core, rule.who), rule=rule.kind)
    if block.what == 1:
        return reason("no-interpreter", languages="+".join(meeting.interpreter), slots=named)
    return reason("tables-full", kind=_label(core, m), slots=named)


def _nobody(core: Core, m: int, pool: int, slots: str) -> Reason:
    """Of a participant's people the one asked for, or everybody, is away or sits elsewhere."""
    who = core.pools[pool].who
    asked = dict(core.problem.meetings[m].people).get(core.problem.participants[who].id)
    if asked is None:
        return reason("nobody-free", name=name_of(core, who), slots=slots)
    return reason("person-taken", person=asked, name=name_of(core, who), slots=slots)


def _label(core: Core, m: int) -> str:
    meeting = core.problem.meetings[m]
    return meeting.table or meeting.table_kind or ("tables" if core.ways[m][0] else "online rooms")


def _help(blocks: Blocks, m: int, at: dict[int, frozenset[Block]]) -> list[Reason]:
    """Up to three single things each of which would do; or else one slot's things together."""
    found: dict[str, Reason] = {}
    kinds: Counter[str] = Counter()
    for s, block in _alone(at):
        if len(found) == MOST_HELP:
            break
        if kinds[block.kind] >= MOST_HELP - 1 or not _holds(blocks, m, s, block):
            continue
        made = relaxation(blocks, m, s, block)
        if made is not None and made.text not in found:
            found[made.text] = made
            kinds[block.kind] += 1
    return list(found.values()) or _together(blocks, m, at)


def _alone(at: dict[int, frozenset[Block]]) -> list[tuple[int, Block]]:
    """Slots with a single thing in the way, the most helpful kind first."""
    single = [(s, next(iter(bs))) for s, bs in at.items() if len(bs) == 1]
    helpful = [(s, b) for s, b in single if b.kind in HELPFUL]
    return sorted(helpful, key=lambda one: (HELPFUL.index(one[1].kind), *one))


def _together(blocks: Blocks, m: int, at: dict[int, frozenset[Block]]) -> list[Reason]:
    for s in sorted(at, key=lambda s: (len(at[s]), s))[:MOST_NAMED]:
        parts = [relaxation(blocks, m, s, b) for b in sorted(at[s])]
        if 1 < len(at[s]) <= MOST_HELP and all(parts) and _holds(blocks, m, s, None):
            made = tuple(reason(f"need-{part.code}", **part.params) for part in parts if part is not None)
            return [compound("together", made, "parts", slot=slot_name(blocks.core, s), at=s)]
    return []


def _holds(blocks: Blocks, m: int, s: int, block: Block | None) -> bool:
    """Whether the schedule with the meeting in slot s keeps fairness and has places."""
    core, trial = blocks.core, blocks.starts.copy()
    trial[m] = s
    limit = core.problem.goals.fairness
    if limit is not None and difference(core, trial) > limit:
        return False
    if block is None or block.kind == "pool":
        return True
    try:
        assign(core, trial)
    except NoAssignment:
        return False
    return True


def relaxation(blocks: Blocks, m: int, s: int, block: Block) -> Reason | None:
    """What takes one block away; None where nothing the organiser can grant does."""
    return RELAXED[block.kind](blocks, m, s, block.what) if block.kind in RELAXED else None


def _person(core: Core, code: str, p: int, s: int) -> Reason:
    return reason(
        code, name=name_of(core, p), id=core.problem.participants[p].id, slot=slot_name(core, s), at=s
    )


def _be_there(blocks: Blocks, m: int, s: int, p: int) -> Reason | None:
    core = blocks.core
    person = core.problem.participants[p]
    away = [t for t in core.running(m, s) if t in person.unavailable]
    if len(away) > 1 or (person.lunch and away[0] in core.problem.rules.lunch):
        # More than one slot, or one whose being free is somebody's lunch.
        return None
    return _person(core, "be-there", p, away[0])


def _loosen(blocks: Blocks, _m: int, s: int, r: int) -> Reason | None:
    core, rule = blocks.core, blocks.rules[r]
    if rule.kind == "pair-once":
        return None
    person = core.problem.participants[rule.who]
    return reason(
        "loosen-day",
        rule=rule.kind,
        name=person.name or person.id,
        id=person.id,
        slot=slot_name(core, s),
        at=s,
    )


def _drop_order(blocks: Blocks, _m: int, s: int, other: int) -> Reason:
    core = blocks.core
    return reason("drop-order", meeting=core.problem.meetings[other].id, slot=slot_name(core, s), at=s)


def _allow_slot(blocks: Blocks, m: int, s: int, _what: int) -> Reason:
    core = blocks.core
    return reason("allow-slot", meeting=core.problem.meetings[m].id, slot=slot_name(core, s), at=s)


RELAXED: dict[str, Callable[[Blocks, int, int, int], Reason | None]] = {
    "pool": lambda blocks, m, s, pool: _more(blocks.core, m, s, pool),
    "away": _be_there,
    "busy": lambda blocks, _, s, p: _person(blocks.core, "second-person", p, s),
    "most": lambda blocks, _, s, p: _person(blocks.core, "raise-most", p, s),
    "order": _drop_order,
    "own": _allow_slot,
    "tally": _loosen,
}


def _more(core: Core, m: int, s: int, pool: int) -> Reason | None:
    meeting = core.problem.meetings[m]
    at: dict[str, str | int] = {
        "slot": slot_name(core, s),
        "at": s,
        "length": int(core.length[m]),
        "count": 1,
        "of": 1,
    }
    if pool == 1:
        return reason("more-interpreter", label="+".join(sorted(meeting.interpreter)), **at)
    if not core.ways[m][0]:
        return reason("more-online-room", label="online rooms", **at)
    return None if meeting.table is not None else _more_tables(core, meeting, at)


def _more_tables(core: Core, meeting: Meeting, at: dict[str, str | int]) -> Reason | None:
    hosts = [p for p in meeting.participants if p in core.hosts]
    if not _table_helps(core, hosts):
        return None
    return reason(
        "more-table",
        label=meeting.table_kind or "any",
        kind=meeting.table_kind or "",
        owner=hosts[0] if hosts else "",
        people=len(meeting.participants),
        **at,
    )


def _table_helps(core: Core, hosts: list[str]) -> bool:
    """Whether one more table is there for a meeting with these hosts."""
    if hosts:
        # A host who keeps one of the common tables gives it up for one of its own, with the meetings there.
        return hosts[0] in {table.owner for table in core.problem.tables}
    # The table would be kept for the host who has none.
    return all(core.hosts.values())


def no_slot(core: Core, m: int) -> Reason:
    """Why a meeting's own rules leave it no slot."""
    found = filter(None, (why(core, m) for why in NO_SLOT))
    return next(found, None) or reason("all-at-once")


def _apart(core: Core, m: int) -> Reason | None:
    people = [core.problem.participants[p] for p in core.people[m]]
    if {p.id for p in people}.isdisjoint(chain.from_iterable(p.not_with for p in people)):
        return None
    return reason("not-with", names=names_of(core, core.people[m]))


def _no_way(core: Core, m: int) -> Reason | None:
    return None if any(core.ways[m]) else reason("no-way", names=names_of(core, core.people[m]))


def _no_interpreter(core: Core, m: int) -> Reason | None:
    languages = core.problem.meetings[m].interpreter
    if not languages or core.need_of_interpreter[m]:
        return None
    return reason("no-interpreter-at-all", languages="+".join(languages))


def _no_place(core: Core, m: int) -> Reason | None:
    meeting, seat = core.problem.meetings[m], core.seats.get(m)
    if seat is None or seat.tables or (seat.rooms or seat.unlimited):
        return None
    if not core.ways[m][0]:
        return reason("no-online-rooms")
    if not core.problem.tables:
        return reason("no-tables")
    return reason("no-place-at-all", kind=meeting.table_kind or "any", people=len(meeting.participants))


def _no_common_slot(core: Core, m: int) -> Reason | None:
    if _common(core, m):
        return None
    names, length = names_of(core, core.people[m]), core.problem.meetings[m].length
    if length > 1:
        return reason("no-common-stretch", names=names, length=length)
    return reason("no-common-slot", names=names)


def _not_in_its_slots(core: Core, m: int) -> Reason | None:
    if _wanted(core, m):
        return None
    meeting = core.problem.meetings[m]
    slots = [meeting.fixed_slot] if meeting.fixed_slot is not None else sorted(meeting.slots or ())
    return reason("not-in-its-slots", names=names_of(core, core.people[m]), slots=slots_named(core, slots))


def _after_hours(core: Core, m: int) -> Reason | None:
    late = [p for p in core.people[m] if not any(core.in_office(p, s) for s in _wanted(core, m))]
    if core.ways[m] != (False, True) or not late:
        return None
    return reason("office-hours", names=names_of(core, core.people[m]), who=name_of(core, late[0]))


def _nobody_or_closed(core: Core, m: int) -> Reason | None:
    blocks = Blocks(core, np.full(core.n_meetings, -1, dtype=np.int32))
    at = [blocks.at(m, s) for s in _wanted(core, m)]
    for block in sorted(frozenset.intersection(*at)):
        if block.kind == "person":
            return _nobody(core, m, block.what, slots_named(core, _wanted(core, m)))
    closed = all(any(b.kind == "pool" for b in found) for found in at)
    return reason("places-closed", names=names_of(core, core.people[m])) if closed else None


def _common(core: Core, m: int) -> list[int]:
    """First slots from which all are there until the end, within one session."""
    length = int(core.length[m])
    parts = [(slot.day, slot.session) for slot in core.problem.slots]
    whole = [s for s in range(core.n_slots - length + 1) if parts[s] == parts[s + length - 1]]
    return [s for s in whole if _all_free(core, m, s)]


def _wanted(core: Core, m: int) -> list[int]:
    """Those of them that the meeting itself allows."""
    return [s for s in _common(core, m) if _in_its_slots(core, m, s)]


def _all_free(core: Core, m: int, s: int) -> bool:
    return not any(
        t in core.problem.participants[p].unavailable for p in core.people[m] for t in core.running(m, s)
    )


def _in_its_slots(core: Core, m: int, s: int) -> bool:
    meeting = core.problem.meetings[m]
    return (meeting.slots is None or s in meeting.slots) and meeting.fixed_slot in (None, s)


# From the plainest reason to the finest.
NO_SLOT: tuple[Callable[[Core, int], Reason | None], ...] = (
    _apart,
    _no_way,
    _no_interpreter,
    _no_place,
    _no_common_slot,
    _not_in_its_slots,
    _after_hours,
    _nobody_or_closed,
)
