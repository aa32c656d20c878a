"""`egiz route` and `egiz corridor chart`."""

import json

import pytest
from typer.testing import CliRunner

from egiz.cli import app
from egiz.corridors import load
from egiz.corridors.overlay import values_csv

ASK = ["route", "Atyrau", "Nukus", "--on", "2025-06-15", "--draws", "500"]


def run(*args):
    return CliRunner().invoke(app, list(args))


def test_document_has_the_keys_of_the_contract():
    said = json.loads(run(*ASK, "--for", "bus", "--json").stdout)
    assert set(said) >= {"options", "closed", "unknown_since"}
    option = said["options"][0]
    assert set(option) >= {"hours", "cost_usd", "km", "legs"}
    assert set(option["hours"]) == {"p10", "p50", "p90"}
    keys = {"from", "to", "mode", "km", "hours", "cost_usd", "crossing", "status", "source", "as_of"}
    assert all(set(leg) >= keys for leg in option["legs"])
    assert set(said["closed"][0]) == {"crossing", "class", "from", "to", "source", "checked_on"}
    assert said["closed"][0]["to"] == "2025-12-31"


def test_table_names_crossing_hours_and_sources():
    text = run(*ASK, "--for", "truck20").stdout
    assert "Tazhen" in text
    assert "CAREC CPMM 2022" in text


def test_unknown_place_is_said_on_the_error_stream():
    result = run("route", "Atyrau", "Qwrtpsdf", "--on", "2025-06-15")
    assert result.exit_code == 1
    assert "No place is called “Qwrtpsdf”" in result.stderr


def test_wrong_preference_is_a_wrong_command_line():
    assert run(*ASK, "--prefer", "beauty").exit_code == 2


def test_own_values_change_the_answer(tmp_path):
    path = tmp_path / "values.csv"
    shipped = [v for v in load().values if (v.on, v.metric, v.vehicle) == ("road/KZ", "kmh", "truck20")]
    path.write_text(values_csv(shipped).replace("31.2,51.1,60.0", "10,20,30"), encoding="utf-8")
    plain = json.loads(run(*ASK, "--json").stdout)["options"][0]["hours"]["p50"]
    slow = json.loads(run(*ASK, "--values", str(path), "--json").stdout)["options"][0]["hours"]["p50"]
    assert slow > plain + 10


def test_quotes_and_timetables_are_laid_on_and_bad_rows_are_named(tmp_path):
    quotes, flights = tmp_path / "quotes.csv", tmp_path / "flights.csv"
    quotes.write_text("from,to,class,usd,hours\nAtyrau,Nukus,truck20,900,40\nAtyrau,Nukus,truck20,cheap,40\n")
    flights.write_text("from,to,class,weekdays,departs,hours\nAtyrau,Nukus,air,7,12:00,1.5\n")
    result = run(*ASK, "--prefer", "cost", "--quotes", str(quotes), "--json")
    assert json.loads(result.stdout)["options"][0]["cost_usd"]["p50"] == 900
    assert "quotes.csv, row 3, usd: “cheap” is no number." in result.stderr
    # 15 June 2025 is a Sunday.
    flown = json.loads(run(*ASK, "--for", "air", "--timetable", str(flights), "--json").stdout)["options"]
    assert any([leg["mode"] for leg in option["legs"]] == ["air"] for option in flown)


@pytest.mark.parametrize("name", ["tcd.svg", "tcd.png"])
def test_chart_is_written(tmp_path, name):
    out = tmp_path / name
    result = run(
        "corridor", "chart", "Atyrau", "Nukus", str(out), "--for", "truck20,container", "--on", "2025-06-15"
    )
    assert result.exit_code == 0
    assert out.stat().st_size > 5000


def test_chart_of_another_kind_is_refused(tmp_path):
    assert run("corridor", "chart", "Atyrau", "Nukus", str(tmp_path / "tcd.gif")).exit_code == 2
