"""The problem: who wants to meet whom, when, where; frozen data that validates itself."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from egiz.meetings._errors import ProblemError

Mode = Literal["in_person", "online", "both"]
Span = Literal["event", "day", "session"]
GoalName = Literal["held", "breaks", "fairness", "idle", "changes", "preferences"]
GOALS: tuple[GoalName, ...] = get_args(GoalName)
# "changes" is improved but never proved, so it is asked for only by name.
DEFAULT: tuple[GoalName, ...] = ("held", "breaks", "fairness", "idle", "preferences")
MAX_SPAN = 64


def _refuse(rule: str, message: str, where: str = "") -> None:
    raise ProblemError(rule, message, where)


@dataclass(frozen=True, slots=True)
class Slot:
    """A time in which meetings can take place.

    Parameters
    ----------
    day
        Number of the day, not falling from slot to slot.
    session
        Name of the session within the day; a meeting never runs over its end.
    start
        Beginning with its zone, or None where only the order matters.
    minutes
        Length in minutes.
    label
        What people call it.
    """

    day: int = 0
    session: str = ""
    start: dt.datetime | None = None
    minutes: int = 30
    label: str = ""

    def __post_init__(self) -> None:
        if self.minutes <= 0:
            _refuse("slot-length", "Must have minutes > 0.", f"slot {self.label}")
        if self.start is not None and self.start.tzinfo is None:
            _refuse("slot-zone", "Must have a start with a time zone.", f"slot {self.label or self.start}")


@dataclass(frozen=True, slots=True)
class Participant:
    """A firm or person who meets.

    Parameters
    ----------
    id, name, side
        Key, shown name, and side ("delegation", "local", …).
    representatives
        How many meetings it can attend in one slot.
    languages
        BCP 47 codes spoken.
    unavailable
        Slots (indices) in which it cannot meet.
    mode
        Where it can be met.
    zone, office_hours
        IANA zone and hours (in that zone) which bind when it takes part from afar.
    min_meetings, max_meetings
        Fewest and most meetings to hold.
    fixed
        Stays at one place: its meetings are at the tables it owns, if it owns any.
    """

    id: str
    name: str = ""
    side: str = ""
    representatives: int = 1
    languages: tuple[str, ...] = ()
    unavailable: frozenset[int] = frozenset()
    mode: Mode = "both"
    zone: str = ""
    office_hours: tuple[dt.time, dt.time] | None = None
    min_meetings: int = 0
    max_meetings: int | None = None
    fixed: bool = False

    def __post_init__(self) -> None:
        where = f"participant {self.id}"
        if not self.id:
            _refuse("id", "Must have an id.", "participant")
        if self.representatives < 1:
            _refuse("representatives", "Must have representatives >= 1.", where)
        if self.mode not in get_args(Mode):
            _refuse("mode", f"Must be in_person, online or both, not {self.mode!r}.", where)
        if self.min_meetings < 0 or (self.max_meetings is not None and self.max_meetings < self.min_meetings):
            _refuse("min-max", "Must have 0 <= min_meetings <= max_meetings.", where)
        if self.office_hours and self.office_hours[0] >= self.office_hours[1]:
            _refuse("office-hours", "Must have office hours that begin before they end.", where)
        if self.zone:
            try:
                ZoneInfo(self.zone)
            except (ZoneInfoNotFoundError, ValueError):
                _refuse("zone", f"Must be an IANA zone such as Asia/Tashkent, not {self.zone!r}.", where)


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting two or more participants agreed to.

    Parameters
    ----------
    id, participants
        Key and the ids of those who meet.
    weight, must
        What holding it is worth; a must is held in every schedule.
    length
        Consecutive slots it takes.
    slots, fixed_slot
        First slots allowed (None: any) and the one it is fixed to.
    after
        Ids of meetings that must be over before it begins (where both are held).
    online
        True or False fixes the way; None leaves it to the participants' modes.
    table, table_kind
        The table it is fixed to and the kind of table it wants.
    interpreter
        Languages an interpreter must know; empty for none.
    prefer
        Slots its participants would like best.
    """

    id: str
    participants: tuple[str, ...]
    weight: int = 1
    must: bool = False
    length: int = 1
    slots: frozenset[int] | None = None
    fixed_slot: int | None = None
    after: tuple[str, ...] = ()
    online: bool | None = None
    table: str | None = None
    table_kind: str | None = None
    interpreter: tuple[str, ...] = ()
    prefer: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        where = f"meeting {self.id}"
        if not self.id:
            _refuse("id", "Must have an id.", "meeting")
        if len(self.participants) < 2:
            _refuse("too-few", "Must have two or more participants.", where)
        if len(set(self.participants)) != len(self.participants):
            _refuse("self-meeting", "Must not name the same participant twice.", where)
        if self.weight < 0:
            _refuse("weight", "Must have weight >= 0.", where)
        if self.length < 1:
            _refuse("length", "Must have length >= 1 slot.", where)
        if self.online and self.table is not None:
            _refuse("online-table", "Must not be online and at a table.", where)


@dataclass(frozen=True, slots=True)
class Table:
    """A table: `capacity` participants, a `kind`, perhaps an `owner` whose meetings it keeps."""

    id: str
    kind: str = ""
    capacity: int = 2
    owner: str | None = None
    unavailable: frozenset[int] = frozenset()
    position: tuple[float, float] | None = None

    def __post_init__(self) -> None:
        if not self.id:
            _refuse("id", "Must have an id.", "table")
        if self.capacity < 2:
            _refuse("capacity", "Must have capacity >= 2 participants.", f"table {self.id}")


@dataclass(frozen=True, slots=True)
class Interpreter:
    """An interpreter: the languages known and the slots in which he or she is away."""

    id: str
    languages: tuple[str, ...]
    name: str = ""
    unavailable: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        if not self.id:
            _refuse("id", "Must have an id.", "interpreter")
        if not self.languages:
            _refuse("languages", "Must know at least one language.", f"interpreter {self.id}")


@dataclass(frozen=True, slots=True)
class Goals:
    """What to improve, most important first.

    Parameters
    ----------
    order
        Goals in lexicographic order; "held" comes first.
    fairness
        If given, the numbers of breaks of any two participants differ by at most this (a hard rule).
    breaks_per
        Idle time is counted within the whole event, a day or a session.
    """

    order: tuple[GoalName, ...] = DEFAULT
    fairness: int | None = None
    breaks_per: Span = "day"

    def __post_init__(self) -> None:
        if not self.order or self.order[0] != "held":
            _refuse("goals", 'Must begin with "held".', "goals")
        for name in self.order:
            if name not in GOALS:
                _refuse("goals", f"Must be among {', '.join(GOALS)}, not {name!r}.", "goals")
        if len(set(self.order)) != len(self.order):
            _refuse("goals", "Must name each goal once.", "goals")
        if self.fairness is not None and self.fairness < 0:
            _refuse("fairness", "Must have fairness >= 0.", "goals")
        if self.breaks_per not in get_args(Span):
            _refuse("breaks-per", f"Must be event, day or session, not {self.breaks_per!r}.", "goals")


@dataclass(frozen=True)
class Problem:
    """Everything a schedule is made from; refuses what contradicts itself.

    Parameters
    ----------
    slots, participants, meetings, tables, interpreters
        The parts; slots are named by their index, everything else by its id.
    online_rooms
        How many online meetings can run at once; None for any number.
    goals
        What to improve, in which order.
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
    tables: tuple[Table, ...] = ()
    interpreters: tuple[Interpreter, ...] = ()
    online_rooms: int | None = None
    goals: Goals = field(default_factory=Goals)
    name: str = ""
    check_loads: bool = True

    def __post_init__(self) -> None:
        for kind, items in self._lists():
            counts = Counter(item.id for item in items)
            twice = [key for key, count in counts.items() if count > 1]
            if twice:
                _refuse(
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
            _refuse("no-slots", "Must have at least one slot.", "problem")
        if self.online_rooms is not None and self.online_rooms < 0:
            _refuse("online-rooms", "Must have online_rooms >= 0.", "problem")
        if any(a.day > b.day for a, b in zip(self.slots, self.slots[1:], strict=False)):
            _refuse("slot-order", "Must have slots in the order of their days.", "slots")
        starts = [slot.start for slot in self.slots if slot.start is not None]
        if starts != sorted(starts) or len(set(starts)) != len(starts):
            _refuse("slot-order", "Must have slots in the order of their starts, none twice.", "slots")
        longest = max(Counter(self.spans()).values())
        if longest > MAX_SPAN:
            _refuse(
                "span",
                f"Must have at most {MAX_SPAN} slots per {self.goals.breaks_per}, not {longest}.",
                "slots",
            )

    def spans(self) -> list[tuple[int, str]]:
        """The stretch each slot belongs to, within which idle time counts as a break."""
        if self.goals.breaks_per == "event":
            return [(0, "")] * len(self.slots)
        if self.goals.breaks_per == "day":
            return [(slot.day, "") for slot in self.slots]
        return [(slot.day, slot.session) for slot in self.slots]

    def _check_references(self) -> None:
        people = {p.id for p in self.participants}
        tables = {t.id for t in self.tables}
        meetings = {m.id for m in self.meetings}
        known = range(len(self.slots))
        holders: list[Participant | Table | Interpreter] = [
            *self.participants,
            *self.tables,
            *self.interpreters,
        ]
        for holder in holders:
            wrong = [s for s in holder.unavailable if s not in known]
            if wrong:
                _refuse(
                    "unknown-slot", f"Must name slots 0 to {len(self.slots) - 1}, not {wrong[0]}.", holder.id
                )
        for table in self.tables:
            if table.owner is not None and table.owner not in people:
                _refuse(
                    "unknown-id",
                    f"Must be owned by a known participant, not {table.owner!r}.",
                    f"table {table.id}",
                )
        for m in self.meetings:
            where = f"meeting {m.id}"
            for key, known_ids, what in (
                *((p, people, "participant") for p in m.participants),
                *((a, meetings, "meeting") for a in m.after),
            ):
                if key not in known_ids:
                    _refuse("unknown-id", f"Must name a known {what}, not {key!r}.", where)
            if m.table is not None and m.table not in tables:
                _refuse("unknown-id", f"Must name a known table, not {m.table!r}.", where)
            named = (*(m.slots or ()), *m.prefer, *(() if m.fixed_slot is None else (m.fixed_slot,)))
            wrong = [s for s in named if s not in known]
            if wrong:
                _refuse("unknown-slot", f"Must name slots 0 to {len(self.slots) - 1}, not {wrong[0]}.", where)

    def _check_loads(self) -> None:
        musts: Counter[str] = Counter()
        wanted: Counter[str] = Counter()
        for m in self.meetings:
            for p in m.participants:
                wanted[p] += 1
                musts[p] += m.length if m.must else 0
        for person in self.participants:
            free = (len(self.slots) - len(person.unavailable)) * person.representatives
            where = f"participant {person.id}"
            if musts[person.id] > free and self.check_loads:
                _refuse(
                    "too-many-musts",
                    f"Must fit: {musts[person.id]} slots of musts in {free} free slots.",
                    where,
                )
            if person.min_meetings > wanted[person.id]:
                _refuse(
                    "min-max",
                    f"Must have at least {person.min_meetings} meetings, wants {wanted[person.id]}.",
                    where,
                )

    def _check_precedence(self) -> None:
        waiting = {m.id: set(m.after) for m in self.meetings if m.after}
        ready = [key for m in self.meetings for key in m.after if key not in waiting]
        followers: dict[str, list[str]] = {}
        for key, before in waiting.items():
            for b in before:
                followers.setdefault(b, []).append(key)
        done: set[str] = set()
        while ready:
            key = ready.pop()
            if key in done:
                continue
            done.add(key)
            for follower in followers.get(key, ()):
                waiting[follower].discard(key)
                if not waiting[follower]:
                    del waiting[follower]
                    ready.append(follower)
        if waiting:
            names = ", ".join(sorted(waiting)[:5])
            _refuse(
                "cycle",
                f"Must not have meetings that wait for each other ({names}).",
                f"meeting {min(waiting)}",
            )
