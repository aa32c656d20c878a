"""The problem: who wants to meet whom, when, where; frozen data that validates itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from typing import cast

from egiz.meetings.model.parts import (
    DEFAULT,
    GOALS,
    GoalName,
    Goals,
    Interpreter,
    Meeting,
    Mode,
    Participant,
    Person,
    Rules,
    Slot,
    Span,
    Table,
    refuse,
)

MAX_SPAN = 64

__all__ = [
    "DEFAULT",
    "GOALS",
    "GoalName",
    "Goals",
    "Interpreter",
    "Meeting",
    "Mode",
    "Participant",
    "Person",
    "Problem",
    "Rules",
    "Slot",
    "Span",
    "Table",
]


@dataclass(frozen=True)
class Problem:
    """Everything a schedule is made from; refuses what contradicts itself.

    Parameters
    ----------
    slots, participants, meetings, tables, interpreters
        The parts; slots are named by their index, everything else by its id.
        No tables (an empty tuple) means that there is none; None, that tables are not this problem's concern
        (`anywhere`).
    online_rooms
        How many online meetings can run at once; None for any number.
    goals
        What to improve, in which order.
    rules
        What holds for everybody's day.
    groups
        Ids of participants who share a person, and so are never in two meetings at once.
    anywhere
        Meetings in person need no table of ours; follows from `tables`.
    check_loads
        Refuse a participant with more musts than free slots at once instead of proving it infeasible.

    Raises
    ------
    ProblemError
        With the broken rule and the object at fault.
    """

    slots: tuple[Slot, ...]
    participants: tuple[Participant, ...]
    meetings: tuple[Meeting, ...]
    tables: tuple[Table, ...] = cast(tuple[Table, ...], None)
    interpreters: tuple[Interpreter, ...] = ()
    online_rooms: int | None = None
    goals: Goals = field(default_factory=Goals)
    name: str = ""
    check_loads: bool = True
    rules: Rules = field(default_factory=Rules)
    groups: tuple[tuple[str, ...], ...] = ()
    anywhere: bool = False

    def __post_init__(self) -> None:
        if cast(object, self.tables) is None:
            object.__setattr__(self, "tables", ())
            object.__setattr__(self, "anywhere", True)
        elif self.tables:
            object.__setattr__(self, "anywhere", False)
        for kind, items in self._lists():
            counts = Counter(item.id for item in items)
            twice = [key for key, count in counts.items() if count > 1]
            if twice:
                refuse(
                    "duplicate-id",
                    f"Must have an id of its own; {twice[0]!r} is used twice.",
                    f"{kind} {twice[0]}",
                )
        self._check_slots()
        self._check_references()
        self._check_loads()
        self._check_precedence()

    def _lists(self) -> Iterator[tuple[str, Iterable[Participant | Meeting | Table | Interpreter]]]:
        yield "participant", self.participants
        yield "meeting", self.meetings
        yield "table", self.tables
        yield "interpreter", self.interpreters

    def _check_slots(self) -> None:
        if not self.slots:
            refuse("no-slots", "Must have at least one slot.", "problem")
        if self.online_rooms is not None and self.online_rooms < 0:
            refuse("online-rooms", "Must have online_rooms >= 0.", "problem")
        if any(a.day > b.day for a, b in zip(self.slots, self.slots[1:], strict=False)):
            refuse("slot-order", "Must have slots in the order of their days.", "slots")
        self._check_starts()
        longest = max(Counter(self.spans()).values())
        if longest > MAX_SPAN:
            per = self.goals.breaks_per
            refuse("span", f"Must have at most {MAX_SPAN} slots per {per}, not {longest}.", "slots")

    def _check_starts(self) -> None:
        starts = [slot.start for slot in self.slots if slot.start is not None]
        if starts != sorted(starts) or len(set(starts)) != len(starts):
            refuse("slot-order", "Must have slots in the order of their starts, none twice.", "slots")

    def spans(self) -> list[tuple[int, str]]:
        """The stretch each slot belongs to, within which idle time counts as a break."""
        if self.goals.breaks_per == "event":
            return [(0, "")] * len(self.slots)
        if self.goals.breaks_per == "day":
            return [(slot.day, "") for slot in self.slots]
        return [(slot.day, slot.session) for slot in self.slots]

    def avoided(self) -> dict[str, set[str]]:
        """Whom each participant must not meet."""
        return {p.id: set(p.not_with) for p in self.participants if p.not_with}

    def _check_references(self) -> None:
        holders: list[Participant | Table | Interpreter] = [
            *self.participants,
            *self.tables,
            *self.interpreters,
        ]
        for holder in holders:
            self._check_known_slots(holder.unavailable, holder.id)
        for person in self.participants:
            self._check_known_slots(person.prefer, person.id)
        self._check_known_slots(self.rules.lunch, "rules")
        self._check_people()
        people = {p.id for p in self.participants}
        for key, others in (*self.avoided().items(), *(("groups", set(group)) for group in self.groups)):
            if others - people:
                refuse("unknown-id", f"Must name a known participant, not {min(others - people)!r}.", key)
        self._check_owners(people)
        self._check_meetings(people)

    def _check_known_slots(self, named: Iterable[int | None], where: str) -> None:
        wrong = [s for s in named if s not in range(len(self.slots))]
        if wrong:
            refuse("unknown-slot", f"Must name slots 0 to {len(self.slots) - 1}, not {wrong[0]}.", where)

    def _check_owners(self, people: set[str]) -> None:
        for table in self.tables:
            if table.owner is not None and table.owner not in people:
                refuse(
                    "unknown-id",
                    f"Must be owned by a known participant, not {table.owner!r}.",
                    f"table {table.id}",
                )

    def _check_meetings(self, people: set[str]) -> None:
        meetings, tables = {m.id for m in self.meetings}, {t.id for t in self.tables}
        avoided = self.avoided()
        for m in self.meetings:
            where = f"meeting {m.id}"
            _check_known("participant", m.participants, people, where)
            _check_known("meeting", m.after, meetings, where)
            if m.must and any(avoided.get(p, set()) & set(m.participants) for p in m.participants):
                refuse("not-with", "Must not be held for sure between participants who must not meet.", where)
            _check_known("table", {m.table} - {None}, tables, where)
            self._check_known_slots((*(m.slots or ()), *m.prefer), where)
            self._check_known_slots({m.fixed_slot} - {None}, where)

    def _check_people(self) -> None:
        """Whoever is asked for is one of a participant's people; times away are slots that there are."""
        for p in self.participants:
            self._check_known_slots(sorted(s for person in p.people for s in person.unavailable), p.id)
        named = {(p.id, person.name) for p in self.participants for person in p.people}
        for m in self.meetings:
            for key, name in m.people:
                if key not in m.participants or (key, name) not in named:
                    refuse(
                        "unknown-person",
                        f"Must ask for a known person of {key!r}, not {name!r}.",
                        f"meeting {m.id}",
                    )

    def _check_loads(self) -> None:
        musts: Counter[str] = Counter()
        wanted: Counter[str] = Counter()
        for m in self.meetings:
            wanted.update(m.participants)
            if m.must:
                musts.update(dict.fromkeys(m.participants, m.length))
        for person in self.participants:
            free = (len(self.slots) - len(person.unavailable)) * person.representatives
            where = f"participant {person.id}"
            if musts[person.id] > free and self.check_loads:
                refuse(
                    "too-many-musts",
                    f"Must fit: {musts[person.id]} slots of musts in {free} free slots.",
                    where,
                )
            if person.min_meetings > wanted[person.id]:
                refuse(
                    "min-max",
                    f"Must have at least {person.min_meetings} meetings, wants {wanted[person.id]}.",
                    where,
                )

    def _check_precedence(self) -> None:
        before = {m.id: m.after for m in self.meetings if m.after}
        order = TopologicalSorter(before)
        with suppress(CycleError):  # it still hands out what waits for no circle
            order.prepare()
        while ready := order.get_ready():
            order.done(*ready)
            for key in ready:
                before.pop(key, None)
        if before:
            names = ", ".join(sorted(before)[:5])
            refuse(
                "cycle",
                f"Must not have meetings that wait for each other ({names}).",
                f"meeting {min(before)}",
            )


def _check_known(what: str, named: Iterable[str | None], known: set[str], where: str) -> None:
    for key in named:
        if key not in known:
            refuse("unknown-id", f"Must name a known {what}, not {key!r}.", where)
