import datetime as dt

import pytest

from egiz import atlas
from egiz.trips import sights
from egiz.trips.sights import SightError, read_hours

NUKUS, KHIVA = 601294, 1513604
SUNDAY, MONDAY = dt.date(2026, 12, 13), dt.date(2026, 12, 14)


def by_id(name):
    return next(one for one in sights.sights() if one.id == name)


def test_every_sight_has_a_source_a_place_and_a_name_in_four_languages():
    for one in sights.sights():
        assert one.url.startswith("http")
        assert atlas.place(one.geonameid).country in {"KZ", "UZ"}
        assert all(one.names.get(code) for code in ("ru", "uz", "kk", "en")), one.id


def test_at_least_sixty_sights_lie_in_the_cities_of_both_sides():
    found = sights.sights()
    assert len(found) >= 60
    assert len({one.id for one in found}) == len(found)
    named = [
        "Atyrau",
        "Aktau",
        "Aktobe",
        "Nukus",
        "Moʻynoq",
        "Urgench",
        "Khiva",
        "Bukhara",
        "Samarkand",
        "Tashkent",
    ]
    for city in named:
        place = atlas.resolve(city).place
        assert len(sights.of_cities([place.geonameid])) >= 4, city


def test_what_is_new_says_when_its_source_was_read():
    assert {one.id for one in sights.sights() if not one.read_on} == {"atyrau-bridge"}
    assert all(dt.date.fromisoformat(one.read_on) for one in sights.sights() if one.read_on)


def test_a_contact_centre_s_hours_are_no_hours_of_a_sight():
    # The national tourism site ends every page, deserts too, with the hours of its own office.
    assert all(one.openings is None for one in sights.sights() if one.source == "uzbekistan.travel")


def test_unknown_hours_stay_unknown():
    assert by_id("itchan-kala").hours_on(MONDAY) is None


def test_known_hours_differ_between_working_days_and_weekend():
    museum = by_id("savitsky")
    assert museum.hours_on(MONDAY) == ((dt.time(9), dt.time(13)), (dt.time(14), dt.time(17)))
    assert museum.hours_on(SUNDAY) == ((dt.time(10), dt.time(16)),)


def test_a_day_that_is_not_named_is_closed():
    (one,) = read_hours("Mo-Sa 09:00-17:00")
    assert SUNDAY.weekday() not in one.weekdays


def test_sights_are_found_by_city():
    assert {one.id for one in sights.of_cities([KHIVA])} > {"itchan-kala"}
    assert all(one.geonameid == KHIVA for one in sights.of_cities([KHIVA]))
    assert "savitsky" in {one.id for one in sights.of_cities([NUKUS])}


@pytest.mark.parametrize("text", ["Mo 17:00-09:00", "Fr-Mo 09:00-17:00", "daily", "Mn 09:00-10:00"])
def test_hours_written_wrongly_are_refused(text):
    with pytest.raises(SightError):
        read_hours(text)
