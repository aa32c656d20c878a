"""One calendar file per participant."""

from __future__ import annotations

import datetime as dt
import hashlib

from egiz.meetings.model.problem import Problem
from egiz.meetings.model.result import Placed, Result
from egiz.text.timezones import calendar_bytes

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
    from icalendar import Calendar, Event  # noqa: PLC0415 - loaded when calendars are written

    people = {p.id: p for p in problem.participants}
    me = people[participant]
    calendar = Calendar()
    calendar.add("prodid", "-//Egiz//meetings//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"{problem.name} – {me.name or me.id}" if problem.name else me.name or me.id)
    for placed in result.meetings:
        start = problem.slots[placed.slot].start
        if participant not in placed.participants or start is None:
            continue
        event = Event()
        who = dict(placed.people)
        names = {p: people[p].name or p for p in placed.participants}
        others = [f"{names[p]} ({who[p]})" if p in who else names[p] for p in names if p != participant]
        last = problem.slots[placed.slot + placed.length - 1]
        end = (last.start or start) + dt.timedelta(minutes=last.minutes)
        event.add("uid", _uid(problem, placed))
        event.add("dtstamp", stamp)
        event.add("sequence", sequence)
        event.add("summary", ", ".join(others))
        event.add("dtstart", start)
        event.add("dtend", end)
        if placed.table is not None or placed.online:
            event.add("location", placed.table if placed.table is not None else "online")
        helper = next((x.name or x.id for x in problem.interpreters if x.id == placed.interpreter), "")
        said = [f"{names[participant]}: {who[participant]}"] if participant in who else []
        said += [f"Interpreter: {helper}"] if helper else []
        if said:
            event.add("description", "\n".join(said))
        calendar.add_component(event)
    return calendar_bytes(calendar).decode()


def _uid(problem: Problem, placed: Placed) -> str:
    # The same meeting keeps its UID over all versions, so that a calendar moves it instead of adding one.
    digest = hashlib.sha256(f"{problem.name}|{placed.id}".encode()).hexdigest()[:24]
    return f"{digest}@egiz"
