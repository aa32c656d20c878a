"""What a promise or a meeting tells whoever begins something from it: cities, sides, days, words."""

from typing import Any

from django.utils.translation import gettext as _

from egiz.desk.core.domain.places import local_name, place_of
from egiz.desk.core.http import desk_url
from egiz.desk.core.joints import NamedPlace, Origin
from egiz.desk.core.models import Desk, Side, Territory
from egiz.desk.promises.models import OfficialMeeting, Promise


def origin_of(row: Promise) -> Origin:
    """Return a promise with all it says, as other apps take it."""
    places = _candidates(row)
    return Origin(
        "promise",
        row.pk,
        row.title,
        row.quote,
        word=_("promise"),
        url=desk_url(row.desk, "promises:promise", row.pk),
        home=_home(row, places),
        places=places,
        due=row.due_on,
    )


def origin_of_meeting(row: OfficialMeeting) -> Origin:
    """Return an official meeting as something that a mission or a trip begins from."""
    return Origin(
        "official_meeting",
        row.pk,
        row.title,
        row.agenda,
        days=(row.held_on,) if row.held_on else (),
        place_id=row.place_id,
        place=row.place_name,
        word=_("official meeting"),
        url=desk_url(row.desk, "promises:meeting", row.pk),
        home=home_of(row.desk),
        starts_at=row.starts_at,
    )


def _candidates(row: Promise) -> tuple[NamedPlace, ...]:
    return tuple(
        NamedPlace(one["name"], one.get("geonameid"), one.get("country") or "") for one in row.candidates
    )


def _home(row: Promise, places: tuple[NamedPlace, ...]) -> NamedPlace | None:
    """Return the place the promise speaks for: the other one of a proposed pair, else the desk's."""
    chosen = {place.geonameid for place in places if place.geonameid}
    pairs: list[dict[str, Any]] = row.meeting.findings.get("twinnings", []) if row.meeting else []
    for pair in pairs:
        if pair.get("status") != "proposed":
            continue
        for one, other in ((pair["a"], pair["b"]), (pair["b"], pair["a"])):
            if other.get("geonameid") in chosen and one.get("geonameid") not in chosen:
                return NamedPlace(one["name"], one.get("geonameid"), one.get("country") or "")
    return home_of(row.desk)


def home_of(desk: Desk) -> NamedPlace | None:
    """Return the desk's own city, or the first city of ours that it answers for."""
    if desk.place_id:
        place = place_of(desk.place_id)
        country = place.country if place else desk.country
        return NamedPlace(local_name(desk.place_id), desk.place_id, country)
    city = Territory.objects.filter(desk=desk, side=Side.OURS, level=Territory.Level.CITY).first()
    return NamedPlace(local_name(city.place_id, city.name), city.place_id, city.country) if city else None
