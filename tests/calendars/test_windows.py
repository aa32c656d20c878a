from __future__ import annotations

import json
from datetime import UTC, date, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from egiz.calendars import (
    HolidayEdit,
    HolidayEditError,
    UnknownCountryError,
    UnknownZoneError,
    WindowError,
    read_holiday_edits,
    window,
    work_calendar,
)
from egiz.cli import app

DECEMBER = date(2026, 12, 1)


def december(**options):
    return {day.date.day: day for day in window(["KZ", "UZ"], DECEMBER, 31, **options)}


def test_december_2026_leaves_out_both_constitution_and_independence_days_and_weekends():
    days = december()
    assert [n for n, day in days.items() if not day.ok] == [5, 6, 8, 12, 13, 16, 19, 20, 26, 27, 31]
    assert [(r.country, r.why, r.name, r.estimated) for r in days[8].reasons] == [
        ("UZ", "holiday", "Constitution Day", False)
    ]
    assert [(r.country, r.why, r.name, r.estimated) for r in days[16].reasons] == [
        ("KZ", "holiday", "Independence Day", False)
    ]
    assert [(r.country, r.why) for r in days[5].reasons] == [("KZ", "weekend"), ("UZ", "weekend")]


def test_holiday_names_come_in_four_languages():
    reason = december()[8].reasons[0]
    assert reason.names == {
        "en": "Constitution Day",
        "ru": "День Конституции",
        "uz": "Oʻzbekiston Respublikasi Konstitutsiyasi kuni",
        "kk": "Конституция күні",
    }
    for country in ("KZ", "UZ"):
        for off in work_calendar(country, range(2000, 2040)).off.values():
            assert all(set(h.names) == {"ru", "uz", "kk", "en"} for h in off)


def test_a_saturday_made_a_working_day_by_decree_is_worked_in_that_country_only():
    twelfth = december()[12]
    assert [(r.country, r.why) for r in twelfth.reasons] == [("KZ", "weekend")]
    assert window(["UZ"], date(2026, 12, 12), 1)[0].ok


def test_the_day_off_taken_for_it_is_named_with_the_day_it_stands_for():
    assert december()[31].reasons[0].names["ru"] == "Выходной (перенесён с 12.12.2026)"


# Five-day and six-day weeks of 2026 as the labour ministry's production calendar lists them.
@pytest.mark.parametrize(
    ("six_day", "moved"),
    [
        (False, ["2026-03-09", "2026-03-24", "2026-03-25", "2026-05-11", "2026-10-26"]),
        (True, ["2026-03-09", "2026-03-24", "2026-10-26"]),
    ],
)
def test_kazakh_holidays_on_a_rest_day_move_to_the_next_working_day(six_day, moved):
    calendar = work_calendar("KZ", [2026], six_day_week=six_day)
    assert [str(day) for day, off in calendar.off.items() if off[0].moved] == moved


def test_constitution_day_of_kazakhstan_moved_to_march_from_2027():
    assert [
        str(d) for d, off in work_calendar("KZ", [2027]).off.items() if "Constitution" in off[0].name
    ] == ["2027-03-15"]


def test_an_eid_not_yet_announced_is_an_estimate_and_its_neighbours_carry_a_caution():
    days = {d.date: d for d in window(["UZ"], date(2027, 3, 8), 5)}
    eid = [d for d in days.values() if any(r.estimated for r in d.reasons)]
    assert [str(d.date) for d in eid] == ["2027-03-09"]
    assert eid[0].reasons[0].name == "Eid al-Fitr"
    assert [c.why for c in days[date(2027, 3, 10)].cautions] == ["near_estimate"]
    assert days[date(2027, 3, 11)].cautions == ()


def test_a_past_eid_is_not_an_estimate():
    assert [h.estimated for h in work_calendar("UZ", [2024]).holidays_on(date(2024, 4, 10))] == [False]


def test_the_first_day_knows_of_an_estimate_the_day_before():
    assert [c.why for c in window(["UZ"], date(2027, 3, 10), 1)[0].cautions] == ["near_estimate"]


def test_the_desk_can_add_and_remove_days_with_a_source():
    edits = [
        HolidayEdit("UZ", date(2026, 12, 9), off=True, source="decree", names={"ru": "Добавленный день"}),
        HolidayEdit("KZ", date(2026, 12, 16), off=False, source="order"),
        HolidayEdit("KZ", date(2026, 12, 12), off=False, source="order"),
    ]
    days = december(extra_holidays=edits)
    assert [(r.name, r.source) for r in days[9].reasons] == [("Добавленный день", "decree")]
    assert days[16].ok
    assert days[12].ok


def test_a_regional_day_off_concerns_that_region_only():
    edit = HolidayEdit("UZ-QR", date(2026, 12, 9), off=True, source="decree", names={"en": "Regional day"})
    assert window(["UZ"], date(2026, 12, 9), 1, extra_holidays=[edit])[0].ok
    assert [
        (r.country, r.name) for r in window(["UZ-QR"], date(2026, 12, 9), 1, extra_holidays=[edit])[0].reasons
    ] == [("UZ-QR", "Regional day")]


def test_saturdays_are_worked_where_the_week_has_six_days():
    assert window(["UZ"], date(2026, 12, 5), 1, working_saturdays=["UZ"])[0].ok
    assert not window(["UZ"], date(2026, 12, 6), 1, working_saturdays=["UZ"])[0].ok


def test_hours_are_common_to_both_clocks():
    shared = window(["KZ", "TR"], date(2026, 12, 1), 1, hours=(time(10), time(17)))[0].hours
    assert [h.to_json() for h in shared] == [
        {"start": "2026-12-01T12:00:00+05:00", "end": "2026-12-01T17:00:00+05:00"}
    ]


def test_a_day_without_common_hours_is_left_out_and_says_so():
    day = window(["KZ", "UZ"], DECEMBER, 1, hours=(time(9), time(12)), zones={"UZ": "America/New_York"})[0]
    assert (day.ok, [r.why for r in day.reasons], day.hours) == (False, ["hours"], ())


@pytest.mark.parametrize(
    ("arguments", "error", "says"),
    [
        ((["XX"], DECEMBER, 3), UnknownCountryError, "KZ or UZ"),
        (([], DECEMBER, 3), WindowError, "At least one country"),
        ((["KZ"], DECEMBER, 0), WindowError, "between 1 and 3660"),
        ((["KZ"], date(1980, 1, 1), 3), UnknownCountryError, "1991 to 2100"),
        ((["KZ"], date.max, 3), WindowError, "outside the calendar"),
        ((["FR"], DECEMBER, 3), UnknownZoneError, "no default time zone"),
    ],
)
def test_wrong_questions_get_a_sentence(arguments, error, says):
    with pytest.raises(error, match=says):
        window(*arguments)


def test_wrong_zones_and_hours_get_a_sentence():
    with pytest.raises(UnknownZoneError, match="not an IANA"):
        window(["KZ"], DECEMBER, 1, zones={"KZ": "../../etc/passwd"})
    with pytest.raises(WindowError, match="end after they start"):
        window(["KZ"], DECEMBER, 1, hours=(time(17), time(10)))


def test_an_edit_needs_a_source_and_a_name():
    with pytest.raises(HolidayEditError, match="source"):
        HolidayEdit("UZ", DECEMBER, off=True, source=" ", names={"en": "x"})
    with pytest.raises(HolidayEditError, match="name"):
        HolidayEdit("UZ", DECEMBER, off=True, source="decree")


def test_a_bad_row_of_a_holiday_list_leaves_the_good_ones():
    edits, problems = read_holiday_edits(
        "country,date,kind,name,source\n"
        "UZ,2026-12-09,off,Added,decree\n"
        "UZ,9 Dec,off,x,y\n"
        "KZ,2026-12-16,maybe,,z\n"
    )
    assert [(e.country, e.day) for e in edits] == [("UZ", date(2026, 12, 9))]
    assert [p.partition(":")[0] for p in problems] == ["row 3", "row 4"]


@settings(max_examples=40, deadline=None)
@given(
    st.dates(date(2005, 1, 1), date(2060, 1, 1)),
    st.lists(st.sampled_from(["KZ", "UZ", "KG", "TR", "GE", "CN"]), min_size=1, max_size=3, unique=True),
)
def test_a_day_is_common_exactly_when_it_is_worked_on_every_side_alone(start, countries):
    together = window(countries, start, 20)
    alone = [window([country], start, 20) for country in countries]
    for index, day in enumerate(together):
        assert day.date == start + timedelta(days=index)
        assert day.ok == all(side[index].ok for side in alone)
        assert day.ok == bool(day.hours)
        for hours in day.hours:
            for side in alone:
                own = side[index].hours[0]
                assert own.start.astimezone(UTC) <= hours.start.astimezone(UTC)
                assert hours.end.astimezone(UTC) <= own.end.astimezone(UTC)


def test_the_command_prints_the_agreed_document():
    result = CliRunner().invoke(
        app,
        [
            "window",
            "--between",
            "KZ,UZ",
            "--from",
            "2026-12-01",
            "--days",
            "31",
            "--hours",
            "10-17",
            "--json",
        ],
    )
    assert result.exit_code == 0
    days = json.loads(result.stdout)["days"]
    assert len(days) == 31
    assert days[0]["hours"] == [{"start": "2026-12-01T10:00:00+05:00", "end": "2026-12-01T17:00:00+05:00"}]
    eighth = next(day for day in days if day["date"] == "2026-12-08")
    assert eighth["ok"] is False
    assert [(r["country"], r["why"], r["name"]) for r in eighth["reasons"]] == [
        ("UZ", "holiday", "Constitution Day")
    ]


def test_the_command_tells_wrong_input_from_a_wrong_command_line():
    runner = CliRunner()
    assert runner.invoke(app, ["window", "--between", "XX", "--from", "2026-12-01"]).exit_code == 1
    assert runner.invoke(app, ["window", "--between", "KZ", "--from", "tomorrow"]).exit_code == 2
    assert (
        runner.invoke(app, ["window", "--between", "KZ", "--from", "2026-12-01", "--hours", "ten"]).exit_code
        == 2
    )
