"""A plan as a page shows it: days as columns, what was left out, the map."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from egiz.desk.core.domain import places
from egiz.desk.core.models import Desk
from egiz.desk.trips.interfaces import crossings, reasons
from egiz.desk.trips.models import PlanVersion, Visit, Way
from egiz.desk.trips.models.trip import sight_name
from egiz.trips.sentences import NOTES

MODES = dict(Way.Mode.choices)
KINDS = {**dict(Visit.Kind.choices), "block": _("fixed hours")}


@dataclass(frozen=True)
class Card:
    """One line of a day."""

    ref: str
    kind: str
    starts: dt.datetime
    ends: dt.datetime
    title: str
    detail: str
    mode: str = ""
    visit_pk: int | None = None
    changed: bool = False
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Column:
    """One day of one group."""

    date: dt.date
    group: str
    cards: list[Card]
    night: str = ""


@dataclass(frozen=True)
class Left:
    name: str
    city: str
    visit_pk: int | None
    must: bool
    reasons: list[str]
    changes: list[str] = field(default_factory=list)


def name_in(version: PlanVersion) -> Callable[[str], str]:
    """Return a version's namer: visits and blocks as they were called, cities in the reader's language."""

    def name_of(ref: str) -> str:
        label = version.label(ref)
        if label.get("place"):
            return places.local_name(label["place"], label["name"])
        return sight_name(label.get("sight", ""), str(label.get("name") or ref))

    return name_of


def columns(version: PlanVersion) -> list[Column]:
    """Return the plan's days in order, a column for each group's day."""
    name_of = name_in(version)
    moved = set(version.as_plan.moved)
    return [
        Column(
            day.date,
            "" if day.group == "all" else day.group,
            [_card(version, item, name_of, moved) for item in day.items],
            _night(version, day.night, name_of),
        )
        for day in version.as_plan.days
    ]


def _night(version: PlanVersion, ref: str, name_of: Callable[[str], str]) -> str:
    if not ref:
        return ""
    hotel = version.label(ref).get("hotel")
    return f"{name_of(ref)}, {hotel}" if hotel else name_of(ref)


def _card(version: PlanVersion, item: Any, name_of: Callable[[str], str], moved: set[str]) -> Card:
    label = version.label(item.ref)
    if item.kind == "travel":
        title = f"{name_of(item.origin)} – {name_of(item.destination)}"
        detail = " ".join(part for part in (str(MODES.get(item.mode, item.mode)), item.number) if part)
        gates = crossings.remarks(version, item)
        return Card(item.ref, "travel", item.start, item.end, title, detail, item.mode, remarks=gates)
    parts = (name_of(item.city), label.get("address", ""), label.get("host", ""))
    return Card(
        item.ref,
        str(label.get("kind") or item.kind),
        item.start,
        item.end,
        name_of(item.ref),
        " · ".join(part for part in parts if part),
        visit_pk=label.get("pk"),
        changed=item.ref in moved or "moved" in item.notes,
        remarks=tuple(_remarks(item.notes)),
    )


def _remarks(notes: tuple[str, ...]) -> list[str]:
    return [_(NOTES[note]) for note in notes if note in NOTES]


def left_out(version: PlanVersion) -> list[Left]:
    """Return what the plan leaves out, with why and the smallest change that would bring it in."""
    name_of = name_in(version)
    cities = {visit["id"]: visit["city"] for visit in version.problem.get("visits", ())}
    return [
        Left(
            name_of(one.visit),
            name_of(cities.get(one.visit, "")),
            version.label(one.visit).get("pk"),
            bool(version.label(one.visit).get("must")),
            [reasons.sentence(reason, name_of) for reason in one.reasons],
            [reasons.sentence(change, name_of) for change in one.changes],
        )
        for one in version.as_plan.left_out
    ]


def explanation(version: PlanVersion) -> list[str]:
    name_of = name_in(version)
    return [reasons.sentence(reason, name_of) for reason in version.as_plan.explanation]


def dropped(version: PlanVersion) -> list[str]:
    """Name the visits of the version before that are not in this plan."""
    there = set(version.as_plan.visits)
    name_of = name_in(version)
    return [name_of(ref) for ref in version.as_plan.moved if ref not in there]


def drawn(version: PlanVersion, desk: Desk) -> dict[str, Any]:
    """Return the map: cities as points, ways travelled as lines, cities not passed faded."""
    name_of = name_in(version)
    cities = {ref: label for ref, label in version.labels.items() if "country" in label and label.get("lat")}
    visits: dict[str, int] = {}
    lines: dict[tuple[str, str], dict[str, Any]] = {}
    for item in (item for day in version.as_plan.days for item in day.items):
        visits.setdefault(item.city, 0)
        if item.kind == "travel":
            visits.setdefault(item.destination, 0)
            key = (min(item.origin, item.destination), max(item.origin, item.destination))
            if key[0] in cities and key[1] in cities:
                lines.setdefault(key, _line(item, cities, name_of))
        else:
            visits[item.city] += 1
    points = [
        {
            "lat": label["lat"], "lon": label["lon"], "title": name_of(ref), "faded": ref not in visits,
            "side": desk.side_of_country(label["country"]), "note": _visits_words(visits.get(ref)),
        }
        for ref, label in cities.items()
    ]  # fmt: skip
    return {"points": points, "lines": list(lines.values())}


def _line(item: Any, cities: dict[str, Any], name_of: Callable[[str], str]) -> dict[str, Any]:
    ends = [cities[item.origin], cities[item.destination]]
    return {
        "coords": [[end["lat"], end["lon"]] for end in ends],
        "title": f"{name_of(item.origin)} – {name_of(item.destination)}: {MODES.get(item.mode, item.mode)}",
        "side": "none",
        "dashed": item.mode == "air",
    }


def _visits_words(count: int | None) -> str:
    if count is None:
        return _("not on this plan")
    return _("visits: %(count)s") % {"count": count} if count else ""


def zones(version: PlanVersion) -> list[str]:
    """Name the zones of the plan's hours in words, each once."""
    from egiz.desk.trips.interfaces.zones import zones_words  # noqa: PLC0415 - loads Babel's names

    used = {label["zone"] for label in version.labels.values() if "zone" in label}
    at = version.as_plan.days[0].date if version.as_plan.days else version.trip.leaves_on
    return zones_words(sorted(used), at)
