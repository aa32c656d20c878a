"""One calendar file per participant."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING

from egiz.meetings.model.problem import Problem
from egiz.meetings.model.result import Placed, Result
from egiz.text.timezones import calendar_bytes

if TYPE_CHECKING:
    from icalendar import Event

STAMP = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def to_ics(
    problem: Problem, result: Result, participant: str, *, sequence: int = 0, stamp: dt.datetime = STAMP
) -> str:
    """The calendar (RFC 5545) of one participant.

    Parameters
    ----------
    problem, result
        The schedule; the slots need a start.
    participant
        Id of the participant.
    sequence
        Number of the published version, for calendars that replace earlier ones.
    stamp
        Time of publication.

    Raises
    ------
    KeyError
        For an unknown participant.
    """
    from icalendar import Calendar  # noqa: PLC0415 - loaded when calendars are written

    names = {p.id: p.name or p.id for p in problem.participants}
    me = names[participant]
    calendar = Calendar()
    calendar.add("prodid", "-//Egiz//meetings//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"{problem.name} – {me}" if problem.name else me)
    for placed in result.meetings:
        start = problem.slots[placed.slot].start
        if participant not in placed.participants or start is None:
            continue
        event = _event(problem, placed, start)
        event.add("dtstamp", stamp)
        event.add("sequence", sequence)
        called = _called(names, placed)
        event.add("summary", ", ".join(called[p] for p in called if p != participant))
        said = _notes(problem, placed, participant, names[participant])
        if said:
            event.add("description", "\n".join(said))
        calendar.add_component(event)
    return calendar_bytes(calendar).decode()


def _event(problem: Problem, placed: Placed, start: dt.datetime) -> Event:
    """When and where a meeting is held, and who interprets."""
    from icalendar import Event  # noqa: PLC0415 - as above

    event = Event()
    last = problem.slots[placed.slot + placed.length - 1]
    event.add("uid", _uid(problem, placed))
    event.add("dtstart", start)
    event.add("dtend", (last.start or start) + dt.timedelta(minutes=last.minutes))
    if placed.table is not None or placed.online:
        event.add("location", placed.table if placed.table is not None else "online")
    return event


def _called(names: dict[str, str], placed: Placed) -> dict[str, str]:
    """Those who meet, with the person who sits there for them where that is known."""
    who = dict(placed.people)
    return {p: f"{names[p]} ({who[p]})" if p in who else names[p] for p in placed.participants}


def _notes(problem: Problem, placed: Placed, me: str, name: str) -> list[str]:
    """Which of one's own people goes, and who interprets."""
    said = [f"{name}: {person}" for key, person in placed.people if key == me]
    helpers = [x.name or x.id for x in problem.interpreters if x.id == placed.interpreter]
    return said + [f"Interpreter: {helper}" for helper in helpers[:1]]


def _uid(problem: Problem, placed: Placed) -> str:
    # The same meeting keeps its UID over all versions, so that a calendar moves it instead of adding one.
    digest = hashlib.sha256(f"{problem.name}|{placed.id}".encode()).hexdigest()[:24]
    return f"{digest}@egiz"
