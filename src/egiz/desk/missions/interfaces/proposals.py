"""What the set-up of a new mission proposes: from an earlier mission, or from what it begins from."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext

from egiz.desk.core.domain.naming import name_from
from egiz.desk.core.domain.places import local_name, place_of
from egiz.desk.core.joints import Origin
from egiz.desk.core.models import Desk, Side
from egiz.desk.missions.models import Mission, Session

BLOCKS = ((dt.time(10), dt.time(13)), (dt.time(14), dt.time(17)))  # two, with lunch free: the usual shape
Kind = Mission.Kind
# Half an hour where people walk between tables, twenty minutes at a fair, where hours are few.
USUAL: dict[str, dict[str, Any]] = {
    Kind.COUNCIL: {"slot_minutes": 30, "tables_wanted": 15, "online_rooms": 6},
    Kind.TRADE: {"slot_minutes": 30, "tables_wanted": 10, "online_rooms": 0},
    Kind.FAIR: {"slot_minutes": 20, "tables_wanted": 20, "online_rooms": 0},
    Kind.ONLINE: {"slot_minutes": 30, "tables_wanted": 0, "online_rooms": 10},
    Kind.ROUND: {"slot_minutes": 30, "tables_wanted": 10, "online_rooms": 0},
}


def usual_of(kind: str, first: dt.date) -> dict[str, Any]:
    """Propose the usual set-up of a kind of mission on one day; nothing for a kind that is none."""
    if kind not in USUAL:
        return {}
    return {
        "form": {"kind": kind, **USUAL[kind]},
        "sessions": [{"date": first, "starts": starts, "ends": ends} for starts, ends in BLOCKS],
    }


def copied_from(before: Mission, first: dt.date) -> dict[str, Any]:
    """Propose the set-up of an earlier mission, its days moved so that the first one is `first`."""
    sessions = list(before.sessions.all())
    step = first - sessions[0].date if sessions else dt.timedelta()
    return {
        "form": {
            **{
                name: getattr(before, name)
                for name in ("kind", "purpose", "place", "zone", "host", "room_link")
            },
            **before.rules.as_json(),
            "tables_wanted": before.tables.count(),
        },
        "sessions": [{"date": one.date + step, "starts": one.starts, "ends": one.ends} for one in sessions],
        "interpreters": [{"name": one.name, "languages": one.languages} for one in before.interpreters.all()],
    }


def mission_from(start: Origin | None, desk: Desk) -> dict[str, Any]:
    """Fill a mission with what it begins from: name, purpose, and the place where only one is named."""
    if start is None:
        return {}
    initial: dict[str, Any] = {
        "name": name_from(start, gettext("Mission"), 200),
        "purpose": start.purpose[:2000] or start.name,
    }
    if start.place:
        initial["place"] = start.place
    elif len(start.places) == 1:
        place = start.places[0]
        initial["place"] = local_name(place.geonameid, place.name) if place.geonameid else place.name
    zone = start.zone or _zone_of(start)
    if zone:
        initial["zone"] = zone
    countries = {place.country for place in start.places}
    if countries in ({desk.country}, {desk.their_country}):
        initial["host"] = Side.OURS if countries == {desk.country} else Side.THEIRS
    return initial


def _zone_of(start: Origin) -> str:
    """Return the zone of the place something is about; of several places where all share one."""
    numbers = [start.place_id] if start.place_id else [place.geonameid for place in start.places]
    found = {place.timezone for number in numbers if (place := place_of(number))}
    return str(found.pop()) if len(found) == 1 else ""


def sessions_from(start: Origin | None) -> list[dict[str, Any]]:
    """Propose the first session: on the day of what the mission begins from, or by which it is due."""
    days = (start.days or ((start.due,) if start.due else ())) if start else ()
    plain = Session()  # with the hours of every new session
    return [{"date": day, "starts": plain.starts, "ends": plain.ends} for day in days[:1]]
