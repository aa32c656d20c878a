"""A mission's tables, read tolerantly: any of four languages, XLSX or CSV, blanks, dates as text."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol, TypeVar, cast
from zoneinfo import ZoneInfo

from egiz.meetings._errors import FormatError
from egiz.meetings.model.formats import vocabulary
from egiz.meetings.model.formats.cells import Cells, Sheet
from egiz.meetings.model.formats.rows import (
    Names,
    read_interpreter,
    read_matrix,
    read_meeting,
    read_participant,
    read_table,
    with_people,
)
from egiz.meetings.model.formats.tidy import tidy
from egiz.meetings.model.formats.times import read_days, read_hours, read_stretches, read_zone
from egiz.meetings.model.problem import Goals, Meeting, Participant, Problem, Rules, Slot, Table
from egiz.text import TableError, open_tables


def read_xlsx(path: str | Path, issues: list[str] | None = None, notes: list[str] | None = None) -> Problem:
    """Read a workbook.

    Parameters
    ----------
    path
        The file, laid out as `write_template` writes it.
    issues
        Where given, what cannot be used is named here and left out; otherwise it is an error.
    notes
        Where given, told what was not read and harms nothing: headings that nobody knows.

    Raises
    ------
    FormatError
        Naming sheet, row and heading of everything that cannot be used.
    """
    try:
        files = sorted(Path(path).glob("*.csv")) if Path(path).is_dir() else [Path(path)]
        opened = [(file, open_tables(file)) for file in files]
        titles = [(file, tables, title) for file, tables in opened for title in tables.sheets]
        named = [
            (file.stem if file.suffix == ".csv" else title, tables, title) for file, tables, title in titles
        ]
        sheets = {
            key: Sheet(name, list(tables.rows(title)))
            for name, tables, title in reversed(named)
            if (key := vocabulary.lookup(vocabulary.SHEETS, name))
        }
    except TableError as error:
        raise FormatError(str(error)) from error
    if "meetings" not in sheets or "participants" not in sheets:
        there = ", ".join(name for name, _, _ in named)
        raise FormatError(f"{path}: the sheets Participants and Meetings are needed; found {there}.")
    return build(str(path), sheets, issues, notes)


def build(
    path: str, sheets: dict[str, Sheet], issues: list[str] | None = None, notes: list[str] | None = None
) -> Problem:
    """The problem that a file's sheets describe."""
    found: list[str] = []
    noted: list[str] = []
    settings = _settings(sheets.get("mission"), found)
    slots = _slots(settings)
    shares: dict[str, list[str]] = {}
    participants: list[Participant] = []
    for cells in _rows(sheets["participants"], found, noted):
        person = read_participant(cells, slots)
        if person is not None:
            participants.append(person)
            if cells.given("shares"):
                shares.setdefault(vocabulary.plain(cells.text("shares")), []).append(person.id)
    participants = _unique(participants, "Participants", found)
    participants = with_people(participants, _rows(sheets.get("people"), found, noted), slots)
    names = Names(participants)
    tables = [x for c in _rows(sheets.get("tables"), found, noted) if (x := read_table(c, slots, names))]
    tables = _unique(tables, "Tables", found)
    interpreters = [
        y for c in _rows(sheets.get("interpreters"), found, noted) if (y := read_interpreter(c, slots))
    ]
    meetings = _meetings(sheets["meetings"], slots, names, (found, noted))
    interpreters = _unique(interpreters, "Interpreters", found)
    if not participants:
        found.append("Participants: no row could be used.")
    given: tuple[Table, ...] | None = tuple(tables) or None
    if not tables and settings.given("tables"):
        given = tuple(Table(id=str(i + 1)) for i in range(settings.whole("tables", 0)))
    kept = tidy(participants, meetings, given, found)
    rooms = settings.whole("online_rooms", 0) if settings.given("online_rooms") else None
    rules = _rules(settings, slots)
    if found and issues is None:
        raise FormatError(f"{path}: {len(found)} entries cannot be used:", tuple(found))
    if issues is not None:
        issues.extend(found)
    if notes is not None:
        notes.extend(noted)
    return Problem(
        name=settings.text("name") or Path(path).stem,
        slots=slots,
        participants=kept.participants,
        meetings=kept.meetings,
        tables=cast(tuple[Table, ...], given),
        interpreters=tuple(interpreters),
        online_rooms=rooms,
        goals=Goals(),
        rules=rules,
        groups=tuple(tuple(ids) for ids in shares.values() if len(ids) > 1),
        check_loads=issues is None,
    )


def _rows(sheet: Sheet | None, found: list[str], noted: list[str]) -> Iterable[Cells]:
    if sheet is None:
        return ()
    rows, unknown = sheet.table(found)
    noted.extend(
        f"{sheet.title}: the column {heading!r} is not known and was not read." for heading in unknown
    )
    return rows


def _meetings(
    sheet: Sheet, slots: tuple[Slot, ...], names: Names, said: tuple[list[str], list[str]]
) -> list[tuple[Cells, Meeting]]:
    """Rows of meetings, or a table of participants against participants."""
    found, noted = said
    rows, unknown = sheet.table(found)
    if not any(cells.given("a") or cells.given("b") for cells in rows):
        return read_matrix(sheet, names, found)
    noted.extend(
        f"{sheet.title}: the column {heading!r} is not known and was not read." for heading in unknown
    )
    return [(cells, m) for cells in rows if (m := read_meeting(cells, slots, names)) is not None]


class _Named(Protocol):
    @property
    def id(self) -> str: ...


N = TypeVar("N", bound=_Named)


def _unique(items: list[N], sheet: str, found: list[str]) -> list[N]:
    kept: dict[str, N] = {}
    for item in items:
        if item.id in kept:
            found.append(f"{sheet}: the id {item.id!r} is used twice; the later row was not read.")
        else:
            kept[item.id] = item
    return list(kept.values())


def _settings(sheet: Sheet | None, found: list[str]) -> Cells:
    if sheet is None or not sheet.rows:
        raise FormatError("Mission: the sheet is missing or empty; dates and sessions are needed.")
    return sheet.settings(found)


def _rules(settings: Cells, slots: tuple[Slot, ...]) -> Rules:
    lunch = frozenset[int]()
    if settings.given("lunch"):
        lunch = settings.read("lunch", lambda value: read_stretches(value, slots, none_will_do=True)) or lunch
    return Rules(
        lunch=lunch,
        buffer=settings.whole("buffer", 0),
        most_in_row=settings.whole("most_in_row", 1) if settings.given("most_in_row") else None,
        most_a_day=settings.whole("most_a_day", 1) if settings.given("most_a_day") else None,
    )


def _slots(settings: Cells) -> tuple[Slot, ...]:
    try:
        days = sorted({d for value in settings.all("dates") for d in read_days(value)})
        hours = sorted(read_hours(settings.value("sessions") or ""))
        zone = ZoneInfo(read_zone(settings.text("zone") or "UTC"))
    except ValueError as error:
        raise FormatError(f"Mission: {error}.") from error
    minutes, pause = settings.whole("minutes", 30), settings.whole("pause", 0)
    if not days or not hours or minutes <= 0 or pause < 0:
        raise FormatError("Mission: expected Dates, Sessions such as 10:00-13:00, and a slot length above 0.")
    for (_, last), (first, _) in itertools.pairwise(hours):
        if first < last:
            raise FormatError(f"Mission: sessions must not overlap ({first:%H:%M} is before {last:%H:%M}).")
    slots: list[Slot] = []
    for number, day in enumerate(days):
        for k, (low, high) in enumerate(hours):
            # In real time, so that an hour that a clock change leaves out or repeats is counted as it passes.
            now = dt.datetime.combine(day, low, tzinfo=zone).astimezone(dt.UTC)
            end = dt.datetime.combine(day, high, tzinfo=zone).astimezone(dt.UTC)
            while now + dt.timedelta(minutes=minutes) <= end:
                begin_at = now.astimezone(zone)
                slots.append(
                    Slot(number, f"{k + 1}", begin_at, minutes, f"{begin_at:%d.%m} {begin_at:%H:%M}")
                )
                now += dt.timedelta(minutes=minutes + pause)
    if not slots:
        raise FormatError("Mission: no slot fits into the sessions.")
    return tuple(slots)
