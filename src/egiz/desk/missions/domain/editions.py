"""Seats from edition to edition: promised, booked, held, empty and by whose absence, and filled on the day.

Booked is what stood in the schedule when the first session began. A meeting nobody said anything about is
neither held nor empty, and so is one of which the two sides say different things.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from egiz.desk.core.models import Side
from egiz.desk.missions.models import (
    Company,
    GroupMeeting,
    MeetingReport,
    Mission,
    ScheduledMeeting,
    ScheduleVersion,
)
from egiz.desk.missions.models.schedule import with_guests

MOST_EDITIONS = 8
State = ScheduleVersion.State
Fault = MeetingReport.Fault


@dataclass(frozen=True, slots=True)
class SideSeats:
    """One side of one edition; promised are the fewest meetings its companies were promised."""

    side: str
    companies: int
    promised: int
    promised_booked: int
    promised_held: int
    missing: int


@dataclass(frozen=True, slots=True)
class Edition:
    """One mission's meetings: as booked, and what became of them."""

    mission: Mission
    booked: int
    held: int
    empty: int
    unknown: int
    dropped: int
    added: int
    sides: tuple[SideSeats, ...]


def chain(mission: Mission) -> list[Mission]:
    """Return a mission and those it was copied from, one from another, the newest first."""
    found, seen = [mission], {mission.pk}
    while (before := found[-1].copied_from) and before.pk not in seen and len(found) < MOST_EDITIONS:
        found.append(before)
        seen.add(before.pk)
    return found


def booked_version(mission: Mission) -> ScheduleVersion | None:
    """Return the version that was in force when the first session began; the first of all where none was."""
    versions = mission.versions.filter(state__in=(State.PUBLISHED, State.SUPERSEDED)).order_by("number")
    first = mission.sessions.order_by("date", "starts").first()
    if first is None:
        return versions.first()
    begins = dt.datetime.combine(first.date, first.starts, mission.tz)
    return versions.filter(published_at__lte=begins).last() or versions.first()


def edition_of(mission: Mission) -> Edition:
    version = booked_version(mission)
    booked = _by_wish(_in_full(version)) if version else {}
    now = mission.versions.filter(state=State.PUBLISHED).first()
    final = _by_wish(now.meetings.all()) if now else {}
    said: dict[str, list[MeetingReport]] = {}
    for report in MeetingReport.objects.filter(mission=mission).exclude(held=None):
        said.setdefault(f"w{report.wish_id}", []).append(report)
    state = {
        key: _state_of_group(row.group, stays=key in final)
        if row.title
        else _state(said.get(key, []), stays=key in final)
        for key, row in booked.items()
    }
    counted = Counter(state.values())
    return Edition(
        mission,
        booked=len(booked),
        held=counted["held"],
        empty=counted["empty"],
        unknown=counted["unknown"],
        dropped=counted["dropped"],
        added=len(final.keys() - booked.keys()),
        sides=tuple(_side(mission, side, booked, state, said) for side in (Side.OURS, Side.THEIRS)),
    )


def _by_wish(meetings: Iterable[ScheduledMeeting]) -> dict[str, ScheduledMeeting]:
    return {row.key: row for row in meetings}


def _in_full(version: ScheduleVersion) -> Iterable[ScheduledMeeting]:
    return version.meetings.select_related("ours", "theirs", "group").prefetch_related(with_guests())


def _state_of_group(group: GroupMeeting | None, *, stays: bool) -> str:
    """Of a group meeting the organiser alone says whether it was held."""
    if group is None or group.held is None:
        return "unknown" if stays else "dropped"
    return "held" if group.held else "empty"


def _state(reports: list[MeetingReport], *, stays: bool) -> str:
    answers = {report.held for report in reports}
    if answers == {True}:
        return "held"
    if answers == {False}:
        return "empty"
    return "unknown" if answers or stays else "dropped"


def _side(
    mission: Mission,
    side: str,
    booked: dict[str, ScheduledMeeting],
    state: dict[str, str],
    said: dict[str, list[MeetingReport]],
) -> SideSeats:
    rows = Company.objects.filter(mission=mission, side=side, status=Company.Status.ACCEPTED)
    least = dict(rows.values_list("pk", "min_meetings"))
    of_company: Counter[int] = Counter()
    held: Counter[int] = Counter()
    for wish, meeting in booked.items():
        for pk in _of_side(meeting, side):
            of_company[pk] += 1
            held[pk] += state[wish] == "held"
    missed = {str(side), Fault.BOTH.value}
    return SideSeats(
        side=str(side),
        companies=len(least),
        promised=sum(least.values()),
        promised_booked=sum(min(number, of_company[pk]) for pk, number in least.items()),
        promised_held=sum(min(number, held[pk]) for pk, number in least.items()),
        missing=sum(
            state[wish] == "empty" and bool({one.fault for one in said.get(wish, [])} & missed)
            for wish in booked
        ),
    )


def _of_side(meeting: ScheduledMeeting, side: str) -> list[int]:
    if meeting.title:
        return [one.pk for one in meeting.companies if one.side == side]
    return [meeting.ours_id if side == Side.OURS else meeting.theirs_id]


def editions(mission: Mission) -> list[Edition]:
    return [edition_of(one) for one in chain(mission)]
