"""Links that take one event into a web calendar: the days and hours must be those of the event."""

from datetime import date, datetime
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest

from egiz.calendars import Event, Evidence, Forecast, Source, Status
from egiz.calendars.adding import links_to_add


def event(**changes):
    return Event("a@egiz", {"en": "Oil & gas", "ru": "Нефть и газ"}, (Source("List"),), **changes)


def asked(link):
    parts = urlsplit(link)
    return parts.hostname, {name: value for name, (value,) in parse_qs(parts.query).items()}


def test_whole_days_end_with_the_day_after_the_last():
    links = links_to_add(
        event(start=date(2027, 5, 15), end=date(2027, 5, 17), place_name="Нукус"), language="ru"
    )
    host, google = asked(links["google"])
    assert host == "calendar.google.com"
    assert google["dates"] == "20270515/20270518"
    assert (google["text"], google["location"]) == ("Нефть и газ", "Нукус")
    host, outlook = asked(links["outlook"])
    assert host == "outlook.live.com"
    assert (outlook["startdt"], outlook["enddt"], outlook["allday"]) == ("2027-05-15", "2027-05-18", "true")
    assert asked(links["office"]) == ("outlook.office.com", outlook)


def test_hours_are_given_in_utc_with_the_zone_beside_them():
    zone = ZoneInfo("Asia/Tashkent")
    start, end = datetime(2027, 5, 15, 10, tzinfo=zone), datetime(2027, 5, 15, 12, tzinfo=zone)
    links = links_to_add(event(start=start, end=end, zone="Asia/Tashkent"))
    _host, google = asked(links["google"])
    assert (google["dates"], google["ctz"]) == ("20270515T050000Z/20270515T070000Z", "Asia/Tashkent")
    _host, outlook = asked(links["outlook"])
    assert (outlook["startdt"], outlook["enddt"]) == ("2027-05-15T05:00:00Z", "2027-05-15T07:00:00Z")
    assert "allday" not in outlook


def test_without_an_end_it_takes_an_hour_or_the_day():
    start = datetime(2027, 5, 15, 10, tzinfo=ZoneInfo("UTC"))
    assert (
        asked(links_to_add(event(start=start))["google"])[1]["dates"] == "20270515T100000Z/20270515T110000Z"
    )
    assert asked(links_to_add(event(start=date(2027, 5, 15)))["google"])[1]["dates"] == "20270515/20270516"


def test_what_is_only_expected_is_in_nobodys_calendar():
    forecast = event(status=Status.EXPECTED, forecast=Forecast(5, (Evidence("2024: May"),)))
    assert links_to_add(forecast) == {}


@pytest.mark.parametrize("text", ["&evil=1", "a\r\nb", "x" * 5000])
def test_a_text_stays_inside_its_parameter_and_the_address_stays_short(text):
    links = links_to_add(event(start=date(2027, 5, 15), notes=text), page="https://egiz.example/p/1")
    for link in links.values():
        _host, params = asked(link)
        assert "evil" not in params
        assert params.get("details", params.get("body", "")).endswith("https://egiz.example/p/1")
        assert len(link) < 2000
