from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from egiz.calendars import (
    Event,
    EventError,
    Evidence,
    Forecast,
    Source,
    Status,
    UnknownSectorError,
    UnknownZoneError,
    event_from_json,
    event_to_json,
    guess_sectors,
    sector,
    sectors,
    sectors_of_code,
    seed_events,
    with_ancestors,
    with_descendants,
)

SOURCE = Source("A page", "https://example.org/", date(2026, 11, 1))


def event(**fields):
    values = {
        "uid": "x@example",
        "names": {"en": "Show"},
        "sources": (SOURCE,),
        "start": date(2027, 5, 1),
        "zone": "Asia/Tashkent",
    }
    return Event(**values | fields)


def test_the_seed_holds_the_series_read_with_a_high_or_medium_month_and_no_other():
    assert sorted({e.series for e in seed_events() if e.series}) == [
        "atyrau-city-day",
        "innoprom-ca",
        "kz-energy-week",
        "kz-oil-workers-day",
        "ogt",
        "ogu",
        "spe-caspian",
        "titf",
        "translogistica-uz",
        "uz-energy-week",
    ]
    text = json.dumps([event_to_json(e) for e in seed_events()], ensure_ascii=False).lower()
    for unread in ("kioge", "kitf", "mangystau", "translogistica kazakhstan", "atyrau oil"):
        assert unread not in text


def test_every_seed_event_has_a_source_with_an_address_and_a_day_it_was_checked():
    for e in seed_events():
        assert all(s.url and s.checked_on for s in e.sources)
        assert set(e.names) == {"en", "ru", "uz", "kk"}
        assert e.sectors


def test_what_is_only_expected_has_no_day_and_what_lies_ahead_was_announced():
    for e in seed_events():
        if e.forecast:
            assert (e.start, e.end, e.status) == (None, None, Status.EXPECTED)
            assert all(item.url in {s.url for s in e.sources} for item in e.forecast.evidence)
        elif e.last_day >= date(2026, 11, 1):
            # An announcement was read on the day it was taken in; that it took place was not.
            assert e.status in {Status.ANNOUNCED, Status.CONFIRMED}
            assert all(s.checked_on >= date(2026, 11, 27) for s in e.sources)
        else:
            assert e.status is Status.PASSED


def test_a_day_counted_from_a_rule_says_so():
    found = {e.uid: e for e in seed_events()}
    for year in (2027, 2028):
        day = found[f"kz-oil-workers-day-{year}@egiz"]
        assert (day.first_day.weekday(), day.first_day.month, day.first_day.day <= 7) == (6, 9, True)
        assert "counted" in day.notes


def test_seed_uids_are_unique_and_each_series_has_one_forecast():
    found = seed_events()
    assert len({e.uid for e in found}) == len(found)
    forecasts = [e.series for e in found if e.forecast]
    assert sorted(forecasts) == sorted({e.series for e in found if e.series})


def test_the_oil_and_gas_show_is_expected_in_the_middle_of_may():
    forecast = next(e.forecast for e in seed_events() if e.uid == "ogu-forecast@egiz")
    assert (forecast.month, forecast.part, forecast.confidence) == (5, "mid", "high")
    assert forecast.expected_year(date(2026, 11, 22)) == 2027
    assert forecast.expected_year(date(2027, 5, 31)) == 2027


def test_no_year_is_promised_when_the_rhythm_is_not_known():
    forecast = next(e.forecast for e in seed_events() if e.uid == "spe-caspian-forecast@egiz")
    assert forecast.expected_year(date(2026, 11, 22)) is None


def test_events_survive_json():
    moved = event(
        start=datetime(2027, 5, 1, 9, tzinfo=ZoneInfo("Asia/Tashkent")),
        end=datetime(2027, 5, 1, 18, tzinfo=ZoneInfo("Asia/Tashkent")),
        status=Status.MOVED,
        previous_start=date(2027, 4, 1),
        languages=("ru", "en"),
        updated=datetime(2027, 1, 1, tzinfo=UTC),
        extra={"hall": "4"},
    )
    for e in [*seed_events(), moved]:
        assert event_from_json(json.loads(json.dumps(event_to_json(e)))) == e


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"uid": " "}, "needs a uid"),
        ({"names": {"en": " "}}, "a name"),
        ({"sources": ()}, "a source is needed"),
        ({"start": None}, "either a start or a forecast"),
        ({"status": Status.EXPECTED}, "only a forecast"),
        ({"end": date(2027, 4, 30)}, "start <= end"),
        ({"end": datetime(2027, 5, 2, tzinfo=UTC)}, "both be dates or both be times"),
        ({"start": datetime(2027, 5, 2)}, "needs a zone"),  # noqa: DTZ001 - the missing zone is the point
        ({"country": "Uzbekistan"}, "code such as UZ"),
        ({"url": "javascript:alert(1)"}, "http://"),
        ({"registration_url": "data:text/html,x"}, "http://"),
        ({"sectors": ("astrology",)}, "is not a sector"),
        ({"zone": "Mars/Olympus"}, "IANA"),
    ],
)
def test_an_event_that_contradicts_itself_names_the_rule(fields, says):
    with pytest.raises((EventError, UnknownSectorError, UnknownZoneError), match=says):
        event(**fields)


def test_a_forecast_needs_evidence_and_never_has_a_date():
    with pytest.raises(EventError, match="guess"):
        Forecast(5, ())
    forecast = Forecast(5, (Evidence("15–17 May 2007"),))
    with pytest.raises(EventError, match="not both"):
        event(forecast=forecast, status=Status.EXPECTED)


def test_an_event_passes_on_the_day_after_its_last_and_a_cancelled_one_stays_cancelled():
    e = event(end=date(2027, 5, 3))
    assert e.as_of(date(2027, 5, 3)).status is Status.ANNOUNCED
    assert e.as_of(date(2027, 5, 4)).status is Status.PASSED
    assert replace(e, status=Status.CANCELLED).as_of(date(2028, 1, 1)).status is Status.CANCELLED


def test_the_days_of_a_timed_event_are_those_of_its_place():
    e = event(start=datetime(2027, 5, 1, 20, tzinfo=UTC), end=datetime(2027, 5, 1, 22, tzinfo=UTC))
    assert (e.first_day, e.last_day) == (date(2027, 5, 2), date(2027, 5, 2))


def test_an_event_nobody_looked_at_is_stale_until_it_has_passed():
    today = SOURCE.checked_on + timedelta(days=91)
    assert event().is_stale(today)
    assert not event().is_stale(today - timedelta(days=1))
    assert not event(status=Status.PASSED).is_stale(today)


def test_a_name_falls_back_to_another_language():
    e = event(names={"ru": "Выставка"})
    assert (e.name("kk"), e.name("ru")) == ("Выставка", "Выставка")


def test_unknown_fields_are_named():
    with pytest.raises(EventError, match="colour"):
        event_from_json({"uid": "x", "names": {}, "sources": [], "colour": "red"})


def test_the_tree_knows_parents_and_children():
    assert with_ancestors(("oil-gas",)) == ("oil-gas", "energy")
    assert with_descendants("energy") == ("energy", "oil-gas", "power")
    with pytest.raises(UnknownSectorError, match="oil-gas"):
        sector("gas")


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("06.10", ("oil-gas", "energy")),
        ("0610", ("oil-gas", "energy")),
        ("49.50", ("oil-gas", "energy")),
        ("49.41", ("logistics",)),
        ("F", ("construction",)),
        ("79", ("tourism",)),
        ("08.11", ("energy",)),
        ("99", ()),
    ],
)
def test_activity_codes_lead_to_sectors(code, expected):
    assert sectors_of_code(code) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Нефть и газ Узбекистана", ("oil-gas",)),
        ("Mangystau Oil & Gas exhibition", ("oil-gas",)),
        ("Toshkent xalqaro turizm yarmarkasi", ("tourism",)),
        ("Құрылыс апталығы", ("construction",)),
        ("Chess evening", ()),
    ],
)
def test_titles_suggest_sectors(title, expected):
    assert guess_sectors(title) == expected


def test_every_sector_has_names_in_four_languages():
    assert all(set(s.names) == {"en", "ru", "uz", "kk"} for s in sectors().values())
