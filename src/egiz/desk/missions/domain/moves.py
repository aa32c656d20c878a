"""Moving one meeting of a draft by hand: where both companies, a table and an interpreter are free."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.domain.trail import record
from egiz.desk.core.models import User
from egiz.desk.missions.domain.badges import names_of
from egiz.desk.missions.domain.breaks import count_breaks
from egiz.desk.missions.domain.repairing import recount_moves
from egiz.desk.missions.domain.slots import SlotTime, away, slots_of_version
from egiz.desk.missions.models import Mission, ScheduledMeeting, ScheduleVersion
from egiz.desk.missions.models.group import LONGEST
from egiz.desk.missions.models.schedule import with_guests


@dataclass(frozen=True)
class Place:
    """A slot with a table (or online) where a meeting could go instead."""

    slot: SlotTime
    table: str
    online: bool

    @property
    def key(self) -> str:
        return f"{self.slot.index}:{'' if self.online else self.table}"


def free_places(meeting: ScheduledMeeting, mission: Mission) -> list[Place]:
    """List the slots a meeting could move to: at its own table if free, or else at the first free one."""
    version = meeting.version
    slots = slots_of_version(version, mission.tz)
    rows = version.meetings.exclude(pk=meeting.pk).select_related("table")
    others = list(rows.prefetch_related(with_guests()))
    closed = _closed_slots(meeting, slots, others)
    tables = [
        table.name
        for table in mission.tables.all()
        if table.owner_id in {None, *meeting.company_ids}
        and (not meeting.title or table.capacity >= len(meeting.company_ids))
    ]
    taken: dict[int, set[str]] = {}
    online: dict[int, int] = {}
    for other in others:
        for index in _slots_taken(other):
            if other.online:
                online[index] = online.get(index, 0) + 1
            else:
                taken.setdefault(index, set()).add(other.table_name)
    places = []
    for slot in slots:
        stretch = _stretch(slots, slot, meeting.length)
        if slot.index == meeting.slot or not stretch or not closed.isdisjoint(stretch):
            continue
        if meeting.online:
            if all(online.get(index, 0) < mission.rules.online_rooms for index in stretch):
                places.append(Place(slot, "", online=True))
            continue
        free = [name for name in tables if not any(name in taken.get(index, ()) for index in stretch)]
        if free:
            places.append(
                Place(slot, meeting.table_name if meeting.table_name in free else free[0], online=False)
            )
    return places


def _slots_taken(meeting: ScheduledMeeting) -> range:
    return range(meeting.slot, meeting.slot + meeting.length)


def _stretch(slots: list[SlotTime], first: SlotTime, length: int) -> list[int]:
    """Return the slots of a meeting that begins there; nothing where it would run over its session's end."""
    there = slots[first.index : first.index + length]
    whole = len(there) == length and (there[-1].day, there[-1].session) == (first.day, first.session)
    return [slot.index for slot in there] if whole else []


def _closed_slots(
    meeting: ScheduledMeeting, slots: list[SlotTime], others: list[ScheduledMeeting]
) -> set[int]:
    companies = {company.pk: company for company in meeting.companies}
    closed = {index for company in companies.values() for index in away(company.availability, slots)}
    busy: dict[tuple[int, int], int] = {}
    for other in others:
        for pk in other.company_ids:
            for index in _slots_taken(other) if pk in companies else ():
                busy[pk, index] = busy.get((pk, index), 0) + 1
        if meeting.interpreter_id and other.interpreter_id == meeting.interpreter_id:
            closed.update(_slots_taken(other))
    closed |= {slot for (pk, slot), count in busy.items() if count >= max(1, companies[pk].representatives)}
    if meeting.interpreter is not None:
        closed |= away(meeting.interpreter.availability, slots)
    return closed


def what_breaks(meeting: ScheduledMeeting, mission: Mission, slot_index: int) -> list[str]:
    """Say what stands against moving a meeting to a slot; nothing when it may go there."""
    slots = slots_of_version(meeting.version, mission.tz)
    if not 0 <= slot_index < len(slots):
        return [str(_("There is no such hour."))]
    if slot_index == meeting.slot or any(
        one.slot.index == slot_index for one in free_places(meeting, mission)
    ):
        return []
    found = []
    last = slot_index + meeting.length - 1
    there = meeting.version.meetings.filter(slot__lte=last, slot__gt=slot_index - LONGEST)
    there = there.exclude(pk=meeting.pk)
    rows = there.select_related("ours", "theirs").prefetch_related(with_guests())
    others = [one for one in rows if one.slot + one.length > slot_index]
    for company in meeting.companies:
        if slot_index in away(company.availability, slots):
            found.append(_("%(name)s is not there then.") % {"name": company.short_name})
        mine = [one for one in others if company.pk in one.company_ids]
        if len(mine) >= max(1, company.representatives):
            names = {"name": company.short_name, "partner": mine[0].partner_of(company).short_name}
            found.append(_("%(name)s meets %(partner)s then.") % names)
    helper = meeting.interpreter
    if helper is not None:
        taken = any(one.interpreter_id == helper.pk for one in others)
        if taken or slot_index in away(helper.availability, slots):
            found.append(_("The interpreter %(name)s is taken then.") % {"name": helper.name})
    return [str(text) for text in found] or [str(_("No table or online room is free then."))]


@transaction.atomic
def move(meeting: ScheduledMeeting, mission: Mission, key: str, user: User | None) -> None:
    """Move a meeting of a draft and pin it there; the version's goals are counted anew."""
    version = ScheduleVersion.objects.select_for_update().get(pk=meeting.version_id)
    if version.state != ScheduleVersion.State.DRAFT:
        raise ValidationError(_("Only a draft can be changed by hand; make a new version first."))
    place = next((place for place in free_places(meeting, mission) if place.key == key), None)
    if place is None:
        raise ValidationError(_("That place is no longer free; choose another one."))
    tables = {table.name: table for table in mission.tables.all()}
    slots = slots_of_version(version, mission.tz)
    last = slots[place.slot.index + meeting.length - 1]
    meeting.slot, meeting.starts_at = place.slot.index, place.slot.start
    meeting.minutes = int((last.end - place.slot.start).total_seconds()) // 60
    meeting.people = _who_sits(meeting)
    meeting.online, meeting.table_name = place.online, place.table
    meeting.table, meeting.pinned = tables.get(place.table), True
    meeting.save()
    recount(version, mission)
    record(mission, "meeting_moved", user)


def _who_sits(meeting: ScheduledMeeting) -> dict[str, str]:
    """Return who sits at the new hour: the same people where they are free, or else colleagues of theirs."""
    if not meeting.people:
        return {}
    others = meeting.version.meetings.exclude(pk=meeting.pk).filter(
        slot__lt=meeting.slot + meeting.length, slot__gt=meeting.slot - LONGEST
    )
    there = [one.people for one in others if one.slot + one.length > meeting.slot]
    found = {}
    for company in meeting.companies:
        key = str(company.pk)
        taken = {people.get(key) for people in there}
        able = [meeting.people.get(key, ""), *names_of(company)]
        found[key] = next((name for name in able if name and name not in taken), "")
    return {key: name for key, name in found.items() if name and key in meeting.people}


def recount(version: ScheduleVersion, mission: Mission) -> None:
    """Count the goals a hand has changed; a bound is kept only where its proof still covers the schedule."""
    around_pins = any(remark["code"] == "with-pins" for remark in version.remarks)
    breaks = count_breaks(version, mission)
    goals: list[dict[str, Any]] = []
    for goal in version.goals:
        if goal["name"] == "held":
            goals.append(goal)
        elif goal["name"] == "breaks":
            # Proved for every schedule of these meetings, unless pinned ones had to stay in place.
            bound = 0 if around_pins else goal["bound"]
            goals.append({"name": "breaks", "value": sum(breaks.values()), "bound": bound})
        elif goal["name"] == "fairness":
            spread = max(breaks.values(), default=0) - min(breaks.values(), default=0)
            goals.append({"name": "fairness", "value": spread, "bound": 0})
    version.goals, version.remarks = goals, recount_moves(version)
    version.result_status = "feasible"
    version.save(update_fields=["goals", "remarks", "result_status", "updated_at"])
