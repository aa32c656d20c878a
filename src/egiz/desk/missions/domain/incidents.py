"""What went otherwise than planned: who is late, who is missing, what was lost, which session is delayed."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.domain.trail import record
from egiz.desk.core.models import User
from egiz.desk.missions.domain.slots import SlotTime
from egiz.desk.missions.models import Incident, Mission

Kind = Incident.Kind
Missing = dict[tuple[str, int], frozenset[int]]
# Which field names whom or what each kind of incident is about.
ABOUT = {
    Kind.LATE: "company",
    Kind.ABSENT: "company",
    Kind.TABLE: "table",
    Kind.INTERPRETER: "interpreter",
    Kind.DELAY: "minutes",
}


def write_down(mission: Mission, kind: str, since: dt.datetime, user: User | None, **about: Any) -> Incident:
    """Keep an incident.

    Raises
    ------
    ValidationError
        If it does not say whom or what it is about.
    """
    if kind not in Kind.values:
        raise ValidationError(_("Say what happened."))
    field = ABOUT[Kind(kind)]
    if about.get(field) is None:
        raise ValidationError({field: _("Say whom or what it is about.")})
    if kind == Kind.LATE and about.get("until") is None:
        raise ValidationError({"until": _("Say when the company comes.")})
    kept = {field: about[field], "until": about.get("until") if kind == Kind.LATE else None}
    incident = Incident(mission=mission, kind=kind, since=since, created_by=user, **kept)
    incident.full_clean(exclude=["desk", "mission", "created_by"])
    incident.save()
    record(mission, "incident_kept", user, {"incident": ["", str(incident)]})
    return incident


def take_back(incident: Incident, user: User | None) -> None:
    """Forget an incident: the next repair plans as if it had not been."""
    record(incident.mission, "incident_taken_back", user, {"incident": [str(incident), ""]})
    incident.delete()


def delayed(slots: Sequence[SlotTime], incidents: Iterable[Incident]) -> list[SlotTime]:
    """Return the slots with the delays of sessions: what follows on that day gives way where it has to."""
    later: dict[int, int] = {}
    for one in incidents:
        if one.kind != Kind.DELAY:
            continue
        first = next((slot for slot in slots if slot.start >= one.since), None)
        if first is None:
            continue
        for slot in slots[first.index :]:
            if (slot.day, slot.session) == (first.day, first.session):
                later[slot.index] = later.get(slot.index, 0) + (one.minutes or 0)
    made: list[SlotTime] = []
    for slot in slots:
        start = slot.start + dt.timedelta(minutes=later.get(slot.index, 0))
        if made and made[-1].day == slot.day:
            start = max(start, made[-1].end)
        made.append(replace(slot, start=start, planned=slot.start) if start != slot.start else slot)
    return made


def missing_from(
    incidents: Iterable[Incident], slots: Sequence[SlotTime]
) -> dict[tuple[str, int], frozenset[int]]:
    """Return in which slots a company, a table or an interpreter cannot be counted on, by kind and number."""
    found: Missing = {}
    for one in incidents:
        field = ABOUT[Kind(one.kind)]
        if field == "minutes":
            continue
        pk = getattr(one, f"{field}_id")
        until = one.until or dt.datetime.max.replace(tzinfo=dt.UTC)
        out = frozenset(slot.index for slot in slots if one.since <= slot.start < until)
        found[field, pk] = found.get((field, pk), frozenset()) | out
    return found


def first_to_come(slots: Sequence[SlotTime], now: dt.datetime) -> int:
    """Return the first slot that has not begun; the number of slots when all have."""
    return next((slot.index for slot in slots if slot.start > now), len(slots))
