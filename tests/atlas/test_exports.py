"""Places, links and facts as CSV and GeoJSON."""

import csv
import json

import typer
from typer.testing import CliRunner

from egiz.commands import atlas

app = typer.Typer()
atlas.register(app)
runner = CliRunner()


def written(tmp_path, *arguments):
    path = tmp_path / arguments[1]
    result = runner.invoke(app, ["atlas", "export", arguments[0], str(path), *arguments[2:]])
    assert result.exit_code == 0, result.output
    if path.suffix == ".csv":
        return list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))
    return json.loads(path.read_text(encoding="utf-8"))["features"]


def test_places_carry_ids_and_people_with_date_and_source(tmp_path):
    rows = {row["geonameid"]: row for row in written(tmp_path, "places", "uz.csv", "--in", "Узбекистан")}
    nukus = rows["601294"]
    assert (nukus["population"], nukus["population_as_of"]) == ("343500", "2024-12-31")
    assert nukus["population_source"]
    assert rows["453752"]["level"] == "region"


def test_links_are_lines_with_their_kind_and_source(tmp_path):
    found = written(tmp_path, "links", "links.geojson", "--in", "KZ")
    trade = next(f for f in found if f["properties"]["kind"] == "trade")
    assert trade["geometry"]["type"] == "LineString"
    assert {trade["properties"]["a_name"], trade["properties"]["source"]} == {"Turkistan", "Inform.kz"}
    assert all(f["properties"]["a_geonameid"] and f["properties"]["source"] for f in found)


def test_facts_are_points_where_their_place_is(tmp_path):
    found = written(tmp_path, "facts", "facts.geojson")
    area = next(f for f in found if f["properties"]["indicator"] == "area")
    assert area["geometry"]["type"] == "Point"
    assert area["properties"]["source"]


def test_another_ending_is_refused_with_what_would_be_right(tmp_path):
    result = runner.invoke(app, ["atlas", "export", "links", str(tmp_path / "links.shp")])
    assert result.exit_code == 1
    assert ".csv or .geojson" in result.stderr
