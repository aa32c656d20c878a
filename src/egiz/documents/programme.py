"""The programme of a delegation, for all or for one person: PDF, DOCX, calendar."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from itertools import chain
from operator import itemgetter
from pathlib import Path
from typing import Any

from egiz.documents.editable import docx
from egiz.documents.model import Day, Entry, Programme
from egiz.documents.paper import pdf
from egiz.documents.route import route_svg
from egiz.documents.translations import hours, long_day, plain_day, words
from egiz.text.timezones import calendar_bytes


def _zone(programme: Programme, said: Mapping[str, str]) -> str:
    return said["local_times"].format(zones="; ".join(programme.zones)) if programme.zones else ""


def programme_data(programme: Programme, lang: str, *, person: str = "") -> dict[str, Any]:
    """What the layouts and templates print, as plain data in one language.

    Parameters
    ----------
    programme
        The whole delegation's programme.
    lang
        ru, uz, kk or en.
    person
        Print only what this member takes part in.

    Raises
    ------
    DocumentError
        If the language or the person is not known.
    """
    said = words(lang)
    mine = programme.of_person(person) if person else programme
    first, last = mine.days[0].date, mine.days[-1].date
    span = " – ".join(dict.fromkeys((plain_day(first, lang), plain_day(last, lang))))
    return {
        "lang": lang,
        "words": dict(said),
        "title": programme.title,
        "subtitle": said["programme_for"].format(name=person) if person else said["programme"],
        "purpose": programme.purpose,
        "span": span,
        "zone": _zone(mine, said),
        "sender": programme.sender,
        "version": said["version"].format(number=programme.version) if programme.version else "",
        "made": said["made"].format(date=plain_day(programme.made_on, lang)),
        "draft": said["draft"] if programme.draft else "",
        "sample": said["sample"] if programme.sample else "",
        "drawn": len(programme.cities) > 1,
        "days": [_day(day, lang, alone=bool(person)) for day in mine.days],
        "members": [
            {"name": m.name, "about": ", ".join(filter(None, (m.position, m.organisation))), "role": m.role}
            for m in programme.members
        ],
    }


def _day(day: Day, lang: str, *, alone: bool) -> dict[str, Any]:
    said = words(lang)
    return {
        "date": long_day(day.date, lang),
        "night": said["night"].format(place=day.night) if day.night else "",
        "entries": [_entry(one, lang, alone=alone) for one in day.entries],
        "empty": "" if day.entries else said["free_day"],
    }


def _entry(entry: Entry, lang: str, *, alone: bool) -> dict[str, Any]:
    said = words(lang)
    kind = (
        said.get(f"mode_{entry.mode}", "") if entry.kind == "travel" else said.get(f"kind_{entry.kind}", "")
    )
    return {
        "hours": hours(entry.starts, entry.ends),
        "title": entry.title,
        "kind": kind,
        "travel": entry.kind == "travel",
        "place": entry.place,
        "note": entry.note,
        "who": "" if alone else ", ".join(entry.who),
        "changed": said["changed"] if entry.changed else "",
    }


def programme_pdf(programme: Programme, lang: str, *, person: str = "", as_png: bool = False) -> Any:
    """The programme as bytes of a PDF (or a list of PNG pages); see `programme_data` for the errors."""
    data = programme_data(programme, lang, person=person)
    return pdf("programme", data, drawing=route_svg(programme.cities, programme.rides), as_png=as_png)


def programme_docx(
    programme: Programme, lang: str, *, person: str = "", template: bytes | Path | None = None
) -> bytes:
    """The programme as a Word document, in the shipped template or one brought along."""
    return docx("programme", programme_data(programme, lang, person=person), template)


def programme_ics(programme: Programme, *, person: str = "", stamp: dt.datetime) -> bytes:
    """The programme as a calendar (RFC 5545): true zones, stable ids, a sequence that follows the version.

    Parameters
    ----------
    programme
        The whole delegation's programme.
    person
        Only what this member takes part in.
    stamp
        When this version was made, with its offset.

    Raises
    ------
    DocumentError
        If the person does not travel.
    """
    from icalendar import Calendar, Event  # noqa: PLC0415 - loaded when a calendar is written

    mine = programme.of_person(person) if person else programme
    calendar = Calendar()
    calendar.add("prodid", "-//Egiz//journeys//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"{programme.title} – {person}" if person else programme.title)
    for entry in chain.from_iterable(day.entries for day in mine.days):
        event = Event()
        event.add("uid", _uid(entry, person))
        event.add("dtstamp", stamp.astimezone(dt.UTC))
        event.add("sequence", programme.version or 0)
        event.add("status", "TENTATIVE" if programme.draft else "CONFIRMED")
        event.add("summary", entry.title)
        event.add("dtstart", entry.starts)
        event.add("dtend", entry.ends)
        for name, text in filter(itemgetter(1), (("location", entry.place), ("description", entry.note))):
            event.add(name, text)
        calendar.add_component(event)
    return calendar_bytes(calendar)


def _uid(entry: Entry, person: str) -> str:
    # What the entry is outlives every version, so a calendar moves it instead of adding a second one.
    key = f"{entry.uid or entry.title}|{person}"
    return f"{hashlib.sha256(key.encode()).hexdigest()[:24]}@egiz"
