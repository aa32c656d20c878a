"""The parts of a problem: slots, participants, meetings, tables, interpreters, rules, goals."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from egiz.meetings._errors import ProblemError

Mode = Literal["in_person", "online", "both"]
Span = Literal["event", "day", "session"]
GoalName = Literal["held", "breaks", "fairness", "idle", "changes", "preferences"]
GOALS: tuple[GoalName, ...] = get_args(GoalName)
# "changes" is improved but never proved, so it is asked for only by name.
DEFAULT: tuple[GoalName, ...] = ("held", "breaks", "fairness", "idle", "preferences")


def refuse(rule: str, message: str, where: str = "") -> None:
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
            refuse("slot-length", "Must have minutes > 0.", f"slot {self.label}")
        if self.start is not None and self.start.tzinfo is None:
            refuse("slot-zone", "Must have a start with a time zone.", f"slot {self.label or self.start}")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who sits at the table for a participant: a name, and slots in which he or she is away."""

    name: str
    unavailable: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        if not self.name:
            refuse("name", "Must have a name.", "person")


@dataclass(frozen=True, slots=True)
class Participant:
    """A company or person who meets.

    Parameters
    ----------
    id, name, side
        Key, shown name, and side ("delegation", "local", …).
    representatives
        How many meetings it can attend in one slot.
    people
        Its representatives by name. One of them sits in each of its meetings and stays to the end; nobody
        is in two at once. Where they are fewer than `representatives`, the others are without a name.
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
        A host: its meetings are at the tables it owns; where it owns none, one common table is kept for it.
    weight
        How much dearer its meetings are than those of others (a meeting counts its dearest participant).
    prefer
        Slots it would like best.
    not_with
        Ids of participants it must not meet.
    lunch, buffer, most_in_row, most_a_day
        Whether the lunch rule binds it, and its own values of the other rules (None: those of `Rules`).
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
    weight: int = 1
    prefer: frozenset[int] = frozenset()
    not_with: tuple[str, ...] = ()
    lunch: bool = True
    buffer: int | None = None
    most_in_row: int | None = None
    most_a_day: int | None = None
    people: tuple[Person, ...] = ()

    def __post_init__(self) -> None:
        where = f"participant {self.id}"
        most, hours = self.max_meetings, self.office_hours
        named = {person.name for person in self.people}
        require("participant", (bool(self.id), "id", "Must have an id."))
        require(
            where,
            (self.representatives >= 1, "representatives", "Must have representatives >= 1."),
            (self.mode in get_args(Mode), "mode", f"Must be in_person, online or both, not {self.mode!r}."),
            (
                self.min_meetings >= 0 and (most is None or self.min_meetings <= most),
                "min-max",
                "Must have 0 <= min_meetings <= max_meetings.",
            ),
            (self.weight >= 1, "weight", "Must have weight >= 1."),
            (len(named) == len(self.people), "people", "Must not name the same person twice."),
            (self.id not in self.not_with, "not-with", "Must not name itself among those it must not meet."),
        )
        check_daily(self.buffer, self.most_in_row, self.most_a_day, where)
        if hours and hours[0] >= hours[1]:
            refuse("office-hours", "Must have office hours that begin before they end.", where)
        if self.zone:
            try:
                ZoneInfo(self.zone)
            except (ZoneInfoNotFoundError, ValueError):
                refuse("zone", f"Must be an IANA zone such as Asia/Tashkent, not {self.zone!r}.", where)


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
    people
        Who must sit there for whom: pairs of a participant's id and the name of one of its people.
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
    people: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        require("meeting", (bool(self.id), "id", "Must have an id."))
        distinct = len(set(self.participants)) == len(self.participants)
        asked = {key for key, _ in self.people}
        require(
            f"meeting {self.id}",
            (len(self.participants) >= 2, "too-few", "Must have two or more participants."),
            (distinct, "self-meeting", "Must not name the same participant twice."),
            (len(asked) == len(self.people), "people", "Must ask for one person of a participant."),
            (self.weight >= 0, "weight", "Must have weight >= 0."),
            (self.length >= 1, "length", "Must have length >= 1 slot."),
            (not self.online or self.table is None, "online-table", "Must not be online and at a table."),
        )


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
            refuse("id", "Must have an id.", "table")
        if self.capacity < 2:
            refuse("capacity", "Must have capacity >= 2 participants.", f"table {self.id}")


@dataclass(frozen=True, slots=True)
class Interpreter:
    """An interpreter: the languages known and the slots in which he or she is away."""

    id: str
    languages: tuple[str, ...]
    name: str = ""
    unavailable: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        if not self.id:
            refuse("id", "Must have an id.", "interpreter")
        if not self.languages:
            refuse("languages", "Must know at least one language.", f"interpreter {self.id}")


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
        where, fairness = "goals", self.fairness
        require(
            where,
            (bool(self.order) and self.order[0] == "held", where, 'Must begin with "held".'),
            *((n in GOALS, where, f"Must be among {', '.join(GOALS)}, not {n!r}.") for n in self.order),
        )
        per = f"Must be event, day or session, not {self.breaks_per!r}."
        require(
            where,
            (len(set(self.order)) == len(self.order), where, "Must name each goal once."),
            (fairness is None or fairness >= 0, "fairness", "Must have fairness >= 0."),
            (self.breaks_per in get_args(Span), "breaks-per", per),
        )


def require(where: str, *rules: tuple[bool, str, str]) -> None:
    """Refuse the first rule (whether it holds, its code, what must be) that does not hold."""
    for holds, code, message in rules:
        if not holds:
            refuse(code, message, where)


def check_daily(buffer: int | None, most_in_row: int | None, most_a_day: int | None, where: str) -> None:
    """Refuse values of the daily rules that say nothing."""
    if buffer is not None and buffer < 0:
        refuse("buffer", "Must have buffer >= 0 slots.", where)
    if most_in_row is not None and most_in_row < 1:
        refuse("most-in-row", "Must have most_in_row >= 1.", where)
    if most_a_day is not None and most_a_day < 0:
        refuse("most-a-day", "Must have most_a_day >= 0.", where)


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds for everybody's day.

    Parameters
    ----------
    lunch, lunch_slots
        Slots of the lunch window, and how many of a day's everybody keeps free.
    buffer
        Free slots between two meetings of a participant on one day.
    most_in_row
        Most slots in meetings without a pause, within a session.
    most_a_day
        Most meetings a day.
    pair_once
        Of several meetings of the same participants at most one is held.

    Notes
    -----
    Lunch, buffer and rows bind participants with one representative: several take turns.
    """

    lunch: frozenset[int] = frozenset()
    lunch_slots: int = 1
    buffer: int = 0
    most_in_row: int | None = None
    most_a_day: int | None = None
    pair_once: bool = False

    def __post_init__(self) -> None:
        if self.lunch_slots < 0:
            refuse("lunch", "Must have lunch_slots >= 0.", "rules")
        check_daily(self.buffer, self.most_in_row, self.most_a_day, "rules")
