"""What is missing in a mission's set-up or contradicts itself, said while it is being written."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

LONG_BLOCK = dt.timedelta(hours=4)
PUBLIC_JITSI = "meet.jit.si"


@dataclass(frozen=True, slots=True)
class Plan:
    """A set-up as far as it is written: only what could be understood."""

    kind: str = ""
    sessions: Sequence[tuple[dt.date, dt.time, dt.time]] = ()
    slot_minutes: int = 30
    pause_minutes: int = 0
    tables: int = 0
    rooms: int = 0
    room_link: str = ""
    place: str = ""
    # Each interpreter: name, languages, and the days they are there; no days means always.
    interpreters: Sequence[tuple[str, Sequence[str], Sequence[dt.date]]] = ()
    companies: int = 0


@dataclass
class Verdict:
    """What was found: what must be mended, what should be looked at, and what the hours give."""

    wrong: list[str] = field(default_factory=list)
    doubtful: list[str] = field(default_factory=list)
    slots: int = 0
    meetings: int = 0


def check(plan: Plan) -> Verdict:
    found = Verdict()
    _hours(plan, found)
    _places(plan, found)
    _people(plan, found)
    return found


def _hours(plan: Plan, found: Verdict) -> None:
    if not plan.sessions:
        found.wrong.append(_("Add at least one session with its day and hours."))
    step = dt.timedelta(minutes=plan.slot_minutes + plan.pause_minutes)
    slot = dt.timedelta(minutes=plan.slot_minutes)
    before: tuple[dt.date, dt.time, dt.time] | None = None
    for day, starts, ends in sorted(plan.sessions):
        length = dt.datetime.combine(day, ends) - dt.datetime.combine(day, starts)
        named = {"day": f"{day:%d.%m}", "starts": f"{starts:%H:%M}", "ends": f"{ends:%H:%M}"}
        if length < slot:
            found.wrong.append(
                _("The session of %(day)s, %(starts)s–%(ends)s, is shorter than one meeting.") % named
            )
        if before and before[0] == day and before[2] > starts:
            found.wrong.append(
                _("Two sessions of %(day)s overlap: the later one begins at %(starts)s.") % named
            )
        if length > LONG_BLOCK:
            found.doubtful.append(
                _("On %(day)s nobody has a break from %(starts)s to %(ends)s; part the session for lunch.")
                % named
            )
        found.slots += max(0, (length + step - slot) // step)
        before = (day, starts, ends)
    found.meetings = found.slots * (plan.tables + plan.rooms)


def _places(plan: Plan, found: Verdict) -> None:
    if not plan.tables and not plan.rooms:
        found.wrong.append(_("Add tables or online rooms; without them nobody can meet."))
    if plan.kind == "online" and plan.tables:
        found.doubtful.append(_("An online meeting of two chambers needs no tables."))
    if plan.kind == "online" and not plan.rooms:
        found.wrong.append(_("An online meeting of two chambers needs online rooms."))
    if plan.kind in {"trade", "fair", "round"} and not plan.tables:
        found.wrong.append(_("This kind of mission needs tables."))
    if plan.kind != "online" and not plan.place:
        found.doubtful.append(_("Say where the mission takes place."))
    if plan.rooms and not plan.room_link:
        found.doubtful.append(
            _("Online rooms have no address; companies will not know where to go. Any vendor's link will do.")
        )
    if plan.room_link and "{room}" not in plan.room_link:
        found.doubtful.append(
            _("The address of online rooms has no {room} in it: all online meetings would share one room.")
        )
    if PUBLIC_JITSI in plan.room_link:
        found.doubtful.append(
            _("On the public Jitsi server guests wait until somebody has signed in; use one of your own.")
        )


def _people(plan: Plan, found: Verdict) -> None:
    days = {day for day, _starts, _ends in plan.sessions}
    for name, languages, there in plan.interpreters:
        if len(languages) < 2:
            found.wrong.append(_("%(name)s needs at least two languages to interpret.") % {"name": name})
        if there and days and not days & set(there):
            found.doubtful.append(_("%(name)s is there on no day of the mission.") % {"name": name})
    if plan.companies and found.meetings and plan.companies > 2 * found.meetings:
        text = ngettext(
            "%(count)s company is on the list, and only %(most)s meetings fit into the hours.",
            "%(count)s companies are on the list, and only %(most)s meetings fit into the hours.",
            plan.companies,
        )
        found.doubtful.append(text % {"count": plan.companies, "most": found.meetings})


def _day(stretch: str) -> dt.date:
    return dt.date.fromisoformat(stretch[:10])


def plan_of(forms: dict[str, Any], companies: int) -> Plan:
    """Make a plan of forms that may be half filled in; what is not understood is left out."""
    data = forms["form"]
    sessions = [
        (row["date"], row["starts"], row["ends"])
        for row in forms["sessions"]
        if row.get("date") and row.get("starts") and row.get("ends") and row["starts"] < row["ends"]
    ]
    interpreters = [
        (row["name"], row.get("languages") or (), [_day(text) for text in row.get("availability") or ()])
        for row in forms["interpreters"]
        if row.get("name")
    ]  # fmt: skip
    return Plan(
        kind=data.get("kind") or "",
        sessions=sessions,
        slot_minutes=data.get("slot_minutes") or 30,
        pause_minutes=data.get("pause_minutes") or 0,
        tables=data.get("tables_wanted") or 0,
        rooms=data.get("online_rooms") or 0,
        room_link=data.get("room_link") or "",
        place=data.get("place") or "",
        interpreters=interpreters,
        companies=companies,
    )
