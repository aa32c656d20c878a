"""Timetables and quotes of others."""

import zipfile
from datetime import date, datetime

import pytest

from egiz.corridors import FeedError, NetworkError, load, route
from egiz.corridors.importers import read_gtfs, read_quotes, read_timetable
from egiz.corridors.overlay import read_values, values_csv

DAY = date(2026, 12, 10)
TIMETABLE = """from,to,class,weekdays,departs,hours,usd,valid_from,valid_to
Атырау,Nukus,air,2 4,09:30,1.5,120,2026-11-01,2027-03-31
Atyrau,Nowhere-at-all,air,1,10:00,1,,,
Atyrau,Nukus,air,8,10:00,1,,,
Atyrau,Nukus,air,1,25:00,1,,,
"""
GTFS = {
    "stops.txt": "stop_id,stop_lat,stop_lon\nA,47.1,51.9\nA2,47.12,51.85\nB,45.32,55.2\nFAR,0,0\nBAD,x,y\n",
    "routes.txt": "route_id,route_type\nR,2\nT,0\n",
    "trips.txt": "trip_id,route_id,service_id\nt1,R,s\nt2,T,s\nt3,R,missing\n",
    "calendar.txt": "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,"
    "start_date,end_date\n"
    "s,1,0,0,0,1,0,0,20260101,20271231\n",
    "stop_times.txt": "trip_id,stop_sequence,stop_id,arrival_time,departure_time\n"
    "t1,1,A,23:00:00,23:05:00\nt1,2,A2,23:20:00,25:30:00\n"
    "t1,3,FAR,26:00:00,26:00:00\nt1,4,B,33:30:00,33:30:00\n",
}


@pytest.fixture
def feed(tmp_path):
    path = tmp_path / "rail.zip"
    with zipfile.ZipFile(path, "w") as out:
        for name, text in GTFS.items():
            out.writestr(name, text)
    return path


def test_timetable_keeps_good_rows_and_names_bad_ones(tmp_path):
    path = tmp_path / "flights.csv"
    path.write_text(TIMETABLE, encoding="utf-8")
    brought = read_timetable(path, load(), source="the airport's board", as_of="2026-11")
    assert [service.weekdays for service in brought.services] == [(1, 3)]
    assert [(p.row, p.column) for p in brought.problems] == [(3, "to"), (4, "weekdays"), (5, "departs")]


def test_an_imported_flight_is_taken_on_its_day_and_shows_its_source(tmp_path):
    path = tmp_path / "flights.csv"
    path.write_text(TIMETABLE, encoding="utf-8")
    network = read_timetable(path, load(), source="the airport's board", as_of="2026-11").onto(load())
    # 10 December 2026 is a Thursday, one of its days.
    start = datetime.fromisoformat("2026-12-10T06:00")
    best = route("Atyrau", "Nukus", start, "air", network=network, draws=0).options[0]
    assert [leg.link.mode for leg in best.legs] == ["air"]
    assert best.hours.p50 == pytest.approx((1.5 + 2.5 + 4) / 3 + 1.5)  # at the airport, then in the air
    assert best.usd.p50 == 120
    assert "the airport's board" in best.legs[0].source


def test_timetable_without_its_columns_is_refused(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("from,to\na,b\n", encoding="utf-8")
    with pytest.raises(FeedError, match="lacks the columns class, weekdays, departs, hours"):
        read_timetable(path, load(), source="x", as_of="")


def test_quote_becomes_a_way_with_its_price(tmp_path):
    path = tmp_path / "quotes.csv"
    path.write_text(
        "from,to,class,usd,hours,usd_high,valid_to\nAtyrau,Nukus,truck20,1500,40,1700,2026-12-31\n",
        encoding="utf-8",
    )
    network = read_quotes(path, load(), source="a carrier's letter", as_of="2026-11-20").onto(load())
    cheap = route("Atyrau", "Nukus", DAY, "truck20", prefer="cost", network=network, draws=0).options[0]
    assert (cheap.usd.p50, cheap.usd.p90) == (pytest.approx(1567, abs=1), 1700)
    late = route(
        "Atyrau", "Nukus", date(2027, 1, 5), "truck20", prefer="cost", network=network, draws=0
    ).options[0]
    assert late.usd.p50 > 2000


def test_gtfs_ties_stops_to_nodes_and_counts_days_over_midnight(feed):
    brought = read_gtfs(feed, load())
    (service,) = brought.services
    link = brought.links[0]
    assert (link.a, link.b, link.mode, service.vehicle) == ("atyrau", "beyneu", "rail", "train")
    # 25:30 on Monday and Friday is half past one on Tuesday and Saturday.
    assert (service.weekdays, service.departs) == ((1, 5), 90)
    assert service.hours.mode == 8
    assert (service.valid_from, service.valid_to) == (date(2026, 1, 1), date(2027, 12, 31))
    assert [(p.file, p.row) for p in brought.problems] == [("stops.txt", 6), ("trips.txt", 4)]


def test_gtfs_without_a_table_says_which(tmp_path):
    path = tmp_path / "feed.zip"
    with zipfile.ZipFile(path, "w") as out:
        out.writestr("stops.txt", GTFS["stops.txt"])
    with pytest.raises(FeedError, match=r"lacks routes\.txt"):
        read_gtfs(path, load())


def test_gtfs_that_is_no_zip_is_refused(tmp_path):
    path = tmp_path / "feed.zip"
    path.write_text("no zip")
    with pytest.raises(FeedError, match="is no zip file"):
        read_gtfs(path, load())


def test_own_values_survive_writing_and_reading(tmp_path):
    path = tmp_path / "values.csv"
    shipped = load().values
    path.write_text(values_csv(shipped), encoding="utf-8")
    back = read_values(path)
    assert [(v.key, v.estimate, v.months, v.source, v.checked_on) for v in back] == [
        (v.key, v.estimate, v.months, v.source, v.checked_on) for v in shipped
    ]
    assert len({v.id for v in back}) == len(shipped)


def test_own_values_with_a_slip_name_file_and_row(tmp_path):
    path = tmp_path / "values.csv"
    head, row = values_csv(load().values[:1]).splitlines()
    path.write_text(f"{head}\n{row}\n{row.replace('claimed', 'heard')}\n", encoding="utf-8")
    with pytest.raises(NetworkError, match=r"values\.csv, row 3.*“heard” is none of"):
        read_values(path)
