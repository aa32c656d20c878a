"""A plan as the papers of `egiz.documents`: programme, delegation, letters, costs."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from egiz.desk.core.domain import places
from egiz.desk.trips.interfaces import display
from egiz.desk.trips.models import PlanVersion, Traveller, Visit
from egiz.documents.model import CostLine, CostSheet, Day, Entry, Letter, Member, Passed, Programme, Ride

if TYPE_CHECKING:
    from egiz.documents.model import CostSheet, Letter, Member, Programme

State = PlanVersion.State


def members(people: Sequence[Traveller], *, passports: bool) -> tuple["Member", ...]:
    """Return the delegation; citizenship only where the reader may see it."""
    return tuple(
        Member(
            one.person.local_name, one.person.position,
            one.person.organisation.local_name if one.person.organisation else "", one.role,
            one.nationality if passports else "", tuple(one.languages),
        )
        for one in people
    )  # fmt: skip


def programme(version: PlanVersion, people: Sequence[Traveller], *, passports: bool = False) -> "Programme":
    """Return the whole delegation's programme in the active language.

    Raises
    ------
    DocumentError
        If the plan has no day.
    """
    trip = version.trip
    days: dict[dt.date, Any] = {}
    groups = len({column.group for column in display.columns(version)}) > 1
    for column in display.columns(version):
        who = tuple(p.person.local_name for p in people if groups and p.group == column.group)
        entries, nights = days.setdefault(column.date, ([], []))
        entries += [_entry(card, who) for card in column.cards]
        nights.append(column.night)
    return Programme(
        trip.name,
        tuple(
            Day(
                date,
                tuple(sorted(entries, key=lambda e: e.starts)),
                "; ".join(dict.fromkeys(filter(None, nights))),
            )
            for date, (entries, nights) in sorted(days.items())
        ),
        trip.desk.today(),
        members(people, passports=passports),
        trip.purpose,
        tuple(display.zones(version)),
        version.number,
        draft=version.state != State.PUBLISHED,
        sample=trip.is_sample,
        sender=trip.desk.name,
        **_way(version),
    )


def _way(version: PlanVersion) -> dict[str, Any]:
    """Return the cities the plan passes and the rides between them, for the drawing."""
    desk, name_of = version.trip.desk, display.name_in(version)
    rides = [item for day in version.as_plan.days for item in day.items if item.kind == "travel"]
    refs = list(dict.fromkeys(ref for item in rides for ref in (item.origin, item.destination)))
    known = [ref for ref in refs if version.label(ref).get("lat") is not None]
    at = {ref: number for number, ref in enumerate(known)}
    cities = tuple(
        Passed(name_of(ref), label["lat"], label["lon"], label["country"] == desk.country)
        for ref in known
        for label in [version.label(ref)]
    )
    pairs = dict.fromkeys(
        (i.origin, i.destination, i.mode) for i in rides if i.origin in at and i.destination in at
    )
    return {"cities": cities, "rides": tuple(Ride(at[a], at[b], mode) for a, b, mode in pairs)}


def _entry(card: display.Card, who: tuple[str, ...]) -> Any:
    travel = card.kind == "travel"
    return Entry(
        card.starts, card.ends, card.kind, card.title, "" if travel else card.detail,
        "; ".join(card.remarks), card.mode, who, card.changed,
        f"{card.ref or card.title}|{card.starts:%Y-%m-%d}" if travel else card.ref,
    )  # fmt: skip


def letter(version: PlanVersion, visit: Visit, people: Sequence[Traveller]) -> "Letter | None":
    """Return the letter to a visit's host; None if the plan does not hold the visit."""
    found = version.as_plan.visits.get(visit.key)
    if found is None:
        return None
    group, item = found
    there = [one for one in people if group in {"all", one.group}]
    trip = version.trip
    from egiz.desk.trips.interfaces.zones import zone_words  # noqa: PLC0415 - loads Babel's names

    return Letter(
        visit.name, visit.host, trip.desk.name, trip.name, item.start, item.end,
        ", ".join(part for part in (visit.address, _city_name(visit)) if part),
        zone_words(visit.stop.zone, item.start.date()), trip.desk.today(), members(there, passports=False),
        trip.purpose, trip.contact, trip.is_sample,
    )  # fmt: skip


def _city_name(visit: Visit) -> str:
    stop = visit.stop
    return places.local_name(stop.place_id, stop.name) if stop.place_id else stop.name


def costs(version: PlanVersion) -> "CostSheet | None":
    """Return the cost sheet; None where the plan has no costs."""
    trip, cost = version.trip, version.as_plan.cost
    if cost is None:
        return None
    name_of = display.name_in(version)
    rates = {"KZT": trip.rate_kzt, "UZS": trip.rate_uzs}
    return CostSheet(
        trip.name,
        tuple(
            CostLine(
                _what(line.ref, name_of), line.kind, Decimal(line.quantity),
                Decimal(str(round(line.price.amount, 2))), line.price.currency,
                "" if line.group == "all" else line.group,
            )
            for line in cost.lines
        ),
        trip.currency,
        trip.desk.today(),
        {name: rate for name, rate in rates.items() if rate},
        trip.rates_as_of,
        trip.rates_source,
        trip.budget,
        trip.is_sample,
    )  # fmt: skip


def _what(ref: str, name_of: Any) -> str:
    """Name a visit or a city, or both ends of a way."""
    return " – ".join(name_of(part) for part in ref.split("-"))
