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
    assert {one.id for one in sights.of_cities([KHIVA])} == {"itchan-kala"}
    assert "savitsky" in {one.id for one in sights.of_cities([NUKUS])}


@pytest.mark.parametrize("text", ["Mo 17:00-09:00", "Fr-Mo 09:00-17:00", "daily", "Mn 09:00-10:00"])
def test_hours_written_wrongly_are_refused(text):
    with pytest.raises(SightError):
        read_hours(text)
