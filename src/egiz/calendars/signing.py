"""When to sign, meet or call: both sides work, people are free, perhaps an event brings them together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, time, timedelta
from itertools import chain
from typing import Any

from ._errors import WindowError
from .events import Event, Status
from .readers.busy import merge_hours
from .windows import Day, Hours, window
from .workdays import HolidayEdit


@dataclass(frozen=True, slots=True)
class SigningProblem:
    """What is asked: who must meet, in which span of days, for how long.

    Parameters
    ----------
    countries, start, days, hours, zones, extra_holidays, working_saturdays
        As for `window`.
    minutes
        Length of the meeting.
    busy
        Busy times by person; a person without an entry is taken as free, and the proposal says so.
    events
        Events that may bring people together. Cancelled ones are ignored; a forecast only becomes a hint.
    notice_days
        Days needed to prepare: earlier ones are not proposed.

    Raises
    ------
    WindowError
        When the length or the notice is not positive.
    """

    countries: tuple[str, ...]
    start: date
    days: int
    minutes: int = 60
    busy: Mapping[str, tuple[Hours, ...]] = field(default_factory=dict)
    events: tuple[Event, ...] = ()
    hours: tuple[time, time] | None = None
    zones: Mapping[str, str] = field(default_factory=dict)
    extra_holidays: tuple[HolidayEdit, ...] = ()
    working_saturdays: tuple[str, ...] = ()
    notice_days: int = 0

    def __post_init__(self) -> None:
        if self.minutes < 1:
            raise WindowError(f"A meeting must last at least a minute, not {self.minutes}.")
        if self.notice_days < 0:
            raise WindowError(f"The days of notice must not be negative, not {self.notice_days}.")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a proposal stands where it does: a code and values for translation, and an English sentence."""

    code: str
    params: Mapping[str, str | int]
    text: str


@dataclass(frozen=True, slots=True)
class SigningWindow:
    """One proposal: a day, the hours that are free, who is missing, and the reasons."""

    date: date
    hours: tuple[Hours, ...]
    missing: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The proposal as a plain object."""
        return {
            "date": self.date.isoformat(),
            "hours": [stretch.to_json() for stretch in self.hours],
            "missing": list(self.missing),
            "events": list(self.events),
            "reasons": [
                {"code": reason.code, "params": dict(reason.params), "text": reason.text}
                for reason in self.reasons
            ],
        }


@dataclass(frozen=True, slots=True)
class SigningResult:
    """Proposals in order, and hints: events in the span that fall on days off or have only a month."""

    windows: tuple[SigningWindow, ...]
    hints: tuple[Reason, ...] = ()

    @property
    def clear(self) -> bool:
        """Whether the first proposal suits everybody; if not, ask the people."""
        return bool(self.windows) and not self.windows[0].missing


def signing_windows(problem: SigningProblem) -> SigningResult:
    """Propose days to meet, best first.

    The order is: everybody free; an event that brings people together anyway; no holiday nearby that may
    still move onto the day; the earlier day.

    Parameters
    ----------
    problem
        What is asked.

    Returns
    -------
    SigningResult
        Every working day on which the meeting fits for somebody, with its reasons.

    Raises
    ------
    WindowError, UnknownCountryError, UnknownZoneError
        As `window` does.
    """
    days = window(
        problem.countries,
        problem.start,
        problem.days,
        hours=problem.hours,
        zones=problem.zones,
        extra_holidays=problem.extra_holidays,
        working_saturdays=problem.working_saturdays,
    )
    earliest = problem.start + timedelta(days=problem.notice_days)
    dated = [event for event in problem.events if event.start and event.status is not Status.CANCELLED]
    proposals = [_propose(day, problem, dated) for day in days if day.ok and day.date >= earliest]
    ranked = sorted(filter(None, proposals), key=_rank)
    return SigningResult(tuple(ranked), tuple(_hints(problem, days, dated)))


def _rank(proposal: SigningWindow) -> tuple[int, bool, bool, date]:
    doubtful = any(reason.code == "near_estimate" for reason in proposal.reasons)
    return len(proposal.missing), not proposal.events, doubtful, proposal.date


def _propose(day: Day, problem: SigningProblem, events: list[Event]) -> SigningWindow | None:
    need = timedelta(minutes=problem.minutes)
    shared, missing = _free_for_most(day.hours, problem.busy, need)
    if not shared:
        return None
    here = [event for event in events if _covers(event, day.date)]
    uids = tuple(event.uid for event in here)
    return SigningWindow(day.date, tuple(shared), tuple(missing), uids, _reasons(day, problem, missing, here))


def _reasons(
    day: Day, problem: SigningProblem, missing: Sequence[str], here: list[Event]
) -> tuple[Reason, ...]:
    reasons = [Reason("works", {"countries": ", ".join(problem.countries)}, "A working day on every side.")]
    if missing:
        reasons.append(Reason("busy", {"people": ", ".join(missing)}, f"Busy: {', '.join(missing)}."))
    elif problem.busy:
        reasons.append(
            Reason("free", {"people": len(problem.busy)}, "Everybody who shared a calendar is free.")
        )
    for event in here:
        text = f"{event.name()} takes place in {event.place_name or event.country or 'an unknown place'}."
        reasons.append(Reason("event", {"uid": event.uid, "name": event.name()}, text))
    reasons += [
        Reason("near_estimate", {"country": caution.country, "name": caution.name}, caution.text)
        for caution in day.cautions
    ]
    return tuple(reasons)


def _free_for_most(
    hours: Iterable[Hours], busy: Mapping[str, tuple[Hours, ...]], need: timedelta
) -> tuple[list[Hours], list[str]]:
    """The hours long enough for all; else leave out those who block most until the meeting fits."""
    present = sorted(busy)
    missing: list[str] = []
    stretches = list(hours)
    while True:
        taken = merge_hours(list(chain.from_iterable(busy[person] for person in present)))
        free = [part for part in _subtract(stretches, taken) if _length(part) >= need]
        if free or not present:
            return free, missing
        most = max(present, key=lambda person: (_overlap(stretches, busy[person]), person))
        present.remove(most)
        missing.append(most)


def _subtract(stretches: Iterable[Hours], taken: Iterable[Hours]) -> list[Hours]:
    left = list(stretches)
    for block in taken:
        rest: list[Hours] = []
        for part in left:
            if block.end <= part.start or block.start >= part.end:
                rest.append(part)
                continue
            zone = part.start.tzinfo
            if part.start < block.start:
                rest.append(Hours(part.start, block.start.astimezone(zone)))
            if block.end < part.end:
                rest.append(Hours(block.end.astimezone(zone), part.end))
        left = rest
    return left


def _length(part: Hours) -> timedelta:
    return part.end.astimezone(UTC) - part.start.astimezone(UTC)


def _overlap(stretches: Iterable[Hours], busy: Iterable[Hours]) -> timedelta:
    whole = list(stretches)
    free = _subtract(whole, merge_hours(list(busy)))
    return sum(map(_length, whole), timedelta()) - sum(map(_length, free), timedelta())


def _covers(event: Event, day: date) -> bool:
    first, last = event.first_day, event.last_day
    return first is not None and last is not None and first <= day <= last


def _hints(problem: SigningProblem, days: list[Day], dated: list[Event]) -> list[Reason]:
    hints = []
    for event in dated:
        on = [day for day in days if _covers(event, day.date)]
        if on and not any(day.ok for day in on):
            params: dict[str, str | int] = {"uid": event.uid, "name": event.name(), "date": str(on[0].date)}
            hints.append(
                Reason("event_on_day_off", params, f"{event.name()} falls on a day off ({on[0].date}).")
            )
    return hints + _expected(problem, {day.date.month for day in days})


def _expected(problem: SigningProblem, months: set[int]) -> list[Reason]:
    hints = []
    for event in problem.events:
        if event.forecast is not None and event.forecast.month in months:
            params: dict[str, str | int] = {
                "uid": event.uid, "name": event.name(), "month": event.forecast.month,
            }  # fmt: skip
            month = f"month {event.forecast.month}"
            when = f"the {event.forecast.part} part of {month}" if event.forecast.part else month
            text = f"{event.name()} is usually held in {when}"
            hints.append(Reason("event_expected", params, f"{text}; its day is not announced."))
    return hints
