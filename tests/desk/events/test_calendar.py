import datetime as dt

import pytest
from django.urls import reverse
from django_scopes import scope

from egiz.calendars import seed_events
from egiz.desk.events.domain import calendar
from egiz.desk.events.models import EventRecord
from tests.desk.conftest import client_of

TODAY = dt.date(2026, 11, 20)


def entry(**changes):
    return {
        "name": "Выставка насосов", "sectors": ["oil-gas"], "place": "Nukus", "venue": "", "organiser": "",
        "first_day": "2027-05-15", "last_day": "2027-05-17", "status": "announced", "url": "",
        "source": "organiser's letter", "source_url": "", "checked_on": "2026-11-01", **changes,
    }  # fmt: skip


@pytest.fixture
def seeded(in_desk):
    for event in seed_events():
        calendar.save_event(in_desk, event, None)
    return in_desk


def test_an_event_is_entered_with_its_source(page, desk):
    page.post(reverse("events:new", args=[desk.slug]), entry())
    with scope(desk=desk):
        row = EventRecord.objects.get()
    event = calendar.event_of(row, TODAY)
    assert (event.start, event.end, event.country) == (dt.date(2027, 5, 15), dt.date(2027, 5, 17), "UZ")
    assert event.sources[0].checked_on == dt.date(2026, 11, 1)
    assert event.zone == "Asia/Samarkand"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"source": ""}, "This field is required"),
        ({"last_day": "2027-05-01"}, "The last day cannot come before the first"),
        ({"last_day": "2028-05-17"}, "check the years"),
        (
            {"last_day": "", "first_hour": "18:00", "last_hour": "10:00"},
            "The hours must end after they begin",
        ),
        (
            {"last_day": "2027-05-15", "first_hour": "18:00", "last_hour": "10:00"},
            "The hours must end after they begin",
        ),
        ({"checked_on": "2030-01-01"}, "This day has not come yet"),
        ({"url": "javascript:alert(1)"}, "Enter a valid URL"),
    ],
)
def test_a_wrong_event_is_refused_where_it_is_wrong(page, desk, changes, words):
    response = page.post(reverse("events:new", args=[desk.slug]), entry(**changes))
    assert words in response.content.decode()
    with scope(desk=desk):
        assert not EventRecord.objects.exists()


def test_a_forecast_is_shown_as_a_month_and_never_as_a_date(page, seeded):
    text = page.get(reverse("events:home", args=[seeded.slug]), {"year": "2027"}).content.decode()
    assert "usually mid-May" in text
    assert "2027-05" not in text


def test_an_announced_edition_takes_the_place_of_its_forecast(page, seeded):
    row = EventRecord.objects.get(uid="ogu-forecast@egiz")
    event = calendar.event_of(row, TODAY)
    page.post(
        reverse("events:edit", args=[seeded.slug, row.pk]),
        entry(name="OGU", place="Tashkent, UZ", first_day="2027-05-11"),
    )
    with scope(desk=seeded):
        events = [
            calendar.event_of(found, TODAY)
            for found in calendar.listed(year=2027, today=TODAY, sector="oil-gas")
        ]
    kept = [found for found in calendar.without_known_series(events) if found.series == event.series]
    assert [found.first_day for found in kept] == [dt.date(2027, 5, 11)]


def test_a_moved_event_remembers_its_first_date(page, desk):
    page.post(reverse("events:new", args=[desk.slug]), entry())
    with scope(desk=desk):
        pk = EventRecord.objects.get().pk
    page.post(
        reverse("events:edit", args=[desk.slug, pk]),
        entry(first_day="2027-06-01", last_day="2027-06-02", status="moved"),
    )
    with scope(desk=desk):
        event = calendar.event_of(EventRecord.objects.get(), TODAY)
    assert (event.previous_start, event.sequence) == (dt.date(2027, 5, 15), 1)


def test_the_feed_holds_dated_events_only(page, seeded):
    body = page.get(reverse("events:feed", args=[seeded.slug])).content.decode()
    dated = EventRecord.objects.filter(first_day__isnull=False).count()
    assert body.count("BEGIN:VEVENT") == dated
    assert "forecast" not in body


def test_a_viewer_reads_and_does_not_write(desk, viewer, seeded):
    client = client_of(viewer)
    assert "Oil &amp; Gas Uzbekistan" in client.get(reverse("events:home", args=[desk.slug])).content.decode()
    assert client.post(reverse("events:new", args=[desk.slug]), entry()).status_code == 403


def test_another_desks_event_is_not_found(stranger, seeded):
    pk = EventRecord.objects.first().pk
    assert client_of(stranger).get(reverse("events:event", args=["nukus", pk])).status_code == 404


def test_the_window_names_the_holidays_of_both_sides(page, desk):
    url = reverse("days:window", args=[desk.slug])
    asked = {"start": "2026-12-01", "days": "31", "earliest": "10:00", "latest": "17:00"}
    text = page.get(url, asked).content.decode()
    assert "Constitution Day" in text
    assert "Independence Day" in text
    assert "20 of 31 days" in text


def test_hours_that_end_before_they_begin_are_refused(page, desk):
    url = reverse("days:window", args=[desk.slug])
    asked = {"start": "2026-12-01", "days": "31", "earliest": "17:00", "latest": "10:00"}
    assert "must end after they begin" in page.get(url, asked).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_database_the_same_for_one_row_and_for_three(
    page, in_desk, rows, django_assert_num_queries
):
    for event in seed_events()[:rows]:
        calendar.save_event(in_desk, event, None)
    url = reverse("events:home", args=[in_desk.slug])
    page.get(url)
    with django_assert_num_queries(13):
        page.get(url, {"passed": "1"})
