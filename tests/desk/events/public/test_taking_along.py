"""What a visitor does with the public calendar: look for an event, take it along, hand it on, look back."""

import datetime as dt
import json
import re
from html import unescape

import pytest
from icalendar import Calendar

from egiz.calendars import Source, Status
from tests.desk.events.public.conftest import ATYRAU, make_event, make_forecast

ADDRESS = "/p/calendar/atyrau/"
# What schema.org knows of an Event (schema.org/Event and its parents), as far as any calendar could use it.
EVENT_PROPERTIES = {
    "@context", "@type", "about", "attendee", "audience", "contributor", "description", "doorTime",
    "duration", "endDate", "eventAttendanceMode", "eventSchedule", "eventStatus", "funder", "identifier",
    "image", "inLanguage", "isAccessibleForFree", "keywords", "location", "name", "offers", "organizer",
    "performer", "previousStartDate", "sameAs", "sponsor", "startDate", "subEvent", "superEvent", "url",
}  # fmt: skip


def text_of(response):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def test_one_event_is_taken_as_a_file_with_its_page(client, put, open_calendar):
    (row,) = put(make_event())
    page = client.get(f"{ADDRESS}events/{row.pk}/?lang=ru").content.decode()
    assert f'href="{ADDRESS}events/{row.pk}.ics?lang=ru"' in page
    answer = client.get(f"{ADDRESS}events/{row.pk}.ics?lang=ru")
    assert answer["Content-Type"].startswith("text/calendar")
    (found,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert str(found["UID"]) == row.uid
    assert found["DTSTART"].dt == dt.date(2026, 12, 2)
    assert str(found["URL"]) == f"http://testserver{ADDRESS}events/{row.pk}/?lang=ru"
    assert answer.content == client.get(f"{ADDRESS}events/{row.pk}.ics?lang=ru").content


def test_a_file_is_given_of_public_dated_events_of_open_calendars_only(client, put, open_calendar):
    hidden, forecast, shown = put(make_event("hidden"), make_forecast(), make_event("shown"))
    hidden.is_public = False
    hidden.save()
    statuses = [client.get(f"{ADDRESS}events/{row.pk}.ics").status_code for row in (hidden, forecast, shown)]
    assert statuses == [404, 404, 200]
    open_calendar.is_open = False
    open_calendar.save()
    assert client.get(f"{ADDRESS}events/{shown.pk}.ics").status_code == 404


def test_a_page_is_handed_on_in_the_language_it_is_read_in(client, put, open_calendar):
    (row,) = put(make_event(names={"ru": "Выставка & форум"}))
    page = unescape(client.get(f"{ADDRESS}events/{row.pk}/?lang=ru").content.decode())
    assert f'value="http://testserver{ADDRESS}events/{row.pk}/?lang=ru"' in page
    assert "https://t.me/share/url?url=http%3A%2F%2Ftestserver" in page
    assert "text=%D0%92%D1%8B%D1%81%D1%82%D0%B0%D0%B2%D0%BA%D0%B0%20%26%20" in page


@pytest.mark.parametrize(
    "changes", [{"status": Status.CANCELLED}, {"start": dt.date(2026, 10, 1), "end": None}]
)
def test_what_is_called_off_or_over_is_not_offered_for_a_calendar(client, put, open_calendar, changes):
    (row,) = put(make_event(**changes))
    page = client.get(f"{ADDRESS}events/{row.pk}/").content.decode()
    assert "calendar.google.com" not in page
    assert "t.me/share" in page


def test_it_is_not_said_that_a_past_event_was_held_unless_somebody_looked_later(client, put, open_calendar):
    old = Source("list", "https://example.org/", dt.date(2026, 9, 1))
    later = Source("list", "https://example.org/", dt.date(2026, 11, 1))
    days = {"start": dt.date(2026, 10, 1), "end": dt.date(2026, 10, 2)}
    unread, read = put(make_event("a", sources=(old,), **days), make_event("b", sources=(later,), **days))
    words = "whether it was held has not been read"
    assert words in text_of(client.get(f"{ADDRESS}events/{unread.pk}/"))
    assert words not in text_of(client.get(f"{ADDRESS}events/{read.pk}/"))


def test_a_month_that_has_passed_says_so_of_what_was_only_expected(client, put, open_calendar):
    put(make_forecast("usual", month=10))
    past = text_of(client.get(f"{ADDRESS}?month=2026-10"))
    assert "Was expected in this month" in past
    assert "it is not known whether it was held" in past
    coming = text_of(client.get(f"{ADDRESS}?month=2027-10"))
    assert "Usually in this month" in coming
    assert "not known" not in coming


def test_months_to_come_stand_before_those_of_this_year_that_passed(client, put, open_calendar):
    put(*(make_forecast(f"in-{month}", month=month) for month in (1, 10, 12)))
    shown = re.findall(r"Show in-(\d+)", text_of(client.get(f"{ADDRESS}?view=list")))
    assert shown == ["12", "1", "10"]


@pytest.mark.parametrize("words", ["нукус", "Nukus pumps", "PUMPS"])
def test_an_event_is_found_by_name_and_city_in_any_script(client, put, open_calendar, words):
    put(make_event(), make_event("valves", place=ATYRAU, place_name="Atyrau", country="KZ"))
    page = text_of(client.get(ADDRESS, {"q": words}))
    assert "Show pumps" in page
    assert "Show valves" not in page


def test_a_search_keeps_filters_and_feeds_keep_the_search(client, put, open_calendar):
    put(make_event(), make_event("valves"))
    page = client.get(ADDRESS, {"q": "pumps", "country": "UZ", "lang": "en"}).content.decode()
    assert '<input type="hidden" name="country" value="UZ">' in page
    assert "q=pumps" in client.get(f"{ADDRESS}subscribe/?q=pumps").content.decode()
    feed = client.get(f"{ADDRESS}events.ics?q=pumps").content
    assert (b"Show pumps" in feed, b"Show valves" in feed) == (True, False)


def test_cancelled_is_struck_out_when_embedded_too(client, put, open_calendar):
    put(make_event(status=Status.CANCELLED))
    assert 'class="widget-cancelled"' in client.get(f"{ADDRESS}widget/").content.decode()


def test_the_data_for_search_engines_are_an_event_as_schema_org_has_it(client, put, open_calendar):
    (row,) = put(
        make_event(organiser="Chamber", url="https://example.org/", previous_start=dt.date(2026, 11, 1))
    )
    page = client.get(f"{ADDRESS}events/{row.pk}/").content.decode()
    record = json.loads(re.search(r'ld\+json">(.*?)</script>', page, re.DOTALL)[1])
    assert set(record) <= EVENT_PROPERTIES
    assert record["@type"] == "BusinessEvent"
    assert (record["startDate"], record["endDate"]) == ("2026-12-02", "2026-12-04")
    assert record["eventStatus"].removeprefix("https://schema.org/") in {"EventScheduled", "EventRescheduled"}
    assert record["location"]["@type"] == "Place"
    assert record["location"]["address"] == {
        "@type": "PostalAddress", "addressLocality": "Nukus", "addressCountry": "UZ",
    }  # fmt: skip
    assert record["organizer"] == {"@type": "Organization", "name": "Chamber"}
