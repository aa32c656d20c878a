"""A mission's tables, read tolerantly: any of four languages, XLSX or CSV, blanks, dates as text."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Iterator
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
    read_slots,
    read_table,
    with_people,
)
from egiz.meetings.model.formats.tidy import tidy
from egiz.meetings.model.formats.times import Hours, read_days, read_hours, read_zone
from egiz.meetings.model.problem import Goals, Meeting, Participant, Problem, Rules, Slot, Table
from egiz.text import TableError, open_tables
from egiz.text.tables import Tables


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
        named = _named(Path(path))
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


def _named(path: Path) -> list[tuple[str, Tables, str]]:
    """Every sheet: its name, the file it is in and its title there; a CSV file is named as its sheet."""
    files = sorted(path.glob("*.csv")) if path.is_dir() else [path]
    opened = [(file, open_tables(file)) for file in files]
    return [
        (file.stem if file.suffix == ".csv" else title, tables, title)
        for file, tables in opened
        for title in tables.sheets
    ]


def build(
    path: str, sheets: dict[str, Sheet], issues: list[str] | None = None, notes: list[str] | None = None
) -> Problem:
    """The problem that a file's sheets describe."""
    found: list[str] = []
    noted: list[str] = []
    settings = _settings(sheets.get("mission"), found)
    slots = _slots(settings)
    came = [(c, read_participant(c, slots)) for c in _rows(sheets["participants"], found, noted)]
    participants = _unique([person for _, person in came], "Participants", found)
    participants = with_people(participants, _rows(sheets.get("people"), found, noted), slots)
    names = Names(participants)
    rows = _rows(sheets.get("tables"), found, noted)
    tables = _unique([read_table(c, slots, names) for c in rows], "Tables", found)
    rows = _rows(sheets.get("interpreters"), found, noted)
    helpers = [read_interpreter(c, slots) for c in rows]
    meetings = _meetings(sheets["meetings"], slots, names, (found, noted))
    interpreters = _unique(helpers, "Interpreters", found)
    if not participants:
        found.append("Participants: no row could be used.")
    given = tuple(tables) or _counted(settings)
    kept = tidy(participants, meetings, given, found)
    rooms = settings.limit("online_rooms", 0)
    rules = _rules(settings, slots)
    _tell(path, found, noted, issues, notes)
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
        groups=_groups(came),
        check_loads=issues is None,
    )


def _counted(settings: Cells) -> tuple[Table, ...] | None:
    """As many tables as the settings say; None where they say nothing."""
    count = settings.limit("tables", 0)
    return None if count is None else tuple(Table(id=str(i + 1)) for i in range(count))


def _groups(came: list[tuple[Cells, Participant | None]]) -> tuple[tuple[str, ...], ...]:
    """Participants who share a person: the same word stands in their column "shares"."""
    shares: dict[str, list[str]] = {}
    for cells, person in came:
        if person is not None and cells.given("shares"):
            shares.setdefault(vocabulary.plain(cells.text("shares")), []).append(person.id)
    return tuple(tuple(ids) for ids in shares.values() if len(ids) > 1)


def _tell(
    path: str, found: list[str], noted: list[str], issues: list[str] | None, notes: list[str] | None
) -> None:
    """Hand over what cannot be used and what was not read; where nobody asks, the first is an error."""
    if issues is not None:
        issues.extend(found)
    elif found:
        raise FormatError(f"{path}: {len(found)} entries cannot be used:", tuple(found))
    if notes is not None:
        notes.extend(noted)


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


def _unique(items: list[N | None], sheet: str, found: list[str]) -> list[N]:
    """What could be read, each id once."""
    kept: dict[str, N] = {}
    for item in filter(None, items):
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
    return Rules(
        lunch=read_slots(settings, "lunch", slots, none_will_do=True),
        buffer=settings.whole("buffer", 0),
        most_in_row=settings.limit("most_in_row", 1),
        most_a_day=settings.limit("most_a_day", 1),
    )


def _slots(settings: Cells) -> tuple[Slot, ...]:
    days, hours, zone = _opening(settings)
    minutes, pause = settings.whole("minutes", 30), settings.whole("pause", 0)
    if not days or minutes <= 0:
        raise FormatError("Mission: expected Dates, Sessions such as 10:00-13:00, and a slot length above 0.")
    _check_apart(hours)
    slots = tuple(
        Slot(number, f"{k + 1}", begin, minutes, f"{begin:%d.%m} {begin:%H:%M}")
        for number, day in enumerate(days)
        for k, session in enumerate(hours)
        for begin in _beginnings(day, session, zone, (minutes, pause))
    )
    if not slots:
        raise FormatError("Mission: no slot fits into the sessions.")
    return slots


def _opening(settings: Cells) -> tuple[list[dt.date], list[Hours], ZoneInfo]:
    """The days, the sessions of a day and the zone."""
    try:
        days = sorted({d for value in settings.all("dates") for d in read_days(value)})
        hours = sorted(read_hours(settings.value("sessions") or ""))
        return days, hours, ZoneInfo(read_zone(settings.text("zone") or "UTC"))
    except ValueError as error:
        raise FormatError(f"Mission: {error}.") from error


def _check_apart(hours: list[Hours]) -> None:
    for (_, last), (first, _) in itertools.pairwise(hours):
        if first < last:
            raise FormatError(f"Mission: sessions must not overlap ({first:%H:%M} is before {last:%H:%M}).")


def _beginnings(
    day: dt.date, session: Hours, zone: ZoneInfo, every: tuple[int, int]
) -> Iterator[dt.datetime]:
    """When the slots of a session begin, each of so many minutes and with a pause after it."""
    minutes, pause = every
    # In real time, so that an hour that a clock change leaves out or repeats is counted as it passes.
    now, end = (dt.datetime.combine(day, at, tzinfo=zone).astimezone(dt.UTC) for at in session)
    while now + dt.timedelta(minutes=minutes) <= end:
        yield now.astimezone(zone)
        now += dt.timedelta(minutes=minutes + pause)
