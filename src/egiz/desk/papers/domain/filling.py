"""What the desk knows for a paper; what it does not know stays out and is a blank on the sheet.

A text is put only into the language it is written in. Names of places are known in every language; a
person's name is never transliterated, so it stands as it was given where no other spelling is on the card.
"""

from collections.abc import Callable
from typing import Any

from django.utils import translation

from egiz.desk.core.domain.places import local_name
from egiz.desk.core.models import Desk, Side
from egiz.desk.directory.models import Person
from egiz.desk.missions.models import Mission
from egiz.desk.papers.domain import year
from egiz.desk.papers.domain.filled import Filled
from egiz.desk.promises.models import OfficialMeeting, Promise
from egiz.desk.trips.models import Stop, Trip
from egiz.desk.twinnings.domain import due
from egiz.desk.twinnings.models import Measure, Twinning

LANGUAGES = ("ru", "uz", "kk", "en")
# Which papers are offered where.
# Papers whose day is that of what they tell; a letter's day is its own.
TELLING = frozenset({"minutes", "release"})
KINDS_OF = {
    "twinning": ("memorandum", "plan", "invitation", "reply", "release"),
    "meeting": ("minutes", "release", "invitation", "reply"),
    "promise": ("invitation", "reply"),
    "mission": ("invitation", "reply", "release"),
    "trip": ("delegation", "invitation", "reply", "release"),
    "": ("invitation", "reply", "memorandum", "plan", "minutes", "delegation", "release", "report"),
}


def find_origin(origin: str, pk: int | None) -> Any | None:
    """Return the thing of the open desk that a paper begins from; None where there is none."""
    model: Any = MODELS.get(origin)
    return model.objects.filter(pk=pk).first() if model and pk else None


def filled(desk: Desk, kind: str, origin: str, thing: Any | None) -> Filled:
    """Return what the desk knows for a paper of this kind, begun from a thing or from nothing."""
    if thing is None:
        made = year.report(desk, Filled("")) if kind == "report" else Filled("")
    else:
        made = Filled(str(thing), origin, thing.pk)
        _FILLERS[origin](made, desk, kind, thing)
    made.say(desk.language, sender=desk.name, body=desk.name)
    return made.only(kind)


def _twinning(made: Filled, _desk: Desk, kind: str, twin: Twinning) -> None:
    from egiz.documents.official.kinds import words  # noqa: PLC0415 - loaded when a paper is written
    from egiz.documents.official.saying import body  # noqa: PLC0415 - as above

    made.fields["level"] = twin.level
    for lang in LANGUAGES:
        with translation.override(lang):
            a, b = local_name(twin.a_id, twin.a_name), local_name(twin.b_id, twin.b_name)
        made.say(
            lang,
            place_a=a,
            place_b=b,
            body_a=body(twin.level, twin.a_country, a, lang),
            body_b=body(twin.level, twin.b_country, b, lang),
        )
        if kind == "memorandum" and {twin.a_country, twin.b_country} == {"KZ", "UZ"}:
            made.say(lang, grounds=[words(lang)["ground_KZ_UZ"]])
        if kind in {"invitation", "release"}:
            made.say(lang, place=a)
    if kind == "memorandum" and {twin.a_country, twin.b_country} == {"KZ", "UZ"}:
        made.fields["languages"] = ["kk", "uz", "ru"]
    if kind == "plan":
        made.say(twin.desk.language, parent=twin.document)
        _plan(made, twin)
    if kind == "memorandum" and twin.sign_on:
        made.fields["date"] = twin.sign_on.isoformat()


def _plan(made: Filled, twin: Twinning) -> None:
    """Put the measures on the paper: in full where the desk writes, elsewhere what has no language."""
    measures = list(twin.measures.all())
    years = sorted({one.due[:4] for one in measures if one.due})
    if years:
        made.fields["years"] = "–".join(dict.fromkeys((years[0], years[-1])))
    for lang in LANGUAGES:
        with translation.override(lang):
            made.say(lang, measures=[_measure(one, lang, own=lang == twin.desk.language) for one in measures])


def _measure(one: Measure, lang: str, *, own: bool) -> dict[str, str]:
    row = {"due": due.shown(one.due, lang), "status": str(one.get_status_display())}
    if own:
        row |= {
            "direction": one.direction, "measure": one.text, "a": one.ours, "b": one.theirs,
            "proof": one.proof, "funds": one.funds,
        }  # fmt: skip
    return row


def _meeting(made: Filled, desk: Desk, kind: str, meeting: OfficialMeeting) -> None:
    own = meeting.language or desk.language
    if meeting.held_on and kind in TELLING:
        made.fields["date"] = meeting.held_on.isoformat()
    # A report names more people than were there; who was, is known where somebody kept it at the meeting.
    known = meeting.signed_off_at or not meeting.text
    present = list(meeting.participants.select_related("organisation")) if known else []
    promises = meeting.promises.exclude(status__in=("suggested", "rejected", "merged"))
    rows = list(promises.select_related("owner_person", "owner_organisation"))
    for lang in LANGUAGES:
        with translation.override(lang):
            place = local_name(meeting.place_id, meeting.place_name) if meeting.place_id else ""
            if kind == "minutes":
                made.say(lang, decisions=[_decision(row, lang, own=lang == own) for row in rows])
            made.say(
                lang,
                place=place or (meeting.place_name if lang == own else ""),
                present_a=[_named(one, own=lang == own) for one in present if one.side == Side.OURS],
                present_b=[_named(one, own=lang == own) for one in present if one.side == Side.THEIRS],
                invited=[_named(one, own=lang == own) for one in present if not one.side],
                attendees=[_named(one, own=lang == own) for one in present],
            )
    made.say(own, subject=meeting.title, occasion=meeting.title, topics=[row.title for row in rows])


def _named(person: Person, *, own: bool) -> str:
    """Name a person in the active language; office and organisation stand in the desk's own words only."""
    if not own:
        return person.local_name
    organisation = person.organisation.local_name if person.organisation else ""
    return ", ".join(filter(None, (person.local_name, person.position, organisation)))


def _decision(row: Promise, lang: str, *, own: bool) -> dict[str, str]:
    from egiz.documents.official.saying import official_day  # noqa: PLC0415 - loaded when a paper is written

    owner = row.owner_person or row.owner_organisation
    return {
        "task": row.title if own else "",
        "owner": owner.local_name if owner else (row.owner_text if own else ""),
        "due": official_day(row.due_on, lang) if row.due_on else "",
    }


def _promise(made: Filled, desk: Desk, _kind: str, promise: Promise) -> None:
    own = (promise.meeting.language if promise.meeting else "") or desk.language
    made.say(own, purpose=promise.title, subject=promise.title)


def _mission(made: Filled, desk: Desk, kind: str, mission: Mission) -> None:
    days = sorted(mission.sessions.values_list("date", flat=True))
    if days:
        made.fields |= {"starts": days[0].isoformat(), "ends": days[-1].isoformat()}
        if kind in TELLING:
            made.fields["date"] = days[-1].isoformat()
    _place(made, desk, mission.place_id, mission.place)
    made.say(desk.language, occasion=mission.name, purpose=mission.purpose)
    if mission.status == Mission.Status.HELD:
        made.fields |= year.results_of([mission.pk])


def _trip(made: Filled, desk: Desk, kind: str, trip: Trip) -> None:
    made.fields |= {"starts": trip.leaves_on.isoformat(), "ends": trip.home_on.isoformat()}
    stops = list(trip.stops.all())[1:]
    people = list(trip.travellers.select_related("person__organisation"))
    for lang in LANGUAGES:
        own = lang == desk.language
        with translation.override(lang):
            names = [_city(stop) for stop in stops if stop.place_id or own]
            made.say(lang, place=", ".join(dict.fromkeys(names)))
            if kind == "delegation":
                made.say(lang, members=[_member(one, own=own) for one in people])
    made.say(desk.language, purpose=trip.purpose, occasion=trip.name)


def _city(stop: Stop) -> str:
    return local_name(stop.place_id, stop.name) if stop.place_id else stop.name


def _member(traveller: Any, *, own: bool) -> dict[str, str]:
    from egiz.documents.translations import languages  # noqa: PLC0415 - loaded when a paper is written

    person: Person = traveller.person
    organisation = person.organisation.local_name if person.organisation else ""
    lang = (translation.get_language() or "en").split("-")[0]
    return {
        "name": person.local_name,
        "office": ", ".join(filter(None, (person.position, organisation))) if own else "",
        "role": traveller.role if own else "",
        "languages": languages(tuple(traveller.languages), lang),
    }


def _place(made: Filled, desk: Desk, place_id: int | None, name: str) -> None:
    for lang in LANGUAGES:
        with translation.override(lang):
            known = local_name(place_id, name) if place_id else ""
        made.say(lang, place=known or (name if lang == desk.language else ""))


MODELS = {
    "twinning": Twinning, "meeting": OfficialMeeting, "promise": Promise, "mission": Mission, "trip": Trip,
}  # fmt: skip
_FILLERS: dict[str, Callable[[Filled, Desk, str, Any], None]] = {
    "twinning": _twinning, "meeting": _meeting, "promise": _promise, "mission": _mission, "trip": _trip,
}  # fmt: skip
