"""One event field by field: what it says, where that comes from, what others say, what a person chose."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from egiz.desk.core.domain.places import local_name
from egiz.desk.core.templatetags.egiz import day_long
from egiz.desk.events.domain.assembling import GROUPS, entry_event
from egiz.desk.events.interfaces.strip import sector_name, when_words
from egiz.desk.events.models import Entry, EventRecord, Status

if TYPE_CHECKING:
    from egiz.calendars import Event

LABELS: Mapping[str, Any] = {
    "names": _("Name of the event"),
    "when": _("When"),
    "status": _("Status"),
    "sectors": _("Sectors"),
    "place": _("City"),
    "venue": _("Venue"),
    "organiser": _("Organiser"),
    "url": _("Page of the event"),
    "registration_url": _("Registration"),
    "registration_deadline": _("Register until"),
    "price": _("Price"),
    "languages": _("Languages"),
    "notes": _("Note"),
    "edition": _("Edition"),
}
LANGUAGES: Mapping[str, Any] = {"ru": _("Russian"), "uz": _("Uzbek"), "kk": _("Kazakh"), "en": _("English")}
ALWAYS = ("names", "when", "status", "sectors", "place", "organiser")
LINKS = ("url", "registration_url")
ADDING = ("names", "sectors", "languages", "notes")  # several sources add to these rather than disagree


@dataclass
class Said:
    """What one entry says of a field."""

    entry: Entry
    text: str


@dataclass
class Field:
    """One field of the event's page."""

    group: str
    label: Any
    text: str
    source: str = ""
    choice: Mapping[str, Any] | None = None
    others: list[Said] = field(default_factory=list)

    @property
    def is_link(self) -> bool:
        return self.group in LINKS and bool(self.text)


def text_of(event: "Event", group: str) -> str:
    """Write a group of fields as a person reads it."""
    simple = {
        "names": "\n".join(dict.fromkeys(event.names.values())),
        "when": when_words(event),
        "status": str(Status(event.status.value).label),
        "sectors": ", ".join(sector_name(key) for key in event.sectors),
        "place": _place(event),
        "languages": ", ".join(str(LANGUAGES.get(key, key)) for key in event.languages),
        "registration_deadline": day_long(event.registration_deadline),
        "edition": str(event.edition or ""),
    }
    return simple[group] if group in simple else str(getattr(event, group) or "")


def _place(event: "Event") -> str:
    name = local_name(event.place, event.place_name) if event.place else event.place_name
    return ", ".join(filter(None, (name, event.country)))


def title_of(entry: Entry) -> str:
    """Name where an entry comes from."""
    if entry.source:
        return entry.source.title
    sources = entry.record.get("sources") or [{}]
    return sources[0].get("title") or sources[0].get("url") or str(entry.get_origin_display())


def fields_of(row: EventRecord, event: "Event", entries: Sequence[Entry]) -> list[Field]:
    """Lay an event out field by field."""
    said = [(entry, entry_event(entry)) for entry in entries if not entry.gone_on or len(entries) == 1]
    titles = {str(entry.pk): title_of(entry) for entry in entries}
    shown = []
    for group, label in LABELS.items():
        text = text_of(event, group)
        choice = row.choices.get(group)
        if not (text or choice or group in ALWAYS):
            continue
        others = _others(said, group) if len(said) > 1 and group not in ADDING else []
        source = titles.get(row.provenance.get(GROUPS[group][0], ""), "")
        shown.append(Field(group, label, text, "" if choice else source, choice, others))
    return shown


def _others(said: Iterable[tuple[Entry, "Event"]], group: str) -> list[Said]:
    """Return what every entry says, if they do not all say the same."""
    found = [Said(entry, text) for entry, event in said if (text := text_of(event, group))]
    return found if len({one.text.casefold() for one in found}) > 1 else []


@dataclass
class Origin:
    """One entry as a source of the event."""

    entry: Entry
    title: str
    url: str
    checked_on: dt.date | None
    published: str


def origins_of(entries: Iterable[Entry]) -> list[Origin]:
    """List where the event was read, each with the day it was last looked at."""
    shown = []
    for entry in entries:
        for source in entry.record.get("sources", ()):
            checked = source.get("checked_on")
            day = dt.date.fromisoformat(checked) if checked else None
            if entry.source and entry.source.read_at and not entry.gone_on:
                day = entry.source.read_at.astimezone(entry.desk.zone).date()
            title = source.get("title") or source.get("url", "")
            shown.append(Origin(entry, title, source.get("url", ""), day, source.get("published", "")))
    return shown


def compared(one: "Event", other: "Event") -> list[dict[str, Any]]:
    """Lay two entries side by side, field by field, and say which agree."""
    rows = []
    for group, label in LABELS.items():
        a, b = text_of(one, group), text_of(other, group)
        if a or b:
            agree = bool(a and b and a.casefold() == b.casefold())
            rows.append(
                {"label": label, "a": a, "b": b, "agree": agree, "differ": bool(a and b and not agree)}
            )
    return rows
