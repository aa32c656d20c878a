"""Why a meeting is not held and what would hold it; only what is true is said.

What would help is verified by its construction: the schedule with the meeting added keeps every rule once the
one thing named is granted, so nothing else needs to move.
"""

from __future__ import annotations

import time
from collections import Counter, defaultdict

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
    found: list[Reason] = []
    slots: dict[Block, list[int]] = defaultdict(list)
    for s in allowed:
        for block in at[s]:
            slots[block].append(s)
    full = next((b for b in sorted(slots) if b.kind == "most"), None)
    if full is not None:
        found.append(reason("most-meetings", name=name_of(core, full.what), count=int(core.most[full.what])))
    busy = sorted((b for b in slots if b.kind == "busy"), key=lambda b: (-len(slots[b]), b.what))
    found += [
        reason("busy", name=name_of(core, b.what), count=len(slots[b]), total=len(allowed)) for b in busy[:2]
    ]
    for block in sorted(b for b in slots if b.kind in ("pool", "person", "group", "tally")):
        found.append(_full(blocks, m, block, slots[block]))
    orders = sorted({b.what for b in slots if b.kind == "order"})
    if orders:
        found.append(reason("order", meetings=", ".join(core.problem.meetings[o].id for o in orders)))
    limit = core.problem.goals.fairness
    if any(not at[s] for s in allowed) and limit is not None:
        found.append(reason("fairness", limit=limit))
    return tuple(_once(found)) or (reason("all-at-once"),)


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
    single = sorted(
        (HELPFUL.index(b.kind), s, b) for s, bs in at.items() if len(bs) == 1 for b in bs if b.kind in HELPFUL
    )
    kinds: Counter[str] = Counter()
    for _, s, block in single:
        if len(found) == MOST_HELP:
            break
        if kinds[block.kind] >= MOST_HELP - 1 or not _holds(blocks, m, s, block):
            continue
        made = relaxation(blocks, m, s, block)
        if made is not None and made.text not in found:
            found[made.text] = made
            kinds[block.kind] += 1
    return list(found.values()) or _together(blocks, m, at)


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


def relaxation(  # noqa: PLR0911 - one kind after the other
    blocks: Blocks, m: int, s: int, block: Block
) -> Reason | None:
    """What takes one block away; None where nothing the organiser can grant does."""
    core, meeting = blocks.core, blocks.core.problem.meetings[m]
    at: dict[str, str | int] = {"slot": slot_name(core, s), "at": s}
    if block.kind == "pool":
        return _more(core, m, s, block.what)
    if block.kind == "away":
        away = [t for t in core.running(m, s) if t in core.problem.participants[block.what].unavailable]
        at = {"slot": slot_name(core, away[0]), "at": away[0]}
        lunch = core.problem.rules.lunch if core.problem.participants[block.what].lunch else frozenset()
        if len(away) > 1 or away[0] in lunch:
            # More than one slot, or one whose being free is somebody's lunch.
            return None
    if block.kind in ("busy", "away", "most"):
        code = {"busy": "second-person", "away": "be-there", "most": "raise-most"}[block.kind]
        return reason(code, name=name_of(core, block.what), id=core.problem.participants[block.what].id, **at)
    if block.kind == "order":
        return reason("drop-order", meeting=core.problem.meetings[block.what].id, **at)
    if block.kind == "own":
        return reason("allow-slot", meeting=meeting.id, **at)
    if block.kind == "tally":
        rule = blocks.rules[block.what]
        if rule.kind != "pair-once":
            person = core.problem.participants[rule.who]
            return reason("loosen-day", rule=rule.kind, name=person.name or person.id, id=person.id, **at)
    return None


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
    if hosts and hosts[0] not in {table.owner for table in core.problem.tables}:
        # A host who keeps one of the common tables gives it up for one of its own, with the meetings there.
        return None
    if not hosts and not all(core.hosts.values()):
        # The table would be kept for the host who has none.
        return None
    return reason(
        "more-table",
        label=meeting.table_kind or "any",
        kind=meeting.table_kind or "",
        owner=hosts[0] if hosts else "",
        people=len(meeting.participants),
        **at,
    )


def no_slot(core: Core, m: int) -> Reason:  # noqa: PLR0911 - from the plainest reason to the finest
    """Why a meeting's own rules leave it no slot."""
    meeting = core.problem.meetings[m]
    people = [core.problem.participants[p] for p in core.people[m]]
    names = names_of(core, core.people[m])
    apart = {(p.id, q) for p in people for q in p.not_with}
    if any((a.id, b.id) in apart or (b.id, a.id) in apart for a in people for b in people):
        return reason("not-with", names=names)
    if not any(core.ways[m]):
        return reason("no-way", names=names)
    if meeting.interpreter and not core.need_of_interpreter[m]:
        return reason("no-interpreter-at-all", languages="+".join(meeting.interpreter))
    missing = _no_place(core, m)
    if missing is not None:
        return missing
    free = [s for s in _stretches(core, m) if _all_free(core, m, s)]
    if not free and meeting.length > 1:
        return reason("no-common-stretch", names=names, length=meeting.length)
    if not free:
        return reason("no-common-slot", names=names)
    wanted = [s for s in free if _in_its_slots(core, m, s)]
    if not wanted:
        slots = [meeting.fixed_slot] if meeting.fixed_slot is not None else sorted(meeting.slots or ())
        return reason("not-in-its-slots", names=names, slots=slots_named(core, slots))
    late = [p for p in core.people[m] if not any(core.in_office(p, s) for s in wanted)]
    if core.ways[m] == (False, True) and late:
        return reason("office-hours", names=names, who=name_of(core, late[0]))
    blocks = Blocks(core, np.full(core.n_meetings, -1, dtype=np.int32))
    at = {s: blocks.at(m, s) for s in wanted}
    for person in sorted(b for b in set().union(*at.values()) if b.kind == "person"):
        if all(person in found for found in at.values()):
            return _nobody(core, m, person.what, slots_named(core, wanted))
    closed = all(any(b.kind == "pool" for b in found) for found in at.values())
    return reason("places-closed", names=names) if closed else reason("all-at-once")


def _no_place(core: Core, m: int) -> Reason | None:
    meeting, seat = core.problem.meetings[m], core.seats.get(m)
    if seat is None or seat.tables or (seat.rooms or seat.unlimited):
        return None
    if not core.ways[m][0]:
        return reason("no-online-rooms")
    if not core.problem.tables:
        return reason("no-tables")
    return reason("no-place-at-all", kind=meeting.table_kind or "any", people=len(meeting.participants))


def _stretches(core: Core, m: int) -> list[int]:
    length = int(core.length[m])
    parts = [(slot.day, slot.session) for slot in core.problem.slots]
    return [s for s in range(core.n_slots - length + 1) if parts[s] == parts[s + length - 1]]


def _all_free(core: Core, m: int, s: int) -> bool:
    return not any(
        t in core.problem.participants[p].unavailable for p in core.people[m] for t in core.running(m, s)
    )


def _in_its_slots(core: Core, m: int, s: int) -> bool:
    meeting = core.problem.meetings[m]
    return (meeting.slots is None or s in meeting.slots) and meeting.fixed_slot in (None, s)
