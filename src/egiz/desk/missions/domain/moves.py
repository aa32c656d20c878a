"""Moving one meeting of a draft by hand: where both companies, a table and an interpreter are free."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.domain.trail import record
from egiz.desk.core.models import User
from egiz.desk.missions.domain.breaks import count_breaks
from egiz.desk.missions.domain.repairing import recount_moves
from egiz.desk.missions.domain.slots import SlotTime, away, slots_of_version
from egiz.desk.missions.models import Mission, ScheduledMeeting, ScheduleVersion


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
    others = list(version.meetings.exclude(pk=meeting.pk).select_related("table"))
    closed = _closed_slots(meeting, slots, others)
    tables = [
        table.name
        for table in mission.tables.all()
        if table.owner_id in {None, meeting.ours_id, meeting.theirs_id}
    ]
    taken: dict[int, set[str]] = {}
    online: dict[int, int] = {}
    for other in others:
        if other.online:
            online[other.slot] = online.get(other.slot, 0) + 1
        else:
            taken.setdefault(other.slot, set()).add(other.table_name)
    places = []
    for slot in slots:
        if slot.index in closed or slot.index == meeting.slot:
            continue
        if meeting.online:
            if online.get(slot.index, 0) < mission.rules.online_rooms:
                places.append(Place(slot, "", online=True))
            continue
        free = [name for name in tables if name not in taken.get(slot.index, set())]
        if free:
            places.append(
                Place(slot, meeting.table_name if meeting.table_name in free else free[0], online=False)
            )
    return places


def _closed_slots(
    meeting: ScheduledMeeting, slots: list[SlotTime], others: list[ScheduledMeeting]
) -> set[int]:
    companies = {meeting.ours_id: meeting.ours, meeting.theirs_id: meeting.theirs}
    closed = {index for company in companies.values() for index in away(company.availability, slots)}
    busy: dict[tuple[int, int], int] = {}
    for other in others:
        for pk in (other.ours_id, other.theirs_id):
            if pk in companies:
                busy[pk, other.slot] = busy.get((pk, other.slot), 0) + 1
        if meeting.interpreter_id and other.interpreter_id == meeting.interpreter_id:
            closed.add(other.slot)
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
    there = meeting.version.meetings.filter(slot=slot_index).exclude(pk=meeting.pk)
    others = list(there.select_related("ours", "theirs"))
    for company in (meeting.ours, meeting.theirs):
        if slot_index in away(company.availability, slots):
            found.append(_("%(name)s is not there then.") % {"name": company.short_name})
        mine = [one for one in others if company.pk in {one.ours_id, one.theirs_id}]
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
    meeting.slot, meeting.starts_at, meeting.minutes = place.slot.index, place.slot.start, place.slot.minutes
    meeting.online, meeting.table_name = place.online, place.table
    meeting.table, meeting.pinned = tables.get(place.table), True
    meeting.save()
    recount(version, mission)
    record(mission, "meeting_moved", user)


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
