"""A mission's workbook, read tolerantly: any of four languages, merged cells, blanks, dates as text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

from egiz.meetings._errors import FormatError, ProblemError
from egiz.meetings.model.formats import words
from egiz.meetings.model.formats.times import read_days, read_hours, read_stretches
from egiz.meetings.model.problem import Goals, Interpreter, Meeting, Mode, Participant, Problem, Slot, Table
from egiz.text import TableError, open_tables
from egiz.text.rows import Row as TableRow
from egiz.text.tables import Tables
from egiz.text.vocabulary import language_of

Row = dict[str, Any]
MUST_WEIGHT = 3


def read_xlsx(path: str | Path, issues: list[str] | None = None) -> Problem:
    """Read a workbook.

    Parameters
    ----------
    path
        The file, laid out as `write_template` writes it.
    issues
        Where given, rows that cannot be used are named here and left out; otherwise they are an error.

    Raises
    ------
    FormatError
        Naming sheet, row and field of everything that cannot be used.
    """
    book = _open(Path(path))
    found: list[str] = []
    sheets = _sheets(book)
    if "meetings" not in sheets or "participants" not in sheets:
        raise FormatError(
            f"{path}: the sheets Participants and Meetings are needed; found {', '.join(book.sheets)}."
        )
    settings = _settings(sheets.get("mission"), found)
    slots = _slots(settings, found)
    participants = _each(sheets["participants"], lambda row: _participant(row, slots), found)
    names = _names(participants, found)
    tables = _each(sheets.get("tables"), lambda row: _table(row, slots, names), found)
    given: tuple[Table, ...] | None = tuple(tables) or None
    if not tables and settings.get("tables") not in (None, ""):
        count = _whole(settings.get("tables"), 0, "Number of tables", found)
        given = tuple(Table(id=str(i + 1)) for i in range(count))
    interpreters = _each(sheets.get("interpreters"), lambda row: _interpreter(row, slots), found)
    meetings = _meetings(sheets["meetings"], slots, names, found)
    if found and issues is None:
        raise FormatError(f"{path}: {len(found)} entries cannot be used:", tuple(found))
    if issues is not None:
        issues.extend(found)
    rooms = settings.get("online_rooms")
    return Problem(
        name=str(settings.get("name") or Path(path).stem),
        slots=slots,
        participants=tuple(participants),
        meetings=tuple(meetings),
        tables=cast(tuple[Table, ...], given),
        interpreters=tuple(interpreters),
        online_rooms=None if rooms in (None, "") else _whole(rooms, 0, "Online rooms", found),
        goals=Goals(),
    )


def _open(path: Path) -> Tables:
    try:
        return open_tables(path)
    except TableError as error:
        raise FormatError(f"{path}: not an XLSX workbook ({error}).") from error


def _sheets(book: Tables) -> dict[str, list[TableRow]]:
    found: dict[str, list[TableRow]] = {}
    for title in book.sheets:
        key = words.lookup(words.SHEETS, title)
        if key and key not in found:
            found[key] = list(book.rows(title))
    return found


def _settings(rows: list[TableRow] | None, issues: list[str]) -> Row:
    found: Row = {}
    for _, values in rows or ():
        key = words.lookup(words.SETTINGS, values[0]) if values and values[0] is not None else None
        given = [v for v in values[1:] if v not in (None, "")]
        if key == "dates":
            found.setdefault("dates", []).extend(given[:1] if given else ())
        elif key and given:
            found[key] = given[0]
    if not rows:
        issues.append("Mission: the sheet is missing or empty; dates and sessions are needed.")
    return found


def _whole(value: Any, default: int, what: str, issues: list[str]) -> int:
    if value in (None, ""):
        return default
    try:
        return int(float(str(value).replace(",", ".")))
    except ValueError:
        issues.append(f"Mission, {what}: expected a whole number, found {value!r}.")
        return default


def _slots(settings: Row, issues: list[str]) -> tuple[Slot, ...]:
    try:
        days = sorted({d for value in settings.get("dates", ()) for d in read_days(value)})
        hours = sorted(read_hours(settings.get("sessions", "")))
        zone = ZoneInfo(str(settings.get("zone") or "UTC"))
    except (ValueError, KeyError, OSError) as error:
        raise FormatError(f"Mission: {error}.") from error
    minutes = _whole(settings.get("minutes"), 30, "Slot length", issues)
    pause = _whole(settings.get("pause"), 0, "Pause", issues)
    if not days or not hours or minutes <= 0 or pause < 0:
        raise FormatError("Mission: expected Dates, Sessions such as 10:00-13:00, and a slot length above 0.")
    slots: list[Slot] = []
    for number, day in enumerate(days):
        for k, (low, high) in enumerate(hours):
            begin = dt.datetime.combine(day, low, tzinfo=zone)
            end = dt.datetime.combine(day, high, tzinfo=zone)
            while begin + dt.timedelta(minutes=minutes) <= end:
                slots.append(Slot(number, f"{k + 1}", begin, minutes, f"{begin:%d.%m} {begin:%H:%M}"))
                begin += dt.timedelta(minutes=minutes + pause)
    if not slots:
        raise FormatError("Mission: no slot fits into the sessions.")
    return tuple(slots)


def _table_rows(rows: list[TableRow] | None) -> list[tuple[int, Row]]:
    """Rows under the first line that has two or more known column names."""
    header: dict[int, str] = {}
    found: list[tuple[int, Row]] = []
    for number, values in rows or ():
        if not header:
            keys = {j: words.lookup(words.COLUMNS, v) for j, v in enumerate(values) if v not in (None, "")}
            known = {j: k for j, k in keys.items() if k}
            if len(known) >= 2:
                header = known
            continue
        row = {key: values[j] for j, key in header.items() if j < len(values) and values[j] not in (None, "")}
        if row:
            found.append((number, row))
    return found


def _once(key: str, seen: set[str]) -> None:
    if key in seen:
        raise ValueError(f"the id {key!r} is used twice")
    seen.add(key)


def _each(rows: Any, make: Callable[[Row], Any], issues: list[str]) -> list[Any]:
    found = []
    seen: set[str] = set()
    for number, row in _table_rows(rows):
        try:
            item = make(row)
            _once(item.id, seen)
            found.append(item)
        except (ValueError, ProblemError) as error:
            issues.append(f"{make.__code__.co_names[0].strip('_')}s, row {number}: {error}")
    return found


def _names(participants: list[Participant], issues: list[str]) -> dict[str, str]:
    found = {words.plain(p.id): p.id for p in participants}
    for p in participants:
        if p.name:
            found.setdefault(words.plain(p.name), p.id)
    if not participants:
        issues.append("Participants: no row could be used.")
    return found


def _text(row: Row, key: str) -> str:
    value = row.get(key, "")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()


def _integer(row: Row, key: str, default: int) -> int:
    text = _text(row, key)
    if not text:
        return default
    try:
        return int(float(text.replace(",", ".")))
    except ValueError:
        raise ValueError(f"{words.COLUMNS[key][0]}: expected a whole number, found {text!r}") from None


def _listed(row: Row, key: str) -> tuple[str, ...]:
    text = _text(row, key)
    for mark in ";/+\n":
        text = text.replace(mark, ",")
    return tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


def _spoken(row: Row, key: str) -> tuple[str, ...]:
    """Languages by their codes, however they are named."""
    return tuple(language_of(word) or word.lower() for word in _listed(row, key))


def _away(row: Row, slots: tuple[Slot, ...]) -> frozenset[int]:
    away: frozenset[int] = frozenset()
    if "away" in row:
        away = read_stretches(row["away"], slots)
    if "available" in row:
        away |= frozenset(range(len(slots))) - read_stretches(row["available"], slots)
    return away


def _choice(row: Row, key: str, options: tuple[str, ...]) -> str | None:
    text = _text(row, key)
    if not text:
        return None
    found = words.lookup({o: words.VALUES[o] for o in options}, text)
    if found is None:
        expected = " or ".join(words.VALUES[o][0] for o in options)
        raise ValueError(f"{words.COLUMNS[key][0]}: expected {expected}, found {text!r}")
    return found


def _participant(row: Row, slots: tuple[Slot, ...]) -> Participant:
    key = _text(row, "id") or _text(row, "name")
    if not key:
        raise ValueError("Name: must not be empty")
    hours = read_hours(row["office_hours"]) if "office_hours" in row else []
    mode = _choice(row, "mode", ("in_person", "online", "both")) or "in_person"
    return Participant(
        id=key,
        name=_text(row, "name") or key,
        side=_text(row, "side"),
        representatives=_integer(row, "representatives", 1),
        languages=_spoken(row, "languages"),
        unavailable=_away(row, slots),
        mode=cast(Mode, mode),
        zone=_text(row, "zone"),
        office_hours=hours[0] if hours else None,
        min_meetings=_integer(row, "min_meetings", 0),
        max_meetings=_integer(row, "max_meetings", 0) if "max_meetings" in row else None,
    )


def _table(row: Row, slots: tuple[Slot, ...], names: dict[str, str]) -> Table:
    owner = _text(row, "owner")
    if owner and words.plain(owner) not in names:
        raise ValueError(f"Owner: no participant {owner!r}")
    return Table(
        id=_text(row, "id") or _text(row, "name") or _text(row, "table"),
        kind=_text(row, "kind"),
        capacity=_integer(row, "capacity", 2),
        owner=names[words.plain(owner)] if owner else None,
        unavailable=_away(row, slots),
    )


def _interpreter(row: Row, slots: tuple[Slot, ...]) -> Interpreter:
    key = _text(row, "id") or _text(row, "name")
    return Interpreter(key, _spoken(row, "languages"), _text(row, "name"), _away(row, slots))


def _meetings(rows: Any, slots: tuple[Slot, ...], names: dict[str, str], issues: list[str]) -> list[Meeting]:
    found: list[Meeting] = []
    seen: set[str] = set()
    for number, row in _table_rows(rows):
        try:
            meeting = _meeting(row, number, slots, names)
            _once(meeting.id, seen)
            found.append(meeting)
        except (ValueError, ProblemError) as error:
            issues.append(f"Meetings, row {number}: {error}")
    for meeting in found:
        issues.extend(
            f"Meetings, {meeting.id}, After: no meeting {key!r}." for key in meeting.after if key not in seen
        )
    return [m for m in found if all(key in seen for key in m.after)]


def _meeting(row: Row, number: int, slots: tuple[Slot, ...], names: dict[str, str]) -> Meeting:
    who: list[str] = []
    for column in ("a", "b", "also"):
        for part in (_text(row, column),) if column != "also" else _listed(row, column):
            if not part:
                raise ValueError(f"{words.COLUMNS[column][0]}: must not be empty")
            if words.plain(part) not in names:
                raise ValueError(f"{words.COLUMNS[column][0]}: no participant {part!r}")
            who.append(names[words.plain(part)])
    weight = _text(row, "weight")
    level = words.lookup({k: words.VALUES[k] for k in ("must", "want")}, weight) if weight else "want"
    fixed = None
    if "fixed" in row:
        hit = sorted(read_stretches(row["fixed"], slots))
        if not hit:
            raise ValueError(f"Fixed time: no slot at {row['fixed']}")
        fixed = hit[0]
    online = _choice(row, "online", ("yes", "no"))
    return Meeting(
        id=_text(row, "id") or f"r{number}",
        participants=tuple(who),
        weight=MUST_WEIGHT if level == "must" else 1 if level == "want" else _integer(row, "weight", 1),
        must=level == "must",
        length=_integer(row, "length", 1),
        fixed_slot=fixed,
        after=_listed(row, "after"),
        online=None if online is None else online == "yes",
        table=_text(row, "table") or None,
        table_kind=_text(row, "kind") or None,
        interpreter=_spoken(row, "interpreter"),
        prefer=read_stretches(row["prefer"], slots) if "prefer" in row else frozenset(),
    )
