import csv
import datetime as dt
import io
import json

import feedparser
import pytest
from django.urls import reverse
from django_scopes import scope
from icalendar import Calendar

from egiz.calendars import Status
from egiz.desk.events.domain import feeds
from egiz.desk.events.models import EventRecord, StoredFeed
from tests.desk.events.public.conftest import make_event, make_forecast


def feed(client, desk, form="ics", query="", **headers):
    return client.get(reverse("events_public:feed", args=[desk.slug, form]) + query, headers=headers)


def vevents(answer):
    return {str(item["UID"]): item for item in Calendar.from_ical(answer.content).walk("VEVENT")}


def test_the_calendar_file_reads_back_with_its_zone_uid_and_days(client, desk, put, open_calendar):
    start = dt.datetime(2026, 12, 2, 5, tzinfo=dt.UTC)
    put(make_event(), make_event("hours", start=start, end=start + dt.timedelta(hours=2)))
    answer = feed(client, desk)
    found = vevents(answer)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert found["pumps@egiz"]["DTSTART"].dt == dt.date(2026, 12, 2)
    assert found["pumps@egiz"]["DTEND"].dt == dt.date(2026, 12, 5)
    assert found["hours@egiz"]["DTSTART"].params["TZID"] == "Asia/Samarkand"
    assert b"BEGIN:VTIMEZONE" in answer.content


def test_a_cancelled_event_stays_in_the_file_as_cancelled_with_a_higher_sequence(
    client, desk, put, open_calendar, page
):
    put(make_event())
    before = vevents(feed(client, desk))["pumps@egiz"]
    pk = _pk(desk)
    page.post(reverse("events:edit", args=[desk.slug, pk]), _entry(status="cancelled"))
    after = vevents(feed(client, desk))["pumps@egiz"]
    assert (before["STATUS"], after["STATUS"]) == ("CONFIRMED", "CANCELLED")
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])


def _pk(desk):
    with scope(desk=desk):
        return EventRecord.objects.get().pk


def _entry(**changes):
    return {
        "name": "Show pumps", "sectors": ["oil-gas"], "place": "Nukus", "venue": "", "organiser": "",
        "first_day": "2026-12-02", "last_day": "2026-12-04", "status": "confirmed", "url": "",
        "source": "organiser's letter", "source_url": "", "checked_on": "2026-11-20", **changes,
    }  # fmt: skip


@pytest.mark.parametrize("form", ["ics", "rss", "json", "csv"])
def test_who_has_the_file_already_is_told_so(client, desk, put, open_calendar, form):
    put(make_event())
    first = feed(client, desk, form)
    by_tag = feed(client, desk, form, if_none_match=first.headers["ETag"])
    by_weak_tag = feed(client, desk, form, if_none_match="W/" + first.headers["ETag"])
    by_date = feed(client, desk, form, if_modified_since=first.headers["Last-Modified"])
    assert [answer.status_code for answer in (by_tag, by_weak_tag, by_date)] == [304, 304, 304]
    assert by_tag.content == b""
    put(make_event("another"))
    again = feed(client, desk, form, if_none_match=first.headers["ETag"])
    assert again.status_code == 200
    assert b"another" in again.content


def test_a_filtered_file_does_not_change_when_something_else_does(client, desk, put, open_calendar):
    put(make_event())
    first = feed(client, desk, query="?sector=oil-gas")
    put(make_event("tour", sectors=("tourism",)))
    again = feed(client, desk, query="?sector=oil-gas")
    assert (again.headers["ETag"], again.headers["Last-Modified"]) == (
        first.headers["ETag"], first.headers["Last-Modified"],
    )  # fmt: skip


def test_the_files_keep_to_the_choice_of_the_address(client, desk, put, open_calendar):
    put(make_event(), make_event("kz", country="KZ"), make_event("tour", sectors=("tourism",)))
    assert set(vevents(feed(client, desk, query="?sector=oil-gas&country=UZ"))) == {"pumps@egiz"}
    rows = list(
        csv.DictReader(io.StringIO(feed(client, desk, "csv", "?country=KZ").content.decode("utf-8-sig")))
    )
    assert [row["uid"] for row in rows] == ["kz@egiz"]


def test_a_table_cell_never_runs_as_a_formula(client, desk, put, open_calendar):
    put(make_event(names={"en": "=HYPERLINK(A1)"}))
    rows = list(
        csv.DictReader(io.StringIO(feed(client, desk, "csv", "?lang=en").content.decode("utf-8-sig")))
    )
    assert rows[0]["name"] == "'=HYPERLINK(A1)"


def test_json_and_rss_hold_what_is_only_expected_and_give_it_no_day(client, desk, put, open_calendar):
    put(make_forecast())
    [event] = json.loads(feed(client, desk, "json").content)["events"]
    assert ("start" in event, event["forecast"]["month"]) == (False, 12)
    rss = feed(client, desk, "rss").content.decode()
    assert "<title>Show usual: expected, no day announced: December</title>" in rss


@pytest.mark.parametrize("lang", ["ru", "uz", "kk"])
def test_a_post_feed_speaks_one_language_and_each_item_leads_to_its_page(
    client, desk, put, open_calendar, lang
):
    names = {"names": {"ru": "Насосы", "uz": "Nasoslar", "kk": "Сорғылар"}, "organiser": "АО «Сорғы»"}
    put(make_event(**names), make_event("off", status=Status.CANCELLED, **names), make_forecast(**names))
    rss = feed(client, desk, "rss", f"?lang={lang}").content.decode()
    for english in ("expected", "Source", "Organiser", "checked", "cancelled", "December"):
        assert english not in rss
    items = feedparser.parse(rss).entries
    assert len(items) == 3
    for item in items:
        page = client.get(item.link.removeprefix("http://testserver"))
        assert page.status_code == 200
        assert f'lang="{lang}"' in page.content.decode()
    assert {item.get("ev_startdate") for item in items} == {"2026-12-02", None}


def test_every_event_of_the_calendar_file_has_an_address(client, desk, put, open_calendar):
    put(make_event(), make_event("own", url="https://pumps.example/"))
    found = vevents(feed(client, desk))
    assert str(found["own@egiz"]["URL"]) == "https://pumps.example/"
    with scope(desk=desk):
        pk = EventRecord.objects.get(uid="pumps@egiz").pk
    assert str(found["pumps@egiz"]["URL"]) == f"http://testserver/p/calendar/{desk.slug}/events/{pk}/?lang=en"


def test_the_language_of_a_file_is_the_desks_unless_the_address_says_another(
    client, desk, put, open_calendar
):
    put(make_event(names={"en": "Pumps", "ru": "Насосы"}))
    plain = vevents(feed(client, desk, accept_language="ru"))["pumps@egiz"]["SUMMARY"]
    asked = vevents(feed(client, desk, query="?lang=ru"))["pumps@egiz"]["SUMMARY"]
    assert (plain, asked) == ("Pumps", "Насосы")


def test_files_set_no_cookie_and_other_sites_may_read_them(client, desk, put, open_calendar):
    put(make_event())
    answer = feed(client, desk, "json")
    assert not answer.cookies
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_the_store_of_files_does_not_grow_with_the_addresses_asked_for(
    client, desk, put, open_calendar, monkeypatch
):
    monkeypatch.setattr(feeds, "MOST_FEEDS", 3)
    put(make_event())
    for month in range(1, 9):
        feed(client, desk, query=f"?month=2026-{month:02}")
    with scope(desk=desk):
        assert StoredFeed.objects.count() <= 4


def test_a_file_is_written_once_for_many_programs(client, desk, put, open_calendar, monkeypatch):
    put(make_event())
    written = []
    real = feeds._write
    monkeypatch.setattr(feeds, "_write", lambda *args: written.append(1) or real(*args))
    for _program in range(3):
        feed(client, desk)
    assert len(written) == 1


def test_what_passed_long_ago_leaves_the_file(client, desk, put, open_calendar):
    old = dt.date(2026, 5, 1)
    put(make_event("old", start=old, end=old, status=Status.PASSED), make_event())
    assert set(vevents(feed(client, desk))) == {"pumps@egiz"}


def test_a_deleted_event_leaves_the_file(client, desk, put, open_calendar):
    row = put(make_event(), make_event("gone"))[1]
    assert "gone@egiz" in vevents(feed(client, desk))
    with scope(desk=desk):
        EventRecord.objects.get(pk=row.pk).delete()
    assert set(vevents(feed(client, desk))) == {"pumps@egiz"}
