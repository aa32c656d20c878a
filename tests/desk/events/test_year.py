"""A year of events: every page of it is the part of the whole that its number says."""

import datetime as dt
import random

import pytest
from django.urls import reverse

from egiz.calendars import Event, Evidence, Forecast, Source, Status
from egiz.desk.events.domain import calendar
from egiz.desk.events.interfaces.filters import Choice
from egiz.desk.events.interfaces.year import YearOfEvents
from egiz.desk.events.models import EventRecord
from egiz.desk.events.views import home
from tests.desk.events.public.conftest import make_event

TODAY = dt.date(2026, 11, 20)
SOURCE = Source("list", "https://example.org/list", dt.date(2026, 11, 1))


def dated(number, day, **changes):
    values = {"place": 601294, "place_name": "Nukus", "country": "UZ", "sectors": ("food",), **changes}
    return Event(f"{number}@egiz", {"en": f"Show {number}"}, (SOURCE,), start=day, end=day, **values)


def forecast(number, month, series=""):
    usual = Forecast(month, (Evidence("seen in 2024"),))
    return Event(
        f"f{number}@egiz", {"en": f"Usual {number}"}, (SOURCE,), status=Status.EXPECTED, forecast=usual,
        series=series or f"s{number}", sectors=("food",),
    )  # fmt: skip


@pytest.fixture
def full_year(in_desk):
    rng = random.Random(5)
    days = [dt.date(2027, rng.choice((1, 3, 4, 12)), rng.randint(1, 28)) for _number in range(15)]
    events = [dated(number, day) for number, day in enumerate(days)]
    events += [dated(50, dt.date(2026, 12, 5)), dated(51, dt.date(2027, 4, 2), series="s9")]
    events += [forecast(n, month) for n, month in enumerate((3, 3, 7, 12))] + [forecast(9, 4)]
    for event in events:
        calendar.save_event(in_desk, event, None)
    return in_desk


def test_every_part_of_a_year_is_that_part_of_its_months(full_year):
    events = YearOfEvents(Choice(2027), TODAY)
    everything = sorted(
        EventRecord.objects.exclude(uid__in=("50@egiz", "f9@egiz")),
        key=lambda row: (row.month, row.first_day is None, row.first_day or TODAY, row.pk),
    )
    # The fifth forecast has its edition of the year, and the show of 2026 is of another year.
    assert len(events) == len(everything) == 20
    for start in range(21):
        for stop in range(start, 22):
            assert events[start:stop] == everything[start:stop]
    assert events[7] == everything[7]


def test_a_filter_holds_for_what_is_counted_and_for_what_is_read(full_year):
    march = YearOfEvents(Choice(2027, month=3), TODAY)
    assert {row.month for row in march[:]} == {3}
    assert len(march) == EventRecord.objects.filter(month=3).count()
    assert len(YearOfEvents(Choice(2027, country="KZ"), TODAY)) == 0
    assert [row.uid for row in YearOfEvents(Choice(2026), TODAY) if row.first_day] == ["50@egiz"]


def test_many_events_are_a_strip_of_numbers_and_pages(page, full_year, monkeypatch):
    monkeypatch.setattr(home, "MARKS", 3)
    monkeypatch.setattr(home, "PER_PAGE", 8)
    answer = page.get(reverse("events:home", args=[full_year.slug]), {"year": "2027", "page": "3"})
    cells = next(row for row in answer.context["strip"]["rows"] if row["key"] == "food")["cells"]
    assert sum(cell["count"] for cell in cells) == 20
    shown = [card["name"] for _month, cards in answer.context["months"] for card in cards]
    assert shown[-1] == "Usual 3"
    assert len(shown) == 4


def test_an_event_without_a_sector_has_a_row_on_the_page_and_on_paper(page, in_desk):
    from egiz.desk.events.domain.selection import Choice as Wish
    from egiz.desk.events.interfaces.year_plan import year_plan

    plain = make_event("plain", sectors=())
    for event in (plain, make_event("pumps")):
        calendar.save_event(in_desk, event, None)
    text = page.get("/d/atyrau/events/?year=2026", headers={"accept-language": "en"}).content.decode()
    strip = text.partition('class="strip"')[2].partition("</table>")[0]
    assert strip.count('class="mark ') == 2
    assert '<th scope="row">Other</th>' in strip
    plan = year_plan(in_desk, "T", Wish(), 2026, "")
    printed = [
        entry.name for key in plan.sectors for month in range(1, 13) for entry in plan.cell(key, month)
    ]
    assert sorted(printed) == ["Show plain", "Show pumps"]
    assert plan.left_out == 0


def test_a_year_with_more_events_than_a_sheet_holds_says_how_many_are_left_out(in_desk, monkeypatch):
    from egiz.desk.events.domain.selection import Choice as Wish
    from egiz.desk.events.interfaces import year_plan
    from egiz.documents.year_plan.sheet import document

    monkeypatch.setattr(year_plan, "MOST_EVENTS", 2)
    for name in "abc":
        calendar.save_event(in_desk, make_event(name), None)
    plan = year_plan.year_plan(in_desk, "T", Wish(), 2026, "")
    assert plan.left_out == 1
    assert "Не поместилось событий: 1." in document(plan, lang="ru", paper="a4")["note"]
