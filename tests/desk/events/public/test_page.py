import datetime as dt
import html
import json
import re

import pytest
from django.urls import reverse
from django_scopes import scope

from egiz.calendars import Source, Status
from egiz.desk.events.models import EventRecord, PublicCalendar
from tests.desk.conftest import client_of
from tests.desk.events.public.conftest import ATYRAU, NUKUS, make_event, make_forecast


def page_of(client, desk, query=""):
    return client.get(reverse("events_public:calendar", args=[desk.slug]) + query)


def text_of(response):
    return html.unescape(response.content.decode())


def test_a_desk_without_an_open_calendar_looks_like_no_desk_at_all(client, desk, put):
    put(make_event())
    closed = page_of(client, desk)
    with scope(desk=desk):
        PublicCalendar.objects.create(desk=desk, is_open=False)
    still = page_of(client, desk)
    nobody = client.get("/p/calendar/no-such-desk/")
    assert (closed.status_code, still.status_code, nobody.status_code) == (404, 404, 404)
    bodies = {re.sub(r'(value=|Token": )"[^"]+"', "", text_of(answer)) for answer in (closed, still, nobody)}
    assert len({body.replace("no-such-desk", desk.slug) for body in bodies}) == 1


def test_only_members_see_the_preview_of_a_closed_calendar(client, desk, put, page, stranger):
    put(make_event())
    assert "Show pumps" in text_of(page_of(page, desk, "?preview=1&month=2026-12"))
    assert page_of(client, desk, "?preview=1").status_code == 404
    assert page_of(client_of(stranger), desk, "?preview=1").status_code == 404


def test_an_owner_opens_the_calendar_and_an_editor_does_not(desk, owner, page, client):
    url = reverse("events:public_settings", args=[desk.slug])
    fields = {
        "is_open": "on",
        "title": "Oil and gas",
        "intro": "",
        "embed_hosts": "",
        "takes_subscribers": "on",
    }
    assert page.post(url, fields).status_code == 403
    assert page_of(client, desk).status_code == 404
    client_of(owner).post(url, fields)
    assert "Oil and gas" in text_of(page_of(client, desk))


def test_a_site_that_is_none_is_refused_as_a_place_to_embed(desk, owner):
    url = reverse("events:public_settings", args=[desk.slug])
    answer = client_of(owner).post(url, {"is_open": "on", "embed_hosts": "https://a.example; script-src *"})
    assert "is not the address of a site" in text_of(answer)


def test_the_month_shows_an_event_on_each_of_its_days(client, desk, put, open_calendar):
    put(make_event())
    days = re.findall(
        r'<li\s+class="\s*cell.*?</li>\s*(?=<li\s|</ol>)',
        text_of(page_of(client, desk, "?month=2026-12")),
        re.DOTALL,
    )
    with_event = [number for number, day in enumerate(days, start=1) if "Show pumps" in day]
    assert (len(days), with_event) == (31, [2, 3, 4])


def test_a_day_with_more_events_than_it_shows_leads_to_all_of_them(client, desk, put, open_calendar):
    put(*(make_event(f"n{number}", end=None) for number in range(5)))
    text = text_of(page_of(client, desk, "?month=2026-12"))
    assert "and 2 more" in text
    link = re.search(r'href="(\?[^"]*day=2026-12-02)"', text)[1]
    assert text_of(page_of(client, desk, link)).count("Show n") == 5


def test_a_month_with_evidence_is_never_shown_as_a_date(client, desk, put, open_calendar):
    put(make_forecast())
    text = text_of(page_of(client, desk, "?month=2026-12"))
    assert "Show usual" in text.split("Usually in this month")[1]
    assert "Show usual" not in text.split("Usually in this month")[0]
    feed = client.get(reverse("events_public:feed", args=[desk.slug, "ics"])).content.decode()
    assert "VEVENT" not in feed


def test_an_announced_edition_takes_the_place_of_its_forecast(client, desk, put, open_calendar):
    put(make_forecast(series="pumps"), make_event(series="pumps"))
    text = text_of(page_of(client, desk, "?view=list"))
    assert ("Show pumps" in text, "Show usual" in text) == (True, False)


def test_an_event_kept_inside_is_nowhere_to_be_seen(client, desk, put, open_calendar):
    row = put(make_event("hidden"), make_event("shown"))[0]
    with scope(desk=desk):
        EventRecord.objects.filter(pk=row.pk).update(is_public=False)
    for query in ("?month=2026-12", "?view=list", "?view=map"):
        assert "Show hidden" not in text_of(page_of(client, desk, query)), query
    assert client.get(reverse("events_public:event", args=[desk.slug, row.pk])).status_code == 404
    for form in ("ics", "rss", "json", "csv"):
        body = client.get(reverse("events_public:feed", args=[desk.slug, form])).content.decode()
        assert ("Show shown" in body, "Show hidden" in body) == (True, False), form


def test_another_desks_events_are_not_shown(client, desk, put, open_calendar, stranger):
    row = put(make_event())[0]
    from egiz.desk.core.models import Desk

    other = Desk.objects.get(slug="nukus")
    with scope(desk=other):
        PublicCalendar.objects.create(desk=other, is_open=True)
    assert "Show pumps" not in text_of(page_of(client, other, "?month=2026-12"))
    assert client.get(reverse("events_public:event", args=[other.slug, row.pk])).status_code == 404


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ("?view=list&sector=energy", {"oil", "power"}),
        ("?view=list&sector=oil-gas", {"oil"}),
        ("?view=list&country=KZ", {"power"}),
        (f"?view=list&place={NUKUS}", {"oil", "tour"}),
        ("?view=list&month=2027-02", {"tour"}),
        ("?view=list&sector=nonsense&country=%27&place=abc&month=99", {"oil", "power", "tour"}),
    ],
)
def test_the_list_shows_what_the_address_asks_for(client, desk, put, open_calendar, query, seen):
    put(
        make_event("oil"),
        make_event("power", sectors=("energy",), place=ATYRAU, place_name="Atyrau", country="KZ"),
        make_event("tour", sectors=("tourism",), start=dt.date(2027, 2, 1), end=None),
    )
    text = text_of(page_of(client, desk, query))
    assert {name for name in ("oil", "power", "tour") if f"Show {name}" in text} == seen


def test_a_filter_keeps_the_others_and_another_country_lets_the_city_go(client, desk, put, open_calendar):
    put(make_event(), make_event("kz", place=ATYRAU, place_name="Atyrau", country="KZ"))
    text = text_of(page_of(client, desk, f"?view=list&sector=oil-gas&country=UZ&place={NUKUS}&lang=en"))
    assert '?sector=oil-gas&country=KZ&lang=en&view=list"' in text


def test_the_language_of_the_address_wins_and_leaves_no_cookie(client, desk, put, open_calendar):
    put(make_event())
    answer = client.get(
        reverse("events_public:calendar", args=[desk.slug]) + "?month=2026-12&lang=kk",
        headers={"accept-language": "ru"},
    )
    assert '<html lang="kk"' in text_of(answer)
    assert re.search("желтоқсан", text_of(answer), re.IGNORECASE)
    assert answer.headers["Content-Language"] == "kk"
    assert not answer.cookies


def test_an_events_page_carries_its_sources_and_data_for_search_engines(client, desk, put, open_calendar):
    hostile = Source("</script><b>x", "https://example.org/list", dt.date(2026, 11, 1))
    row = put(make_event(names={"en": "Pumps </script><script>alert(1)</script>"}, sources=(hostile,)))[0]
    raw = client.get(reverse("events_public:event", args=[desk.slug, row.pk]) + "?lang=en").content.decode()
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', raw, re.DOTALL)[1].strip()
    record = json.loads(block)
    assert (record["startDate"], record["endDate"]) == ("2026-12-02", "2026-12-04")
    assert record["name"] == "Pumps </script><script>alert(1)</script>"
    assert "<script>alert" not in raw
    assert "checked 1 Nov" in raw


def test_a_forecasts_page_has_no_data_that_would_be_a_date(client, desk, put, open_calendar):
    row = put(make_forecast())[0]
    text = text_of(client.get(reverse("events_public:event", args=[desk.slug, row.pk])))
    assert "ld+json" not in text
    assert "2024: 10–12 December" in text


def test_the_address_of_a_merged_event_leads_on(client, desk, put, open_calendar):
    kept, gone = put(make_event("kept"), make_event("gone"))
    with scope(desk=desk):
        EventRecord.every.filter(pk=gone.pk).update(merged_into=kept)
    answer = client.get(reverse("events_public:event", args=[desk.slug, gone.pk]))
    assert answer.headers["Location"] == reverse("events_public:event", args=[desk.slug, kept.pk])


def test_the_map_names_each_city_with_its_count_and_next_day(client, desk, put, open_calendar):
    put(make_event(), make_event("later", start=dt.date(2027, 1, 5), end=None))
    text = text_of(page_of(client, desk, "?view=map&lang=en"))
    assert "Nukus" in text
    assert "2 events, the next on 2 Dec 2026" in text


def test_the_widget_may_be_framed_where_the_desk_allows_and_sets_nothing(client, desk, put, open_calendar):
    put(make_event())
    open_calendar.embed_hosts = "https://chamber.example"
    with scope(desk=desk):
        open_calendar.save()
    answer = client.get(reverse("events_public:widget", args=[desk.slug]) + "?lang=en")
    assert "Show pumps" in text_of(answer)
    assert "frame-ancestors https://chamber.example;" in answer.headers["Content-Security-Policy"] + ";"
    assert "X-Frame-Options" not in answer.headers
    assert not answer.cookies
    assert "<script" not in text_of(answer)


def test_the_page_itself_may_not_be_framed(client, desk, open_calendar):
    answer = page_of(client, desk)
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("rows", [1, 4])
def test_the_month_asks_the_database_the_same_for_one_event_and_for_four(
    client, desk, put, open_calendar, rows, django_assert_num_queries
):
    put(*(make_event(f"n{number}", start=dt.date(2026, 12, 1 + number), end=None) for number in range(rows)))
    page_of(client, desk, "?month=2026-12")
    with django_assert_num_queries(9):
        page_of(client, desk, "?month=2026-12")


def test_a_cancelled_event_says_so_in_words(client, desk, put, open_calendar):
    put(make_event(status=Status.CANCELLED))
    assert "cancelled" in text_of(page_of(client, desk, "?view=list&lang=en")).split("Show pumps")[1][:600]


def test_the_page_that_explains_gives_the_addresses_for_the_choice(client, desk, open_calendar):
    text = text_of(
        client.get(reverse("events_public:subscribe", args=[desk.slug]) + "?sector=oil-gas&lang=uz")
    )
    assert 'href="webcal://testserver/p/calendar/atyrau/events.ics?sector=oil-gas&lang=uz"' in text
    assert '<iframe src="http://testserver/p/calendar/atyrau/widget/?sector=oil-gas&lang=uz"' in text
