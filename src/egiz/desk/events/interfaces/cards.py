"""Events as the public pages show them: a month of days, a list, points on a map, choices to filter by."""

import calendar as weeks
import datetime as dt
import json
from collections.abc import Iterable, Sequence
from typing import Any

from babel.dates import format_skeleton, get_day_names
from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from egiz import atlas, calendars
from egiz.desk.core.domain.places import local_name
from egiz.desk.core.interfaces.languages import language, locale
from egiz.desk.core.models import Desk
from egiz.desk.events.domain.calendar import event_of
from egiz.desk.events.domain.feeds import kept_once
from egiz.desk.events.domain.selection import Choice, Month, between, expected, rows, upcoming
from egiz.desk.events.interfaces.strip import shown
from egiz.desk.events.models import EventRecord

NEEDED = ("desk", "uid", "record", "checked_on", "series", "status", "month", "first_day")
A_DAY_SHOWS = 3
A_PAGE_SHOWS = 40
CITIES_OFFERED = 40


def card(row: EventRecord, today: dt.date) -> dict[str, Any]:
    """Return one event with its words in the reader's language."""
    return shown(event_of(row, today), row.pk, today)


def month_heading(month: Month) -> str:
    words = format_skeleton("yMMMM", month.first, locale=locale())
    return words[:1].upper() + words[1:]


def month_grid(choice: Choice, month: Month, today: dt.date) -> dict[str, Any]:
    """Lay a month out by days; a day with more events than it can show says how many more there are."""
    found = between(choice, month.first, month.last)
    days = found.order_by().values_list("first_day", "last_day", "pk")
    spans: list[Any] = sorted(days, key=lambda span: (span[0], span[2]))
    by_day: dict[dt.date, list[tuple[int, bool]]] = {}
    for first, last, pk in spans:
        begin, end = max(first, month.first), min(last or first, month.last)
        for step in range((end - begin).days + 1):
            by_day.setdefault(begin + dt.timedelta(days=step), []).append((pk, step == 0))
    for entries in by_day.values():
        entries.sort(key=lambda entry: not entry[1])  # what begins on the day stands before what goes on
    wanted = {pk for entries in by_day.values() for pk, _starts in entries[:A_DAY_SHOWS]}
    cards = {row.pk: card(row, today) for row in EventRecord.objects.filter(pk__in=wanted).only(*NEEDED)}
    _blank, length = weeks.monthrange(month.year, month.number)
    dates = [month.first + dt.timedelta(days=step) for step in range(length)]
    names = get_day_names("abbreviated", context="stand-alone", locale=locale())
    return {
        "weekdays": [names[number] for number in range(7)],
        "column": month.first.weekday() + 1,
        "days": [_day(date, by_day.get(date, []), cards, today) for date in dates],
        "total": len(spans),
    }


def _day(
    date: dt.date, entries: Sequence[tuple[int, bool]], cards: dict[int, Any], today: dt.date
) -> dict[str, Any]:
    return {
        "date": date,
        "long": format_skeleton("EEEEMMMMd", date, locale=locale()),
        "events": [(cards[pk], starts) for pk, starts in entries[:A_DAY_SHOWS] if pk in cards],
        "more": max(len(entries) - A_DAY_SHOWS, 0),
        "starts": any(starts for _pk, starts in entries),
        "today": date == today,
    }


def listed(choice: Choice, today: dt.date, page: int, day: dt.date | None = None) -> dict[str, Any]:
    """Return one page of the coming events by month; what only has a month stands on the first page."""
    found = between(choice, day, day) if day else upcoming(choice, today)
    start = (page - 1) * A_PAGE_SHOWS
    # First which ones, from the index alone; then the records of these few.
    pks = list(found.values_list("pk", flat=True)[start : start + A_PAGE_SHOWS + 1])
    kept = list(EventRecord.objects.filter(pk__in=pks).only(*NEEDED).order_by("first_day", "last_day", "id"))
    groups: dict[Month, list[dict[str, Any]]] = {}
    for row in kept[:A_PAGE_SHOWS]:
        date = row.first_day if day or choice.month else max(row.first_day or today, today)
        if date is not None:
            groups.setdefault(Month(date.year, date.month), []).append(card(row, today))
    year = choice.month.year if choice.month else today.year
    return {
        "groups": [(month_heading(month), cards) for month, cards in groups.items()],
        "page": page,
        "has_next": len(kept) > A_PAGE_SHOWS,
        "expected": [card(row, today) for row in soonest(choice, year, today)]
        if page == 1 and not day
        else [],
    }


def soonest(choice: Choice, year: int, today: dt.date) -> list[EventRecord]:
    """What only has a month, the months of this year that have passed behind those to come."""
    found = expected(choice, year)
    return found if choice.month else sorted(found, key=lambda row: ((row.month or 13) - today.month) % 13)


def map_points(desk: Desk, choice: Choice, today: dt.date, query: str) -> list[dict[str, Any]]:
    """Return one point for each city in which something takes place within a year."""
    found = upcoming(choice, today).filter(first_day__lte=today + dt.timedelta(days=366), place_id__gt=0)
    cities = found.order_by().values("place_id").annotate(count=Count("id"), first=Min("first_day"))
    points: dict[Any, dict[str, Any]] = {}
    for city in cities:
        when = format_skeleton("yMMMd", max(city["first"], today), locale=locale())
        note = ngettext("%(count)d event", "%(count)d events", city["count"]) % {"count": city["count"]}
        points[city["place_id"]] = {
            "note": _("%(count)s, the next on %(day)s") % {"count": note, "day": when}
        }
    for row in expected(choice, (choice.month or Month(today.year, 1)).year):
        if row.place_id and row.place_id not in points:
            points[row.place_id] = {"note": _("expected, no day announced"), "faded": True}
    address = reverse("events_public:calendar", args=[desk.slug])
    for place_id, point in points.items():
        place = atlas.place(place_id)
        point |= {
            "lat": place.lat, "lon": place.lon, "title": local_name(place_id),
            "side": desk.side_of_country(place.country) or "none",
            "url": f"{address}?{query}&place={place_id}",
        }  # fmt: skip
    return list(points.values())


def filters(desk: Desk, choice: Choice, keep: dict[str, str]) -> list[dict[str, Any]]:
    """Return the choices to filter by, each a link: sectors, countries and the cities with most events."""
    known = _known(desk)
    tongue = language()
    names = [
        (key, ("– " if found.parent else "") + found.names.get(tongue, found.names["en"]))
        for key, found in calendars.sectors().items()
    ]
    cities = [
        (str(place), local_name(place))
        for place, country in known["places"]
        if not choice.country or country == choice.country
    ]
    groups = (
        ("sector", _("Sector"), names, choice.sector),
        ("country", _("Country"), countries(desk), choice.country),
        (
            "place",
            _("City"),
            sorted(cities[:CITIES_OFFERED], key=lambda pair: pair[1]),
            str(choice.place or ""),
        ),
    )
    return [_group(*group, choice, keep) for group in groups]


def _group(
    name: str,
    label: str,
    options: Iterable[tuple[str, str]],
    chosen: str,
    choice: Choice,
    keep: dict[str, str],
) -> dict[str, Any]:
    # A city belongs to its country: another country lets the city go.
    freed = {"place": ""} if name == "country" else {}
    pairs = list(options)
    return {
        "name": name,
        "label": label,
        "chosen": dict(pairs).get(chosen, local_name(int(chosen)) if name == "place" and chosen else chosen),
        "all": choice.query(**keep, **freed, **{name: ""}),
        "options": [
            (words, choice.query(**keep, **freed, **{name: value}), value == chosen) for value, words in pairs
        ],
    }


def countries(desk: Desk) -> list[tuple[str, str]]:
    """List the countries in which the calendar has events, by their names in the reader's language."""
    named = [(code, _country(code)) for code in _known(desk)["countries"]]
    return sorted(named, key=_by_name)


def _by_name(pair: tuple[str, str]) -> str:
    return pair[1]


def _known(desk: Desk) -> dict[str, Any]:
    return dict(json.loads(kept_once(desk, "facets", lambda: json.dumps(_facets()).encode())))


def _country(code: str) -> str:
    return str(locale().territories.get(code, code))


def _facets() -> dict[str, Any]:
    found = rows(Choice()).order_by()
    codes = found.exclude(country="").values_list("country", flat=True).distinct()
    places = found.filter(place_id__gt=0).values("place_id", "country").annotate(count=Count("id"))
    ordered = sorted(places, key=lambda row: (-row["count"], row["place_id"]))
    return {
        "countries": sorted(codes),
        "places": [[row["place_id"], row["country"]] for row in ordered[:200]],
    }
