"""Who is free in a slot, and a table for two who want to meet at once."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.domain.trail import record
from egiz.desk.core.models import User
from egiz.desk.missions.domain.incidents import missing_from
from egiz.desk.missions.domain.moves import recount
from egiz.desk.missions.domain.queries import taking_part
from egiz.desk.missions.domain.slots import SlotTime, away, slots_of_version
from egiz.desk.missions.models import (
    Company,
    Interpreter,
    Mission,
    ScheduledMeeting,
    ScheduleVersion,
    Table,
    Wish,
)
from egiz.desk.missions.models.schedule import with_guests
from egiz.desk.missions.models.wish import Consent

OF_THE_FREE = ("side", "name", "representatives", "availability")  # what is looked at and shown of each


@dataclass(frozen=True)
class Free:
    """What is free in one slot of the published version."""

    companies: list[Company]
    tables: list[Table]
    interpreters: list[Interpreter]
    online_rooms: int


def free_in(version: ScheduleVersion, mission: Mission, slot: SlotTime) -> Free:
    """Return who and what has no meeting in a slot and is expected to be there."""
    slots = slots_of_version(version, mission.tz)
    out = missing_from(mission.incidents.all(), slots)
    there = version.meetings.filter(slot__lte=slot.index, slot__gt=slot.index - F("length")).prefetch_related(
        with_guests()
    )
    busy: dict[int, int] = {}
    for one in there:
        for pk in one.company_ids:
            busy[pk] = busy.get(pk, 0) + 1
    tables = {one.table_id for one in there if not one.online}
    helpers = {one.interpreter_id for one in there}

    def missing(what: str, pk: int) -> bool:
        return slot.index in out.get((what, pk), ())

    return Free(
        [
            one
            for one in taking_part(mission).order_by("side", "name").only(*OF_THE_FREE)
            if busy.get(one.pk, 0) < max(1, one.representatives)
            and slot.index not in away(one.availability, slots)
            and not missing("company", one.pk)
        ],
        [one for one in mission.tables.all() if one.pk not in tables and not missing("table", one.pk)],
        [
            one
            for one in mission.interpreters.all()
            if one.pk not in helpers
            and slot.index not in away(one.availability, slots)
            and not missing("interpreter", one.pk)
        ],
        max(0, mission.rules.online_rooms - sum(one.online for one in there)),
    )


@transaction.atomic
def give_table(
    mission: Mission, slot_index: int, pair: tuple[Company, Company], user: User | None
) -> ScheduledMeeting:
    """Let two companies who ask for it meet in a slot of the published version, without moving anybody.

    Raises
    ------
    ValidationError
        If one of them is not free, has said no, or no place is left.
    """
    Mission.objects.select_for_update().get(pk=mission.pk)
    version = mission.versions.filter(state=ScheduleVersion.State.PUBLISHED).first()
    slots = slots_of_version(version, mission.tz) if version else []
    if version is None or not 0 <= slot_index < len(slots):
        raise ValidationError(_("No schedule is published for that hour."))
    slot = slots[slot_index]
    free = free_in(version, mission, slot)
    a, b = pair
    if a.pk == b.pk:
        raise ValidationError(_("Choose two companies."))
    for one in pair:
        if one.pk not in {company.pk for company in free.companies}:
            raise ValidationError(_("%(name)s is not free at that hour."), params={"name": one.short_name})
    wish = _agreed_wish(mission, a, b, user)
    if version.meetings.filter(wish=wish).exists():
        raise ValidationError(_("These two have a meeting in this schedule already."))
    table, online = _place(free, a, b)
    helper = _interpreter(free, wish)
    ours, theirs = wish.companies
    meeting = ScheduledMeeting.objects.create(
        version=version, wish=wish, ours=ours, theirs=theirs, slot=slot.index, starts_at=slot.start,
        minutes=slot.minutes, table=table, table_name=table.name if table else "", online=online,
        interpreter=helper, interpreter_name=helper.name if helper else "", pinned=True,
    )  # fmt: skip
    version.not_held.filter(wish=wish).delete()
    _count_in(version, mission)
    record(mission, "walked_in", user, {"meeting": ["", f"{ours.short_name} – {theirs.short_name}"]})
    return meeting


def _agreed_wish(mission: Mission, a: Company, b: Company, user: User | None) -> Wish:
    low, high = sorted((a.pk, b.pk))
    wish = Wish.objects.filter(mission=mission, low=low, high=high).select_related("asker", "partner").first()
    if wish is None:
        wish = Wish(mission=mission, asker=a, partner=b)
    elif wish.state in {"declined", "no"}:
        raise ValidationError(_("One of the two has said no to this meeting; a refusal stays a refusal."))
    if not wish.is_agreed:
        wish.our_consent = wish.their_consent = Consent.AGREED
        wish.recorded_by = user
        wish.consent_note = str(_("both asked for it at the desk on the day"))
        wish.save()
    return wish


def _place(free: Free, a: Company, b: Company) -> tuple[Table | None, bool]:
    modes = {a.mode, b.mode}
    if Company.Mode.ONLINE not in modes:
        mine = [table for table in free.tables if table.owner_id in {a.pk, b.pk}]
        anybodys = [table for table in free.tables if table.owner_id is None]
        if found := mine or anybodys:
            return found[0], False
    if Company.Mode.IN_PERSON not in modes and free.online_rooms:
        return None, True
    raise ValidationError(_("No table is free at that hour; take the next one."))


def _interpreter(free: Free, wish: Wish) -> Interpreter | None:
    if not wish.needs_interpreter:
        return None
    a, b = set(wish.asker.languages), set(wish.partner.languages)
    return next((one for one in free.interpreters if a & set(one.languages) and b & set(one.languages)), None)


def _count_in(version: ScheduleVersion, mission: Mission) -> None:
    """Count the goals anew: one more is wanted and held; what was proved of the waiting no longer is."""
    version.wanted = version.meetings.count() + version.not_held.count()
    version.goals = [
        {**goal, "value": goal["value"] + 1, "bound": goal["bound"] + 1}
        if goal["name"] == "held"
        else {**goal, "bound": 0}
        for goal in version.goals
    ]
    version.save(update_fields=["wanted", "updated_at"])
    recount(version, mission)
