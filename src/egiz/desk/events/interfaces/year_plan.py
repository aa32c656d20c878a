"""The desk's events as the year plan's engine takes them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from egiz import calendars
from egiz.desk.core.interfaces.languages import language
from egiz.desk.core.models import Desk
from egiz.desk.events.domain.calendar import event_of
from egiz.desk.events.domain.selection import Choice, Month, between, expected
from egiz.desk.events.interfaces.cards import card
from egiz.desk.events.interfaces.strip import OTHER, rows_of
from egiz.desk.events.models import EventRecord

if TYPE_CHECKING:
    from egiz.documents.year_plan import PlanEntry, YearPlan

MOST_EVENTS = 600  # more do not fit on a wall; the filters make several plans of one


def year_plan(desk: Desk, title: str, choice: Choice, year: int, address: str) -> "YearPlan":
    """Gather a year's events by sector, in the reader's language."""
    from egiz.documents.year_plan import YearPlan  # noqa: PLC0415 - loads when paper is asked for

    first, last = Month(year, 1).first, Month(year, 12).last
    wanted = choice.without_month()
    fitting = between(wanted, first, last)
    rows = list(fitting[:MOST_EVENTS])
    left_out = fitting.count() - MOST_EVENTS if len(rows) == MOST_EVENTS else 0
    if year >= desk.today().year:
        rows += expected(wanted, year)
    tongue = language()
    tops = {
        key: s.names.get(tongue, s.names["en"]) for key, s in calendars.sectors().items() if s.parent is None
    }
    tops[OTHER] = _("Other")
    entries = [entry for row in rows for entry in _entries(row, desk, tops)]
    return YearPlan(year, title, tops, tuple(entries), desk.today(), address, left_out)


def _entries(row: EventRecord, desk: Desk, tops: Mapping[str, str]) -> list["PlanEntry"]:
    from egiz.documents.year_plan import PlanEntry  # noqa: PLC0415 - see above

    event = event_of(row, desk.today())
    words = card(row, desk.today())
    forecast = event.forecast
    return [
        PlanEntry(
            name=words["name"],
            sector=sector,
            status=words["status"],
            first_day=event.first_day,
            last_day=event.last_day,
            month=forecast.month if forecast else None,
            part=forecast.part if forecast else "",
            place=words["place"],
            country=event.country,
        )
        for sector in rows_of(words["top_sectors"], tops)
    ]
