"""From a mission's sessions to its slots, and from "2026-12-09 AM" to the slots of that half day."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from egiz.desk.missions.models import Mission, ScheduleVersion

STRETCH = re.compile(
    r"^(?P<date>\d{4}-\d{2}-\d{2})(?:\s+(?:(?P<half>AM|PM)|(?P<from>\d{1,2}:\d{2})\s*[-–]\s*(?P<until>\d{1,2}:\d{2})))?$",
    re.IGNORECASE,
)
NOON = 13  # the half of a working day ends with lunch, not at twelve


@dataclass(frozen=True)
class SlotTime:
    """One slot, with its beginning in the mission's zone."""

    index: int
    day: int
    session: str
    start: dt.datetime
    minutes: int
    # When it was to begin, where its session is delayed.
    planned: dt.datetime | None = None

    @property
    def end(self) -> dt.datetime:
        return self.start + dt.timedelta(minutes=self.minutes)

    @property
    def date(self) -> dt.date:
        return self.start.date()


def slots_of(mission: Mission) -> list[SlotTime]:
    """Cut the sessions into slots; what is left at the end of a session stays free."""
    rules, zone = mission.rules, mission.tz
    step = dt.timedelta(minutes=rules.slot_minutes + rules.pause_minutes)
    length = dt.timedelta(minutes=rules.slot_minutes)
    made: list[SlotTime] = []
    days: dict[dt.date, int] = {}
    for number, session in enumerate(sorted(mission.sessions.all(), key=lambda s: (s.date, s.starts))):
        day = days.setdefault(session.date, len(days))
        at = dt.datetime.combine(session.date, session.starts, zone)
        end = dt.datetime.combine(session.date, session.ends, zone)
        if made and at < made[-1].end:
            at = made[-1].end  # sessions that overlap would give the same minute twice
        while at + length <= end:
            made.append(SlotTime(len(made), day, str(number + 1), at, rules.slot_minutes))
            at += step
    return made


def slots_as_json(slots: Iterable[SlotTime]) -> list[dict[str, object]]:
    return [
        {"start": slot.start.isoformat(), "minutes": slot.minutes, "day": slot.day, "session": slot.session}
        for slot in slots
    ]


def slots_of_version(version: ScheduleVersion, zone: ZoneInfo) -> list[SlotTime]:
    """Return the slots as they were when the version was made; later changes of hours do not move it."""
    return [
        SlotTime(
            index,
            row["day"],
            row["session"],
            dt.datetime.fromisoformat(row["start"]).astimezone(zone),
            row["minutes"],
        )
        for index, row in enumerate(version.slots)
    ]


def covers(stretch: str, slot: SlotTime) -> bool | None:
    """Say whether a stretch covers a slot; None when the stretch is not understood."""
    found = STRETCH.match(stretch.strip())
    if not found:
        return None
    try:
        if dt.date.fromisoformat(found["date"]) != slot.date:
            return False
        if found["half"]:
            return (slot.start.hour < NOON) == (found["half"].upper() == "AM")
        if found["from"]:
            low, high = _clock(found["from"]), _clock(found["until"])
            return low <= slot.start.time() and slot.end.time() <= high
    except ValueError:
        return None
    return True


def _clock(text: str) -> dt.time:
    hours, minutes = text.split(":")
    return dt.time(int(hours), int(minutes))


def away(availability: Sequence[str], slots: Sequence[SlotTime]) -> frozenset[int]:
    """Return the slots somebody cannot meet in; nothing written means always there."""
    known = [text for text in availability if STRETCH.match(text.strip())]
    if not known:
        return frozenset()
    return frozenset(slot.index for slot in slots if not any(covers(text, slot) for text in known))


def not_understood(availability: Sequence[str]) -> list[str]:
    return [text for text in availability if not STRETCH.match(text.strip())]
