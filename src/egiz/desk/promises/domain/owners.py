"""From the name a text gives to the card in the directory."""

from functools import cache
from typing import Any

from babel import Locale
from django.conf import settings

from egiz import atlas
from egiz.desk.core.domain.folding import fold
from egiz.desk.core.domain.places import place_of
from egiz.desk.core.models import Desk, Side, User
from egiz.desk.directory.domain import entries
from egiz.desk.directory.models import Organisation, Person
from egiz.desk.promises.models import OfficialMeeting, Promise

LIKELY = 0.5  # what the atlas scores a country's longer name: "the Republic of …"
STEM = 5  # letters: "uzbek" is in Узбекистана and in узбекский alike


def resolve_owner(promise: Promise, text: str, user: User | None) -> None:
    """Set who owes the promise: a known person, a known organisation, or just the words.

    A name that the meeting's report introduced, with a role or a place, gets its card now: a person has just
    decided that this somebody owes something.
    """
    text = " ".join(text.split())
    promise.owner_text = text
    promise.owner_person = promise.owner_organisation = None
    for name in owner_names(text):
        found = entries.find_person(name) or entries.find_organisation(name)
        if found is None and promise.meeting is not None:
            found = _introduced(promise.meeting, name, user)
        if isinstance(found, Person):
            promise.owner_person = found
        if isinstance(found, Organisation):
            promise.owner_organisation = found
        if found is not None:
            promise.side = promise.side or found.side
            return


def owner_names(text: str) -> list[str]:
    """Split "A; B" into names: a semicolon, because the names of companies hold commas."""
    return [name.strip() for name in text.split(";") if name.strip()]


def _introduced(meeting: OfficialMeeting, name: str, user: User | None) -> Person | Organisation | None:
    key = fold(name)
    for person in meeting.findings.get("people", []):
        if fold(person["name"]) == key:
            return add_person(meeting, person, user)
    for organisation in meeting.findings.get("organisations", []):
        if fold(organisation["name"]) == key and not is_country(name):
            return add_organisation(meeting.desk, organisation, user)
    return None


def add_person(meeting: OfficialMeeting, found: dict[str, Any], user: User | None) -> Person:
    """Make a card of a person the report introduced, with their organisation, and note them as present."""
    known = entries.find_person(found["name"])
    if known is None:
        known = entries.add_person(
            meeting.desk,
            user,
            name=found["name"][:300],
            position=(found.get("role") or "")[:300],
            organisation=_organisation_of(meeting, found.get("organisation") or "", user),
        )
    meeting.participants.add(known)
    return known


def _organisation_of(meeting: OfficialMeeting, name: str, user: User | None) -> Organisation | None:
    if not name or is_country(name):
        return None
    known = entries.find_organisation(name)
    return known or add_organisation(meeting.desk, _described(meeting, name), user)


def _described(meeting: OfficialMeeting, name: str) -> dict[str, Any]:
    """Return what the report says of an organisation; a short name in it lends its kind to the full one."""
    key = fold(name)
    listed = {fold(found["name"]): found for found in meeting.findings.get("organisations", [])}
    if key in listed:
        return listed[key]
    within = max((other for other in listed if other and other in key), key=len, default="")
    return {"name": name, "kind": listed.get(within, {}).get("kind")}


def add_organisation(desk: Desk, found: dict[str, Any], user: User | None) -> Organisation:
    """Make a card of an organisation the report introduced."""
    known = entries.find_organisation(found["name"])
    if known is not None:
        return known
    place = place_of(found.get("place"))
    country = found.get("country") or (place.country if place else "")
    kind = found.get("kind") or Organisation.Kind.OTHER.value
    return entries.add_organisation(
        desk,
        user,
        name=found["name"][:300],
        kind=kind,
        side=found.get("side") or side_by_name(desk, found["name"], kind, country),
        country=country,
        place_id=place.geonameid if place else None,
        place_name=place.name if place else "",
    )


def side_by_name(desk: Desk, name: str, kind: str, country: str) -> str:
    """Say on whose side an organisation stands: by the country in its name, else by where it is.

    A consulate stands in one country and speaks for another, so its name wins over its place, and of two
    countries in it the first is the one it speaks for.
    """
    key = fold(name)
    places = {code: min((key.find(stem) for stem in country_stems(code) if stem in key), default=-1)
              for code in (desk.country, desk.their_country)}  # fmt: skip
    named = sorted((at, code) for code, at in places.items() if at >= 0)
    if len(named) == 2 and kind != Organisation.Kind.CONSULATE:
        return Side.BOTH.value
    return desk.side_of_country(named[0][1] if named else country)


@cache
def is_country(name: str) -> bool:
    """Say whether a name is that of a country: a country owes nothing as an organisation, it has no card."""
    found = atlas.find(name, limit=1, fuzzy=False)
    return bool(found) and found[0].place.level == "country" and found[0].score >= LIKELY


@cache
def country_stems(code: str) -> frozenset[str]:
    """Return the beginnings by which a country's name and adjective are known in the desk's languages."""
    names = (Locale.parse(language).territories.get(code, "") for language, _name in settings.LANGUAGES)
    return frozenset(fold(name)[:STEM] for name in names if name)


def side_of(desk: Desk, names: list[str], findings: dict[str, Any]) -> str:
    """Guess the side of those who promise from their organisations and roles; silent when that is unclear."""
    sides = {fold(o["name"]): o.get("side", "") for o in findings.get("organisations", [])}
    speaks_for = {
        fold(p["name"]): f"{p.get('organisation') or ''} {p.get('role') or ''}"
        for p in findings.get("people", [])
    }
    found = set()
    for name in names:
        words = speaks_for.get(fold(name), name)
        found.add(sides.get(fold(words)) or side_by_name(desk, words, Organisation.Kind.CONSULATE, ""))
    found.discard("")
    if found == {Side.OURS, Side.THEIRS}:
        return Side.BOTH.value
    return found.pop() if len(found) == 1 else ""
