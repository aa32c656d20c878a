"""Events to and from plain JSON objects, and the events that come with the package."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date, datetime
from importlib import resources
from typing import Any

from ._errors import EventError
from .events import Event, Evidence, Forecast, Source, Status

_FIELDS = tuple(spec.name for spec in fields(Event))
_KNOWN = frozenset(_FIELDS)
_PARTS = {part: tuple(spec.name for spec in fields(part)) for part in (Source, Evidence, Forecast)}
_LISTS = ("sectors", "languages")
_DAYS = ("previous_start", "registration_deadline")


def event_to_json(event: Event) -> dict[str, Any]:
    """Turn an event into the object that `egiz events list --json` prints, without its empty fields."""
    record: dict[str, Any] = {}
    for name in _FIELDS:
        value = getattr(event, name)
        # A zero is a value of its own; only the number of an event never revised goes without saying.
        if value or (value == 0 and name != "sequence"):
            record[name] = _plain(value)
    return record


def event_from_json(record: Mapping[str, Any]) -> Event:
    """Build an event from such an object.

    Raises
    ------
    EventError
        When a field is unknown or has a value that cannot be read; the message names the field.
    """
    values = dict(record)
    if not values.keys() <= _KNOWN:
        unknown = sorted(values.keys() - _KNOWN)
        raise EventError(f"An event has no field {', '.join(unknown)}; it has {', '.join(sorted(_KNOWN))}.")
    for name in ("uid", "names", "sources"):
        if name not in values:
            raise EventError(f"An event needs the field {name}.")
    try:
        _revive(values)
    except (TypeError, KeyError, AttributeError, ValueError) as error:
        uid = values.get("uid", "without uid")
        raise EventError(f"Event {uid}: a field has a value that cannot be read: {error}") from error
    return Event(**values)


def _forecast(values: dict[str, Any]) -> Forecast:
    return Forecast(**{**values, "evidence": tuple(Evidence(**item) for item in values["evidence"])})


def _revive(values: dict[str, Any]) -> None:
    values["sources"] = tuple(
        Source(**{**source, "checked_on": _day(source.get("checked_on"))}) for source in values["sources"]
    )
    if "status" in values:
        values["status"] = Status(values["status"])
    if values.get("forecast"):
        values["forecast"] = _forecast(values["forecast"])
    for name in ("start", "end"):
        values[name] = _day_or_moment(values.get(name))
    for name in _DAYS:
        values[name] = _day(values.get(name))
    if values.get("updated"):
        values["updated"] = datetime.fromisoformat(values["updated"])
    for name in _LISTS:
        values[name] = tuple(values.get(name, ()))


def _plain_parts(value: Any) -> dict[str, Any]:
    pairs = ((name, getattr(value, name)) for name in _PARTS[type(value)])
    return {name: _plain(item) for name, item in pairs if item is not None and item != ""}


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return str(value)  # a status as well
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if type(value) in _PARTS:
        return _plain_parts(value)
    return dict(value) if isinstance(value, Mapping) else value


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _day_or_moment(text: str | None) -> date | datetime | None:
    if not text:
        return None
    return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)


def events_to_json(events: Iterable[Event]) -> list[dict[str, Any]]:
    """Turn many events into plain objects, in the order given."""
    return [event_to_json(event) for event in events]


def seed_events() -> list[Event]:
    """The events that come with the package: the region's known series, past editions, and announced days.

    Every one was read in a named source on a day that it carries. A day ahead is one that an organiser or an
    authority gave, or one counted from a rule in force, and then the notes say so.
    """
    text = resources.files(__package__).joinpath("data/events.json").read_text(encoding="utf-8")
    return [event_from_json(record) for record in json.loads(text)]
