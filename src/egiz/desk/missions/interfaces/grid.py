"""The schedule as people read it: participants down, slots across, idle gaps shown."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from egiz.desk.missions.domain.breaks import Span, span_of
from egiz.desk.missions.domain.slots import SlotTime, away
from egiz.desk.missions.models import Company, ScheduledMeeting


@dataclass(frozen=True)
class Cell:
    """One participant in one slot: a meeting, a gap that hurts, away, or free.

    Whose people split up has several meetings at once: the first is `meeting`, all are in `shown`.
    """

    slot: SlotTime
    kind: str
    meeting: ScheduledMeeting | None = None
    partner: Company | None = None
    shown: tuple[tuple[ScheduledMeeting, Company], ...] = ()

    @property
    def look(self) -> str:
        """Return the classes a cell is drawn by."""
        if self.meeting is None or self.partner is None:
            return f"cell {self.kind}"
        return f"cell meet to-{self.partner.side}{' online' if self.meeting.online else ''}"


@dataclass
class Row:
    company: Company
    cells: list[Cell]
    meetings: list[ScheduledMeeting]
    gaps: int = 0
    # Minutes between meetings in which nothing happens.
    idle: int = 0

    @property
    def count(self) -> int:
        return len(self.meetings)


@dataclass(frozen=True)
class SessionHead:
    name: str
    slots: list[SlotTime]


@dataclass(frozen=True)
class DayHead:
    date: dt.date
    sessions: list[SessionHead]

    @property
    def width(self) -> int:
        return sum(len(session.slots) for session in self.sessions)


@dataclass
class Grid:
    days: list[DayHead]
    rows: list[Row]
    firsts: frozenset[int] = field(default_factory=frozenset)


def heads(slots: Sequence[SlotTime]) -> list[DayHead]:
    return [
        DayHead(
            date,
            [SessionHead(name, list(part)) for name, part in groupby(of_day, key=lambda slot: slot.session)],
        )
        for date, of_day in ((date, list(part)) for date, part in groupby(slots, key=lambda slot: slot.date))
    ]


def build_grid(
    slots: Sequence[SlotTime],
    companies: Iterable[Company],
    meetings: Iterable[ScheduledMeeting],
    breaks_per: str,
) -> Grid:
    """Lay the meetings out; a gap is every slot without a meeting between two meetings of one span."""
    of_company: dict[int, dict[int, list[ScheduledMeeting]]] = {}
    for meeting in meetings:
        for pk in meeting.company_ids:
            for slot in range(meeting.slot, meeting.slot + meeting.length):
                of_company.setdefault(pk, {}).setdefault(slot, []).append(meeting)
    rows = [_row(company, slots, of_company.get(company.pk, {}), breaks_per) for company in companies]
    days = heads(slots)
    firsts = frozenset(day.sessions[0].slots[0].index for day in days) | frozenset(
        session.slots[0].index for day in days for session in day.sessions
    )
    return Grid(days, rows, firsts)


def _row(
    company: Company, slots: Sequence[SlotTime], mine: dict[int, list[ScheduledMeeting]], breaks_per: str
) -> Row:
    absent = away(company.availability, slots)
    edges: dict[Span, tuple[int, int]] = {}
    for slot in slots:
        if slot.index in mine:
            low, _high = edges.get(span := span_of(slot, breaks_per), (slot.index, 0))
            edges[span] = (low, slot.index)
    cells, gaps, idle, previous = [], 0, 0, ""
    for slot in slots:
        there = mine.get(slot.index, [])
        low, high = edges.get(span_of(slot, breaks_per), (1, 0))
        if there:
            kind = "meeting"
        elif low < slot.index < high:
            kind = "gap"
            gaps += previous != "gap"
            idle += slot.minutes
        else:
            kind = "away" if slot.index in absent else "free"
        previous = kind
        shown = tuple((one, one.partner_of(company)) for one in there)
        meeting, partner = shown[0] if shown else (None, None)
        cells.append(Cell(slot, kind, meeting, partner, shown))
    unique = sorted({m.pk: m for there in mine.values() for m in there}.values(), key=lambda m: m.slot)
    return Row(company, cells, unique, gaps, idle)


@dataclass(frozen=True)
class Lane:
    """A table, the online rooms, an interpreter or an hour, with what takes place there."""

    name: str
    # For a table or an interpreter one list a slot; for an hour a single one.
    cells: list[list[ScheduledMeeting]]
    count: int


def lanes(
    slots: Sequence[SlotTime], meetings: Iterable[ScheduledMeeting], by: str, online: str
) -> list[Lane]:
    """Sort meetings by where they take place, who interprets, or when; empty lanes are left out."""
    found: dict[tuple[int, str], dict[int, list[ScheduledMeeting]]] = {}
    for one in meetings:
        if by == "interpreter":
            key = (0, one.interpreter_name)
        elif one.online:
            key = (10**6, online)
        else:
            key = (one.table.order if one.table else 10**5, one.table_name)
        if key[1]:
            for slot in range(one.slot, one.slot + one.length):
                found.setdefault(key, {}).setdefault(slot, []).append(one)
    return [
        Lane(name, [there.get(slot.index, []) for slot in slots], sum(len(row) for row in there.values()))
        for (_order, name), there in sorted(found.items())
    ]


@dataclass(frozen=True)
class TimetableLine:
    """One line of a participant's own timetable: a meeting, or the waiting before the next one."""

    start: dt.datetime
    end: dt.datetime
    meeting: ScheduledMeeting | None
    partner: Company | None = None


def timetable(
    company: Company, slots: Sequence[SlotTime], meetings: Sequence[ScheduledMeeting], breaks_per: str
) -> list[tuple[dt.date, list[TimetableLine]]]:
    """Return a participant's days with meetings and the gaps between them."""
    row = build_grid(slots, [company], meetings, breaks_per).rows[0]
    lines: list[TimetableLine] = []
    waiting: TimetableLine | None = None
    for cell in row.cells:
        if cell.kind == "gap":
            # One waiting, however many slots it takes.
            waiting = replace(waiting, end=cell.slot.end) if waiting else _gap(cell.slot)
            continue
        lines += [waiting] if waiting else []
        waiting = None
        for meeting, partner in cell.shown:
            if meeting.slot == cell.slot.index:
                end = slots[min(meeting.slot + meeting.length, len(slots)) - 1].end
                lines.append(TimetableLine(cell.slot.start, end, meeting, partner))
    return [(date, list(part)) for date, part in groupby(lines, key=lambda line: line.start.date())]


def _gap(slot: SlotTime) -> TimetableLine:
    return TimetableLine(slot.start, slot.end, None)
