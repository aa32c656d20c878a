"""Problems and schedules as JSON documents; the schema is in docs/meetings.md."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import fields
from typing import Any, TypeVar, cast

from egiz.meetings._errors import FormatError, ProblemError
from egiz.meetings.model.changes import Changes
from egiz.meetings.model.problem import (
    Goals,
    Interpreter,
    Meeting,
    Participant,
    Person,
    Problem,
    Rules,
    Slot,
    Table,
)
from egiz.meetings.model.result import NotHeld, Reason, Result
from egiz.meetings.model.sentences import sentence

T = TypeVar("T")
SETS = {"unavailable", "slots", "prefer"}
# In the rules a window, of a participant only whether it binds.
WINDOW = "lunch"
TUPLES = {"languages", "participants", "after", "interpreter", "order", "not_with"}


def _set(value: Any) -> frozenset[int]:
    return frozenset(int(v) for v in value)


READERS: dict[str, Callable[[Any], Any]] = {
    **dict.fromkeys(SETS, _set),
    **dict.fromkeys(TUPLES, tuple),
    "start": dt.datetime.fromisoformat,
    "office_hours": lambda value: tuple(dt.time.fromisoformat(v) for v in value),
    "position": lambda value: (float(value[0]), float(value[1])),
}


def _value(key: str, value: Any) -> Any:
    """A field's value as the parts of a problem hold it."""
    if key == WINDOW:
        return _set(value) if isinstance(value, list) else value
    if value is None and key not in TUPLES:
        return None
    return READERS[key](value) if key in READERS else value


def _row(kind: Callable[..., T], data: Any, where: str) -> T:
    if not isinstance(data, dict):
        raise FormatError(f"{where}: expected an object, found {type(data).__name__}.")
    known = {f.name for f in fields(kind)}  # type: ignore[arg-type]
    unknown = sorted(set(data) - known)
    if unknown:
        raise FormatError(f"{where}: unknown field {unknown[0]!r}; known are {', '.join(sorted(known))}.")
    try:
        return kind(
            **{
                key: _people(value, where) if key == "people" else _value(key, value)
                for key, value in data.items()
            }
        )
    except (ProblemError, TypeError, ValueError, IndexError) as error:
        raise FormatError(f"{where}: {error}") from error


def _people(value: Any, where: str) -> tuple[Any, ...]:
    """A participant's people (names, or objects with times away), or a meeting's: names by participant."""
    if isinstance(value, dict):
        return tuple((str(key), str(name)) for key, name in value.items())
    rows = [{"name": one} if isinstance(one, str) else one for one in value]
    return tuple(_row(Person, row, f"{where}, people[{i}]") for i, row in enumerate(rows))


def _rows(kind: Callable[..., T], data: dict[str, Any], key: str) -> tuple[T, ...]:
    rows: list[T] = []
    issues: list[str] = []
    for i, row in enumerate(data.get(key) or ()):
        try:
            rows.append(_row(kind, row, f"{key}[{i}]"))
        except FormatError as error:
            issues.append(str(error))
    if issues:
        raise FormatError(f"{len(issues)} rows of {key} cannot be used:", tuple(issues))
    return tuple(rows)


def problem_from_document(data: dict[str, Any]) -> Problem:
    """Read a problem from its JSON document.

    Raises
    ------
    FormatError
        Naming every row and field that cannot be used.
    """
    if "slots" not in data or "meetings" not in data:
        raise FormatError("Not a meeting problem: slots and meetings are missing.")
    return Problem(
        name=str(data.get("name", "")),
        slots=_rows(Slot, data, "slots"),
        participants=_rows(Participant, data, "participants"),
        meetings=_rows(Meeting, data, "meetings"),
        tables=cast(tuple[Table, ...], None if data.get("tables") is None else _rows(Table, data, "tables")),
        interpreters=_rows(Interpreter, data, "interpreters"),
        online_rooms=data.get("online_rooms"),
        goals=_row(Goals, data.get("goals") or {}, "goals"),
        rules=_row(Rules, data.get("rules") or {}, "rules"),
        groups=tuple(tuple(map(str, group)) for group in data.get("groups") or ()),
    )


def changes_from_document(data: dict[str, Any]) -> Changes:
    """Read the changes for a repair; keys as the fields of `Changes`, `away` as an object by participant."""
    known = {f.name for f in fields(Changes)}
    unknown = sorted(set(data) - known)
    if unknown:
        raise FormatError(f"changes: unknown field {unknown[0]!r}; known are {', '.join(sorted(known))}.")
    return Changes(
        arrivals=_rows(Participant, data, "arrivals"),
        added=_rows(Meeting, data, "added"),
        gone=frozenset(map(str, data.get("gone", ()))),
        lost_tables=frozenset(map(str, data.get("lost_tables", ()))),
        closed_slots=frozenset(map(int, data.get("closed_slots", ()))),
        away=tuple((str(key), frozenset(map(int, slots))) for key, slots in data.get("away", {}).items()),
        pinned=frozenset(map(str, data.get("pinned", ()))),
        delayed=tuple((int(slot), int(minutes)) for slot, minutes in data.get("delayed", {}).items()),
        now=int(data.get("now", 0)),
    )


def _plain(value: Any) -> Any:
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    if isinstance(value, dt.datetime | dt.time):
        return value.isoformat()
    return value


def _said(people: tuple[Any, ...]) -> Any:
    """A participant's people as objects, a meeting's by participant."""
    return [_object(one) for one in people] if isinstance(people[0], Person) else dict(people)


def _object(item: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for f in fields(item):
        value = getattr(item, f.name)
        if value != f.default or f.name == "id":
            found[f.name] = _said(value) if f.name == "people" else _plain(value)
    return found


def problem_to_document(problem: Problem) -> dict[str, Any]:
    """The JSON document of a problem; `problem_from_document` reads it back unchanged."""
    return {
        "name": problem.name,
        "slots": [_object(s) for s in problem.slots],
        "participants": [_object(p) for p in problem.participants],
        "meetings": [_object(m) for m in problem.meetings],
        "tables": None if problem.anywhere else [_object(t) for t in problem.tables],
        "interpreters": [_object(x) for x in problem.interpreters],
        "online_rooms": problem.online_rooms,
        "goals": _object(problem.goals),
        "rules": _object(problem.rules),
        "groups": [list(group) for group in problem.groups],
    }


def _reason(reason: Reason, lang: str) -> dict[str, Any]:
    said = {"code": reason.code, "params": reason.params, "text": sentence(reason, lang)}
    return said if not reason.parts else {**said, "parts": [_reason(part, lang) for part in reason.parts]}


def _not_held(one: NotHeld, lang: str) -> dict[str, Any]:
    return {
        "id": one.id,
        "participants": list(one.participants),
        "reasons": [sentence(r, lang) for r in one.reasons],
        "relaxations": [sentence(r, lang) for r in one.relaxations],
        "codes": [_reason(r, lang) for r in (*one.reasons, *one.relaxations)],
    }


def result_to_document(result: Result, lang: str = "en") -> dict[str, Any]:
    """The document of `egiz schedule --json`; sentences in one of the four languages."""
    document: dict[str, Any] = {
        "status": result.status,
        "seconds": result.seconds,
        "goals": [
            {"name": g.name, "value": g.value, "bound": g.bound}
            | ({} if g.limit is None else {"limit": g.limit})
            for g in result.goals
        ],
        "meetings": [
            {
                "id": m.id,
                "participants": list(m.participants),
                "slot": m.slot,
                "length": m.length,
                "table": m.table,
                "online": m.online,
                "interpreter": m.interpreter,
            }
            | ({"people": dict(m.people)} if m.people else {})
            for m in result.meetings
        ],
        "not_held": [_not_held(one, lang) for one in result.not_held],
        "explanation": [_reason(r, lang) for r in result.explanation],
    }
    if result.moved_bound is not None:
        document |= {"moved": list(result.moved), "moved_bound": result.moved_bound}
    return document


def published_slots(document: dict[str, Any], problem: Problem) -> tuple[dict[str, int], tuple[str, ...]]:
    """First slots of a schedule document by today's meeting ids, and the ids of it that are no more.

    A meeting is the same where its participants are: ids may be row numbers of a table that has changed.
    """
    people = {m.id: frozenset(m.participants) for m in problem.meetings}
    found: dict[str, int] = {}
    renamed: list[tuple[str, frozenset[str], int]] = []
    for row in document["meetings"]:
        key, who, slot = str(row["id"]), frozenset(map(str, row.get("participants", ()))), int(row["slot"])
        if key in people and who in (frozenset(), people[key]):
            found[key] = slot
        else:
            renamed.append((key, who, slot))
    return found, _find_again(renamed, people, found)


def _find_again(
    rows: list[tuple[str, frozenset[str], int]], people: dict[str, frozenset[str]], found: dict[str, int]
) -> tuple[str, ...]:
    """Give rows to other meetings of the same participants; the ids of rows for which there is none."""
    left: dict[frozenset[str], list[str]] = {}
    for key, who in people.items():
        if key not in found:
            left.setdefault(who, []).append(key)
    gone = []
    for key, who, slot in rows:
        if left.get(who):
            found[left[who].pop(0)] = slot
        else:
            gone.append(key)
    return tuple(gone)
